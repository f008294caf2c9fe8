"""Conversations and walls: what people write for each other, on a page that brings itself up to date.

Takes a plan whose entities stand and completes it. Words are in `lexicon/feeds.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence

from generation.blueprint.drafts.completed import address_free, completed, has_pages
from generation.blueprint.drafts.draft import Findings
from generation.blueprint.drafts.nearest import nearest, phrases, places
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import (
    Blueprint,
    CheckKind,
    CriterionCheck,
    Entity,
    FieldType,
    Page,
    PageKind,
    Who,
)
from generation.blueprint.words.inflection import fold, singular
from generation.blueprint.words.tokens import Sentence

CHAT = "chat"  # the domain that is all about it


def with_feeds(blueprint: Blueprint, found: Findings) -> Blueprint:
    """The plan with a feed when the text asks for one and something is written by many."""
    if not has_pages(blueprint):
        return blueprint
    sentences = [sentence for sentence, _ in found.marked]
    written = [each for each in blueprint.entities if _is_written(each)]
    for kind in ("chat", "wall"):
        entity = _asked(blueprint, kind, sentences, written)
        if entity is not None:
            return _with_page(_opened(blueprint, entity), kind, entity)
    return blueprint


def _is_written(entity: Entity) -> bool:
    """Rows that people who are no staff write in words, for others to read."""
    has_words = any(field.type in (FieldType.LONG_TEXT, FieldType.TEXT) for field in entity.fields)
    return has_words and entity.access.read is not Who.STAFF and entity.access.create is not Who.STAFF


def _asked(blueprint: Blueprint, kind: str, sentences: list[Sentence], written: list[Entity]) -> Entity | None:
    """What the feed is of: what is named beside the word, or what is said in such apps."""
    wanted = phrases(tables("feeds")[kind])
    in_text = any(True for sentence in sentences for _ in places(sentence, wanted))
    if not in_text and (kind != "chat" or blueprint.domain != CHAT):
        return None
    said = [each for each in written if _head(each) in tables("feeds")["talk" if kind == "chat" else "said"]]
    if kind == "chat":
        return next((each for each in said if _has_room(blueprint, each)), said[0] if said else None)
    return next(nearest(sentences, wanted, said), said[0] if said else None)


def _has_room(blueprint: Blueprint, entity: Entity) -> bool:
    targets = (blueprint.entity(field.target) for field in entity.fields if field.required and field.target)
    return any(_head(target) in tables("feeds")["rooms"] for target in targets)


def _opened(blueprint: Blueprint, entity: Entity) -> Blueprint:
    """What is written on a wall is read by the other members, whoever's it is."""
    if entity.access.read is not Who.OWNER:
        return blueprint
    access = entity.access.model_copy(update={"read": Who.MEMBER})
    opened = entity.model_copy(update={"access": access})
    alone = (entity.name, CheckKind.ISOLATES)
    kept = [each for each in blueprint.criteria if (each.check.entity, each.check.kind) != alone]
    mine = (page.entity == entity.name and page.access is Who.OWNER for page in blueprint.pages)
    pages = [
        page.model_copy(update={"access": Who.MEMBER}) if own else page
        for page, own in zip(blueprint.pages, mine, strict=True)
    ]
    numbered = [each.model_copy(update={"id": f"c{number:02d}"}) for number, each in enumerate(kept, 1)]
    entities = tuple(opened if each.name == entity.name else each for each in blueprint.entities)
    return blueprint.model_copy(update={"entities": entities, "criteria": tuple(numbered), "pages": tuple(pages)})


def _with_page(blueprint: Blueprint, kind: str, entity: Entity) -> Blueprint:
    words, language = tables("feeds"), blueprint.language
    title, slug = words["title"][kind][language], address_free(blueprint, words["slug"][kind][language])
    reached = blueprint.entity(entity.name).access.read
    page = Page(kind=PageKind.FEED, slug=slug, title=title, entity=entity.name, access=reached)
    names = {"one": entity.label, "many": entity.label_plural}
    role = Who.MEMBER if entity.access.create is Who.OWNER else entity.access.create
    check = CriterionCheck(kind=CheckKind.FEEDS, entity=entity.name, role=role)
    return completed(blueprint, blueprint.entities, [page], [("feeds", names, check)])


def _head(entity: Entity) -> str:
    """What kind of thing it is, as the lists have it."""
    known: Sequence[str] = [*tables("feeds")["said"], *tables("feeds")["rooms"]]
    words = fold(entity.label).split()
    for word in (words[0], words[-1]):
        for form in (word, fold(singular(word, "es")), fold(singular(word, "en"))):
            if form in known:
                return form
    return words[0]
