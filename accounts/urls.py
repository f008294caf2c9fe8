"""allauth behind the product's own addresses. The names are allauth's, because its code resolves them."""

from __future__ import annotations

from allauth.account import views as allauth
from django.db import transaction
from django.urls import path, re_path
from django.views.generic import RedirectView

from accounts import views

confirm_email = transaction.atomic(allauth.confirm_email)  # with the tokens of the sign-up, or not at all

urlpatterns = [
    path("register", views.signup, name="account_signup"),
    path("login", allauth.login, name="account_login"),
    path("logout", allauth.logout, name="account_logout"),
    path("account", views.account, name="account"),
    path("account/password", allauth.password_change, name="account_change_password"),
    path("account/password/set", allauth.password_set, name="account_set_password"),
    path("account/email", RedirectView.as_view(pattern_name="account"), name="account_email"),  # one address each
    path("account/inactive", allauth.account_inactive, name="account_inactive"),
    path("account/confirm", allauth.reauthenticate, name="account_reauthenticate"),
    path("verify-email", allauth.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^verify-email/(?P<key>[-:\w]+)$", confirm_email, name="account_confirm_email"),
    path("reset-password", allauth.password_reset, name="account_reset_password"),
    path("reset-password/sent", allauth.password_reset_done, name="account_reset_password_done"),
    path("reset-password/done", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^reset-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
