"""The home page opens with what its kind of app is about, and an app's mark is about its domain."""

from __future__ import annotations

import pytest

from generation.blueprint.behaviour.orders import with_orders
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Blueprint, PageKind
from generation.blueprint.words.domains import all_domains
from generation.stacks.django import DjangoStack, home
from generation.stacks.django.marks import mark
from generation.stacks.django.project import context
from generation.stacks.tests import neighbours, occupied, samples

HOME = "core/templates/core/home.html"


@pytest.mark.parametrize(
    ("made", "shape", "opens_with"),
    [
        (samples.shop, "catalogue", 'class="hero hero-shop"'),
        (occupied.coworking, "booking", 'class="hero hero-booking"'),
        (samples.blog, "magazine", 'class="masthead"'),
        (samples.todo, "desk", 'class="figures home-figures"'),
    ],
)
def test_each_kind_of_app_opens_in_its_own_way(made, shape: str, opens_with: str) -> None:  # type: ignore[no-untyped-def]
    blueprint = with_orders(made())
    assert context(blueprint)["home_shape"] == shape
    assert opens_with in DjangoStack().render(blueprint)[HOME]


def test_a_headline_is_short_and_is_not_said_again_below() -> None:
    long = "Notas, citas y papeles de una consulta de fisioterapia con tres salas y una sola agenda para todas"
    blueprint = _landing(samples.blog(), title="", text="").model_copy(update={"purpose": long})
    assert home.welcome(blueprint).title == blueprint.name
    assert home.welcome(blueprint).lead == long
    titled = home.welcome(_landing(blueprint, title="Caminar despacio.", text="Caminar despacio\nCada domingo."))
    assert (titled.title, titled.lead) == ("Caminar despacio", "Cada domingo.")


def _landing(blueprint: Blueprint, **said: str) -> Blueprint:
    pages = (page.model_copy(update=said) if page.kind is PageKind.LANDING else page for page in blueprint.pages)
    return blueprint.model_copy(update={"pages": tuple(pages)})


def test_what_a_visitor_may_not_read_is_shown_by_examples_alone() -> None:
    blueprint = samples.todo()
    shown = context(blueprint)["showcase"]
    seeded = {str(value) for row in blueprint.seed[context(blueprint)["primary"].name] for value in row.values()}
    assert shown.rows
    assert {row.title for row in shown.rows} <= seeded
    assert context(neighbours.neighbours())["showcase"] is None


def test_a_booking_begins_with_rows_that_everybody_may_see() -> None:
    booking = context(occupied.coworking())["booking"]
    assert booking.choice.rules.read.value == "visitor"
    assert f"?{booking.field}=" in DjangoStack().render(occupied.coworking())[HOME]
    assert context(samples.salon())["booking"] is None


def test_every_domain_has_a_mark_and_a_headline_that_fits_a_line() -> None:
    headlines = tables("headlines")["domains"]
    plain = {mark(name, "") for name in "abcdefgh"}
    for domain in all_domains():
        if domain.landing:
            continue
        assert mark("a", domain.ident) not in plain, domain.ident
        assert all(0 < len(headlines[domain.ident][language]) <= 60 for language in ("es", "en")), domain.ident


def test_people_at_work_have_their_navigation_at_the_side_and_visitors_at_the_top() -> None:
    base = DjangoStack().render(samples.todo())["core/templates/core/base.html"]
    beside, _, above = base.partition("{% else %}")
    assert "{% if user.is_authenticated and links %}" in beside
    assert 'class="side"' in beside
    assert 'class="side"' not in above
    assert 'class="top' in above
    assert context(samples.blog())["layout"] == "top"
