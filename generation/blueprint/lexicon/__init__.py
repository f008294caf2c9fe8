"""The reader's words, as data: YAML files read once. Holds no rule of the language beyond what a file says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from generation.blueprint.lexicon import compiled

HERE = Path(__file__).parent


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Words stay words: only true, false, null and plain numbers mean something else than their letters."""

    yaml_implicit_resolvers: dict[str, Any] = {}


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^null$"), ["n"])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(0|[1-9]\d*)$"), list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?\d+\.\d+$"), list("-0123456789"))


def load(path: Path) -> Mapping[str, Any]:
    content: Mapping[str, Any] = compiled.kept(path, _read)
    return content


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 — derives from the safe loader


@lru_cache(maxsize=64)
def tables(name: str) -> Any:
    """The content of `lexicon/<name>.yaml`."""
    return load(HERE / f"{name}.yaml")


@lru_cache(maxsize=1)
def domain_files() -> tuple[Path, ...]:
    """All domain files, in one fixed order."""
    return tuple(sorted((HERE / "domains").glob("*.yaml")))
