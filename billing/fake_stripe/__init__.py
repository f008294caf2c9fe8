"""A process that pretends to be Stripe, for development and tests: no money moves and nothing leaves this machine.

Owns a small, stateful part of Stripe's API, the hosted payment page, a dashboard to play the other side of a payment,
and signed webhooks. Never runs in production, and knows nothing of the product: it is reached over HTTP only.
"""
