"""The built-in reader: turns a description in Spanish or English into a blueprint, with no model.

General rules over a lexicon in data files. Owns nothing but the order of the work; never invents what is neither in
the text nor in a domain, and says what it could not use.
"""

from __future__ import annotations

import unicodedata

from generation.blueprint.findings import gather
from generation.blueprint.kinds.kinds import kinds_asked
from generation.blueprint.kinds.rows import keeps_more_than_a_page, keeps_rows
from generation.blueprint.lexicon import tables
from generation.blueprint.people.openness import collected
from generation.blueprint.plan import Request, make
from generation.blueprint.schema import Blueprint
from generation.blueprint.validation import check
from generation.blueprint.words.domains import match
from generation.blueprint.words.hearing import hear
from generation.blueprint.words.inflection import Language
from generation.blueprint.words.language import detect

DESCRIPTION_LIMIT = 10_000  # characters
NAME_LIMIT = 80
SHOUT = 20  # letters of a text before its capitals count as shouting


class DescriptionError(ValueError):
    """A description nothing can be read from. `code`: empty, too_long, control_characters, no_letters or bad_name."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def read(description: str, *, name: str | None = None, language: str | None = None) -> Blueprint:
    """The plan of the app that the description asks for; the same text always gives the same plan.

    Raises DescriptionError for text that nothing can be read from.
    """
    spoken: Language = _language(language) or detect(description[:DESCRIPTION_LIMIT])
    _refuse_bad_text(description, name, spoken)
    text = _calm(unicodedata.normalize("NFC", description))
    hearing = hear(text, spoken)
    listed = hearing.sentences
    words = [token.folded for sentence in listed for token in sentence.tokens]
    lemmas = [token.lemma for sentence in listed for token in sentence.tokens]
    for number in _everything(words) if spoken == "es" else ():
        words[number] = lemmas[number] = ""
    domain = match(words, lemmas, collected(words, spoken))
    found = gather(hearing, domain)
    kinds = kinds_asked(hearing, rows=keeps_rows(found), tables_only=keeps_more_than_a_page(found))
    blueprint = make(Request(text, name, spoken, domain, found, frozenset(words), kinds))
    check(blueprint)
    return blueprint


def _everything(words: list[str]) -> list[int]:
    """Where "todo" means everything: "lo llevamos todo en papel", "todos los socios", against "una app de todo"."""
    known = tables("words")["clauses"]["all"]
    said = [number for number, word in enumerate(words) if word in known["words"]]
    beside = {number: {*words[max(0, number - 2) : number], *words[number + 1 : number + 2]} for number in said}
    return [number for number in said if len(words) > 1 and not beside[number] & set(known["list"])]


def _calm(text: str) -> str:
    """A text that is all in capitals in lower case: no word of it is an abbreviation."""
    letters = [c for c in text if c.isalpha()]
    shouted = len(letters) > SHOUT and sum(c.isupper() for c in letters) > 0.9 * len(letters)
    return text.lower() if shouted else text


def _language(language: str | None) -> Language | None:
    if language in (None, ""):
        return None
    if language not in ("es", "en"):
        raise ValueError(f"language {language!r}: es or en")
    return "es" if language == "es" else "en"


def _refuse_bad_text(description: str, name: str | None, language: Language) -> None:
    messages = tables("phrases")["errors"]
    if not description.strip():
        raise DescriptionError("empty", messages["empty"][language])
    if len(description) > DESCRIPTION_LIMIT:
        size = messages["too_long"][language].format(size=len(description), limit=DESCRIPTION_LIMIT)
        raise DescriptionError("too_long", size)
    if any(_is_control(c) for c in description):
        raise DescriptionError("control_characters", messages["control"][language])
    if not any(c.isalpha() for c in description):
        raise DescriptionError("no_letters", messages["letters"][language])
    if name and (len(name) > NAME_LIMIT or any(_is_control(c) or c in "\r\n\t" for c in name)):
        raise DescriptionError("bad_name", messages["name"][language])


def _is_control(character: str) -> bool:
    """Control characters, and lone surrogates that no file can hold; new lines and tabs are text."""
    return unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\r\t"
