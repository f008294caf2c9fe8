"""Apps that keep no rows: what they are made of, and their own tests at work."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from generation.blueprint.formula import parse
from generation.blueprint.schema import Blueprint, Page, PageKind, Tool, ToolInput, ToolOutput, Who
from generation.blueprint.validation import validate
from generation.stacks.django import DjangoStack
from generation.stacks.django.parts import landing, tools
from generation.stacks.django.wording import words
from generation.stacks.tests import rowless, samples
from generation.stacks.tests.projects import assert_runs, manage, write

RUFF = Path(sys.executable).with_name("ruff")


@pytest.fixture(scope="module", params=sorted(rowless.ALL))
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    blueprint = rowless.ALL[request.param]()
    assert validate(blueprint) == []
    return write(DjangoStack().render(blueprint), tmp_path_factory.mktemp(request.param))


def test_its_own_tests_pass_and_the_linter_has_nothing_to_say(project: Path) -> None:
    assert_runs(project, "check")
    assert_runs(project, "makemigrations", "--check", "--dry-run")
    done = manage(project, "test")
    assert done.returncode == 0, done.stderr[-3000:]
    assert "NO TESTS RAN" not in done.stderr
    rules = ["--select", "E,F,I,B,S,W", "--ignore", "S101", "--line-length", "120"]
    check = subprocess.run([RUFF, "check", "--isolated", *rules, "."], cwd=project, capture_output=True, text=True)
    assert check.returncode == 0, check.stdout[-3000:]
    shape = ["--isolated", "--line-length", "120", "--diff", "."]
    done = subprocess.run([RUFF, "format", *shape], cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


def test_there_are_no_accounts_no_admin_and_no_tables(project: Path) -> None:
    paths = {path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()}
    assert not any(path.startswith(("accounts/", "core/models/", "core/migrations/", "shop/")) for path in paths)
    assert "django.contrib.admin" not in (project / "config/settings.py").read_text()


def test_its_documents_speak_of_what_is_there(project: Path) -> None:
    texts = {path.name: path.read_text() for path in project.glob("*.md")} | {
        name: (project / name).read_text() for name in ("compose.yaml", ".env.example", ".github/workflows/ci.yml")
    }
    for name, text in texts.items():
        for word in ("postgres", "PostgreSQL", "test_acceptance", "DATABASE_URL", "models/"):
            assert word not in text, f"{name}: {word}"
    plan = Blueprint.model_validate_json((project / "blueprint.json").read_text())
    notes = DjangoStack().security_notes(plan, {"pages": "passed"})
    assert "core/access.py" not in notes
    assert "PBKDF2" not in notes
    for title in (each.title for each in (*plan.tools, *plan.widgets)):
        assert f"**{title}**" in texts["README.md"]


def test_a_wrong_formula_fails_the_project_s_own_tests(tmp_path: Path) -> None:
    files = DjangoStack().render(rowless.mortgage())
    wrong = files["tools/formulas.py"].replace("interes / 1200", "interes / 1000")
    assert wrong != files["tools/formulas.py"]
    done = manage(write({**files, "tools/formulas.py": wrong}, tmp_path), "test", "tools")
    assert done.returncode == 1
    assert "test_the_worked_examples_come_out" in done.stderr


@pytest.mark.slow
def test_a_page_with_a_form_asks_no_visitor_for_an_account(tmp_path: Path) -> None:
    blueprint = rowless.yoga_with_form()
    assert validate(blueprint) == []
    files = DjangoStack().render(blueprint)
    home, frame = (files[f"core/templates/core/{name}.html"] for name in ("home", "base"))
    assert home.count("{% url 'core:mensaje_create' %}\">Escríbenos</a>") == 2
    assert '{% if user.is_authenticated %}<div class="top-end">' in frame
    done = manage(write(files, tmp_path), "test")
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.slow
def test_tools_and_games_of_an_app_with_accounts_are_for_those_they_are_meant_for(tmp_path: Path) -> None:
    base, tool, game = samples.todo(), rowless.MORTGAGE, rowless.QUIZ
    pages = (
        Page(kind=PageKind.TOOL, slug=tool.slug, title=tool.title, access=Who.OWNER),
        Page(kind=PageKind.WIDGET, slug=game.slug, title=game.title, access=Who.STAFF),
    )
    both = base.model_copy(update={"tools": (tool,), "widgets": (game,), "pages": (*base.pages, *pages)})
    expected = {page.path: page.expect for page in DjangoStack().check_plan(both).pages}
    assert expected["/cuota-hipoteca/"] == {"visitor": "login", "member": "ok", "other": "ok", "staff": "ok"}
    assert expected["/quiz-capitales/"]["member"] == "forbidden"
    done = manage(write(DjangoStack().render(both), tmp_path), "test", "tools", "games")
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Ran 9 tests" in done.stderr


def test_the_api_of_tools_is_described_without_keys() -> None:
    files = DjangoStack().render(rowless.mortgage())
    described = json.loads(files["core/api/openapi.json"])
    assert set(described["paths"]) == {"/api/cuota-hipoteca/"}
    assert "securitySchemes" not in described["components"]
    schema = described["components"]["schemas"]["CuotaHipotecaInput"]
    assert schema["required"] == ["importe", "interes", "plazo"]
    assert schema["properties"]["plazo"] == {
        "title": "Plazo", "description": "años", "type": "integer", "minimum": 1, "maximum": 40,
    }  # fmt: skip


def test_a_formula_is_told_in_the_words_of_the_page() -> None:
    spoken = tools.spoken(parse("a * 1.5 / 100 if b >= 2 else max(a, 0)"), {"a": "Monto", "b": "Meses"}, words("es"))
    assert spoken == "Monto × 1,5 ÷ 100 si Meses ≥ 2; si no, máximo(Monto, 0)"


@pytest.mark.parametrize(
    ("slug", "module"),
    [("cuota-mensual", "cuota_mensual"), ("import", "one_import"), ("2x1", "one_2x1"), ("tools", "one_tools")],
)
def test_a_tool_s_name_is_one_that_python_leaves_free(slug: str, module: str) -> None:
    assert tools.module_of(slug) == module


def test_two_results_never_share_a_function() -> None:
    def tool(slug: str, result: str) -> Tool:
        output = ToolOutput(name=result, label="R", formula="x * 2")
        return Tool(slug=slug, title=slug, inputs=(ToolInput(name="x", label="X"),), outputs=(output,))

    base = rowless.mortgage()
    pages = tuple(base.pages[1].model_copy(update={"slug": slug}) for slug in ("a", "a-b"))
    both = base.model_copy(update={"tools": (tool("a", "b_c"), tool("a-b", "c")), "pages": (base.pages[0], *pages)})
    source = DjangoStack().render(both)["tools/formulas.py"]
    assert source.count("def a_b_c(") == 1
    assert source.count("def a_b_c_too(") == 1


@pytest.mark.parametrize(
    ("kind", "value", "leads_to"),
    [
        ("phone", "+34 (91) 234-56.78", "tel:+34912345678"),
        ("phone", "a la vuelta", ""),
        ("whatsapp", "0034 600 123 456", "https://wa.me/34600123456"),
        ("email", "hola@yoga.example", "mailto:hola@yoga.example"),
        ("email", "no es un correo", ""),
        ("address", "Calle 7, Madrid", "https://www.openstreetmap.org/search?query=Calle%207%2C%20Madrid"),
        ("link", "instagram.com/yoga", "https://instagram.com/yoga"),
        ("link", "javascript:alert(1)", ""),
        ("link", "javascript://a.b/%0aalert(1)", ""),
        ("link", 'https://a.example/"onclick=x', ""),
        ("link", "[[name]].example", ""),
    ],
)
def test_a_way_of_contact_leads_where_it_says_and_nowhere_else(kind: str, value: str, leads_to: str) -> None:
    assert landing.href(kind, value) == leads_to


def test_numbers_are_written_exactly() -> None:
    assert [tools.exact(value) for value in (5, 0.1, -2, 1_000_000.0)] == ["5", 'Decimal("0.1")', "-2", "1000000"]
    assert Decimal(tools.plain(2.50)) == Decimal("2.5")
