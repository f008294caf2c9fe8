"""What a shop of one kind sells: names for the example rows of its products and shelves."""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import lru_cache
from typing import Any

from generation.blueprint.drafts.draft import EntityDraft, FieldDraft
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.words.inflection import Language, fold, plural, singular

TABLES = {"product": "said", "category": "shelf"}  # of the shop's template: what is said of any of their rows
ENOUGH = 3  # names for a thing on its own
Goods = Mapping[str, Any]


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    """Which kind of goods a word tells."""
    listed = tables("goods").items()
    return {word: kind for kind, goods in listed if kind not in TABLES.values() for word in goods["words"]}


def goods_of(words: Set[str], language: Language) -> Goods | None:
    """The kind of goods that most of these words tell, if any does."""
    known = _kinds()
    told = [known[each] for each in sorted({fold(singular(word, language)) for word in words} | words) if each in known]
    kind = max(dict.fromkeys(told), key=told.count, default="")
    return tables("goods")[kind] if kind else None


def named_so(noun: str, language: Language) -> list[str]:
    """Names of goods that hold the noun itself: of a candle, of a wine; none where there are too few."""
    word = noun.partition(" ")[0]
    goods = goods_of({word, fold(plural(word, language))}, language)
    if goods is None:
        return []
    if word in goods.get("umbrella", ()):
        return list(goods[language])
    found = [name for name in goods[language] if word in fold(name).split()]
    return found if len(found) >= ENOUGH else []


def goods_value(draft: EntityDraft, field: FieldDraft, row: int, goods: Goods | None, language: Language) -> str:
    """What the row of a shop's own product or shelf says in that field; "" where the kind says nothing of it."""
    said = TABLES.get(draft.template.ident) if draft.template and draft.domain == "shop" else None
    if goods is None or said is None:
        return ""
    values: list[str] = []
    if field.template == "name":
        values = goods["shelves"][language] if said == "shelf" else goods[language]
    elif field.type is FieldType.LONG_TEXT:
        values = tables("goods")[said][language]
    return values[row % len(values)] if values else ""
