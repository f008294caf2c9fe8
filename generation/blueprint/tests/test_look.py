"""What a description says about colours sets the theme, and none of its words becomes a thing to keep."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read

NAVY, GREEN, PURPLE, WHITE, BLACK = "#1e3a8a", "#15803d", "#7e22ce", "#ffffff", "#111827"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lista de la compra con tema oscuro con verde", {"mode": "dark", "primary": GREEN}),
        ("Wine cellar tracker with dark theme with purple accents", {"mode": "dark", "accent": PURPLE}),
        ("Registro de lecturas con fondo blanco y botones azul marino", {"background": WHITE, "primary": NAVY}),
        ("Plant diary with plants and notes, white background and navy blue buttons", {"background": WHITE}),
        ("Diario de sueños en tonos morados", {"primary": PURPLE}),
        ("App azul marino para registrar mareas", {"primary": NAVY}),
        ("Registro de faros, colores corporativos negro y verde", {"primary": BLACK, "accent": GREEN}),
        ("Agenda de ensayos con modo claro", {"mode": "light"}),
        ("Notes about my bees. Black background, green text highlights.", {"background": BLACK, "mode": "dark"}),
    ],
)
def test_colours_and_light_are_taken_from_the_text(text: str, expected: dict[str, str]) -> None:
    theme = read(text).theme.model_dump()
    assert {name: theme[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("Registro de faros con tema oscuro y botones verdes", {"Faro"}),
        ("Lighthouse log with lighthouses and keepers, dark mode with teal accents", {"Lighthouse", "Keeper"}),
        ("Registro de mareas con fondo de color crema y detalles dorados", {"Marea"}),
    ],
)
def test_words_about_the_look_are_no_things(text: str, entities: set[str]) -> None:
    blueprint = read(text)
    assert {entity.name for entity in blueprint.entities} == entities
    assert blueprint.not_understood == ()


def test_a_colour_that_is_about_a_thing_does_not_paint_the_app() -> None:
    plain = read("Registrar vinos con nombre y año").theme
    for text in ("Registrar vinos con nombre, año y tipo (tinto, blanco, rosado)", "Registrar vinos rojos con nombre"):
        assert read(text).theme.mode == plain.mode == "auto"
        assert read(text).theme.background is None
    topics = read("Foro con temas y respuestas")
    assert "Tema" in {entity.name for entity in topics.entities}


def test_only_an_accent_colours_the_whole_app() -> None:
    theme = read("Track kites with purple accents").theme
    assert (theme.primary, theme.accent) == (PURPLE, PURPLE)
