"""A row that everybody may read never tells the name of a private row it points to: pages, search, filters and API."""

from __future__ import annotations

from pathlib import Path

import pytest

from generation.blueprint.schema import Access, Blueprint, Entity, Feature, Field, Kit, Page, PageKind, Theme, Who
from generation.blueprint.schema import FieldType as T
from generation.stacks.django import DjangoStack
from generation.stacks.tests.projects import assert_runs, manage, write
from tests.proving import spread

SECRET = "Zulema Quintanar"
LOOK = f"""
from django.test import Client
from accounts.models import User
secret = {SECRET!r}
def seen(email, path):
    browser = Client(SERVER_NAME="localhost")
    if email:
        browser.force_login(User.objects.get(email=email))
    return secret in browser.get(path).content.decode()
for path in ("/", "/reviews/", "/reviews/1/", "/reviews/?q=Zulema", "/reviews/?format=csv"):
    for email in ("", "other@example.com"):
        assert not seen(email, path), (email, path)
    assert path == "/reviews/?q=Zulema" or seen("member@example.com", path), path
    assert path == "/reviews/?q=Zulema" or seen("staff@example.com", path), path
def api(email):
    browser = Client(SERVER_NAME="localhost")
    if email:
        browser.force_login(User.objects.get(email=email))
    found = browser.get("/api/reviews/1/").json()
    return found["client"], found["guests"]
assert api("") == (None, []), api("")
assert api("other@example.com") == (None, [])
assert api("member@example.com") == (1, [1])
rows = Client(SERVER_NAME="localhost").get("/api/reviews/").json()["results"]
assert [row["client"] for row in rows] == [None] * len(rows)
for browser_path in ("/reviews/?client=1", "/reviews/?client=99"):
    narrowed = Client(SERVER_NAME="localhost").get(browser_path).content.decode()
    assert "Lovely cut" not in narrowed, "a filter by a hidden row tells whose it is"
print("kept")
"""


def _reviews(kit: Kit) -> Blueprint:
    client = Entity(
        name="Client",
        label="Client",
        label_plural="Clients",
        slug="clients",
        display="name",
        owned=True,
        access=Access(read=Who.OWNER, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER),
        fields=(Field(name="name", label="Name", type=T.TEXT),),
    )
    review = Entity(
        name="Review",
        label="Review",
        label_plural="Reviews",
        slug="reviews",
        display="title",
        search=("title", "client"),
        filters=("client",),
        access=Access(read=Who.VISITOR, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF),
        fields=(
            Field(name="title", label="Title", type=T.TEXT),
            Field(name="client", label="Client", type=T.RELATION, target="Client"),
            Field(name="guests", label="Guests", type=T.RELATIONS, target="Client", required=False),
            Field(name="day", label="Day", type=T.DATE),
            Field(name="text", label="Text", type=T.LONG_TEXT),
        ),
    )
    rows = [
        {"title": title, "client": 1, "guests": (1,), "day": "2026-09-01", "text": "Very good."}
        for title in ("Lovely cut", "Second visit")
    ]
    return Blueprint(
        name="Reviews",
        slug="reviews",
        language="en",
        purpose="Reviews.",
        entities=(client, review),
        pages=(Page(kind=PageKind.LANDING, slug="", title="Reviews"),),
        features=(Feature.ACCOUNTS, Feature.EXPORT_CSV),
        theme=Theme(kit=kit),
        seed={"Client": ({"name": SECRET},), "Review": tuple(rows)},
    )


@pytest.fixture(params=spread((Kit.DESK, Kit.EDITORIAL, Kit.CALENDAR), Kit.DESK.__eq__))
def files(request: pytest.FixtureRequest) -> dict[str, str]:
    return DjangoStack().render(_reviews(request.param))


def _started(files: dict[str, str], folder: Path) -> Path:
    write(files, folder)
    assert_runs(folder, "migrate", "--verbosity", "0")
    assert_runs(folder, "seed")
    return folder


@pytest.mark.slow
def test_a_public_row_keeps_the_name_of_a_private_one_it_points_to(files: dict[str, str], tmp_path: Path) -> None:
    assert "kept" in assert_runs(_started(files, tmp_path), "shell", "-c", LOOK, DEBUG="True")


@pytest.mark.slow
def test_the_look_at_the_pages_notices_a_name_that_is_given_away(tmp_path: Path) -> None:
    files = DjangoStack().render(_reviews(Kit.DESK))
    leaky = files["core/access.py"].replace('return row is not None and can(user, "read", row)', "return True")
    assert leaky != files["core/access.py"]
    folder = _started({**files, "core/access.py": leaky}, tmp_path)
    done = manage(folder, "shell", "-c", LOOK, DEBUG="True")
    assert done.returncode == 1
    assert "AssertionError: ('', '/')" in done.stderr
