"""What is found in files without running them."""

# ruff: noqa: E501 - files as they come

from __future__ import annotations

import time

import pytest

from generation.sandbox import tools
from generation.sandbox.checks import keys, static
from generation.sandbox.inspection import CheckFailure
from generation.sandbox.tests import notes

pytestmark = pytest.mark.sandbox
PRIVATE = "-----BEGIN RSA " + "PRIVATE KEY-----"
STRIPE = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
RANDOM = "q8F2mZ7x" + "Lw3vR9tK1pYbN4sD6gHj"


def problems(path: str, text: str) -> str:
    found = static.python_findings({path: text})
    try:
        static.parse({path: text}, found)
        static.ruff(found)
    except CheckFailure as failure:
        return str(failure)
    return ""


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("a/b.py", "x = 1\ndef broken(:\n", "a/b.py:2"),
        ("a.py", "print(undefined_name)\n", "a.py:1: F821"),
        ("a.py", "import os  # noqa\n", "F401"),
        ("a.py", "type X = int\n", "3.12"),
        ("a.json", '{"a": 1,}', "a.json:1"),
        ("a.yaml", "a: [1\nb: 2", "a.yaml:2"),
        ("a.toml", "a = ", "a.toml:1"),
        ("a.svg", "<svg><g></svg>", "a.svg:1"),
        ("a.svg", '<!DOCTYPE a [<!ENTITY b "c">]><svg>&b;</svg>', "entities"),
        ("a.css", "a { color: red; } }", "closes nothing"),
        ("a.css", "a { b: url(x) ", "never closed"),
        ("a.css", "a { } /* no end", "never closed"),
        ("a.js", "function ( {", "a.js"),
        ("a.html", "nul \0 here", "NUL"),
        ("a.json", "[" * 200_000, "a.json"),
        ("a.yml", "a: " + "x" * 400_000, "too large"),
    ],
)
def test_a_file_that_cannot_be_read_is_found(path: str, text: str, message: str) -> None:
    assert message in problems(path, text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "def f(x: int) -> int:\n    return x\n"),
        (
            "a.css",
            ':root { --a: oklch(0.5 0.1 200) }\n@media (min-width: 1px) { a:has(b) { color: var(--a) } }\n/* } */ a::before { content: "}\\""; }\n',
        ),
        ("a.js", "export const f = async () => { await import('./b.js') }\n"),
        ("a.svg", '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'),
        ("compose.yaml", "a: &x {b: 1}\nc: *x\ne: {<<: *x, f: 2}\n---\nd: 2\n"),
        ("Dockerfile", "FROM {{ anything }}"),
    ],
)
def test_a_sound_file_is_left_alone(path: str, text: str) -> None:
    assert problems(path, text) == ""


HOSTILE = {
    "merges that double": ("a.yaml", "a0: &a0 {k: 1}\n" + "".join(
        f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 40))),
    "merges of long lists": ("a.yaml", "a: &a {" + ",".join(f"k{n}: 1" for n in range(900)) + "}\n"
                             "b: {<<: [" + ",".join(["*a"] * 60_000) + "]}"),
    "texts that never end": ("a.css", '\\"' * 140_000 + "\n}"),
    "comments that never end": ("a.css", "/* " * 100_000),
    "attributes for every element": ("a.svg", "<!DOCTYPE a [<!ATTLIST a " + " ".join(
        f"b{n} CDATA 'x'" for n in range(8000)) + "]><a>" + "<a/>" * 30_000 + "</a>"),
    "a key of a thousand parts": ("a.toml", "a." * 140_000 + "a = 1"),
    "a finding a line": ("a.py", "x\n" * 200_000),
    "brackets without end": ("a.js", "x = " + "(" * 300_000),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_be_slow_or_large_to_read_is_refused_in_seconds(name: str) -> None:
    started = time.monotonic()
    assert problems(*HOSTILE[name])
    assert time.monotonic() - started < 15


def test_all_files_together_are_read_in_a_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static, "READING_SECONDS", 0.0)
    assert "too long" in problems("a.json", "{}")


def test_the_configuration_of_the_project_has_no_say() -> None:
    found = static.python_findings({"a.py": "import os\n", "pyproject.toml": "[tool.ruff.lint]\nselect = []\n"})
    assert [finding.line for finding in found] == [1]


PYTHON = {
    "b/__init__.py": "import os\n",
    "a/build.py": "x = 1\ndef broken(:\n",
    "a/views.py": "print(undefined_name)\nimport os  # noqa\n",
    ".gitignore.py": "*\n",
    "c.py": "def f(x: int) -> int:\n    return x\n",
    "\udcff.py": "print(other)\n",
}


def test_many_files_are_read_by_one_process_and_say_what_each_alone_says(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    run = tools._run
    monkeypatch.setattr(tools, "_run", lambda command, text: started.append(command) or run(command, text))
    together = tools.ruff(dict(PYTHON))
    assert len(started) == 1
    alone = [finding for path in sorted(PYTHON) for finding in tools.ruff({path: PYTHON[path]})]
    assert together == alone
    assert {finding.path for finding in alone} == set(PYTHON) - {"c.py"}


@pytest.mark.parametrize(("path", "text"), [("a.py", "x\n" * 200_000), ("n" * 300 + ".py", "import os\n")])
def test_a_file_that_cannot_be_read_with_all_others_is_named_and_hides_none(path: str, text: str) -> None:
    found = static.python_findings({**PYTHON, path: text})
    assert {finding.path for finding in found} == {*PYTHON, path} - {"c.py"}


@pytest.mark.parametrize(
    "line",
    [
        f'STRIPE = "{STRIPE}"',
        PRIVATE,
        'key = "AKIA' + 'IOSFODNN7EXAMPLQ"',
        f'API_KEY = "{RANDOM}"',
        f"password: '{RANDOM}'",
        f'{{"access_token": "{RANDOM}"}}',
    ],
)
def test_a_planted_secret_is_found_and_not_repeated(line: str) -> None:
    with pytest.raises(CheckFailure, match=r"settings\.py:2") as failure:
        keys.scan({"config/settings.py": f"x = 1\n{line}\n"})
    assert STRIPE not in str(failure.value)
    assert RANDOM not in str(failure.value)


@pytest.mark.parametrize(
    "line",
    [
        'SECRET_KEY = os.environ["SECRET_KEY"]',
        "STRIPE_SECRET_KEY=",
        "SECRET_KEY=change-me-to-a-long-random-value",
        'password_field = "current_password_again_please"',
        '"token": "{{ csrf_token }}"',
        'AUTH_PASSWORD_VALIDATORS = "django.contrib.auth.password_validation.MinimumLengthValidator"',
    ],
)
def test_a_harmless_line_is_no_secret(line: str) -> None:
    assert keys.suspicious(line) == ""


def test_the_fixture_project_holds_no_secret() -> None:
    keys.scan(notes.files())
