"""Games that a description asks for: the ready ones by any of their names, and an honest word about all others."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from generation.blueprint.drafts.names import slug
from generation.blueprint.kinds.questions import bank, written_questions
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Unmet, Widget
from generation.blueprint.words.hearing import Hearing, Phrases, Spot, phrases
from generation.blueprint.words.inflection import fold

_NAMED_FACES = re.compile(
    r"(?:con(?: las caras| las cartas| las palabras)?|de|with(?: the)?(?: words| faces| cards)?)\s*:?\s*"
    r"([^.\n;:()]{3,200}?)(?:[.\n;()]|$)",
    re.IGNORECASE,
)
_ENOUGH_THINGS = 3  # that a text lists of what quizzes are made of
_TO_PLAY = re.compile(r"^(?:jugar|play|juguemos)\s+(?:al?|a la|the)?\s*", re.IGNORECASE)


@dataclass
class GameRequest:
    """What the text asks to play; `whole`: it asks for nothing else."""

    whole: bool = False
    widgets: list[Widget] = field(default_factory=list)
    unmet: list[Unmet] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)


def games_asked(hearing: Hearing, *, rows: bool) -> GameRequest:
    """The games of the text; an empty request where it asks for none, or keeps games as rows.

    `rows`: the text describes things to keep, and only what it asks for in so many words is played.
    """
    found = GameRequest()
    ready = [(kind, spot) for kind, spot in _ready(hearing) if not rows or _is_asked_for(hearing, spot)]
    other = _other(hearing)
    other = None if other is not None and rows and not hearing.is_requested(other) else other
    if any(True for _ in hearing.asks(_phrases("kept"))) or (not ready and other is None) or _keeps_quizzes(hearing):
        return found
    found.whole = True
    for kind, spot in ready:
        _add(hearing, kind, spot, found)
    if not ready and other is not None:
        found.unmet.append(_said("other_why", hearing.clause(other), hearing))
    elif beyond := list(hearing.asks(_phrases("beyond"))):
        found.unmet.append(_said("beyond_why", hearing.quoted(beyond), hearing))
    return found


def _keeps_quizzes(hearing: Hearing) -> bool:
    """ "Quiz app with categories, questions, answers": what quizzes are made of is kept, and no quiz is written."""
    kept = [words for words in tables("games")["quiz_things"] if hearing.words & set(words)]
    return len(kept) >= _ENOUGH_THINGS and not written_questions(hearing.text, hearing.language).questions


def _ready(hearing: Hearing) -> list[tuple[str, Spot]]:
    """The ready games by kind, in the order of the text."""
    plays = next(hearing.asks(_phrases("play")), None) is not None
    found: dict[str, Spot] = {}
    for kind, game in tables("games")["ready"].items():
        names = [*game["sure"], *(game.get("play", ()) if plays else ())]
        if "written" in game and "?" in hearing.text and written_questions(hearing.text, hearing.language).questions:
            names += game["written"]
        spots = [spot for spot in hearing.asks(phrases(names)) if _is_meant(hearing, spot, plays=plays)]
        if spots:
            found[kind] = spots[0]
    return sorted(found.items(), key=lambda pair: (pair[1].sentence, pair[1].first))


def _is_meant(hearing: Hearing, spot: Spot, *, plays: bool) -> bool:
    """The thing itself and no part of something else: "un quiz para repasar", "two games: memory and snake"."""
    return (hearing.is_head(spot) and not hearing.is_passing(spot)) or (plays and _plays_before(hearing, spot))


def _plays_before(hearing: Hearing, spot: Spot) -> bool:
    play = next((each for each in hearing.asks(_phrases("play")) if hearing.is_head(each)), None)
    return play is not None and (play.sentence, play.first) <= (spot.sentence, spot.first)


def _other(hearing: Hearing) -> Spot | None:
    """A game that is not ready: by name, or "un juego de …"."""
    named = next((spot for spot in hearing.asks(_phrases("other")) if _is_named(hearing, spot)), None)
    return named or next((spot for spot in hearing.asks(_nouns()) if hearing.is_head(spot)), None)


def _is_asked_for(hearing: Hearing, spot: Spot) -> bool:
    """ "Memorama con perro, gato y pato": right behind a request, or the first word of the text."""
    return hearing.is_requested(spot) or (spot.sentence == 0 and spot.first < 2)


def _is_named(hearing: Hearing, spot: Spot) -> bool:
    play = any(True for _ in hearing.asks(_phrases("play")))
    return hearing.is_head(spot) and (play or spot.first <= 6) and not hearing.is_passing(spot)


def _add(hearing: Hearing, kind: str, spot: Spot, found: GameRequest) -> None:
    said = _TO_PLAY.sub("", hearing.written(spot))
    title = said[:1].upper() + said[1:] if kind != "quiz" else ""
    match kind:
        case "quiz":
            _add_quiz(hearing, spot, found)
        case "memory":
            faces = _faces(hearing)
            found.widgets.append(Widget(kind="memory", slug=slug(title), title=title, faces=faces))
        case "tictactoe" | "snake":
            found.widgets.append(Widget(kind=kind, slug=slug(title), title=title))


def _add_quiz(hearing: Hearing, spot: Spot, found: GameRequest) -> None:
    words = tables("games")
    quiz = written_questions(hearing.text, hearing.language)
    questions = quiz.questions
    if quiz.assumption:
        found.assumptions.append(words[quiz.assumption][hearing.language])
    if not questions:
        questions, topic = bank(hearing.text, hearing.language)
        if questions:
            found.assumptions.append(words["assumed_bank"][hearing.language].format(topic=topic))
    if not questions:
        found.unmet.append(_said("no_questions", hearing.clause(spot), hearing))
        return
    title = words["ready"]["quiz"]["title"][hearing.language]
    found.widgets.append(Widget(kind="quiz", slug=slug(title), title=title, questions=questions))


def _faces(hearing: Hearing) -> tuple[str, ...]:
    """Those that the text names, else those of its subject."""
    words = tables("games")
    listed = _listed_faces(hearing)
    if listed:
        return listed
    for theme in words["faces"].values():
        if set(theme["words"]) & hearing.words:
            return tuple(theme[hearing.language])
    return tuple(words["faces"][words["usual_faces"]][hearing.language])


def _listed_faces(hearing: Hearing) -> tuple[str, ...]:
    """ "con perro, gato, pato y vaca": four or more short names in a row."""
    words = tables("games")
    for match in _NAMED_FACES.finditer(hearing.text):
        items = [each.strip(" \"'«»“”") for each in re.split(r",|\sy\s|\se\s|\sand\s", match.group(1))]
        short = [each for each in items if each and len(each.split()) <= 3]
        if len(short) == len(items) and words["fewest_faces"] <= len(short) <= words["most_faces"]:
            return tuple(dict.fromkeys(each[:1].upper() + each[1:] for each in short))
    return ()


def _said(what: str, asked: str, hearing: Hearing) -> Unmet:
    why, instead = tables("games")[what][hearing.language]
    return Unmet(asked=asked[:200], why=why, instead=instead)


@lru_cache(maxsize=8)
def _phrases(what: str) -> Phrases:
    return phrases(tables("games")[what])


@lru_cache(maxsize=1)
def _nouns() -> Phrases:
    return phrases(word for word in tables("games")["play"] if fold(word) not in _VERBS)


_VERBS = frozenset({"jugar", "juguemos", "juega", "jugamos", "play", "playing"})
