"""Turns a question that stands for a field into one: "cuánto cuesta" is a price, "de qué cliente es" a client.

Owns the reading of `answers` in `lexicon/fields.yaml`; where a list begins or ends is for others to say.
"""

from __future__ import annotations

import re
from functools import lru_cache

from generation.blueprint.drafts.draft import FieldDraft
from generation.blueprint.drafts.names import identifier, sentence_case
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.things.acts import act_of
from generation.blueprint.things.field_list import LABEL_LIMIT, choices, split_options
from generation.blueprint.words.field_types import field_type
from generation.blueprint.words.inflection import Language, fold, singular
from generation.blueprint.words.speech import Kind, kind_of
from generation.blueprint.words.tokens import Token, written
from generation.blueprint.words.vocabulary import vocabulary

_BEFORE = frozenset(
    {
        "a",
        "de",
        "en",
        "por",
        "con",
        "para",
        "desde",
        "hasta",
        "sobre",
        "of",
        "in",
        "at",
        "for",
        "to",
        "by",
        "from",
        "with",
        "on",
    }
)
_WHICH = frozenset({"que", "q", "k", "cual", "what", "which"})
_VERBAL = (Kind.VERB, Kind.GERUND, Kind.PARTICIPLE)


def asked_field(tokens: list[Token], language: Language) -> FieldDraft | None:
    """The field a question stands for: "cuándo caduca" is a date, "how many people" a number."""
    said = [token for token in tokens if token.is_word]
    words = [token.folded for token in said]
    if not words:
        return None
    if len(words) == 1 and (alone := tables("fields")["alone"].get(said[0].text.lower())):
        return FieldDraft(alone[1], FieldType(alone[0]))  # "name, where and when"
    answer = _answer(words, language)
    if len(words) > 2 and words[0] in _BEFORE and words[1] in tables("words")["clauses"]["asking"] and answer is None:
        said, words = said[1:], words[1:]  # "para cuántas porciones es"
    kind = _kind_asked(words)
    if kind is FieldType.BOOLEAN:
        return _whether(said, language)
    if answer := answer or _answer(words, language):
        return FieldDraft(answer[1], FieldType(answer[0]))
    named = _which(tokens, language) or _how_many(said, kind, language) or _when(words, kind, language)
    return named or _draft(re.sub(r"^[qk]\b", "qué", written(tokens), flags=re.IGNORECASE), kind)


def _when(words: list[str], kind: FieldType, language: Language) -> FieldDraft | None:
    """ "cuándo se inscribió" is the date of the inscription."""
    act = act_of(words[-1], "es") if kind is FieldType.DATE and language == "es" else None
    return FieldDraft(f"Fecha de {act.one}", kind) if act else None


def _kind_asked(words: list[str]) -> FieldType:
    asked = tables("fields")["questions"]
    return next((FieldType(kind) for kind, starts in asked.items() if _begins(words, starts)), FieldType.TEXT)


def _begins(words: list[str], starts: list[str]) -> bool:
    text = " ".join(words) + " "
    return any(text.startswith(f"{start} ") for start in starts)


def _draft(text: str, kind: FieldType) -> FieldDraft | None:
    if not identifier(text):
        return None
    return FieldDraft(sentence_case(text)[:LABEL_LIMIT].rstrip(), kind, required=kind is not FieldType.BOOLEAN)


def _whether(tokens: list[Token], language: Language) -> FieldDraft | None:
    """ "si trae manchas" is yes or no, "si es propia o prestada" one of two."""
    words = [token.folded for token in tokens]
    if {"o", "u", "or"} & set(words) and not {"no", "not"} & set(words):
        return _alternatives(tokens, language)
    known = tables("fields")["question_words"]
    rest = tokens
    while rest and rest[0].folded in known:
        rest = rest[1:]
    if len(rest) > 2 and rest[-1].folded in ("no", "not"):
        rest = rest[:-2]  # "si pagó o no"
    kept = [token for token in rest if token.folded not in known] or rest
    return _draft(written(kept), FieldType.BOOLEAN)


def _alternatives(tokens: list[Token], language: Language) -> FieldDraft:
    """ "si es ingreso o gasto": which of the two it is."""
    named = [token for token in tokens if token.folded not in tables("fields")["question_words"]]
    of = bool(named) and named[0].folded in _BEFORE
    options = choices(split_options(written(named[1:] if of else named)))
    nouns = not of and all(_is_noun(value, language, alone=True) for value, _ in options)
    if language == "en" or nouns or len(options) > 2:
        return FieldDraft("Tipo" if language == "es" else "Type", FieldType.CHOICE, options=options)
    label = " o ".join(label for _, label in options).capitalize()  # "propia o prestada"
    return FieldDraft(label, FieldType.CHOICE, options=options)


@lru_cache(maxsize=2)
def _answers(language: Language) -> dict[str, tuple[str, str]]:
    listed = tables("fields")["answers"][language]
    return {
        fold(asked): (kind, label)
        for kind, labels in listed.items()
        for label, many in labels.items()
        for asked in many
    }


def _answer(words: list[str], language: Language) -> tuple[str, str] | None:
    """The longest beginning of the question that is known to ask for something."""
    known = _answers(language)
    words = [*words, "$"]
    starts = (" ".join(words[:size]) for size in range(len(words), 0, -1))
    return next((known[start] for start in starts if start in known), None)


def _which(tokens: list[Token], language: Language) -> FieldDraft | None:
    """ "de qué cliente es", "hasta qué hora", "what size it is": the word behind is the field."""
    tokens = [token for token in tokens if token.is_word]
    at = 1 if tokens[0].folded in _BEFORE else 0
    if len(tokens) < at + 2 or tokens[at].folded not in _WHICH:
        return None
    named = [tokens[at + 1]]
    head = tokens[at + 1].folded
    alone = len(tokens) == at + 2
    if not _is_noun(head, language, alone=alone) or head in tables("fields")["no_answer"]:
        return None
    for number in range(at + 2, len(tokens)):
        word, behind = tokens[number].folded, tokens[number + 1 :]
        if language == "es" and word == "de" and behind:
            named += [tokens[number], behind[0]]
        elif word != "de" and tokens[number - 1].folded != "de":
            break
    words = [token.folded for token in named]
    label = written(named)
    limit = {"desde": "inicio", "hasta": "fin"}.get(tokens[0].folded)
    kind = field_type(words, language) or FieldType.TEXT
    if limit and len(named) == 1:
        label = f"{label} de {limit}"
    return _draft(label, kind if kind is not FieldType.CHOICE else FieldType.TEXT)


def _is_noun(word: str, language: Language, *, alone: bool) -> bool:
    """ "qué prenda", against "qué pasa"; with a verb behind it, it is one."""
    known = fold(singular(word, language)) in vocabulary(language).noun_class or field_type([word], language)
    kind = kind_of(word, language)
    return bool(known) or kind is Kind.UNKNOWN or (kind is not Kind.ADVERB and not alone)


def _how_many(tokens: list[Token], kind: FieldType, language: Language) -> FieldDraft | None:
    """ "cuántas cuerdas tiene" is a number of strings, "cuánta miel da" an amount of honey."""
    words = [token.folded for token in tokens]
    if language == "en":
        return _draft(f"number of {' '.join(words[2:])}", kind) if words[:2] == ["how", "many"] else None
    if words[0] not in ("cuantos", "cuantas", "cuanto", "cuanta") or len(words) < 2:
        return None
    noun = kind_of(words[1], "es") not in _VERBAL and words[1] not in tables("fields")["no_answer"]
    several = words[0].endswith("s")
    if not noun:
        return FieldDraft("Cantidad", FieldType.INTEGER) if several else None
    end = next((n for n in range(2, len(words)) if words[n - 1] != "de" and words[n] != "de"), len(words))
    label = written(tokens[1:end])
    return _draft(f"Número de {label}" if several else label, FieldType.INTEGER if several else FieldType.DECIMAL)
