"""Names a plan may not give to its own things, because Django, the stack or Python already use them."""

from __future__ import annotations

# Models of Django and of every generated project, and names that generated modules import.
CLASS_NAMES = frozenset(
    """User Model Group Permission Session ContentType LogEntry Site Migration Admin Token ApiToken Meta Manager
    QuerySet Form ModelForm Field View Page Media Widget Template Context Request Response HttpRequest HttpResponse
    Any Path Decimal Date Datetime Time Q F Count Sum Exception BaseException Type Object List Dict Set Tuple String
    Test TestCase Client Command Settings Config True False None Warning""".split()
)
SHOP_CLASS_NAMES = frozenset({"Order", "OrderLine", "Cart", "Payment"})

# Attributes every model has, columns the stack adds, and words a form or a request uses for itself.
FIELD_NAMES = frozenset(
    """id pk objects owner save delete clean clean_fields full_clean check refresh_from_db validate_unique
    validate_constraints unique_error_message get_absolute_url serializable_value prepare_database_save from_db
    asave adelete arefresh_from_db date_error_message get_deferred_fields save_base created_at updated_at
    csrfmiddlewaretoken next errors is_valid data files prefix fields instance non_field_errors default_manager
    user request page self cls q sort""".split()
)
SLUGS = frozenset(
    """admin api accounts account login logout register signup static media health dashboard panel about
    acerca-de password profile settings search export favicon robots""".split()
)
SHOP_SLUGS = frozenset({"cart", "carrito", "checkout", "orders", "pedidos", "pay", "pago", "payments", "webhooks"})
