"""The first migration of the generated app, equal to what Django itself would write for its models."""

from __future__ import annotations

from .entities import EntityView, by_dependency
from .fields import FieldView
from .layout import Group, Node, call, lay, listed, tupled
from .literals import python

INDENT = 8
ID = 'models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")'


def operations(views: list[EntityView]) -> list[str]:
    """Source of the operations: a CreateModel per entity, then the relations that point forward."""
    created: set[str] = set()
    found: list[Node] = []
    late: list[tuple[EntityView, FieldView]] = []
    for view in by_dependency(views):
        created.add(view.name)
        own = [field for field in view.fields if not field.is_relation or field.field.target in created]
        late += [(view, field) for field in view.fields if field not in own]
        found.append(_create(view, own))
    found += [_add(view, field) for view, field in late]
    found += [_limit(view) for view, field in late if field is view.once]
    return [lay(node, INDENT, trail=1) for node in found]


def _create(view: EntityView, own: list[FieldView]) -> Node:
    rows = [
        _pair("id", ID),
        _pair("created_at", "models.DateTimeField(auto_now_add=True)"),
        _pair("updated_at", "models.DateTimeField(auto_now=True)"),
        *(_pair(field.name, field.migration_node()) for field in own),
    ]
    if view.owned:
        rows.append(_pair("owner", _owner(view)))
    if view.entity.moderated:
        rows.append(_pair("moderation", _moderation(view)))
    options: list[Node] = [
        f'"verbose_name": {python(view.label)}',
        f'"verbose_name_plural": {python(view.plural)}',
        f'"ordering": {python(view.ordering)}',
    ]
    if view.once and view.once in own:
        options.append(listed([_once(view)], '"constraints": '))
    settled = Group("options={", tuple(options), "}")
    return call("migrations.CreateModel", [f"name={python(view.name)}", listed(rows, "fields="), settled])


def _pair(name: str, source: Node) -> Node:
    return tupled([python(name), source])


def _owner(view: EntityView) -> Node:
    optional = ["null=True", "blank=True"] if view.owner_optional else []
    arguments = [
        "to=settings.AUTH_USER_MODEL",
        "on_delete=django.db.models.deletion.CASCADE",
        'related_name="+"',
        *optional,
        f"verbose_name={python(view.words['belongs_to' if view.assigned else 'owner'])}",
    ]
    return call("models.ForeignKey", arguments)


def _once(view: EntityView) -> Node:
    assert view.once is not None
    columns = python(("owner", view.once.name))
    return call("models.UniqueConstraint", [f"fields={columns}", f"name={python(view.once_name)}"])


def _limit(view: EntityView) -> Node:
    rule = _once(view)
    assert isinstance(rule, Group)
    keyword = Group(f"constraint={rule.head}", rule.items, rule.close)
    return call("migrations.AddConstraint", [f"model_name={python(view.name.lower())}", keyword])


def _moderation(view: EntityView) -> Node:
    states = ("pending", "approved", "rejected")
    pairs = [tupled([python(state), python(view.words[f"moderation_{state}"])]) for state in states]
    named = f"verbose_name={python(view.words['moderation_state'])}"
    return call("models.CharField", [listed(pairs, "choices="), 'default="pending"', "max_length=10", named])


def _add(view: EntityView, field: FieldView) -> Node:
    source = field.migration_node()
    keyword = Group(f"field={source.head}", source.items, source.close)
    names = [f"model_name={python(view.name.lower())}", f"name={python(field.name)}"]
    return call("migrations.AddField", [*names, keyword])
