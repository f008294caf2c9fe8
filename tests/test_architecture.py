"""The shape of the house: imports go one way, each rule has one owner, and nothing grows too big."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("autocrea", "accounts", "billing", "generation")
ROOMS = ("engine", "blueprint", "agents", "stacks", "sandbox", "pipeline", "delivery")
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60

# What a room may import of the project, besides itself. "faces" are generation's own modules (views, models, tasks …).
ALLOWED = {
    "generation.blueprint": set(),
    "generation.stacks": {"generation.blueprint"},
    "generation.engine": {"generation.blueprint", "generation.stacks"},
    "generation.agents": {"generation.engine", "generation.blueprint", "generation.stacks"},
    "generation.sandbox": {"generation.blueprint", "generation.stacks"},
    "generation.delivery": {"generation.blueprint", "generation.stacks"},
    "generation.pipeline": {
        "generation.blueprint",
        "generation.stacks",
        "generation.engine",
        "generation.agents",
        "generation.sandbox",
        "generation.delivery",
        "generation.models",
        "generation.access",
        "generation.tasks",
        "billing",
    },
    "billing": {"accounts"},
    "accounts": set(),
}
# The rooms inside the reader, from the ground up: each may import those before it. The modules beside them are the plan
# itself (schema, rules), which any of them may use, and the reader that puts them together, which none of them may.
READING = ("lexicon", "words", "drafts", "things", "people", "tables", "kinds", "behaviour")
READERS = ("reader", "plan", "findings", "coverage", "title", "theme")
NO_DJANGO_MODELS = ("blueprint", "stacks", "sandbox", "engine", "agents")


def sources(folder: Path = ROOT) -> Iterator[Path]:
    """Application code: no tests, no migrations, nothing that is data of a generated project."""
    for app in APPS:
        for path in sorted((folder / app).rglob("*.py")):
            parts = path.relative_to(folder).parts
            if "tests" not in parts and "migrations" not in parts and "templates" not in parts:
                yield path


def imported(path: Path) -> set[str]:
    """Dotted names the module imports, those inside functions too."""
    names: set[str] = set()
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            names.add(module)
            names.update(f"{module}.{alias.name}" for alias in node.names)
    return names


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return f"generation.{parts[1]}" if parts[0] == "generation" and parts[1] in ROOMS else parts[0]


def within(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


def test_imports_go_one_way() -> None:
    wrong = []
    for path in sources():
        room = room_of(path)
        if room not in ALLOWED:
            continue  # autocrea wires everything; generation's faces stand above the rooms
        for name in imported(path):
            if name.split(".")[0] not in APPS or within(name, room) or within(name, "autocrea"):
                continue
            if name == "generation" or any(within(name, allowed) for allowed in ALLOWED[room]):
                continue
            wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not wrong


@pytest.mark.parametrize("room", READING)
def test_a_room_of_the_reader_uses_those_below_it_alone(room: str) -> None:
    blueprint = "generation.blueprint"
    above = (*READING[READING.index(room) + 1 :], *READERS)
    paths = [path for path in sources() if path.is_relative_to(ROOT / "generation" / "blueprint" / room)]
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in imported(path)
        if any(within(name, f"{blueprint}.{other}") for other in above)
    ]
    assert paths
    assert not wrong


def test_nothing_below_the_faces_imports_them() -> None:
    faces = ("views", "consumers", "forms", "api", "admin", "urls", "routing", "fragments")
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources()
        if room_of(path) != "generation" and not within(room_of(path), "autocrea")
        for name in imported(path)
        if any(within(name, f"generation.{face}") for face in faces)
    ]
    assert not wrong


@pytest.mark.parametrize("room", NO_DJANGO_MODELS)
def test_rooms_of_values_know_no_model(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources()
        if room_of(path) == f"generation.{room}"
        for name in imported(path)
        if within(name, "django.db") or re.match(r"(generation|billing|accounts)\.models", name)
    ]
    assert not wrong


def test_only_charging_moves_tokens() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.relative_to(ROOT).parts[0] != "billing"
        and path.relative_to(ROOT).as_posix() != "generation/pipeline/charging.py"
        and any(within(name, "billing.ledger") for name in imported(path))
    ]
    assert not wrong


def test_only_the_ledger_calls_the_sql_function_and_writes_its_tables() -> None:
    writes = re.compile(
        r"ledger_post|(TokenAccount|LedgerEntry|TokenHold)\.objects\.(create|bulk_create|update|get_or_create|update_or_create)"
    )
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.relative_to(ROOT).as_posix() != "billing/ledger.py" and writes.search(path.read_text())
    ]
    assert not wrong


def test_only_checkout_calls_stripe() -> None:
    allowed = {"billing/checkout.py", "billing/webhooks.py"}  # the second one checks signatures, without a call
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources()
        if any(within(name, "stripe") for name in imported(path)) and path.relative_to(ROOT).as_posix() not in allowed
    ]
    assert not wrong


def test_only_orders_writes_an_order() -> None:
    writes = re.compile(r"\bOrder\.objects\.\w*(create|update)|\border\.(save|delete)\(")
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.relative_to(ROOT).parts[0] == "billing"
        and path.relative_to(ROOT).as_posix() != "billing/orders.py"
        and writes.search(path.read_text())
    ]
    assert not wrong


def test_the_pretended_stripe_knows_nothing_of_the_product() -> None:
    home = ROOT / "billing/fake_stripe"
    wrong = [
        f"{path.name} imports {name}"
        for path in sources()
        if path.is_relative_to(home)
        for name in imported(path)
        if name.split(".")[0] in (*APPS, "django", "stripe") and not within(name, "billing.fake_stripe")
    ]
    assert not wrong


def assigns_status(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(target, ast.Attribute) and target.attr == "status" for target in targets)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in ("update", "bulk_update") and any(word.arg == "status" for word in node.keywords)
    return False


def writes_status(tree: ast.AST) -> bool:
    """Whether a run's or step's status is assigned, set through update(), or written in SQL."""
    sql = re.search(r"UPDATE\s+generation_(run|step)", ast.unparse(tree), re.IGNORECASE)
    return bool(sql) or any(assigns_status(node) for node in ast.walk(tree))


def test_only_lifecycle_writes_a_status() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.relative_to(ROOT).parts[0] == "generation"
        and room_of(path) in ("generation", "generation.pipeline", "generation.delivery")
        and path.relative_to(ROOT).as_posix() != "generation/pipeline/lifecycle.py"
        and writes_status(ast.parse(path.read_text()))
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("run.status = 'done'", True),
        ("Run.objects.filter(pk=1).update(status='done')", True),
        ("cursor.execute('UPDATE generation_run SET fence = 1')", True),
        ("if run.status == 'done': pass", False),
        ("Run.objects.filter(status='done')", False),
    ],
)
def test_the_status_rule_sees_each_way_of_writing(source: str, expected: bool) -> None:
    assert writes_status(ast.parse(source)) is expected


def test_no_module_and_no_function_grows_too_big() -> None:
    wrong = []
    for path in sources():
        text = path.read_text()
        if text.count("\n") > MAX_MODULE_LINES:
            wrong.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MAX_FUNCTION_LINES:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {length} lines")
    assert not wrong


def test_no_file_is_named_for_nothing() -> None:
    vague = {"utils.py", "helpers.py", "manager.py", "misc.py", "common.py"}
    assert not [str(path.relative_to(ROOT)) for path in sources() if path.name in vague]
