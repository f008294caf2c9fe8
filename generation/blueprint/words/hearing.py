"""The sentences of a description and what may be believed of them: what is asked for, refused, or only told.

Finds phrases of the lexicon and says how they are meant; knows nothing of what any of them is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from generation.blueprint.lexicon import tables
from generation.blueprint.words.inflection import Language, fold
from generation.blueprint.words.speech import Kind, kind_of
from generation.blueprint.words.tokens import Sentence, Token, sentences
from generation.blueprint.words.vocabulary import vocabulary

Phrases = Mapping[str, tuple[tuple[str, ...], ...]]  # first word → phrases, the longest first
_STOPS = frozenset({",", ":", "(", ")"})
_CLAUSE_WORDS = 14  # of a wish, as it is quoted
_CLOSE = 4  # words from a request to what it asks for and nothing else
_HEAD_WORDS = 12  # between the request and what it asks for


@dataclass(frozen=True)
class Spot:
    """A phrase where it stands: its sentence, and the numbers of its first and last word."""

    sentence: int
    first: int
    last: int


@dataclass(frozen=True)
class Hearing:
    text: str
    language: Language
    sentences: tuple[Sentence, ...]
    refused: frozenset[tuple[int, int]]  # sentence, word
    told: frozenset[int]  # sentences that say how things are today

    @property
    def words(self) -> frozenset[str]:
        return frozenset(word for s in self.sentences for t in s.tokens for word in (t.folded, t.lemma))

    def tokens(self, spot: Spot) -> list[Token]:
        return self.sentences[spot.sentence].tokens[spot.first : spot.last + 1]

    def written(self, spot: Spot) -> str:
        found = self.tokens(spot)
        return " ".join(self.text[found[0].start : found[-1].end].split())

    def is_refused(self, spot: Spot) -> bool:
        return (spot.sentence, spot.first) in self.refused

    def is_had(self, spot: Spot) -> bool:
        """ "tenemos un WordPress que …": what there is today, though the sentence goes on to ask for something."""
        tokens = self.sentences[spot.sentence].tokens[max(0, spot.first - 3) : spot.first]
        return bool(_spots([token.folded for token in tokens], _table("had")))

    def finds(self, phrases: Phrases) -> Iterator[Spot]:
        """Every place of one of the phrases, as written or in the singular."""
        places = sorted({place for first in phrases for place in self._places.get(first, ())})
        for number, at in places:
            tokens = self.sentences[number].tokens
            longest = max(len(phrase) for first in _words_of(tokens[at]) for phrase in phrases.get(first, ((),)))
            folded = [token.folded for token in tokens[at : at + longest]]
            lemmas = [token.lemma for token in tokens[at : at + longest]]
            if size := max(_size_at(folded, 0, phrases), _size_at(lemmas, 0, phrases)):
                yield Spot(number, at, at + size - 1)

    @cached_property
    def _places(self) -> dict[str, list[tuple[int, int]]]:
        """Where each word stands: sentence, number."""
        found: dict[str, list[tuple[int, int]]] = {}
        for number, sentence in enumerate(self.sentences):
            for at, token in enumerate(sentence.tokens):
                for word in _words_of(token):
                    found.setdefault(word, []).append((number, at))
        return found

    def asks(self, phrases: Phrases) -> Iterator[Spot]:
        """The places that are neither refused nor only told."""
        return (spot for spot in self.finds(phrases) if not self.is_refused(spot) and spot.sentence not in self.told)

    def says(self, phrases: Phrases) -> bool:
        return next(self.asks(phrases), None) is not None

    def is_head(self, spot: Spot) -> bool:
        """Whether it is what the text asks for: "a quiz", and no "app with a quiz"."""
        folded = [token.folded for token in self.sentences[spot.sentence].tokens[: spot.first]]
        start = max((spot.last + 1 for spot in _requests(folded)), default=0)
        opens = start > 0 or spot.sentence == self._opening()
        between = folded[start:]
        return opens and len(between) <= _HEAD_WORDS and not any(word in _with() for word in between)

    def is_requested(self, spot: Spot) -> bool:
        """Whether the words right before it ask for it: "build me a rocket", "un juego de billar quiero"."""
        before = self.sentences[spot.sentence].tokens[max(0, spot.first - _CLOSE) : spot.first]
        return bool(_requests([token.folded for token in before]))

    def is_passing(self, spot: Spot) -> bool:
        """ "escape room bookings", "web para mi escape room", "salas de escape": it only says which or for whom."""
        tokens = self.sentences[spot.sentence].tokens
        words = tables("hearing")
        behind = tokens[spot.last + 1] if spot.last + 1 < len(tokens) else None
        if self.language == "en" and behind is not None and behind.is_word:
            plain = behind.folded not in words["plays"] and behind.folded not in vocabulary("en").tags
            known = behind.folded in vocabulary("en").stop or behind.folded in words["request"]
            if plain and not known and kind_of(behind.folded, "en") in (Kind.UNKNOWN, Kind.MAYBE):
                return True
        first = spot.first
        while first and tokens[first - 1].folded in words["determiners"]:
            first -= 1
        return 0 < first < spot.first and tokens[first - 1].folded in words["for_whom"]

    def clause(self, spot: Spot) -> str:
        """The words around the phrase as written: from a comma or "and" before it to the next comma."""
        listed = self.sentences[spot.sentence].tokens
        first, last = spot.first, spot.last
        while first > 0 and not _parts(listed[first - 1]) and last - first < _CLAUSE_WORDS // 2:
            first -= 1
        while last + 1 < len(listed) and listed[last + 1].text not in _STOPS and last - first < _CLAUSE_WORDS:
            last += 1
        return self.written(Spot(spot.sentence, first, last))

    def quoted(self, spots: Iterable[Spot]) -> str:
        """The clauses of several phrases, each once."""
        clauses: list[str] = []
        for spot in spots:
            clause = self.clause(spot)
            if not any(clause in other or other in clause for other in clauses):
                clauses.append(clause)
        return ", ".join(clauses)

    def _opening(self) -> int:
        """The first sentence that does not only tell."""
        return next((n for n in range(len(self.sentences)) if n not in self.told), 0)


def _words_of(token: Token) -> set[str]:
    return {token.folded, token.lemma}


def _parts(token: Token) -> bool:
    return token.text in _STOPS or token.folded in tables("hearing")["parts"]


def stands_bare(sentence: Sentence, first: int, last: int) -> bool:
    """Whether nothing else is said of a word: "rankings", and no "ranking de cocineros"; several words always do."""
    if first != last:
        return True
    words = tables("hearing")
    before = sentence.tokens[first - 1].folded if first else ""
    after = sentence.tokens[last + 1].folded if last + 1 < len(sentence.tokens) else ""
    return before in words["bare_before"] and after in words["bare_after"]


def hear(text: str, language: Language) -> Hearing:
    """The text cut into sentences, with what is refused in it and what is only told."""
    listed = tuple(sentences(text, language))
    refused = frozenset((number, word) for number, each in enumerate(listed) for word in _refused(each))
    told = frozenset(number for number, each in enumerate(listed) if _is_told(each))
    told = told if len(told) < len(listed) else frozenset()  # a text asks for something somewhere
    return Hearing(text, language, listed, refused, told)


def phrases(listed: Iterable[str]) -> Phrases:
    """The phrases by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for each in listed:
        words = tuple(fold(str(each)).split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(group, key=len, reverse=True)) for first, group in found.items()}


@lru_cache(maxsize=16)
def _table(name: str) -> Phrases:
    return phrases(tables("hearing")[name])


@lru_cache(maxsize=1)
def _with() -> frozenset[str]:
    return frozenset(tables("hearing")["with"])


def _size_at(words: list[str], at: int, among: Phrases) -> int:
    for phrase in among.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _spots(words: list[str], among: Phrases) -> list[Spot]:
    return [Spot(0, at, at + size - 1) for at in range(len(words)) if (size := _size_at(words, at, among))]


def _requests(words: list[str]) -> list[Spot]:
    return _spots(words, _table("request"))


def _is_told(sentence: Sentence) -> bool:
    words = [token.folded for token in sentence.tokens]
    return bool(_spots(words, _table("today"))) and not _requests(words)


def _refused(sentence: Sentence) -> set[int]:
    """The words behind "no" and "without", as far as the clause goes; those before a "no" that ends it."""
    words = [token.folded for token in sentence.tokens]
    harmless = {n for spot in _spots(words, _table("never_negates")) for n in range(spot.first, spot.last + 1)}
    found: set[int] = set()
    for spot in _spots(words, _table("negations")):
        if spot.first in harmless:
            continue
        end = _clause_end(words, spot.last + 1)
        found |= set(range(spot.last + 1, end))
        if words[spot.first] == "no" and end == spot.last + 1 and spot.first:
            found |= set(range(_clause_start(words, spot.first), spot.first))  # "Pagos online no"
    return found


def _clause_end(words: list[str], at: int) -> int:
    but = frozenset(tables("hearing")["but"])
    while at < len(words) and words[at] not in _STOPS and words[at] not in but:
        at += 1
    short_item = next((n for n in range(at + 1, min(at + 4, len(words))) if words[n] in ("ni", "or", "nor")), None)
    return short_item if short_item and words[at : at + 1] == [","] else at  # "sin registro, cuentas ni anuncios"


def _clause_start(words: list[str], at: int) -> int:
    while at and words[at - 1] not in _STOPS:
        at -= 1
    return at
