"""Rows that the staff make for a person: the form asks whose they are, and nobody else's form does."""

from __future__ import annotations

from generation.blueprint.reader import read
from generation.blueprint.schema import Access, Who
from generation.stacks.django import DjangoStack

MARKS = read("Los alumnos ven solo sus notas. Las profesoras ponen las notas con materia, fecha y valor.")
STACK = DjangoStack()


def test_marks_are_made_by_the_staff_and_read_by_one_person() -> None:
    access = MARKS.entity("Nota").access
    assert access == Access(read=Who.OWNER, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF)


def test_the_form_of_the_staff_asks_whose_a_row_is() -> None:
    files = STACK.render(MARKS)
    assert "assigned = True" in files["core/models/nota.py"]
    assert "De quién es" in files["core/forms/base.py"]
    assert "De quién es" in files["core/templates/core/nota/detail.html"]


def test_the_checks_make_such_rows_for_the_member() -> None:
    probes = {probe.entity: probe for probe in STACK.check_plan(MARKS).entities}
    assert probes["Nota"].owner_param == "belongs_to"
    assert all(probe.owner_param is None for name, probe in probes.items() if name != "Nota")


def test_an_app_without_such_rows_holds_nothing_of_it() -> None:
    files = STACK.render(read("A to-do list: each user sees only their own tasks with title, due date and done."))
    assert "assigned" not in files["core/models/base.py"] + files["core/forms/base.py"]
