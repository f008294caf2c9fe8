"""Text from a description, quoted for the language of the file it lands in.

Whatever a label holds (quotes, braces, tags, newlines), it stays text: a Python literal, an escaped piece of a Django
template, a comment, JSON or Markdown. Templates never paste a label without one of these filters.
"""

from __future__ import annotations

import html
import json
import unicodedata


def python(value: object) -> str:
    """A Python literal, double-quoted where that needs no extra escapes."""
    if isinstance(value, (list, tuple)):
        inner = ", ".join(python(item) for item in value)
        if isinstance(value, list):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    literal = repr(value)
    if isinstance(value, str) and literal.startswith("'") and '"' not in literal:
        return f'"{literal[1:-1]}"'
    return literal


def line(value: str) -> str:
    """One line for a comment or docstring: nothing in it ends the line, the docstring or the reading direction."""
    kept = "".join(char for char in value if unicodedata.category(char) not in {"Cc", "Cf", "Cs"} or char.isspace())
    text = " ".join(kept.split())
    return text.replace("\\", "/").replace('"', "'")


def template(value: str) -> str:
    """Text for a Django template: escaped for HTML, and no brace left that could open a tag."""
    clean = "".join(char for char in value if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})
    return html.escape(clean).replace("{", "&#123;").replace("}", "&#125;")


def within(label: str) -> str:
    """A label inside a sentence: `Cita` → `cita`, but `API` stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def pretty_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def markdown(value: str) -> str:
    """One line of Markdown in which nothing is markup."""
    text = html.escape(line(value), quote=False)
    for char in "`*_[]|#":
        text = text.replace(char, f"\\{char}")
    return text
