"""The host's own counting, without a project: what it reads from pages and files, and what it works out from rows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generation.blueprint.schema import Who
from generation.sandbox.checks.exports import is_number
from generation.sandbox.checks.figures import FIGURE, as_table, compare, digits, lacks, month_of, within, worked_out
from generation.sandbox.inspection import CheckFailure
from generation.sandbox.session import Response
from generation.stacks.protocol import CountedProbe

COUNTED = CountedProbe("Sale", "sale", "day", (("amount", "amount", "total"),), None, ("state", ("open",)))
ROWS = [
    {"day": "2031-02-03", "amount": 10.5, "state": "paid"},
    {"day": "2031-02-28 23:00:00", "amount": None, "state": "paid"},
    {"day": "2031-03-01", "amount": 4, "state": "open"},
]


def csv_response(text: str, kind: str = "text/csv; charset=utf-8") -> Response:
    return Response(200, (("Content-Type", kind),), text.encode(), "")


def test_figures_are_read_by_their_names() -> None:
    page = '<data class="figure-number" data-figure="sale.count" value="1234">1.234</data><data value="3">3</data>'
    assert FIGURE.findall(page) == [("sale.count", "1234", "1.234")]


def test_sums_leave_out_what_is_not_earned_and_what_is_not_there() -> None:
    compare({"sale.count": [("3", "3")], "sale.total.amount": [("10.5", "10,50 €")]}, COUNTED, ROWS, "sale", "page")


@pytest.mark.parametrize(
    "found",
    [
        {"sale.count": [("2", "2")], "sale.total.amount": [("10.5", "10.5")]},
        {"sale.count": [("3", "3")], "sale.total.amount": [("14.5", "14.5")]},
        {"sale.count": [("3", "4")], "sale.total.amount": [("10.5", "10.5")]},
        {"sale.count": [("3", "3")]},
        {"sale.count": [("many", "many")], "sale.total.amount": [("10.5", "10.5")]},
    ],
)
def test_a_figure_that_is_wrong_missing_or_shown_otherwise_is_found(found: dict[str, list[tuple[str, str]]]) -> None:
    with pytest.raises(CheckFailure):
        compare(found, COUNTED, ROWS, "sale", "page")


def test_a_month_is_from_its_first_to_its_last_day() -> None:
    assert month_of("2032-02-11") == ("2032-02-01", "2032-02-29")
    assert [row["day"][:10] for row in within(ROWS, COUNTED, month_of("2031-02-03"))] == ["2031-02-03", "2031-02-28"]


def test_a_mean_is_of_the_numbers_that_are_there() -> None:
    assert worked_out([1, None, "2"], "mean") == Decimal("1.5")
    assert worked_out([None], "mean") is None
    assert worked_out([], "total") == 0


def test_numbers_are_compared_however_they_are_written() -> None:
    assert digits("1.234,50 €") == digits("1234.5")
    assert digits("12") != digits("13")


def test_a_file_without_the_mark_or_of_another_kind_is_refused() -> None:
    assert as_table(csv_response('\ufeffa,b\r\n"1\n2",3\r\n'), "x") == [["a", "b"], ["1\n2", "3"]]
    for response in (csv_response("a,b\r\n"), csv_response("\ufeffa", "text/html")):
        with pytest.raises(CheckFailure):
            as_table(response, "x")


def test_a_minus_is_a_number_and_a_sum_is_a_formula() -> None:
    assert is_number("-12.50")
    assert not any(map(is_number, ("-1+2", "=1", "--1", "-")))


def test_the_staff_lacks_nothing_and_a_visitor_all_but_what_is_public() -> None:
    assert not any(lacks("staff", who) for who in Who)
    assert [lacks("member", who) for who in Who] == [False, False, False, True]
    assert [lacks("visitor", who) for who in Who] == [False, True, True, True]
