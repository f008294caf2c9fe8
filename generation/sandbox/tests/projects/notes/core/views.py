from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import modelform_factory
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.access import may_write, readable
from core.models import Note, Topic


def home(request) -> HttpResponse:
    return render(request, "home.html", {"topics": Topic.objects.all()})


def list_rows(request, model) -> HttpResponse:
    if model is Note and not request.user.is_authenticated:
        return redirect_to_login(request.path, "/login/")
    rows = readable(model, request.user)
    if words := request.GET.get("q"):
        rows = rows.filter(**{f"{model.columns[0]}__icontains": words})
    return render(request, "list.html", {"rows": rows, "slug": model.slug})


def show_row(request, model, pk) -> HttpResponse:
    row = get_object_or_404(readable(model, request.user), pk=pk)
    fields = [(name, getattr(row, name)) for name in model.columns]
    return render(request, "detail.html", {"row": row, "fields": fields, "slug": model.slug})


def edit_row(request, model, pk=None) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path, "/login/")
    if not may_write(model, request.user):
        raise PermissionDenied
    row = get_object_or_404(readable(model, request.user), pk=pk) if pk else None
    form = modelform_factory(model, fields=model.columns)(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        if model is Note and row is None:
            form.instance.owner = request.user
        saved = form.save()
        return redirect(f"/{model.slug}/{saved.pk}/")
    return render(request, "form.html", {"form": form})


def delete_row(request, model, pk) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path, "/login/")
    if not may_write(model, request.user):
        raise PermissionDenied
    row = get_object_or_404(readable(model, request.user), pk=pk)
    if request.method == "POST":
        row.delete()
        return redirect(f"/{model.slug}/")
    return render(request, "delete.html", {"row": row})
