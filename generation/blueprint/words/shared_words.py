"""One word that two fields share: "hora de inicio y fin" and "start and end date" are two fields each."""

from __future__ import annotations

from generation.blueprint.schema import FieldType
from generation.blueprint.words.field_types import field_type, is_pair
from generation.blueprint.words.inflection import Language
from generation.blueprint.words.tokens import Token

_MOMENTS = (FieldType.DATE, FieldType.TIME, FieldType.DATETIME)


def complete(first: list[Token], second: list[Token], language: Language) -> tuple[list[Token], list[Token]]:
    """Both items with the word they share; as they were when they share none."""
    if language == "es":
        return (first, [*first[:-1], *second]) if _shares(first, second, language) else (first, second)
    return ([*first, *second[1:]], second) if _shares(second[::-1], first, language) else (first, second)


def _shares(whole: list[Token], bare: list[Token], language: Language) -> bool:
    """`whole` has the shared words and one of its own at its end, `bare` only the one of its own."""
    if len(whole) < 2 or len(bare) != 1:
        return False
    own, other = whole[-1].folded, bare[0].folded
    if is_pair(own, other):
        return True
    head = [whole[0].folded]
    moment = field_type(head, language) in _MOMENTS and field_type([other], language) is FieldType.DATE
    return (
        moment
        and field_type([own], language) in (None, FieldType.DATE)
        and other not in ("fecha", "date", "dia", "day")
    )
