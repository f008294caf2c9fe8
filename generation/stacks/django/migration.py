"""The first migration of the generated app, equal to what Django itself would write for its models."""

from __future__ import annotations

from .entities import EntityView, by_dependency
from .fields import FieldView
from .literals import call, python


def operations(views: list[EntityView]) -> list[str]:
    """Source of the operations: a CreateModel per entity, then the relations that point forward."""
    ordered = by_dependency(views)
    created: set[str] = set()
    found: list[str] = []
    late: list[tuple[EntityView, FieldView]] = []
    for view in ordered:
        created.add(view.name)
        late += [(view, field) for field in view.fields if field.is_relation and field.field.target not in created]
        found.append(_create(view, created))
    found += [_add(view, field) for view, field in late]
    return found


def _create(view: EntityView, created: set[str]) -> str:
    own = [field for field in view.fields if not field.is_relation or field.field.target in created]
    return _render_create(view, own)


def _render_create(view: EntityView, own: list[FieldView]) -> str:
    rows = ['("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),']
    rows += [_pair("created_at", "models.DateTimeField(auto_now_add=True)")]
    rows += [_pair("updated_at", "models.DateTimeField(auto_now=True)")]
    rows += [_pair(field.name, field.migration_source(20), len(field.name)) for field in own]
    if view.owned:
        rows.append(_pair("owner", owner_source(view)))
    lines = [
        "migrations.CreateModel(",
        f"            name={python(view.name)},",
        "            fields=[",
        *(f"                {row}" for row in rows),
        "            ],",
        "            options={",
        f'                "verbose_name": {python(view.label)},',
        f'                "verbose_name_plural": {python(view.plural)},',
        f'                "ordering": {python(view.ordering)},',
        "            },",
        "        )",
    ]
    return "\n".join(lines)


def _pair(name: str, source: str, extra: int = 0) -> str:
    single = f"({python(name)}, {source}),"
    if "\n" not in source and 16 + len(single) <= 120:
        return single
    return f"(\n                    {python(name)},\n                    {source},\n                ),"


def owner_source(view: EntityView) -> str:
    optional = ["null=True", "blank=True"] if view.owner_optional else []
    arguments = [
        "to=settings.AUTH_USER_MODEL",
        "on_delete=django.db.models.deletion.CASCADE",
        'related_name="+"',
        *optional,
        f"verbose_name={python(view.words['owner'])}",
    ]
    return call("models.ForeignKey", arguments, 20)


def _add(view: EntityView, field: FieldView) -> str:
    arguments = [
        f"model_name={python(view.name.lower())}",
        f"name={python(field.name)}",
        f"field={field.migration_source(12)}",
    ]
    body = "".join(f"            {item},\n" for item in arguments)
    return f"migrations.AddField(\n{body}        )"
