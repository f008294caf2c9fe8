"""The page at `/`: each payment with what the seller, the bank or time can do to it; the events; the switches."""

from __future__ import annotations

from html import escape

from billing.fake_stripe import reversals
from billing.fake_stripe.courier import MODES, Switches
from billing.fake_stripe.faults import Json
from billing.fake_stripe.layout import button, form, link, page, paragraph
from billing.fake_stripe.money import written
from billing.fake_stripe.store import Store
from billing.fake_stripe.words import say

MOST = 30


def show(store: Store, switches: Switches, language: str, sorry: str = "") -> str:
    alert = f'<p class="bad" role="alert">{escape(sorry)}</p>' if sorry else ""
    sessions = store.all_of("checkout.session")[:MOST]
    payments = "".join(_payment(store, session, language) for session in sessions)
    body = (
        alert
        + link(say(language, "reload"), "/")
        + f"<h2>{escape(say(language, 'payments'))}</h2>"
        + (payments or paragraph(say(language, "no_payments"), "soft"))
        + _events(store, switches, language)
        + _switches(switches, language)
    )
    return page(language, say(language, "dashboard"), body)


def _payment(store: Store, session: Json, language: str) -> str:
    amount = written(session["amount_total"], session["currency"], language)
    intent = store.find(session["payment_intent"], "payment_intent") or {}
    charge = store.find(intent.get("latest_charge"), "charge")
    state, tone = _state(store, session, charge, language)
    names = ", ".join(item["description"] for item in session["_include"]["line_items"]["data"])
    acts = (
        _charge_acts(store, charge, language) if charge and charge["paid"] else _session_acts(session, intent, language)
    )
    return (
        f'<section class="card"><div class="row"><strong>{escape(amount)}</strong>'
        f'<span class="{tone}">{escape(state)}</span></div>'
        f"{paragraph(names, 'soft')}{paragraph(session['id'][:24] + '…', 'soft')}"
        f'<div class="acts">{acts}</div></section>'
    )


def _state(store: Store, session: Json, charge: Json | None, language: str) -> tuple[str, str]:
    if session["status"] == "expired":
        return say(language, "state_expired"), "soft"
    if session["status"] == "open":
        return say(language, "state_open"), "soft"
    if charge is None or charge["status"] == "pending":
        return say(language, "state_waiting"), "soft"
    if charge["status"] == "failed":
        return say(language, "state_failed"), "bad"
    return _paid_state(store, charge, language)


def _paid_state(store: Store, charge: Json, language: str) -> tuple[str, str]:
    if charge["disputed"]:
        dispute = next(found for found in store.all_of("dispute") if found["charge"] == charge["id"])
        name = {"won": "state_won", "lost": "state_lost"}.get(dispute["status"], "state_disputed")
        return say(language, name), "good" if name == "state_won" else "bad"
    if charge["refunded"]:
        return say(language, "state_refunded"), "bad"
    if charge["amount_refunded"]:
        amount = written(charge["amount_refunded"], charge["currency"], language)
        return say(language, "state_part", amount=amount), "bad"
    return say(language, "state_paid"), "good"


def _session_acts(session: Json, intent: Json, language: str) -> str:
    names = []
    if intent.get("status") == "processing":
        names = ["delayed_ok", "delayed_fail"]
    elif session["status"] == "open":
        names = ["expire"]
    acts = "".join(form("/dashboard/play", button(say(language, name), name), session=session["id"]) for name in names)
    return (link(say(language, "open_page"), f"/c/pay/{session['id']}") if names == ["expire"] else "") + acts


def _charge_acts(store: Store, charge: Json, language: str) -> str:
    def act(name: str, label: str) -> str:
        return form("/dashboard/play", button(say(language, label), name), charge=charge["id"])

    if reversals.open_dispute(store, charge):
        return act("dispute_won", "dispute_won") + act("dispute_lost", "dispute_lost")
    acts = "" if charge["disputed"] else act("dispute", "dispute")
    if not charge["refunded"] and not reversals.lost(store, charge):
        label = say(language, "amount")
        part = '<span class="row"><input type="text" name="amount" inputmode="decimal" '
        part += f'aria-label="{escape(label)}" placeholder="{escape(label)}" required>'
        part += button(say(language, "refund_part"), "refund") + "</span>"
        acts = act("refund", "refund_all") + form("/dashboard/play", part, charge=charge["id"]) + acts
    return acts


def _events(store: Store, switches: Switches, language: str) -> str:
    rows = "".join(_event(store, event, language) for event in store.all_of("event")[:MOST])
    held = sum(note["state"] == "held" for note in store.deliveries.values())
    release = form("/dashboard/send", button(say(language, "send_held", count=held), "held", key=True)) if held else ""
    return (
        f"<h2>{escape(say(language, 'events'))}</h2>"
        + paragraph(say(language, "events_to", url=switches.webhook_url), "soft")
        + release
        + (f"<table>{rows}</table>" if rows else paragraph(say(language, "no_events"), "soft"))
    )


def _event(store: Store, event: Json, language: str) -> str:
    note = store.deliveries[event["id"]]
    statuses = ", ".join(str(one["status"] or say(language, "no_answer")) for one in note["attempts"][-6:])
    label = say(language, "send" if note["state"] == "held" else "send_again")
    again = form("/dashboard/send", button(label), event=event["id"]) if note["state"] != "pending" else ""
    tone = {"delivered": "good", "undelivered": "bad"}.get(note["state"], "soft")
    return (
        f'<tr><td>{escape(event["type"])}<br><span class="{tone}">'
        f"{escape(say(language, 'event_' + note['state']))}</span> {escape(statuses)}</td><td>{again}</td></tr>"
    )


def _switches(switches: Switches, language: str) -> str:
    modes = "".join(
        f'<option value="{mode}"{" selected" if mode == switches.deliver else ""}>'
        f"{escape(say(language, 'mode_' + mode))}</option>"
        for mode in MODES
    )
    checked = " checked" if switches.outage else ""
    inner = (
        f'<label>{escape(say(language, "delivery"))}<select name="deliver">{modes}</select></label>'
        f'<label class="check"><input type="checkbox" name="outage" value="on"{checked}>'
        f"{escape(say(language, 'outage'))}</label>"
        f"<label>{escape(say(language, 'latency'))}"
        f'<input type="text" inputmode="numeric" name="latency_ms" value="{round(switches.latency * 1000)}"></label>'
        + button(say(language, "apply"), key=True)
    )
    title = escape(say(language, "switches"))
    return f'<h2>{title}</h2><div class="card">{form("/dashboard/turn", f"<div class=stack>{inner}</div>")}</div>'
