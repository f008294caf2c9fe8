"""What Celery runs for the shop. A payment whose message never came is found by asking."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db.models import F
from django.utils import timezone

from billing import checkout, orders
from billing.models import Order, OrderStatus

QUIET = timedelta(minutes=10)  # by then the message has usually come
LONG = timedelta(days=14)  # the slowest payments take some days; a session that was not paid expires within one
AT_ONCE = 50


@shared_task  # type: ignore[untyped-decorator]
def look_after_orders() -> int:
    """Ask Stripe about orders that nobody has told of for a while; how many were credited by it."""
    if not checkout.is_on():
        return 0
    now = timezone.now()
    waiting = Order.objects.filter(
        status__in=[OrderStatus.OPEN, OrderStatus.PENDING],
        session_id__isnull=False,
        livemode=settings.STRIPE_LIVE_MODE,
        created_at__range=(now - LONG, now - QUIET),
    )
    credited = 0
    for order in waiting.order_by(F("asked_at").asc(nulls_first=True), "id")[:AT_ONCE]:
        orders.asked(order)
        try:
            credited += checkout.look_again(order).status == OrderStatus.PAID
        except checkout.UnknownToStripe:
            continue  # of another account: the others are not
        except checkout.StripeUnavailable:
            break  # the next round asks again
    return credited
