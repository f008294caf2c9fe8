"""Lays out calls and sequences of source text as the Python formatter does, so rendered code needs no pass of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LINE = 120
STEP = 4


@dataclass(frozen=True)
class Group:
    """A bracket with items: a call (`head(`), a list, a tuple; `head` may hold a keyword (`choices=[`)."""

    head: str
    items: tuple[Node, ...]
    close: str

    @property
    def is_call(self) -> bool:
        """Arguments may share one indented line; the items of a literal may not."""
        before = self.head[:-1]
        return self.close == ")" and bool(before) and before[-1] not in "=(, "


Node = str | Group


def call(head: str, items: Iterable[Node]) -> Group:
    return Group(f"{head}(", tuple(items), ")")


def listed(items: Iterable[Node], head: str = "") -> Group:
    return Group(f"{head}[", tuple(items), "]")


def tupled(items: Iterable[Node], head: str = "") -> Group:
    return Group(f"{head}(", tuple(items), ")")


def flat(node: Node) -> str:
    if isinstance(node, str):
        return node
    lone = "," if len(node.items) == 1 and node.close == ")" and not node.is_call else ""
    return f"{node.head}{', '.join(flat(item) for item in node.items)}{lone}{node.close}"


def lay(node: Node, indent: int, used: int | None = None, trail: int = 0) -> str:
    """The node's text; it starts at column `used` of a line indented by `indent`, `trail` columns follow it."""
    single = flat(node)
    start = indent if used is None else used
    if isinstance(node, str) or start + len(single) + trail <= LINE:
        return single
    inner, pad = indent + STEP, " " * (indent + STEP)
    body = ", ".join(flat(item) for item in node.items)
    if node.is_call and inner + len(body) <= LINE:
        return f"{node.head}\n{pad}{body}\n{' ' * indent}{node.close}"
    lines = "".join(f"{pad}{lay(item, inner, trail=1)},\n" for item in node.items)
    return f"{node.head}\n{lines}{' ' * indent}{node.close}"
