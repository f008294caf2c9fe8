"""Who may do what, as far as a sentence says: "solo los administradores pueden publicar noticias"."""

from __future__ import annotations

from generation.blueprint.draft import Findings, Mention
from generation.blueprint.inflection import Language, fold
from generation.blueprint.marks import verb_kind
from generation.blueprint.ownership import only_own
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


def note_permissions(sentence: Sentence, marks: list[str], language: Language, found: Findings) -> None:
    """One sentence at a time; verbs apply to the things after them until the next verb or person."""
    words = vocabulary(language)
    _note_entrusted(sentence, marks, language, found)
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
            name = words.people.get(token.folded) or words.people.get(token.lemma) or found.people.get(token.lemma)
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


def _note_entrusted(sentence: Sentence, marks: list[str], language: Language, found: Findings) -> None:
    """ "only brewers can edit batches": people no list knows, to whom something is kept, are the staff of it."""
    known = vocabulary(language).people
    if only_own(sentence, marks, language, found) is not None:
        return
    for number, token in enumerate(sentence.tokens):
        unknown = marks[number] == "person" and not {token.folded, token.lemma} & known.keys()
        if unknown and "only" in marks[max(0, number - 2) : number] and marks[number + 1 : number + 2] == ["can"]:
            found.people[token.lemma] = "staff"


def _acts(marks: list[str], number: int) -> bool:
    return any(mark in ("can", "verb") for mark in marks[number + 1 : number + 4])


def _mention_at(lemma: str, found: Findings) -> Mention | None:
    """The thing of that name, or the only one whose name has it as its head: the hives are the bee hives."""
    if lemma in found.mentions:
        return found.mentions[lemma]
    longer = [mention for key, mention in found.mentions.items() if lemma in (key.split(" ")[0], key.split(" ")[-1])]
    return longer[0] if len(longer) == 1 else None


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
    """ "notas privadas", and every way to say that a row is seen by the person it belongs to alone."""
    words = vocabulary(language)
    if any(fold(token.folded) in words.private for token in sentence.tokens):
        _mark_private(sentence, 0, found)
    found.public = found.public or _says_public(sentence, marks, words.public)
    if (after := only_own(sentence, marks, language, found)) is not None:
        _mark_private(sentence, after, found)


def _says_public(sentence: Sentence, marks: list[str], public: frozenset[str]) -> bool:
    """ "registro público", "recetas públicas", "public gallery": against "transporte público", "public transport"."""
    for number, token in enumerate(sentence.tokens):
        if token.folded not in public or "not" in marks[:number]:
            continue
        beside = [n for n in (number - 1, number + 1) if 0 <= n < len(marks)]
        many = any(marks[n] == "noun" and sentence.tokens[n].lemma != sentence.tokens[n].folded for n in beside)
        if many or any(marks[n] == "container" for n in beside):
            return True
    return False


def _mark_private(sentence: Sentence, after: int, found: Findings) -> None:
    """The things named from there on; the whole app when there is none."""
    named = [mention for token in sentence.tokens[after:] if (mention := _mention_at(token.lemma, found))]
    for mention in named:
        mention.private = True
    if not named:
        found.private = True
