"""What is kept and what is only said of it: mixed lists, bare lists, verbs, titles and places."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read


def shape(text: str) -> dict[str, set[str]]:
    return {entity.name: {field.name for field in entity.fields} for entity in read(text).entities}


@pytest.mark.parametrize(
    ("text", "head", "fields", "things"),
    [
        (
            "Employee directory with departments, job title, hire date, salary and manager",
            "Employee",
            {"job_title", "hire_date", "salary", "manager", "department"},
            {"Department"},
        ),
        (
            "Directorio de voluntarios con oficinas, teléfono, fecha de nacimiento y habilidades",
            "Voluntario",
            {"telefono", "fecha_nacimiento", "oficina", "habilidades"},
            {"Oficina", "Habilidad"},
        ),
        (
            "Boat register with harbours, hull number, sail area and length",
            "Boat",
            {"hull_number", "sail_area", "length"},
            {"Harbour"},
        ),
    ],
)
def test_singular_field_words_belong_to_the_title_and_plurals_are_things(
    text: str, head: str, fields: set[str], things: set[str]
) -> None:
    found = shape(text)
    assert fields <= found[head]
    assert things <= set(found)
    assert not {"HireDate", "JobTitle", "HullNumber", "BuildYear", "FechaNacimiento"} & set(found)


def test_a_field_in_a_list_of_things_is_of_the_thing_before_it() -> None:
    found = shape("Almacén con palés, código de barras y operarios")
    assert "codigo_barras" in found["Pale"]
    assert {"Pale", "Operario"} <= set(found)


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("podcast directory with shows, episodes and hosts", {"Show", "Episode", "Host"}),
        ("Party planner with guests (name, email), vendors, budget items", {"Party", "Guest", "Vendor", "BudgetItem"}),
        (
            "Alquiler de kayaks con kayaks con modelo y color; embarcaderos; taquillas",
            {"Kayak", "Embarcadero", "Taquilla"},
        ),
        ("Lighthouses, keepers and lamps", {"Lighthouse", "Keeper", "Lamp"}),
        ("Herramienta interna: faros; fareros; averías con fecha", {"Faro", "Farero", "Averia"}),
        ("Yacht charter with yachts, skippers and harbours", {"Yacht", "Skipper", "Harbour"}),
        ("Museum guide with paintings and painters", {"Painting", "Painter"}),
    ],
)
def test_every_thing_of_a_list_is_kept(text: str, things: set[str]) -> None:
    blueprint = read(text)
    assert {entity.name for entity in blueprint.entities if entity.named_in_text} == things
    assert blueprint.not_understood == ()


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Colegio con deberes y alumnos; los alumnos las entregan", "entreg"),
        ("Plataforma donde los profesores califican los trabajos y los alumnos los consultan", "consult"),
        ("Los guías que acompañan grupos anotan rutas", "anot"),
        ("Cada apicultor cosecha sus colmenas", "cosech"),
        ("Registrar láminas y los alumnos las dibujan", "dibuj"),
        ("Gestión de lámparas donde el fontanero las enciende", "enciend"),
        ("Registrar cometas que vuelan lejos", "vuel"),
        ("Essays app where students draft them", "draft"),
        ("Trips app where drivers plan trips and passengers choose them", "choos"),
        ("Teachers grade the essays that students hand in", "grade"),
        ("Registro de faros donde se anota la altura", "anota"),
        ("Lamps repaired by volunteers, with lamps and parts", "repair"),
    ],
)
def test_verbs_are_no_things(text: str, never: str) -> None:
    blueprint = read(text)
    said = [entity.label.lower() for entity in blueprint.entities] + [
        piece.lower() for piece in blueprint.not_understood
    ]
    assert not [label for label in said if label.startswith(never)]


@pytest.mark.parametrize(
    "text",
    [
        "Almacén con palés y operarios",
        "Warehouse with pallets and forklifts",
        "Tienda con lámparas y proveedores",
        "Clinic with patients and doctors",
        "App para mi taller con coches y piezas",
        "Gimnasio con socios",
    ],
)
def test_the_place_of_the_app_is_not_kept(text: str) -> None:
    places = {"Almacen", "Warehouse", "Tienda", "Clinic", "Clinica", "Taller", "Gimnasio"}
    assert not places & {entity.name for entity in read(text).entities}


def test_a_directory_of_places_keeps_the_places() -> None:
    assert "Restaurante" in shape("Directorio de restaurantes con barrio y web")
    assert "Museum" in shape("Catalogue of museums with city and opening time")


def test_adjectives_are_in_the_label_and_not_in_the_name() -> None:
    blueprint = read("Registro de coches clásicos con marca")
    assert [(e.name, e.label, e.label_plural) for e in blueprint.entities] == [
        ("Coche", "Coche clásico", "Coches clásicos")
    ]


def test_a_list_behind_a_colon_is_of_things_whoever_the_app_is_for() -> None:
    blueprint = read("Sistema para mi despacho de abogados: expedientes, clientes y minutas")
    assert {entity.name for entity in blueprint.entities} == {"Expediente", "Cliente", "Minuta"}


def test_fields_behind_a_thing_are_still_of_the_head() -> None:
    found = shape("App to log my migraines with intensity, triggers, medication and duration")
    assert {"intensity", "medication", "duration"} <= found["Migraine"]
    assert "Trigger" in found
    apart = shape("Registrar cometas con nombre y tamaño, pilotos y festivales")
    assert {"Cometa", "Piloto", "Festival"} <= set(apart)


def test_words_behind_a_place_say_which_place() -> None:
    assert "Rural" not in shape("Red de bibliotecas rurales con libros y lectores")
    assert "Mecanico" not in shape("Taller mecánico con coches")


def test_visitors_are_kept_where_a_list_names_them() -> None:
    assert "Visitante" in shape("Control de accesos de un edificio: visitantes, vigilantes y plantas")
    assert "Visitante" not in shape("Museo con cuadros. Los visitantes pueden ver los cuadros.")


def test_how_a_thing_is_done_is_in_its_label() -> None:
    blueprint = read("Registrar envíos a domicilio con fecha")
    assert [(entity.name, entity.label_plural) for entity in blueprint.entities] == [("Envio", "Envíos a domicilio")]


def test_examples_of_what_is_reported_are_no_things() -> None:
    found = shape(
        "Web de un pueblo.\n1. Averías: cualquier vecino registrado avisa de una fuente atascada o una verja rota, "
        "con descripción, calle y foto. El ayuntamiento las cambia: recibida, resuelta.\n2. Bandos con título y texto."
    )
    assert set(found) == {"Averia", "Bando"}
    assert {"descripcion", "calle", "foto"} <= found["Averia"]


def test_what_there_is_one_of_for_each_is_a_relation() -> None:
    blueprint = read(
        "Club de remo con remeros (nombre, teléfono).\nRecibos: de cada remero y año, el importe y si está pagado."
    )
    entity = next(entity for entity in blueprint.entities if entity.name == "Recibo")
    links = [(field.type.value, field.target) for field in entity.fields if "remero" in field.name]
    assert links == [("relation", "Remero")]
    assert {"ano", "importe"} <= {field.name for field in entity.fields}


def test_a_field_by_nature_is_no_thing_without_fields_of_its_own() -> None:
    assert "Foto" not in shape(
        "Reclamos con nombre y dirección. Nosotros registramos lo que aparece con foto y estante."
    )
    assert "Foto" in shape("Galería con autores y fotos con título y fecha")


def test_what_is_only_listed_behind_a_thing_are_its_kinds() -> None:
    blueprint = read("Prestamos juguetes a las familias del barrio. Juguetes: peonzas, cometas, canicas.")
    toy = next(entity for entity in blueprint.entities if entity.name == "Juguete")
    assert not {"Peonza", "Cometa", "Canica"} & {entity.name for entity in blueprint.entities}
    assert ["peonza", "cometa", "canica"] in [[choice.value for choice in field.choices] for field in toy.fields]


def test_who_signs_up_leaves_an_enrolment() -> None:
    assert "Inscripcion" in shape("Salidas de un club con fecha y ruta. Los socios se apuntan a las salidas.")
    assert "Inscripcion" not in shape("De cada salida se apuntan la fecha, la ruta y los kilómetros.")


def test_what_is_reported_is_kept_and_its_examples_are_not() -> None:
    found = shape("Los vecinos reportan grietas, goteras y ruidos con foto y calle.")
    assert set(found) == {"Reporte"}
    assert {"foto", "calle"} <= found["Reporte"]


def test_what_strangers_leave_is_a_request() -> None:
    found = shape("Canoas con eslora y precio. El visitante deja nombre, correo y mensaje.")
    assert {"nombre", "correo", "mensaje"} <= found["Solicitud"]
    assert "correo" not in found["Canoa"]


@pytest.mark.parametrize("word", ["asignadas", "pendientes", "prestadas"])
def test_what_became_of_a_thing_is_none(word: str) -> None:
    assert set(shape(f"Cada técnico ve las visitas que tiene {word}, con lugar y hora.")) <= {"Visita", "Tecnico"}


def test_an_act_goes_by_the_word_that_the_text_has_for_it() -> None:
    assert "Reclamo" in shape("La gente reclama lo que perdió. Un reclamo queda abierto o cerrado.")


def test_things_in_a_row_have_their_fields_in_brackets() -> None:
    found = shape("partes de taller: barca (nombre, dueño, teléfono) / parte (barca, fecha, horas, material gastado)")
    assert {"nombre", "telefono"} <= found["Barca"]
    assert {"fecha", "horas", "material_gastado"} <= found["Parte"]


def test_what_a_room_is_for_is_in_its_name() -> None:
    assert "Reunion" not in shape("Reservas de salas de reuniones con fecha y hora")
