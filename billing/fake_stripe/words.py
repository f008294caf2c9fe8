"""The words of the pages, in Spanish and English. This process has no translations of its own to load."""

from __future__ import annotations

LANGUAGES = ("es", "en")
WORDS: dict[str, tuple[str, str]] = {
    "notice": (
        "Stripe simulado: aquí no se mueve dinero y nada sale de esta máquina.",
        "Pretended Stripe: no money moves here, and nothing leaves this machine.",
    ),
    "pay_title": ("Pagar", "Pay"),
    "total": ("Total", "Total"),
    "pay": ("Pagar {amount}", "Pay {amount}"),
    "decline": ("Tarjeta rechazada", "Declined card"),
    "delay": ("Pago que tarda", "Payment that takes time"),
    "authenticate": ("Tarjeta que pide confirmar (3-D Secure)", "Card that asks to confirm (3-D Secure)"),
    "abandon": ("Volver sin pagar", "Go back without paying"),
    "choose": ("Elige qué debe pasar:", "Choose what is to happen:"),
    "delay_help": (
        "Como un adeudo SEPA: la compra se cierra ahora y el pago se confirma, o falla, desde el panel.",
        "Like a SEPA debit: the purchase closes now; the payment is confirmed, or fails, from the dashboard.",
    ),
    "declined": (
        "El banco rechazó la tarjeta. No se cobró nada. Prueba otra vez.",
        "The bank declined the card. Nothing was charged. Try again.",
    ),
    "bank_title": ("Tu banco pide confirmar el pago", "Your bank asks you to confirm the payment"),
    "bank_yes": ("Confirmar y pagar {amount}", "Confirm and pay {amount}"),
    "bank_no": ("No confirmar", "Do not confirm"),
    "complete": ("Esta compra ya se cerró.", "This purchase is already closed."),
    "onward": ("Volver a la tienda", "Back to the shop"),
    "expired": (
        "Esta página de pago caducó. Empieza otra vez en la tienda.",
        "This payment page expired. Start again in the shop.",
    ),
    "receipt": ("Recibo", "Receipt"),
    "invoice": ("Factura {number}", "Invoice {number}"),
    "paid_on": ("Pagado el {date}", "Paid on {date}"),
    "refunded": ("Devuelto: {amount}", "Refunded: {amount}"),
    "pdf": ("Descargar PDF", "Download PDF"),
    "dashboard": ("Panel", "Dashboard"),
    "payments": ("Pagos", "Payments"),
    "no_payments": ("Todavía no se abrió ninguna página de pago.", "No payment page has been opened yet."),
    "open_page": ("Abrir la página de pago", "Open the payment page"),
    "refund_all": ("Devolver todo", "Refund all"),
    "refund_part": ("Devolver una parte", "Refund a part"),
    "amount": ("Importe", "Amount"),
    "dispute": ("Abrir una disputa", "Open a dispute"),
    "dispute_won": ("Ganar la disputa", "Win the dispute"),
    "dispute_lost": ("Perder la disputa", "Lose the dispute"),
    "delayed_ok": ("El pago llega", "The payment arrives"),
    "delayed_fail": ("El pago falla", "The payment fails"),
    "expire": ("Caducar", "Expire"),
    "state_open": ("Sin pagar", "Not paid"),
    "state_expired": ("Caducado", "Expired"),
    "state_paid": ("Pagado", "Paid"),
    "state_waiting": ("Pago en camino", "Payment under way"),
    "state_failed": ("Falló", "Failed"),
    "state_part": ("Devuelto en parte: {amount}", "Partly refunded: {amount}"),
    "state_refunded": ("Devuelto", "Refunded"),
    "state_disputed": ("En disputa", "Disputed"),
    "state_lost": ("Disputa perdida", "Dispute lost"),
    "state_won": ("Disputa ganada", "Dispute won"),
    "events": ("Avisos (webhooks)", "Events (webhooks)"),
    "no_events": ("Todavía no hay avisos.", "No events yet."),
    "events_to": ("Se envían a {url}", "Sent to {url}"),
    "send_again": ("Enviar otra vez", "Send again"),
    "send": ("Enviar", "Send"),
    "send_held": ("Enviar los retenidos ({count})", "Send those held ({count})"),
    "event_pending": ("En camino", "On its way"),
    "event_held": ("Retenido", "Held"),
    "event_delivered": ("Entregado", "Delivered"),
    "event_undelivered": ("No entregado", "Not delivered"),
    "no_answer": ("sin respuesta", "no answer"),
    "switches": ("Interruptores", "Switches"),
    "delivery": ("Entrega de avisos", "Delivery of events"),
    "mode_normal": ("Normal", "Normal"),
    "mode_hold": ("Retener hasta que se pida", "Hold until asked"),
    "mode_duplicate": ("Cada uno tres veces a la vez", "Each three times at once"),
    "mode_shuffle": ("En desorden", "Out of order"),
    "mode_late": ("Con 5 segundos de retraso", "5 seconds late"),
    "outage": ("Avería: la API no responde (503)", "Outage: the API does not answer (503)"),
    "latency": ("Retraso de la API, en milisegundos", "Delay of the API, in milliseconds"),
    "apply": ("Aplicar", "Apply"),
    "reload": ("Actualizar", "Reload"),
    "sorry": ("No se puede", "That cannot be done"),
    "not_found": ("Aquí no hay nada", "Nothing is here"),
}


def say(language: str, name: str, **values: object) -> str:
    return WORDS[name][LANGUAGES.index(language)].format(**values)


def language_of(locale: str | None, accept_language: str) -> str:
    """Spanish or English: what the session says, else what the browser prefers; Spanish when it says nothing."""
    wanted = locale if locale not in (None, "auto") else accept_language.split(",")[0]
    if not wanted:
        return "es"
    return "es" if wanted.lower().startswith("es") else "en"
