"""Holds that nothing of a description is dropped: every word that means something is in the plan, or named as not
understood.

Looks at the finished plan and at nothing that the reader believes to have used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from generation.blueprint.drafts.draft import EntityDraft
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Blueprint, Entity, PageKind
from generation.blueprint.words.domains import Domain
from generation.blueprint.words.field_types import in_list, type_word
from generation.blueprint.words.inflection import Language, fold, singular
from generation.blueprint.words.tokens import Sentence, Token
from generation.blueprint.words.vocabulary import Vocabulary, english_forms, spanish_forms, vocabulary
from generation.blueprint.words.wanted import asking_words

SNIPPET_LIMIT = 200
_WORD = re.compile(r"[^\W_]+")
_CONTENT = frozenset({"noun", "person", "place", "container", "privacy", "example"})

Marked = list[tuple[Sentence, list[str]]]


def left_out(text: str, marked: Marked, known: frozenset[str], language: Language) -> list[str]:
    """Runs of words that the plan does not hold, as they were written."""
    words = vocabulary(language)
    found: list[str] = []
    for sentence, marks in marked:
        for run in _runs(sentence, marks, known, words):
            snippet = " ".join(text[run[0].start : run[-1].end].split())[:SNIPPET_LIMIT]
            if snippet not in found:
                found.append(snippet)
    return found


def _runs(sentence: Sentence, marks: list[str], known: frozenset[str], words: Vocabulary) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token, mark in zip(sentence.tokens, marks, strict=True):
        if mark in _CONTENT and _means_something(token, words) and not _is_held(token, known):
            run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _means_something(token: Token, words: Vocabulary) -> bool:
    """Not the words for an app as such, for anybody, or for who may see it."""
    remarks = ("optional", "required", "unique_words")
    if type_word(token.folded) is not None or any(in_list(name, token.folded) for name in remarks):
        return False  # "sí/no" is in the type of a field, "único" in what the field asks for
    generic = words.containers | words.never_kept | words.private | words.public | words.stop
    return token.is_word and not token.folded.isdigit() and not {token.folded, token.lemma} & generic


def _is_held(token: Token, known: frozenset[str]) -> bool:
    return bool({token.folded, token.lemma} & known) or all(part in known for part in _WORD.findall(token.folded))


def plan_words(
    blueprint: Blueprint, drafts: list[EntityDraft], domain: Domain | None, language: Language
) -> frozenset[str]:
    """Every word that stands in the plan, and those that mean the same as one of its things or as its kind of app."""
    texts = [blueprint.name, blueprint.purpose, *blueprint.requested_stack]
    texts += [each.asked for each in blueprint.unmet] + [role.label for role in blueprint.roles]
    texts += [page.title for page in blueprint.pages]
    for entity in blueprint.entities:
        texts += _entity_texts(entity) + _moving_words(entity, language)
    texts += _rowless_texts(blueprint) + [words for name in blueprint.features for words in asking_words(name)]
    texts += asking_words("reports") if any(page.kind is PageKind.REPORT for page in blueprint.pages) else []
    texts += _CALENDAR if any(page.kind is PageKind.CALENDAR for page in blueprint.pages) else []
    same = {word for draft in drafts if draft.template for word in draft.template.words | draft.template.aliases}
    if blueprint.domain and domain is not None:
        texts += [" ".join(phrase) for phrase in domain.strong]
    if blueprint.shop is not None:
        texts += _SOLD
    return _words(texts, language) | same


# What a calendar is turned by.
_CALENDAR = ["mes mensual semana semanal día diario", "month monthly week weekly day daily"]
# What the stack supplies to a shop without being an entity of the plan.
_SOLD = ["pedido carrito pago compra cesta cobro venta", "order cart payment purchase checkout basket sale"]


def _rowless_texts(blueprint: Blueprint) -> list[str]:
    """What calculators, games and a landing page say, and the words that calculators and games are described by."""
    parts = [*blueprint.tools, *blueprint.widgets, *([blueprint.landing] if blueprint.landing else [])]
    texts = [str(text) for part in parts for text in _strings(part.model_dump())]
    words = tables("tools")
    if blueprint.tools:
        texts += [*words["enters"], *words["gives"], *words["nouns"], *words["heads"]]
    if blueprint.widgets:
        texts += [
            *tables("games")["play"],
            *(name for game in tables("games")["ready"].values() for name in game["sure"]),
        ]
    return texts


def _strings(value: Any) -> Iterator[str]:
    """Every text of nested parts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)


def _entity_texts(entity: Entity) -> list[str]:
    labels = [choice.label for field in entity.fields for choice in field.choices]
    return [entity.label, entity.label_plural, *(field.label for field in entity.fields), *labels]


def _moving_words(entity: Entity, language: Language) -> list[str]:
    """ "el encargado las confirma": the verb that brings a row into one of its states."""
    if entity.workflow is None:
        return []
    states = {fold(choice.label) for field in entity.fields for choice in field.choices}
    moving = [
        verb for verb, state in tables("states")["made"].items() if states & {state.format(o=ending) for ending in "oa"}
    ]
    return [form for verb in moving for form in _forms(verb, language)]


def _forms(verb: str, language: Language) -> list[str]:
    if language == "en":
        return english_forms(verb)
    return spanish_forms(verb) if verb.endswith(("ar", "er", "ir")) else [verb]


def _words(texts: Iterable[str], language: Language) -> frozenset[str]:
    found = {fold(word) for text in texts for word in _WORD.findall(text)}
    return frozenset(found | {fold(singular(word, language)) for word in found})
