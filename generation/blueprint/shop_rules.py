"""The rules of a shop in the plan: what is sold, for how much, and what an order and its lines need.

Values only, like the rest of the validation; `behaviour/orders.py` completes a plan so that they hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from generation.blueprint.schema import Blueprint, Feature, FieldType, Who

# A buyer is anybody, or a member; what only its maker or the staff see stands in nobody's cart.
SEEN_BY_BUYERS = (Who.VISITOR, Who.MEMBER)


def problems(blueprint: Blueprint) -> Iterator[str]:
    shop = blueprint.shop
    paid_for = shop is not None or any(entity.charge for entity in blueprint.entities)
    if paid_for != blueprint.has(Feature.PAYMENTS):
        yield "payments and what is paid for, a shop or a table, come together"
    if shop is None:
        return
    product = next((e for e in blueprint.entities if e.name == shop.product), None)
    if product is None:
        yield f"shop: product {shop.product} does not exist"
        return
    if product.access.read not in SEEN_BY_BUYERS:
        yield f"shop: {product.name} is sold to people who may not see it"
    types = {field.name: field.type for field in product.fields}
    if types.get(shop.price) is not FieldType.MONEY:
        yield f"shop: price {shop.price} is not a money field of {product.name}"
    yield from _order(blueprint)
    if shop.stock is not None and types.get(shop.stock) is not FieldType.INTEGER:
        yield f"shop: stock {shop.stock} is not a whole number of {product.name}"


def _order(blueprint: Blueprint) -> Iterator[str]:
    """What is wrong with a shop's order and line."""
    shop = blueprint.shop
    if shop is None or shop.line is None:
        return
    by_name = {entity.name: entity for entity in blueprint.entities}
    order, line = by_name.get(shop.order or ""), by_name.get(shop.line)
    if order is None or line is None:
        yield "shop: order or line does not exist"
        return
    if order.workflow is None:
        yield f"shop: {order.name} has no states"
    if all(field.target != order.name for field in line.fields):
        yield f"shop: {line.name} does not belong to {order.name}"
    states = {choice.value for field in order.fields for choice in field.choices}
    wanted = (shop.paid, shop.cancelled)
    yield from (f"shop: {state} is no state of {order.name}" for state in wanted if state not in states)
    named = [(order, name) for name in (*shop.asked, shop.email, shop.total)]
    named += [(line, name) for name in (shop.line_name, shop.line_price, shop.line_quantity)]
    for entity, name in named:
        if all(field.name != name for field in entity.fields):
            yield f"shop: {entity.name} has no field {name}"
