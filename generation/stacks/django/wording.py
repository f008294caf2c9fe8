"""The fixed texts of generated apps, one file per language; a missing text is an error, never a blank."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

TEXTS = Path(__file__).parent / "texts"


@cache
def words(language: str) -> Mapping[str, Any]:
    data = yaml.safe_load((TEXTS / f"{language}.yaml").read_text(encoding="utf-8"))
    return MappingProxyType(data)
