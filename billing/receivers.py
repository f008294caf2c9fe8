"""What happens outside → the ledger. Each signal may come twice; the key of the credit makes that harmless."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_signed_up
from django.conf import settings
from django.dispatch import receiver

from accounts.models import User
from billing import ledger


@receiver(user_signed_up)
def grant_at_sign_up(sender: Any, user: User, **kwargs: Any) -> None:
    if not settings.EMAIL_VERIFICATION:
        _grant(user.pk)


@receiver(email_confirmed)
def grant_at_first_verified_address(sender: Any, email_address: EmailAddress, **kwargs: Any) -> None:
    """With verification on, an address nobody reads earns nothing. The person's second address meets the same key."""
    if settings.EMAIL_VERIFICATION:
        _grant(email_address.user_id)


def _grant(user_id: int) -> None:
    ledger.grant(user_id, amount=settings.SIGNUP_TOKENS, key=f"signup:{user_id}")
