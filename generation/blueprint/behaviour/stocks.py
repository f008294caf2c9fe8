"""How much there is of something, as a consequence of what came in and went out.

Finds the rows that move a stock ("entradas y salidas", movements of two kinds), makes the stock a formula over them
that cannot fall below nothing, and marks what is at or below its minimum. Where nothing moves it, a stock stays a
number that people enter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generation.blueprint.drafts.draft import EntityDraft, FieldDraft
from generation.blueprint.drafts.names import field_name, words_of
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Blueprint, Entity, Field, FieldType

Row = dict[str, Any]
LEAST_OPENING = 12


def note_stocks(drafts: list[EntityDraft], sold: str | None, *, alert: str = "") -> None:
    """Give the drafts what moves their stock; a shop's product has its sales instead. `alert` is what a minimum is
    called where the text asks to be warned and names none."""
    for item in drafts:
        stock = next((field for field in item.fields if _is(field, "stock")), None)
        if stock is None:
            continue
        least = next((field for field in item.fields if _is(field, "minimum") and field is not stock), None)
        if least is None and alert and not _belongs(item, drafts):
            least = FieldDraft(alert, FieldType.INTEGER)
            least.name = field_name(alert, {field.name for field in item.fields}, "")
            item.fields.insert(item.fields.index(stock) + 1, least)
        stock.alert = least.name if least is not None else ""
        if item.class_name != sold and (formula := " ".join(_moves(item, drafts))):
            stock.formula, stock.least, stock.required = formula.removeprefix("+ "), 0, True


def _belongs(item: EntityDraft, drafts: list[EntityDraft]) -> bool:
    """A movement or a line has a quantity of something else, and no minimum."""
    known = set(tables("stocks")["stock"])
    counted = {
        draft.class_name
        for draft in drafts
        if any(field.type is FieldType.INTEGER and set(words_of(field.label)) & known for field in draft.fields)
    }
    return any(field.type is FieldType.RELATION and field.target in counted for field in item.fields)


def _is(field: FieldDraft, what: str) -> bool:
    known = tables("stocks")[what]
    return field.type is FieldType.INTEGER and not field.formula and bool(set(words_of(field.label)) & set(known))


def _moves(item: EntityDraft, drafts: list[EntityDraft]) -> Iterator[str]:
    """Terms of the stock: what comes in first, as nothing can go out before."""
    found = [term for draft in drafts for term in [_term(item, draft)] if term]
    if any(term.startswith("+") for term in found):
        yield from sorted(found)


def _term(item: EntityDraft, draft: EntityDraft) -> str:
    """What the rows of one entity do to the stock, or "" when they only name the thing."""
    links = [f for f in draft.fields if f.type is FieldType.RELATION and f.target == item.class_name]
    amount = next((field for field in draft.fields if _is(field, "quantity")), None)
    if len(links) != 1 or amount is None:
        return ""
    links[0].required = amount.required = True
    words = tables("stocks")
    own = set(words_of(draft.one))
    sign = "+" if own & set(words["in"]) else "-" if own & set(words["out"]) else ""
    kind = next((f for f in draft.fields if f.type is FieldType.CHOICE and _weights(f)), None)
    if sign:
        if kind is not None:
            draft.fields.remove(kind)  # an entry is an entry
        return f"{sign} sum({draft.class_name}.{amount.name})"
    if kind is None or not own & set(words["movement"]):
        return ""
    kind.weights = _weights(kind)
    kind.options = tuple(option for option in kind.options if option[0] in kind.weights)
    kind.required, kind.template = True, None
    change = FieldDraft(words["change"][_language(draft)], FieldType.INTEGER, formula=f"{amount.name} * {kind.name}")
    change.name = "change" if _language(draft) == "en" else "cambio"
    draft.fields.append(change)
    return f"+ sum({draft.class_name}.{change.name})"


def _language(draft: EntityDraft) -> str:
    """By the word for it; the two lists share none."""
    return "en" if set(words_of(draft.one)) & set(tables("stocks")["english"]) else "es"


def _weights(field: FieldDraft) -> dict[str, int]:
    """What each option does to a stock; nothing unless something comes in and something goes out."""
    words = tables("stocks")
    found: dict[str, int] = {}
    for value, label in field.options:
        own = {*words_of(label), *value.split("_")}
        if own & set(words["in"]):
            found[value] = 1
        elif own & set(words["out"]):
            found[value] = -1
    return found if {1, -1} <= set(found.values()) else {}


def opened(blueprint: Blueprint) -> Blueprint:
    """The examples with enough of everything: first what came in, then a little that went out."""
    seed = dict(blueprint.seed)
    for item in blueprint.entities:
        stock = next((field for field in item.fields if field.least is not None and field.formula), None)
        if stock is None:
            continue
        wanted = [_opening(stock, row, number) for number, row in enumerate(seed.get(item.name, ()))]
        for source in blueprint.entities:
            if f"({source.name}." in stock.formula:
                out = f"- sum({source.name}." in stock.formula
                seed[source.name] = tuple(_rows(item, source, seed.get(source.name, ()), wanted, out=out))
    return blueprint.model_copy(update={"seed": seed})


def _opening(stock: Field, row: Any, number: int) -> int:
    """Twice the minimum and something; of the second thing less than the minimum, so that it is seen."""
    least = int(row.get(stock.alert) or 0) if stock.alert else 0
    return max(LEAST_OPENING, least - 4) if number == 1 else 2 * least + LEAST_OPENING * (number + 3)


def _rows(item: Entity, source: Entity, given: Any, wanted: list[int], *, out: bool) -> Iterator[Row]:
    link = next(field.name for field in source.fields if field.target == item.name)
    kind = next((field for field in source.fields if any(choice.weight for choice in field.choices)), None)
    known = set(tables("stocks")["quantity"])
    amount = next(f.name for f in source.fields if f.type is FieldType.INTEGER and known & set(words_of(f.label)))
    rows = list(given) or [{}]
    for number, quantity in enumerate(wanted):
        row = {**rows[number % len(rows)], link: number + 1, amount: 1 + number % 3 if out else quantity}
        yield {**row, **({kind.name: _with_weight(kind, 1)} if kind else {})}
    for number in range(2 if kind and wanted else 0):
        row = {**rows[number % len(rows)], link: 1, amount: 2 + number}
        assert kind is not None
        yield {**row, kind.name: _with_weight(kind, -1)}


def _with_weight(kind: Field, weight: int) -> str:
    return next(choice.value for choice in kind.choices if choice.weight == weight)
