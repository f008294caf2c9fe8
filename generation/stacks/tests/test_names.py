"""No name of a rendered module is one that a plan may give to an entity."""

from __future__ import annotations

import ast

from generation.blueprint.behaviour.orders import with_orders
from generation.blueprint.reserved import CLASS_ENDINGS, CLASS_NAMES, SHOP_CLASS_NAMES
from generation.blueprint.schema import Blueprint
from generation.stacks.django import DjangoStack
from generation.stacks.tests import samples
from generation.stacks.tests.neighbours import neighbours

# Imported beside the shop's product alone, which is no Client; customers of a shop keep their name.
_BESIDE_THE_PRODUCT = {"Client", "CheckoutForm", "QuantityForm"}


def bound(module: ast.Module) -> set[str]:
    """Every name a module uses or gives outside its functions' attributes."""
    found = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    found |= {node.name for node in ast.walk(module) if isinstance(node, ast.ClassDef)}
    imports = [node for node in ast.walk(module) if isinstance(node, ast.Import | ast.ImportFrom)]
    return found | {(alias.asname or alias.name).partition(".")[0] for node in imports for alias in node.names}


def names_beside_entities(blueprint: Blueprint) -> set[str]:
    """Names like those of classes, in modules that know an entity; not what is made for the entities."""
    own = {entity.name for entity in blueprint.entities}
    choices = {field.name.title().replace("_", "") for entity in blueprint.entities for field in entity.fields}
    found: set[str] = set()
    for path, text in DjangoStack().render(blueprint).items():
        names = bound(ast.parse(text)) if path.endswith(".py") else set()
        if names & own:
            found |= {name for name in names - own if name[:1].isupper() and not name.isupper()}
    all_of_them = {entity.name for entity in with_orders(blueprint).entities}  # a shop's order and line among them
    made = {f"{name}{ending}" for name in all_of_them for ending in ("", *CLASS_ENDINGS)}
    made |= {f"Favourite{name}" for name in own}
    return found - made - choices


def test_no_entity_can_bear_a_name_that_stands_beside_it() -> None:
    reserved = CLASS_NAMES | SHOP_CLASS_NAMES | _BESIDE_THE_PRODUCT
    for make in (*samples.ALL.values(), neighbours):
        assert names_beside_entities(make()) - reserved == set()
