"""What agrees with a label in Spanish, and stays as it is in English."""

from __future__ import annotations

import pytest

from generation.stacks.django.agreement import agree
from generation.stacks.django.wording import words


@pytest.mark.parametrize(
    ("label", "asked"),
    [
        ("Cita", "Nueva Cita"),
        ("Servicio", "Nuevo Servicio"),
        ("Habitación", "Nueva Habitación"),
        ("Día festivo", "Nuevo Día festivo"),
        ("Orden de trabajo", "Nueva Orden de trabajo"),
        ("Análisis", "Nuevo Análisis"),
    ],
)
def test_new_agrees_with_the_first_word_of_a_spanish_label(label: str, asked: str) -> None:
    assert agree(label, words("es"), "new_named").format(label=label) == asked


def test_english_says_new_of_everything() -> None:
    assert agree("Visita", words("en"), "new_named").format(label="visit") == "New visit"
