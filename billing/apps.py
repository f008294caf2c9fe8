from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BillingConfig(AppConfig):
    name = "billing"

    def ready(self) -> None:
        from billing import groups, receivers  # noqa: F401 - connects the sign-up grant and Stripe's events

        post_migrate.connect(groups.ensure, sender=self, dispatch_uid="billing.groups")
