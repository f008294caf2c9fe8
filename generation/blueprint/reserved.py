"""Names a plan may not give to its own things, because Django, the stack or Python already use them."""

from __future__ import annotations

from generation.blueprint.lexicon import tables

CLASS_NAMES = frozenset(map(str, tables("reserved")["class_names"]))
SHOP_CLASS_NAMES = frozenset(map(str, tables("reserved")["shop_class_names"]))
CLASS_ENDINGS = tuple(map(str, tables("reserved")["class_endings"]))
FIELD_NAMES = frozenset(map(str, tables("reserved")["field_names"]))
SLUGS = frozenset(map(str, tables("reserved")["slugs"]))
SHOP_SLUGS = frozenset(map(str, tables("reserved")["shop_slugs"]))
