"""Rendered projects at work: Django's own commands, their own tests, and the check plan walked page by page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generation.blueprint.schema import Access, Blueprint, Feature, Page, PageKind, Shop, Who
from generation.stacks.django import DjangoStack
from generation.stacks.tests import samples
from generation.stacks.tests.projects import PASSWORD, assert_runs, manage, write
from tests.proving import spread

RUFF = Path(sys.executable).with_name("ruff")


@pytest.fixture(scope="module", params=spread(sorted(samples.ALL), {"salon", "shop"}.__contains__))
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    blueprint = samples.ALL[request.param]()
    return write(DjangoStack().render(blueprint), tmp_path_factory.mktemp(request.param))


@pytest.mark.slow
def test_a_project_migrates_seeds_and_answers_every_role(project: Path) -> None:
    assert_runs(project, "check")
    assert_runs(project, "makemigrations", "--check", "--dry-run")
    assert_runs(project, "migrate", "--verbosity", "0")
    first, second = assert_runs(project, "seed"), assert_runs(project, "seed")
    assert ": 0" not in first.splitlines()[0]
    assert second.strip().endswith(": 0")
    walk = Path(__file__).with_name("walk.py")
    environment = {"PATH": os.environ["PATH"], "DEMO_PASSWORD": PASSWORD}
    done = subprocess.run([sys.executable, str(walk)], cwd=project, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    report = json.loads(done.stdout)
    assert report["wrong"] == []
    assert report["looked_at"] > 40


@pytest.mark.slow
@pytest.mark.parametrize("name", ["salon", "shop"])
def test_a_project_passes_its_own_tests(name: str, tmp_path: Path) -> None:
    folder = write(DjangoStack().render(samples.ALL[name]()), tmp_path)
    done = manage(folder, "test")
    assert done.returncode == 0, done.stderr[-4000:]
    assert "OK" in done.stderr


def test_a_missing_migration_is_noticed(tmp_path: Path) -> None:
    """The check that the sample projects pass is able to fail."""
    files = DjangoStack().render(samples.todo())
    model = files["core/models/task.py"].replace("max_length=200", "max_length=199")
    folder = write({**files, "core/models/task.py": model}, tmp_path)
    assert manage(folder, "makemigrations", "--check", "--dry-run").returncode == 1


def test_a_hole_in_the_permissions_fails_the_project_s_own_tests(tmp_path: Path) -> None:
    files = DjangoStack().render(samples.todo())
    access = files["core/access.py"].replace("return row.owner_id == user.pk", "return True")
    leaky = access.replace("return rows.filter(owner=user)", "return rows")
    assert leaky != files["core/access.py"]
    done = manage(write({**files, "core/access.py": leaky}, tmp_path), "test", "core.tests.test_access")
    assert done.returncode == 1
    assert "test_private_rows_stay_with_their_owner" in done.stderr


def test_deploying_as_documented_raises_no_warning(project: Path) -> None:
    secret = "a-long-random-value-of-more-than-fifty-characters-0123456789"
    assert_runs(project, "check", "--deploy", "--fail-level", "WARNING", SECRET_KEY=secret, ALLOWED_HOSTS="example.com")


def test_a_public_host_without_a_secret_key_does_not_start(project: Path) -> None:
    done = manage(project, "check", ALLOWED_HOSTS="example.com")
    assert done.returncode != 0
    assert "SECRET_KEY is required" in done.stderr


def test_the_linter_and_the_formatter_have_nothing_to_say(project: Path) -> None:
    rules = ["--select", "E,F,I,B,S,W", "--ignore", "S101", "--line-length", "120"]
    check = subprocess.run([RUFF, "check", "--isolated", *rules, "."], cwd=project, capture_output=True, text=True)
    assert check.returncode == 0, check.stdout[-3000:]
    shape = ["--isolated", "--line-length", "120", "--diff", "."]
    done = subprocess.run([RUFF, "format", *shape], cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


def test_accounts_alone_make_an_app(tmp_path: Path) -> None:
    page = Page(kind=PageKind.LANDING, slug="", title="Club")
    club = Blueprint(
        name="Club", slug="club", language="en", purpose="A club.", pages=(page,), features=(Feature.ACCOUNTS,)
    )
    folder = write(DjangoStack().render(club), tmp_path)
    assert_runs(folder, "migrate", "--verbosity", "0")
    assert_runs(folder, "seed")
    assert manage(folder, "test").returncode == 0


@pytest.mark.slow
def test_rows_that_visitors_send_have_no_owner_and_are_seen_by_staff(tmp_path: Path) -> None:
    """A shop without stock, guests who order, and a contact form: the less usual corners together."""
    base = samples.shop()
    message = base.entities[2].model_copy(
        update={"access": Access(read=Who.OWNER, create=Who.VISITOR, edit=Who.STAFF, delete=Who.STAFF)}
    )
    shop = Shop(product="Product", price="price")
    pages = tuple(page for page in base.pages if page.kind is not PageKind.CHECKOUT)
    entities = (*base.entities[:2], message)
    corner = base.model_copy(update={"entities": entities, "shop": shop, "pages": pages, "criteria": ()})
    folder = write(DjangoStack().render(corner), tmp_path)
    assert_runs(folder, "makemigrations", "--check", "--dry-run")
    done = manage(folder, "test")
    assert done.returncode == 0, done.stderr[-3000:]


def test_an_app_without_entities_is_a_page_without_accounts(tmp_path: Path) -> None:
    landing = Blueprint(
        name="Café",
        slug="cafe",
        language="es",
        purpose="Una cafetería.",
        pages=(Page(kind=PageKind.LANDING, slug="", title="Café de especialidad", text="Abrimos a las ocho."),),
    )
    files = DjangoStack().render(landing)
    assert not any(path.startswith(("accounts/", "shop/", "core/models")) for path in files)
    assert DjangoStack().check_plan(landing).login is None
    folder = write(files, tmp_path)
    assert_runs(folder, "check")
    assert manage(folder, "test").returncode == 0
