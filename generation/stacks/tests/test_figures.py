"""What is counted and how it is drawn: dates, numbers and groups of tables, colours, pages and probes."""

from __future__ import annotations

import pytest

from generation.blueprint.behaviour.orders import with_orders
from generation.blueprint.schema import Access, Blueprint, Choice, Entity, Field, Kit, Page, PageKind, Theme, Who
from generation.blueprint.schema import FieldType as T
from generation.stacks.django import DjangoStack
from generation.stacks.django.contrast import ratio
from generation.stacks.django.entities import build
from generation.stacks.django.parts import Outline
from generation.stacks.django.parts.figures import FiguresPart, FiguresView
from generation.stacks.django.theme import look
from generation.stacks.django.tones import LEAST, tones
from generation.stacks.django.wording import words
from generation.stacks.tests import samples

THEMES = [
    Theme(kit=kit, primary=primary, accent=accent, background=background)
    for kit in (Kit.DASHBOARD, Kit.EDITORIAL)
    for primary, accent, background in (
        ("#0369a1", "#f59e0b", None),
        ("#ffffff", "#000000", None),
        ("#fde047", "#fef9c3", "#ffffff"),
        ("#0b1020", "#1e293b", "#000000"),
        ("#7f7f7f", "#808080", "#7a7a7a"),
    )
]


def sales() -> Blueprint:
    """Sales with a date, an amount, a region and a seller, and a report on them."""
    sale = Entity(
        name="Venta",
        label="Venta",
        label_plural="Ventas",
        slug="ventas",
        display="concepto",
        access=Access(read=Who.OWNER, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER),
        fields=(
            Field(name="concepto", label="Concepto", type=T.TEXT),
            Field(name="cobro", label="Fecha de vencimiento", type=T.DATE),
            Field(name="fecha", label="Fecha", type=T.DATE),
            Field(name="importe", label="Importe", type=T.MONEY),
            Field(name="unidades", label="Unidades", type=T.INTEGER),
            Field(name="nota", label="Nota del cliente", type=T.RATING),
            Field(name="numero", label="Número", type=T.INTEGER),
            Field(name="zona", label="Zona", type=T.CHOICE, choices=(Choice(value="n", label="Norte"),)),
            Field(name="vendedor", label="Vendedor", type=T.TEXT),
        ),
    )
    report = Page(kind=PageKind.REPORT, slug="informe-ventas", title="Informe", entity="Venta", access=Who.OWNER)
    home = Page(kind=PageKind.LANDING, slug="", title="Ventas")
    return samples.blog().model_copy(
        update={"entities": (sale,), "pages": (home, report), "criteria": (), "seed": {}, "features": (), "shop": None}
    )


def figures_of(blueprint: Blueprint) -> FiguresView:
    t = words(blueprint.language)
    view = FiguresPart().view(Outline(blueprint, build(blueprint, t), t))
    assert view is not None
    return view


def test_a_row_counts_on_its_day_and_not_on_the_day_it_falls_due() -> None:
    counted = figures_of(sales()).counted[0]
    assert (counted.when, counted.is_dated) == ("fecha", True)


def test_money_and_quantities_are_added_up_marks_are_averaged_and_names_are_neither() -> None:
    numbers = {each.field.name: each.is_summed for each in figures_of(sales()).counted[0].numbers}
    assert numbers == {"importe": True, "unidades": True, "nota": False}


def test_rows_are_grouped_by_choices_short_texts_and_people_but_not_by_their_own_names() -> None:
    assert figures_of(sales()).counted[0].groups == ["zona", "vendedor", "owner"]


def test_a_report_of_private_rows_is_for_whoever_is_signed_in() -> None:
    (report,) = figures_of(sales()).reports
    assert (report.path, report.who) == ("informe-ventas", Who.MEMBER)


def test_the_check_plan_names_columns_and_pages() -> None:
    figures = DjangoStack().check_plan(sales()).figures
    assert figures is not None
    (counted,) = figures.counted
    assert (counted.when, counted.numbers[0]) == ("fecha", ("importe", "importe", "total"))
    assert [report.path for report in figures.reports] == ["/informe-ventas/"]


def test_nothing_is_counted_for_a_visitor_where_nothing_is_public() -> None:
    page = Page(kind=PageKind.DASHBOARD, slug="panel", title="Panel", access=Who.VISITOR)
    plan = sales()
    private = plan.model_copy(update={"pages": (*plan.pages, page)})
    assert figures_of(private).dashboard.access is Who.STAFF
    open_to_all = samples.blog().model_copy(update={"pages": (*samples.blog().pages, page)})
    assert figures_of(open_to_all).dashboard.access in {Who.VISITOR, Who.STAFF}


def test_unpaid_orders_are_no_income() -> None:
    plan = with_orders(samples.shop())
    unearned = {each.view.name: each.unearned for each in figures_of(plan).counted if each.unearned}
    assert plan.shop is not None
    assert [*unearned] == [plan.shop.order]
    assert plan.shop.cancelled in unearned[plan.shop.order or ""][1]


def test_an_app_for_programs_has_no_dashboard_and_no_files_of_one() -> None:
    plan = samples.blog()
    files = DjangoStack().render(plan.model_copy(update={"theme": Theme(kit=Kit.API)}))
    assert not [path for path in files if path.startswith("figures/")]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: f"{theme.kit}-{theme.primary}-{theme.background}")
def test_every_colour_of_a_chart_stands_out_from_its_ground(theme: Theme) -> None:
    both = look(theme, "x")
    light = both.dark if both.mode == "dark" else both.light
    for found, palette in zip(tones(theme, "x"), (light, both.dark), strict=True):
        assert len(found) == 6
        assert min(ratio(tone, ground) for tone in found for ground in (palette.surface, palette.page)) >= LEAST - 0.01


def test_charts_carry_no_inline_style_and_no_script() -> None:
    files = DjangoStack().render(sales())
    pages = [text for path, text in files.items() if path.startswith("figures/templates/")]
    assert pages
    assert not [text for text in pages if "style=" in text or "<script" in text]
