"""Blueprints written by hand whose staff differ: a clinic with a front desk, doctors and an accountant."""

from __future__ import annotations

from generation.blueprint.schema import (
    Access,
    Blueprint,
    CheckKind,
    Choice,
    Criterion,
    CriterionCheck,
    Entity,
    Feature,
    Field,
    Kit,
    Move,
    Page,
    PageKind,
    Role,
    Schedule,
    StaffOnly,
    Theme,
    Who,
    Workflow,
)
from generation.blueprint.schema import FieldType as T
from generation.stacks.tests.pieces import numbered

DESK, DOCTOR, BOOKS = "recepcion", "medico", "contador"
ROLES = (
    Role(name="paciente", label="Paciente"),
    Role(name="directora", label="Directora", level=Who.STAFF, full=True),
    Role(name=DESK, label="Recepción", level=Who.STAFF),
    Role(name=DOCTOR, label="Médico", level=Who.STAFF),
    Role(name=BOOKS, label="Contador", level=Who.STAFF),
)


def staff_only(**limits: tuple[str, ...]) -> Access:
    return Access(read=Who.STAFF, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF, staff=StaffOnly(**limits))


def all_of(*names: str) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(("read", "create", "edit", "delete"), names)


FEATURES = (
    Feature.ACCOUNTS, Feature.ADMIN, Feature.SEARCH, Feature.EXPORT_CSV, Feature.NOTIFICATIONS, Feature.NEWSLETTER,
)  # fmt: skip


def clinic() -> Blueprint:
    """The desk makes the appointments, doctors write notes, the accountant sees payments and nothing else."""
    room = Entity(
        name="Sala", label="Sala", label_plural="Salas", slug="salas", display="nombre",
        access=staff_only(**all_of(DESK)),
        fields=(Field(name="nombre", label="Nombre", type=T.TEXT),),
    )  # fmt: skip
    visit = Entity(
        name="Cita", label="Cita", label_plural="Citas", slug="citas", display="motivo", search=("motivo",), owned=True,
        access=Access(
            read=Who.OWNER, create=Who.MEMBER, edit=Who.STAFF, delete=Who.STAFF,
            staff=StaffOnly(read=(DESK, DOCTOR), create=(DESK,), edit=(DESK,), delete=(DESK,)),
        ),
        fields=(
            Field(name="motivo", label="Motivo", type=T.TEXT),
            Field(name="momento", label="Día y hora", type=T.DATETIME),
            Field(name="sala", label="Sala", type=T.RELATION, target="Sala", required=False),
            Field(
                name="estado", label="Estado", type=T.CHOICE,
                choices=(Choice(value="pedida", label="Pedida"), Choice(value="confirmada", label="Confirmada")),
            ),
        ),
        workflow=Workflow(field="estado", initial="pedida", moves=(Move(source="pedida", target="confirmada"),)),
        schedule=Schedule(start="momento", exclusive=False),
    )  # fmt: skip
    note = Entity(
        name="Nota", label="Nota clínica", label_plural="Notas clínicas", slug="notas", display="diagnostico",
        search=("diagnostico",), access=staff_only(**all_of(DOCTOR)),
        fields=(
            Field(name="cita", label="Cita", type=T.RELATION, target="Cita"),
            Field(name="diagnostico", label="Diagnóstico", type=T.TEXT),
            Field(name="texto", label="Texto", type=T.LONG_TEXT),
        ),
    )  # fmt: skip
    payment = Entity(
        name="Pago", label="Pago", label_plural="Pagos", slug="pagos", display="concepto", search=("concepto",),
        access=staff_only(read=(DESK, BOOKS), create=(DESK,), edit=(DESK,), delete=(DESK,)),
        fields=(
            Field(name="concepto", label="Concepto", type=T.TEXT),
            Field(name="importe", label="Importe", type=T.MONEY),
            Field(name="fecha", label="Fecha", type=T.DATE),
            Field(name="cita", label="Cita", type=T.RELATION, target="Cita", required=False),
        ),
    )  # fmt: skip
    return Blueprint(
        name="Clínica del puerto", slug="clinica-del-puerto", language="es",
        purpose="Citas, notas clínicas y pagos, cada cosa para quien le toca.",
        entities=(visit, room, note, payment), roles=ROLES,
        pages=(
            Page(kind=PageKind.LANDING, slug="", title="Pide tu cita"),
            Page(kind=PageKind.DASHBOARD, slug="panel", title="Panel", access=Who.STAFF),
        ),
        features=FEATURES,
        theme=Theme(kit=Kit.DESK, primary="#1d4ed8"),
        criteria=_criteria("Cita", "Sala", "Nota", "Pago"),
    )  # fmt: skip


def _criteria(*entities: str) -> tuple[Criterion, ...]:
    """Every limit, and that each table works at all."""
    return numbered(*_checks(CheckKind.LIMITS, entities), *_checks(CheckKind.CREATES, entities))


def _checks(kind: CheckKind, entities: tuple[str, ...]) -> list[CriterionCheck]:
    return [CriterionCheck(kind=kind, entity=name, role=Who.STAFF) for name in entities]


def limits_of(*entities: str) -> Blueprint:
    """The clinic, held to its limits on these tables alone."""
    plan = clinic()
    covered = _checks(CheckKind.LISTS, tuple(entity.name for entity in plan.entities))
    return plan.model_copy(update={"criteria": numbered(*_checks(CheckKind.LIMITS, entities), *covered)})
