"""What can be said of the files without running them: they parse, and the Python holds no plain mistake."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from xml.etree import ElementTree

import yaml

from generation.sandbox import tools
from generation.sandbox.inspection import CheckFailure
from generation.sandbox.tools import Finding

LARGEST_DATA = 300_000  # characters; our YAML and XML readers are slow, and no honest file is larger
MOST_SHOWN = 12


def parse(files: Mapping[str, str], python: list[Finding]) -> None:
    """Every file of a known kind can be read by its own parser."""
    found = [finding for finding in python if finding.syntax]
    for path, text in sorted(files.items()):
        found += _read(path, text)
    raise_for(found)


def ruff(python: list[Finding]) -> None:
    raise_for([finding for finding in python if not finding.syntax])


def python_findings(files: Mapping[str, str]) -> list[Finding]:
    return tools.ruff({path: text for path, text in files.items() if path.endswith(".py")})


def raise_for(found: list[Finding]) -> None:
    if found:
        rest = f"\n… and {len(found) - MOST_SHOWN} more" if len(found) > MOST_SHOWN else ""
        raise CheckFailure("\n".join(str(finding) for finding in found[:MOST_SHOWN]) + rest)


def _read(path: str, text: str) -> list[Finding]:
    if "\0" in text:
        return [Finding(path, 1, "holds a NUL character", True)]
    suffix = PurePosixPath(path).suffix
    if suffix in (".js", ".mjs"):
        return tools.deno_parses(path, text, suffix[1:])
    reader = READERS.get(suffix)
    if reader is None:
        return []
    if len(text) > LARGEST_DATA:
        return [Finding(path, 1, "too large to be checked", True)]
    try:
        reader(text)
    except (ValueError, SyntaxError, yaml.YAMLError, RecursionError) as error:
        return [Finding(path, _line(error), str(error).replace("\n", " ")[:300], True)]
    return []


def _line(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else int(getattr(error, "lineno", 1) or 1)


def _xml(text: str) -> None:
    if "<!ENTITY" in text:
        raise ValueError("defines entities of its own")
    ElementTree.fromstring(text)  # noqa: S314 - without entities there is nothing to expand


def _yaml(text: str) -> None:
    for _ in yaml.safe_load_all(text):
        pass


CSS_SILENT = re.compile(r"/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
PAIRS = {"}": "{", ")": "(", "]": "["}


def _css(text: str) -> None:
    """A browser forgives almost all; a bracket too many or too few swallows the rules after it."""
    open_ones: list[str] = []
    for sign in CSS_SILENT.sub("", text):
        if sign in "{([":
            open_ones.append(sign)
        elif sign in PAIRS and (not open_ones or open_ones.pop() != PAIRS[sign]):
            raise ValueError(f"{sign} closes nothing")
    if open_ones or "/*" in CSS_SILENT.sub("", text):
        raise ValueError(f"{open_ones[-1] if open_ones else '/*'} is never closed")


READERS: dict[str, Callable[[str], object]] = {
    ".json": json.loads, ".yaml": _yaml, ".yml": _yaml, ".toml": tomllib.loads, ".svg": _xml, ".xml": _xml,
    ".css": _css,
}  # fmt: skip
