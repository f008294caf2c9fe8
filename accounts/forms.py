"""The forms of registration and log-in: allauth's rules under the plain field names `email` and `password`."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, SignupForm
from django import forms
from django.utils.translation import gettext_lazy as _


class PlainNames:
    """Shows allauth's fields to the page under other names; inside, allauth's own stand."""

    html_names: dict[str, str] = {}

    def add_prefix(self, field_name: str) -> str:
        return self.html_names.get(field_name, field_name)


def _polish(form: forms.Form, autocomplete: dict[str, str]) -> None:
    for name, hint in autocomplete.items():
        attributes = form.fields[name].widget.attrs
        attributes.pop("placeholder", None)  # the label says it, and stays when one types
        attributes["autocomplete"] = hint


class Register(PlainNames, SignupForm):
    html_names = {"password1": "password"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _polish(self, {"email": "email", "password1": "new-password"})
        self.fields["email"].label = _("E-mail")
        self.fields["password1"].label = _("Password")
        self.fields["password1"].help_text = _("At least 8 characters; not only digits, not a common one.")


class LogIn(PlainNames, LoginForm):
    html_names = {"login": "email"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _polish(self, {"login": "email", "password": "current-password"})
        self.fields["login"].label = _("E-mail")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""  # the link to the reset stands beside the label
