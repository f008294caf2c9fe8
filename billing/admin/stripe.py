"""Of dj-stripe's sixty tables only the events are shown, to be read: the rest is a mirror, with keys in plain text."""

from __future__ import annotations

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from djstripe.models import Event

from autocrea.staff_pages import when
from billing.admin.readonly import ReadOnly

for model in apps.get_app_config("djstripe").get_models():
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(Event)
class EventAdmin(ReadOnly):
    about = _("What Stripe told us, as it arrived. Nothing is to be done here: it is for looking up.")
    list_display = (when(_("when"), "created"), "type", "id", "livemode")
    list_filter = ("type", "livemode", "created")
    search_fields = ("id", "type")
    fields = ("id", "type", "created", "livemode", "api_version", "data")
    ordering = ("-created",)
