"""Domains: what an app of a known kind keeps, when the text leaves it open. Read from `lexicon/domains/*.yaml`.

The text always wins: a domain fills gaps (fields, relations, access, example rows) and never overrides a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generation.blueprint.lexicon import domain_files, load, tables
from generation.blueprint.schema import Access, FieldType, Who
from generation.blueprint.words.inflection import Language, fold, singular
from generation.blueprint.words.series import prolonged

STRONG, WEAK = 4, 1  # what a phrase for the whole app and any other word count
TITLE = 4  # the last word of what a text begins with
THRESHOLD, THRESHOLD_UNSAID = 2, 4


@dataclass(frozen=True)
class FieldTemplate:
    ident: str
    type: FieldType
    labels: Mapping[str, str]
    required: bool
    unique: bool
    target: str | None  # another template of the domain
    options: tuple[tuple[str, Mapping[str, str]], ...]
    words: frozenset[str] = frozenset()  # other words for it, folded
    essential: bool = False  # the thing is pointless without it: stays when the text names other fields


@dataclass(frozen=True)
class EntityTemplate:
    ident: str
    labels: Mapping[str, tuple[str, str]]  # language → singular, plural
    words: frozenset[str]  # folded singulars that name it in a text
    aliases: frozenset[str]  # words that mean it but do not name it
    backbone: bool
    shared: bool  # other domains may borrow it
    public_contact: bool  # how to reach it is there to be published
    access: Access
    fields: tuple[FieldTemplate, ...]
    display: str
    search: tuple[str, ...]
    filters: tuple[str, ...]
    workflow: tuple[str, tuple[tuple[str, str], ...]] | None  # field, moves
    seed: Mapping[str, tuple[Sequence[Any], ...]]
    is_series: bool  # whether its example rows go on for many days
    is_pair: bool = False  # "entradas y salidas" are two times of one row

    @property
    def owned(self) -> bool:
        return Who.OWNER in (self.access.read, self.access.edit, self.access.delete)


@dataclass(frozen=True)
class Domain:
    ident: str
    titles: Mapping[str, str]
    purposes: Mapping[str, str]
    strong: frozenset[tuple[str, ...]]
    weak: frozenset[str]
    theme: Mapping[str, Any]
    entities: Mapping[str, EntityTemplate]
    title_only: bool  # its words count only where the text begins
    landing: bool  # one page may be all of it
    adopts: Mapping[str, str] | None  # the entity that "tienda de discos" gives another name, and whose fields it keeps
    shop: Mapping[str, str] | None  # product, price, stock: used when payments are asked for or `always`

    def names(self, word: str) -> bool:
        """Whether this folded singular names one of the entities."""
        return any(word in entity.words for entity in self.entities.values())

    def entity_for(self, word: str) -> EntityTemplate | None:
        """The entity this folded singular names or means."""
        return next((e for e in self.entities.values() if word in e.words or word in e.aliases), None)


@lru_cache(maxsize=1)
def all_domains() -> tuple[Domain, ...]:
    return tuple(_domain(load(path)) for path in domain_files())


def match(words: Sequence[str], lemmas: Sequence[str], listed: frozenset[int] = frozenset()) -> Domain | None:
    """The domain whose words the description uses most, or None when none is used enough.

    Without a word that stands for the kind of app, more of its things must be named: clients and visits are kept by
    very different people. `listed` are the numbers of words that a directory is of: "directorio de restaurantes" is
    no restaurant's.
    """
    said = _said(words, lemmas, listed)
    _count_kind(said, words, lemmas)
    scores = {domain.ident: said.get(domain.ident, 0.0) + _named(domain, lemmas) for domain in all_domains()}
    best = max(all_domains(), key=lambda domain: scores[domain.ident])
    needed = THRESHOLD if best.ident in said else THRESHOLD_UNSAID
    return best if scores[best.ident] >= needed else _trade(lemmas)


def _count_kind(said: dict[str, float], words: Sequence[str], lemmas: Sequence[str]) -> None:
    """ "CRM for a real estate agency": the kind of app that opens the text decides, the trade behind "for" does not."""
    at = next((n for n, word in enumerate(words[: 2 * TITLE]) if word in _FOR_WHOM), 0)
    opening = _said(words[:at], lemmas[:at], frozenset()) if at else {}
    for ident in opening.keys() & set(tables("trades")["kinds"]):
        said[ident] += STRONG + max(said.values()) - said[ident]


_FOR_WHOM = frozenset({"for", "para"})


def _trade(lemmas: Sequence[str]) -> Domain | None:
    """ "software para mi ferretería": the business that the text is for, named where it begins."""
    opening = lemmas[: 2 * TITLE]
    shown = {*tables("personal")["open"], *tables("personal")["directory"], *tables("trades")["shown"]}
    if set(opening[:TITLE]) & shown:
        return None  # "catálogo de mi vivero" is there for strangers
    places = ((at, tuple(opening[at : at + size])) for at in range(len(opening)) for size in (3, 2, 1))
    ident = next((_trades()[named] for at, named in places if _is_trade(opening, at, named)), None)
    return next((domain for domain in all_domains() if domain.ident == ident), None)


def _is_trade(words: Sequence[str], at: int, named: tuple[str, ...]) -> bool:
    """Some are too often something else: "taller con hornadas" against "mi taller"."""
    lists = tables("trades")
    sure = " ".join(named) not in lists["ambiguous"] or bool(set(words[max(0, at - 2) : at]) & set(lists["whose"]))
    return named in _trades() and sure


@lru_cache(maxsize=1)
def _trades() -> Mapping[tuple[str, ...], str]:
    listed = [pair for language in ("es", "en") for pair in tables("trades")[language].items()]
    return {tuple(fold(str(name)).split()): ident for ident, names in listed for name in names}


def trade_words(language: Language) -> frozenset[str]:
    """What businesses are called in that language, in one word."""
    return frozenset(fold(str(name)) for names in tables("trades")[language].values() for name in names)


def _said(words: Sequence[str], lemmas: Sequence[str], listed: frozenset[int]) -> dict[str, float]:
    """What each domain's own phrases count: half for the spelling as written, half in the singular, early ones more."""
    table, longest = _phrases()
    scores: dict[str, float] = {}
    for sequence in (words, lemmas):
        for start in range(len(sequence)):
            for size in range(2 if start in listed else 1, min(longest, len(sequence) - start) + 1):
                for ident in table.get(tuple(sequence[start : start + size]), ()):
                    if _in_label(sequence, start, size):
                        continue
                    if start > TITLE and (ident in _title_only() or _is_where(sequence, start, size)):
                        continue
                    weight = STRONG / 2 + size / 4 + 1 / (10 + start)
                    scores[ident] = scores.get(ident, 0.0) + weight
    return scores


def _is_where(words: Sequence[str], start: int, size: int) -> bool:
    """ "in the shop / rented / broken", "recoger en la tienda": where something is, and no kind of app."""
    return size == 1 and tuple(words[start - 2 : start]) in _WHERE


_WHERE = frozenset(
    {
        ("in", "the"),
        ("at", "the"),
        ("to", "the"),
        ("from", "the"),
        ("en", "la"),
        ("en", "el"),
        ("a", "la"),
        ("de", "la"),
    }
)


def _in_label(words: Sequence[str], start: int, size: int) -> bool:
    """ "inventory number", "número de inventario": part of a field's name, and no kind of app."""
    labels = tables("fields")["labels"]
    behind = words[start + size] if start + size < len(words) else ""
    before = words[max(0, start - 2) : start]
    return behind in labels["en"] or (len(before) == 2 and before[1] in ("de", "del") and before[0] in labels["es"])


@lru_cache(maxsize=1)
def _phrases() -> tuple[dict[tuple[str, ...], list[str]], int]:
    table: dict[tuple[str, ...], list[str]] = {}
    for domain in all_domains():
        for phrase in sorted(domain.strong):
            table.setdefault(phrase, []).append(domain.ident)
    return table, max(map(len, table))


@lru_cache(maxsize=1)
def _title_only() -> frozenset[str]:
    """Domains whose words name a part of many other apps: a shop may have a chat."""
    return frozenset(domain.ident for domain in all_domains() if domain.title_only)


def _named(domain: Domain, lemmas: Sequence[str]) -> float:
    """What its entities and its weaker words count, each once."""
    present = set(lemmas)
    named = [entity for entity in domain.entities.values() if present & entity.words]
    entity_words = {word for entity in domain.entities.values() for word in entity.words}
    weak = len((domain.weak - entity_words) & present)
    return WEAK * weak + len(named) + 0.5 * sum(entity.backbone for entity in named)


def shared_template(word: str) -> tuple[Domain, EntityTemplate] | None:
    """An entity that another domain knows well enough to lend."""
    for domain in all_domains():
        entity = next((e for e in domain.entities.values() if e.shared and word in e.words), None)
        if entity is not None:
            return domain, entity
    return None


def _domain(data: Mapping[str, Any]) -> Domain:
    return Domain(
        ident=data["id"],
        titles=data["title"],
        purposes=data["purpose"],
        strong=frozenset(tuple(fold(str(phrase)).split()) for phrase in data["strong"]),
        weak=frozenset(fold(str(word)) for word in data.get("weak", ())),
        theme=data["theme"],
        entities={ident: _entity(ident, body) for ident, body in data["entities"].items()},
        title_only=data.get("title_only", False),
        landing=data.get("landing", False),
        adopts=data.get("adopts"),
        shop=data.get("shop"),
    )


def _entity(ident: str, data: Mapping[str, Any]) -> EntityTemplate:
    also = data.get("also", {})
    fields = tuple(_field(name, spec, also.get(name, ())) for name, spec in data["fields"].items())
    moves = data.get("moves")
    return EntityTemplate(
        ident=ident,
        labels={language: (data[language][0], data[language][1]) for language in ("es", "en")},
        words=_words(data),
        aliases=frozenset(fold(str(word)) for word in data.get("aliases", ())),
        backbone=data.get("backbone", False),
        shared=data.get("shared", False),
        public_contact=data.get("public_contact", False),
        access=Access(**dict(zip(("read", "create", "edit", "delete"), data["access"].split(), strict=True))),
        fields=fields,
        display=data.get("display", fields[0].ident),
        search=tuple(data.get("search", ())),
        filters=tuple(data.get("filters", ())),
        workflow=(moves["field"], tuple(tuple(m.split(">")) for m in moves["allowed"])) if moves else None,
        seed={language: _rows(rows, fields, data.get("series")) for language, rows in data["seed"].items()},
        is_series="series" in data,
        is_pair=data.get("pair", False),
    )


def _rows(
    rows: Sequence[Sequence[Any]], fields: Sequence[FieldTemplate], series: Mapping[str, int] | None
) -> tuple[tuple[Any, ...], ...]:
    return prolonged([tuple(row) for row in rows], [field.type for field in fields], series)


def _words(data: Mapping[str, Any]) -> frozenset[str]:
    languages: tuple[Language, Language] = ("es", "en")
    singulars = {fold(singular(data[language][0], language)) for language in languages}
    return frozenset(singulars | {fold(str(word)) for language in languages for word in data[language][2:]})


def _field(ident: str, spec: str, also: Sequence[str]) -> FieldTemplate:
    """One line of a domain file: `type[?][*][!][:target] | Spanish | English label | value=Spanish=English, …`."""
    kind, spanish, english, *rest = (part.strip() for part in spec.split("|"))
    kind, _, target = kind.partition(":")
    options = [option.strip().split("=") for option in rest[0].split(",")] if rest else []
    return FieldTemplate(
        ident=ident,
        type=FieldType(kind.rstrip("?*!")),
        labels={"es": spanish, "en": english},
        required="?" not in kind,
        unique="*" in kind,
        target=target or None,
        options=tuple((value, {"es": es, "en": en}) for value, es, en in options),
        words=frozenset(fold(str(word)) for word in also),
        essential="!" in kind,
    )
