"""Words that agree with a label: "Nueva cita" and "Nuevo servicio", "Cita guardada" and "Servicio guardado".

A label is all there is to go by, so the gender of a Spanish noun is read from its ending; English has none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any


def is_feminine(label: str, words: Mapping[str, Any]) -> bool:
    """Whether a label is feminine, by its first word and the language's endings and exceptions."""
    first = bare(label).split(" ")[0]
    if first in words["masculine_nouns"]:
        return False
    return first in words["feminine_nouns"] or first.endswith(tuple(words["feminine_endings"]))


def agree(label: str, words: Mapping[str, Any], key: str) -> str:
    """The text of `key` in the form the label needs: `key` itself, or `key_feminine` where the language has one."""
    feminine = f"{key}_feminine"
    return str(words[feminine] if is_feminine(label, words) else words[key])


def bare(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold().strip())
    return "".join(char for char in plain if not unicodedata.combining(char))
