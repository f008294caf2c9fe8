"""Where a noun phrase ends and which of its words name the thing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generation.blueprint.lexicon import tables
from generation.blueprint.words.domains import Domain
from generation.blueprint.words.everyday import common_nouns
from generation.blueprint.words.field_types import is_field_word, is_pair
from generation.blueprint.words.inflection import Language, fold, is_plural, plural, singular
from generation.blueprint.words.tokens import Sentence, Token
from generation.blueprint.words.vocabulary import Vocabulary

_ADJECTIVE_EN = re.compile(r"(?:ed|able|ible|ful|ous|ive|al)$")
_NOUNS = ("noun", "person")


@dataclass
class NounPhrase:
    """`one` and `many` are its singular and plural as a person writes them, `key` the folded singular."""

    key: str
    one: str
    many: str
    head_word: str  # folded singular of the head alone
    is_plural: bool
    numbers: list[int]
    after: int
    before_container: bool = False
    label: tuple[str, str] | None = None  # singular and plural with the adjectives that its name leaves out
    parents: list[NounPhrase] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)  # "movimientos de entrada y salida": the kinds there are

    def known(self, domain: Domain | None, words: Vocabulary) -> bool:
        """Whether the lexicon has it as a thing to keep."""
        if domain and (domain.entity_for(self.key) or domain.entity_for(self.head_word)):
            return True
        return self.key in words.noun_class or self.head_word in words.noun_class


def classifies(word: str) -> bool:
    """Whether an English adjective says which kind ("medical records") rather than what it is like ("old records")."""
    return bool(_ADJECTIVE_EN.search(word)) or word in tables("nouns")["classifying"]


def noun_phrase(sentence: Sentence, marks: list[str], at: int, language: Language, domain: Domain | None) -> NounPhrase:
    return _spanish(sentence, marks, at, domain) if language == "es" else _english(sentence, marks, at, domain)


def _spanish(sentence: Sentence, marks: list[str], at: int, domain: Domain | None) -> NounPhrase:
    """Head first: "órdenes de compra" is one thing, "comentarios de los posts" two, "citas médicas" the first word."""
    tokens = sentence.tokens
    if size := _field_phrase(tokens, at):
        words = " ".join(token.text.lower() for token in tokens[at + 1 : at + size])
        return _phrase(tokens[at].text, f" {words}", tokens[at], list(range(at, at + size)), at + size, "es")
    numbers = _head_and_adjectives(tokens, marks, at, domain)
    head, after = tokens[at], numbers[-1] + 1
    phrase = _phrase(head.text, "", head, numbers, after, "es")
    phrase.label = _with_adjectives(phrase, [tokens[n].text.lower() for n in numbers[1:]])
    complement = _complement_at(tokens, marks, after)
    if complement is None:
        return phrase
    other = tokens[complement]
    spanned = [*numbers, *range(after, complement + 1)]
    if (kinds := _kinds(tokens, marks, after, complement)) is not None:
        phrase.kinds, phrase.after = [other.text, tokens[kinds].text], kinds + 1
        phrase.numbers = [*numbers, *range(after, kinds + 1)]
        return _with_owner(phrase, tokens, marks)
    if marks[complement] in ("container", "place"):
        return _with_kind_of_app(phrase, marks, complement)
    if _is_part_of_name(tokens, after, complement, domain):
        rest = " ".join(token.text.lower() for token in tokens[after : complement + 1])
        return _phrase(head.text, f" {rest}", head, spanned, complement + 1, "es")
    spanned += _head_and_adjectives(tokens, marks, complement, domain)[1:]  # "red de bibliotecas rurales"
    phrase.numbers, phrase.after = spanned, spanned[-1] + 1
    further = _complement_at(tokens, marks, phrase.after) if phrase.after == complement + 1 else None
    if further is not None and _is_part_of_name(tokens, complement + 1, further, domain):
        phrase.numbers, phrase.after = [*spanned, complement + 1, further], further + 1  # "reservas de pistas de pádel"
    if marks[complement] in _NOUNS:
        phrase.parents.append(_phrase(other.text, "", other, [complement], complement + 1, "es"))
    return phrase


def _with_kind_of_app(phrase: NounPhrase, marks: list[str], complement: int) -> NounPhrase:
    """ "anuncios de segunda mano": what only says what kind of app it is is no part of the name."""
    end = complement + 1
    while end < len(marks) and marks[end] == "container":
        end += 1
    phrase.numbers, phrase.after = [*phrase.numbers, *range(phrase.after, end)], end
    return phrase


def _kinds(tokens: list[Token], marks: list[str], of: int, noun: int) -> int | None:
    """The second of two bare singulars after "de", which say what kinds of the head there are."""
    second = noun + 2
    if second >= len(tokens) or noun != of + 1 or tokens[of].folded != "de":
        return None
    if tokens[noun + 1].folded not in ("y", "e", "o", "u"):
        return None
    bare = all(marks[n] == "noun" and not is_plural(tokens[n].text, "es") for n in (noun, second))
    described = second + 1 < len(marks) and marks[second + 1] == "noun"
    return second if bare and not described else None


def _with_owner(phrase: NounPhrase, tokens: list[Token], marks: list[str]) -> NounPhrase:
    """ "…de entrada y salida de vehículos": what it all belongs to."""
    owner = _complement_at(tokens, marks, phrase.after)
    if owner is not None and marks[owner] in _NOUNS:
        phrase.parents.append(_phrase(tokens[owner].text, "", tokens[owner], [owner], owner + 1, "es"))
        phrase.numbers += range(phrase.after, owner + 1)
        phrase.after = owner + 1
    return phrase


def _head_and_adjectives(tokens: list[Token], marks: list[str], at: int, domain: Domain | None) -> list[int]:
    """The head, what is said of it right behind, and "a domicilio" behind that."""
    after = at + 1
    while after < len(marks) and marks[after] in ("noun", "adj") and not _is_another(tokens, after, domain):
        after += 1
    if after + 1 < len(marks) and tokens[after].folded == "a" and marks[after + 1] == "noun":
        after += 2
    return list(range(at, after))


def _is_another(tokens: list[Token], at: int, domain: Domain | None) -> bool:
    """Whether the noun behind a noun names a thing of its own; "médicas" behind "citas" only says which."""
    token, before = tokens[at], tokens[at - 1]
    agrees = before.folded[-2:] == token.folded[-2:] and token.folded.endswith(("as", "os"))
    agrees = agrees or (
        token.folded.endswith("icas") and before.lemma in tables("deeds")["feminine"]
    )  # "clases prácticas"
    return _is_known(token, domain) and not (agrees and is_plural(before.text, "es"))


def _field_phrase(tokens: list[Token], at: int) -> int:
    """How many words a fixed name of a field has here ("código de barras"); 0 for none."""
    sizes = range(min(4, len(tokens) - at), 2, -1)
    return next((n for n in sizes if is_field_word(" ".join(t.folded for t in tokens[at : at + n]))), 0)


def _with_adjectives(phrase: NounPhrase, adjectives: list[str]) -> tuple[str, str] | None:
    """ "coches clásicos" are called so, though each is a Coche."""
    if not adjectives:
        return None
    said = adjectives.index("a") if "a" in adjectives else len(adjectives)
    adjectives, tail = adjectives[:said], adjectives[said:]
    ones = [*(singular(word, "es") for word in adjectives), *tail]
    many = [*(word if is_plural(word, "es") else plural(word, "es") for word in adjectives), *tail]
    return " ".join([phrase.one, *ones]), " ".join([phrase.many, *many])


def _is_known(token: Token, domain: Domain | None) -> bool:
    return domain is not None and domain.entity_for(token.lemma) is not None


def _complement_at(tokens: list[Token], marks: list[str], after: int) -> int | None:
    """The noun of "de (los) …" that follows, if any."""
    if after >= len(marks) or marks[after] != "of":
        return None
    number = after + 1
    while number < len(marks) and marks[number] in ("stop", "each", "own"):
        number += 1
    return number if number < len(marks) and marks[number] in (*_NOUNS, "container", "place") else None


def _is_part_of_name(tokens: list[Token], of: int, noun: int, domain: Domain | None) -> bool:
    """A bare singular after "de" belongs to the name; a plural or one with an article is another thing."""
    if noun != of + 1 or tokens[of].folded != "de":
        return False
    if tokens[of - 1].lemma in tables("words")["rooms"]:
        return True  # "salas de reuniones": what the room is for
    if is_plural(tokens[noun].text, "es"):
        return False
    whole = f"{tokens[of - 1].lemma} de {tokens[noun].lemma}"
    named = whole in common_nouns("es") or (domain is not None and domain.entity_for(whole) is not None)
    return named or not _is_known(tokens[noun], domain)


def _english(sentence: Sentence, marks: list[str], at: int, domain: Domain | None) -> NounPhrase:
    """Head last: all nouns in a row; adjectives before it are not part of the name."""
    tokens = sentence.tokens
    if at + 3 < len(marks) and marks[at + 1] == "sep" and is_pair(tokens[at].folded, tokens[at + 2].folded):
        phrase = _english(sentence, marks, at + 3, domain)  # "incoming and outgoing calls"
        if marks[at + 3] in _NOUNS and phrase.is_plural:
            phrase.kinds, phrase.numbers = [tokens[at].text, tokens[at + 2].text], [*range(at, at + 3), *phrase.numbers]
            return phrase
    after = at + 1
    while after < len(marks) and marks[after] in _NOUNS and not is_plural(tokens[after - 1].text, "en"):
        after += 1
    numbers = list(range(at, after))
    named = [n for n in numbers[:-1] if not _ADJECTIVE_EN.search(tokens[n].folded)] + [after - 1]
    modifiers = " ".join(tokens[n].text.lower() for n in named[:-1])
    head = tokens[after - 1]
    if (
        domain
        and domain.entity_for(head.lemma)
        and modifiers
        and not domain.entity_for(f"{fold(modifiers)} {head.lemma}")
    ):
        modifiers = ""
    phrase = _phrase(head.text, modifiers, head, numbers, after, "en")
    written = " ".join(tokens[n].text.lower() for n in numbers[:-1])
    if written != modifiers:
        whole = _phrase(head.text, written, head, numbers, after, "en")
        phrase.label = (whole.one, whole.many)
    phrase.before_container = after < len(marks) and marks[after] == "container"
    return phrase


def _phrase(word: str, rest: str, head: Token, numbers: list[int], after: int, language: Language) -> NounPhrase:
    """`rest` follows the head in Spanish and stands before it in English."""
    lowered = word if word.isupper() and 1 < len(word) < 5 else word.lower()
    one = singular(lowered, language) if lowered == lowered.lower() else lowered
    many_as_written = is_plural(lowered, language)
    many = lowered if many_as_written else plural(one, language)
    before, behind = (f"{rest} " if rest else "", "") if language == "en" else ("", rest)
    key = fold(f"{before}{one}{behind}")
    return NounPhrase(
        key, f"{before}{one}{behind}", f"{before}{many}{behind}", head.lemma, many_as_written, numbers, after
    )
