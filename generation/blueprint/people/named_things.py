"""Finds again, anywhere in a text, the things that the plan keeps: by name, main word or the domain's words."""

from __future__ import annotations

from collections.abc import Iterator

from generation.blueprint.drafts.draft import EntityDraft
from generation.blueprint.lexicon import tables
from generation.blueprint.words.inflection import Language, fold, singular
from generation.blueprint.words.tokens import Token

_BESIDE = frozenset({"de", "del", "la", "el", "los", "las", "of", "the"})


class NamedThings:
    """The things of one plan; looks words up and changes nothing."""

    def __init__(self, drafts: list[EntityDraft], language: Language) -> None:
        self.language = language
        self._names: dict[tuple[str, ...], int] = {}
        for number, draft in enumerate(drafts):
            for name in _full_names(draft, language):
                self._names.setdefault(name, number)
        for number, draft in enumerate(drafts):
            for name in _template_names(draft):
                self._names.setdefault(name, number)
        self._add_heads()
        self._longest = max((len(name) for name in self._names), default=0)

    def _add_heads(self) -> None:
        """ "las solicitudes": those of adoption, where no other thing is called so."""
        heads: dict[str, list[int]] = {}
        for name, thing in list(self._names.items()):
            if len(name) > 1:
                head = name[0] if self.language == "es" else name[-1]
                heads.setdefault(head, [])
                if thing not in heads[head]:
                    heads[head].append(thing)
        for head, owners in heads.items():
            if len(owners) == 1:
                self._names.setdefault((head,), owners[0])

    def at(self, tokens: list[Token], at: int) -> tuple[int, int] | None:
        """The number of the thing named from this token on, and over how many tokens."""
        if not tokens[at].is_word:
            return None
        words, places = self._content(tokens, at)
        for size in range(len(words), 0, -1):
            found = self._names.get(tuple(words[:size]))
            if found is not None:
                return found, places[size - 1] - at + 1
        return None

    def _content(self, tokens: list[Token], at: int) -> tuple[list[str], list[int]]:
        words: list[str] = []
        places: list[int] = []
        for number in range(at, min(len(tokens), at + 2 * self._longest)):
            token = tokens[number]
            if not token.is_word:
                break
            if words and token.folded in _BESIDE:
                continue
            words.append(token.lemma)
            places.append(number)
            if len(words) == self._longest:
                break
        return words, places


def _full_names(draft: EntityDraft, language: Language) -> Iterator[tuple[str, ...]]:
    small = _BESIDE | frozenset(tables("words")["small"])
    for text in (draft.key, draft.one, draft.label[0] if draft.label else "", *draft.holds):
        words = tuple(fold(singular(word, language)) for word in text.split() if fold(word) not in small)
        if words:
            yield words


def _template_names(draft: EntityDraft) -> Iterator[tuple[str, ...]]:
    if draft.template is not None:
        yield from (tuple(word.split()) for word in sorted(draft.template.words | draft.template.aliases))
