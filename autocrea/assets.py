"""Builds what the browser gets from npm packages into build/static/: fonts and the icon sprite. Run by `make setup`.

Own CSS and JavaScript need no build: they are served as they stand in static/.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
TARGET = ROOT / "build" / "static"
NAMES = ROOT / "static" / "icons" / "names.txt"
SVG = "http://www.w3.org/2000/svg"
FONTS = {
    "inter.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "inter-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
    "jetbrains-mono.woff2": "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
    "jetbrains-mono-ext.woff2": "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-ext-wght-normal.woff2",
}


class AssetError(RuntimeError):
    """Something to build from is missing; the message says what and how to get it."""


def build(target: Path = TARGET) -> None:
    """Raises AssetError when a package or an icon is missing."""
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    for name, source in FONTS.items():
        shutil.copyfile(_package_file(source), target / "fonts" / name)
    (target / "icons.svg").write_text(sprite(NAMES.read_text().split()))


def sprite(names: list[str]) -> str:
    """One SVG with a symbol for each name, drawn by the stroke of whoever uses it."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.Element(f"{{{SVG}}}svg")
    for name in sorted(set(names)):
        drawing = ElementTree.parse(_package_file(f"lucide-static/icons/{name}.svg")).getroot()  # noqa: S314 - pinned package
        symbol = ElementTree.SubElement(root, f"{{{SVG}}}symbol", {"id": name, "viewBox": "0 0 24 24"})
        group = {"fill": "none", "stroke": "currentColor", "stroke-linecap": "round", "stroke-linejoin": "round"}
        ElementTree.SubElement(symbol, f"{{{SVG}}}g", group).extend(list(drawing))
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _package_file(path: str) -> Path:
    found = PACKAGES / path
    if not found.exists():
        raise AssetError(f"node_modules/{path} is missing: check the name, then run `make setup`")
    return found


if __name__ == "__main__":
    try:
        build()
    except AssetError as error:
        sys.exit(f"assets: {error}")
