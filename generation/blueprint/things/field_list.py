"""Turns one item of a list of fields ("fecha de vacunación", "estado (abierto, cerrado)") into a field draft."""

from __future__ import annotations

import re

from generation.blueprint.drafts.draft import FieldDraft
from generation.blueprint.drafts.names import identifier, sentence_case
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.words.field_types import default_options, field_type, in_list, is_field_word, type_word
from generation.blueprint.words.inflection import Language, fold, singular
from generation.blueprint.words.tokens import Token, written

_OPTION_SPLIT = re.compile(r"\s*[,/|;]\s*|\s+(?:o|u|y|or|and)\s+")
_FROM = frozenset({"de", "del", "from"})
LABEL_LIMIT = 60
_COUNTS = (FieldType.INTEGER, FieldType.RATING, FieldType.DECIMAL)
_MAY_BE_CHOSEN = (FieldType.TEXT, FieldType.CHOICE, FieldType.LONG_TEXT, FieldType.BOOLEAN)
_SIGNS = str.maketrans({"+": " plus", "-": " minus"})


def field_draft(tokens: list[Token], remark: str, language: Language) -> FieldDraft | None:
    """The field these tokens name; `remark` is what stood between brackets after them. None when nothing is left."""
    kept = _before_its_origin(_trim(tokens))
    required = True
    unique = False
    while kept and any(in_list(name, kept[-1].folded) for name in ("optional", "required", "unique_words")):
        required = required and not in_list("optional", kept[-1].folded)
        unique = unique or in_list("unique_words", kept[-1].folded)
        kept = kept[:-1]
    kept, scale = _scaled(kept)
    asked = scale or (type_word(kept[-1].folded) if len(kept) > 1 else None)
    if asked is FieldType.BOOLEAN:  # "comestible sí/no"
        kept = kept[:-1]
    words = [token.folded for token in kept]
    if not kept or not identifier(" ".join(token.text for token in kept)):
        return None
    label = sentence_case(" ".join(token.text for token in kept))[:LABEL_LIMIT].rstrip()
    several = FieldType.INTEGER if words[0] in tables("fields")["counting"] else FieldType.TEXT
    kind = asked if asked is FieldType.BOOLEAN or (scale and asked) else field_type(words, language) or several
    draft = FieldDraft(label, kind, required=required and kind is not FieldType.BOOLEAN, unique=unique)
    draft.unique = draft.unique or (in_list("unique", " ".join(words)) and kind is FieldType.TEXT)
    if kind in (FieldType.DATE, FieldType.TIME, FieldType.DATETIME):
        draft.label = _one_moment(draft.label, language)
    _apply_remark(draft, remark, words, language)
    return draft


def _before_its_origin(tokens: list[Token]) -> list[Token]:
    """ "total price calculated from days": what the field is called, without where it comes from."""
    at = next((n for n, token in enumerate(tokens) if n and in_list("worked_out", token.folded)), len(tokens))
    return tokens[:at]


def _scaled(tokens: list[Token]) -> tuple[list[Token], FieldType | None]:
    """ "nota de 1 a 5 estrellas", "intensity from 1 to 10": without its scale, and what that makes of it."""
    for at in range(1, len(tokens) - 2):
        one, to, other = tokens[at : at + 3]
        if one.folded.isdigit() and other.folded.isdigit() and to.folded in ("a", "al", "to", "-"):
            return tokens[: at - (tokens[at - 1].folded in _FROM)], (
                FieldType.RATING if other.folded == "5" else FieldType.INTEGER
            )
    return tokens, None


def _one_moment(label: str, language: Language) -> str:
    """ "Start dates" and "fechas de inicio" of one row are one date each."""
    words = label.split(" ")
    at = 0 if language == "es" else -1
    one = singular(words[at], language)
    words[at] = one if words[at].islower() or at else one.capitalize()
    return sentence_case(" ".join(words))


def _trim(tokens: list[Token]) -> list[Token]:
    kept = [token for token in tokens if token.is_word or token.text in "%€$º°"]
    edge = tables("words")["edge"]
    while kept and kept[0].folded in edge:
        kept = kept[1:]
    while kept and kept[-1].folded in edge:
        kept = kept[:-1]
    return kept


def chosen_from(tokens: list[Token], remark: str) -> tuple[list[Token], str]:
    """ "modalidad presencial/remoto/híbrida", "talla S o M": the name, and behind it what is chosen from."""
    marks = [n for n, token in enumerate(tokens) if token.text == "/" or token.folded in ("o", "u", "or")]
    if remark or not marks or marks[0] < 1:
        return tokens, remark
    alone = marks[0] < 2
    named = tokens if alone else tokens[: marks[0] - 1]
    if alone and type_of_word(tokens[0]) is not None:
        return tokens[: marks[0]], ""  # "teléfono o correo"
    return named, " / ".join(split_options(written(tokens[0 if alone else marks[0] - 1 :])))


def type_of_word(token: Token) -> FieldType | None:
    return field_type([token.folded], "es") if is_field_word(token.folded) else None


def split_options(remark: str) -> list[str]:
    """What a remark between brackets lists: "a favor, en contra o abstención" is three."""
    return [part.strip() for part in _OPTION_SPLIT.split(remark.strip()) if part.strip()]


def _apply_remark(draft: FieldDraft, remark: str, words: list[str], language: Language) -> None:
    """Types, options and "opcional" between brackets; choices by default where none are given."""
    parts = split_options(remark)
    if type_word(fold(remark.strip())):
        parts = [remark.strip()]  # "sí/no" is one word of two
    rest: list[str] = []
    for part in parts:
        if not _apply_word(draft, fold(part)):
            rest.append(part)
    if len(rest) >= 2 and (draft.type in _MAY_BE_CHOSEN or _counts_in_words(draft, rest)):
        draft.type = FieldType.CHOICE
        draft.options = choices(rest)
    if draft.type is FieldType.CHOICE:
        draft.options = draft.options or default_options(words, language).options[language]
        draft.unique = False
        draft.required = True


def _counts_in_words(draft: FieldDraft, parts: list[str]) -> bool:
    """ "nivel (iniciación, medio, avanzado)": a number elsewhere, and words here."""
    return draft.type in _COUNTS and not any(c.isdigit() for c in "".join(parts))


def _apply_word(draft: FieldDraft, word: str) -> bool:
    """One word of a remark; False when it says neither the type nor whether the field must be given."""
    if in_list("optional", word) or in_list("required", word):
        draft.required = in_list("required", word)
    elif in_list("unique_words", word):
        draft.unique = True
    elif kind := type_word(word):
        draft.type = kind
        draft.required = draft.required and kind is not FieldType.BOOLEAN
    else:
        return False
    return True


def choices(parts: list[str]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for part in parts:
        value = identifier(part[:-1] + part[-1].translate(_SIGNS))  # "A+" and "A-"
        if value:
            found.setdefault(value, sentence_case(part)[:LABEL_LIMIT])
    return tuple(found.items())
