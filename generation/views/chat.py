"""The chat page: describe an app, see its price, start it."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_http_methods, require_POST

from autocrea.errors import wants_json
from generation import access, refusals
from generation.engine.names import BUILTIN
from generation.examples import EXAMPLES, example
from generation.forms import MAX_DESCRIPTION, NewProjectForm
from generation.models import Project, Run
from generation.pipeline import limits, model_budget, quoting, submission
from generation.pipeline.refusals import RateLimited
from generation.presentation import shelf
from generation.refusals import Refusal
from generation.views import offers
from generation.views.access import DRAFT, Request, signed_in
from generation.views.offers import Offer


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def chat(request: Request) -> HttpResponse:
    if request.method == "POST":
        return _start(request)
    return _page(request, NewProjectForm(initial=_initial(request)))


@signed_in
@require_POST
def quote(request: Request) -> HttpResponse:
    """The price card for what is in the form; starts nothing and stores nothing."""
    form = NewProjectForm(request.POST)
    try:
        limits.pace(request.user.pk)
    except RateLimited as error:
        return _paused(request, form, refusals.too_often(error))
    offer, refusal = _offer(request, form)
    if wants_json(request):
        return _refused(request, form, refusal) if refusal else _offer_as_json(cast(Offer, offer))
    if request.htmx:
        problem = _in_words(form, refusal) if refusal and form.data.get("description", "").strip() else ""
        return render(request, "generation/_quote.html", {"quote_problem": problem} | _priced(request, offer))
    return _page(request, form, offer=offer)


def _paused(request: Request, form: NewProjectForm, refusal: Refusal) -> HttpResponse:
    """Asks to wait, and reads nothing; what was typed is not touched."""
    if wants_json(request) or not request.htmx:
        return _refused(request, form, refusal, offer=None)
    context = {"quote_problem": refusal.text} | _priced(request, None)
    response = render(request, "generation/_quote.html", context, status=refusal.status)
    response["Retry-After"] = refusal.headers["Retry-After"]
    return response


def _start(request: Request) -> HttpResponse:
    form = NewProjectForm(request.POST)
    if not form.is_valid():
        return _refused(request, form, _invalid(form))
    try:
        limits.pace(request.user.pk)
    except RateLimited as error:
        return _refused(request, form, refusals.too_often(error), offer=None)
    try:
        run = submission.submit(request.user, **_order(form))
    except refusals.EXPECTED as error:
        return _refused(request, form, refusals.of(error))
    return _started(request, run)


def _order(form: NewProjectForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "name": data["project_name"] or None,
        "description": data["description"],
        "submit_key": data["submit_key"],
        "engine": data["engine"],
        "accept_partial": data["accept_partial"],
    }


def _started(request: Request, run: Run) -> HttpResponse:
    address = resolve_url("workspace", run.project.public_id)
    if wants_json(request):
        body = {"project": str(run.project.public_id), "run": str(run.public_id), "url": address}
        return JsonResponse(body, status=201)
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _refused(request: Request, form: NewProjectForm, refusal: Refusal, **known: Offer | None) -> HttpResponse:
    """The same words in place, on a page of their own, or as JSON; what was typed stays where it is."""
    if wants_json(request):
        body = {"code": refusal.code, "detail": refusal.detail}
        errors = {"errors": form.errors} if form.is_bound and form.errors else {}
        response: HttpResponse = JsonResponse(body | errors, status=refusal.status)
    else:
        offer = known["offer"] if known else _offer(request, form)[0]
        if request.htmx:
            context = {"refusal": refusal, "form": form, "oob": True} | _priced(request, offer)
            response = render(request, "generation/_refused.html", context, status=refusal.status)
        else:
            response = _page(request, form, refusal=refusal, offer=offer)
    for name, value in refusal.headers.items():
        response[name] = value
    return response


def _invalid(form: NewProjectForm) -> Refusal:
    first = next(iter(form.errors.values()))[0]
    return refusals.invalid("Invalid input", str(first))


def _offer(request: Request, form: NewProjectForm) -> tuple[Offer | None, Refusal | None]:
    """The quote of a form, or why there is none."""
    if not form.is_valid():
        return None, _invalid(form)
    order = _order(form)
    try:
        found = quoting.quote(order["description"], name=order["name"], language=None, engine=order["engine"])
    except refusals.EXPECTED as error:
        return None, refusals.of(error)
    rests = order["engine"] != BUILTIN and model_budget.is_used_up(request.user.pk)
    return offers.of(found, model_rests=rests, kept_on_cancel=offers.kept_on_cancel(request.user.pk)), None


def _in_words(form: NewProjectForm, refusal: Refusal) -> str:
    return str(refusal.text if form.errors else refusal.detail)


def _offer_as_json(offer: Offer) -> JsonResponse:
    return JsonResponse(
        {
            "cap": offer.cap,
            "fit": offer.fit,
            "lines": [{"title": str(line.title), "price": line.price} for line in offer.lines],
            "entities": offer.entities,
            "expected_seconds": offer.expected_seconds,
            "unmet": [wish.model_dump() for wish in offer.unmet],
            "not_understood": offer.not_understood,
            "model_used_up": offer.model_rests,
            "kept_on_cancel": offer.kept_on_cancel,
        }
    )


def _priced(request: Request, offer: Offer | None) -> dict[str, Any]:
    price = offer.cap if offer else offers.app_price()
    return {"quote": offer, "app_price": price, "short_of": offers.missing(request, price)}


def _page(
    request: Request, form: NewProjectForm, *, refusal: Refusal | None = None, offer: Offer | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "refusal": refusal,
        "accepted": form.is_bound and form.data.get("accept_partial"),
        "submit_key": form.data.get("submit_key") if form.is_bound else uuid.uuid4(),
        "description_limit": MAX_DESCRIPTION,
        "examples": EXAMPLES,
        "engines": offers.engines(request.user.pk),
        "shelf": shelf.of(request.user, everything="all" in request.GET),
    }
    status = refusal.status if refusal else 200
    return render(request, "generation/chat.html", context | _priced(request, offer), status=status)


def _initial(request: Request) -> dict[str, str]:
    """What the form begins with: a draft kept over the log-in, an earlier description, an example, or nothing."""
    if kept := request.session.pop(DRAFT, None):
        return dict(kept)
    if earlier := request.GET.get("from"):
        run = _project(request, earlier).runs.first()
        return {"project_name": run.project.name, "description": run.prompt} if run else {}
    if chosen := example(request.GET.get("example", "")):
        return {"project_name": str(chosen.name), "description": str(chosen.description)}
    return {}


def _project(request: Request, text: str) -> Project:
    """Raises Http404, also for an address that names no project at all."""
    try:
        return access.get_project(request.user, uuid.UUID(text))
    except (ValueError, Http404):
        raise Http404(f"Project {text[:40]} not found") from None
