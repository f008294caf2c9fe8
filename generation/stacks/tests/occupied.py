"""A blueprint with every way of taking up time: hours of a room, days of a bicycle, events side by side."""

from __future__ import annotations

from generation.blueprint.schema import (
    Access,
    Blueprint,
    CheckKind,
    Choice,
    CriterionCheck,
    Entity,
    Field,
    Kit,
    Move,
    Page,
    PageKind,
    Scalar,
    Schedule,
    Theme,
    Who,
    Workflow,
)
from generation.blueprint.schema import FieldType as T
from generation.stacks.tests.pieces import criteria

_CATALOGUE = Access(read=Who.VISITOR, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF)
_OWN = Access(read=Who.OWNER, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER)


def _named(name: str, label: str, plural: str, slug: str) -> Entity:
    fields = (Field(name="nombre", label="Nombre", type=T.TEXT),)
    return Entity(
        name=name, label=label, label_plural=plural, slug=slug, display="nombre", access=_CATALOGUE, fields=fields
    )


def _booking() -> Entity:
    states = ("pendiente", "Pendiente"), ("confirmada", "Confirmada"), ("anulada", "Anulada")
    return Entity(
        name="Reserva",
        label="Reserva",
        label_plural="Reservas",
        slug="reservas",
        display="motivo",
        access=_OWN,
        owned=True,
        fields=(
            Field(name="sala", label="Sala", type=T.RELATION, target="Sala"),
            Field(name="inicio", label="Empieza", type=T.DATETIME),
            Field(name="fin", label="Termina", type=T.DATETIME, required=False),
            Field(name="motivo", label="Para qué", type=T.TEXT),
            Field(
                name="estado",
                label="Estado",
                type=T.CHOICE,
                choices=tuple(Choice(value=value, label=label) for value, label in states),
            ),
        ),
        workflow=Workflow(
            field="estado",
            initial="pendiente",
            moves=(
                Move(source="pendiente", target="confirmada"),
                Move(source="pendiente", target="anulada"),
                Move(source="anulada", target="pendiente"),
            ),
        ),
        schedule=Schedule(start="inicio", end="fin", resource="sala", free=("anulada",)),
    )


def _rental() -> Entity:
    return Entity(
        name="Alquiler",
        label="Alquiler",
        label_plural="Alquileres",
        slug="alquileres",
        display="nota",
        access=_OWN,
        owned=True,
        fields=(
            Field(name="bici", label="Bici", type=T.RELATION, target="Bici"),
            Field(name="recogida", label="Recogida", type=T.DATE),
            Field(name="devolucion", label="Devolución", type=T.DATE),
            Field(name="nota", label="Nota", type=T.TEXT),
        ),
        schedule=Schedule(start="recogida", end="devolucion", resource="bici"),
    )


def _event() -> Entity:
    return Entity(
        name="Evento",
        label="Evento",
        label_plural="Eventos",
        slug="eventos",
        display="titulo",
        access=_CATALOGUE,
        fields=(
            Field(name="titulo", label="Título", type=T.TEXT),
            Field(name="dia", label="Día", type=T.DATE),
            Field(name="hora", label="Hora", type=T.TIME),
        ),
        schedule=Schedule(start="dia", time="hora", minutes=90, exclusive=False),
    )


def _bookings(day: str) -> tuple[dict[str, Scalar], ...]:
    """The third stands where the first does, and the fourth ends before it begins."""
    told = (
        (1, 4, "10:00", "11:30", "Retrospectiva"),
        (2, 4, "10:00", None, "Entrevista"),
        (1, 4, "11:00", None, "Clase de inglés"),
        (3, 6, "16:00", "15:00", "Soldadura"),
    )
    return tuple(
        {
            "sala": room,
            "inicio": f"{day.format(number)}T{start}",
            "fin": f"{day.format(number)}T{end}" if end else None,
            "motivo": what,
            "estado": "pendiente",
        }
        for room, number, start, end, what in told
    )


def coworking() -> Blueprint:
    page, day = PageKind.CALENDAR, "2026-09-1{}"
    return Blueprint(
        name="La Nave",
        slug="la-nave",
        language="es",
        purpose="Salas y bicis de un coworking, sin que se pisen las reservas.",
        entities=(
            _named("Sala", "Sala", "Salas", "salas"),
            _named("Bici", "Bici", "Bicis", "bicis"),
            _booking(),
            _rental(),
            _event(),
        ),
        pages=(
            Page(kind=PageKind.LANDING, slug="", title="La Nave"),
            Page(kind=page, slug="calendario", title="Calendario de salas", entity="Reserva", access=Who.MEMBER),
            Page(kind=page, slug="calendario-bicis", title="Calendario de bicis", entity="Alquiler", access=Who.MEMBER),
        ),
        theme=Theme(kit=Kit.CALENDAR, primary="#0f766e"),
        seed={
            "Sala": tuple({"nombre": name} for name in ("Azul", "Verde", "Taller")),
            "Bici": tuple({"nombre": name} for name in ("Roja", "Plegable", "Cargo")),
            "Reserva": _bookings(day),
            "Alquiler": (
                {"bici": 1, "recogida": day.format(4), "devolucion": day.format(7), "nota": "Ruta del río"},
                {"bici": 1, "recogida": day.format(6), "devolucion": day.format(9), "nota": "Fin de semana"},
                {"bici": 2, "recogida": day.format(5), "devolucion": day.format(5), "nota": "Recado"},
            ),
            "Evento": ({"titulo": "Puertas abiertas", "dia": day.format(7), "hora": "18:00"},),
        },
        criteria=criteria(
            ("Dos reservas de una sala no se pisan.", CriterionCheck(kind=CheckKind.BOOKS, entity="Reserva")),
            ("Dos alquileres de una bici no se pisan.", CriterionCheck(kind=CheckKind.BOOKS, entity="Alquiler")),
            ("Cada reserva está en su día.", CriterionCheck(kind=CheckKind.DATES, entity="Reserva")),
            ("Cada evento está en su día.", CriterionCheck(kind=CheckKind.DATES, entity="Evento", role=Who.STAFF)),
            ("Las salas se ven.", CriterionCheck(kind=CheckKind.LISTS, entity="Sala", role=Who.VISITOR)),
            ("Las bicis se ven.", CriterionCheck(kind=CheckKind.LISTS, entity="Bici", role=Who.VISITOR)),
            ("Nadie ve las reservas de otra persona.", CriterionCheck(kind=CheckKind.ISOLATES, entity="Reserva")),
        ),
    )  # fmt: skip
