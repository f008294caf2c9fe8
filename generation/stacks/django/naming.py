"""Names of the generated project: modules, attributes and addresses that never collide with Python or Django.

Owns the rules alone; what carries the names is in `entities.py`.
"""

from __future__ import annotations

import builtins
import keyword
import re

# Attributes of every Django model, and what the rendered base classes and pages add.
TAKEN_ATTRIBUTES = frozenset(
    [
        "id",
        "pk",
        "owner",
        "owner_id",
        "objects",
        "rules",
        "created_at",
        "updated_at",
        "adelete",
        "arefresh_from_db",
        "asave",
        "check",
        "clean",
        "clean_fields",
        "date_error_message",
        "delete",
        "from_db",
        "full_clean",
        "get_absolute_url",
        "get_constraints",
        "get_deferred_fields",
        "prepare_database_save",
        "refresh_from_db",
        "save",
        "save_base",
        "serializable_value",
        "unique_error_message",
        "validate_constraints",
        "validate_unique",
        "meta",
        "model",
        "q",
        "page",
        "format",
        "csrfmiddlewaretoken",
        "url",
        "next",
        "to",
        "state",
        "move",
        "errors",
        "results",
        "count",
        "self",
        "cls",
        "instance",
        "user",
        "initial",
        "compute",
        "computed",
        "counted_by",
        "counting_rows",
        "total_of",
        "average_of",
        "number_of",
        "work_out",
        "moves",
        "next_states",
        "moderated",
        "moderation",
        "submit",
        "route",
        "state_field",
        "state_label",
        "state_value",
        "totals",
        "timing",
        "span",
        "held",
        "near",
        "takes_time",
        "check_time",
        "check_free",
        "check_move",
        "data",
        "files",
        "prefix",
        "fields",
        "is_valid",
        "changed_data",
        "media",
        "add_error",
        "has_error",
    ]
)
TAKEN_MODULES = frozenset(
    [
        "base",
        "crud",
        "pages",
        "test",
        "tests",
        "api",
        "admin",
        "views",
        "forms",
        "models",
        "core",
        "accounts",
        "shop",
        "charges",
        "agenda",
        "favourites",
        "feeds",
        "games",
        "geography",
        "newsletter",
        "notices",
        "reports",
        "computed",
        "scheduled",
        "tools",
        "uploads",
        "urls",
        "user",
        "users",
        "path",
        "include",
    ]
)
TAKEN_PATHS = frozenset(
    [
        "admin",
        "api",
        "static",
        "health",
        "cuenta",
        "account",
        "media",
        "favicon",
        "favicon.svg",
        "carrito",
        "cart",
        "pagar",
        "checkout",
        "mis-pedidos",
        "my-orders",
        "mis-favoritos",
        "my-favourites",
        "mis-avisos",
        "my-notices",
        "boletin-suscripcion",
        "newsletter-sign-up",
        "archivos-subidos",
        "uploaded-files",
        "moderacion",
        "moderation",
        "stripe",
    ]
)


def snake(class_name: str) -> str:
    """`CitaMedica` → `cita_medica`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", class_name).lower()


def module(class_name: str) -> str:
    """The module an entity lives in; also its prefix in address names and templates."""
    name = snake(class_name)
    taken = name in TAKEN_MODULES or keyword.iskeyword(name) or keyword.issoftkeyword(name) or hasattr(builtins, name)
    return f"{name}_entity" if taken else name


def attribute(field_name: str) -> str:
    """The attribute of a field: its own name unless Python or Django already uses it."""
    name = re.sub(r"__+", "_", field_name).rstrip("_")
    if name in TAKEN_ATTRIBUTES or keyword.iskeyword(name) or keyword.issoftkeyword(name):
        return f"{name}_value"
    return name


def address(slug: str, taken: frozenset[str] = TAKEN_PATHS) -> str:
    """The first part of an entity's or page's addresses."""
    return f"{slug}-app" if slug in taken else slug


def constant(value: str) -> str:
    """The member name of a choice: `en_curso` → `EN_CURSO`."""
    name = value.upper().strip("_") or "EMPTY"
    return name if not name[0].isdigit() else f"V{name}"
