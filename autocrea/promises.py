"""What the public pages say of the checks: for each, in a sentence, what is done to a built app.

The titles are the report's own; a check that is added there has to be explained here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from generation.sandbox.checks.titles import TITLES

DONE: dict[str, Promise | str] = {
    "parse": _("Each file is read by the parser of its own format."),
    "ruff": _("A linter reads every Python file for names that do not exist, unused imports and the like."),
    "secrets": _("All files are searched for keys, tokens and passwords."),
    "delivery": _("Dockerfile, compose file and workflow are linted: no root user, a health check, no open rights."),
    "check": _("Django's own inspection, the one for production included."),
    "migrations": _("The migrations are compared with the models: nothing is missing, nothing is left over."),
    "migrate": _("They run on an empty database."),
    "seed": _("The sample rows are loaded, and read back from the database."),
    "pages": _("Every page is opened as a visitor, as a member and as staff: it answers those it is for, no others."),
    "crud": _("Rows are made, changed and deleted through the real forms; then the database file itself is read."),
    "criteria": _("Each acceptance criterion of your plan is played through, with values nobody could foresee."),
    "isolation": _(
        "A second person tries every address of the first one's rows; forms without their token, scripts in texts, "
        "addresses that lead elsewhere and rights somebody gives themselves are tried as well."
    ),
    "tests": _("The tests that your project brings along are run."),
}


@dataclass(frozen=True)
class Explained:
    key: str
    title: str
    done: Promise | str


def explained() -> Iterator[Explained]:
    """In the order they are executed, titles in the page's language."""
    language = "es" if (get_language() or "es").startswith("es") else "en"
    for key, titles in TITLES.items():
        yield Explained(key, titles[language], DONE[key])
