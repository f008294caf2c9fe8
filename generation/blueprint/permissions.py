"""Who may do what, as far as a sentence says: "solo los administradores pueden publicar noticias"."""

from __future__ import annotations

from generation.blueprint.draft import Findings, Mention
from generation.blueprint.inflection import Language, fold
from generation.blueprint.marks import verb_kind
from generation.blueprint.schema import Who
from generation.blueprint.tokens import Sentence
from generation.blueprint.vocabulary import vocabulary

_ACTIONS = {
    "create": ("create",),
    "read": ("read",),
    "edit": ("edit",),
    "delete": ("delete",),
    "manage": ("create", "edit", "delete"),
    "sell": (),
    "act": ("act",),
}
_PRIVATE = {"es": "private", "en": "private"}


def note_permissions(sentence: Sentence, marks: list[str], language: Language, found: Findings) -> None:
    """One sentence at a time; verbs apply to the things after them until the next verb or person."""
    words = vocabulary(language)
    _note_privacy(sentence, marks, language, found)
    level: Who | None = None
    only = False
    actions: tuple[str, ...] = ()
    fresh = True
    for number, token in enumerate(sentence.tokens):
        found_mark = marks[number]
        if found_mark == "only":
            only = True
        elif found_mark == "person":
            name = words.people.get(token.folded) or words.people.get(token.lemma)
            thing = _mention_at(token.lemma, found)
            if actions and thing is not None and not _acts(marks, number):
                _grant(thing, actions, level, only=only)
            else:
                level, actions, fresh = Who(name or "member"), (), True
        elif found_mark == "verb" and level is not None:
            actions = (
                _ACTIONS[verb_kind(token, language)] if fresh else (*actions, *_ACTIONS[verb_kind(token, language)])
            )
            fresh = False
        elif found_mark == "noun" and level is not None and actions:
            thing = _mention_at(token.lemma, found)
            if thing is not None:
                _grant(thing, actions, level, only=only)
                fresh = True


def _acts(marks: list[str], number: int) -> bool:
    return any(mark in ("can", "verb") for mark in marks[number + 1 : number + 4])


def _mention_at(lemma: str, found: Findings) -> Mention | None:
    return found.mentions.get(lemma)


def _grant(thing: Mention, actions: tuple[str, ...], level: Who | None, *, only: bool) -> None:
    if level is None:
        return
    if "act" in actions:  # "reservar citas" makes an appointment, "reservar clases" makes no class
        acted = thing.key in vocabulary("es").dependents
        actions = tuple(a for a in actions if a != "act") + (("create",) if acted else ())
    for action in actions:
        wanted = level
        if action in ("edit", "delete") and level is not Who.STAFF:
            wanted = Who.OWNER
        if action == "create" and level is Who.VISITOR:
            wanted = Who.VISITOR
        thing.levels[action] = wanted
    if only and level is Who.STAFF and actions == ("create",):
        thing.levels.setdefault("edit", Who.STAFF)
        thing.levels.setdefault("delete", Who.STAFF)


def _note_privacy(sentence: Sentence, marks: list[str], language: Language, found: Findings) -> None:
    """ "cada usuario ve solo sus notas", "notas privadas": rows that only their owner sees."""
    words = vocabulary(language)
    folded = [token.folded for token in sentence.tokens]
    if any(fold(word) in words.private for word in folded):
        _mark_private(sentence, found)
    has_own = "own" in marks
    speaks_of_each = "each" in marks or "only" in marks
    person = "person" in marks
    if has_own and speaks_of_each and person:
        _mark_private_after_own(sentence, marks, found)


def _mark_private(sentence: Sentence, found: Findings) -> None:
    """The things of the sentence; the whole app when it names none."""
    named = [found.mentions[t.lemma] for t in sentence.tokens if t.lemma in found.mentions]
    for mention in named:
        mention.private = True
    if not named:
        found.private = True


def _mark_private_after_own(sentence: Sentence, marks: list[str], found: Findings) -> None:
    after = marks.index("own")
    named = [found.mentions[t.lemma] for t in sentence.tokens[after:] if t.lemma in found.mentions]
    for mention in named:
        mention.private = True
    if not named:
        found.private = True
