"""The newsletter: addresses that were signed up, and confirmed by whoever reads them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.blueprint.schema import Feature, Who
from generation.stacks.django.outcomes import outcomes
from generation.stacks.django.parts.part import NavLink, Outline, Part
from generation.stacks.protocol import CheckPlan, NewsletterProbe, PageProbe


@dataclass(frozen=True)
class NewsletterView:
    path: str


class NewsletterPart(Part):
    name = "newsletter"
    locked = ("newsletter/links.py",)

    def view(self, outline: Outline) -> NewsletterView | None:
        """The list of addresses is for the staff: without accounts there is nobody to keep it for."""
        wanted = outline.accounts and outline.blueprint.has(Feature.NEWSLETTER)
        return NewsletterView(outline.t["path_newsletter"]) if wanted else None

    def links(self, outline: Outline) -> list[NavLink]:
        return [NavLink(outline.t["newsletter_list"], "newsletter:subscribers", "mail", Who.STAFF, superuser=True)]

    def pages(self, outline: Outline) -> list[PageProbe]:
        base = f"/{outline.t['path_newsletter']}/"
        return [
            PageProbe(base, outcomes(Who.VISITOR)),
            PageProbe(f"{base}list/", outcomes(Who.STAFF)),
            PageProbe(f"{base}confirm/x/", outcomes(Who.VISITOR)),
            PageProbe(f"{base}leave/x/", outcomes(Who.VISITOR)),
        ]

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        base = f"/{outline.t['path_newsletter']}/"
        probe = NewsletterProbe(
            path=base,
            field="email",
            table="newsletter_subscriber",
            email_column="email",
            confirmed_column="confirmed_at",
            list_path=f"{base}list/",
        )
        return replace(plan, newsletter=probe)
