"""The orders of a shop as things of the plan: who bought what, at which price, and how far it is.

Completes a plan that sells: an order that the text names keeps its fields and states, the rest is added. Changes no
other entity. The checkout alone makes orders and lines; the staff carries them from state to state.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from generation.blueprint.drafts.criteria import of_sale
from generation.blueprint.drafts.draft import EntityDraft, FieldDraft
from generation.blueprint.drafts.names import field_name, identifier, words_of
from generation.blueprint.drafts.pages import of_entity
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import (
    Access,
    Blueprint,
    Choice,
    Criterion,
    Entity,
    Field,
    FieldType,
    Move,
    PageKind,
    Shop,
    Who,
    Workflow,
)
from generation.blueprint.words.inflection import Language, fold

ORDER_ACCESS = Access(read=Who.OWNER, create=Who.MEMBER, edit=Who.STAFF, delete=Who.STAFF)
LINKS = (FieldType.RELATION, FieldType.RELATIONS)
Row = dict[str, Any]


@dataclass(frozen=True)
class Sale:
    """The two entities, and what the shop has to know of them."""

    order: Entity
    line: Entity
    shop: Shop
    display: str  # the field a product is shown by


def with_orders(blueprint: Blueprint) -> Blueprint:
    """The plan with order and line; the same plan when it sells nothing or has them already."""
    shop = blueprint.shop
    if shop is None or shop.line is not None:
        return blueprint
    sale = _sale(blueprint, shop)
    sold = (sale.order.name, sale.line.name)
    made = [page for entity in (sale.order, sale.line) for page in of_entity(entity, blueprint.language)]
    return blueprint.model_copy(
        update={
            "entities": (*(each for each in blueprint.entities if each.name not in sold), sale.order, sale.line),
            "pages": (
                *(each for each in blueprint.pages if each.entity not in sold),
                *(page for page in made if page.kind is not PageKind.FORM),  # the checkout is their form
            ),
            "shop": sale.shop,
            "seed": _pointing(blueprint, _seed(blueprint, sale)),
            "criteria": _criteria(blueprint, sale),
        }
    )


def _criteria(blueprint: Blueprint, sale: Sale) -> tuple[Criterion, ...]:
    """Those of the plan, except what it said of orders before, and those of a sale."""
    sold = (sale.order.name, sale.line.name)
    pairs = [(each.text, each.check) for each in blueprint.criteria if each.check.entity not in sold]
    pairs += of_sale(sale.order, sale.line, sale.shop, blueprint.language)
    return tuple(Criterion(id=f"c{n:02d}", text=text[:300], check=check) for n, (text, check) in enumerate(pairs, 1))


def missing_order(drafts: list[EntityDraft], language: Language) -> list[EntityDraft]:
    """The order of a shop whose text makes no thing of it, so that what the text says of orders finds its place."""
    known = set(tables("orders")["order"]["words"])
    if any(draft.key.split()[0] in known for draft in drafts):
        return []
    words = tables("orders")["order"]
    one, many, _ = words["label"][language]
    key = fold(one)
    order = EntityDraft(key, words["name"][language], one, many, [], ORDER_ACCESS, False, owned=True)
    order.position = 10**9
    order.fields = [
        FieldDraft(spec["label"][language], FieldType(spec["type"]), required=not spec.get("optional", False))
        for spec in tables("orders")["fields"]
    ]
    return [order]


def _sale(blueprint: Blueprint, shop: Shop) -> Sale:
    words, language = tables("orders"), blueprint.language
    named = _named(blueprint, shop)
    fields, asked = _order_fields(blueprint, shop, named)
    taken = {field.name for field in fields}
    status, workflow, known = _states(named, taken, language)
    fields = [field for field in fields if field.name != status.name]
    one, many, slug = words["order"]["label"][language]
    order_name = named.name if named else words["order"]["name"][language]
    line = _line(blueprint, shop, order_name, named.label if named else one)
    amount = line.fields[-1].name
    total_name = _free(words["total"][language], {*taken, status.name}, language)
    total = Field(
        name=total_name, label=words["total"][language], type=FieldType.MONEY, formula=f"sum({line.name}.{amount})"
    )
    order = Entity(
        name=order_name,
        label=named.label if named else one,
        label_plural=named.label_plural if named else many,
        slug=named.slug if named else slug,
        fields=(*fields, status, total),
        access=ORDER_ACCESS,
        owned=True,
        display=asked[0],
        search=(asked[0],),
        filters=(status.name,),
        workflow=workflow,
        named_in_text=named.named_in_text if named else False,
    )
    names = [field.name for field in line.fields]
    bought = Shop(
        product=shop.product, price=shop.price, stock=shop.stock, order=order.name, line=line.name,
        asked=tuple(asked), email=next(f.name for f in fields if f.type is FieldType.EMAIL), total=total_name,
        paid=known["paid"], cancelled=known["cancelled"],
        line_name=names[2], line_price=names[3], line_quantity=names[4],
    )  # fmt: skip
    return Sale(order, line, bought, blueprint.entity(shop.product).display)


def _named(blueprint: Blueprint, shop: Shop) -> Entity | None:
    """The order as the text calls it."""
    known = set(tables("orders")["order"]["words"])
    candidates = [entity for entity in blueprint.entities if entity.name != shop.product]
    return next((entity for entity in candidates if fold(entity.label).split()[0] in known), None) or next(
        (entity for entity in candidates if words_of(entity.label)[-1:] and words_of(entity.label)[-1] in known), None
    )


def _order_fields(blueprint: Blueprint, shop: Shop, named: Entity | None) -> tuple[list[Field], list[str]]:
    """What the text keeps of an order, with what every sale needs; and which of them the checkout asks for."""
    words, language = tables("orders"), blueprint.language
    own = [field for field in named.fields if _stays(field, shop, named)] if named else []
    asked: list[Field] = []
    taken = {field.name for field in own}
    for spec in words["fields"]:
        kind, needed = FieldType(spec["type"]), not spec.get("optional", False)
        mine = next((f for f in own if set(words_of(f.label)) & set(spec["words"]) and _takes(f.type, kind)), None)
        if mine is None:
            label = spec["label"][language]
            mine = Field(name=_free(label, taken, language), label=label, type=kind)
            taken.add(mine.name)
        else:
            own.remove(mine)
        asked.append(mine.model_copy(update={"type": kind, "required": needed, "unique": False}))
    later = [field.model_copy(update={"required": False}) for field in own]  # filled in by the staff
    return [*asked, *later], [field.name for field in asked]


def _stays(field: Field, shop: Shop, order: Entity) -> bool:
    """Whether a field of the text's order goes on beside the lines: product, quantity and price do not."""
    if field.type in LINKS:
        return field.target != shop.product
    flow = order.workflow
    if flow is not None and field.name == flow.field:
        return True
    replaced = set(tables("orders")["replaced"])
    return not (
        field.type in (FieldType.MONEY, FieldType.INTEGER, FieldType.DECIMAL) and replaced & set(words_of(field.label))
    )


def _takes(own: FieldType, wanted: FieldType) -> bool:
    """Whether a field of the text can hold what the checkout asks for."""
    texts = (FieldType.TEXT, FieldType.LONG_TEXT)
    return own is wanted or (own in texts and (wanted in texts or wanted is FieldType.EMAIL))


def _states(named: Entity | None, taken: set[str], language: str) -> tuple[Field, Workflow, dict[str, str]]:
    """The states of the text, or those of any sale; always with a first one, one for paid and one for cancelled."""
    words = tables("orders")
    own = next((f for f in named.fields if named.workflow and f.name == named.workflow.field), None) if named else None
    choices = list(own.choices) if own else [_choice(spec, language) for spec in words["states"]]
    known: dict[str, Choice] = {}
    for spec in words["states"]:
        if called := _called(choices, spec["words"]):
            known[spec["key"]] = called
    for key in ("paid", "pending", "cancelled"):
        if key not in known:
            spec = next(each for each in words["states"] if each["key"] == key)
            known[key] = _choice(spec, language)
            choices.insert(_place(key, choices, known.get("pending")), known[key])
    steps = [choice for choice in choices if choice is not known["cancelled"]]
    steps.remove(known["pending"])
    steps.insert(0, known["pending"])
    moves = [Move(source=one.value, target=two.value) for one, two in pairwise(steps)]
    paid = steps.index(known["paid"])
    moves += [Move(source=step.value, target=known["cancelled"].value) for step in steps[: paid + 1]]
    label = own.label if own else words["status"][language]
    name = own.name if own else _free(label, taken, language)
    status = Field(name=name, label=label, type=FieldType.CHOICE, choices=(*steps, known["cancelled"]))
    values = {key: choice.value for key, choice in known.items()}
    return status, Workflow(field=name, initial=steps[0].value, moves=tuple(moves)), values


def _place(key: str, choices: list[Choice], pending: Choice | None) -> int:
    """Where a state that the text leaves out belongs: paid after the first, cancelled last."""
    if key == "cancelled":
        return len(choices)
    return choices.index(pending) + 1 if key == "paid" and pending is not None else 0


def _choice(spec: Any, language: str) -> Choice:
    value, label = spec[language]
    return Choice(value=value, label=label)


def _called(choices: Iterable[Choice], words: list[str]) -> Choice | None:
    return next((choice for choice in choices if choice.value in words), None)


def _line(blueprint: Blueprint, shop: Shop, order: str, order_label: str) -> Entity:
    """Product, name and price as they were when it was bought, and how many."""
    words, language = tables("orders"), blueprint.language
    product = blueprint.entity(shop.product)
    labels = words["line_fields"]
    taken: set[str] = set()

    def name(label: str) -> str:
        taken.add(found := _free(label, taken, language))
        return found

    links = (
        Field(name=name(order_label), label=order_label, type=FieldType.RELATION, target=order),
        Field(name=name(product.label), label=product.label, type=FieldType.RELATION, target=product.name,
              required=False),
        Field(name=name(labels["name"][language]), label=labels["name"][language], type=FieldType.TEXT),
        Field(name=name(labels["price"][language]), label=labels["price"][language], type=FieldType.MONEY),
        Field(name=name(labels["quantity"][language]), label=labels["quantity"][language], type=FieldType.INTEGER),
    )  # fmt: skip
    label = labels["amount"][language]
    amount = Field(name=name(label), label=label, type=FieldType.MONEY, formula=f"{links[3].name} * {links[4].name}")
    one, many, slug = words["line"]["label"][language]
    return Entity(
        name=words["line"]["name"][language], label=one, label_plural=many, slug=slug, fields=(*links, amount),
        access=ORDER_ACCESS, owned=True, display=links[2].name, search=(links[2].name,), named_in_text=False,
    )  # fmt: skip


def _free(label: str, taken: set[str], language: str) -> str:
    return field_name(label, set(taken), language) or identifier(label)


def _seed(blueprint: Blueprint, sale: Sale) -> dict[str, tuple[Row, ...]]:
    """A few orders of the products in the examples, at their prices."""
    products = blueprint.seed.get(sale.shop.product, ())
    if not products:
        return {sale.order.name: (), sale.line.name: ()}
    orders, lines = [], []
    flow = sale.order.workflow
    assert flow is not None
    steps = [choice.value for choice in next(f for f in sale.order.fields if f.name == flow.field).choices]
    for number, buyer in enumerate(tables("orders")["buyers"][blueprint.language], 1):
        orders.append(
            {**dict(zip(sale.shop.asked[:3], buyer, strict=True)), flow.field: steps[-1 - number % len(steps)]}
        )
        for offset in range(1 + number % 2):
            lines.append(_bought(products, sale, number, (2 * number + offset) % len(products)))
    return {sale.order.name: tuple(orders), sale.line.name: tuple(line for line in lines if line)}


def _pointing(blueprint: Blueprint, sold: dict[str, tuple[Row, ...]]) -> dict[str, tuple[Row, ...]]:
    """All example rows: those that belong to an order belong to one of the few there are now."""
    rows = {**blueprint.seed, **sold}
    for entity in blueprint.entities:
        for field in entity.fields:
            if entity.name not in sold and field.target in sold:
                there = len(sold[field.target])
                rows[entity.name] = tuple(_within(row, field.name, there) for row in rows.get(entity.name, ()))
    return rows


def _within(row: Row, name: str, there: int) -> Row:
    """The row with its numbers of rows elsewhere counted round; one that can point to nothing says nothing."""
    numbers = row.get(name)
    if numbers is None or not there:
        return {key: value for key, value in row.items() if key != name}
    if isinstance(numbers, tuple):
        return {**row, name: tuple(dict.fromkeys((number - 1) % there + 1 for number in numbers))}
    return {**row, name: (numbers - 1) % there + 1}


def _bought(products: Any, sale: Sale, order: int, position: int) -> Row:
    """A line, or nothing where the product of the examples has no price."""
    product, names = products[position], [field.name for field in sale.line.fields]
    if product.get(sale.shop.price) in (None, ""):
        return {}
    called = str(product.get(sale.display) or sale.shop.product)
    values = (order, position + 1, called, product.get(sale.shop.price), 1 + order % 3)
    return dict(zip(names, values, strict=False))
