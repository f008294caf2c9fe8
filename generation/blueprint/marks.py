"""Gives every token of a sentence its mark: what kind of word it is for the scanner."""

from __future__ import annotations

from generation.blueprint.domains import Domain
from generation.blueprint.inflection import Language
from generation.blueprint.tokens import Sentence, Token
from generation.blueprint.vocabulary import Vocabulary, vocabulary

_SIGNS = {",": "sep", "/": "sep", "+": "sep", "&": "sep", ":": "colon", "(": "open", ")": "close"}
_OBJECTS = frozenset({"them", "it", "him", "her"})
_BEFORE_VERB = frozenset({"can", "person", "that", "verb", "not"})


def mark(sentence: Sentence, masked: frozenset[int], language: Language, domain: Domain | None) -> list[str]:
    """One mark per token; masked tokens belong to a phrase that is understood already."""
    words = vocabulary(language)
    titles = _domain_titles(sentence, language, domain)
    marks: list[str] = []
    for number, token in enumerate(sentence.tokens):
        before = _before(marks)
        if number in masked:
            marks.append("phrase")
        elif number in titles:
            marks.append("container")
        else:
            marks.append(_mark(token, words, before, domain, _is_order(sentence, number, language)))
    return marks


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
    return frozenset(n for n in found if not domain.names(tokens[n].lemma) and tokens[n].folded not in tags)


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
    return following.is_word and following.folded not in words.containers and following.folded not in words.tags


def _mark(token: Token, words: Vocabulary, before: str, domain: Domain | None, order: bool) -> str:
    folded = token.folded
    if not token.is_word:
        return _SIGNS.get(token.text, "sign")
    if folded in words.tags:
        return "sep" if words.tags[folded] == "and" else words.tags[folded]
    if folded in words.verbs and not (domain and domain.entity_for(token.lemma) and token.lemma != folded):
        return "verb"
    if folded in words.maybe_verbs and (before in _BEFORE_VERB or order):
        return "verb"
    if folded in words.stop:
        return "stop"
    return _noun_mark(token, words, domain)


def _noun_mark(token: Token, words: Vocabulary, domain: Domain | None) -> str:
    folded = token.folded
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
    return words.verbs.get(token.folded) or words.maybe_verbs[token.folded]
