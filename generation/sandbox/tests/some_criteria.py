"""Executes only a rendered project's criteria, on a database with its example rows: enough to see one of them fail."""

from __future__ import annotations

from collections.abc import Callable

from generation.blueprint.schema import Blueprint
from generation.sandbox.checks.criteria import criteria
from generation.sandbox.inspection import Inspection
from generation.sandbox.limits import Limits
from generation.sandbox.session import Session
from generation.stacks.django import DjangoStack

Spoil = tuple[str, str, str]  # path, what stands there, what stands there instead


def failures(make: Callable[[], Blueprint], *spoils: Spoil) -> dict[str, str]:
    """What each criterion that does not hold says, by its kind and entity: `books Reserva`."""
    blueprint, stack = make(), DjangoStack()
    files = stack.render(blueprint)
    for path, old, new in spoils:
        assert old in files[path], (path, old)
        files[path] = files[path].replace(old, new)
    with Session(Limits()) as session:
        look = Inspection(files, blueprint, stack.check_plan(blueprint), session)
        session.start(files, look.environment(), look.plan.wsgi)
        for command in ("migrate --noinput", look.plan.seed_command):
            done = session.manage(*command.split())
            assert done.code == 0, done.said[-2000:]
        results = {result.id: result for result in criteria(look)}
    return {
        f"{criterion.check.kind} {criterion.check.entity}": results[criterion.id].detail
        for criterion in blueprint.criteria
        if results[criterion.id].status != "passed"
    }
