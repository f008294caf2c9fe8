"""Scopes and check plans: who may touch what, and what is asked of a project from outside."""

from __future__ import annotations

import pytest

from generation.blueprint.behaviour.orders import with_orders
from generation.blueprint.schema import Who
from generation.stacks.django import DjangoStack
from generation.stacks.django.plan import outcomes
from generation.stacks.tests import samples

STACK = DjangoStack()


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("core/models/task.py", "backend"),
        ("core/views/crud.py", "backend"),
        ("core/seed.json", "backend"),
        ("core/tests/test_acceptance.py", "backend"),
        ("core/templates/core/home.html", "frontend"),
        ("accounts/templates/accounts/login.html", "frontend"),
        ("static/css/app.css", "frontend"),
        ("README.md", "devops"),
        ("compose.yaml", "devops"),
        (".env.example", "devops"),
        ("requirements.txt", None),
        ("start.py", None),
        ("manage.py", None),
        ("Dockerfile", None),
        (".github/workflows/ci.yml", None),
        ("config/settings.py", None),
        ("core/access.py", None),
        ("shop/payments.py", None),
        ("blueprint.json", None),
        ("verification.json", None),
        ("", None),
        ("/etc/passwd", None),
        ("core/../config/settings.py", None),
        ("static/../start.py", None),
        ("core\\models.py", None),
        ("other/place.py", None),
    ],
)
def test_a_file_belongs_to_one_agent_or_to_nobody(path: str, scope: str | None) -> None:
    assert STACK.scope_of(path) == scope


def test_every_rendered_file_has_a_decided_scope() -> None:
    scopes = {STACK.scope_of(path) for make in samples.ALL.values() for path in STACK.render(make())}
    assert scopes == {"backend", "frontend", "devops", None}


def test_what_a_role_gets_follows_the_rule() -> None:
    assert outcomes(Who.VISITOR) == {"visitor": "ok", "member": "ok", "other": "ok", "staff": "ok"}
    assert outcomes(Who.MEMBER) == {"visitor": "login", "member": "ok", "other": "ok", "staff": "ok"}
    assert outcomes(Who.OWNER) == {"visitor": "login", "member": "ok", "other": "forbidden", "staff": "ok"}
    assert outcomes(Who.STAFF) == {"visitor": "login", "member": "forbidden", "other": "forbidden", "staff": "ok"}


@pytest.mark.parametrize("name", sorted(samples.ALL))
def test_every_entity_is_probed_with_every_field_of_its_form(name: str) -> None:
    blueprint = with_orders(samples.ALL[name]())
    plan = STACK.check_plan(blueprint)
    assert {probe.entity for probe in plan.entities} == {entity.name for entity in blueprint.entities}
    for probe in plan.entities:
        entity = blueprint.entity(probe.entity)
        state = {entity.workflow.field} if entity.workflow else set()
        state |= {field.name for field in entity.fields if field.formula}
        assert {field.name for field in probe.fields} == {field.name for field in entity.fields} - state
        assert (probe.workflow is not None) == (entity.workflow is not None)
    assert (plan.shop is not None) == (blueprint.shop is not None)


def test_the_security_notes_say_what_did_not_pass() -> None:
    notes = STACK.security_notes(samples.shop(), {"isolation": "passed", "tests": "failed", "secrets": "skipped"})
    assert "| isolation | ✔ passed |" in notes
    assert "| tests | ✘ failed |" in notes
    assert "| secrets | – not executed |" in notes
    assert "Stripe" in notes
    assert "No executed check is on record" in STACK.security_notes(samples.todo(), {})
    assert "Stripe" not in STACK.security_notes(samples.todo(), {})


def test_the_field_that_is_searched_first_in_the_plan_is_looked_for() -> None:
    blueprint = samples.blog()
    posts = blueprint.entity("Post")
    turned = posts.model_copy(update={"fields": (posts.fields[1], posts.fields[0], *posts.fields[2:])})
    assert posts.search[0] == posts.fields[0].name
    plan = STACK.check_plan(blueprint.model_copy(update={"entities": (turned, *blueprint.entities[1:])}))
    assert next(probe for probe in plan.entities if probe.entity == "Post").search_field == posts.search[0]
