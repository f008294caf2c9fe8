"""What leads to a list: "anotamos", "el jefe apunta", "se compone de". Says nothing of what it holds."""

from __future__ import annotations

from generation.blueprint.lexicon import tables
from generation.blueprint.things.acts import fills
from generation.blueprint.things.field_items import Cutter
from generation.blueprint.things.line import Line

_NOUNS = ("noun", "person")
_CHAIN = frozenset({"stop", "verb", "can", "that", "sep", "own", "sign", "colon"})


class LeadIns:
    """Questions about the words before a list."""

    def __init__(self, line: Line, cutter: Cutter) -> None:
        self.line, self.cutter = line, cutter
        self.lists = tables("words")["described"]

    def past_chain(self, after: int) -> int:
        """The start of the list behind "anotamos", "hay que poner", "el jefe apunta"; -1 when it is not about that."""
        number = after
        while number < len(self.line):
            if self.line.mark(number) == "not":
                return -1
            if self.cutter.asks(number) and number > after:
                return number
            if (self.line.mark(number) == "verb" and self._is_named(number)) or self.cutter.ranks(number):
                return number
            if self.line.mark(number) == "stop" and not self.cutter.leads(number):
                return number  # "interesa el estilo (…)"
            if self.line.mark(number) in _CHAIN or self.asks_for(number):
                number += 1
            elif self.line.mark(number) in _NOUNS and self._acts(self.line.phrase(number).after):
                number = self.line.phrase(number).after  # who does it
            else:
                break
        said = [n for n in range(after, number) if self.line.mark(n) == "verb"]
        asked = any(self.asks_for(n) for n in range(after, number))
        straight = number - after < 2 or {"sep", "colon", "sign"} & set(self.line.marks[after:number])
        return number if asked or (not said and straight) else -1

    def _acts(self, number: int) -> bool:
        return self.line.mark(number) == "verb" and self.asks_for(number)

    def _is_named(self, number: int) -> bool:
        """ "necesito el calibre": a noun that looks like a verb."""
        return self.line.folded(number - 1) in tables("words")["neighbours"]["determiners"]

    def asks_for(self, at: int) -> bool:
        word = self.line.folded(at)
        return (self.line.mark(at) == "verb" and fills(word, self.line.language)) or word in self.lists["wanted"]

    def consists(self, at: int) -> bool:
        return any(self.line.folded(n) in self.lists["consists"] for n in (at, at + 1)) and self.line.mark(at) in (
            "verb",
            "stop",
        )
