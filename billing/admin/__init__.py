"""Billing in Django's admin: the ledger to read, tokens to add, orders and packs."""

from billing.admin import ledger, orders, stripe, topups

__all__ = ["ledger", "orders", "stripe", "topups"]  # importing them registers their pages
