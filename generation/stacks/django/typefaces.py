"""The typefaces of generated apps: five open ones, carried inside the app's own style sheet so that no page asks
another server for them and every machine shows the same letters."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
_SYSTEM = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
_SERIF = "Charter, 'Iowan Old Style', Cambria, Georgia, serif"
_MONO = "ui-monospace, 'Cascadia Code', Menlo, monospace"


@dataclass(frozen=True)
class Typeface:
    """One variable font; `file` is its name in the fonts folder."""

    family: str
    file: str
    weights: str
    owner: str

    @property
    def data(self) -> str:
        return _encoded(self.file)


@dataclass(frozen=True)
class Pair:
    heading: str
    body: str
    weight: str
    spacing: str
    faces: tuple[Typeface, ...]


@cache
def _encoded(file: str) -> str:
    return base64.b64encode((FONTS / file).read_bytes()).decode()


_INTER = Typeface("Inter", "inter.woff2", "100 900", "The Inter Project Authors")
_JETBRAINS = Typeface("JetBrains Mono", "jetbrains-mono.woff2", "100 800", "The JetBrains Mono Project Authors")
_LORA = Typeface("Lora", "lora.woff2", "400 700", "The Lora Project Authors")
_MANROPE = Typeface("Manrope", "manrope.woff2", "200 800", "The Manrope Project Authors")
_NUNITO = Typeface("Nunito", "nunito.woff2", "200 1000", "The Nunito Project Authors")

PAIRS = {
    "humanist": Pair(f"Nunito, {_SYSTEM}", f"Nunito, {_SYSTEM}", "800", "-0.02em", (_NUNITO,)),
    "geometric": Pair(f"Manrope, {_SYSTEM}", f"Manrope, {_SYSTEM}", "800", "-0.035em", (_MANROPE,)),
    "editorial": Pair(f"Lora, {_SERIF}", f"Lora, {_SERIF}", "600", "-0.02em", (_LORA,)),
    "technical": Pair(f"'JetBrains Mono', {_MONO}", f"Inter, {_SYSTEM}", "700", "-0.05em", (_JETBRAINS, _INTER)),
}
