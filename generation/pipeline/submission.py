"""Takes on a run: everything it needs is stored and its cap is held in one transaction, once per form."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from generation.blueprint.reader import DescriptionError
from generation.blueprint.schema import Fit
from generation.engine.errors import EngineUnavailable, UnknownEngine
from generation.models import Project, Run, Step
from generation.pipeline import charging, lifecycle, limits, model_budget, quoting, steps, toolbox
from generation.pipeline.charging import InsufficientTokens
from generation.pipeline.quoting import Quote
from generation.pipeline.refusals import (
    BadInput,
    ModelUsedUp,
    NeedsAcceptance,
    OutsideScope,
    RateLimited,
    Refusal,
    SandboxMissing,
)

__all__ = [
    "BadInput",
    "DescriptionError",
    "EngineUnavailable",
    "InsufficientTokens",
    "ModelUsedUp",
    "NeedsAcceptance",
    "OutsideScope",
    "RateLimited",
    "Refusal",
    "SandboxMissing",
    "UnknownEngine",
    "submit",
]


def submit(  # noqa: PLR0913 - one form
    owner: AbstractBaseUser,
    *,
    name: str | None,
    description: str,
    submit_key: UUID,
    engine: str = "builtin",
    accept_partial: bool = False,
    language: str | None = None,
) -> Run:
    """The run of this form: a new one, or the one the same key made before.

    Raises DescriptionError, BadInput, UnknownEngine, EngineUnavailable, OutsideScope, NeedsAcceptance, SandboxMissing,
    InsufficientTokens, RateLimited or ModelUsedUp; nothing is stored and nothing held then.
    """
    if run := _made_before(owner, submit_key):
        return run
    offer = quoting.quote(description, name=name, language=language, engine=engine)
    _refuse_what_cannot_be_built(offer, accept_partial)
    with transaction.atomic(durable=True):
        # one submission of a person at a time: the key, the limits and the balance are looked at undisturbed
        get_user_model().objects.select_for_update(no_key=True).get(pk=owner.pk)
        if run := _made_before(owner, submit_key):
            return run
        run = _store(owner, offer, description, submit_key, engine)
        charging.hold(run)  # refused before the limits are: 402 comes before 429
        limits.check(run)
        model_budget.ensure_left(run.owner_id, engine)
        lifecycle.queued(run)
    return run


def _made_before(owner: AbstractBaseUser, submit_key: UUID) -> Run | None:
    return Run.objects.select_related("project").filter(owner_id=owner.pk, submit_key=submit_key).first()


def _refuse_what_cannot_be_built(offer: Quote, accept_partial: bool) -> None:
    if offer.fit == Fit.OUTSIDE:
        raise OutsideScope(offer.blueprint)
    if offer.fit == Fit.PARTIAL and not accept_partial:
        raise NeedsAcceptance(offer.blueprint)
    able, reason = toolbox.default().availability()
    if not able:
        raise SandboxMissing(reason)


def _store(owner: AbstractBaseUser, offer: Quote, description: str, submit_key: UUID, engine: str) -> Run:
    project = Project.objects.create(owner_id=owner.pk, name=offer.blueprint.name, language=offer.blueprint.language)
    run = Run.objects.create(
        project=project, owner_id=owner.pk, prompt=description, engine=engine, submit_key=submit_key, cap=offer.cap
    )
    prices = quoting.prices()
    Step.objects.bulk_create(
        Step(run=run, key=key, position=position, price=prices.get(key, 0)) for position, key in enumerate(steps.ORDER)
    )
    return run
