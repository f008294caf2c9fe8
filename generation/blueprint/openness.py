"""Whether an app is there for everybody to read, by what it calls itself: a directory, a catalogue, a website."""

from __future__ import annotations

from generation.blueprint.inflection import Language
from generation.blueprint.lexicon import tables


def openness(words: list[str], said: frozenset[str]) -> str:
    """What the app calls itself: "directory", "open" or "" for neither. `words` are those of its title,
    `said` those of the whole text."""
    lists, title = tables("personal"), set(words)
    if said & set(lists["closed"]):
        return ""
    if title & set(lists["directory"]):
        return "directory"
    site = any(
        word == "web" and words[n - 1 : n] not in (["aplicacion"], ["app"]) and words[n + 1 : n + 2] != ["app"]
        for n, word in enumerate(words[:3])
    )
    return "open" if site or title & set(lists["open"]) else ""


def collected(words: list[str], language: Language) -> frozenset[int]:
    """The numbers of the words that a directory or a catalogue is of: "directorio de restaurantes", "museum guide"."""
    lists = tables("personal")
    titles = {*lists["directory"], *lists["collections"]}
    found: set[int] = set()
    for number, word in enumerate(words):
        if word not in titles:
            continue
        if words[number + 1 : number + 2] in (["de"], ["of"]):
            found.add(number + 2)
        elif language == "en" and number:
            found.add(number - 1)
    return frozenset(found)
