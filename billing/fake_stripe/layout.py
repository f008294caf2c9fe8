"""The frame of every page: one narrow column, no JavaScript, light and dark. Everything that varies is escaped."""

from __future__ import annotations

from html import escape

from billing.fake_stripe.words import say

STYLE = """
:root{color-scheme:light dark;--page:#f8fafc;--card:#fff;--line:#cbd5e1;--text:#0f172a;--soft:#475569;
--key:#0e7490;--on-key:#fff;--note:#fef3c7;--on-note:#78350f;--bad:#be123c;--good:#047857}
@media(prefers-color-scheme:dark){:root{--page:#020617;--card:#0f172a;--line:#334155;--text:#e2e8f0;--soft:#94a3b8;
--key:#06b6d4;--on-key:#020617;--note:#451a03;--on-note:#fde68a;--bad:#fda4af;--good:#6ee7b7}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif}
.notice{margin:0;padding:12px 16px;background:var(--note);color:var(--on-note);text-align:center;font-weight:600}
main{max-width:720px;margin:0 auto;padding:24px 16px 64px}
main.narrow{max-width:440px}
h1{font-size:28px;line-height:1.2;margin:0 0 16px}h2{font-size:20px;margin:32px 0 12px}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px;margin:0 0 12px}
.row{display:flex;flex-wrap:wrap;gap:8px;align-items:center;justify-content:space-between}
.soft{color:var(--soft);font-size:14px;margin:4px 0;overflow-wrap:anywhere}
.sum{font-size:28px;font-weight:650;font-variant-numeric:tabular-nums;margin:0}
.bad{color:var(--bad);font-weight:600}.good{color:var(--good);font-weight:600}
form{margin:0}.stack{display:grid;gap:12px}.acts{display:flex;flex-wrap:wrap;gap:8px;margin-top:12px}
button,.button,input,select{font:inherit;min-height:44px;border-radius:8px;padding:8px 14px;
border:1px solid var(--line);background:var(--card);color:var(--text)}
button,.button{cursor:pointer;text-decoration:none;display:inline-flex;align-items:center;justify-content:center}
button.key,.button.key{background:var(--key);color:var(--on-key);border-color:var(--key);font-weight:600}
button:hover,.button:hover{border-color:var(--text)}
:focus-visible{outline:3px solid var(--key);outline-offset:2px}
label{display:grid;gap:4px;font-size:14px;color:var(--soft)}label.check{display:flex;gap:8px;align-items:center}
label.check input{min-height:0;width:20px;height:20px}input[type=text]{width:120px}
table{width:100%;border-collapse:collapse;font-size:14px}td{padding:8px 4px;border-top:1px solid var(--line);
overflow-wrap:anywhere}td+td{text-align:right}td button{white-space:nowrap}
"""


def page(language: str, title: str, body: str, *, narrow: bool = False) -> str:
    """A whole document. `body` is HTML; the title is text."""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<style>{STYLE}</style></head><body><p class="notice" role="note">{escape(say(language, "notice"))}</p>'
        f"<main{' class=narrow' if narrow else ''}><h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def form(action: str, inner: str, **hidden: str) -> str:
    fields = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items())
    return f'<form method="post" action="{escape(action)}">{fields}{inner}</form>'


def button(label: str, value: str = "", *, key: bool = False) -> str:
    name = f' name="action" value="{escape(value)}"' if value else ""
    return f"<button{name}{' class=key' if key else ''}>{escape(label)}</button>"


def link(label: str, href: str, *, key: bool = False) -> str:
    return f'<a class="button{" key" if key else ""}" href="{escape(href)}">{escape(label)}</a>'


def paragraph(text: str, class_: str = "") -> str:
    return f'<p class="{class_}">{escape(text)}</p>' if class_ else f"<p>{escape(text)}</p>"
