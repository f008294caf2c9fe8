"""The tables of billing: the token ledger, and what is bought."""

from billing.models.ledger import (
    BY_STAFF,
    EFFECTS,
    OF_A_HOLD,
    Effect,
    Kind,
    LedgerEntry,
    TokenAccount,
    TokenHold,
    TopUp,
)
from billing.models.orders import Order, OrderStatus, StripeCustomer, TokenPack

__all__ = [
    "BY_STAFF",
    "EFFECTS",
    "OF_A_HOLD",
    "Effect",
    "Kind",
    "LedgerEntry",
    "Order",
    "OrderStatus",
    "StripeCustomer",
    "TokenAccount",
    "TokenHold",
    "TokenPack",
    "TopUp",
]
