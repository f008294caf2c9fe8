"""What a person sends to start a project. Shape only: whether it can be built is the pipeline's to say."""

from __future__ import annotations

import unicodedata
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from generation.models import Engine, Project

MAX_DESCRIPTION = 8000  # characters; a page of closely written text has about 4000


def no_control_characters(text: str) -> None:
    """Names go into file names, headers and pages: no control, no direction override, no surrogate."""
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") for char in text):
        raise ValidationError(
            _("The name has a character that cannot be used. Write it with letters, digits and spaces.")
        )


class NewProjectForm(forms.Form):
    project_name = forms.CharField(
        required=False,
        max_length=Project._meta.get_field("name").max_length,
        validators=[no_control_characters],
        error_messages={"max_length": _("The name is too long: use %(limit_value)d characters at most.")},
    )
    description = forms.CharField(
        max_length=MAX_DESCRIPTION,
        error_messages={
            "required": _("Describe your app: what it is for and what it keeps."),
            "max_length": _(
                "The description is too long: %(show_value)d of %(limit_value)d characters. Keep what matters most."
            ),
        },
    )
    engine = forms.ChoiceField(
        choices=Engine.choices,
        required=False,
        error_messages={"invalid_choice": _("There is no engine with that name.")},
    )
    submit_key = forms.UUIDField(required=False)
    accept_partial = forms.BooleanField(required=False)

    def clean_description(self) -> str:
        text = str(self.cleaned_data["description"]).replace("\r\n", "\n")
        if any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in text):
            raise ValidationError(_("The description has a control character that cannot be used."))
        return text

    def clean_engine(self) -> str:
        return self.cleaned_data["engine"] or Engine.BUILTIN.value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["submit_key"] = cleaned.get("submit_key") or uuid.uuid4()
        return cleaned
