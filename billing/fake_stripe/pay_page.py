"""The hosted payment page, and the receipt and invoice a buyer gets."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

from billing.fake_stripe import purchases
from billing.fake_stripe.faults import Fault, Json
from billing.fake_stripe.layout import button, form, link, page, paragraph
from billing.fake_stripe.money import written
from billing.fake_stripe.store import Store
from billing.fake_stripe.words import say

BUYER = ("pay", "decline", "delay", "authenticate", "abandon")


def show(store: Store, session: Json, language: str) -> str:
    title = say(language, "pay_title")
    if session["status"] == "expired":
        back = purchases.back(session)
        onward = link(say(language, "onward"), back, key=True) if back else ""
        return page(language, title, paragraph(say(language, "expired")) + onward, narrow=True)
    if session["status"] == "complete":
        onward = link(say(language, "onward"), purchases.forward(session), key=True)
        return page(language, title, paragraph(say(language, "complete")) + onward, narrow=True)
    intent = store.find(session["payment_intent"], "payment_intent") or {}
    if intent.get("status") == "requires_action":
        return _bank(session, language)
    refused = intent.get("last_payment_error")
    warning = f'<p class="bad" role="alert">{escape(say(language, "declined"))}</p>' if refused else ""
    return page(language, title, _basket(session, language) + warning + _choices(session, language), narrow=True)


def press(store: Store, session: Json, action: str) -> str | None:
    """What a button does; where the browser goes then. None: to the payment page again."""
    if action not in BUYER:
        raise Fault(f"Unknown action {action!r}")
    if session["status"] == "complete":  # pressed twice: paid once
        return purchases.forward(session)
    if session["status"] == "expired":
        return purchases.back(session)
    return purchases.play(store, session, action)


def _basket(session: Json, language: str) -> str:
    items = session["_include"]["line_items"]["data"]
    lines = "".join(
        f'<div class="row"><span>{escape(item["description"])}{_times(item["quantity"])}</span>'
        f"<span>{escape(written(item['amount_total'], item['currency'], language))}</span></div>"
        for item in items
    )
    total = paragraph(say(language, "total"), "soft") + f'<p class="sum">{_sum(session, language)}</p>'
    return f'<div class="card">{total}{lines}</div>'


def _times(quantity: int) -> str:
    return f" × {quantity}" if quantity > 1 else ""


def _sum(session: Json, language: str) -> str:
    return escape(written(session["amount_total"], session["currency"], language))


def _choices(session: Json, language: str) -> str:
    amount = written(session["amount_total"], session["currency"], language)
    buttons = [
        button(say(language, "pay", amount=amount), "pay", key=True),
        button(say(language, "decline"), "decline"),
        button(say(language, "authenticate"), "authenticate"),
        button(say(language, "delay"), "delay"),
        paragraph(say(language, "delay_help"), "soft"),
    ]
    if session["cancel_url"]:
        buttons.append(button(say(language, "abandon"), "abandon"))
    inner = paragraph(say(language, "choose"), "soft") + f'<div class="stack">{"".join(buttons)}</div>'
    return form(f"/c/pay/{session['id']}", inner)


def _bank(session: Json, language: str) -> str:
    amount = written(session["amount_total"], session["currency"], language)
    buttons = button(say(language, "bank_yes", amount=amount), "pay", key=True) + button(
        say(language, "bank_no"), "decline"
    )
    inner = form(f"/c/pay/{session['id']}", f'<div class="stack">{buttons}</div>')
    return page(language, say(language, "bank_title"), _basket(session, language) + inner, narrow=True)


def receipt(charge: Json, language: str) -> str:
    body = _paid(charge["amount"], charge, language)
    if charge["amount_refunded"]:
        amount = written(charge["amount_refunded"], charge["currency"], language)
        body += paragraph(say(language, "refunded", amount=amount))
    return page(language, say(language, "receipt"), f'<div class="card">{body}</div>', narrow=True)


def invoice(thing: Json, language: str) -> str:
    lines = "".join(paragraph(line["description"] or "") for line in thing["lines"]["data"])
    body = f'<div class="card">{_paid(thing["total"], thing, language)}{lines}</div>'
    body += link(say(language, "pdf"), f"/invoices/{thing['id']}/pdf", key=True)
    return page(language, say(language, "invoice", number=thing["number"]), body, narrow=True)


def _paid(amount: int, thing: Json, language: str) -> str:
    total = escape(written(amount, thing["currency"], language))
    return f'<p class="sum">{total}</p>' + paragraph(say(language, "paid_on", date=_date(thing["created"])), "soft")


def _date(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")


def invoice_pdf(thing: Json, language: str) -> bytes:
    """One page of plain text lines, the smallest file that every reader opens."""
    lines = [
        say(language, "invoice", number=thing["number"]),
        say(language, "paid_on", date=_date(thing["created"])),
        *(line["description"] or "" for line in thing["lines"]["data"]),
        f"{say(language, 'total')}: {written(thing['total'], thing['currency'], language)}",
        say(language, "notice"),
    ]
    drawn = " T* ".join(f"({_pdf_text(line)}) Tj" for line in lines)
    stream = f"BT /F1 12 Tf 18 TL 72 770 Td {drawn} ET".encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
        b"/Encoding /WinAnsiEncoding >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    return _pdf_file(objects)


def _pdf_text(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _pdf_file(objects: list[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(data))
    )
