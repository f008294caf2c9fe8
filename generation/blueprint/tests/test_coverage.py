"""Nothing of a description is dropped: what it says is in the plan, or is named as not built or not understood."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import yaml

from generation.blueprint.lexicon import tables
from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, Feature, Fit, PageKind
from generation.blueprint.words.domains import all_domains
from generation.blueprint.words.field_types import type_word
from generation.blueprint.words.inflection import Language, fold, plural, singular
from generation.blueprint.words.vocabulary import vocabulary
from generation.blueprint.words.wanted import asking_words
from tests.proving import spread

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "descriptions.yaml").read_text(encoding="utf-8"))
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
EVERYDAY = frozenset({"hola", "hello", "crear", "create", "build", "web", "online", "internet", "stock"})  # they ask


def content_words(text: str, language: Language) -> set[str]:
    """The words of a text that name or describe something: no function words, verbs or words for an app as such."""
    words = vocabulary(language)
    little = words.stop | words.tags.keys() | words.verbs.keys() | words.maybe_verbs.keys() | words.containers
    little |= words.never_kept | words.private | words.public | EVERYDAY
    found = {fold(word) for word in WORD.findall(re.sub(r"\b(yes|s[ií])/no\b", " ", text, flags=re.IGNORECASE))}
    finite = re.compile(r"(an|en|aron|ieron|ed|ing)$")  # verbs that no list knows
    return {w for w in found - little if fold(singular(w, language)) not in little and not finite.search(w)}


def planned_words(blueprint: Blueprint) -> set[str]:
    """Every word of the plan, with those that stand for the same feature, look, thing or kind of app."""
    texts = [blueprint.name, blueprint.purpose, *blueprint.requested_stack, *blueprint.not_understood]
    texts += [unmet.asked for unmet in blueprint.unmet] + [role.label for role in blueprint.roles]
    texts += [page.title for page in blueprint.pages]
    for entity in blueprint.entities:
        texts += [entity.label, entity.label_plural]
        texts += [text for f in entity.fields for text in (f.label, *(choice.label for choice in f.choices))]
    built = [entry for entry in tables("features") if not entry["feature"] or entry["feature"] in blueprint.features]
    texts += [phrase for entry in built for phrase in entry["words"]]
    texts += [phrase for name in blueprint.features for phrase in asking_words(name)]
    texts += asking_words("reports") if any(page.kind == "report" for page in blueprint.pages) else []
    texts += [str(word) for word in tables("stacks")["same"]]
    look = tables("look")
    texts += [*tables("colours"), *(word for part in look for word in look[part])]
    labels = {fold(entity.label) for entity in blueprint.entities}
    for domain in all_domains():
        if domain.ident == blueprint.domain:
            texts += [" ".join(phrase) for phrase in domain.strong]
        for template in domain.entities.values():
            if labels & (template.words | {fold(label[0]) for label in template.labels.values()}):
                texts += [*template.words, *template.aliases]
    found = {fold(word) for text in texts for word in WORD.findall(text)}
    if blueprint.shop is not None:
        found |= {"pedido", "carrito", "pago", "order", "cart", "payment", "tarjeta"}
    return found | {fold(singular(word, blueprint.language)) for word in found}


def dropped(text: str, blueprint: Blueprint) -> set[str]:
    held = planned_words(blueprint)
    words = content_words(text, blueprint.language)
    return {w for w in words if not {w, fold(singular(w, blueprint.language))} & held and type_word(w) is None}


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_every_word_of_a_description_is_somewhere(case) -> None:
    assert dropped(case["text"], read(case["text"])) == set()


PATTERNS: dict[Language, tuple[str, ...]] = {
    "es": (
        "App para registrar {a} con {f}, {g} y {h}",
        "Sistema de {a} con {b}, {c} y {d}",
        "Gestión de {a}: {b} con {f} y {g}; {c}; {d}",
        "{a} con {f}, {g} sí/no y {h} para una {p}",
        "Una web con {a} ({f}, {g}), {b} y {z} en azul",
        "Los {q} registran {a} y los {q} solo ven sus {b}. Con {w} y {x}.",
    ),
    "en": (
        "App to track {a} with {f}, {g} and {h}",
        "{n} directory with {b}, {c} and {d}",
        "A tool for {p} teams: {a} with {f} and {g}; {b}; {c}",
        "{a} with {f}, {g} yes/no and {h} for my {p}",
        "Website with {a} ({f}, {g}), {b} and {z} in dark blue",
        "Each {o} sees only their {a}. {b} have {f} and {g}, with {w} and {x}.",
    ),
}
WORDS: dict[Language, dict[str, list[str]]] = {
    "es": {
        "things": "drones faros colmenas telescopios veleros partituras fósiles acuarios cometas lámparas sellos",
        "fields": "nombre peso altura color precio estado notas fecha_de_compra código_de_barras hora_de_salida foto",
        "people": "apicultores buceadores socios alumnos pescadores fareros",
        "places": "clínica panadería biblioteca escuela academia",
        "odd": "zorbonios flambutos quintrelas",
        "wishes": "mapa notificaciones pagos calendario gráficos recordatorios chat reportes",
    },
    "en": {
        "things": "drones lighthouses hives telescopes sailboats scores fossils aquariums kites lamps stamps clocks",
        "fields": "name weight height colour price status notes purchase_date serial_number start_time photo brand",
        "people": "beekeepers divers members students fishermen keepers",
        "places": "clinic bakery library school academy",
        "odd": "zorbons flambuts quintrels",
        "wishes": "map notifications payments calendar charts reminders chat reports",
    },
}  # type: ignore[dict-item]


def made_up(rng: random.Random, language: Language) -> str:
    words = {
        kind: str(listed).replace("_", " ") if kind != "fields" else listed for kind, listed in WORDS[language].items()
    }
    things = rng.sample(words["things"].split(), 4)
    fields = [field.replace("_", " ") for field in rng.sample(words["fields"].split(), 3)]
    people, wishes = words["people"].split(), rng.sample(words["wishes"].split(), 2)
    person = rng.choice(people)
    return rng.choice(PATTERNS[language]).format(
        **dict(zip("abcd", things, strict=True)),
        **dict(zip("fgh", fields, strict=True)),
        **dict(zip("wx", wishes, strict=True)),
        n=singular(things[0], language).capitalize(),
        o=singular(person, language),
        p=rng.choice(words["places"].split()),
        q=person,
        z=rng.choice(words["odd"].split()),
    )


@pytest.mark.parametrize("seed", spread(range(40), lambda seed: seed < 12))
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_word_of_made_up_descriptions_is_somewhere(language: Language, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(5):
        text = made_up(rng, language)
        blueprint = read(text, language=language)
        assert dropped(text, blueprint) == set(), text
        unsaid = [piece for piece in blueprint.not_understood if not re.search("zorbon|flambut|quintrel", piece)]
        assert unsaid == [], text


def test_a_word_that_fits_nowhere_is_named() -> None:
    blueprint = read("Registrar faros con altura. Flurbear zorbonios gigantescos sobre Betelgeuse.")
    said = " ".join(blueprint.not_understood)
    assert "Betelgeuse" in said
    assert dropped("Registrar faros con altura", blueprint) == set()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Club de kayak con salidas y chat", "chat"),
        ("Kayak club with trips and a leaderboard", "leaderboard"),
        ("Registro de faros con firma electrónica", "firma electrónica"),
        ("Registro de faros con exportación a Excel", "exportación a Excel"),
        ("Lighthouse log with lighthouses and Google login", "Google login"),
        ("Lighthouse log with lighthouses and social login", "social login"),
        ("Registro de faros, multi-idioma", "multi-idioma"),
        ("Registro de faros con versión móvil", "versión móvil"),
        ("Registro de faros con calendario y copias de seguridad", "copias de seguridad"),
        ("Lighthouse log with lighthouses and custom reports", "custom reports"),
        ("Lighthouse log with lighthouses and a waiting list", "waiting list"),
        ("Registro de faros con lista de espera", "lista de espera"),
        ("Lighthouse log with lighthouses, works offline", "works offline"),
        ("Registro de faros con pagos con Stripe", "pagos con Stripe"),
    ],
)
def test_a_wish_is_built_or_said_to_be_left_out(text: str, asked: str) -> None:
    blueprint = read(text)
    assert blueprint.fit is Fit.PARTIAL
    assert any(asked in unmet.asked for unmet in blueprint.unmet)


def test_payments_are_built_where_something_has_a_price_and_kept_as_rows_elsewhere() -> None:
    kayaks = read("Alquiler de kayaks con kayaks (modelo, precio por hora), clientes y pagos")
    assert kayaks.shop is not None
    assert (kayaks.shop.product, kayaks.shop.price) == ("Kayak", "precio_hora")
    assert Feature.PAYMENTS in kayaks.features
    gym = read("Gimnasio con socios y pagos")
    assert gym.shop is None
    assert "Pago" in {entity.name for entity in gym.entities}


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Lamp factory with lamps and bug reports", {"BugReport"}),
        ("Chat interno de la empresa con salas y mensajes", {"Mensaje"}),
    ],
)
def test_a_word_for_a_wish_that_names_a_thing_stays_a_thing(text: str, things: set[str]) -> None:
    assert things <= {entity.name for entity in read(text).entities}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Taller mecánico con clientes, coches y reparaciones", "Taller mecánico"),
        ("mascotas con nombre y raza para una clínica veterinaria", "Clínica veterinaria"),
        ("Wine cellar tracker with bottles and vintages", "Wine cellar tracker"),
        ("Employee directory with departments and salary", "Employee directory"),
        ("Sistema de reservas para una peluquería con servicios", "Peluquería"),
        ("App para registrar drones con modelo", "Drones"),
        ("Gestión de tickets de alta y baja", "Gestión de tickets de alta y baja"),
        ("Juego de la serpiente", "Juego de la serpiente"),
        ("Mortgage calculator", "Mortgage calculator"),
        ("hola", "Hola"),
        ("Crear un blog con posts y comentarios", "Blog"),
        ("Oigan, necesito un foro con temas y respuestas", "Foro"),
        ("TIENDA ONLINE DE VELAS\nVelas con aroma, precio y stock. Carrito.", "Tienda online de velas"),
    ],
)
def test_an_app_is_called_as_the_text_calls_it(text: str, name: str) -> None:
    blueprint = read(text)
    assert blueprint.name == name
    assert not blueprint.slug.startswith("mi-aplicacion")


def test_what_the_text_calls_the_app_is_in_its_purpose_when_it_has_another_name() -> None:
    blueprint = read("Taller mecánico con coches y reparaciones", name="Motor Sur")
    assert "Taller mecánico" in blueprint.purpose


def test_the_home_page_has_a_short_headline_and_a_line_below() -> None:
    for text in ("Agenda para mi consulta de fisioterapia con pacientes y citas", "cajas con número y contenido"):
        landing = next(page for page in read(text, name="Sur").pages if page.kind is PageKind.LANDING)
        assert 0 < len(landing.title) <= 60
        assert landing.text
        assert landing.text != landing.title
    assert landing.title == "Cajas, en un solo sitio"


def test_a_long_name_is_cut_between_words() -> None:
    blueprint = read("Registro de incidencias de una comunidad de vecinos de un barrio con fecha y lugar")
    assert len(blueprint.slug) <= 50
    assert all(
        part in fold("registro de incidencias de una comunidad de vecinos") for part in blueprint.slug.split("-")
    )
    assert plural("vecino", "es") == "vecinos"


@pytest.mark.parametrize(
    "text",
    [
        "Reservas de pistas con fecha y hora. El encargado las confirma o las anula. Quiero un calendario del mes.",
        "Club de remo. Salidas con fecha y plazas; los socios reservan. La junta confirma las reservas o las rechaza.",
        "Court bookings with date and time. The warden approves or rejects them. A calendar by month, please.",
    ],
)
def test_words_that_became_states_or_a_calendar_are_not_called_left_out(text: str) -> None:
    blueprint = read(text)
    assert any(entity.workflow for entity in blueprint.entities)
    assert blueprint.not_understood == ()


def test_a_verb_that_made_no_state_is_still_named() -> None:
    blueprint = read("Registro de cuadros con título y autor. Un experto los tasaciona por mes.")
    assert "mes" in " ".join(blueprint.not_understood)
