"""Reports that a text asks for: a page that sums up the rows of one thing, for who may read them."""

from __future__ import annotations

from generation.blueprint.drafts.draft import EntityDraft
from generation.blueprint.drafts.names import free, slug
from generation.blueprint.lexicon import tables
from generation.blueprint.people.named_things import NamedThings
from generation.blueprint.schema import Entity, FieldType, Page, PageKind, Who
from generation.blueprint.words.inflection import Language
from generation.blueprint.words.tokens import Sentence

MOST_REPORTS = 3
_SUMMED = (FieldType.MONEY, FieldType.DECIMAL, FieldType.INTEGER, FieldType.DATE, FieldType.DATETIME)
_BEFORE = frozenset({"can", "may", "they", "and", "who", "to", "drivers", "se", "people", "users"})
_SAYS_ONE = frozenset(
    {
        "a",
        "the",
        "un",
        "el",
        "los",
        "las",
        "una",
        "al",
        "semanal",
        "mensual",
        "anual",
        "weekly",
        "monthly",
        "yearly",
        "annual",
        "daily",
        "quarterly",
        "gets",
        "needs",
        "get",
        "need",
        "and",
        "con",
        "with",
        "sacar",
        "sacamos",
        "ver",
        "see",
        "export",
        "print",
        "imprimir",
        "of",
        ",",
        "y",
        "algun",
        "some",
        "year-end",
        "",
    }
)


def reports(
    listed: list[Sentence], drafts: list[EntityDraft], entities: list[Entity], language: Language
) -> list[Page]:
    """One page for each thing that a report is asked of."""
    things = NamedThings(drafts, language)
    found: dict[str, Page] = {}
    taken = {entity.slug for entity in entities}
    for sentence in listed:
        for at in _places(sentence, things):
            entity = _of_what(sentence, at, things, drafts, entities)
            if entity is not None and len(found) < MOST_REPORTS:
                found.setdefault(entity.name, page_of(entity, language, taken))
    return list(found.values())


def _places(sentence: Sentence, things: NamedThings) -> list[int]:
    """Where the word for a report stands for one: against "they report damage" and "bug reports"."""
    folded = [token.folded for token in sentence.tokens]
    lists = tables("wanted")
    words = [tuple(str(word).split()) for word in lists["reports"]]
    found: list[int] = []
    for at in range(len(folded)):
        size = next((len(word) for word in words if tuple(folded[at : at + len(word)]) == word), 0)
        if not size or things.at(sentence.tokens, at) is not None:
            continue
        before = folded[at - 1] if at else ""
        near = {*folded[max(0, at - 2) : at], *folded[at + size : at + size + 2]}
        if before not in _BEFORE - {"and"} and not near & set(lists["reports_unless"]) - {"and", "to", "a"}:
            found.append(at)
    return found


def _of_what(
    sentence: Sentence, at: int, things: NamedThings, drafts: list[EntityDraft], entities: list[Entity]
) -> Entity | None:
    """The thing named behind the word, else before it; else the first one with something to sum up."""
    named = [(place, hit[0]) for place in range(len(sentence.tokens)) if (hit := things.at(sentence.tokens, place))]
    by_name = {entity.name: entity for entity in entities}
    ranked = [thing for place, thing in named if place > at] + [thing for place, thing in reversed(named) if place < at]
    for thing in ranked:
        entity = by_name.get(drafts[thing].class_name)
        if entity is not None and _sums(entity):
            return entity
    return next((each for each in entities if _sums(each) and each.workflow), None) or next(
        filter(_sums, entities), None
    )


def _sums(entity: Entity) -> bool:
    return any(field.type in _SUMMED or field.choices for field in entity.fields)


def page_of(entity: Entity, language: Language, taken: set[str]) -> Page:
    """The report's page, at an address that is not among those taken."""
    words = tables("phrases")["pages"]
    title = words["report"][language].format(many=entity.label_plural[:1].lower() + entity.label_plural[1:])
    access = Who.MEMBER if entity.access.read is Who.VISITOR else entity.access.read
    address = free(f"{words['report_slug'][language]}-{slug(entity.slug)}", taken, "-")
    return Page(kind=PageKind.REPORT, slug=address, title=title[:300], entity=entity.name, access=access)
