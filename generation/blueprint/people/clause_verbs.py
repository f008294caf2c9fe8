"""Tells in one sentence which words are verbs of rights: "reserva" and "book" are nouns as well."""

from __future__ import annotations

from generation.blueprint.people.clause import Clause
from generation.blueprint.people.deeds import Deed, deed, passive, to_you
from generation.blueprint.people.people import NOBODY

_BEFORE_NOUNS = frozenset({"of", "in", "per", "with", "by", "own", "no", "its", "from", "for", "on", "each"})
_BE = frozenset({"be", "are", "is", "only"})
# Verbs that mean another deed with the word behind them.
_TOGETHER = {
    ("look", "after"): "run",
    ("deal", "with"): "judge",
    ("send", "back"): "judge",
    ("sign", "off"): "judge",
    ("turn", "down"): "judge",
}
_FOLLOWS = frozenset({"seguir", "sigue", "siguen", "follow"})
_HOW_IT_GOES = frozenset({"como", "punto", "estado", "how", "status", "progress", "evolucion", "avance"})
_OBJECTS = frozenset({"them", "it", "everything", "those", "at"})


class Verbs:
    """The verbs of one sentence, and how far what each says reaches."""

    def __init__(self, clause: Clause) -> None:
        self.language, self.words, self.tokens = clause.language, clause.words, clause.tokens
        self.folded, self.bullet, self.masked = clause.folded, clause.bullet, clause.masked
        self.actors, self.named = clause.actors, clause.named
        self.found = self._find()

    def end_of(self, verb: int, *, behind: bool) -> int:
        """The token at which the clause of a verb ends; `behind` when who does it stands there."""
        for number in range(verb + 1, len(self.folded)):
            if self.folded[number] in self.words["hard"] or (behind and self.folded[number] == ","):
                return number
            if number in self.found:
                return number
            if number in self.actors and number > verb + 3 and self._opens_clause(number):
                return number
        return len(self.folded)

    def _opens_clause(self, number: int) -> bool:
        """Whether a person there begins a clause of their own."""
        after = number + self.actors[number].size
        return any(n in self.found for n in range(after, min(after + 4, len(self.folded))))

    def _find(self) -> dict[int, Deed]:
        found: dict[int, Deed] = {}
        for number, word in enumerate(self.folded):
            known = deed(word, self.language)
            if (done := self._done_by(number) or to_you(self.tokens[number].text, self.language)) is not None:
                found[number] = done
            elif known is not None and self._is_verb(number, known):
                found[number] = self._looked_after(number, known)
        return found

    def _done_by(self, number: int) -> Deed | None:
        """ "son vistas por todos", "de eso se encarga la jefa": forms that are deeds in this company alone."""
        word, behind = self.folded[number], self.folded[number + 1 : number + 4]
        if word in self.words["cares"] and self.folded[max(0, number - 1) : number] == ["se"]:
            return Deed("run", "encargarse")
        somebody = any(at in self.actors for at in range(number + 2, number + 5))
        return passive(word, self.language) if "por" in behind and somebody and number not in self.masked else None

    def _looked_after(self, number: int, known: Deed) -> Deed:
        pair = (known.base, *self.folded[number + 1 : number + 2])
        if pair in _TOGETHER:
            return Deed(_TOGETHER[pair], " ".join(pair))
        near = set(self.folded[number + 1 : number + 4])
        if known.base in _FOLLOWS and near & _HOW_IT_GOES:
            return Deed("see", known.base)  # "todos pueden seguir en qué punto están"
        return known

    def _is_verb(self, number: int, known: Deed) -> bool:
        at = number - 1
        while at > 0 and self.folded[at] in self.words["lightly"]:
            at -= 1
        before = self.folded[at] if at >= 0 else ""
        if number in self.actors or number in self.masked:
            return False
        if self.folded[number] in ("toca", "tocan") and before in ("le", "les"):
            return False  # "los que le tocan"
        if number == 0 and self.bullet and not known.first and number not in self.named:
            return True
        if self.language == "es":
            after_somebody = any(start + actor.size == number for start, actor in self.actors.items())
            return (known.surely and after_somebody) or self._is_spanish_verb(number, known, before)
        return self._is_english_verb(number, known, before)

    def _is_english_verb(self, number: int, known: Deed, before: str) -> bool:
        if before in self.words["articles"] or before in _BEFORE_NOUNS:
            return False
        if known.surely:
            return not self.folded[number].endswith("ed") or self._passive(number)
        if before in _BE and "by" in self.folded[number + 1 : number + 4]:
            return True  # "is run by the wardens"
        if before in ("but", "and") and self.folded[number - 1] == "not":
            return True  # "can see kayaks but not change them"
        after_who = before in self.words["modals"] or self._acts_before(number)
        if number in self.named and not after_who:
            return False
        following = self.folded[number + 1] if number + 1 < len(self.folded) else ""
        if following in ("", "for", "of", "-", ":") and self.folded[number] in self.words["whole_app"]:
            return False  # "Member list for our club: …"
        if following in ("in", "out") and known.base in ("sign", "log", "check"):
            return False
        return (
            after_who
            or before in ("they", "he", "she", "who", "you")
            or self._goes_on(number, known, before)
            or self._done_by_one(number, known, following)
            or (
                self._opens(number, before)
                and (following in _OBJECTS or following in self.words["articles"] | self.words["own"])
            )
        )

    def _goes_on(self, number: int, known: Deed, before: str) -> bool:
        """ "Agents reply, change status and …": in the form of the verb before, and with an object."""
        plain = self.folded[number] == known.base
        near = range(max(0, number - 7), number)
        earlier = [
            at
            for at in near
            if (self._acts_before(at) or (plain and self.folded[at - 1] in self.words["modals"]))
            and self._is_finite(at, plain=plain)
        ]
        following = self.folded[number + 1] if number + 1 < len(self.folded) else ""
        said = following.isalpha() and following not in self.words["links"]
        return bool(earlier) and said and before in (",", "and", "or") and self._is_finite(number, plain=plain)

    def _is_finite(self, number: int, *, plain: bool) -> bool:
        """Whether it is the form that many have, or that one has."""
        known, word = deed(self.folded[number], self.language), self.folded[number]
        return known is not None and (word == known.base if plain else word.endswith("s") and word != known.base)

    def _opens(self, number: int, before: str) -> bool:
        return number == 0 or before in ("and", "or", ",", "then", "also", "that", "which", "only")

    def _done_by_one(self, number: int, known: Deed, following: str) -> bool:
        """ "the waiter on duty accepts", "nobody except the ward looks at it"."""
        if not self.folded[number].endswith("s"):
            return False
        if known.kind == "judge" and self._acts_earlier(number):
            return True
        nobody = any(actor.key == NOBODY and number - 7 < start < number for start, actor in self.actors.items())
        return nobody and following in self.words["articles"] | {"at", "it", "them"}

    def _is_spanish_verb(self, number: int, known: Deed, before: str) -> bool:
        if known.infinitive:
            return before != "por"  # "por hacer" is a state
        if before in ("lo", "la", "los", "las", "se", "le", "les", "me", "nos"):
            return known.surely or not (number in self.named and before in ("la", "las", "los"))
        if before in self.words["articles"] or before in ("de", "en", "con", "por", "sin", "a", "para", "cuyo", "y/o"):
            return False
        if known.surely:
            return True
        if number in self.named and not self._acts_before(number):
            return False
        following = self.folded[number + 1] if number + 1 < len(self.folded) else ""
        if following in self.words["articles"] and (self._acts_earlier(number) or known.first):
            return True
        if before in ("que", "quien") and number not in self.named and self._one_alone(number):
            return True
        opened = before in ("", "que", "y", "e", "o", "no", ",", "solo", "nadie", "quien", "tambien", "ni", "cuando")
        return (
            self._acts_before(number)
            or (
                opened
                and (
                    following in self.words["articles"]
                    or number + 1 in self.actors
                    or following in ("a", "que", "su", "sus", "como", "si")
                )
            )
            or (known.first and opened and not self._is_listed(number, before))
        )

    def _is_listed(self, number: int, before: str) -> bool:
        """ "artista, cerro, dirección": a noun that is written like "I close"."""
        following = self.folded[number + 1 : number + 2]
        return before in (",", "(", "y") and self.folded[number].endswith("o") and following in ([","], [")"], ["y"])

    def _acts_before(self, number: int) -> bool:
        """Whether a person stands right before, past "solo", "no" and pronouns."""
        at = number - 1
        while at >= 0 and (
            self.folded[at] in self.words["only"]
            or self.folded[at] in self.words["not"]
            or self.folded[at]
            in (
                "also",
                "just",
                "tambien",
                "se",
                "las",
                "los",
                "la",
                "lo",
                "le",
                "les",
                "mismos",
                "mismas",
                "then",
                "always",
                "siempre",
                "who",
                "that",
                "que",
            )
        ):
            at -= 1
        if at > 0 and self.folded[at] == ":" and self._heads(at):
            at -= 1
        return any(start + actor.size - 1 == at for start, actor in self.actors.items())

    def _heads(self, colon: int) -> bool:
        """ "- Warden: sees everything": somebody and nothing else stands before the colon."""
        before = [at for at in range(colon) if self.folded[at] not in ("-", "•", "*")]
        return bool(before) and any(
            before[0] == start and start + actor.size == colon for start, actor in self.actors.items()
        )

    def _one_alone(self, number: int) -> bool:
        """ "ser la única que crea …"."""
        return bool(self.words["only"] & set(self.folded[max(0, number - 3) : number]))

    def _acts_earlier(self, number: int) -> bool:
        """ "el residente de cada obra llene la bitácora": the person, what they are of, and the deed."""
        near = [start for start in self.actors if number - 7 < start < number]
        if not near or number in self.named:
            return False
        between = self.folded[max(near) + self.actors[max(near)].size : number]
        return between[:1] in (["de"], ["del"], ["of"], ["on"], ["at"], ["in"]) and not {",", "y", "e", ":", "("} & set(
            between
        )

    def _passive(self, number: int) -> bool:
        by = "by" in self.folded[number + 1 : number + 4]
        return by or (self.folded[number - 1] in _BE and "to" not in self.folded[number + 1 : number + 2])
