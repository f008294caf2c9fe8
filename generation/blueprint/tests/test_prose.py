"""What people write in whole sentences: verbs that no list knows, quantities, periods, and fields said of one thing."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read


def shape(text: str) -> dict[str, set[str]]:
    return {entity.name: {field.name for field in entity.fields} for entity in read(text).entities}


def target(text: str, entity: str, field: str) -> str | None:
    return next(each.target for each in read(text).entity(entity).fields if each.name == field)


def choices(text: str, entity: str, field: str) -> list[str]:
    found = next(each for each in read(text).entity(entity).fields if each.name == field)
    return [choice.label for choice in found.choices]


@pytest.mark.parametrize(
    ("text", "entity", "fields"),
    [
        ("Campamento. Cada monitor tiene nombre, titulación y teléfono.", "Monitor", {"nombre", "titulacion"}),
        (
            "Kennel: walks and dogs. A walk has start time, end time, distance in km, notes and price.",
            "Walk",
            {"start_time", "end_time", "distance_km", "notes", "price"},
        ),
        ("Hospital de campaña. Los pacientes tienen nombre y alergias.", "Paciente", {"nombre", "alergias"}),
        ("Each sample goes to a shelf. A sample has a barcode, origin and collection date.", "Sample", {"barcode"}),
        (
            "Llevo bancales y cultivos. De cada cultivo quiero guardar la variedad, la fecha de siembra y el bancal.",
            "Cultivo",
            {"variedad", "fecha_siembra", "bancal"},
        ),
        (
            "Tengo colmenas y catas. De cada colmena apunto la raza y el peso; de cada cata, los kilos y la fecha.",
            "Cata",
            {"kilos", "fecha"},
        ),
        ("A lab with samples. For each sample we keep the origin, weight and date.", "Sample", {"origin", "weight"}),
        ("A lab with samples; a test has a name, method, result and unit.", "Test", {"name", "method", "unit"}),
    ],
)
def test_the_fields_of_a_sentence_are_of_the_thing_it_is_about(text: str, entity: str, fields: set[str]) -> None:
    assert fields <= shape(text)[entity]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Herbario con pliegos; cada pliego tiene muchas hojas y pocas etiquetas", {"Pliego", "Hoja", "Etiqueta"}),
        ("Un albergue que alquila dos salas y tres cocinas", {"Sala", "Cocina"}),
        ("Registrar rutas que hacemos cada mes (fecha y kilos)", {"Ruta"}),
        ("Lo llevamos todo en papel y queremos pasarlo a una web. Registrar barcos con eslora.", {"Barco"}),
        ("Quiero registrar bonsáis: que podo, cuando lo abono y cuanto crece", {"Bonsai"}),
        ("Registrar avisos. Los fontaneros lo aceptan y lo cierran.", {"Aviso"}),
        ("Researchers submit vulnerability reports with severity (low, high) and date", {"VulnerabilityReport"}),
        ("Aplicación para mi huerto con bancales y riegos", {"Bancal", "Riego"}),
        ("Organizar torneos de petanca: jugadores con nombre; torneos", {"TorneoPetanca", "Jugador"}),
    ],
)
def test_quantities_periods_and_verbs_are_no_things(text: str, things: set[str]) -> None:
    kept = {entity.name for entity in read(text).entities if entity.named_in_text}
    assert kept == things


def test_many_of_one_thing_belong_to_the_other() -> None:
    text = "Herbario: muestras con código, ensayos con resultado. Cada muestra tiene muchos ensayos."
    assert target(text, "Ensayo", "muestra") == "Muestra"


def test_options_in_words_make_a_choice_of_a_number_and_of_signs() -> None:
    assert choices("Cursillos con nivel (inicial, medio, alto)", "Cursillo", "nivel") == ["Inicial", "Medio", "Alto"]
    blood = choices("Donors with name and blood type (A+, A-, 0+, 0-)", "Donor", "blood_type")
    assert blood == ["A+", "A-", "0+", "0-"]


def test_an_adjective_that_sounds_like_a_thing_stays_an_adjective() -> None:
    blueprint = read("Consultorio con citas médicas y recetas electrónicas")
    assert blueprint.entity("Cita").label_plural == "Citas médicas"
    assert "Medica" not in {entity.name for entity in blueprint.entities}


def test_what_a_wish_is_about_says_nothing_of_the_thing_before_it() -> None:
    fields = shape("App para repartidores con pedidos, rutas y videollamadas con el cliente")
    assert "cliente" not in fields["Ruta"]


def test_everything_is_no_list_of_tasks() -> None:
    for text in ("Registrar barcos con eslora. Lo llevamos todo en papel.", "App de barcos. Todos los socios los ven."):
        assert (read(text).domain, set(shape(text))) == ("", {"Barco"})
    assert read("Crear un todo con etiquetas").domain == "todo"


def test_a_person_with_fields_is_kept_wherever_the_sentence_begins() -> None:
    assert shape("Donors with name, phone and last donation date")["Donor"] >= {"name", "phone", "last_donation_date"}


def test_what_a_text_lists_is_not_added_to_unless_it_is_needed() -> None:
    buses = read("Manage school buses: routes, stops and drivers")
    assert {entity.name for entity in buses.entities if not entity.named_in_text} == set()
    surf = read("Escuela de surf. Cada monitor tiene nombre y teléfono. Cada clase tiene monitor, fecha y nivel.")
    assert {entity.name for entity in surf.entities} == {"Monitor", "Clase"}
    practice = read("Consultorio con citas, recetas y salas")
    assert {entity.name for entity in practice.entities if not entity.named_in_text} == {"Paciente", "Medico"}
    assert {"Prestamo"} == {e.name for e in read("Biblioteca con libros").entities if not e.named_in_text}


def test_several_of_a_thing_are_rows_though_one_would_be_a_field() -> None:
    text = "Bufete con expedientes y plazos procesales; un expediente tiene varios plazos"
    assert target(text, "Plazo", "expediente") == "Expediente"
    assert "plazos" not in shape("Salidas con fecha y muchas plazas")["Salida"]


def test_a_listed_thing_that_sounds_like_a_field_is_a_thing_when_nothing_stands_before_it() -> None:
    assert any(name.startswith("Score") for name in shape("A choir keeps scores, rehearsals and concerts"))
    assert shape("Tienda de ropa con tallas y colores").keys().isdisjoint({"Talla", "Color"})


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Kindergarten with children; parents can see their own children only", "Child"),
        ("Kennel: walks and dogs. Owners can see only the walks of their dogs.", "Walk"),
        ("Residencia con paseos y perros. Los dueños solo ven los paseos de sus perros.", "Paseo"),
    ],
)
def test_wherever_only_stands_a_row_is_kept_to_its_person(text: str, entity: str) -> None:
    access = read(text).entity(entity).access
    assert [access.read, access.create, access.edit] == ["owner", "member", "owner"]


def test_people_to_whom_something_is_kept_are_staff() -> None:
    brewery = read("A brewery with batches. Only brewers can edit batches.")
    assert brewery.entity("Batch").access.edit == "staff"
    assert {role.name: role.level for role in brewery.roles}["brewer"] == "staff"
    club = read("Un club con partidas. Solo los socios pueden reservar partidas.")
    assert {role.name: role.level for role in club.roles}["socio"] == "member"
