"""SECURITY.md of a generated project: what was executed, what the code does, what nobody has looked at.

Says only what holds for this blueprint; a check that did not pass is named as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.blueprint.schema import Blueprint, Feature, FieldType

from .literals import markdown
from .parts.part import has_accounts
from .wording import words

_MARKS = {"passed": "✔", "failed": "✘", "skipped": "–"}


def notes(blueprint: Blueprint, checks: Mapping[str, str]) -> str:
    t = words(blueprint.language)
    parts = [f"# {t['security_title']}", t["security_intro"], f"## {t['security_executed']}"]
    parts.append(_executed(checks, t) if checks else t["security_nothing"])
    parts += [f"## {t['security_built_in']}", _bullets(_built_in(blueprint, t))]
    parts += [f"## {t['security_remains']}", _bullets(_remains(blueprint, t))]
    return "\n\n".join(parts) + "\n"


def _executed(checks: Mapping[str, str], t: Mapping[str, Any]) -> str:
    rows = [
        f"| {markdown(name)} | {_MARKS.get(status, '?')} {markdown(t.get(f'check_{status}', status))} |"
        for name, status in checks.items()
    ]
    return "\n".join([f"| {t['security_check']} | {t['security_result']} |", "|---|---|", *rows])


def _built_in(blueprint: Blueprint, t: Mapping[str, Any]) -> list[str]:
    found = list(t["security_always"])
    if has_accounts(blueprint):
        found += t["security_accounts"]
    if blueprint.shop:
        found += t["security_shop"]
    if _charges(blueprint):
        found += t["security_shop"][1:]
    if _takes_files(blueprint):
        found += t["security_uploads"]
    if any(entity.moderated for entity in blueprint.entities):
        found += t["security_moderation"]
    if blueprint.has(Feature.NEWSLETTER) and has_accounts(blueprint):
        found += t["security_newsletter"]
    return found


def _charges(blueprint: Blueprint) -> bool:
    return any(entity.charge for entity in blueprint.entities)


def _takes_files(blueprint: Blueprint) -> bool:
    fields = (field for entity in blueprint.entities for field in entity.fields)
    return any(field.uploaded or field.type is FieldType.FILE for field in fields)


def _remains(blueprint: Blueprint, t: Mapping[str, Any]) -> list[str]:
    found = list(t["security_open"])
    fields = [field for entity in blueprint.entities for field in entity.fields]
    if any(field.type is FieldType.IMAGE and not field.uploaded for field in fields):
        found += t["security_open_images"]
    if has_accounts(blueprint):
        found += t["security_open_accounts"]
    if blueprint.shop or _charges(blueprint):
        found += t["security_open_shop"]
    if _takes_files(blueprint):
        found += t["security_open_uploads"]
    return found


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {text}" for text in lines)
