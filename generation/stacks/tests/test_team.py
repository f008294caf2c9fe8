"""A rendered app whose staff differ: its groups, its demo people, its plan and its own tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from generation.blueprint.validation import validate
from generation.stacks.django import DjangoStack
from generation.stacks.tests import samples, teams
from generation.stacks.tests.projects import assert_runs, manage, write

WHAT_GROUPS_MAY = """
from django.contrib.auth.models import Group
for group in Group.objects.order_by("name"):
    print(group.name, sorted(each.codename for each in group.permissions.all()))
"""


def test_the_plan_has_no_problem_and_says_whom_it_refuses() -> None:
    assert validate(teams.clinic()) == []
    plan = DjangoStack().check_plan(teams.clinic())
    found = {probe.entity: probe.staff for probe in plan.entities}
    assert found["Nota"] is not None
    assert found["Nota"].may["read"] == ("role_medico",)
    assert found["Nota"].refused["read"] == ("role_recepcion", "role_contador")
    assert found["Pago"] is not None
    assert found["Pago"].refused["read"] == ("role_medico",)
    assert plan.login is not None
    assert {"role_recepcion", "role_medico", "role_contador"} < set(plan.login.accounts)


def test_an_app_whose_staff_may_the_same_has_no_groups() -> None:
    files = DjangoStack().render(samples.salon())
    assert "core/roles.py" not in files
    assert "has_perm" not in files["core/access.py"]
    assert all(probe.staff is None for probe in DjangoStack().check_plan(samples.salon()).entities)


@pytest.mark.slow
def test_the_project_makes_its_groups_and_passes_its_own_tests(tmp_path: Path) -> None:
    folder = write(DjangoStack().render(teams.clinic()), tmp_path)
    assert_runs(folder, "migrate", "--verbosity", "0")
    said = assert_runs(folder, "shell", "--verbosity", "0", "-c", WHAT_GROUPS_MAY).splitlines()
    assert said[0] == "Contador ['view_pago']"
    assert said[1] == "Médico ['add_nota', 'change_nota', 'delete_nota', 'view_cita', 'view_nota']"
    done = manage(folder, "test")
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.mark.slow
def test_a_hole_in_the_groups_fails_the_project_s_own_tests(tmp_path: Path) -> None:
    files = DjangoStack().render(teams.clinic())
    open_to_all = files["core/access.py"].replace("if user.is_staff and needed in", "if False and needed in")
    assert open_to_all != files["core/access.py"]
    done = manage(write({**files, "core/access.py": open_to_all}, tmp_path), "test", "core.tests.test_roles")
    assert done.returncode == 1
    assert "test_each_role_reads_only_its_tables" in done.stderr


def test_no_template_asks_for_a_level_where_a_table_is_meant() -> None:
    """`may(user, model.rules.read)` forgets the groups: tables are asked about with `can`."""
    root = Path(__file__).parents[1] / "django" / "templates"
    asked = [path.name for path in root.rglob("*.j2") for line in path.read_text().splitlines() if _forgets(line)]
    assert asked == []


def _forgets(line: str) -> bool:
    return "may(" in line and ".rules." in line
