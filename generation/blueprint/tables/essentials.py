"""What a thing is pointless without, beside the fields that the text names: an expense has an amount, a film a title.

The text wins: whatever it says in its own words stands for the field that was expected. Decides nothing about things
that neither the domain nor `lexicon/everyday` knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.blueprint.drafts.draft import EntityDraft, FieldDraft
from generation.blueprint.drafts.names import words_of
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.words.domains import EntityTemplate, FieldTemplate
from generation.blueprint.words.everyday import common
from generation.blueprint.words.inflection import Language, fold

FEW = 2  # fields that a text may single out without listing what the thing has
_DAYS = (FieldType.DATE, FieldType.DATETIME)
_MOMENTS = (*_DAYS, FieldType.TIME)
_NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL)


def with_essentials(draft: EntityDraft, fields: list[FieldDraft], language: Language) -> list[FieldDraft]:
    """The fields of the text with those that belong to any such thing: its name first, the rest behind."""
    template = draft.template or (draft.common.template if draft.common else None)
    if template is None:
        return fields
    wanted = list(_expected(draft, template, fields, language))
    missing = [field for field in wanted if not _is_said(field, wanted, fields, language)]
    named = [field for field in missing if field.type is FieldType.TEXT and _calls_it(field, template, language)]
    rest = [field for field in missing if field not in named]
    drafted = {field.ident: _draft(field, language) for field in missing}
    return [*(drafted[f.ident] for f in named), *fields, *(drafted[f.ident] for f in rest)]


def names_it(field: FieldDraft) -> bool:
    """Whether a row is called by this field: a name, a title, a subject."""
    words = {*words_of(field.label), fold(field.label)}
    return field.type is FieldType.TEXT and bool(words & set(tables("fields")["called_by"]))


def _expected(
    draft: EntityDraft, template: EntityTemplate, fields: list[FieldDraft], language: Language
) -> Iterator[FieldTemplate]:
    plain = [field for field in template.fields if field.target is None and field.type is not FieldType.RELATIONS]
    singled_out = len(fields) <= FEW and not any(names_it(field) for field in fields)
    is_act = _is_act(draft, language)
    for field in plain:
        shown = field.ident == template.display and field.type is FieldType.TEXT and not is_act
        told = is_act and field.required and field.type in (FieldType.MONEY, *_DAYS)
        marked = field.essential and (is_act or draft.template is not None)
        if marked or shown or told or (singled_out and (field.essential or (field.required and draft.template))):
            yield field


def _is_act(draft: EntityDraft, language: Language) -> bool:
    """Payments, bookings, readings: each is known by when and how much it was, and needs no name."""
    known = draft.common or common(draft.key, language)
    return known.act if known else False


def _is_said(
    expected: FieldTemplate, wanted: Sequence[FieldTemplate], fields: list[FieldDraft], language: Language
) -> bool:
    """Whether the text has the field already, in whatever words."""
    label = expected.labels[language]
    if any(field.template == expected.ident or fold(field.label) == fold(label) for field in fields):
        return True
    if expected.type is FieldType.TEXT and (_is_name(label) or expected is wanted[0]):
        return any(names_it(field) for field in fields)
    if expected.type in _DAYS:
        taken = {field.template for field in fields if field.template}
        open_ = [field for field in wanted if field.type in _DAYS and field.ident not in taken]
        free = [field for field in fields if field.type in _MOMENTS and field.template not in {f.ident for f in wanted}]
        return len(free) > open_.index(expected)
    if expected.type is FieldType.MONEY:
        return any(field.type is FieldType.MONEY and not _is_limit(field) for field in fields)
    if expected.type is FieldType.RATING:
        return any(field.type is FieldType.RATING for field in fields)  # "estrellas del 1 al 5"
    if expected.type is FieldType.CHOICE:
        return any(field.type in (FieldType.CHOICE, FieldType.BOOLEAN) for field in fields)
    return any(_share_a_word(label, field.label) and _alike(expected.type, field.type) for field in fields)


def _calls_it(field: FieldTemplate, template: EntityTemplate, language: Language) -> bool:
    return field.ident == template.display or _is_name(field.labels[language])


def _is_name(label: str) -> bool:
    return bool({*words_of(label)} & set(tables("fields")["called_by"]))


def _is_limit(field: FieldDraft) -> bool:
    """ "presupuesto mensual", "deposit": sums beside the one that such a thing is about."""
    return bool({*words_of(field.label)} & set(tables("fields")["other_sums"]))


def _alike(one: FieldType, other: FieldType) -> bool:
    texts = (FieldType.TEXT, FieldType.LONG_TEXT)
    return one is other or (one in _NUMBERS and other in _NUMBERS) or (one in texts and other in texts)


def _share_a_word(one: str, other: str) -> bool:
    return any(a[:5] == b[:5] for a in words_of(one) for b in words_of(other) if len(a) > 3 and len(b) > 3)


def _draft(field: FieldTemplate, language: Language) -> FieldDraft:
    options = tuple((fold(labels[language]).replace(" ", "_"), labels[language]) for _, labels in field.options)
    draft = FieldDraft(field.labels[language], field.type, field.required, field.unique, options)
    draft.template = field.ident
    return draft
