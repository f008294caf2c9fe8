"""A person's own tokens: balance, movements, and how to get more."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from billing import ledger, statement

PAGE = 25


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(ledger.entries(cast(User, request.user).pk), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": statement.lines(page.object_list)}
    return render(request, "billing/index.html", context)


@require_safe
@login_required
def download(request: HttpRequest) -> HttpResponse:
    text = statement.as_csv(ledger.entries(cast(User, request.user).pk).iterator())
    # a spreadsheet takes the file for UTF-8 only with the mark in front
    return HttpResponse(
        "\ufeff" + text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="autocrea-tokens.csv"'},
    )
