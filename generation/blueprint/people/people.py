"""Recognises the people a text names, and those who are nobody in particular: anybody, who has signed in, we.

Says who stands at a place of a sentence; what they may do is for `rights.py` to read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from generation.blueprint.lexicon import tables
from generation.blueprint.people.deeds import deed
from generation.blueprint.words.inflection import Language, fold, singular
from generation.blueprint.words.tokens import Token

ANYBODY, SIGNED_IN, WE, NOBODY = "*", "+", "@", "0"
NOT_PEOPLE = frozenset({ANYBODY, SIGNED_IN, WE, NOBODY})
_LONGEST = 4
_MEMBER = -2  # leaning of those who look after their own
_SOMEBODY = frozenset({"somebody", "someone", "alguien"})
_ONLINE = frozenset({"website", "web", "online", "internet", "site", "formulario", "form"})


@dataclass(frozen=True)
class Actor:
    """Who stands there, over how many words; `key` is one of the signs above or a folded singular."""

    key: str
    size: int
    label: str = ""
    leaning: int = 0  # towards the staff where positive, before anything is known of what they do
    listed: bool = True  # in the lexicon


def actor_at(tokens: list[Token], at: int, language: Language) -> Actor | None:
    """The person, group or anybody that begins at this token."""
    return (
        _general(tokens, at)
        or _phrase(tokens, at, language)
        or _titled(tokens, at, language)
        or _known(tokens, at, language)
    )


def _general(tokens: list[Token], at: int) -> Actor | None:
    lists = _general_words()
    for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
        words = tuple(token.folded for token in tokens[at : at + size])
        lemmas = tuple(token.lemma for token in tokens[at : at + size])
        key = lists.get(words) or lists.get(lemmas)
        if key == ANYBODY and words[0] in _SOMEBODY and not {t.folded for t in tokens} & _ONLINE:
            return Actor(SIGNED_IN, size) if _puts_forward(tokens, at + size) else None
        if key == ANYBODY and (_with_account(tokens, at + size) or _of_a_circle(tokens, at, size)):
            return Actor(SIGNED_IN, size)
        many = key == ANYBODY and size == 1 and words[0] in ("todos", "todas")
        if many and (not _stands_alone(tokens, at + 1) or _is_all_of_it(tokens, at)):
            return None
        if key:
            behind = tokens[at + size].folded if at + size < len(tokens) else ""
            return Actor(key, size + (behind == "else" and key in (ANYBODY, NOBODY)))
    return None


def _puts_forward(tokens: list[Token], at: int) -> bool:
    """ "somebody proposes a book", "alguien sugiere una fecha": any of those who then decide on it."""
    known = deed(tokens[at].folded, "en") or deed(tokens[at].folded, "es") if at < len(tokens) else None
    return known is not None and known.base in tables("deeds")["puts_forward"]


def _of_a_circle(tokens: list[Token], at: int, size: int) -> bool:
    """ "cualquiera del equipo", "anyone on the team"."""
    said = tokens[at].folded in ("cualquiera", "anyone", "anybody", "everyone", "everybody", "todos", "todas")
    after = [token.folded for token in tokens[at + size : at + size + 2]]
    return said and (
        after[:1] in (["del"], ["of"]) or " ".join(after) in ("de la", "de los", "in the", "on the", "in our", "on our")
    )


def _stands_alone(tokens: list[Token], at: int) -> bool:
    """ "pueden verlo todos" against "todos los socios"."""
    lists = tables("deeds")
    if at >= len(tokens) or not tokens[at].is_word or tokens[at].folded in {*lists["modals"], *lists["breaks"]}:
        return True
    known = deed(tokens[at].folded, "es")  # "todos ven todo"
    return known is not None and known.kind == "see" and tokens[at].folded.endswith("n")


def _is_all_of_it(tokens: list[Token], at: int) -> bool:
    """ "gerencia los ve todos", "yo las veo todas": what one person looks at, and nobody who looks."""
    before = tokens[at - 1].folded if at else ""
    known = deed(before, "es")
    if known is None:
        return False
    modal = tokens[at - 2].folded if at > 1 else ""
    if known.infinitive:
        return modal in ("puede", "pueda", "quiere", "quiero", "puedo", "debe", "podra")
    return not before.endswith("n")


def _with_account(tokens: list[Token], at: int) -> bool:
    """ "anyone with an account", "cualquier persona registrada", "people who are logged in"."""
    folded = [token.folded for token in tokens[at : at + 6]]
    signed = {word for word, key in _general_words().items() if key == SIGNED_IN}
    return any(
        tuple(folded[start : start + size]) in signed for start in range(min(3, len(folded))) for size in range(1, 4)
    )


@lru_cache(maxsize=1)
def _general_words() -> dict[tuple[str, ...], str]:
    people, deeds = tables("people"), tables("deeds")
    found: dict[tuple[str, ...], str] = {}
    for words, key in (
        (people["anybody"], ANYBODY),
        (people["signed_in"], SIGNED_IN),
        (deeds["nobody"], NOBODY),
        (("yo", "nosotros", "nosotras", "we", "i"), WE),
    ):
        found.update({tuple(fold(str(word)).split()): key for word in words})
    return found


def _phrase(tokens: list[Token], at: int, language: Language) -> Actor | None:
    """A name of several words: "recursos humanos", "game masters"."""
    for size in range(min(_LONGEST, len(tokens) - at), 1, -1):
        part = tokens[at : at + size]
        key = " ".join(token.lemma for token in part)
        level = _phrases().get(key)
        if level:
            return Actor(key, size, _label(part, language), 2 if level == "staff" else -2)
    return None


@lru_cache(maxsize=1)
def _phrases() -> dict[str, str]:
    found: dict[str, str] = {}
    for words, level in tables("people")["phrases"].items():
        for language in ("es", "en"):
            found[" ".join(fold(singular(word, language)) for word in words.split())] = level
    return found


def _titled(tokens: list[Token], at: int, language: Language) -> Actor | None:
    """ "jefa de proyecto", "head of sales"; "store manager" in English. "El delegado de cada equipo" is one word."""
    head = masculine(tokens[at].lemma, language)
    heads = _heads(language)
    if head in heads and at + 2 < len(tokens) and tokens[at + 1].folded in ("de", "of"):
        after = tokens[at + 2]
        alone = after.folded in tables("people")["alone_before"] or not after.is_word
        if not alone and (known := _level(head, language)) is not None:
            part = tokens[at : at + 3]
            return Actor(
                f"{head} de {after.lemma}",
                3,
                _label(part[:1], language) + f" {part[1].text} {after.text.lower()}",
                known,
            )
    ranks = tables("people")["ranks"]
    ranked = (_lemma(tokens, at) in ranks or tokens[at].folded in ranks) and _may_be_title(_lemma(tokens, at + 1))
    titled = _lemma(tokens, at + 1) in heads and at + 1 < len(tokens) and _may_title(tokens, at)
    if language == "en" and (titled or ranked):
        part = tokens[at : at + 2]
        known = _MEMBER if _owns_a_thing(part) else _level(tokens[at + 1].lemma, language)
        return Actor(" ".join(token.lemma for token in part), 2, _label(part, language), 2 if known is None else known)
    return None


def _owns_a_thing(part: list[Token]) -> bool:
    """ "dog owners", "car owners" are those an app is for; the owner of the shop runs it."""
    words = tables("people")["owning"]
    return part[1].lemma in words["owners"] and part[0].lemma not in words["houses"]


def _may_be_title(lemma: str) -> bool:
    return _level(lemma, "en") is not None or lemma.endswith(("er", "or", "ist", "ian", "ant"))


def _lemma(tokens: list[Token], at: int) -> str:
    return tokens[at].lemma if at < len(tokens) else ""


def _may_title(tokens: list[Token], at: int) -> bool:
    """Whether a word may stand before a title: no function word, and nobody's name of their own."""
    from generation.blueprint.words.vocabulary import vocabulary

    token, words = tokens[at], vocabulary("en")
    plain = token.is_word and token.folded.isalpha() and token.lemma == token.folded
    known = token.folded in words.stop or token.folded in words.tags or token.folded in words.verbs
    return plain and not known and not token.folded.endswith(("ly", "ed", "ing")) and _level(token.lemma, "en") is None


@lru_cache(maxsize=2)
def _heads(language: Language) -> frozenset[str]:
    return frozenset(tables("people")["heads"][language])


def _known(tokens: list[Token], at: int, language: Language) -> Actor | None:
    token = tokens[at]
    if not token.is_word:
        return None
    if token.lemma in tables("people")["not_people"]:
        return None
    for lemma in (token.lemma, token.folded):
        name = masculine(lemma, language)
        level = _level(name, language)
        if level is not None and name not in tables("people")["never"]:
            return Actor(name, 1, _label([token], language), level)
    return None


def _label(part: list[Token], language: Language) -> str:
    """As written, in the singular; a name in capitals only ("HR") stays as it is."""
    if len(part) > 1 and language == "es":
        return " ".join(token.text.lower() for token in part)
    last = part[-1]
    short = last.text.isupper() and len(last.text) < 5
    return " ".join(
        [*(token.text.lower() for token in part[:-1]), last.text if short else singular(last.text, language)]
    )


@lru_cache(maxsize=8192)
def masculine(lemma: str, language: Language) -> str:
    """The form under which a person is listed: "editora" → "editor", "clienta" → "cliente"."""
    if language == "es" and lemma.endswith(("x", "xs")) and _level(lemma.rstrip("s")[:-1] + "o", language) is not None:
        return lemma.rstrip("s")[:-1] + "o"  # "socixs"
    if language == "en" or not lemma.endswith(("a", "as")) or _level(lemma, language) is not None:
        return lemma
    stem = lemma[:-1]
    return next((form for form in (stem + "o", stem, stem + "e") if _level(form, language) is not None), lemma)


def _level(name: str, language: Language) -> int | None:
    return _levels(language).get(name)


@lru_cache(maxsize=2)
def _levels(language: Language) -> dict[str, int]:
    people = tables("people")
    found: dict[str, int] = {}
    for group, leaning in (("circle", -6), ("staff", 2), ("member", -2), ("either", 0)):
        for word in people[group][language]:
            found.setdefault(fold(str(word)), leaning)
    return found
