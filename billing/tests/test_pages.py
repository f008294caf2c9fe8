"""/billing: a person reads their own ledger in plain words, and nobody else's."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from billing import ledger
from billing.context import balance


@pytest.fixture
def as_alice(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def movements(html: str) -> list[str]:
    """Each line of the table as a person reads it, without its date."""
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    return [text_of(row.split("</time>")[1]).strip() for row in body.split("<tr>")[1:]]


def spend(user: User, purpose: str = "Blog") -> None:
    ledger.hold(user.pk, amount=10, key=f"run:{purpose}:hold", purpose=purpose)
    ledger.capture(f"run:{purpose}:hold", amount=3, key=f"run:{purpose}:capture:backend", reason="backend")
    ledger.release(f"run:{purpose}:hold", key=f"run:{purpose}:release")


def test_a_run_reads_as_reserved_spent_and_given_back(as_alice: Client, alice: User) -> None:
    spend(alice)
    html = as_alice.get("/billing?lang=en", follow=True).content.decode()
    assert movements(html) == [
        "Given back Blog +7 \u22127 97",
        "Spent: Backend Blog – \u22123 90",
        "Reserved Blog \u221210 +10 90",
        "Welcome gift +100 – 100",
    ]


def test_the_page_speaks_spanish_unless_asked_otherwise(as_alice: Client, alice: User) -> None:
    html = text_of(as_alice.get("/billing").content.decode())
    assert "Tus tokens" in html
    assert "Regalo de bienvenida" in html
    assert "Your tokens" not in html


def test_nobody_reads_a_strangers_movements(client: Client, alice: User, bob: User) -> None:
    spend(alice, "Secreto de Alice")
    client.force_login(bob)
    for address in ("/billing", "/billing/movements.csv"):
        answer = client.get(address).content.decode()
        assert "Secreto" not in answer
        assert "100" in answer


@pytest.mark.parametrize("address", ["/billing", "/billing/movements.csv"])
def test_a_visitor_is_asked_to_log_in(client: Client, db: None, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/login?next={address}")


@pytest.mark.parametrize("address", ["/billing", "/billing/movements.csv"])
def test_nothing_is_written_by_post(as_alice: Client, address: str) -> None:
    assert as_alice.post(address).status_code == 405


def test_who_has_no_movements_is_told_what_will_stand_there(client: Client, carol: User) -> None:
    client.force_login(carol)
    html = client.get("/billing").content.decode()
    assert "<tbody>" not in html
    assert "/billing/movements.csv" not in html
    assert re.search(r'class="button" href="/chat"', html)


def test_a_debt_is_explained(as_alice: Client, alice: User) -> None:
    ledger.clawback(alice.pk, amount=130, key="refund")
    html = as_alice.get("/billing?lang=en", follow=True).content.decode()
    assert "You owe 30 tokens." in html
    assert movements(html)[0] == "Refunded purchase \u2212130 – \u221230"


def test_what_people_typed_is_text(as_alice: Client, alice: User) -> None:
    spend(alice, "<script>alert(1)</script>")
    html = as_alice.get("/billing").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_long_histories_come_in_pages_newest_first(as_alice: Client, alice: User) -> None:
    for n in range(30):
        ledger.grant(alice.pk, amount=1, key=f"g{n}", reason=f"number {n};")
    first = as_alice.get("/billing").content.decode()
    last = as_alice.get("/billing?page=2").content.decode()
    assert len(movements(first)) == 25
    assert "number 29;" in movements(first)[0]
    assert len(movements(last)) == 6
    assert 'rel="next"' in first
    assert 'rel="prev"' in last
    assert len(movements(as_alice.get("/billing?page=nonsense").content.decode())) == 25


def test_a_page_reads_the_same_few_rows_however_long_the_history(
    as_alice: Client, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(5):
        spend(alice, f"Project {n}")
    with django_assert_num_queries(6):  # session, person, orders, count, entries with their holds, balance
        as_alice.get("/billing")


def test_the_csv_holds_every_movement_and_cannot_run_in_a_spreadsheet(as_alice: Client, alice: User) -> None:
    spend(alice, '=HYPERLINK("http://evil.example")')
    answer = as_alice.get("/billing/movements.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="autocrea-tokens.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[3:7] for row in rows[1:]] == [
        ["7", "-7", "97", "0"],
        ["0", "-3", "90", "7"],
        ["-10", "10", "90", "10"],
        ["100", "0", "100", "0"],
    ]
    assert rows[1][2] == '\'=HYPERLINK("http://evil.example")'


def header_balance(**context: object) -> str:
    return render_to_string("billing/_balance.html", context)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (ledger.Balance(90, 10), "90 tokens 10 reservados"),
        (ledger.Balance(1, 1), "1 token 1 reservado"),
        (ledger.Balance(0, 0, 3), "0 tokens debes 3"),
        (ledger.Balance(100), "100 tokens"),
    ],
)
def test_the_header_says_what_can_be_used_and_what_is_set_aside(now: ledger.Balance, expected: str) -> None:
    with override("es"):
        assert text_of(header_balance(balance=now)).strip() == expected


def test_the_header_swaps_in_place_only_when_sent_through_the_socket() -> None:
    swapped, plain = (header_balance(balance=ledger.Balance(90), oob=oob) for oob in (True, False))
    assert 'id="balance"' in plain
    assert 'hx-swap-oob="innerHTML"' in swapped
    assert swapped.replace(' hx-swap-oob="innerHTML"', "") == plain


def test_a_visitor_has_no_balance_in_the_header(rf, client: Client, db: None) -> None:
    assert balance(rf.get("/"))["balance"]() is None
    assert 'id="balance"' not in client.get("/").content.decode()


def test_the_balance_is_read_once_and_only_when_a_page_uses_it(
    rf, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = rf.get("/")
    request.user = alice
    with django_assert_num_queries(0):
        read = balance(request)["balance"]
    with django_assert_num_queries(1):
        assert read() == read() == ledger.Balance(available=100)
