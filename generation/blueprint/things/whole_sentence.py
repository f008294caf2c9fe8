"""Finds the list that a whole sentence is: "Título, autor, año.", "También su precio.", "They also have a keeper"."""

from __future__ import annotations

from generation.blueprint.lexicon import tables
from generation.blueprint.things.description import Description
from generation.blueprint.things.field_items import Cutter
from generation.blueprint.things.item_kinds import ItemKinds
from generation.blueprint.things.line import Line
from generation.blueprint.things.openers import spoken_of

_FAREWELL = 5  # words of "that's all, thanks"
_WHAT_WE = (["lo", "que"], ["what", "we"], ["what", "i"])


class WholeSentence:
    """Of the thing spoken of before, or of what the list itself begins with."""

    def __init__(self, line: Line, cutter: Cutter, kinds: ItemKinds) -> None:
        self.line, self.cutter, self.kinds = line, cutter, kinds
        self.lists = tables("words")["described"]

    def find(self) -> Description | None:
        """ "También su c.", "Lo que apunto es a, b y c.", "Título, autor, año.": of the thing spoken of before."""
        start = spoken_of(self.line.tokens, self.line.marks)
        if start:
            items = self.cutter.cut(start)
            fields = bool(items) and not any(
                self.kinds.is_thing_like(item) or self.kinds.is_thing(item) for item in items
            )
            return Description(None, start, items[-1].after, tuple(items)) if fields else None
        if (found := self._behind_its_things()) is not None:
            return found
        start, asked = self._past_opening(start)
        items = self.cutter.cut(start)
        whole = bool(items) and (items[-1].after >= len(self.line) or self._closes(items[-1].after))
        being = any(token.folded in self.lists["are"] for token in self.line.tokens[start:])
        if not whole or being or any(self.kinds.is_thing(item) for item in items):
            return None
        sure = sum(self.kinds.is_sure(item) for item in items)
        bare = start and self.line.mark(start - 1) in ("stop", "own") and not self.kinds.is_thing_like(items[0])
        listed = (
            not items[0].asked
            and sure > 1
            and len(items) > 2
            and not self.kinds.is_thing_like(items[0])
            and self.line.mark(0) != "stop"
        )
        enough = asked or listed or (start and (sure or bare))
        return Description(None, start, items[-1].after, tuple(items)) if enough else None

    def _past_opening(self, start: int) -> tuple[int, bool]:
        """Behind "También su", or behind "Lo que apunto es", which asks for what follows."""
        while self.line.folded(start) in self.cutter.also or (
            start and self.line.mark(start) in ("sep", "own", "stop")
        ):
            start += 1
        asked = not start and [self.line.folded(0), self.line.folded(1)] in _WHAT_WE
        if asked:
            while start < len(self.line) and self.line.folded(start) not in self.lists["are"]:
                start += 1
            start += 1
        return start, asked

    def _behind_its_things(self) -> Description | None:
        """ "Beehives, colour, price, thickness.": what is listed first is what the rest is said of."""
        phrase = self.line.phrase(0) if self.line.mark(0) == "noun" else None
        if phrase is None or not phrase.is_plural or self.line.mark(phrase.after) != "sep":
            return None
        items = self.cutter.cut(phrase.after + 1)
        whole = len(items) > 2 and items[-1].after >= len(self.line)
        things = any(self.kinds.is_thing_like(item) or self.kinds.is_thing(item) for item in items)
        sure = sum(self.kinds.is_sure(item) for item in items) * 2
        first = self.cutter.cut(0)[:1]
        if not whole or things or sure <= len(items) or not first or not self.kinds.is_thing_like(first[0]):
            return None
        return Description(phrase, phrase.after, items[-1].after, tuple(items))

    def _closes(self, number: int) -> bool:
        """ "…, thats all", "… nothing else": the end of a list, said so."""
        number += self.line.mark(number) == "sep"
        return self.line.folded(number) in self.lists["closing"] and len(self.line) - number < _FAREWELL

    def is_field_line(self) -> bool:
        """Whether a line of a list is a field and nothing else."""
        items = self.cutter.cut(0)
        return len(items) == 1 and items[0].after >= len(self.line) and not self.kinds.is_thing_like(items[0])

    def line_of_fields(self) -> Description:
        items = self.cutter.cut(0)
        return Description(None, 0, len(self.line), tuple(items))
