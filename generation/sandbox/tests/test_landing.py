"""One page is verified when all that the plan says stands on it."""

from __future__ import annotations

import pytest

from generation.sandbox.tests.one_check import report_of
from generation.sandbox.verify import verify
from generation.stacks.django import DjangoStack
from generation.stacks.tests import rowless

STACK = DjangoStack()
HOME = "core/templates/core/home.html"
pytestmark = pytest.mark.sandbox


def test_a_landing_page_is_verified() -> None:
    blueprint = rowless.yoga()
    report = verify(STACK.render(blueprint), blueprint, STACK.check_plan(blueprint))
    assert report.verified, report.failed


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("<b>12 €</b>", "<b>15 €</b>", "'12 €' is not on the page"),
        ("https://wa.me/34600123456", "https://wa.me/34600123457", "'https://wa.me/34600123456' is not on the page"),
        ("&lt;b&gt;Pilates&lt;/b&gt;", "<b>Pilates</b>", "Pilates"),
    ],
    ids=["another price", "another telephone", "unescaped words"],
)
def test_a_spoiled_page_comes_out_red(old: str, new: str, says: str) -> None:
    blueprint = rowless.yoga()
    files = STACK.render(blueprint)
    assert old in files[HOME]
    files[HOME] = files[HOME].replace(old, new)
    report = report_of("pages", files, blueprint, STACK.check_plan(blueprint))
    assert not report.verified
    assert says in report.check("pages").detail
