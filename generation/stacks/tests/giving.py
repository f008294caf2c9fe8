"""Blueprints written by hand in which people pay an amount of their own: gifts of guests, and of members."""

from __future__ import annotations

from generation.blueprint.schema import (
    Access,
    Blueprint,
    Charge,
    CheckKind,
    Choice,
    CriterionCheck,
    Entity,
    Feature,
    Field,
    Kit,
    Move,
    Page,
    PageKind,
    Theme,
    Who,
    Workflow,
)
from generation.blueprint.schema import FieldType as T
from generation.stacks.tests.pieces import PUBLISHED, criteria

STATES = (("pendiente", "Pendiente"), ("pagada", "Pagada"), ("fallida", "Fallida"))
GUESTS = Access(read=Who.STAFF, create=Who.VISITOR, edit=Who.STAFF, delete=Who.STAFF)
MEMBERS = Access(read=Who.OWNER, create=Who.MEMBER, edit=Who.STAFF, delete=Who.STAFF)


def charity(access: Access = GUESTS) -> Blueprint:
    """Campaigns that everybody reads, and gifts to them of any amount."""
    campaign = Entity(
        name="Campana", label="Campaña", label_plural="Campañas", slug="campanas", display="titulo",
        search=("titulo",), access=PUBLISHED,
        fields=(Field(name="titulo", label="Título", type=T.TEXT), Field(name="meta", label="Meta", type=T.MONEY)),
    )  # fmt: skip
    gift = Entity(
        name="Donacion", label="Donación", label_plural="Donaciones", slug="donaciones", display="nombre",
        access=access, owned=access is MEMBERS, charge=Charge(amount="importe", paid="pagada", email="correo"),
        fields=(
            Field(name="campana", label="Campaña", type=T.RELATION, target="Campana"),
            Field(name="nombre", label="Nombre", type=T.TEXT),
            Field(name="correo", label="Correo", type=T.EMAIL),
            Field(name="importe", label="Importe", type=T.MONEY),
            Field(
                name="estado", label="Estado", type=T.CHOICE,
                choices=tuple(Choice(value=value, label=label) for value, label in STATES),
            ),
        ),
        workflow=Workflow(
            field="estado", initial="pendiente",
            moves=tuple(Move(source="pendiente", target=target) for target in ("pagada", "fallida")),
        ),
    )  # fmt: skip
    return Blueprint(
        name="Cabras felices", slug="cabras-felices", language="es", domain="charity",
        purpose="Campañas para cuidar cabras, con donaciones de cualquier importe.",
        entities=(campaign, gift),
        pages=(Page(kind=PageKind.LANDING, slug="", title="Cada euro es heno"),),
        features=(Feature.ACCOUNTS, Feature.ADMIN, Feature.PAYMENTS, Feature.SEARCH, Feature.EXPORT_CSV),
        theme=Theme(kit=Kit.CATALOGUE, primary="#be185d", accent="#0f766e"),
        seed={
            "Campana": ({"titulo": "Heno para el invierno", "meta": "900.00"}, {"titulo": "Vallas", "meta": "400.00"}),
            "Donacion": (
                {"campana": 1, "nombre": "Asunción Vera", "correo": "asuncion@ejemplo.com", "importe": "30.00",
                 "estado": "pagada"},
                {"campana": 2, "nombre": "Facundo Ledesma", "correo": "facundo@ejemplo.com", "importe": "12.50",
                 "estado": "pendiente"},
            ),
        },
        criteria=criteria(
            ("Se dona cualquier importe", CriterionCheck(kind=CheckKind.CHARGES, entity="Donacion")),
            ("Se dona", CriterionCheck(kind=CheckKind.CREATES, entity="Donacion", role=access.create)),
            ("Las campañas se ven", CriterionCheck(kind=CheckKind.LISTS, entity="Campana", role=Who.VISITOR)),
        ),
    )  # fmt: skip


def members_only() -> Blueprint:
    """The same with gifts that belong to whoever gives them."""
    return charity(MEMBERS)
