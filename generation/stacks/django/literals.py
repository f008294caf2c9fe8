"""Text from a description, quoted for the language of the file it lands in.

Whatever a label holds (quotes, braces, tags, newlines), it stays text: a Python literal, an escaped piece of a Django
template, a comment, JSON or Markdown. Templates never paste a label without one of these filters.
"""

from __future__ import annotations

import html
import json
import unicodedata
from collections.abc import Iterable

LINE = 120


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


def call(head: str, arguments: Iterable[str], indent: int = 0, tail: str = "") -> str:
    """`head(arguments)tail` on one line, or one argument a line when it would be too long."""
    items = list(arguments)
    single = f"{head}({', '.join(items)}){tail}"
    if indent + len(single) <= LINE and "\n" not in single:
        return single
    pad = " " * (indent + 4)
    body = "".join(f"{pad}{item},\n" for item in items)
    return f"{head}(\n{body}{' ' * indent}){tail}"


def sequence(items: Iterable[str], indent: int = 0, brackets: str = "()", used: int = 0) -> str:
    """A tuple or list of ready source pieces, wrapped like the formatter does; `used` columns stand before it."""
    pieces = list(items)
    comma = "," if brackets == "()" and len(pieces) == 1 else ""
    single = f"{brackets[0]}{', '.join(pieces)}{comma}{brackets[1]}"
    if indent + used + len(single) <= LINE and "\n" not in single:
        return single
    pad = " " * (indent + 4)
    return brackets[0] + "\n" + "".join(f"{pad}{piece},\n" for piece in pieces) + " " * indent + brackets[1]
