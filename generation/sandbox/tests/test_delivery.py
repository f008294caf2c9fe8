"""What is refused in the files that carry an app elsewhere, each with file and line."""

from __future__ import annotations

import pytest

from generation.sandbox.checks import delivery
from generation.sandbox.inspection import CheckFailure

IMAGE = """FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN useradd app
USER app
HEALTHCHECK CMD ["true"]
CMD ["python", "serve.py"]
"""
COMPOSE = """services:
  web:
    build: .
    ports:
      - "127.0.0.1:8000:8000"
  db:
    image: postgres:17-alpine
    environment:
      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-}
"""
WORKFLOW = """name: CI
on:
  push:
  pull_request:
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: python manage.py test
"""
PATHS = {"Dockerfile": IMAGE, "compose.yaml": COMPOSE, ".github/workflows/ci.yml": WORKFLOW}
CI = ".github/workflows/ci.yml"


def complaint(**changed: str) -> str:
    files = {path: changed.get(path.rpartition("/")[2].partition(".")[0].lower(), text) for path, text in PATHS.items()}
    with pytest.raises(CheckFailure) as raised:
        delivery.lint(files, tuple(PATHS))
    return str(raised.value)


def test_sound_files_have_nothing_against_them() -> None:
    delivery.lint(PATHS, tuple(PATHS))


def test_a_promised_file_must_be_there() -> None:
    with pytest.raises(CheckFailure, match=r"missing: compose\.yaml"):
        delivery.lint({path: text for path, text in PATHS.items() if path != "compose.yaml"}, tuple(PATHS))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("USER app\n", "", "Dockerfile:6: the image runs as root"),
        ("USER app", "USER root", "Dockerfile:7: the image runs as root"),
        ("USER app", "USER 0:0", "Dockerfile:7: the image runs as root"),
        ('HEALTHCHECK CMD ["true"]\n', "", "HEALTHCHECK is missing"),
        ("WORKDIR /app", "ENV SECRET_KEY=abcdef0123456789", "Dockerfile:2: a key or password stays in the image"),
        ("python:3.12-slim", "python", "Dockerfile:1: DL3006"),
        ("COPY . .", "# hadolint ignore=DL3020\nADD . .", "Dockerfile:4: DL3020"),
        ("USER app\n", "USER app\nFROM alpine:3.20\n", "the image runs as root"),
    ],
)
def test_an_image_that_is_not_safe(old: str, new: str, says: str) -> None:
    assert old in IMAGE
    assert says in complaint(dockerfile=IMAGE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("    build: .\n", "    build: .\n    privileged: true\n", "compose.yaml:4: web: privileged"),
        ("    build: .\n", "    build: .\n    network_mode: host\n", "compose.yaml:4: web: network_mode: host"),
        (
            "    build: .\n",
            '    build: .\n    volumes: ["/run/docker.sock:/s"]\n',
            "compose.yaml:4: web: the socket",
        ),
        ("alpine\n", 'alpine\n    ports: ["5432:5432"]\n', "compose.yaml:8: db: a database that the network reaches"),
        (COMPOSE, "services: [web]\n", "has no services"),
        (COMPOSE, "[]\n", "is no mapping"),
    ],
)
def test_services_that_open_doors(old: str, new: str, says: str) -> None:
    assert old in COMPOSE
    assert says in complaint(compose=COMPOSE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  pull_request:\n", "  pull_request_target:\n", f"{CI}:4: pull_request_target"),
        ("permissions:\n  contents: read\n", "", "permissions:"),
        ("permissions:\n  contents: read\n", "permissions: write-all\n", f"{CI}:5: permissions:"),
        ("checkout@v4", "checkout@main", f"{CI}:11: actions/checkout@main is pinned to no version"),
        ("python manage.py test", 'echo "${{ github.event.pull_request.title }}"', f"{CI}:12: a stranger's text"),
        ("    runs-on: ubuntu-latest\n", "", "runs-on or steps are missing"),
        ("jobs:", "tasks:", "has no jobs"),
    ],
)
def test_a_workflow_that_does_too_much(old: str, new: str, says: str) -> None:
    assert old in WORKFLOW
    assert says in complaint(ci=WORKFLOW.replace(old, new))
