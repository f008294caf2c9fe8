"""The check plan of a generated project: every address and what each role must get there, from the blueprint alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generation.blueprint.schema import Blueprint, Kit, Who
from generation.blueprint.schema import FieldType as T
from generation.stacks.protocol import (
    CheckPlan,
    ComputedProbe,
    EntityProbe,
    FieldProbe,
    LoginProbe,
    Outcome,
    PageProbe,
    WorkflowProbe,
)

from . import parts, project, seeding
from .entities import EntityView, build
from .fields import DECIMALS, FieldView
from .outcomes import outcomes, stricter, without_row
from .parts.part import has_accounts
from .ratings import ratings, with_ratings
from .sources import sources
from .wording import words

Words = Mapping[str, str]
VISITOR_ONLY: dict[str, Outcome] = {"visitor": "ok"}
ADMIN: dict[str, Outcome] = {"visitor": "login", "member": "login", "other": "login", "staff": "ok"}
DELIVERY = ("Dockerfile", "compose.yaml", ".github/workflows/ci.yml", "railway.json", "vercel.json", ".env.example")
# Kinds whose value stands on the detail page letter for letter; the others are formatted for people.
_VERBATIM = {T.TEXT, T.LONG_TEXT, T.EMAIL, T.PHONE, T.URL, T.INTEGER}
_EXACT_FILTERS = {T.CHOICE, T.RELATION, T.TEXT, T.INTEGER, T.RATING}


def check_plan(blueprint: Blueprint) -> CheckPlan:
    t = words(blueprint.language)
    views = build(blueprint, t)
    accounts = has_accounts(blueprint)
    outline = parts.Outline(blueprint, views, t)
    found = CheckPlan(
        settings_module="config.settings",
        wsgi="config.wsgi:application",
        database="db.sqlite3",
        seed_command="seed",
        login=_login(t, project.has_api(blueprint)) if accounts else None,
        pages=tuple(_pages(outline)),
        entities=tuple(_entity(view, t) for view in views),
        delivery=DELIVERY,
        sources=sources(outline),
    )
    for part in parts.wanted(outline):
        found = part.probes(found, outline)
    rated = ratings(views)
    return replace(found, entities=tuple(with_ratings(probe, rated) for probe in found.entities))


def _login(t: Words, has_api: bool) -> LoginProbe:
    return LoginProbe(
        path=f"/{t['path_account']}/{t['path_login']}/",
        user_field="username",
        password_field="password",  # noqa: S106 - the name of a form field
        accounts=dict(seeding.ACCOUNTS),
        register_path=f"/{t['path_account']}/{t['path_register']}/",
        profile_path=f"/{t['path_account']}/",
        key_command="api_key" if has_api else None,
    )


def _pages(outline: parts.Outline) -> list[PageProbe]:
    blueprint, views, t = outline.blueprint, outline.views, outline.t
    everyone = outcomes(Who.VISITOR) if has_accounts(blueprint) else VISITOR_ONLY
    found = [PageProbe("/", everyone)]
    found += [PageProbe(f"/{page.path}/", everyone) for page in project.static_pages(blueprint)]
    for part in parts.wanted(outline):
        found += part.pages(outline)
    if project.has_api(blueprint):
        found += [PageProbe("/api/docs", everyone), PageProbe("/api/openapi.json", everyone)]
    if not has_accounts(blueprint):
        return found
    account = t["path_account"]
    found += [
        PageProbe(f"/{account}/{t['path_login']}/", VISITOR_ONLY),
        PageProbe(f"/{account}/{t['path_register']}/", VISITOR_ONLY),
        PageProbe(f"/{account}/", outcomes(Who.MEMBER)),
        PageProbe("/admin/", ADMIN),
    ]
    for view in views:
        found += _entity_pages(view, t)
    return found


def _entity_pages(view: EntityView, t: Words) -> list[PageProbe]:
    rules, base = view.rules, f"/{view.path}/"
    owner = "owner_id" if view.owned else None
    of_a_row = {
        f"{base}{{pk}}/": outcomes(rules.read),
        f"{base}{{pk}}/{t['path_edit']}/": stricter(rules.read, rules.edit),
        f"{base}{{pk}}/{t['path_delete']}/": stricter(rules.read, rules.delete),
    }
    return [
        PageProbe(base, without_row(rules.read)),
        PageProbe(f"{base}{t['path_create']}/", without_row(rules.create)),
        *(PageProbe(path, expect, view.table, owner) for path, expect in of_a_row.items()),
    ]


def _entity(view: EntityView, t: Words) -> EntityProbe:
    base = f"/{view.path}/"
    searched = {field.name: field for field in view.form_fields}
    texts = [searched[name] for name in view.search_lookups if name in searched]  # the plan's first is looked for
    return EntityProbe(
        entity=view.name,
        table=view.table,
        fields=tuple(_field(field, view) for field in view.form_fields if not field.uploaded),
        list_path=base,
        detail_path=f"{base}{{pk}}/",
        create_path=f"{base}{t['path_create']}/",
        edit_path=f"{base}{{pk}}/{t['path_edit']}/",
        delete_path=f"{base}{{pk}}/{t['path_delete']}/",
        admin_path=f"/admin/core/{view.name.lower()}/",
        api_path=f"/api/{view.path}/",
        read=view.rules.read,
        create=view.entity.access.create,
        edit=view.rules.edit or Who.STAFF,
        delete=view.rules.delete or Who.STAFF,
        owner_column="owner_id" if view.owned else None,
        owner_param="belongs_to" if view.assigned else None,
        csv_query="format=csv" if view.kit is not Kit.API else None,
        search_param="q" if view.search_lookups else None,
        search_field=texts[0].name if texts else None,
        filter_params=tuple(field.name for field in view.filters if field.type in _EXACT_FILTERS),
        workflow=_workflow(view, t),
        computed=tuple(
            ComputedProbe(field.field.name, field.column, field.field.formula, DECIMALS[field.type], field.field.least)
            for field in view.fields
            if field.computed
        ),
    )


def _field(field: FieldView, view: EntityView) -> FieldProbe:
    tables = {name: f"core_{name.lower()}" for name in view.targets}
    return FieldProbe(
        name=field.name,
        column=field.column,
        kind=field.type.value,
        required=field.required,
        unique=field.field.unique,
        once=field is view.once,
        choices=tuple(choice.value for choice in field.field.choices if choice.weight != -1),
        weights={choice.value: choice.weight for choice in field.field.choices if choice.weight},
        most=2 if _takes_from_stock(field, view) else None,
        target_table=tables.get(field.field.target or ""),
        shown=field.type in _VERBATIM,
        planned=field.field.name,
        degrees=field.degrees,
    )


def _takes_from_stock(field: FieldView, view: EntityView) -> bool:
    """Whether rows with a large number here are refused, because there is not as much to take."""
    taken = f"- sum({view.name}.{field.field.name})"
    return any(each.least is not None and taken in each.formula for e in view.targets.values() for each in e.fields)


def _workflow(view: EntityView, t: Words) -> WorkflowProbe | None:
    flow, field = view.entity.workflow, view.workflow_field
    if flow is None or field is None:
        return None
    return WorkflowProbe(
        path=f"/{view.path}/{{pk}}/{t['path_move']}/",
        param="state",
        column=field.name,
        initial=flow.initial,
        states=tuple(choice.value for choice in field.field.choices),
        moves=tuple((move.source, move.target) for move in flow.moves),
        board=view.presentation == "board",
    )
