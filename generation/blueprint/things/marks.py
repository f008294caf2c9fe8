"""Gives every token of a sentence its mark: what kind of word it is for the scanner."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.things.acts import act_of
from generation.blueprint.things.word_marks import settle
from generation.blueprint.words.clauses import refine
from generation.blueprint.words.domains import Domain
from generation.blueprint.words.everyday import common_nouns
from generation.blueprint.words.field_types import is_field_word, type_word
from generation.blueprint.words.inflection import Language, is_plural
from generation.blueprint.words.speech import Kind, kind_of
from generation.blueprint.words.tokens import Sentence, Token
from generation.blueprint.words.vocabulary import Vocabulary, vocabulary

_SIGNS = {
    "–": "colon",
    "—": "colon",
    "→": "colon",
    "-": "colon",
    ",": "sep",
    ";": "sep",
    "/": "sep",
    "+": "sep",
    "&": "sep",
    ":": "colon",
    "(": "open",
    ")": "close",
    ">": "stop",  # "add a lantern -> material, colour"
}
_OBJECTS = frozenset({"them", "it", "him", "her"})
_BEFORE_VERB = frozenset({"can", "person", "that", "verb", "not"})
_OPENING = frozenset({"stop", "verb", "container", "for", "of", "phrase", "sign"})
_TITLE = frozenset(
    {*_OPENING, "place", "noun", "adj", "own", "number"}
)  # what may stand before the name of a kind of app
_NEAR = 60  # words within which one says something of another
_ENDS = frozenset({"", ",", ")", "and", "y", "e"})
_DETERMINED = frozenset({"a", "an", "the", "its", "their", "some", "un", "una", "el", "la", "su"})
_SUMS = frozenset({"x", "*", "×", "+", "-", "%", "times", "plus", "minus", "por", "entre", "mas", "menos", "divided"})
_LISTS = frozenset({"with", "of", "own", "colon", "open"})


@dataclass(frozen=True)
class _Standing:
    """Where a token stands: the mark before it, and what that makes of a word with two meanings."""

    before: str
    is_order: bool
    is_listed: bool  # one of several nouns, whatever else it may be
    is_item: bool  # alone between commas, or before "yes/no"
    is_act: bool  # "una", "an" before it, and a verb before that
    takes: bool  # "log every call": a thing with an article stands right behind it
    holds: bool  # "libro de reparaciones": whatever the paper was called, it is what is kept in it
    says_which: bool  # "a closing date": between an article and a noun
    does: bool  # "reviewers each give a score": a verb behind "each", and no "cada muestra"
    is_past: bool  # "has been running", "have to": no word for what there is
    gets: bool  # "samples get a barcode, a site": what each of them has
    is_limit: bool  # "date, from, to": alone between commas
    is_record: bool  # "un parte diario", "parte (obra, horas)", against "por otra parte"
    says_where: bool  # nothing is named before it: "almacén con palés" is the place of the app
    is_bracketed: bool  # "clínicas (nombre, teléfono)": what stands in brackets right behind is told of it


def mark(sentence: Sentence, masked: frozenset[int], language: Language, domain: Domain | None) -> list[str]:
    """One mark per token; masked tokens belong to a phrase that is understood already."""
    words = vocabulary(language)
    titles = _domain_titles(sentence, language, domain)
    marks: list[str] = []
    for number, token in enumerate(sentence.tokens):
        if number in masked:
            marks.append("phrase")
        elif number in titles and set(marks) <= _TITLE:
            marks.append("container")
        elif token.text == "=" and _defines(sentence):
            marks.append("colon")
        else:
            standing = _Standing(
                before=_before(marks),
                is_order=_is_order(sentence, number, language),
                is_listed=language == "en" and _is_listed(sentence, number, marks),
                is_act=number > 1
                and sentence.tokens[number - 1].folded in ("un", "una", "a", "an")
                and marks[-2:-1] == ["verb"],
                takes=language == "en" and _takes(sentence, number),
                holds=_holds(sentence, number) if language == "es" else _records(sentence, number, marks),
                says_which=language == "en" and _says_which(sentence, number),
                says_where=len(marks) < _NEAR and set(marks) <= _OPENING,
                does=_does(sentence, number),
                is_past=number + 1 < len(sentence.tokens) and sentence.tokens[number + 1].folded == "been",
                gets=_gets(sentence, number, marks),
                is_limit=_is_limit(sentence, number, marks),
                is_record=language == "es" and _is_record(sentence, number),
                is_item=_is_item(sentence, number, marks),
                is_bracketed=_is_bracketed(sentence, number),
            )
            marks.append(_mark(token, words, domain, standing))
    for number in _whole_names(sentence, marks, domain):
        marks[number] = "noun"
    settle(sentence.tokens, marks, language, domain)
    return refine(sentence, marks, language, domain)


def _whole_names(sentence: Sentence, marks: list[str], domain: Domain | None) -> list[int]:
    """The verb of "with departments, leave requests": part of what apps of this kind call one of their things."""
    tokens = sentence.tokens
    places = range(1, len(tokens) - 1) if domain is not None else ()
    return [
        at
        for at in places
        if marks[at] == "verb"
        and marks[at - 1] in ("sep", "with", "of", "colon")
        and marks[at + 1] == "noun"
        and domain is not None
        and domain.names(f"{tokens[at].folded} {tokens[at + 1].lemma}")
    ]


def _is_bracketed(sentence: Sentence, number: int) -> bool:
    behind = [token.folded for token in sentence.tokens[number + 1 :]]
    return behind[:1] == ["("] and ")" in behind and "," in behind[: behind.index(")")]


def _defines(sentence: Sentence) -> bool:
    """ "game = name, min players, score", against "total = price x quantity"."""
    words = {token.folded for token in sentence.tokens}
    return "," in words and not words & _SUMS


def _domain_titles(sentence: Sentence, language: Language, domain: Domain | None) -> frozenset[int]:
    """Words that say what kind of app it is ("e-commerce", "lista de tareas") and name nothing to keep."""
    if domain is None:
        return frozenset()
    found: set[int] = set()
    folded = [token.folded for token in sentence.tokens]
    for phrase in domain.strong:
        for start in range(len(folded) - len(phrase) + 1):
            if tuple(folded[start : start + len(phrase)]) == phrase:
                found.update(range(start, start + len(phrase)))
    tags = vocabulary(language).tags
    tokens = sentence.tokens
    named = {n for n in found if n + 1 < len(tokens) and domain.names(f"{folded[n]} {tokens[n + 1].lemma}")}
    known = {n for n in found - named if not domain.names(tokens[n].lemma) and folded[n] not in tags}
    return frozenset(
        n for n in known if act_of(folded[n], language) is None and kind_of(folded[n], language) is not Kind.ADVERB
    )


def _before(marks: list[str]) -> str:
    """The mark that decides for a word that is noun and verb: one that may be followed by a verb, or nothing."""
    if marks and marks[-1] == "verb":
        return "object"
    if marks and marks[-1] == "sep":  # "crear y compartir" goes on with a verb, "agents and comments" with a noun
        return "verb" if len(marks) > 1 and marks[-2] == "verb" else "list"
    return marks[-1] if marks else "start"


def _is_order(sentence: Sentence, number: int, language: Language) -> bool:
    """Whether a word that is noun and verb asks for something here: first in its sentence, or before "them"."""
    following = sentence.tokens[number + 1].folded if number + 1 < len(sentence.tokens) else ""
    return following in _OBJECTS or (number == 0 and _starts_order(sentence, language))


def _starts_order(sentence: Sentence, language: Language) -> bool:
    """ "Registra tus gastos", "Track my habits" against "Reserva de mesas", "Order management"."""
    if len(sentence.tokens) < 2:
        return False
    following = sentence.tokens[1]
    words = vocabulary(language)
    if language == "es":
        return following.folded in words.stop or words.tags.get(following.folded) == "own"
    if len(sentence.tokens) == 2 and is_field_word(following.folded):
        return False  # "purchase date" in a line of its own
    return following.is_word and following.folded not in words.containers and following.folded not in words.tags


def _is_listed(sentence: Sentence, number: int, marks: list[str]) -> bool:
    """ "with shows, episodes and hosts": an -s form between commas is a plural, before an object it is a verb."""
    tokens = sentence.tokens
    if not marks:
        return False
    opened = marks[-1] in _LISTS or (marks[-1] in ("sep", "noun") and "verb" not in marks[-3:] and _lists_nouns(marks))
    following = tokens[number + 1].folded if number + 1 < len(tokens) else ""
    ends = following in ("", ",", ")", "(", ":", "and", "or", "with", "&", "/", "+")
    if opened and (ends or following == "per") and is_field_word(tokens[number].folded):
        return True  # "trade, pay, start", "pay per day"
    if not tokens[number].folded.endswith("s"):
        return opened and is_field_word(following)  # "purchase date"
    return opened and ends


def _takes(sentence: Sentence, number: int) -> bool:
    near = tables("words")["neighbours"]
    tokens = sentence.tokens
    before = tokens[number - 1].folded if number else ""
    following = tokens[number + 1].folded if number + 1 < len(tokens) else ""
    return following in ("every", "each", "all", "the", "their", "my", "our") and before not in near["en_articles"]


def _holds(sentence: Sentence, number: int) -> bool:
    """ "fichas de socios", "cuaderno de visitas", against "libro de historia"."""
    tokens = sentence.tokens
    if tokens[number].folded not in tables("words")["holders"] or number + 2 >= len(tokens):
        return False
    if tokens[number].folded == "formulario":
        return tokens[number + 1].folded == "de"
    return tokens[number + 1].folded == "de" and is_plural(tokens[number + 2].text, "es")


def _is_record(sentence: Sentence, number: int) -> bool:
    """ "un parte", "los partes", "parte: fecha, horas": a thing, where "la parte" and "en parte" are none."""
    tokens = sentence.tokens
    if tokens[number].folded not in tables("words")["described"]["nouns"]:
        return False
    before = tokens[number - 1].folded if number else ""
    following = tokens[number + 1].folded if number + 1 < len(tokens) else ""
    titled = not number and following == "de"
    return (
        titled or before in ("un", "el", "los", "unos", "cada", "del", "este", "su", "sus") or following in ("(", ":")
    )


def _records(sentence: Sentence, number: int, marks: list[str]) -> bool:
    """ "cemetery records": records of something are the app, records alone are discs."""
    return sentence.tokens[number].folded == "records" and marks[-1:] == ["noun"]


def _says_which(sentence: Sentence, number: int) -> bool:
    """ "a closing date", "a leave request": between an article and a noun."""
    tokens = sentence.tokens
    if not 0 < number < len(tokens) - 1 or tokens[number - 1].folded not in ("a", "an", "the", "each", "every"):
        return False
    following = tokens[number + 1]
    words = vocabulary("en")
    plain = following.is_word and following.folded not in words.stop and following.folded not in words.tags
    return plain and kind_of(following.folded, "en") in (Kind.UNKNOWN, Kind.MAYBE)


def _does(sentence: Sentence, number: int) -> bool:
    tokens = sentence.tokens
    following = tokens[number + 1].folded if number + 1 < len(tokens) else ""
    many = number > 1 and is_plural(tokens[number - 2].text, "en")
    return many and following in ("a", "an", "the", "their") and tokens[number - 1].folded == "each"


def _gets(sentence: Sentence, number: int, marks: list[str]) -> bool:
    """ "Samples get a barcode, site, …", "an item gets a stock number and a shelf": of a thing, not of somebody."""
    tokens = sentence.tokens
    if tokens[number].folded not in tables("words")["clauses"]["receiving"] or marks[-1:] != ["noun"]:
        return False
    determined = number + 1 < len(tokens) and tokens[number + 1].folded in _DETERMINED
    goes_on = {token.folded for token in tokens[number + 3 : number + 6]} & {",", "and", "y"}
    return determined and bool(goes_on)


def _is_limit(sentence: Sentence, number: int, marks: list[str]) -> bool:
    """ "date, from, until": what stands alone between commas is the name of a field, whatever it is elsewhere."""
    following = sentence.tokens[number + 1].folded if number + 1 < len(sentence.tokens) else ""
    if following == "=" and _defines(sentence):
        return True  # "play = game, date, winner"
    opened = marks[-1:] == ["sep"] and not {"can", "verb"} & set(marks[-3:])
    return opened and following in _ENDS and sentence.tokens[number].folded in tables("fields")["limits"]


def _is_item(sentence: Sentence, number: int, marks: list[str]) -> bool:
    """ "(model, available yes/no)": words that mean nothing elsewhere name a field where they are all there is."""
    following = sentence.tokens[number + 1].folded if number + 1 < len(sentence.tokens) else ""
    if type_word(following) is FieldType.BOOLEAN:
        return True
    if following == "de" and sentence.tokens[number].folded in ("tipo", "forma", "modo", "clase"):
        return bool(marks) and marks[-1] in ("sep", "with", "open", "colon", "own", "stop")  # "y forma de pago"
    opened = bool(marks) and (marks[-1] in ("open", "with", "colon") or marks[-1] == "sep")
    token = sentence.tokens[number]
    known = is_field_word(token.folded) or (token.lemma != token.folded and token.lemma in _everyday_nouns())
    return opened and following in ("", ",", ")", "(", "and", "y", "e") and known


@lru_cache(maxsize=1)
def _everyday_nouns() -> frozenset[str]:
    """ "cursos, módulos y lecciones": things in a list of things, whatever else the words say."""
    return frozenset({*common_nouns("es"), *common_nouns("en")})


def _lists_nouns(marks: list[str]) -> bool:
    """Whether a list was opened by "with" or a colon and no verb has come since."""
    since = marks[: -_NEAR - 1 : -1]
    opener = next((n for n, mark in enumerate(since) if mark in _LISTS), len(since))
    return opener < len(since) and "verb" not in since[:opener] and "can" not in since[:opener]


def _mark(token: Token, words: Vocabulary, domain: Domain | None, standing: _Standing) -> str:
    folded = token.folded
    if placed := _placed(folded, standing):
        return placed
    if not token.is_word or folded in words.tags:
        tag = words.tags.get(folded, "") if token.is_word else _SIGNS.get(token.text, "sign")
        return "sep" if tag == "and" else tag
    named = domain is not None and domain.entity_for(token.lemma) is not None and token.lemma != folded
    if _is_of_each(token, standing, words):
        return _noun_mark(token, words, domain)
    if _is_verb(folded, words, standing, named=named):
        return "verb"
    if standing.holds:
        return "container"
    if _says_little(folded, words) and not standing.is_item and not standing.is_record:
        return "stop"
    return _named(token, words, domain, standing)


def _named(token: Token, words: Vocabulary, domain: Domain | None, standing: _Standing) -> str:
    if standing.says_where and (where := _app_or_place(token, words)):
        return where
    return _thing_mark(token, words, domain, standing)


def _thing_mark(token: Token, words: Vocabulary, domain: Domain | None, standing: _Standing) -> str:
    act = standing.is_act and token.lemma in words.noun_class  # "mandar una consulta"
    called = token.folded in words.containers and token.lemma != token.folded
    if standing.is_bracketed and token.lemma != token.folded and token.lemma in words.places:
        return "noun"  # one place is where it all happens; several of them, told of in brackets, are things
    listed = called and standing.is_item and token.lemma in _everyday_nouns()  # "with sites, workers and materials"
    return "noun" if act or listed else _noun_mark(token, words, domain)


def _is_of_each(token: Token, standing: _Standing, words: Vocabulary) -> bool:
    """ "cada muestra": a thing, whatever else the word may be."""
    plain = standing.before == "each" and token.lemma == token.folded
    return plain and token.folded not in words.stop and not standing.does


def _app_or_place(token: Token, words: Vocabulary) -> str:
    """Whose app it is, or what it is called, where nothing is named before it."""
    if token.folded in words.places and token.lemma == token.folded:
        return "place"
    generic = token.folded in words.containers and token.folded in tables("words")["generic"]
    return "container" if generic else ""  # "sistema de tickets", though a ticket may be of a system


def _placed(folded: str, standing: _Standing) -> str:
    """What a small word is for standing where it stands, whatever it is elsewhere."""
    if standing.is_limit:
        return "noun"
    if standing.gets:
        return "with"
    return "verb" if folded in ("has", "have", "had") and standing.is_past else ""


def _is_verb(folded: str, words: Vocabulary, standing: _Standing, *, named: bool) -> bool:
    if folded in words.verbs and not named and not standing.is_listed and not standing.says_which:
        return True
    asked = standing.before in _BEFORE_VERB or standing.is_order or standing.takes
    return folded in words.maybe_verbs and asked


def _says_little(folded: str, words: Vocabulary) -> bool:
    """Function words, and what was done to a thing ("exported", "borrowed") where that names no field."""
    done = folded.endswith("ed") and {folded[:-2], folded[:-1], folded[:-3]} & words.verbs.keys()
    return folded in words.stop or (bool(done) and not is_field_word(folded))


_CONTRACTED = re.compile(r"\w['’](?:d|ll|ve|re|m|t)$")


def _noun_mark(token: Token, words: Vocabulary, domain: Domain | None) -> str:
    folded = token.folded
    if _CONTRACTED.search(folded):
        return "stop"
    if folded in words.people or token.lemma in words.people:
        return "person"
    if domain and domain.names(token.lemma):
        return "noun"
    if folded in words.containers:
        return "container"
    if folded in words.places or (token.lemma in words.places and token.lemma not in words.noun_class):
        return "place"
    if folded in words.private | words.public:
        return "privacy"
    return "number" if folded.isdigit() else "noun"


def verb_kind(token: Token, language: Language) -> str:
    words = vocabulary(language)
    return words.verbs.get(token.folded) or words.maybe_verbs.get(token.folded, "act")
