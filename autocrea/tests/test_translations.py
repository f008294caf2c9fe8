"""Both languages are complete, and the tool that says so can be trusted."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from autocrea import translations


def test_every_word_of_the_interface_is_in_spanish() -> None:
    found = list(translations.find())
    assert len(found) > 300
    assert not translations.problems("es", found, translations.load("es"))


def test_words_are_found_in_python_and_in_templates(tmp_path: Path) -> None:
    (tmp_path / "accounts").mkdir()
    (tmp_path / "accounts" / "words.py").write_text(
        'a = _("plain")\nb = gettext_lazy("lazy")\n'
        'c = ngettext_lazy("one", "many", 2)\nd = pgettext_lazy("of a door", "open")\n'
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        "{% load i18n %}\n  {% if x %}\n<p title=\"{% translate 'tag' %}\">{% blocktranslate with a=b trimmed %}\n"
        "   hello {{ a }}\n {% endblocktranslate %}{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days"
        '{% endblocktranslate %}</p>{{ x|default:_("none") }}{% translate "open" context "a file" %}'
    )
    found = {(message, context) for _name, message, context in translations.find(tmp_path)}
    assert found == {
        ("plain", None),
        ("lazy", None),
        (("one", "many"), None),
        ("open", "of a door"),
        ("open", "a file"),
        ("tag", None),
        ("hello %(a)s", None),
        (("%(n)s day", "%(n)s days"), None),
        ("none", None),
    }


@pytest.mark.parametrize(
    ("string", "flags", "complaint"),
    [
        ("", [], "has no es translation"),
        ("hola %(name)s", ["fuzzy"], "is marked fuzzy"),
        ("hola %(nombre)s", ["python-format"], "unknown named placeholder"),
        ("hola %(name)s", [], ""),
    ],
)
def test_a_missing_doubtful_or_broken_translation_is_named(string: str, flags: list[str], complaint: str) -> None:
    catalog = Catalog(locale="es")
    catalog.add("hello %(name)s", string, flags=flags)
    complaints = translations.problems("es", [("page.html", "hello %(name)s", None)], catalog)
    assert len(complaints) == bool(complaint)
    assert all(complaint in line for line in complaints)


def test_a_plural_needs_both_forms() -> None:
    catalog = Catalog(locale="es")
    catalog.add(("%(n)s day", "%(n)s days"), ("%(n)s día", ""))
    assert translations.problems("es", [("page.html", ("%(n)s day", "%(n)s days"), None)], catalog)


def test_a_new_word_asks_for_an_extraction() -> None:
    assert "run extract" in translations.problems("es", [("page.html", "new", None)], Catalog(locale="es"))[0]
