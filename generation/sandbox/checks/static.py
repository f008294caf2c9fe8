"""What can be said of the files without running them: they parse, and the Python holds no plain mistake."""

from __future__ import annotations

import json
import re
import time
import tomllib
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from xml.etree import ElementTree

import yaml

from generation.sandbox import tools
from generation.sandbox.inspection import CheckFailure
from generation.sandbox.tools import Finding

LARGEST_DATA = 300_000  # characters; our YAML and XML readers are slow, and no honest file is larger
LARGEST_TOML = 10_000  # its reader takes the square of the time
READING_SECONDS = 60.0  # all files together
MOST_ALIASES, MOST_MERGED = 100, 1000  # of one YAML file: merged into each other they double with every line
MOST_SHOWN = 12


def parse(files: Mapping[str, str], python: list[Finding]) -> None:
    """Every file of a known kind can be read by its own parser."""
    found = [finding for finding in python if finding.syntax]
    deadline = time.monotonic() + READING_SECONDS
    for path, text in sorted(files.items()):
        found += _read(path, text)
        if time.monotonic() > deadline:
            raise CheckFailure("the files take too long to be read")
    raise_for(found)


def ruff(python: list[Finding]) -> None:
    raise_for([finding for finding in python if not finding.syntax])


def python_findings(files: Mapping[str, str]) -> list[Finding]:
    return tools.ruff({path: text for path, text in files.items() if path.endswith(".py")})


def findings(files: Mapping[str, str]) -> list[Finding]:
    """Everything that is wrong with these files as they are read, without running them."""
    read = [finding for path, text in sorted(files.items()) for finding in _read(path, text)]
    return [*python_findings(files), *read]


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
    if re.search("<!(ENTITY|ATTLIST|ELEMENT|NOTATION)", text):
        raise ValueError("defines entities or attributes of its own")
    ElementTree.fromstring(text)  # noqa: S314 - without definitions there is nothing to expand


def _toml(text: str) -> None:
    if len(text) > LARGEST_TOML:
        raise ValueError("too large to be checked")
    tomllib.loads(text)


MERGE = "tag:yaml.org,2002:merge"


class CarefulLoader(yaml.SafeLoader):
    """Reads anchors and merges as long as they do not multiply."""

    aliases = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        self.aliases += self.check_event(yaml.AliasEvent)
        if self.aliases > MOST_ALIASES:
            raise ValueError("too many aliases")
        return super().compose_node(parent, index)

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        merges = any(key.tag == MERGE for key, _ in node.value)
        super().flatten_mapping(node)
        if merges and len(node.value) > MOST_MERGED:
            raise ValueError("merges too much")


def _yaml(text: str) -> None:
    for _ in yaml.load_all(text, CarefulLoader):
        pass


# Comments and texts, up to the end where they are never closed: each is looked at once.
CSS_SILENT = re.compile(r"/\*.*?(?:\*/|\Z)|\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?", re.DOTALL)
PAIRS = {"}": "{", ")": "(", "]": "["}


def _css(text: str) -> None:
    """A browser forgives almost all; a bracket too many or too few swallows the rules after it."""
    open_ones: list[str] = []
    for sign in CSS_SILENT.sub(_silenced, text):
        if sign in "{([":
            open_ones.append(sign)
        elif sign in PAIRS and (not open_ones or open_ones.pop() != PAIRS[sign]):
            raise ValueError(f"{sign} closes nothing")
    if open_ones:
        raise ValueError(f"{open_ones[-1]} is never closed")


def _silenced(found: re.Match[str]) -> str:
    text = found.group()
    if text.startswith("/*") and (len(text) < 4 or not text.endswith("*/")):
        raise ValueError("/* is never closed")
    return ""


READERS: dict[str, Callable[[str], object]] = {
    ".json": json.loads, ".yaml": _yaml, ".yml": _yaml, ".toml": _toml, ".svg": _xml, ".xml": _xml,
    ".css": _css,
}  # fmt: skip
