"""What a mutant is: one generated app, one thing broken in it, and what the report must then say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint
from generation.sandbox.report import Report
from generation.sandbox.tests.one_check import report_of
from generation.sandbox.verify import verify
from generation.stacks.django import DjangoStack
from generation.stacks.protocol import CheckPlan

Files = dict[str, str]
Spoil = Callable[[Files], None]


@dataclass(frozen=True)
class Mutant:
    name: str
    app: str  # a description among APPS
    spoil: Spoil
    check: str  # the check that must come out red,
    says: str  # for a reason that this expression finds in its detail
    quick: bool = False  # among those of `make test`


APPS: dict[str, str] = {
    "clinic": "Clínica veterinaria: registrar mascotas con nombre, raza y fecha de nacimiento. Cada cliente ve solo "
    "sus mascotas. Las citas pasan de pendiente a confirmada o cancelada.",
    "shop": "Tienda online de velas con carrito y pagos: productos con nombre, precio, existencias y foto.",
    "blog": "A blog with posts and comments; readers comment on each post, the editors write the posts.",
    "todo": "A to-do list: each user sees only their own tasks with title, due date and done.",
    "projects": "Proyectos con nombre y tareas con título y fecha. Cada tarea pertenece a un proyecto. Cada usuario ve "
    "solo sus proyectos y sus tareas.",
    "inventory": "Inventario de un taller: piezas con código, nombre, cantidad y precio, y proveedores con teléfono y "
    "correo. Solo el personal entra.",
    "jobs": "Job board: employers publish jobs with title, salary and description, candidates apply with a letter.",
    "school": "Escuela de música: alumnos con nombre y correo, clases con fecha y hora, y notas. Exportar a CSV.",
    "marks": "Los alumnos ven solo sus notas. Las profesoras ponen las notas con materia, fecha y valor.",
    "events": "Event site with a white background and navy components: events with title, date, place and price, and "
    "sign-ups that only the person who made them sees.",
    "sales": "Ventas de un equipo comercial: cada vendedor registra sus ventas con fecha, cliente, región e importe y "
    "ve solo las suyas. Quiero gráficos y un informe mensual de ventas.",
    "recipes": "Web de recetas: los usuarios publican recetas con título, pasos y una foto que suben ellos; comentan "
    "las de los demás y guardan sus favoritas. Los comentarios los apruebo yo antes de que se publiquen. Avisar al "
    "autor cuando comenten su receta. Con newsletter.",
}


@cache
def plan_of(app: str) -> Blueprint:
    return read(APPS[app])


def examined(mutant: Mutant) -> Report:
    """The whole report on a spoiled app."""
    return verify(*spoiled(mutant))


def looked_at(mutant: Mutant) -> Report:
    """The part of it that must be red, and what that stands on."""
    return report_of(mutant.check, *spoiled(mutant))


def spoiled(mutant: Mutant) -> tuple[Files, Blueprint, CheckPlan]:
    stack, plan = DjangoStack(), plan_of(mutant.app)
    files = dict(stack.render(plan))
    mutant.spoil(files)
    return files, plan, stack.check_plan(plan)


def complaint(mutant: Mutant, report: Report) -> str:
    """What is wrong with the report of a mutant; "" when it is as red as it must be."""
    details = {check.id: check.detail for check in report.failed}
    if report.verified:
        return "was verified"
    if mutant.check not in details:
        return f"{mutant.check} is not red, but {details}"
    if not re.search(mutant.says, details[mutant.check]):
        return f"{mutant.check} is red for another reason: {details[mutant.check]}"
    return ""


def swap(pattern: str, old: str, new: str, count: int = -1) -> Spoil:
    """Replace a text in each file whose path the expression matches; it must be in one of them."""

    def spoil(files: Files) -> None:
        found = [path for path in files if re.fullmatch(pattern, path) and old in files[path]]
        assert found, f"{old!r} is in no file like {pattern}"
        for path in found:
            files[path] = files[path].replace(old, new, count)

    return spoil


def rewrite(pattern: str, expression: str, new: str) -> Spoil:
    """The same with an expression."""

    def spoil(files: Files) -> None:
        found = [path for path in files if re.fullmatch(pattern, path) and re.search(expression, files[path])]
        assert found, f"{expression!r} is in no file like {pattern}"
        for path in found:
            files[path] = re.sub(expression, new, files[path])

    return spoil


def append(path: str, text: str) -> Spoil:
    def spoil(files: Files) -> None:
        files[path] = files[path] + text

    return spoil


def without(pattern: str) -> Spoil:
    """Delete the files whose paths the expression matches."""

    def spoil(files: Files) -> None:
        found = [path for path in files if re.fullmatch(pattern, path)]
        assert found, f"there is no file like {pattern}"
        for path in found:
            del files[path]

    return spoil


def both(*spoils: Spoil) -> Spoil:
    def spoil(files: Files) -> None:
        for one in spoils:
            one(files)

    return spoil
