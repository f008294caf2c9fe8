"""A blueprint whose rows are somewhere: public fountains, and private finds that nobody else may see."""

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
    Place,
    Theme,
    Who,
)
from generation.blueprint.schema import FieldType as T
from generation.stacks.tests.pieces import criteria

PLACE = Place(latitude="latitud", longitude="longitud")
_COORDINATES = (
    Field(name="latitud", label="Latitud", type=T.DECIMAL),
    Field(name="longitud", label="Longitud", type=T.DECIMAL),
)


def fountains() -> Blueprint:
    public = Entity(
        name="Fuente",
        label="Fuente",
        label_plural="Fuentes",
        slug="fuentes",
        display="nombre",
        place=PLACE,
        access=Access(read=Who.VISITOR, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF),
        fields=(
            Field(name="nombre", label="Nombre", type=T.TEXT),
            Field(name="calle", label="Calle", type=T.TEXT),
            *_COORDINATES,
        ),
    )
    private = Entity(
        name="Hallazgo",
        label="Hallazgo",
        label_plural="Hallazgos",
        slug="hallazgos",
        display="seta",
        place=PLACE,
        owned=True,
        access=Access(read=Who.OWNER, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER),
        fields=(Field(name="seta", label="Seta", type=T.TEXT), *_COORDINATES),
    )
    places = (
        ("Fuente del Berro", "Calle de Jorge Juan, 120", "40.4236", "-3.6638"),
        ("Fuente de la Alcachofa", "Paseo de Coches", "40.4112", "-3.6815"),
        ("Caño de Vallecas", "Calle del Puerto, 3", "40.3912", "-3.6588"),
        ("Fuente de los Once Caños", "Paseo de la Florida, 5", "40.4262", "-3.7262"),
    )
    return Blueprint(
        name="Fuentes de barrio",
        slug="fuentes-de-barrio",
        language="es",
        purpose="Dónde beber agua por la calle.",
        entities=(public, private),
        pages=(
            Page(kind=PageKind.LANDING, slug="", title="Fuentes de barrio"),
            Page(kind=PageKind.MAP, slug="mapa", title="Mapa de fuentes", entity="Fuente"),
        ),
        theme=Theme(primary="#1d4ed8"),
        seed={
            "Fuente": tuple(dict(zip(("nombre", "calle", "latitud", "longitud"), row, strict=True)) for row in places),
            "Hallazgo": ({"seta": "Níscalo", "latitud": "40.9012", "longitud": "-4.0181"},),
        },
        criteria=criteria(
            ("Cada fuente está en el mapa.", CriterionCheck(kind=CheckKind.MAPS, entity="Fuente", role=Who.STAFF)),
            ("Cada hallazgo está en el mapa de quien lo hizo.", CriterionCheck(kind=CheckKind.MAPS, entity="Hallazgo")),
        ),
    )
