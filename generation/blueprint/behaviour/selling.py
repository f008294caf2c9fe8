"""What an app sells: the product and its price, found among the entities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generation.blueprint.behaviour.giving import keeps_gifts
from generation.blueprint.drafts.draft import EntityDraft, FieldDraft
from generation.blueprint.drafts.names import words_of
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType, Shop, Who
from generation.blueprint.shop_rules import SEEN_BY_BUYERS
from generation.blueprint.tables.entities import noun_class
from generation.blueprint.words.domains import Domain
from generation.blueprint.words.inflection import Language

_PRICES = frozenset({"precio", "tarifa", "price", "fare", "fee", "rate"})
_STOCK = frozenset({"existencias", "stock", "unidades", "units", "cantidad", "quantity"})


def product_and_price(drafts: list[EntityDraft], domain: Domain | None, language: Language) -> Shop | None:
    """The domain's product where there is one, else the first thing with a price that people may see."""
    parts = domain.shop if domain else None
    giving = parts is None and keeps_gifts(drafts)
    named = next((d for d in drafts if parts and d.template and d.template.ident == parts["product"]), None)
    for draft in [named] if named else drafts:
        price = next((field for field in draft.fields if _may_be_paid(field, giving=giving)), None)
        if price is not None and (draft is named or _may_be_sold(draft, language)):
            price.required = True
            stock = _stock(draft)
            return Shop(product=draft.class_name, price=price.name, stock=stock.name if stock else None)
    return None


def refuses_payment(sentences: Iterable[Sequence[str]]) -> bool:
    """Whether the text says, in so many words, that nothing is paid through the app; the words are folded."""
    said = tables("orders")["refused"]
    for words in sentences:
        for number, word in enumerate(words):
            if word not in said["things"]:
                continue
            rest = [each for each in words[number + 1 : number + 4] if each not in said["between"]]
            if rest[:1] and rest[0] in said["after"]:
                return True
            start = next((back for back in range(number - 1, -1, -1) if words[back] not in said["between"]), -1)
            if start >= 0 and words[start] in said["before"]:
                return True
    return False


def is_priced(shop: Shop) -> bool:
    """Whether it has what a customer pays; a cost or a budget is no price."""
    return any(word in _PRICES for word in shop.price.split("_"))


def why_unpaid(drafts: list[EntityDraft]) -> str:
    """The phrase that tells why nothing is charged: people give, or nothing has a price."""
    return "given" if keeps_gifts(drafts) else "unpaid"


def is_seen_by_buyers(drafts: list[EntityDraft], shop: Shop) -> bool:
    """Whether those who buy may read what is sold."""
    return any(draft.class_name == shop.product and draft.access.read in SEEN_BY_BUYERS for draft in drafts)


def _may_be_paid(field: FieldDraft, *, giving: bool) -> bool:
    """Where people give, only what is called a price is one: an amount is theirs to choose."""
    if field.type is not FieldType.MONEY or _is_aim(field):
        return False
    return not giving or bool(set(words_of(field.label)) & _PRICES)


def _is_aim(field: FieldDraft) -> bool:
    """A goal or a budget: nobody buys an appeal for what it hopes to raise."""
    return bool(set(words_of(field.label)) & set(tables("orders")["aims"]))


def _may_be_sold(draft: EntityDraft, language: Language) -> bool:
    """Services and courses, but no invoices, expenses or rows that belong to one person."""
    seen = draft.template is None or draft.access.read in (Who.VISITOR, Who.MEMBER)
    return seen and noun_class(draft.key, language) != "money"


def _stock(draft: EntityDraft) -> FieldDraft | None:
    numbers = [field for field in draft.fields if field.type is FieldType.INTEGER and field.required]
    return next((field for field in numbers if field.name in _STOCK), None)
