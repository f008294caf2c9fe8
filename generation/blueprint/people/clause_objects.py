"""Finds what a verb is about: the things behind it, and whether they are one's own or others'."""

from __future__ import annotations

from itertools import pairwise

from generation.blueprint.lexicon import tables
from generation.blueprint.people.clause import Clause
from generation.blueprint.people.clause_verbs import Verbs
from generation.blueprint.people.deeds import Deed, as_deed_noun
from generation.blueprint.people.statements import Subject

_FILLED = frozenset({"llenar", "rellenar", "fill"})


class Objects:
    """What the verbs of one sentence are about."""

    def __init__(self, clause: Clause, verbs: Verbs) -> None:
        self.reading, self.spans, self.verbs = clause.reading, verbs, verbs.found
        self.language, self.words = clause.language, clause.words
        self.tokens, self.folded, self.named = clause.tokens, clause.folded, clause.named

    def leaves_out(self, verb: int) -> str:
        """The article of "ve las de su unidad", "los que le tocan", "hacen los suyos", where the noun is left out."""
        at = verb + 1
        while at < len(self.folded) and self.folded[at] in self.words["only"]:
            at += 1
        article, behind = self.folded[at : at + 1], set(self.folded[at + 1 : at + 2])
        told = behind & {"de", "que", "suyos", "suyas"} and article in (["la"], ["los"], ["las"])
        return article[0] if told and self.language == "es" else ""

    def of(self, verb: int, end: int, known: Deed, subject: Subject) -> tuple[list[int], list[int]]:
        direct: list[int] = []
        beside: list[int] = []
        number = verb + 1
        while number < end:
            if self.folded[number] == ":" and known.kind == "make" and (direct or beside):
                direct = (
                    direct or beside[-1:]
                )  # "fill in an enquiry: their name, room, date", "hace check-in de visitas: …"
                break
            if number in self.named and not subject.first <= number < subject.last:
                draft, size = self.named[number]
                (beside if self._is_beside(number, verb) else direct).append(draft)
                number += size
            else:
                number += 1
        if not direct and known.base in _FILLED:
            direct, beside = beside[:1], beside[1:]  # "llena un formulario de cotización"
        if not direct and (shared := self._shares_with(verb)) is not None:
            return self.of(shared, self.spans.end_of(shared, behind=False), known, subject)
        if known.kind == "take" or (known.kind == "make" and not direct):
            return self.taken(known, direct, beside)
        return direct, beside

    def _shares_with(self, verb: int) -> int | None:
        """The next verb, where its object is this one's too: "confirm or reject the …", "mira pero no toca las …"."""
        following = next((n for n in range(verb + 1, min(verb + 5, len(self.folded))) if n in self.verbs), None)
        if following is None:
            return None
        light = self.words["links"] | self.words["clitics"] | self.words["not"] | {"pero", "but"}
        return following if all(word in light for word in self.folded[verb + 1 : following]) else None

    def taken(self, known: Deed, direct: list[int], beside: list[int]) -> tuple[list[int], list[int]]:
        """What such a deed leaves behind, and what it is done to: who rates a route makes a rating."""
        nouns = as_deed_noun(known.base, self.language)
        made = [draft for noun in nouns if (draft := self._thing_called(noun)) is not None][:1]
        acts = frozenset(tables("personal")["acts"]) | frozenset(tables("personal")["opinions"])
        own = [thing for thing in direct if thing in made or set(self.reading.drafts[thing].key.split(" ")) & acts]
        if known.base in ("seguir", "follow", "preguntar", "ask", "proponer"):
            own = own or direct
        things = list(dict.fromkeys([*own, *made])) or (direct[:1] if known.base in self.words["reports_it"] else [])
        return things, [thing for thing in (*direct, *beside) if thing not in things]

    def _thing_called(self, noun: str) -> int | None:
        hit = self.reading.things.at(self.reading.name_tokens(noun), 0)
        return hit[0] if hit else None

    def _is_beside(self, number: int, verb: int) -> bool:
        """Behind a preposition, unless that belongs to the verb: "look at the donations"."""
        at = number - 1
        while at > verb and (self.folded[at] in self.words["articles"] or self.folded[at] in self.words["own"]):
            if self.folded[at] in ("del", "al"):
                return self.folded[at] == "del"
            at -= 1
        before = self.folded[at]
        filled = before == "in" and self.verbs[verb].base == "fill"
        phrasal = (
            filled or before in ("up", "out") or (before == "in" and number == at + 1)
        )  # "puts up the", "send in photos"
        if filled:
            return False
        if at == verb + 1 and (phrasal or self.verbs[verb].kind in ("see", "mend", "judge")):
            return False
        return at > verb and before in (
            "de",
            "of",
            "por",
            "para",
            "for",
            "en",
            "on",
            "in",
            "with",
            "con",
            "about",
            "sobre",
            "to",
            "from",
            "at",
            "by",
            "after",
            "como",
            "as",
            "desde",
            "under",
            "into",
            "entre",
            "per",
            "between",
        )

    def are_own(self, verb: int, end: int) -> bool:
        """ "sus citas", "their own leases", "lo suyo", "the visits assigned to them"."""
        part = self.folded[verb + 1 : end]
        if {
            "asignado",
            "asignada",
            "asignados",
            "asignadas",
            "assigned",
            "own",
            "propio",
            "propia",
            "propios",
            "propias",
            "suyo",
            "suya",
            "suyos",
            "suyas",
            "tuyo",
            "tuya",
            "tuyos",
            "tuyas",
            "mio",
            "mia",
            "mine",
            "theirs",
        } & set(part):
            return True
        if self._falls_to_them(part) or self._they_do(part):
            return True
        if any(part[at : at + 2] in (["lo", "de"], ["los", "de"], ["las", "de"]) for at in range(len(part))):
            return "sus" in part or "su" in part
        return any(
            word in self.words["own"]
            for number in self.named
            if verb < number < end
            for word in self.folded[max(verb + 1, number - 2) : number]
        )

    def _they_do(self, part: list[str]) -> bool:
        """ "Como director quiero ver las tesis que dirijo"."""
        if not self.reading.carried:
            return False
        does = any(a in ("que", "i") and (a == "i" or (b.endswith("o") and len(b) > 3)) for a, b in pairwise(part))
        return does and bool(self.named)

    def _falls_to_them(self, part: list[str]) -> bool:
        """ "las tareas que les tocan", "las notas de sus hijos"."""
        falls = {"corresponde", "corresponden", "toca", "tocan", "pertenece", "pertenecen"} & set(part)
        kin = any(a in ("de", "for", "of") and b in ("sus", "su", "their", "his", "her") for a, b in pairwise(part))
        return bool(falls and {"le", "les"} & set(part)) or (kin and bool(self.named))

    def are_others(self, verb: int, end: int) -> bool:
        tail = self.folded[verb + 1 : end]
        if set(tail[:4]) & {"nadie", "anybody's", "anyone's"} or tail[:3] == ["nada", "de", "nadie"]:
            return True  # "nadie ve nada de nadie"
        if any(
            token.end - token.start > len(token.text)
            and token.folded in ("everyone", "everybody", "other", "neighbor", "neighbour", "else")
            for token in self.tokens[verb + 1 : end]
        ):
            return True
        return any(
            word in self.words["others"] or word.removesuffix("'s").removesuffix("’s") in self.words["others"]
            for word in tail
        )
