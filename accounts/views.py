"""Registering, and the account page."""

from __future__ import annotations

from allauth.account import views as allauth
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


def signup(request: HttpRequest) -> HttpResponse:
    """The person and the tokens are made together: no failure in between leaves one without the other."""
    try:
        with transaction.atomic():
            answer: HttpResponse = allauth.signup(request)
    except IntegrityError:  # the same form twice at once: whoever lost finds the address taken, and is told so
        answer = allauth.signup(request)
    return answer


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "account/account.html")
