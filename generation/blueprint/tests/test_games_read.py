"""Games read from descriptions: the ready ones by any name, questions with their answers, and no other game faked."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, Fit, PageKind
from generation.blueprint.validation import validate


def kinds(plan: Blueprint) -> list[str]:
    assert validate(plan) == []
    assert {page.slug for page in plan.pages if page.kind is PageKind.WIDGET} == {each.slug for each in plan.widgets}
    return [widget.kind for widget in plan.widgets]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("un ta te ti para jugar de a dos", "tictactoe"),
        ("Quiero jugar al gato con mi hermana", "tictactoe"),
        ("noughts and crosses please", "tictactoe"),
        ("Juego de la viborita como el de los Nokia", "snake"),
        ("make me a snake game", "snake"),
        ("memorama para mis alumnos de kínder", "memory"),
        ("A memory game with flags", "memory"),
        ("trivia de cultura general", "quiz"),
    ],
)
def test_a_ready_game_is_known_by_any_of_its_names(text: str, kind: str) -> None:
    plan = read(text)
    assert kinds(plan) == [kind]
    assert (plan.fit, plan.entities) == (Fit.FULL, ())


def test_several_games_are_several_pages() -> None:
    assert kinds(read("two mini games: a memory game with animals, and snake")) == ["memory", "snake"]


@pytest.mark.parametrize(
    "text",
    [
        "App para gestionar torneos de ajedrez",
        "Tienda de juegos de mesa con precio y edad",
        "Clínica veterinaria con perros y gatos",
        "Plataforma de cursos con lecciones y un quiz al final de cada lección",
        "App de memoria para guardar recuerdos con foto y fecha",
        "Board game library with games and loans",
    ],
)
def test_words_of_games_in_other_texts_are_no_games(text: str) -> None:
    plan = read(text)
    assert plan.widgets == ()
    assert plan.entities


@pytest.mark.parametrize(
    "text", ["Un shooter en 3D con zombis", "Online chess with ratings", "I want Tetris", "sudoku"]
)
def test_a_game_that_is_not_ready_is_refused_and_nothing_else_is_built(text: str) -> None:
    plan = read(text)
    assert (plan.fit, plan.widgets, plan.entities) == (Fit.OUTSIDE, (), ())
    assert plan.unmet[0].asked


def test_what_a_ready_game_lacks_is_said() -> None:
    plan = read("tic tac toe online against strangers with a leaderboard")
    assert (kinds(plan), plan.fit) == (["tictactoe"], Fit.PARTIAL)
    assert "strangers" in plan.unmet[0].asked


def answers(text: str) -> list[tuple[str, str, int]]:
    (widget,) = read(text).widgets
    return [(each.text, each.answers[each.right], len(each.answers)) for each in widget.questions]


def test_questions_with_the_right_answer_first() -> None:
    text = """Quiz para mi clase, la primera opción es siempre la correcta:
    1. ¿Cuál es la capital del Chocó? Quibdó / Riohacha / Mocoa
    2. ¿Y la de La Guajira? Riohacha / Valledupar / Mitú
    3. ¿La del Putumayo? Mocoa / Leticia / Yopal"""
    assert answers(text) == [
        ("¿Cuál es la capital del Chocó?", "Quibdó", 3),
        ("¿Y la de La Guajira?", "Riohacha", 3),
        ("¿La del Putumayo?", "Mocoa", 3),
    ]
    assert read(text).assumptions == ()


def test_questions_with_the_right_answer_marked() -> None:
    text = """Make a quiz.
    Which planet is the largest? a) Mars b) Jupiter* c) Venus
    What is 3 times 3? a) 6 b) 9* c) 12
    Who painted Guernica? a) Dalí b) Goya c) Picasso*"""
    assert [right for _, right, _ in answers(text)] == ["Jupiter", "9", "Picasso"]


def test_questions_with_one_answer_get_the_others_beside_it_and_that_is_said() -> None:
    text = "Quiz.\nWhat is the capital of Italy?\nRome\nWhat is the capital of Spain?\nMadrid\nAnd of Peru?\nLima"
    assert [(right, count) for _, right, count in answers(text)] == [("Rome", 3), ("Madrid", 3), ("Lima", 3)]
    assert read(text).assumptions


def test_questions_that_nobody_wrote_are_asked_for() -> None:
    plan = read("Quiz about the history of our village")
    assert (plan.fit, plan.widgets) == (Fit.OUTSIDE, ())
    assert "right one first" in plan.unmet[0].instead


def test_the_faces_are_those_of_the_text() -> None:
    (widget,) = read("memorama con perro, gato, pato y vaca").widgets
    assert widget.faces == ("Perro", "Gato", "Pato", "Vaca")
