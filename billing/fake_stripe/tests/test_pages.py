"""The payment page and the dashboard, pressed without JavaScript; and who may press at all."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from billing.fake_stripe import words
from billing.fake_stripe.__main__ import main
from billing.fake_stripe.faults import Fault
from billing.fake_stripe.money import smallest, written
from billing.fake_stripe.server import FakeStripe
from billing.fake_stripe.tests.conftest import Desk, Receiver, basket

ROOT = Path(__file__).resolve().parents[3]


def page_of(session: Any) -> str:
    return f"/c/pay/{session.id}"


def test_the_payment_page_shows_the_sum_and_each_way_to_go_on(desk: Desk, session: Any) -> None:
    status, html, headers = desk.request("GET", page_of(session))
    assert status == 200
    for text in ('lang="es"', "no se mueve dinero", "12,50 €", "1000 tokens", "Pagar 12,50 €", "Volver sin pagar"):
        assert text in html
    actions = re.findall(r'<button name="action" value="(\w+)"', html)
    assert actions == ["pay", "decline", "authenticate", "delay", "abandon"]
    assert "<script" not in html
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert session.url == desk.fake.url + page_of(session)


def test_the_page_speaks_the_sessions_language_or_the_browsers(api: Any, desk: Desk) -> None:
    english = api.checkout.sessions.create(basket(locale="en"))
    assert "Pay €12.50" in desk.request("GET", page_of(english), headers={"Accept-Language": "es"})[1]
    either = api.checkout.sessions.create(basket())
    assert "Pay €12.50" in desk.request("GET", page_of(either), headers={"Accept-Language": "en-GB,es;q=0.5"})[1]
    assert "Pagar 12,50" in desk.request("GET", page_of(either), headers={"Accept-Language": "es-MX"})[1]


def test_paying_sends_the_browser_to_the_shop_and_twice_pays_once(desk: Desk, api: Any, session: Any) -> None:
    thanks = f"http://127.0.0.1:8000/thanks?session={session.id}"
    assert desk.form(page_of(session), action="pay")[::2] == (303, thanks)
    assert desk.form(page_of(session), action="pay")[::2] == (303, thanks)
    assert len(api.charges.list().data) == 1
    assert thanks in desk.request("GET", page_of(session))[1]


def test_a_declined_card_shows_why_and_lets_try_again(desk: Desk, session: Any) -> None:
    assert desk.form(page_of(session), action="decline")[::2] == (303, page_of(session))
    assert "El banco rechazó la tarjeta" in desk.request("GET", page_of(session))[1]
    assert desk.form(page_of(session), action="pay")[0] == 303


def test_the_banks_question_comes_before_the_payment(desk: Desk, api: Any, session: Any) -> None:
    assert desk.form(page_of(session), action="authenticate")[2] == page_of(session)
    html = desk.request("GET", page_of(session))[1]
    assert "Tu banco pide confirmar" in html
    assert re.findall(r'<button name="action" value="(\w+)"', html) == ["pay", "decline"]
    assert desk.form(page_of(session), action="pay")[2].startswith("http://127.0.0.1:8000/thanks")
    assert api.charges.list().data[0].payment_method_details.card.last4 == "3220"


def test_going_back_leaves_the_session_open(desk: Desk, api: Any, session: Any) -> None:
    assert desk.form(page_of(session), action="abandon")[2] == "http://127.0.0.1:8000/pricing"
    assert api.checkout.sessions.retrieve(session.id).status == "open"


def test_an_expired_page_says_so_and_takes_no_money(desk: Desk, api: Any, session: Any) -> None:
    api.checkout.sessions.expire(session.id)
    assert "caducó" in desk.request("GET", page_of(session))[1]
    assert desk.form(page_of(session), action="pay")[2] == "http://127.0.0.1:8000/pricing"
    assert api.charges.list().data == []


@pytest.mark.parametrize("action", ["delayed_ok", "expire", ""])
def test_the_buyer_cannot_do_what_is_not_the_buyers(desk: Desk, session: Any, action: str) -> None:
    desk.form(page_of(session), action="delay") if action == "delayed_ok" else None
    status, _, location = desk.form(page_of(session), action=action)
    assert (status == 400) or location.startswith("http://127.0.0.1:8000/thanks")
    assert desk.fake.store.objects[session.id]["payment_status"] == "unpaid"


def test_names_are_escaped(desk: Desk, api: Any) -> None:
    price = {"currency": "eur", "unit_amount": 500, "product_data": {"name": "<b>tokens</b>"}}
    session = api.checkout.sessions.create(basket(line_items=[{"quantity": 2, "price_data": price}]))
    for path in (page_of(session), "/"):
        html = desk.request("GET", path)[1]
        assert "&lt;b&gt;tokens" in html
        assert "<b>" not in html


def test_the_dashboard_plays_the_seller_and_the_bank(desk: Desk, api: Any, session: Any) -> None:
    assert "Sin pagar" in desk.request("GET", "/")[1]
    desk.form("/dashboard/play", session=session.id, action="pay")
    charge = api.charges.list().data[0].id
    assert desk.form("/dashboard/play", charge=charge, action="refund", amount="2,50")[::2] == (303, "/")
    assert "Devuelto en parte: 2,50 €" in desk.request("GET", "/")[1]
    for action, state in (("dispute", "En disputa"), ("dispute_won", "Disputa ganada"), ("refund", "Disputa ganada")):
        assert desk.form("/dashboard/play", charge=charge, action=action)[0] == 303
        assert state in desk.request("GET", "/")[1]
    assert api.charges.retrieve(charge).amount_refunded == 1250
    status, html, _ = desk.form("/dashboard/play", charge=charge, action="refund", amount="1")
    assert (status, "already been refunded" in html) == (400, True)
    assert desk.form("/dashboard/play", charge=charge, action="refund", amount="a lot")[0] == 400
    receipt = api.charges.retrieve(charge).receipt_url.removeprefix(desk.fake.url)
    assert "Devuelto: 12,50 €" in desk.request("GET", receipt)[1]


def test_the_dashboard_settles_a_delayed_payment(desk: Desk, session: Any) -> None:
    desk.form(page_of(session), action="delay")
    html = desk.request("GET", "/", headers={"Accept-Language": "en"})[1]
    assert "Payment under way" in html
    assert re.findall(r'value="(delayed_\w+)"', html) == ["delayed_ok", "delayed_fail"]
    desk.form("/dashboard/play", session=session.id, action="delayed_fail")
    assert "Falló" in desk.request("GET", "/")[1]


def test_the_dashboard_turns_the_switches_and_sends_what_is_held(
    desk: Desk, api: Any, receiver: Receiver, session: Any
) -> None:
    desk.settle()
    assert desk.form("/dashboard/turn", deliver="hold", outage="on", latency_ms="0")[0] == 303
    assert (desk.control()["deliver"], desk.control()["outage"]) == ("hold", True)
    desk.form("/dashboard/turn", deliver="hold", latency_ms="0")
    assert not desk.control()["outage"]
    desk.form(page_of(session), action="pay")
    assert "Enviar los retenidos (3)" in desk.request("GET", "/")[1]
    desk.form("/dashboard/send", action="held")
    assert len(receiver.events) == 4
    desk.form("/dashboard/send", event=receiver.events[0].id)
    assert receiver.types[4] == receiver.types[0]
    assert desk.form("/dashboard/turn", deliver="sideways")[0] == 400


def test_unknown_addresses_and_switches_are_refused(desk: Desk) -> None:
    assert desk.request("GET", "/nowhere")[0] == 404
    assert desk.form("/nowhere")[0] == 404
    assert desk.request("GET", "/c/pay/cs_test_none")[0] == 404
    for body in ('{"colour": 1}', "[]", "{", '{"latency_ms": "soon"}', '{"deliver": "upwards"}'):
        assert desk.request("POST", "/_control", body)[0] == 400
    assert desk.request("POST", "/_play", '{"action": "pay"}')[0] == 400


def test_another_sites_page_presses_no_button_here(desk: Desk, session: Any) -> None:
    away = {"Origin": "http://evil.example"}
    for path in (page_of(session), "/_play", "/_control", "/dashboard/turn"):
        assert desk.request("POST", path, "", away)[0] == 403
    neighbour = {"Origin": "http://127.0.0.1:1"}
    assert desk.request("POST", page_of(session), "action=pay", neighbour)[0] == 403
    assert desk.request("GET", "/", headers={"Host": "rebound.example"})[0] == 403
    assert desk.fake.store.objects[session.id]["status"] == "open"


@pytest.mark.parametrize("url", ["http://shop.example/hook/", "https://127.0.0.1/hook/", "/hook/"])
def test_events_go_to_this_machine_only(desk: Desk, url: str) -> None:
    with pytest.raises(Fault):
        FakeStripe(url, "whsec_x")
    assert desk.request("POST", "/_control", json.dumps({"webhook": {"url": url}}))[0] == 400


def test_every_word_is_there_in_both_languages() -> None:
    for name, (spanish, english) in words.WORDS.items():
        assert spanish, name
        assert english, name
        assert re.findall(r"{\w+}", spanish) == re.findall(r"{\w+}", english), name


@pytest.mark.parametrize(
    ("amount", "currency", "spanish", "english"),
    [
        (123456, "eur", "1.234,56 €", "€1,234.56"),
        (500, "jpy", "500 ¥", "¥500"),
        (500, "mxn", "5,00 MXN", "5.00 MXN"),
    ],
)
def test_money_is_written_as_people_write_it(amount: int, currency: str, spanish: str, english: str) -> None:
    assert written(amount, currency, "es") == spanish
    assert written(amount, currency, "en") == english
    assert smallest(spanish.split()[0].replace(".", ""), currency) == amount


@pytest.mark.parametrize("debug", ["False", "false", "0"])
def test_it_does_not_start_in_production(monkeypatch: Any, capsys: Any, debug: str) -> None:
    monkeypatch.setenv("DEBUG", debug)
    assert main(["--port", "0", "--webhook-url", "http://127.0.0.1:9/", "--webhook-secret", "whsec_x"]) == 2
    assert "development only" in capsys.readouterr().err


def test_the_process_says_where_it_is_keeps_its_data_and_ends_when_told(tmp_path: Path) -> None:
    """Started as `make run` starts it, without Django: that it imports nothing else is part of what is tested."""
    data = tmp_path / "stripe.json"
    command = [sys.executable, "-m", "billing.fake_stripe", "--port", "0", "--data", str(data)]
    command += ["--webhook-url", "http://127.0.0.1:9/", "--webhook-secret", "whsec_x"]
    environment = {"PATH": os.environ["PATH"], "DEBUG": "True"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("The pretended Stripe is at http://127.0.0.1:")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=5) == 0
    assert json.loads(data.read_text())["objects"] == {}


def test_it_imports_nothing_but_the_standard_library() -> None:
    script = (
        "import sys, billing.fake_stripe.__main__\n"
        "own = {name.split('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)\n"
        "print(sorted(name for name in own if not name.startswith('_')))\n"
        "print(sorted(name for name in sys.modules if name.startswith('billing.') and 'fake_stripe' not in name))\n"
    )
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{script}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["['billing']", "[]"]
