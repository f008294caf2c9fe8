"""Which fields take files: the pictures and documents of a plan whose text asks for uploads, or one that is added."""

from __future__ import annotations

from collections.abc import Sequence

from generation.blueprint.drafts.names import field_name
from generation.blueprint.drafts.nearest import nearest, phrases, places
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Entity, Field, FieldType
from generation.blueprint.words.inflection import Language, fold
from generation.blueprint.words.tokens import Sentence

_MAY_BE_FILES = (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.URL)


def with_uploads(entities: Sequence[Entity], sentences: Sequence[Sentence], language: Language) -> list[Entity]:
    """The entities with their pictures and documents uploaded; the same ones when there is no place for a file."""
    changed = [_uploading(entity) for entity in entities]
    if any(field.uploaded for entity in changed for field in entity.fields):
        return changed
    return _with_a_field(changed, sentences, language)


def _uploading(entity: Entity) -> Entity:
    fields = tuple(_uploaded(entity, field) for field in entity.fields)
    files = {field.name for field in fields if field.uploaded}
    return entity.model_copy(
        update={
            "fields": fields,
            "search": tuple(name for name in entity.search if name not in files),
            "filters": tuple(name for name in entity.filters if name not in files),
        }
    )


def _uploaded(entity: Entity, field: Field) -> Field:
    if field.name == entity.display or field.formula:
        return field
    if field.type in (FieldType.IMAGE, FieldType.FILE):
        return field.model_copy(update={"uploaded": True, "required": False, "unique": False})
    words = set(fold(field.label).split())
    if field.type in _MAY_BE_FILES and words & {*_words("documents"), *_words("pictures")}:
        kind = FieldType.IMAGE if words & set(_words("pictures")) else FieldType.FILE
        return field.model_copy(update={"type": kind, "uploaded": True, "required": False, "unique": False})
    return field


def _with_a_field(entities: list[Entity], sentences: Sequence[Sentence], language: Language) -> list[Entity]:
    """The text asks for files of no field in particular: the thing named nearest to that gets one."""
    files = {*_words("pictures"), *_words("documents")}
    owner = next((each for each in entities if fold(each.label) in files), None)  # a thing that is a file
    owner = owner or next(nearest(sentences, phrases(_words("uploads")), entities), None)
    if owner is None and len(entities) == 1:
        owner = entities[0]
    if owner is None or len(owner.fields) > 39:
        return entities
    kind, label = _what(sentences, language)
    taken = {field.name for field in owner.fields} | {each.name.lower() for each in entities}
    name = field_name(label, taken, language)
    added = Field(name=name, label=label, type=kind, required=False, uploaded=True)
    return [each.model_copy(update={"fields": (*each.fields, added)}) if each is owner else each for each in entities]


def _what(sentences: Sequence[Sentence], language: Language) -> tuple[FieldType, str]:
    """A picture or a document, by the word that the text uses beside the sending."""
    sending = phrases(_words("uploads"))
    for sentence in sentences:
        if any(True for _ in places(sentence, sending)) and any(
            token.lemma in _words("pictures") for token in sentence.tokens
        ):
            return FieldType.IMAGE, _label("picture", language)
    return FieldType.FILE, _label("document", language)


def _words(name: str) -> list[str]:
    return [str(word) for word in tables("extras")[name]]


def _label(name: str, language: Language) -> str:
    return str(tables("extras")["labels"][name][language])
