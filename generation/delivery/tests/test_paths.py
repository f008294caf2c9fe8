"""Paths that are allowed, and everything that is refused."""

from __future__ import annotations

import random
import unicodedata

import pytest

from generation.delivery import paths
from generation.delivery.paths import UnsafePath

ALLOWED = [
    "README.md", "core/models.py", ".github/workflows/ci.yml", ".env.example", "app/[id]/page.tsx", "app/(group)/x.ts",
    "app/@slot/y.ts", "routes/$id.ts", "templates/año.html", "a/b c/d.txt",
    "core/migrations/0001_initial.py", "日本/語.md",
    "console.py", "nullable.py", ".gitignore", "a/.gitkeep",
]  # fmt: skip
REFUSED = [
    "", ".", "..", "/", "/etc/passwd", "../x", "a/../b", "a/./b", "a//b", "a/", "~root/../x", "C:/x", "C:\\x",
    "\\\\host\\x",
    "a\\b", "a\x00b", "a\nb", "a\tb", "a\x7fb", "a\u202eb", "a\u200bb", "%2e%2e/x", "a:b", "a*b", "a?b", 'a"b', "a<b",
    "a|b",
    "x.", "x ", " x", "a /b", "con", "CON.txt", "aux", "nul.py", "com1", "LPT9.log", "con .txt", ".git/config",
    ".GIT/x",
    "x/.git", "cafe\u0301.md", "\u212b.md", "é" * 121, "/".join("abcdefghijklm"), "\ud800", "file\u2028name",
    "a`b", "a;b", "a&b",
]  # fmt: skip


@pytest.mark.parametrize("path", ALLOWED)
def test_an_ordinary_path_is_allowed(path: str) -> None:
    paths.check_path(path)


@pytest.mark.parametrize("path", REFUSED)
def test_a_path_that_means_harm_is_refused(path: str) -> None:
    with pytest.raises(UnsafePath):
        paths.check_path(path)


@pytest.mark.parametrize(
    "pair", [("Src/a", "src/A"), ("a", "a/b"), ("A", "a/b/c"), ("ﬁ.md", "fi.md"), ("x/straße", "x/STRASSE")]
)
def test_two_paths_that_meet_on_some_system_are_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(UnsafePath):
        paths.check_together(pair)
    with pytest.raises(UnsafePath):
        paths.check_together(pair[::-1])


@pytest.mark.parametrize(
    "files",
    [
        {f"f{number}": "" for number in range(paths.MOST_FILES + 1)},
        {"big": "x" * (paths.LARGEST_FILE + 1)},
        {f"f{number}": "x" * paths.LARGEST_FILE for number in range(11)},
        {"a": "nul\x00"},
        {"a": "half \ud800"},
    ],
)
def test_too_much_or_unreadable_content_is_refused(files: dict[str, str]) -> None:
    with pytest.raises(UnsafePath):
        paths.check(files)


def test_no_random_path_that_is_allowed_leaves_its_folder() -> None:
    chance = random.Random(20)
    alphabet = [
        "..",
        ".",
        "/",
        "\\",
        "a",
        "B",
        "é",
        "e\u0301",
        "con",
        ".git",
        " ",
        "\x00",
        "~",
        ":",
        "%2e",
        "\u202e",
        "x.py",
    ]
    allowed = 0
    for _ in range(10_000):
        path = "".join(chance.choice(alphabet) for _ in range(chance.randint(1, 8)))
        try:
            paths.check_path(path)
        except UnsafePath:
            continue
        allowed += 1
        parts = path.split("/")
        assert not {"", ".", ".."} & set(parts)
        assert not {"\\", ":", "\x00"} & set(path)
        assert unicodedata.normalize("NFC", path) == path
    assert allowed > 300  # the test would prove nothing if all were refused
