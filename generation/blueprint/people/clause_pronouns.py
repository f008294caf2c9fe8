"""Finds what a pronoun stands for: "las ven", "which only staff can read", "lo consulta la familia"."""

from __future__ import annotations

from generation.blueprint.lexicon import tables
from generation.blueprint.people.clause import Clause
from generation.blueprint.people.clause_verbs import Verbs
from generation.blueprint.people.statements import Statement


class Pronouns:
    """What the pronouns of one sentence stand for, and what is meant without any."""

    def __init__(self, clause: Clause, verbs: Verbs) -> None:
        self.reading, self.verbs, self._before = clause.reading, verbs.found, clause.said
        self.language, self.words = clause.language, clause.words
        self.tokens, self.folded = clause.tokens, clause.folded
        self.actors, self.named = clause.actors, clause.named

    def fill_in(self, made: Statement, verb: int, clause: list[str], left_out: str = "") -> None:
        """The thing before ("…which only staff can read"), else all there is; nothing where something else is named.

        `left_out` is the article of a noun that is left out: "las de su unidad".
        """
        if left_out and (things := self._earlier(left_out)):
            made.things, made.named = things, False
            return
        if made.kind == "see" and made.merely and (told := self._told_here()):
            made.things, made.named = told, False  # "los pedidos los manejamos nosotros; los socios solo pueden mirar"
        elif not self._is_plain(made, verb, clause):
            self._look_back(made, verb)

    def _told_here(self) -> list[int]:
        """What the sentence has told of last."""
        told = self.reading.statements[self._before :] or self.reading.statements[-1:]
        return next((list(said.things) for said in reversed(told) if said.things), [])

    def _is_plain(self, made: Statement, verb: int, clause: list[str]) -> bool:
        """Whether the words themselves say it: everything, their own, what others have."""
        sees = made.kind == "see"
        if sees and made.own and _BARE & set(self.folded[verb + 1 : verb + 6]):
            back = {"suyas", "suyos", "suya", "theirs", "what"} & set(clause)
            made.things, made.named = self._last_things(verb, made.kind) if back else [], False
            made.whole = not made.things
            return True
        theirs = sees and made.others and made.negated  # "shouldn't see the others' logs"
        if sees and made.others and not made.negated and (told := self._told_here()):
            made.things, made.named = told, False  # "add kayaks and see everyone's"
            return True
        everything = sees and {"todo", "everything", "anything", "nada", "nothing"} & set(without_world(clause))
        made.whole = bool(everything or theirs) or self._means_all(made, verb)
        return made.whole or self._stands_for(made, verb)

    def _earlier(self, article: str) -> list[int]:
        """What was spoken of last, of the gender of the article."""
        told = [thing for said in reversed(self.reading.statements[-4:]) for thing in said.things]
        for thing in (*told, *self.reading.topic):
            if is_feminine(self.reading.drafts[thing].key.split(" ")[0]) == ("a" in article):
                return [thing]
        return []

    def _look_back(self, made: Statement, verb: int) -> None:
        people = {n for start, actor in self.actors.items() for n in range(start, start + actor.size)}
        before = [number for number in self.named if number < verb and number not in people]
        if (self._has_other_object(verb) and not self._points_back(verb)) or self._is_of_other(verb):
            return
        back = self._points_back(verb)
        if fronted := [n for n in before if self._is_fronted(n, verb)]:
            made.things = self._together(self._best(fronted, verb, made.kind))
        elif back and (known := self._last_things(verb, made.kind)):
            made.things, made.named = known, False
        elif before and (back or made.kind in ("judge", "mend")):
            made.things = self._together(self._best(before, verb, made.kind))
        elif back or made.kind in ("judge", "mend"):
            made.things, made.named = list(self.reading.topic)[:1], False
        elif again := self._of_same_deed(made):
            made.things = again
        else:
            made.whole = True

    def _of_same_deed(self, made: Statement) -> list[int]:
        """ "Vamos proponiendo libros … para proponer hace falta registrarse": what that deed was done to before."""
        told = [said for said in self.reading.statements if said.base == made.base and said.things and not said.negated]
        return list(told[-1].things) if told and made.kind in ("make", "take", "mend", "drop") else []

    def _is_of_other(self, verb: int) -> bool:
        """ "Las imágenes las quiero subir": what the pronoun stands for opens the sentence, and is no thing."""
        near = [word for word in self.folded[max(0, verb - 3) : verb] if word in ("lo", "la", "los", "las")]
        opens = self.folded[:1] in (["el"], ["la"], ["los"], ["las"]) and len(self.folded) > 1 and verb > 2
        if self.language != "es" or not near or not opens or 1 in self.named or 1 in self.actors:
            return False
        first = self.tokens[1]
        alike = (first.lemma != first.folded) == near[-1].endswith("s") and self.folded[2] == near[-1]
        return alike and is_feminine(first.lemma) == ("a" in near[-1])

    def _stands_for(self, made: Statement, verb: int) -> bool:
        """ "notes the employee can't see", "rrhh ve los resultados", "ve el cuadrante completo"."""
        behind = set(self.folded[verb + 1 : verb + 5])
        answers = [n for n in range(len(self.reading.drafts)) if self.reading.head(n) in self.words["answers"]]
        if made.kind == "see" and behind & self.words["results"] and answers:
            made.things = answers
        elif made.kind == "see" and behind & self.words["whole"] and behind & _ROTAS and (shifts := self._shifts()):
            made.things, made.every = shifts, True  # "ve el cuadrante completo"
        elif made.kind == "see" and behind & (self.words["whole"] | self.reading.called):
            made.whole = made.every = True  # "Queue for the printers … everybody can see the queue"
        elif made.kind == "see" and behind & _PROFILES and (theirs := self._persons_row()):
            made.things = theirs
        elif before := self._left_before(verb):
            made.things = [before[0]]
        return bool(made.things) or made.whole

    def _shifts(self) -> list[int]:
        return [n for n in range(len(self.reading.drafts)) if self.reading.head(n) in ("turno", "guardia", "shift")]

    def _persons_row(self) -> list[int]:
        """ "nobody but the hospital looks at her profile": the row of whoever was spoken of last."""
        people = [spot.actor.key for spot in reversed(self.reading.spots)]
        rows = {draft.key: number for number, draft in enumerate(self.reading.drafts)}
        return [rows[key] for key in people if key in rows][:1]

    def _left_before(self, verb: int) -> list[int]:
        """The thing that a clause without an object of its own hangs on."""
        light = self.words["articles"] | self.words["modals"] | self.words["not"] | {"that", "which", "que", "get"}
        people = {n for start, actor in self.actors.items() for n in range(start, start + actor.size)}
        at = verb - 1
        while at >= 0 and (self.folded[at] in light or at in people):
            at -= 1
        somebody = people & set(range(at + 1, verb))
        ends = at >= 0 and next((n for n in self.named if n + self.named[n][1] - 1 == at and n not in people), None)
        if ends is False or ends is None or not somebody or self._has_other_object(verb):
            return []
        return [self.named[ends][0]]

    def _is_fronted(self, thing: int, verb: int) -> bool:
        """ "los eventos los ve todo el mundo": nothing is done to it before, or the pronoun stands right behind it."""
        if not any(other < verb for other in self.verbs):
            return True
        end = thing + self.named[thing][1]
        return (
            self.language == "es"
            and bool({"lo", "la", "los", "las"} & set(self.folded[end : end + 2]))
            and verb - end <= 4
        )

    def _leads_noun(self, number: int) -> bool:
        return (
            number < len(self.tokens) and self.tokens[number].is_word and self.folded[number] not in self.words["links"]
        )

    def _means_all(self, made: Statement, verb: int) -> bool:
        """ "Lo consulta solo la familia", "las fichas las toco yo": the app, or its rows as such."""
        if self.words["records"] & set(self.folded[max(0, verb - 6) : verb]):
            return True
        start = [word for word in self.folded[:verb] if word not in self.words["modals"]]
        return made.kind == "see" and made.only and start in (["lo"], ["la"], [])

    def _best(self, numbers: list[int], verb: int, kind: str) -> int:
        """The nearest that agrees with the pronoun; of those that can be decided on, where a decision is meant."""
        numbers = self._agreeing(verb, numbers) or numbers
        decided = [n for n in numbers if self._is_act(n)] if kind in ("judge", "mend") else []
        return max(decided or numbers)

    def _together(self, nearest: int) -> list[int]:
        things = [self.named[nearest][0]]
        return things + [
            thing
            for n, (thing, _) in self.named.items()
            if n < nearest and self._listed_with(n, nearest) and thing not in things
        ]

    def _last_things(self, verb: int, kind: str) -> list[int]:
        """What was last done something to, if the pronoun may stand for it."""
        near = {"eso", "esto", "that", "this"} & set(self.folded[max(0, verb - 4) : verb + 3])
        first = min(self.verbs, default=verb)
        if near and (opening := [thing for at, (thing, _) in self.named.items() if at < first]):
            return opening[:1]  # "Del cliente guardamos el nombre, y eso solo lo vemos nosotros"
        found: list[list[int]] = []
        for said in reversed(self.reading.statements[-4:]):
            if fitting := [thing for thing in said.things if self._may_stand_for(verb, thing)]:
                found.append(fitting)
        decided = [things for things in found if self.reading.is_act(things[0])] if kind in ("judge", "mend") else []
        return next(iter([*decided, *found]), [])

    def _may_stand_for(self, verb: int, thing: int) -> bool:
        near = [word for word in self.folded[max(0, verb - 3) : verb] if word in ("lo", "la", "los", "las")]
        if self.language != "es" or not near:
            return True
        return is_feminine(self.reading.drafts[thing].key.split(" ")[0]) == ("a" in near[-1])

    def _has_other_object(self, verb: int) -> bool:
        """ "save their favourites": what is done is done to something that is nobody's row."""
        for number in range(verb + 1, min(verb + 5, len(self.folded))):
            word = self.folded[number]
            if (
                number in self.verbs
                or number in self.actors
                or not self.tokens[number].is_word
                or word in self.words["links"]
                or word in self.words["breaks"]
            ):
                return False
            if word in tables("states")["nouns"]:
                return False
            if (
                word in self.words["articles"]
                or word in self.words["own"]
                or word in self.words["only"]
                or word in self.words["modals"]
            ):
                continue
            return word not in self.words["light"]
        return False

    def _is_act(self, number: int) -> bool:
        """Whether the thing named there is one that people decide upon: a booking, an order, a request."""
        thing = self.named[number][0]
        return self.reading.is_act(thing) or self.reading.head(thing) in tables("states")["stateful"]

    def _agreeing(self, verb: int, before: list[int]) -> list[int]:
        """Of the things named before, those that "la" or "los" may stand for."""
        near = [word for word in self.folded[max(0, verb - 3) : verb] if word in ("lo", "la", "los", "las")]
        if self.language != "es" or not near:
            return []
        many, feminine = near[-1].endswith("s"), "a" in near[-1]
        return [
            n
            for n in before
            if (self.tokens[n].lemma != self.folded[n]) == many and is_feminine(self.tokens[n].lemma) == feminine
        ]

    def _listed_with(self, one: int, other: int) -> bool:
        between = self.folded[one + self.named[one][1] : other]
        return all(
            word in self.words["links"]
            or word in self.words["articles"]
            or any(n in self.named and n <= k < n + self.named[n][1] for n in self.named)
            for k, word in enumerate(between, one + self.named[one][1])
        )

    def _points_back(self, verb: int) -> bool:
        """Whether a pronoun stands for what is meant: "las ven", "approves it", "which only staff can read"."""
        before, after = self.folded[max(0, verb - 6) : verb], self.folded[verb + 1 : verb + 3]
        if self.language == "en":
            return bool(
                {"them", "those", "these", "this", "it", "that", "one"} & set(after)
                or {"which", "that", "those", "these", "this"} & set(before)
            )
        near = self.folded[max(0, verb - 3) : verb]
        return bool(
            {"lo", "la", "los", "las"} & set(near)
            or {"esto", "esta", "estas", "estos", "esas", "esos", "eso"} & set(before)
            or "que" in near[-1:]
            or (after[:1] in (["uno"], ["una"]) and not self._leads_noun(verb + 2))
        ) or self.folded[verb].endswith(("rlos", "rlas", "rla", "rlo", "ndola", "ndolo", "ndolas", "ndolos"))


def without_world(folded: list[str]) -> list[str]:
    """The words without those of "todo el mundo", which is anybody and not everything."""
    world = {n for n, word in enumerate(folded) if word == "todo" and folded[n + 1 : n + 2] in (["el"], ["la"])}
    return [word for n, word in enumerate(folded) if n not in world]


_ROTAS = frozenset({"cuadrante", "planilla", "horario", "rota", "roster", "schedule"})
_PROFILES = frozenset({"profile", "profiles", "perfil", "perfiles", "ficha", "fichas"})
_BARE = frozenset({"suyo", "suya", "suyos", "suyas", "tuyo", "tuya", "tuyos", "tuyas", "theirs", "own", "what"})


def is_feminine(lemma: str) -> bool:
    """Whether a Spanish noun is, by its ending."""
    if lemma in tables("deeds")["feminine"]:
        return True
    return lemma.endswith(("a", "cion", "sion", "dad", "tad", "tud", "umbre")) and not lemma.endswith(
        ("ema", "ama", "dia")
    )
