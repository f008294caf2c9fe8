"""A blueprint written by hand of what people do to each other's rows: mark, comment, rate, approve, send files."""

from __future__ import annotations

from generation.blueprint.schema import (
    Access,
    Blueprint,
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
from generation.stacks.tests.pieces import SAID, criteria


def _ad() -> Entity:
    return Entity(
        name="Anuncio", label="Anuncio", label_plural="Anuncios", slug="anuncios", display="titulo",
        search=("titulo", "texto"), access=SAID, owned=True, favourites=True, moderated=True,
        fields=(
            Field(name="titulo", label="Título", type=T.TEXT),
            Field(name="texto", label="Texto", type=T.LONG_TEXT),
            Field(name="precio", label="Precio", type=T.MONEY, required=False),
            Field(name="foto", label="Foto", type=T.IMAGE, required=False, uploaded=True),
        ),
    )  # fmt: skip


def _comment() -> Entity:
    return Entity(
        name="Comentario", label="Comentario", label_plural="Comentarios", slug="comentarios", display="texto",
        access=SAID, owned=True,
        fields=(
            Field(name="anuncio", label="Anuncio", type=T.RELATION, target="Anuncio"),
            Field(name="texto", label="Texto", type=T.LONG_TEXT),
        ),
    )  # fmt: skip


def _review() -> Entity:
    return Entity(
        name="Valoracion", label="Valoración", label_plural="Valoraciones", slug="valoraciones", display="opinion",
        access=SAID, owned=True, moderated=True, once="anuncio",
        fields=(
            Field(name="anuncio", label="Anuncio", type=T.RELATION, target="Anuncio"),
            Field(name="puntuacion", label="Puntuación", type=T.RATING),
            Field(name="opinion", label="Opinión", type=T.LONG_TEXT),
        ),
    )  # fmt: skip


def _request() -> Entity:
    """Of one person and the staff, who decide about it."""
    states = (("pendiente", "Pendiente"), ("aceptada", "Aceptada"), ("rechazada", "Rechazada"))
    return Entity(
        name="Solicitud", label="Solicitud", label_plural="Solicitudes", slug="solicitudes", display="asunto",
        access=Access(read=Who.OWNER, create=Who.MEMBER, edit=Who.STAFF, delete=Who.STAFF), owned=True,
        fields=(
            Field(name="asunto", label="Asunto", type=T.TEXT),
            Field(name="documento", label="Documento", type=T.FILE, required=False, uploaded=True),
            Field(
                name="estado", label="Estado", type=T.CHOICE,
                choices=tuple(Choice(value=value, label=label) for value, label in states),
            ),
        ),
        workflow=Workflow(
            field="estado", initial="pendiente",
            moves=(Move(source="pendiente", target="aceptada"), Move(source="pendiente", target="rechazada")),
        ),
    )  # fmt: skip


def neighbours() -> Blueprint:
    """A board of the neighbourhood."""
    return Blueprint(
        name="El Tablón", slug="el-tablon", language="es",
        purpose="Anuncios entre vecinos, con sus comentarios y valoraciones.",
        entities=(_ad(), _comment(), _review(), _request()),
        pages=(Page(kind=PageKind.LANDING, slug="", title="El tablón del barrio"),),
        features=(
            Feature.ACCOUNTS, Feature.ADMIN, Feature.SEARCH, Feature.FAVOURITES, Feature.RATINGS, Feature.UPLOADS,
            Feature.NOTIFICATIONS, Feature.NEWSLETTER, Feature.EXPORT_CSV,
        ),
        theme=Theme(kit=Kit.CATALOGUE, primary="#9333ea", accent="#f59e0b"),
        seed={
            "Anuncio": (
                {"titulo": "Bici de paseo", "texto": "Con cesta y luces, recién revisada.", "precio": "90.00"},
                {"titulo": "Mesa de cocina", "texto": "De pino, para cuatro.", "precio": "45.00"},
                {"titulo": "Clases de guitarra", "texto": "Para empezar desde cero, los martes.", "precio": "15.00"},
                {"titulo": "Regalo cajas", "texto": "Quince cajas de mudanza."},
            ),
            "Comentario": (
                {"anuncio": 1, "texto": "¿Sigue disponible?"},
                {"anuncio": 2, "texto": "¿Cuánto mide?"},
            ),
            "Valoracion": (
                {"anuncio": 1, "puntuacion": 5, "opinion": "Todo perfecto."},
                {"anuncio": 2, "puntuacion": 4, "opinion": "Muy sólida."},
                {"anuncio": 1, "puntuacion": 4, "opinion": "Va como la seda."},
            ),
            "Solicitud": (
                {"asunto": "Poner un cartel", "estado": "pendiente"},
                {"asunto": "Cambiar el horario", "estado": "pendiente"},
            ),
        },
        criteria=criteria(
            ("Los anuncios se guardan en favoritos.", CriterionCheck(kind=CheckKind.FAVOURS, entity="Anuncio")),
            ("Los anuncios se ven tras su aprobación.", CriterionCheck(kind=CheckKind.MODERATES, entity="Anuncio")),
            ("Las valoraciones se ven si se aprueban.", CriterionCheck(kind=CheckKind.MODERATES, entity="Valoracion")),
            ("La media de las valoraciones se ve.", CriterionCheck(kind=CheckKind.RATES, entity="Valoracion")),
            ("La foto se sube y se sirve.", CriterionCheck(kind=CheckKind.UPLOADS, entity="Anuncio")),
            ("El documento se sube y se sirve.", CriterionCheck(kind=CheckKind.UPLOADS, entity="Solicitud")),
            ("Quien pide algo se entera de la respuesta.", CriterionCheck(kind=CheckKind.NOTIFIES, entity="Solicitud")),
            ("Quien anuncia lee lo que le dicen.", CriterionCheck(kind=CheckKind.NOTIFIES, entity="Comentario")),
            ("El boletín se confirma.", CriterionCheck(kind=CheckKind.SUBSCRIBES)),
            ("Los anuncios se listan.", CriterionCheck(kind=CheckKind.LISTS, entity="Anuncio", role=Who.VISITOR)),
            ("Nadie cambia el anuncio de otra persona.",
             CriterionCheck(kind=CheckKind.FORBIDS, entity="Anuncio", action="edit")),
        ),
    )  # fmt: skip
