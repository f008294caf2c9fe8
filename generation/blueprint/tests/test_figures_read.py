"""Dashboards, reports and files as they are read: who looks at the figures, and what is promised of them."""

from __future__ import annotations

from generation.blueprint.behaviour.reports import page_of
from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, CheckKind, FieldType, Page, PageKind, Who
from generation.blueprint.words.series import prolonged

HABITS = (
    "Diario de gastos: cada usuario apunta sus gastos con fecha, importe y categoría y ve solo los suyos. Con gráficos."
)
SHOP = "Tienda online de velas con carrito y pagos: productos con nombre, precio, existencias y foto. Con gráficos."
WEATHER = "A weather dashboard with charts: readings of temperature and rain of several cities."


def dashboard(blueprint: Blueprint) -> Page:
    return next(page for page in blueprint.pages if page.kind is PageKind.DASHBOARD)


def kinds(blueprint: Blueprint, kind: CheckKind) -> list[str | None]:
    return [each.check.page or each.check.entity for each in blueprint.criteria if each.check.kind is kind]


def test_who_keeps_figures_of_their_own_and_asks_for_charts_sees_them() -> None:
    assert dashboard(read(HABITS)).access is Who.MEMBER


def test_a_shop_s_figures_are_the_staff_s() -> None:
    assert dashboard(read(SHOP)).access is Who.STAFF


def test_an_app_that_is_a_dashboard_of_public_rows_is_open() -> None:
    assert dashboard(read(WEATHER)).access is Who.VISITOR


def test_without_a_word_about_charts_the_dashboard_is_the_staff_s() -> None:
    text = "Clínica veterinaria: mascotas con nombre, peso y fecha de nacimiento. Cada cliente ve solo las suyas."
    assert dashboard(read(text)).access is Who.STAFF


def test_figures_and_files_of_an_app_are_promised_once_each() -> None:
    plan = read(HABITS)
    assert len(kinds(plan, CheckKind.COUNTS)) == len(kinds(plan, CheckKind.EXPORTS)) == 1


def test_every_report_is_promised_to_add_up() -> None:
    plan = read("Ventas con fecha, vendedor e importe. Quiero un informe mensual de ventas.")
    reports = [page.slug for page in plan.pages if page.kind is PageKind.REPORT]
    assert reports
    assert set(reports) <= set(kinds(plan, CheckKind.COUNTS))


def test_a_shop_s_orders_are_not_made_again_for_a_file() -> None:
    plan = read(SHOP)
    assert plan.shop is not None
    assert plan.shop.order not in kinds(plan, CheckKind.EXPORTS)
    assert plan.shop.line not in kinds(plan, CheckKind.COUNTS)


def test_example_rows_go_on_day_by_day_and_always_the_same() -> None:
    types = (FieldType.RELATION, FieldType.DATE, FieldType.DECIMAL)
    rows = [(1, "2026-08-30", "10.0"), (2, "2026-08-30", "20.0"), (1, "2026-08-31", "12.0")]
    found = prolonged(rows, types, {"rows": 4, "every": 1})
    assert found == prolonged(rows, types, {"rows": 4, "every": 1})
    assert [row[1] for row in found if row[0] == 1] == ["2026-08-30", "2026-08-31", "2026-09-01", "2026-09-02"]
    assert [row[1] for row in found if row[0] == 2] == ["2026-08-30", "2026-08-31", "2026-09-01", "2026-09-02"]
    assert all(len(row[2].partition(".")[2]) == 1 for row in found)


def test_a_weather_dashboard_has_rows_enough_for_a_chart() -> None:
    plan = read(WEATHER)
    assert max(len(rows) for rows in plan.seed.values()) >= 24


def test_a_report_takes_no_address_of_a_thing() -> None:
    sale = read("Ventas con fecha e importe. Quiero un informe mensual de ventas.").entities[0]
    assert [page_of(sale, "es", taken).slug for taken in (set(), {"informe-ventas"})] == [
        "informe-ventas",
        "informe-ventas-2",
    ]
