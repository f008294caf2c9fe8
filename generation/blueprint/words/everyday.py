"""What common things have in any app: a payment an amount and a date. Read from `lexicon/everyday/*.yaml`.

Used where neither the text nor the app's domain says it. Knows nothing of what belongs to what (`lexicon/kin.yaml`) and
of who may see it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generation.blueprint.lexicon import HERE, load
from generation.blueprint.schema import Access, FieldType
from generation.blueprint.words.domains import EntityTemplate, FieldTemplate
from generation.blueprint.words.inflection import Language, fold


@dataclass(frozen=True)
class Common:
    """One thing: `act` leaves no row that needs a name; `beside` are things that must be there for it to be meant."""

    template: EntityTemplate
    kind: str
    act: bool
    beside: frozenset[str]
    exact: bool  # the word alone: a blood unit is no flat


def common(key: str, language: Language, present: Collection[str] = ()) -> Common | None:
    """What is known of a thing by its folded singular; of several meanings the one that goes with what is there."""
    of_head = [each for each in _by_word(language).get(_head(key, language), ()) if not each.exact]
    known = _by_word(language).get(key) or of_head
    fitting = [each for each in known if each.beside & set(present)]
    return next(iter(fitting), None) or next((each for each in known if not each.beside), None)


def common_nouns(language: Language) -> Mapping[str, str]:
    """Word → what kind of noun it is."""
    return {word: known[0].kind for word, known in _by_word(language).items()}


def _head(key: str, language: Language) -> str:
    words = key.split(" ")
    return words[0] if language == "es" else words[-1]


@lru_cache(maxsize=2)
def _by_word(language: Language) -> Mapping[str, tuple[Common, ...]]:
    found: dict[str, tuple[Common, ...]] = {}
    files = sorted(path for path in (HERE / "everyday").glob("*.yaml") if path.stem != "fields")
    for path in files:
        for ident, data in load(path).items():
            thing = _thing(ident, data)
            for word in data[language]:
                found[fold(str(word))] = (*found.get(fold(str(word)), ()), thing)
    return found


@lru_cache(maxsize=1)
def _shared_fields() -> Mapping[str, str]:
    return {name: str(spec) for name, spec in load(HERE / "everyday" / "fields.yaml").items()}


def _thing(ident: str, data: Mapping[str, Any]) -> Common:
    fields = tuple(_field(number, str(spec)) for number, spec in enumerate(data["fields"]))
    act = bool(data.get("act", False))
    moves = tuple(tuple(move.split(">")) for move in data.get("moves", ()))
    states = {state for move in moves for state in move}
    state = next((f for f in fields if states and states <= {value for value, _ in f.options}), None)
    template = EntityTemplate(
        ident=ident,
        labels={language: (data[language][0].capitalize(),) * 2 for language in ("es", "en")},
        words=frozenset(fold(str(word)) for language in ("es", "en") for word in data[language]),
        aliases=frozenset(),
        backbone=False,
        shared=False,
        public_contact=False,
        access=Access(),
        fields=fields,
        display="" if act or not fields else fields[0].ident,
        search=(),
        filters=(),
        workflow=(state.ident, moves) if state else None,
        seed={},
        is_series=False,
    )
    return Common(
        template,
        data.get("kind") or ("event" if act else "thing"),
        act,
        frozenset(data.get("beside", ())),
        bool(data.get("exact")),
    )


def _field(number: int, spec: str) -> FieldTemplate:
    """A name of `fields.yaml` or a field of its own; "!" behind it or its English label: essential, "?": optional."""
    name = spec.rstrip("!?")
    if "|" not in spec:
        return _parsed(name, _shared_fields()[name], essential="!" in spec, optional="?" in spec)
    return _parsed(f"own_{number}", spec, essential="!" in spec, optional=False)


def _parsed(ident: str, spec: str, *, essential: bool, optional: bool) -> FieldTemplate:
    kind, spanish, english, *rest = (part.strip() for part in spec.replace("!", "").split("|"))
    options = [option.strip().split("=") for option in rest[0].split(",")] if rest else []
    of = FieldType(kind.rstrip("?*"))
    return FieldTemplate(
        ident=ident,
        type=of,
        labels={"es": spanish, "en": english},
        required="?" not in kind and not optional and of is not FieldType.FILE,
        unique="*" in kind,
        target=None,
        options=tuple((value, {"es": es, "en": en}) for value, es, en in options),
        essential=essential,
    )
