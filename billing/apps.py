from django.apps import AppConfig, apps
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BillingConfig(AppConfig):
    name = "billing"
    verbose_name = _("Tokens and purchases")

    def ready(self) -> None:
        from billing import groups, receivers  # noqa: F401 - connects the sign-up grant and Stripe's events
        from billing.checks import webhook_secret

        apps.get_app_config("djstripe").verbose_name = "Stripe"  # its section in the admin
        checks.register(webhook_secret, "billing")
        post_migrate.connect(groups.ensure, sender=self, dispatch_uid="billing.groups")
