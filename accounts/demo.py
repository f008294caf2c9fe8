"""The staff account of `make run`: only with DEBUG and on the own machine, with a random password."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_signed_up

from accounts.models import User

EMAIL = "demo@example.com"


def ensure_staff(password: str) -> str:
    """The account exists, with this password; it got its tokens as everybody does. Returns its e-mail."""
    user, created = User.objects.get_or_create(email=EMAIL, defaults={"is_staff": True, "is_superuser": True})
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    if created:
        address = EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
        user_signed_up.send(User, request=None, user=user)
        email_confirmed.send(EmailAddress, request=None, email_address=address)
    return EMAIL
