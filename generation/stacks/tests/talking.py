"""A blueprint where people talk: rooms with messages for members, and a public wall."""

from __future__ import annotations

from generation.blueprint.schema import (
    Access,
    Blueprint,
    CheckKind,
    CriterionCheck,
    Entity,
    Field,
    Page,
    PageKind,
    Theme,
    Who,
)
from generation.blueprint.schema import FieldType as T
from generation.stacks.tests.pieces import criteria

_MEMBERS = Access(read=Who.MEMBER, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER)


def guard_rooms() -> Blueprint:
    room = Entity(
        name="Sala",
        label="Sala",
        label_plural="Salas",
        slug="salas",
        display="turno",
        access=Access(read=Who.MEMBER, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF),
        fields=(Field(name="turno", label="Turno", type=T.TEXT),),
    )
    message = Entity(
        name="Mensaje",
        label="Mensaje",
        label_plural="Mensajes",
        slug="mensajes",
        display="texto",
        owned=True,
        access=_MEMBERS,
        fields=(
            Field(name="sala", label="Sala", type=T.RELATION, target="Sala"),
            Field(name="texto", label="Mensaje", type=T.LONG_TEXT),
        ),
    )
    post = Entity(
        name="Aviso",
        label="Aviso",
        label_plural="Avisos",
        slug="avisos",
        display="texto",
        owned=True,
        access=Access(read=Who.VISITOR, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER),
        fields=(
            Field(name="texto", label="Aviso", type=T.LONG_TEXT),
            Field(name="enlace", label="Enlace", type=T.URL, required=False),
        ),
    )
    said = (
        (1, "La gata del box 3 ya come sola."),
        (1, "¿Quién tiene las llaves del almacén?"),
        (3, "Ingresa un perro con un golpe, llamad a Ana."),
        (1, "Las tengo yo, vuelvo en diez minutos."),
    )
    return Blueprint(
        name="Guardia",
        slug="guardia",
        language="es",
        purpose="Lo que se dicen los turnos de una clínica.",
        entities=(room, message, post),
        pages=(
            Page(kind=PageKind.LANDING, slug="", title="Guardia"),
            Page(kind=PageKind.FEED, slug="chat", title="Chat", entity="Mensaje", access=Who.MEMBER),
            Page(kind=PageKind.FEED, slug="muro", title="Muro", entity="Aviso"),
        ),
        theme=Theme(primary="#7c3aed", radius="round"),
        seed={
            "Sala": tuple({"turno": name} for name in ("Mañana", "Tarde", "Noche")),
            "Mensaje": tuple({"sala": room, "texto": text} for room, text in said),
            "Aviso": ({"texto": "El lunes cerramos a las dos."}, {"texto": "Buscamos casa para Luna."}),
        },
        criteria=criteria(
            ("Lo que se escribe llega a los demás.", CriterionCheck(kind=CheckKind.FEEDS, entity="Mensaje")),
            ("Lo que se cuelga llega a todos.", CriterionCheck(kind=CheckKind.FEEDS, entity="Aviso")),
            ("Las salas se ven.", CriterionCheck(kind=CheckKind.LISTS, entity="Sala")),
        ),
    )
