"""Six descriptions for a first visit, each of another kind of app. Data only; the chat page reads them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Example:
    picture: str  # templates/generation/pictures/<picture>.svg
    name: Promise
    title: Promise
    description: Promise

    @property
    def drawing(self) -> str:
        return f"generation/pictures/{self.picture}.svg"


EXAMPLES = (
    Example(
        "shop",
        _("Ceramics shop"),
        _("Shop with payments"),
        _(
            "A shop for handmade ceramics. Products have a name, a photo, a price, stock and a category. "
            "Customers fill a cart and pay with Stripe. Staff manage products and orders in an admin panel."
        ),
    ),
    Example(
        "bookings",
        _("Salon bookings"),
        _("Bookings"),
        _(
            "A booking system for a hair salon with services, clients and appointments. A service has a name, a"
            " duration and a price. An appointment has a client, a service, a date, a time and a state: "
            "requested, confirmed or done."
        ),
    ),
    Example(
        "blog",
        _("Travel journal"),
        _("Blog with comments"),
        _(
            "A travel blog with posts and comments. A post has a title, a cover image, a text, a category and a"
            " publication date. Everybody reads; signed-in readers comment; only I publish."
        ),
    ),
    Example(
        "tasks",
        _("Team tasks"),
        _("Task board"),
        _(
            "A task manager. Each task has a title, notes, a due date, a priority (low, medium, high) and a "
            "state: to do, doing, done. Everybody sees only their own tasks. Filter by state and export to CSV."
        ),
    ),
    Example(
        "stock",
        _("Warehouse"),
        _("Inventory"),
        _(
            "An inventory for a small warehouse with products, suppliers and movements. A product has a code, a"
            " name, a stock and a minimum stock. A movement belongs to a product and has a kind (in, out), a "
            "quantity and a date. Only staff may enter."
        ),
    ),
    Example(
        "clinic",
        _("Vet clinic"),
        _("Patients and visits"),
        _(
            "A panel for a vet clinic with owners, pets and visits. A pet has a name, a species, a birth date "
            "and an owner. A visit has a pet, a date, a reason, a diagnosis and a cost. Search pets by name; a "
            "dashboard with the visits of the day."
        ),
    ),
)


def example(picture: str) -> Example | None:
    return next((entry for entry in EXAMPLES if entry.picture == picture), None)
