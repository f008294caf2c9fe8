"""The shop: cart, checkout, payment, and the orders that come of it.

Orders and their lines are tables of the app like any other, in the words of its description; what is here makes them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.blueprint.behaviour.orders import with_orders
from generation.blueprint.schema import Blueprint, PageKind, Who
from generation.stacks.django.computing import link
from generation.stacks.django.entities import EntityView
from generation.stacks.django.outcomes import outcomes
from generation.stacks.django.parts.part import Outline, Part
from generation.stacks.protocol import CheckPlan, PageProbe, ShopProbe


@dataclass(frozen=True)
class ShopView:
    """The models of a sale and the attributes it reads and writes on them."""

    product: str
    module: str
    table: str
    price: str
    stock: str | None
    needs_login: bool
    order: str
    order_label: str
    order_plural: str
    order_module: str
    order_table: str
    line: str
    line_table: str
    asked: list[str]
    labels: dict[str, str]
    name: str
    email: str
    status: str
    total: str
    pending: str
    paid: str
    cancelled: str
    held: list[str]  # states in which the goods are still on the shelf: cancelled from there, they are for sale again
    lines: str  # how an order reaches its lines
    line_order: str
    line_product: str
    line_name: str
    line_price: str
    line_quantity: str
    line_amount: str


class ShopPart(Part):
    name = "shop"
    processors = ("shop.context.cart",)
    locked = ("shop/payments.py",)

    def view(self, outline: Outline) -> ShopView | None:
        blueprint = outline.blueprint
        return _view(blueprint, outline.by_name) if blueprint.shop else None

    def pages(self, outline: Outline) -> list[PageProbe]:
        return [PageProbe(f"/{outline.t['path_cart']}/", outcomes(Who.VISITOR))]

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        shop, t = self.view(outline), outline.t
        assert shop is not None
        probe = ShopProbe(
            add_path=f"/{t['path_cart']}/{{pk}}/",
            cart_path=f"/{t['path_cart']}/",
            checkout_path=f"/{t['path_checkout']}/",
            product_table=shop.table,
            price_column=shop.price,
            order_table=shop.order_table,
            status_column=shop.status,
            paid_value=shop.paid,
            total_column=shop.total,
            checkout_fields=_asked(outline.by_name[shop.order], shop),
            stock_column=shop.stock,
            quantity_path=f"/{t['path_cart']}/{{pk}}/{t['path_edit']}/",
            cancelled_value=shop.cancelled,
            line_table=shop.line_table,
            line_order_column=f"{shop.line_order}_id",
            line_price_column=shop.line_price,
            line_quantity_column=shop.line_quantity,
            webhook_path="/stripe/webhook/",
            webhook_env="STRIPE_WEBHOOK_SECRET",
            payment_table="shop_payment",
            currency=t["currency"],
            receipt_path=f"/{t['path_checkout']}/{{pk}}/",
        )
        made = [
            replace(entity, made_by="checkout", changes=entity.entity != shop.line)
            if entity.entity in (shop.order, shop.line)
            else entity
            for entity in plan.entities
        ]
        return replace(plan, shop=probe, entities=tuple(made))


def _asked(order: EntityView, shop: ShopView) -> dict[str, str]:
    """Kinds of the checkout's fields."""
    kinds = {field.name: field.type.value for field in order.fields}
    return {name: kinds[name] for name in shop.asked}


def _view(blueprint: Blueprint, by_name: dict[str, EntityView]) -> ShopView:
    shop = with_orders(blueprint).shop
    assert shop is not None
    assert shop.order is not None
    assert shop.line is not None
    product, order, line = by_name[shop.product], by_name[shop.order], by_name[shop.line]
    flow = order.entity.workflow
    assert flow is not None
    assert order.workflow_field is not None

    def of_order(name: str | None) -> str:
        return order.by_blueprint_name[name or ""].name

    def of_line(name: str | None) -> str:
        return line.by_blueprint_name[name or ""].name

    to_order = link(line, order.name)
    return ShopView(
        product=product.name,
        module=product.module,
        table=product.table,
        price=product.by_blueprint_name[shop.price].name,
        stock=product.by_blueprint_name[shop.stock].name if shop.stock else None,
        needs_login=_checkout_login(blueprint),
        order=order.name,
        order_label=order.label,
        order_plural=order.plural,
        order_module=order.module,
        order_table=order.table,
        line=line.name,
        line_table=line.table,
        asked=[of_order(name) for name in shop.asked],
        labels={field.name: field.label for field in order.fields},
        name=of_order(shop.asked[0]),
        email=of_order(shop.email),
        status=order.workflow_field.name,
        total=of_order(shop.total),
        pending=flow.initial,
        paid=shop.paid or "",
        cancelled=shop.cancelled or "",
        held=[move.source for move in flow.moves if move.target == shop.cancelled],
        lines=to_order.related_name,
        line_order=to_order.name,
        line_product=link(line, product.name).name,
        line_name=of_line(shop.line_name),
        line_price=of_line(shop.line_price),
        line_quantity=of_line(shop.line_quantity),
        line_amount=next(field.name for field in line.fields if field.computed),
    )


def _checkout_login(blueprint: Blueprint) -> bool:
    """Whether only somebody signed in may order; guests may, unless the checkout page says otherwise."""
    page = next((page for page in blueprint.pages if page.kind is PageKind.CHECKOUT), None)
    return page is not None and page.access is not Who.VISITOR
