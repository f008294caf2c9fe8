"""What common things have in any app, and what stays when the text names other fields."""

from __future__ import annotations

import pytest

from generation.blueprint.lexicon import HERE, load
from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, Entity, FieldType, PageKind
from generation.blueprint.words.everyday import common, common_nouns

FILES = sorted(path for path in (HERE / "everyday").glob("*.yaml") if path.stem != "fields")


def entity(plan: Blueprint, label: str) -> Entity:
    return next(each for each in plan.entities if each.label == label)


def types(one: Entity) -> dict[str, FieldType]:
    return {field.label: field.type for field in one.fields}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_thing_has_fields_that_its_moves_fit(path: object) -> None:
    for ident, data in load(path).items():  # type: ignore[arg-type]
        word = str((data["es"] or data["en"])[0])
        language = "es" if data["es"] else "en"
        known = common(word, language, tuple(data.get("beside", ())))
        assert known is not None, ident
        assert known.template.fields or known.act, ident
        assert bool(data.get("moves")) == (known.template.workflow is not None), ident


def test_there_are_several_hundred_nouns_in_each_language() -> None:
    assert len(common_nouns("es")) > 300
    assert len(common_nouns("en")) > 300


def test_a_word_means_what_goes_with_the_rest() -> None:
    assert common("nota", "es", ("alumno",)).template.ident == "grade"  # type: ignore[union-attr]
    assert common("nota", "es", ("cliente",)).template.ident == "note"  # type: ignore[union-attr]
    assert common("blood unit", "en") is None


@pytest.mark.parametrize(
    ("text", "label", "wanted"),
    [
        ("App de gastos con presupuesto mensual", "Gasto", {"Importe": "money", "Fecha": "date"}),
        (
            "Hotel: habitaciones y reservas con check-in y check-out",
            "Reserva",
            {"Check-in": "date", "Check-out": "date"},
        ),
        ("Farmacia: medicamentos con lote, fecha de caducidad y stock", "Medicamento", {"Nombre": "text"}),
        (
            "Alquiler de coches con vehículos, clientes y alquileres",
            "Vehículo",
            {"Matrícula": "text", "Modelo": "text"},
        ),
        ("Invoice generator with clients, invoices and taxes", "Tax", {"Name": "text", "Percentage": "decimal"}),
        ("Portal del empleado con fichajes y nóminas", "Nómina", {"Neto": "money", "Mes": "date"}),
    ],
)
def test_what_a_thing_is_pointless_without_is_there(text: str, label: str, wanted: dict[str, str]) -> None:
    assert wanted.items() <= {name: kind.value for name, kind in types(entity(read(text), label)).items()}.items()


def test_a_list_of_fields_gets_nothing_that_it_has_in_other_words() -> None:
    plan = read("App para registrar mascotas con nombre, raza y fecha de vacunación")
    assert list(types(plan.entities[0])) == ["Nombre", "Raza", "Fecha de vacunación"]


def test_an_act_needs_no_name() -> None:
    loan = entity(read("Biblioteca con libros, socios y préstamos con fecha de devolución"), "Préstamo")
    assert "Nombre" not in types(loan)
    assert list(types(loan).values()).count(FieldType.DATE) == 2


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Build a task manager where users create projects and tasks", set()),
        ("Gestión de recursos humanos: empleados, departamentos y turnos", {"empleado"}),
        ("hospital management system with doctors, patients and prescriptions", {"doctor", "patient"}),
    ],
)
def test_the_name_of_an_app_is_nobody(text: str, roles: set[str]) -> None:
    given = {"user", "administrator", "usuario", "administrador"}
    assert {role.name for role in read(text).roles} - given == roles


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Car rental: vehicles, customers, rentals with start and end date", ["Vehicle", "Customer", "Rental"]),
        ("sistema de tickets con prioridad (baja, media, alta)", ["Ticket"]),
        ("Wiki interna de la empresa con páginas y categorías", ["Página", "Categoría"]),
        ("Online marketplace where sellers list products and buyers purchase them", ["Product"]),
        ("newsletter con suscriptores y archivo de números", ["Suscriptor", "Número"]),
    ],
)
def test_the_words_of_its_name_are_no_things(text: str, things: list[str]) -> None:
    assert [each.label for each in read(text).entities] == things


def test_a_map_shows_its_places_to_everybody() -> None:
    plan = read("mapa de puntos de reciclaje con dirección y tipo de residuo")
    assert plan.entities[0].access.read == "visitor"
    assert any(page.kind is PageKind.MAP for page in plan.pages)


def test_a_watchlist_is_ones_own() -> None:
    assert read("movie watchlist: title, year, watched yes/no").entities[0].access.read == "owner"


def test_a_low_stock_is_warned_of_where_the_text_asks() -> None:
    plan = read("Inventory management with low stock alerts, suppliers and purchase orders")
    product = entity(plan, "Product")
    assert any(field.alert for field in product.fields)
    assert not plan.unmet


def test_what_is_worked_out_from_dates_is_named() -> None:
    plan = read("Car rental: vehicles, rentals with start and end date, total price calculated from days")
    assert [wish.asked for wish in plan.unmet] == ["calculated from days"]
    assert types(entity(plan, "Rental"))["Total price"] is FieldType.MONEY
