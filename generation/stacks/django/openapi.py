"""The description of the generated JSON API, as OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generation.blueprint.schema import Blueprint
from generation.blueprint.schema import FieldType as T

from .entities import EntityView
from .fields import TEXT_LENGTH, FieldView
from .literals import within
from .parts.part import has_accounts

_TYPES: dict[T, dict[str, Any]] = {
    T.INTEGER: {"type": "integer"},
    T.DECIMAL: {"type": "string", "format": "decimal"},
    T.MONEY: {"type": "string", "format": "decimal"},
    T.BOOLEAN: {"type": "boolean"},
    T.DATE: {"type": "string", "format": "date"},
    T.TIME: {"type": "string", "format": "time"},
    T.DATETIME: {"type": "string", "format": "date-time"},
    T.EMAIL: {"type": "string", "format": "email"},
    T.URL: {"type": "string", "format": "uri"},
    T.IMAGE: {"type": "string", "format": "uri"},
    T.RATING: {"type": "integer", "minimum": 1, "maximum": 5},
    T.FILE: {"type": "string", "format": "uri"},
    T.RELATION: {"type": "integer"},
    T.RELATIONS: {"type": "array", "items": {"type": "integer"}},
    T.TEXT: {"type": "string", "maxLength": TEXT_LENGTH},
}

_KEYS = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
}


def description(
    blueprint: Blueprint,
    views: list[EntityView],
    words: Mapping[str, str],
    more: Sequence[Mapping[str, Mapping[str, Any]]] = (),
) -> dict[str, Any]:
    """`more`: paths and schemas of what the app has beside its tables."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {view.name: _schema(view) for view in views}
    for view in views:
        paths |= _paths(view, words)
    for each in more:
        paths |= each.get("paths", {})
        schemas |= each.get("schemas", {})
    return {
        "openapi": "3.1.0",
        "info": {"title": blueprint.name, "description": blueprint.purpose, "version": "1.0.0"},
        "paths": paths,
        "components": {
            "schemas": schemas,
            **({"securitySchemes": _KEYS} if has_accounts(blueprint) else {}),
        },
        **({"security": [{"token": []}, {"session": []}]} if has_accounts(blueprint) else {}),
    }


def _schema(view: EntityView) -> dict[str, Any]:
    properties: dict[str, Any] = {"id": {"title": "id", "type": "integer", "readOnly": True}}
    for field in view.fields:
        properties[field.name] = _property(field)
    required = [field.name for field in view.form_fields if field.required]
    return {"title": view.label, "type": "object", "properties": properties, "required": required}


def _property(field: FieldView) -> dict[str, Any]:
    found: dict[str, Any] = {"title": field.label, **_TYPES.get(field.type, {"type": "string"})}
    if field.field.choices:
        found["enum"] = [choice.value for choice in field.field.choices]
    if not field.in_form:
        found["readOnly"] = True
    if field.field.help:
        found["description"] = field.field.help
    return found


def _paths(view: EntityView, words: Mapping[str, str]) -> dict[str, Any]:
    base, one = f"/api/{view.path}/", f"/api/{view.path}/{{id}}/"
    reference = {"$ref": f"#/components/schemas/{view.name}"}
    content = {"application/json": {"schema": reference}}
    if any(field.uploaded for field in view.fields):  # files come with a new row
        content["multipart/form-data"] = {"schema": reference}
    body = {"required": True, "content": content}
    key = [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}]

    def operation(verb: str, label: str, status: str, *, sends: bool = False) -> dict[str, Any]:
        summary = words[f"api_{verb}"].format(label=within(label))
        found: dict[str, Any] = {"summary": summary, "operationId": f"{verb}_{view.module}"}
        if sends:
            found["requestBody"] = body
        answer: dict[str, Any] = {"description": summary}
        if status != "204":
            answer["content"] = {"application/json": {"schema": reference}}
        return {**found, "responses": {status: answer}}

    paths = {
        base: {
            "get": operation("list", view.plural, "200"),
            "post": operation("create", view.label, "201", sends=True),
        },
        one: {
            "parameters": key,
            "get": operation("read", view.label, "200"),
            "put": operation("replace", view.label, "200", sends=True),
            "patch": operation("change", view.label, "200", sends=True),
            "delete": operation("delete", view.label, "204"),
        },
    }
    if view.workflow_field:
        paths[f"{one}move/"] = {"parameters": key, "post": operation("move", view.label, "200")}
    return paths
