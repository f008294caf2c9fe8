"""Tokens added by hand: who, how many, why, and by whom. A form sent twice adds once."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from autocrea.staff_pages import figure, when
from billing import ledger
from billing.errors import KeyReused
from billing.models import LedgerEntry, TopUp

MOST = 100_000  # a slip of the finger stays small enough to mend


class TopUpForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    email = forms.EmailField(label=gettext_lazy("Person"), help_text=gettext_lazy("the e-mail of their account"))
    amount = forms.IntegerField(label=gettext_lazy("Tokens"), min_value=1, max_value=MOST)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        min_length=3,
        max_length=200,
        help_text=gettext_lazy("the person reads it in their movements, and it stays in the ledger for good"),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = TopUp
        fields: tuple[str, ...] = ()

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        # by the rule that keeps addresses apart: capitals would make one of \u0131 and i
        self.person = User.objects.alias(plain=Lower("email")).filter(plain=Lower(Value(email))).first()
        if self.person is None:
            raise ValidationError(_("Nobody has an account with this address."))
        return email

    def _post_clean(self) -> None:
        """The entry is made by the ledger, not from the form's fields: nothing of the model is checked here."""

    @property
    def ledger_key(self) -> str:
        return f"topup:{self.cleaned_data['key']}"


@admin.register(TopUp)
class TopUpAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = TopUpForm
    about = gettext_lazy("Tokens added by hand. Each stays in the ledger with its reason and who added it.")
    list_display = (
        when(gettext_lazy("when")),
        "account",
        figure("amount", gettext_lazy("Tokens")),
        "reason",
        "actor",
    )
    list_select_related = ("account__user", "actor")
    search_fields = ("account__user__email", "reason", "actor__email")
    list_filter = ("created_at",)
    ordering = ("-id",)
    list_per_page = 50
    actions = None

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("created_at", "account", "amount", "reason", "actor", "key") if obj else TopUpForm.base_fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[TopUp]:
        """Who may not read the ledger sees what they added themselves."""
        found: QuerySet[TopUp] = super().get_queryset(request)
        return found if request.user.has_perm("billing.view_ledgerentry") else found.filter(actor_id=request.user.pk)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"email": request.GET.get("email", "")}

    def save_model(self, request: HttpRequest, obj: TopUp, form: Any, change: bool) -> None:
        person, amount = form.person, form.cleaned_data["amount"]
        with transaction.atomic():
            posting = ledger.topup(
                person.pk,
                amount=amount,
                key=form.ledger_key,
                actor_id=cast(int, request.user.pk),
                reason=form.cleaned_data["reason"],
            )
        obj.__dict__.update(LedgerEntry.objects.get(key=form.ledger_key).__dict__)
        obj.sent_again = not posting.posted
        words = {"n": amount, "person": person.email, "now": posting.balance.available}
        if posting.posted:
            added = ngettext("%(n)s token added to %(person)s", "%(n)s tokens added to %(person)s", amount) % words
            now = _("Available now: %(now)s.") % words
            messages.success(request, f"{added}. {now}")
        else:
            messages.warning(request, _("This form had been sent already: nothing was added a second time."))

    def log_addition(self, request: HttpRequest, obj: TopUp, message: Any) -> Any:
        if obj.sent_again:
            return None  # what was not done is not in the log
        said = f"+{obj.amount} · {obj.account.user.email} · {obj.reason}"
        return super().log_addition(request, obj, said)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Nothing is left to go on editing once it is written."""
        return super().add_view(request, form_url, {**(extra_context or {}), "show_save_and_continue": False})

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except KeyReused:
            messages.error(request, _("This form was used for another top-up already. Here is a new one."))
            return HttpResponseRedirect(reverse("admin:billing_topup_add"))

    def response_add(self, request: HttpRequest, obj: TopUp, post_url_continue: Any = None) -> HttpResponse:
        """Our own words were said; who adds several gets the empty form again."""
        again = "_addanother" in request.POST
        return HttpResponseRedirect(reverse(f"admin:billing_topup_{'add' if again else 'changelist'}"))
