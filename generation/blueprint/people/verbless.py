"""Reads what a sentence says of rights without a verb: "solo el coro", "a squire only theirs", "managers (everything)".

Runs behind the verbs of the sentence and adds to what they said.
"""

from __future__ import annotations

from generation.blueprint.lexicon import tables
from generation.blueprint.people.accounts_needed import says_author
from generation.blueprint.people.clause import Clause
from generation.blueprint.people.clause_subjects import Subjects
from generation.blueprint.people.clause_verbs import Verbs
from generation.blueprint.people.people import ANYBODY, NOBODY, NOT_PEOPLE, SIGNED_IN, WE
from generation.blueprint.people.statements import Statement, Subject

_PUBLIC = frozenset({"publico", "publica", "publicos", "publicas", "public"})
_OPEN = frozenset({"open", "abierto", "abierta", "abiertos", "abiertas"})
_AFFAIR = frozenset({"cosa", "asunto", "responsabilidad"})
_BEING = frozenset({"es", "son", "is", "are", "sean", "sea"})
_BARE = frozenset({"suyo", "suya", "suyos", "suyas", "theirs", "own", "propio", "propios", "propia", "propias"})
_ALL = frozenset({"todo", "everything", "todos", "todas", "all"})
_ENDS = frozenset({";", ")", "pero", "but", "mientras", "while"})


class Verbless:
    """What one sentence says besides its verbs."""

    def __init__(self, clause: Clause, verbs: Verbs, subjects: Subjects) -> None:
        self.reading, self.clause, self.verbs, self.subjects = clause.reading, clause, verbs.found, subjects
        self.words, self.folded = clause.words, clause.folded
        self.actors, self.named = clause.actors, clause.named

    def read(self, said: int) -> None:
        """ "Esas notas son solo para los profesionales", "todo lo demás solo el coro", "private to the owner"."""
        self._said = said
        self._stated()
        if says_author(self.folded):
            return
        for number, word in enumerate(self.folded):
            if word in self.words["only"] or self.clause.nothing_more(number):
                subject = self._only_for(number)
                if subject is not None and not self._has_verb(number, subject):
                    self._only_statement(number, subject)
        self._but_not()
        self._among()
        self._made_by()
        self._left_out()
        self._entering()

    def _only_for(self, number: int) -> Subject | None:
        """Who stands behind the "only": people, or the group that the app is for."""
        at = number + (2 if self.clause.nothing_more(number) else 1)
        for_whom = self.folded[at : at + 1] in (["para"], ["for"], ["to"], ["pa"])
        at += for_whom
        while at < len(self.folded) and self.folded[at] in self.words["articles"] | {"de"}:
            at += 1
        if at in self.actors:
            return self.subjects.gathered(at, only=True) if self.actors[at].key not in (WE, NOBODY) else None
        before = set(self.folded[max(0, number - 5) : number])
        told = for_whom or before & (self.words["rest_of_it"] | _BEING)
        group = told and at < len(self.folded) and self.folded[at] in self.words["circles"]
        return Subject((SIGNED_IN,), at, at + 1, only=True) if group else None

    def _has_verb(self, number: int, subject: Subject) -> bool:
        behind = range(subject.last, min(subject.last + 4, len(self.folded)))
        return any(n in self.verbs for n in (number - 2, number - 1, *behind))

    def _only_statement(self, number: int, subject: Subject) -> None:
        denied = [said for said in self.reading.statements[self._said :] if said.negated]
        if denied:  # "los socios no borran avisos, eso solo la junta"
            last = denied[-1]
            again = Statement(subject.who, last.kind, last.base, list(last.things), whole=last.whole, only=True)
            self.reading.statements.append(again)
            return
        made = Statement(subject.who, "see", "", only=True)
        before = [n for n in self.named if n < number]
        rest = self.words["rest_of_it"] & set(self.folded[max(0, number - 5) : number])
        if before and not rest:
            made.things = self._listed(max(before), number) or [self.named[max(before)][0]]
        else:
            made.whole = True
        self.reading.statements.append(made)

    def _listed(self, before: int, number: int) -> list[int]:
        """ "la lista de apuntados solo los socios": those who signed up, and not what they signed up for."""
        if not {"lista", "listado", "list"} & set(self.folded[before + 1 : number]):
            return []
        acts = tables("personal")["bookings"]
        return [thing for thing in range(len(self.reading.drafts)) if self.reading.head(thing) in acts][:1]

    def _stated(self) -> None:
        """ "Las concesiones son cosa de los funcionarios", "The schedule is public"."""
        if says_author(self.folded) and self.words["only"] & set(self.folded):
            self._kept_to_its_author()
        self._in_two_words()
        for number, word in enumerate(self.folded):
            if word in _OPEN and self.folded[number + 1 : number + 2] in (["to"], ["a"]):
                self._open_to(number)
            if word in _PUBLIC or word in _AFFAIR:
                near = [n for n in range(number - 1, max(-1, number - 6), -1) if n in self.named]
                things = [self.named[near[0]][0]] if near else []
                self.reading.statements += self._stated_of(number, things) if things else []

    def _open_to(self, number: int) -> None:
        """ "Intake form (open to anyone)": what people fill in they send; anything else they see."""
        before = [n for n in self.named if n < number]
        anybody = self.actors.get(number + 2)
        if not before or anybody is None or anybody.key != ANYBODY:
            return
        thing = self.named[max(before)][0]
        form = {"form", "formulario"} & set(self.folded[:number]) or self.reading.is_act(thing)
        made = Statement((ANYBODY,), "take" if form else "see", "", things=[thing], free=bool(form))
        self.reading.statements.append(made)

    def _in_two_words(self) -> None:
        """ "Lectura pública, escritura autenticada", "public read, authenticated write"."""
        pairs = {" ".join(self.folded[at : at + 2]) for at in range(len(self.folded) - 1)}
        if pairs & set(tables("deeds")["signed_writing"]):
            self.reading.statements.append(Statement((SIGNED_IN,), "make", "write", whole=True))

    def _kept_to_its_author(self) -> None:
        """ "sign-ups that only the person who made them sees"."""
        only = next(n for n, word in enumerate(self.folded) if word in self.words["only"])
        before = [n for n in self.named if n < only]
        if before and not self.reading.statements[self._said :]:
            things = [self.named[max(before)][0]]
            self.reading.statements.append(Statement((SIGNED_IN,), "see", "", things=things, only=True, own=True))

    def _stated_of(self, number: int, things: list[int]) -> list[Statement]:
        before = self.folded[max(0, number - 4) : number]
        if self.folded[number] in _PUBLIC:
            denied = bool({"no", "not"} & set(before))
            said = Statement((ANYBODY,), "see", "public", things=things, negated=denied)
            return [said] if _BEING & set(before[-2:]) else []
        at = next((n for n in range(number + 2, number + 5) if n in self.actors), None)
        if at is None or self.folded[number + 1] != "de":
            return []
        who = self.subjects.gathered(at, only=True).who
        return [Statement(who, kind, "", things=things, only=True) for kind in ("see", "run")]

    def _but_not(self) -> None:
        """ "players see sessions but never the secrets"."""
        for number in range(1, len(self.folded) - 1):
            denied = self.folded[number] in self.words["not"] and self.folded[number - 1] in (
                "but",
                "pero",
                ",",
                "and",
                "y",
            )
            at = number + 1
            while at < len(self.folded) and self.folded[at] in self.words["articles"]:
                at += 1
            said = [each for each in self.reading.statements[self._said :] if set(each.who) - NOT_PEOPLE]
            if denied and said and at in self.named:
                last, thing = said[-1], self.named[at][0]
                last.things = [each for each in last.things if each != thing]
                self.reading.statements.append(Statement(last.who, last.kind, last.base, [thing], negated=True))

    def _among(self) -> None:
        """ "Entre socias no se ven las fichas": each sees her own."""
        for start, actor in self.actors.items():
            before = start - 1
            while before > 0 and self.folded[before] in self.words["articles"]:
                before -= 1
            behind = self.folded[start + actor.size : start + actor.size + 4]
            if self.folded[before : before + 1] != ["entre"] or behind[:2] != ["no", "se"]:
                continue
            seen = [at for at in self.verbs if start < at <= start + 4 and self.verbs[at].kind == "see"]
            things = [self.named[at][0] for at in sorted(self.named) if at > start][:1]
            if seen:
                who = self.subjects.gathered(start).who
                made = Statement(who, "see", "ver", things, negated=True, others=True, whole=not things)
                self.reading.statements.append(made)

    def _made_by(self) -> None:
        """ "Inscripción por los padres": who makes what people make."""
        for start, actor in self.actors.items():
            before = start - 1
            while before > 0 and self.folded[before] in self.words["articles"]:
                before -= 1
            made = [
                thing for n, (thing, size) in self.named.items() if n + size == before and self.reading.is_act(thing)
            ]
            if made and actor.key not in NOT_PEOPLE and self.folded[before] in ("por", "by"):
                who = self.subjects.gathered(start).who
                self.reading.statements.append(Statement(who, "take", "", made))

    # --- verbs left out --------------------------------------------------------------------------------------------

    def _left_out(self) -> None:
        """ "…; el rapsoda, solo los suyos", "users: managers (everything) and squires (their own only)"."""
        for start, actor in self.actors.items():
            if actor.key in {ANYBODY, WE, NOBODY} or start in self.subjects.found or not self._stands_free(start):
                continue
            last = start + actor.size
            part = self._part(last)
            if self._means_own(part, last):
                subject = self.subjects.gathered(start)
                self._see(subject.who, part, own=True, each=True)
            elif _ALL & set(part[:4]) and (part[:1] == ["("] or self._has_access(last)):
                subject = self.subjects.gathered(start)
                self._see(subject.who, part, every=True)

    def _stands_free(self, start: int) -> bool:
        to_them = self.folded[max(0, start - 2) : start - 1] == ["a"] or self.folded[max(0, start - 1) : start] == [
            "al"
        ]
        return self.subjects.may_act(start) or to_them

    def _has_access(self, last: int) -> bool:
        return bool({"acceso", "access"} & set(self.folded[last : last + 4]))

    def _part(self, last: int) -> list[str]:
        """The words behind somebody, up to whoever or whatever comes next."""
        end = last
        while end < len(self.folded) and end < last + 10:
            if self.folded[end] in _ENDS or (end > last + 1 and end in self.actors) or end in self.verbs:
                break
            end += 1
        return self.folded[last:end]

    def _means_own(self, part: list[str], last: int) -> bool:
        """Nothing but their own: "lo suyo", "solo a sus fichas", "le aparecen sus fichas"."""
        only = bool(self.words["only"] & set(part[:3])) or "just" in part[:2]
        before_thing = any(
            word in self.words["own"] and (last + at + 1 in self.named or last + at + 2 in self.named)
            for at, word in enumerate(part)
        )
        to_them = part[:1] in (["le"], ["les"])
        if self._is_left(part):
            return True
        return (bool(_BARE & set(part)) and (only or part[:1] == ["("])) or ((only or to_them) and before_thing)

    def _is_left(self, part: list[str]) -> bool:
        """ "cada propietario los de su piso": the noun is left out."""
        return part[:1] in (["la"], ["los"], ["las"]) and part[1:2] == ["de"] and part[2:3] in (["su"], ["sus"])

    def _see(
        self, who: tuple[str, ...], part: list[str], *, own: bool = False, each: bool = False, every: bool = False
    ) -> None:
        made = Statement(who, "see", "", own=own, each=each, every=every)
        named = [self.named[n][0] for n in self.named if self.folded[n] in part]
        last = next((said.things for said in reversed(self.reading.statements[-4:]) if said.things), [])
        back = {"suyas", "suyos", "theirs"} & set(part)
        if own and self._is_left(part):
            named, last, back = [], last or self.reading.topic, set(part)
        made.things = named[:1] or (list(last) if own and back else [])
        made.whole = not made.things
        self.reading.statements.append(made)

    def _entering(self) -> None:
        """ "los socios no entran, solo la junta", "it is just for us wardens": whose app it is."""
        enters = [number for number in range(len(self.folded)) if self._enters(number)]
        said = self.reading.statements[self._said :]
        if not enters or any(each.things for each in said):
            return
        only = [each.who for each in said if each.only and each.whole and each.kind == "see"]
        only += [
            self.subjects.gathered(start, only=True).who
            for start, actor in self.actors.items()
            if start not in self.subjects.found and actor.key not in NOT_PEOPLE and self._is_alone(start, actor.size)
        ]
        for who in only:
            self.reading.statements += [Statement(who, kind, "", whole=True, only=True) for kind in ("see", "run")]

    def _enters(self, number: int) -> bool:
        pair = " ".join(self.folded[number : number + 2])
        return self.folded[number] in self.words["enters"] or pair in self.words["enters"]

    def _is_alone(self, start: int, size: int) -> bool:
        near = self.folded[max(0, start - 4) : start]
        return bool((self.words["only"] | {"just"}) & {*near, *self.folded[start + size : start + size + 1]})
