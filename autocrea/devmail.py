"""The mail that `make run` did not send, as a page of the development server. Not there without DEBUG."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

SEPARATOR = b"-" * 79  # what Django's file backend writes between the messages of one connection
NEWEST = 50


@dataclass(frozen=True)
class Mail:
    sender: str
    to: str
    subject: str
    date: str
    text: str


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Raises Http404 without DEBUG: mail holds links that open accounts."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "pages/dev_mail.html", {"mails": mails(Path(settings.EMAIL_FILE_PATH))})


def mails(folder: Path) -> list[Mail]:
    """The newest messages first."""
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    found: list[Mail] = []
    for file in files[:NEWEST]:
        parts = re.split(rb"^" + SEPARATOR + rb"$", file.read_bytes(), flags=re.MULTILINE)
        found += [_read(part.strip()) for part in reversed(parts) if part.strip()]
    return found[:NEWEST]


def _read(source: bytes) -> Mail:
    message = email.message_from_bytes(source, EmailMessage, policy=default)  # text with accents is sent as 8 bit
    body = message.get_body(("plain", "html"))
    return Mail(
        sender=str(message["From"]),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        date=str(message["Date"]),
        text=body.get_content() if body else "",
    )
