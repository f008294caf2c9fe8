"""A finding about an address names the file and line that answer it."""

from __future__ import annotations

from generation.sandbox.pointing import pointed
from generation.stacks.protocol import Source

FILES = {"core/views/pet.py": "import x\n\n\nclass PetList:\n    pass\n", "core/api/views.py": "class Item:\n"}
SOURCES = (
    Source("/pets/", "core/views/pet.py", "class PetList"),
    Source("/pets/{pk}/", "core/views/pet.py", "class PetDetail"),
    Source("/api/pets/{pk}/", "core/api/views.py", "class Item"),
    Source("/gone/", "core/views/gone.py", "class Gone"),
)


def test_each_line_gets_its_own_place() -> None:
    detail = (
        "Pet: GET /pets/?q=x as other shows another's row\nPATCH /api/pets/12/ as visitor: expected a refusal, got 200"
    )
    first, second = pointed(detail, SOURCES, FILES).split("\n")
    assert first.endswith("[core/views/pet.py:4]")
    assert second.endswith("[core/api/views.py:1]")


def test_without_the_text_the_file_is_named_all_the_same() -> None:
    assert pointed("GET /pets/3/: 404", SOURCES, FILES) == "GET /pets/3/: 404 [core/views/pet.py:1]"


def test_a_line_that_names_a_place_or_an_unknown_address_stays_as_it_is() -> None:
    for line in (
        "GET /pets/: 500: core/views/pet.py:9 in get",
        "GET /other/: 404",
        "GET /gone/: 404",
        "config/settings.py:3: F821 Undefined name",
        "",
    ):
        assert pointed(line, SOURCES, FILES) == line
