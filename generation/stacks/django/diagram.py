"""The entity diagram of ARCHITECTURE.md, as mermaid."""

from __future__ import annotations

from .entities import EntityView


def entity_diagram(views: list[EntityView]) -> str:
    """Names only (class, attribute and type): they are identifiers, so nothing needs quoting."""
    lines = ["erDiagram"]
    for view in views:
        lines.append(f"    {view.name} {{")
        lines += [f"        {field.type.value} {field.name}" for field in view.fields if not field.is_relation]
        lines.append("    }")
    for view in views:
        for field in view.fields:
            if field.is_relation:
                arrow = "}o--o{" if field.is_many else "||--o{" if field.required else "|o--o{"
                lines.append(f"    {field.field.target} {arrow} {view.name} : {field.name}")
    return "\n".join(lines)
