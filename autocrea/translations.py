"""The interface's words: `python -m autocrea.translations extract | compile | check`, without GNU gettext.

Message ids are English. Spanish stands in locale/es/LC_MESSAGES/django.po; English needs no catalogue of its own.
extract: bring the catalogue up to date, keeping every translation · check: say what is missing, doubtful or broken.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
LANGUAGES = ("es",)
PYTHON_ROOTS = ("accounts", "autocrea", "billing", "generation")
NOT_OURS = {"tests", "migrations", "templates", "lexicon"}  # templates and lexicon: words of generated apps
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER: dict[str, Any] = {
    "project": "AUTOCREA",
    "version": "1",
    "header_comment": "# AUTOCREA's interface in Spanish. Kept up to date by: python -m autocrea.translations extract",
    "copyright_holder": "AUTOCREA",
    "msgid_bugs_address": "none",
    "last_translator": "AUTOCREA",
    "language_team": "AUTOCREA",
    "creation_date": datetime(2026, 1, 1, tzinfo=UTC),  # fixed: an extraction that finds nothing new changes nothing
    "revision_date": datetime(2026, 1, 1, tzinfo=UTC),
    "fuzzy": False,
}
Found = tuple[str, str | tuple[str, ...], str | None]  # file, message id (or singular and plural), context


def find(root: Path = ROOT) -> Iterator[Found]:
    """Every translatable string of our Python code and our pages."""
    for folder in PYTHON_ROOTS:
        for path in sorted((root / folder).rglob("*.py")):
            if not NOT_OURS & set(path.relative_to(root).parts):
                yield from _in_python(path.read_text(), str(path.relative_to(root)))
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            yield from _in_template(path.read_text(), str(path.relative_to(root)))


def _in_python(source: str, name: str) -> Iterator[Found]:
    for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        yield name, message, context


def _in_template(source: str, name: str) -> Iterator[Found]:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    calls = templatize(source, origin=name)
    yield from _in_python("\n".join(line.strip() for line in calls.splitlines()), name)


def load(language: str) -> Catalog:
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language, **HEADER)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def extract_all() -> None:
    template = Catalog(**HEADER)
    for name, message, context in find():
        template.add(message, locations=[(name, 1)], context=context)
    for language in LANGUAGES:
        catalog = load(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.revision_date = catalog.creation_date = HEADER["creation_date"]
        text = io.BytesIO()
        write_po(text, catalog, width=120, sort_by_file=True, include_lineno=False, omit_header=False)
        _replace(_path(language), text.getvalue())


def compile_all() -> None:
    for language in LANGUAGES:
        binary = io.BytesIO()
        write_mo(binary, load(language))
        _replace(_path(language).with_suffix(".mo"), binary.getvalue())


def problems(language: str, found: list[Found], catalog: Catalog) -> list[str]:
    """What keeps the catalogue from being complete, one sentence each."""
    complaints = []
    for name, message_id, context in found:
        message = catalog.get(message_id, context)
        shown = message_id if isinstance(message_id, str) else message_id[0]
        if message is None:
            complaints.append(f"{name}: {shown!r} is not in the {language} catalogue: run extract")
        elif not _translated(message):
            complaints.append(f"{name}: {shown!r} has no {language} translation")
        elif message.fuzzy:
            complaints.append(f"{name}: {shown!r} is marked fuzzy")
        else:
            complaints += [f"{name}: {shown!r}: {error}" for error in message.check(catalog)]
    return list(dict.fromkeys(complaints))


def _translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(strings) and all(strings)


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _replace(path: Path, content: bytes) -> None:
    """At once or not at all: a server may be reading it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def main(command: str) -> int:
    if command == "extract":
        extract_all()
    elif command == "compile":
        compile_all()
    elif command == "check":
        found = list(find())
        complaints = [line for language in LANGUAGES for line in problems(language, found, load(language))]
        sys.stdout.writelines(f"{line}\n" for line in complaints)
        return 1 if complaints else 0
    else:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
