"""The shop: cart, checkout, payment and orders."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.blueprint.schema import Blueprint, PageKind, Who
from generation.stacks.django.outcomes import outcomes
from generation.stacks.django.parts.part import Outline, Part
from generation.stacks.protocol import CheckPlan, PageProbe, ShopProbe


@dataclass(frozen=True)
class ShopView:
    """The attributes a sale reads and writes on the product."""

    product: str
    module: str
    table: str
    price: str
    stock: str | None
    needs_login: bool


class ShopPart(Part):
    name = "shop"
    processors = ("shop.context.cart",)
    locked = ("shop/payments.py",)

    def view(self, outline: Outline) -> ShopView | None:
        shop = outline.blueprint.shop
        if shop is None:
            return None
        view = outline.by_name[shop.product]
        return ShopView(
            product=view.name,
            module=view.module,
            table=view.table,
            price=view.by_blueprint_name[shop.price].name,
            stock=view.by_blueprint_name[shop.stock].name if shop.stock else None,
            needs_login=_checkout_login(outline.blueprint),
        )

    def pages(self, outline: Outline) -> list[PageProbe]:
        t = outline.t
        return [
            PageProbe(f"/{t['path_cart']}/", outcomes(Who.VISITOR)),
            PageProbe(f"/{t['path_orders']}/", outcomes(Who.MEMBER)),
        ]

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        shop, t = self.view(outline), outline.t
        assert shop is not None
        probe = ShopProbe(
            add_path=f"/{t['path_cart']}/{{pk}}/",
            cart_path=f"/{t['path_cart']}/",
            checkout_path=f"/{t['path_checkout']}/",
            product_table=shop.table,
            price_column=shop.price,
            order_table="shop_order",
            status_column="status",
            paid_value="paid",
            total_column="total",
            checkout_fields={
                "full_name": "Ana Prueba",
                "email": "ana@example.com",
                "address": "Calle Mayor 1",
                "notes": "",
            },
        )
        return replace(plan, shop=probe)


def _checkout_login(blueprint: Blueprint) -> bool:
    """Whether only somebody signed in may order; guests may, unless the checkout page says otherwise."""
    page = next((page for page in blueprint.pages if page.kind is PageKind.CHECKOUT), None)
    return page is not None and page.access is not Who.VISITOR
