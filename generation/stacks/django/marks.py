"""The drawing of an app's mark: what its domain is about, or without one a shape chosen by the letters of the name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).with_name("marks.yaml")


def mark(name: str, domain: str) -> str:
    """The path of its lines, on a grid of 24."""
    by_domain, plain = _drawings()
    return by_domain.get(domain) or plain[sum(name.encode()) % len(plain)]


@cache
def _drawings() -> tuple[dict[str, str], list[str]]:
    drawings = yaml.safe_load(DATA.read_text(encoding="utf-8")).values()
    by_domain = {domain: one["d"] for one in drawings for domain in one["of"]}
    return by_domain, [one["d"] for one in drawings if not one["of"]]
