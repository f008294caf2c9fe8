import json

from django.forms import model_to_dict, modelform_factory
from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from core.access import may_write, readable
from core.models import Note


def as_json(row):
    return {"id": row.pk, **{name: model_to_dict(row)[name] for name in row.columns}}


def collection(request, model):
    if request.method == "GET":
        return JsonResponse({"results": [as_json(row) for row in readable(model, request.user)]})
    if not may_write(model, request.user):
        return JsonResponse({}, status=403)
    form = modelform_factory(model, fields=model.columns)(json.loads(request.body))
    if not form.is_valid():
        return JsonResponse(form.errors, status=400)
    if model is Note:
        form.instance.owner = request.user
    return JsonResponse(as_json(form.save()), status=201)


def item(request, model, pk):
    row = get_object_or_404(readable(model, request.user), pk=pk)
    if request.method == "GET":
        return JsonResponse(as_json(row))
    if not may_write(model, request.user):
        return JsonResponse({}, status=403)
    if request.method == "DELETE":
        row.delete()
        return JsonResponse({}, status=204)
    form = modelform_factory(model, fields=model.columns)({**as_json(row), **json.loads(request.body)}, instance=row)
    if not form.is_valid():
        return JsonResponse(form.errors, status=400)
    return JsonResponse(as_json(form.save()))
