"""What a plan may do beyond keeping rows: each rule refuses what it names, and a plan that keeps all of them passes."""

from __future__ import annotations

from typing import Any

import pytest

from generation.blueprint.abilities import problems
from generation.blueprint.schema import Blueprint


def plan(**changes: Any) -> Blueprint:
    """Invoices with lines, bookings of a room and two tools; `changes` are written over parts by path."""
    data: dict[str, Any] = {
        "name": "Taller", "slug": "taller", "language": "es", "purpose": "Un taller",
        "entities": [
            {"name": "Invoice", "label": "Factura", "label_plural": "Facturas", "slug": "facturas", "display": "number",
             "fields": [
                 {"name": "number", "label": "Número", "type": "text"},
                 {"name": "vat", "label": "IVA", "type": "decimal"},
                 {"name": "total", "label": "Total", "type": "money",
                  "formula": "sum(InvoiceLine.amount) * (1 + vat / 100)"}]},
            {"name": "InvoiceLine", "label": "Línea", "label_plural": "Líneas", "slug": "lineas", "display": "text",
             "fields": [
                 {"name": "text", "label": "Concepto", "type": "text"},
                 {"name": "invoice", "label": "Factura", "type": "relation", "target": "Invoice"},
                 {"name": "units", "label": "Unidades", "type": "integer"},
                 {"name": "price", "label": "Precio", "type": "money"},
                 {"name": "amount", "label": "Importe", "type": "money", "formula": "units * price"}]},
            {"name": "Booking", "label": "Reserva", "label_plural": "Reservas", "slug": "reservas", "display": "start",
             "owned": True, "access": {"read": "visitor"}, "moderated": True,
             "schedule": {"start": "start", "end": "end", "resource": "invoice", "free": ["cancelled"]},
             "place": {"latitude": "lat", "longitude": "lng"}, "favourites": True,
             "workflow": {"field": "state", "initial": "open", "moves": []},
             "fields": [
                 {"name": "start", "label": "Desde", "type": "datetime"},
                 {"name": "end", "label": "Hasta", "type": "datetime"},
                 {"name": "photo", "label": "Foto", "type": "image", "uploaded": True, "required": False},
                 {"name": "state", "label": "Estado", "type": "choice",
                  "choices": [{"value": "open", "label": "Abierta"}, {"value": "cancelled", "label": "Anulada"}]},
                 {"name": "lat", "label": "Latitud", "type": "decimal"},
                 {"name": "lng", "label": "Longitud", "type": "decimal"},
                 {"name": "invoice", "label": "Factura", "type": "relation", "target": "Invoice"}]},
        ],
        "tools": [{
            "slug": "imc", "title": "IMC",
            "inputs": [{"name": "weight", "label": "Peso"}, {"name": "height", "label": "Altura"}],
            "outputs": [{"name": "bmi", "label": "IMC", "formula": "weight / height ** 2"}],
            "examples": [{"inputs": {"weight": 80, "height": 2}, "outputs": {"bmi": 20}}]}],
        "widgets": [{"kind": "quiz", "slug": "trivia", "title": "Trivia",
                     "questions": [{"text": "¿2+2?", "answers": ["3", "4"], "right": 1}] * 3}],
        "pages": [
            {"kind": "landing", "slug": "", "title": "Inicio"}, {"kind": "tool", "slug": "imc", "title": "IMC"},
            {"kind": "widget", "slug": "trivia", "title": "Trivia"},
            {"kind": "calendar", "slug": "agenda", "title": "Agenda", "entity": "Booking"},
            {"kind": "map", "slug": "mapa", "title": "Mapa", "entity": "Booking"}],
        "criteria": [
            {"id": "c01", "text": "No se solapan", "check": {"kind": "books", "entity": "Booking"}},
            {"id": "c02", "text": "Calcula el IMC", "check": {"kind": "computes", "tool": "imc"}}],
    }  # fmt: skip
    for path, value in changes.items():
        *way, last = path.split("__")
        part: Any = data
        for step in way:
            part = part[int(step)] if step.isdigit() else part[step]
        part[int(last) if last.isdigit() else last] = value
    return Blueprint.model_validate(data)


def test_a_plan_that_keeps_every_rule_has_no_problem() -> None:
    assert problems(plan()) == []


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("entities__0__fields__2__formula", "sum(InvoiceLine.amount", "is no formula"),
        ("entities__0__fields__2__formula", "number * 2", "no other number"),
        ("entities__0__fields__2__formula", "total * 2", "no other number"),
        ("entities__0__fields__2__formula", "sum(Missing.amount)", "does not belong"),
        ("entities__0__fields__2__formula", "sum(InvoiceLine.text)", "is no number"),
        ("entities__1__fields__4__formula", "sum(InvoiceLine.amount)", "does not belong"),
        ("entities__1__fields__3__formula", "amount / units", "needs its own result"),
        ("entities__0__fields__0__formula", "vat", "only a number"),
        ("entities__0__fields__0__uploaded", True, "only an image or a file"),
        ("entities__2__once", "photo", "once names a relation"),
        ("entities__2__schedule__start", "photo", "no date"),
        ("entities__2__schedule__end", "lat", "not of the type"),
        ("entities__2__schedule__time", "start", "a time goes with"),
        ("entities__2__schedule__resource", "photo", "no relation"),
        ("entities__2__schedule__free", ["gone"], "no state"),
        ("entities__2__place__latitude", "photo", "no decimal"),
        ("entities__2__owned", False, "moderated"),
        ("tools__0__outputs__0__formula", "weight / size", "neither an input"),
        ("tools__0__outputs__0__formula", "sum(A.b)", "no rows"),
        ("tools__0__outputs__0__formula", "weight /", "is no formula"),
        ("tools__0__outputs__0__name", "weight", "used twice"),
        ("tools__0__examples__0__outputs", {"bmi": 21}, "the example says"),
        ("tools__0__examples__0__inputs", {"weight": 80}, "has no height"),
        ("tools__0__examples__0__inputs", {"weight": 80, "height": 0}, "no result"),
        ("tools__0__slug", "otra", "there is nothing for a page"),
        ("widgets__0__questions__0__right", 2, "no answer number"),
        ("widgets__0__questions", [], "needs 3 questions"),
        ("widgets__0__slug", "otro", "has no page"),
        ("pages__3__entity", "Invoice", "there is nothing for a page"),
        ("pages__4__entity", "Invoice", "there is nothing for a page"),
        ("criteria__0__check__entity", "Invoice", "nothing of the kind"),
        ("criteria__1__check__tool", "otra", "there is no tool"),
    ],
)
def test_each_rule_refuses_what_it_names(path: str, value: Any, said: str) -> None:
    found = problems(plan(**{path: value}))
    assert any(said in problem for problem in found), found
