"""Gives each entity its fields: the text's, else the domain's, else what such things have in any app.

What the text names wins; what the thing is pointless without stays beside it (`essentials.py`).
"""

from __future__ import annotations

from generation.blueprint.drafts.draft import EntityDraft, FieldDraft, Mention
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.tables.essentials import with_essentials
from generation.blueprint.words.domains import EntityTemplate, FieldTemplate
from generation.blueprint.words.everyday import common_nouns
from generation.blueprint.words.field_types import default_options, is_field_word
from generation.blueprint.words.inflection import Language, fold
from generation.blueprint.words.vocabulary import vocabulary

MOST_FIELDS = 30
FEW = 3  # fields below which questions do not replace what the domain expects
_DAYS = (FieldType.DATE, FieldType.DATETIME)


def entity_fields(draft: EntityDraft, mention: Mention | None, language: Language) -> list[FieldDraft]:
    """The text's fields; with none of them, the domain's; with neither, those of its class of noun."""
    written = mention.fields[:MOST_FIELDS] if mention else []
    known = draft.template or (draft.common.template if draft.common else None)
    if written:
        fields = [_adopt(field, known, language) for field in written]
        present = {field.template for field in fields}
        if draft.template and _only_asked(written):
            fields = [from_template(f, language) for f in draft.template.fields if f.ident not in present] + fields
        else:
            fields = with_essentials(draft, fields, language)
            fields += _links(draft.template, present, language) + _day(draft.template, fields, language)
    elif known:
        fields = [from_template(field, language) for field in known.fields]
    else:
        fields = class_fields(draft.key, language)
    _time_pairs(fields, mention)
    return _with_display(draft, fields, language) if written or not known else fields


def _time_pairs(fields: list[FieldDraft], mention: Mention | None) -> None:
    """ "asistencia con entrada y salida": when somebody came and went, of the day that is written beside it."""
    listed = tables("fields")["comings_and_goings"]
    by_name = {fold(field.label): field for field in fields if field.type is FieldType.TEXT and not field.options}
    for come, go in listed if mention is not None and mention.fields else ():
        if come in by_name and go in by_name:
            dated = any(field.type is FieldType.DATE for field in fields)
            for field in (by_name[come], by_name[go]):
                field.type = FieldType.TIME if dated else FieldType.DATETIME
            by_name[go].required = False  # whoever has come is still there


def _only_asked(written: list[FieldDraft]) -> bool:
    """ "qué le pasa a cada coche y cuándo está listo": questions describe a thing without listing what it has."""
    asking = tables("words")["clauses"]["asking"]
    return len(written) < FEW and any(field.label.split(" ")[0].lower() in asking for field in written)


def _adopt(field: FieldDraft, template: EntityTemplate | None, language: Language) -> FieldDraft:
    """A field of the text that the domain knows takes over its type, its choices and its examples."""
    known = field_meant(field, template, language) if template else None
    if known is None or known.target:
        return field
    adopted = from_template(known, language)
    adopted.label = field.label
    if field.options and field.type is FieldType.CHOICE:
        adopted.options = field.options
        adopted.type, adopted.template = FieldType.CHOICE, None
    return adopted


def field_meant(field: FieldDraft, template: EntityTemplate, language: Language) -> FieldTemplate | None:
    """The template's field that the text names, by its label or another word for it."""
    said = fold(field.label)
    return next((f for f in template.fields if fold(f.labels[language]) == said or said in f.words), None)


def _links(template: EntityTemplate | None, present: set[str | None], language: Language) -> list[FieldDraft]:
    """Relations the domain expects, also where the text lists the plain fields."""
    if template is None:
        return []
    return [from_template(f, language) for f in template.fields if f.target and f.ident not in present]


def _day(template: EntityTemplate | None, fields: list[FieldDraft], language: Language) -> list[FieldDraft]:
    """What is measured again and again is of a day, also where the text lists only what is measured."""
    if template is None or not template.is_series or any(field.type in _DAYS for field in fields):
        return []
    return [from_template(f, language) for f in template.fields if f.type in _DAYS][:1]


def from_template(field: FieldTemplate, language: Language) -> FieldDraft:
    options = tuple((fold(labels[language]).replace(" ", "_"), labels[language]) for _, labels in field.options)
    draft = FieldDraft(field.labels[language], field.type, field.required, field.unique, options)
    draft.target, draft.template = field.target, field.ident
    return draft


def class_fields(key: str, language: Language) -> list[FieldDraft]:
    return [_class_field(spec, language) for spec in tables("nouns")["fields"][noun_class(key, language)]]


def _class_field(spec: list[str], language: Language) -> FieldDraft:
    kind, label = spec[0], spec[1] if language == "es" else spec[2]
    required = "?" not in kind
    kind, _, option_set = kind.rstrip("?").partition(":")
    options = default_options([option_set], language).options[language] if option_set else ()
    return FieldDraft(label, FieldType(kind), required, options=options)


def _with_display(draft: EntityDraft, fields: list[FieldDraft], language: Language) -> list[FieldDraft]:
    """Every row needs something to be called by; an event may go by its date, a thing needs a name."""
    shown = (
        next((f for f in draft.template.fields if f.ident == draft.template.display), None) if draft.template else None
    )
    if shown and shown.type is FieldType.TEXT and fields[0].type is not FieldType.TEXT:
        known = any(field.template == shown.ident for field in fields)
        return fields if known else [from_template(shown, language), *fields]
    if any(_may_name(field, draft, language) for field in fields) or (draft.common and draft.common.act):
        return fields
    dated = any(field.type in (FieldType.DATE, FieldType.DATETIME, FieldType.LONG_TEXT) for field in fields)
    if dated and (noun_class(draft.key, language) in ("event", "money", "text") or draft.template):
        return fields
    return [FieldDraft("Nombre" if language == "es" else "Name", FieldType.TEXT), *fields]


def _may_name(field: FieldDraft, draft: EntityDraft, language: Language) -> bool:
    """A film is not called by its director or country; a word that says nothing else may be what a thing goes by."""
    if not field.required or field.type not in (FieldType.TEXT, FieldType.EMAIL):
        return False
    words = [fold(word) for word in field.label.split()]
    kind = noun_class(draft.key, language)
    if draft.template is not None or kind not in ("thing", "person") or field.type is FieldType.EMAIL:
        return True
    return not is_field_word(" ".join(words)) or bool({*words, " ".join(words)} & set(tables("fields")["naming"]))


def noun_class(key: str, language: Language) -> str:
    """What kind of thing a noun stands for; by its head when the whole is unknown."""
    words = vocabulary(language)
    head = key.split(" ")[0] if language == "es" else key.split(" ")[-1]
    kinds = common_nouns(language)
    known = words.noun_class.get(key) or kinds.get(key) or words.noun_class.get(head) or kinds.get(head)
    return known or ("person" if head in words.people else "thing")
