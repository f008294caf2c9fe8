"""Finds who does what a verb says: before it, behind it, or in the sentence before."""

from __future__ import annotations

from generation.blueprint.people.clause import Clause
from generation.blueprint.people.clause_verbs import Verbs
from generation.blueprint.people.deeds import Deed
from generation.blueprint.people.people import ANYBODY, NOBODY, NOT_PEOPLE, SIGNED_IN, WE
from generation.blueprint.people.statements import Subject

_ALL_OF_THEM = frozenset({"todos", "todas", "everyone", "everybody", "all"})
_BEING = frozenset({"is", "are", "es", "son"})
_BACK = 40  # words of a sentence in which a verb's subject is looked for


class Subjects:
    """Who does what one sentence says."""

    def __init__(self, clause: Clause, verbs: Verbs) -> None:
        self.clause, self.reading, self.verbs = clause, clause.reading, verbs.found
        self.language, self.words = clause.language, clause.words
        self.tokens, self.folded = clause.tokens, clause.folded
        self.actors, self.named = clause.actors, clause.named
        self.found: set[int] = set()  # where somebody stands who does something
        self.behind: set[int] = set()  # of these, who stand behind their verb

    def story(self) -> tuple[str, ...] | None:
        """ "As a tenant I want to", "Como gerente quiero": whom this sentence and the lines below are about."""
        if not self.folded or self.folded[0] not in ("como", "as"):
            return None
        start = next((n for n in range(1, min(4, len(self.folded))) if n in self.actors), None)
        if start is None or self.actors[start].key in NOT_PEOPLE:
            return None
        after = self.folded[start + self.actors[start].size : start + self.actors[start].size + 5]
        if not {"quiero", "necesito", "puedo", "i", "want", "need", "quisiera", "podre", "can"} & set(after):
            return None
        self._does(start)
        return (self.actors[start].key,)

    def _does(self, start: int) -> None:
        self.found.add(start)
        for spot in self.reading.spots:
            if (spot.sentence, spot.at) == (self.clause.number, start):
                spot.acts = True

    def of(self, verb: int, known: Deed, role: tuple[str, ...] | None) -> Subject | None:
        if role is not None:
            return Subject(role, verb, verb)
        behind = self._subject_behind(verb, known) or self._whose_it_is(verb, known)
        if behind is not None:
            return behind
        if self.clause.signed_at(verb) and (known.infinitive or known.kind in ("make", "take")):
            return Subject((SIGNED_IN,), verb, verb)
        if known.you:
            return Subject((SIGNED_IN,), verb, verb)
        if known.first and self.language == "es":
            return Subject((WE,), verb, verb, only=self.clause.only_near(verb))
        before = self._subject_before(verb)
        if before is not None:
            return before
        who = self._spoken_of(verb, known)
        return Subject(who, verb, verb) if who else None

    def _spoken_of(self, verb: int, known: Deed) -> tuple[str, ...]:
        """Who is meant where the sentence names nobody."""
        if self.reading.carried:
            return self.reading.carried
        if known.infinitive and self._we_want(verb):
            return (WE,)
        return self.reading.third if self._subjectless(verb, known) else ()

    def _subjectless(self, verb: int, known: Deed) -> bool:
        """ "También puede abrir una incidencia", "They only see their own": the person of the sentence before."""
        if not self.reading.third:
            return False
        start = self.folded[:verb]
        pronouns = {"they", "he", "she", "ellos", "ellas", "el", "ella"}
        if self.language == "en":
            return bool(pronouns & set(start[-4:])) and not any(n < verb for n in self.actors)
        light = (
            self.words["modals"]
            | self.words["not"]
            | self.words["only"]
            | self.words["clitics"]
            | {"al", "y", "ademas", "despues", "entrar"}
        )
        return (not known.infinitive or bool(self.words["modals"] & set(start))) and all(
            word in light for word in start
        )

    def _we_want(self, verb: int) -> bool:
        """ "Queremos publicar propiedades": what the writer does."""
        wants = {
            "queremos",
            "quiero",
            "necesito",
            "necesitamos",
            "quisiera",
            "want",
            "need",
            "gustaria",
            "i",
            "we",
            "vamos",
            "voy",
        }
        return bool(wants & set(self.folded[max(0, verb - 4) : verb]))

    def _subject_behind(self, verb: int, known: Deed) -> Subject | None:
        """ "lo puede ver la junta", "las sube la directiva", "visible to staff only", "seen by the committee"."""
        if not self._is_turned(verb, known) or self._is_led(verb):
            return None
        number, only = verb + 1, self.clause.only_near(verb)
        while number < min(len(self.tokens), verb + 6):
            word = self.folded[number]
            if number in self.actors:
                kept = self.actors[number].key not in NOT_PEOPLE and self._has_object_before(verb, number)
                return None if kept else self._gathered_behind(number, only=only)
            if word in self.words["only"] or self.clause.nothing_more(number):
                only = True
            elif not (self._leads_to_who(number) or (word == "after" and known.base == "look after")):
                return None
            number += 1
        return None

    def spared(self, verb: int) -> tuple[str, ...]:
        """Who is named behind an "except" that follows the verb."""
        end = min(verb + 12, len(self.folded))
        at = next((n for n in range(verb + 1, end) if self.folded[n] in self.words["apart"]), None)
        if at is None:
            return ()
        at += 1
        while at < len(self.folded) and (self.folded[at] in self.words["articles"] or self.folded[at] == "for"):
            at += 1
        named = at in self.actors and self.actors[at].key not in (ANYBODY, NOBODY)
        return self.gathered(at, only=True).who if named else ()

    def _whose_it_is(self, verb: int, known: Deed) -> Subject | None:
        """ "Deleting kayaks is for wardens only", "borrar fichas es cosa de la jefa"."""
        if not (known.infinitive or self.folded[verb].endswith("ing")):
            return None
        being = next((n for n in range(verb + 1, min(verb + 6, len(self.folded))) if self.folded[n] in _BEING), None)
        if being is None or any(n in self.actors for n in range(verb, being)):
            return None
        light = {"for", "to", "up", "cosa", "tarea", "de", "para", "del", "only", "solo", *self.words["articles"]}
        at = being + 1
        while at < len(self.folded) and self.folded[at] in light:
            at += 1
        kept = at in self.actors and at > being + 1 and {"for", "to", "de", "para", "del"} & set(self.folded[being:at])
        return self._gathered_behind(at, only=True) if kept and self.actors[at].key not in NOT_PEOPLE else None

    def _is_led(self, verb: int) -> bool:
        """ "la empresa solo ve los postulantes": who does it stands right before, and no pronoun between."""
        at = verb - 1
        while at >= 0 and (self.folded[at] in self.words["only"] or self.folded[at] in self.words["not"]):
            at -= 1
        if self.language != "es" or at == verb - 1 or at < 0:
            return False
        return any(start + actor.size - 1 == at and actor.key not in NOT_PEOPLE for start, actor in self.actors.items())

    def _gathered_behind(self, number: int, *, only: bool) -> Subject:
        """ "los crea el sumiller y los feriantes solo los ven": who comes next may do something else."""
        self.behind.add(number)
        return self.gathered(number, only=only)

    def _acts_on(self, after: int) -> bool:
        """Whether the person there is followed by a verb of their own."""
        light = self.words["clitics"] | self.words["only"] | self.words["not"] | self.words["modals"]
        at = after + self.actors[after].size
        while at < len(self.folded) and self.folded[at] in light and at not in self.verbs:
            at += 1
        return at in self.verbs

    def _leads_to_who(self, number: int) -> bool:
        """Whether the word may stand between a verb and who does it."""
        word = self.folded[number]
        if word == ",":  # "borrar, solo la junta"
            return bool({*self.folded[number + 1 : number + 2]} & self.words["only"])
        light = self.words["articles"] | self.words["modals"] | {"to", "by", "para", "por", "for", "nada", "mas"}
        return word not in self.words["apart"] and (word in light or self.clause.is_deed(number))

    def _is_turned(self, verb: int, known: Deed) -> bool:
        if self.language == "en":
            by = self.folded[verb + 1 : verb + 4]
            return (
                self.folded[verb] == "visible" or "by" in by or (known.kind == "see" and self.folded[verb] == "public")
            )
        before = self.folded[verb - 1] if verb else ""
        two = self.folded[verb - 2] if verb > 1 else ""
        clitic = {"lo", "la", "los", "las", "se"}
        if self.folded[verb] in ("visible", "visibles") or "por" in self.folded[verb + 1 : verb + 4]:
            return True
        if known.base == "encargarse":
            return True
        opens = before in ("", ",", "y", "que", "solo", "ni", "pero") or (
            before in self.words["modals"] and two in ("", ",", "y", "que", "solo", *clitic)
        )
        enclitic = known.infinitive and self.folded[verb].endswith(("lo", "la", "los", "las"))
        return before in clitic or (before in self.words["modals"] and two in clitic) or enclitic or opens

    def _has_object_before(self, verb: int, actor: int) -> bool:
        pronoun = {"lo", "la", "los", "las"} & set(self.folded[max(0, verb - 2) : verb])
        return not pronoun and not any(number < verb for number in self.named) and actor in self.named

    def _subject_before(self, verb: int) -> Subject | None:
        aside = 0  # between brackets: "cada uno sube discos (artista, año) y marca …"
        for number in range(verb - 1, max(-1, verb - _BACK), -1):
            aside += (self.folded[number] == ")") - (self.folded[number] == "(" and aside > 0)
            if aside or (self.folded[number] == "(" and ")" in self.folded[number:verb]):
                continue
            if self.folded[number] in ("(", ";") and number < verb - 1:
                break
            beside = self.folded[number] in ("con", "with") and self.actors.get(number) is not None
            beside = beside and not (number == 0 and self.actors[number].key == SIGNED_IN)  # "With an account you add"
            apart = self._is_apart(number, verb)
            if number in self.actors and self.may_act(number) and not beside and not apart:
                return self.gathered(number)
        return None

    def _is_apart(self, number: int, verb: int) -> bool:
        """ "avisar a los voluntarios cuando se abre una campaña": it is done, and nobody says by whom."""
        if self.language != "es" or number not in self.actors or verb < 2 or self.folded[verb - 1] != "se":
            return False
        between = self.folded[number + self.actors[number].size : verb - 1]
        return bool(set(between) & {"cuando", "si", "donde", "que", "hasta", "mientras"})

    def may_act(self, number: int) -> bool:
        """Not what something is done to: "gestionar clientes", "asignar a un técnico", "citas de los pacientes"."""
        if self.actors[number].key == WE:
            return True
        at = number - 1
        while at >= 0 and self.folded[at] in self.words["articles"]:
            if self.folded[at] in ("del", "al"):
                return False
            at -= 1
        before = self.folded[at] if at >= 0 else ""
        if before in self.words["object_of"] and not (before == "a" and self.language == "en"):
            return False
        if at >= 0 and self.clause.is_deed(at) and at in self.verbs and self.actors[number].key not in NOT_PEOPLE:
            known = self.verbs[at]
            return not known.surely and not known.infinitive and self.language == "es"
        return True

    def gathered(self, number: int, *, only: bool = False) -> Subject:
        """The person there with those named beside: "managers and HR"."""
        first, found = number, [self._each_of(number)]
        self._does(number)
        while (before := self._joined_before(first, listed=len(found) > 1)) is not None:
            first = before
            found.append(self.actors[first].key)
            self._does(first)
        last = number + self.actors[number].size
        while (after := self._joined_after(last)) is not None and self.actors[after].key not in (*found, NOBODY):
            if number in self.behind and self._acts_on(after):
                break
            found.append(self.actors[after].key)
            self._does(after)
            last = after + self.actors[after].size
        if last in self.actors and self.actors[last].key == SIGNED_IN:
            found.append(SIGNED_IN)  # "solo alumnos con cuenta"
        near = self.folded[max(0, first - 3) : first]
        each = bool({*self.folded[max(0, first - 1) : first + 1]} & {"cada", "each", "every"})
        only = (
            only
            or any(word in self.words["only"] for word in near)
            or self.folded[last : last + 1] in (["only"], ["alone"], ["nomas"])
        )
        only = only or self._is_only_one(first, last) or self._is_spared(first)
        denied = self.folded[max(0, first - 1) : first] in (["no"], ["ningun"], ["ninguna"], ["ni"], ["neither"])
        return Subject(tuple(dict.fromkeys(found)), first, last, only=only, each=each, denied=denied)

    def _each_of(self, number: int) -> str:
        """ "los árbitros …, y que cada uno cargue": those named before."""
        key = self.actors[number].key
        clause = self.folded[max(0, number - 1) : number]
        rest = self.actors[number].size > 1 and self.reading.shown  # "Tap list … staff update it, everyone else looks"
        anew = not rest and clause not in (["que"], ["that"], ["which"], ["por"], ["by"], ["para"], ["for"])
        if key == ANYBODY and anew and self.folded[number] in _ALL_OF_THEM and self._are_named_before(number):
            return SIGNED_IN
        if key != SIGNED_IN or self.folded[number] not in ("cada", "each"):
            return key
        before = [n for n, actor in self.actors.items() if n < number and actor.key not in NOT_PEOPLE]
        for start in before[-1:]:
            self._does(start)
        return self.actors[before[-1]].key if before else key

    def _are_named_before(self, number: int) -> bool:
        """ "las abre cualquier vecino, y todos pueden seguirlas": all of the people that the sentence is about."""
        return any(n < number and actor.key not in NOT_PEOPLE and n in self.found for n, actor in self.actors.items())

    def _is_only_one(self, first: int, last: int) -> bool:
        """ "the treasurer is the only one who looks", "y nadie más", "nobody else"."""
        tail = self.folded[last : last + 6]
        text = " ".join(tail)
        return any(
            said in text
            for said in (
                "only one",
                "la unica",
                "el unico",
                "quien unico",
                "los unicos",
                "las unicas",
                "the only ones",
                "y nadie mas",
                "nadie mas",
                "nobody else",
                "no one else",
                "y ya",
            )
        ) or " ".join(self.folded[max(0, first - 3) : first]).endswith(
            ("nada mas", "nomas el", "nomas la", "nomas las", "nomas los", "nomas")
        )

    def _is_spared(self, first: int) -> bool:
        """ "nobody except the hospital looks at it"."""
        at = first - 1
        while at > 0 and self.folded[at] in self.words["articles"]:
            at -= 1
        return at > 0 and self.folded[at] in self.words["apart"] and self.folded[at - 1] in self.words["nobody"]

    def _joined_before(self, first: int, *, listed: bool) -> int | None:
        at = first - 1
        while at >= 0 and self.folded[at] in self.words["articles"]:
            at -= 1
        if at < 0 or self.folded[at] not in self.words["links"] or (self.folded[at] == "," and not listed):
            return None
        return next(
            (
                n
                for n in range(at - 1, max(-1, at - 5), -1)
                if n in self.actors and n + self.actors[n].size == at and self.may_act(n) and n not in self.behind
            ),
            None,
        )

    def _joined_after(self, last: int) -> int | None:
        if self.folded[last : last + 1] and self.folded[last] in self.words["links"] and self.folded[last] != ",":
            at = last + 1
            while at < len(self.folded) and self.folded[at] in self.words["articles"]:
                at += 1
            if at in self.actors and at <= last + 3:
                return at
        return None
