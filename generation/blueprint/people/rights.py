"""Reads who does what to which thing, clause by clause: "los meseros levantan el pedido", "only the board sees them".

Turns sentences into statements and judges none of them; what they mean for a plan is for `permissions.py`.
"""

from __future__ import annotations

from generation.blueprint.drafts.draft import EntityDraft
from generation.blueprint.lexicon import tables
from generation.blueprint.people.accounts_needed import says_author
from generation.blueprint.people.clause import Clause
from generation.blueprint.people.clause_objects import Objects
from generation.blueprint.people.clause_pronouns import Pronouns, without_world
from generation.blueprint.people.clause_subjects import Subjects
from generation.blueprint.people.clause_verbs import Verbs
from generation.blueprint.people.deeds import Deed
from generation.blueprint.people.named_things import NamedThings
from generation.blueprint.people.people import ANYBODY, NOBODY, NOT_PEOPLE, SIGNED_IN, WE
from generation.blueprint.people.statements import Spot, Statement, Subject
from generation.blueprint.people.strangers import Strangers
from generation.blueprint.people.verbless import Verbless
from generation.blueprint.words.inflection import Language
from generation.blueprint.words.tokens import Sentence, Token, token

_SOME_PEOPLE = frozenset({"people", "gente", "person", "persona", "everyone", "everybody", "todos", "todas"})
_TITLE = 5  # words in which an app is called something
_FOLLOWS = frozenset({"seguir", "sigue", "siguen", "follow"})


class Reading:
    """One walk over a text; the results are `statements` and `spots`."""

    def __init__(self, listed: list[Sentence], drafts: list[EntityDraft], language: Language) -> None:
        self.language, self.drafts = language, drafts
        self.things = NamedThings(drafts, language)
        self.strangers = Strangers(listed, language, self.things.at)
        self.words = {
            name: frozenset(map(str, listed_)) for name, listed_ in tables("deeds").items() if isinstance(listed_, list)
        }
        self.statements: list[Statement] = []
        self.spots: list[Spot] = []
        self.carried: tuple[str, ...] = ()  # "As a tenant I want to": for the lines below
        self.third: tuple[str, ...] = ()  # the last person that did something
        self.topic: list[int] = []
        begins = frozenset(each.folded for sentence in listed[:1] for each in sentence.tokens[:_TITLE])
        said = {each.folded for sentence in listed for each in sentence.tokens}
        lists = tables("personal")
        shown = begins & {*lists["collections"], *lists["open"]}
        self.shown = bool(shown) and not said & {*lists["closed"], *self.words["circles"]}
        self.called = begins & self.words["whole_app"]  # what the app calls itself, where that holds all its rows
        for number, sentence in enumerate(listed):
            _Walk(self, sentence, number).run()

    def head(self, thing: int) -> str:
        """The main word of a thing's name."""
        words = self.drafts[thing].key.split(" ")
        return words[0] if self.language == "es" else words[-1]

    def is_act(self, thing: int) -> bool:
        return self.head(thing) in tables("personal")["acts"]

    def name_tokens(self, name: str) -> list[Token]:
        """The words of a thing's name, as tokens."""
        return [token(word, 0, len(word), self.language) for word in name.split()]


class _Walk:
    """One sentence, from its words to its statements."""

    def __init__(self, reading: Reading, sentence: Sentence, number: int) -> None:
        clause = Clause(reading, sentence, number)
        spans = Verbs(clause)
        self.reading, self.clause, self.spans, self.verbs = reading, clause, spans, spans.found
        self.subjects, self.objects, self.pronouns = (
            Subjects(clause, spans),
            Objects(clause, spans),
            Pronouns(clause, spans),
        )
        self._verbless = Verbless(clause, spans, self.subjects)
        self.words, self.folded, self.bullet, self.free = clause.words, clause.folded, clause.bullet, clause.free
        self.actors, self.named = clause.actors, clause.named

    def run(self) -> None:
        role = self.subjects.story()
        self._said = len(self.reading.statements)
        if role is not None:
            self.reading.carried = role
        elif not self.bullet:
            self.reading.carried = ()
        for number in sorted(self.verbs):
            self._verb(number, role)
        self._verbless.read(self._said)
        opening = next(
            (
                actor
                for start, actor in self.actors.items()
                if start < 3 and actor.key not in NOT_PEOPLE and self.subjects.may_act(start)
            ),
            None,
        )
        if (
            opening is not None
            and not self.bullet
            and not any(set(said.who) - NOT_PEOPLE for said in self.reading.statements[self._said :])
        ):
            self.reading.third = (opening.key,)
        if self.free and not self.verbs:
            self.reading.statements.append(Statement((ANYBODY,), "take", "", whole=True, free=True))
        if self.named:
            self.reading.topic = list(dict.fromkeys(draft for draft, _ in self.named.values()))[:4]

    def _verb(self, verb: int, role: tuple[str, ...] | None) -> None:
        known = self.verbs[verb]
        subject = self.subjects.of(verb, known, role) or self._anybody(verb, known)
        if subject is None:
            return
        if third := tuple(key for key in subject.who if key not in (WE, NOBODY)):
            self.reading.third = third
        end = self.spans.end_of(verb, behind=subject.first > verb)
        made = Statement(subject.who, known.kind, known.base, each=subject.each)
        made.things, made.beside = self.objects.of(verb, end, known, subject)
        left_out = self.objects.leaves_out(verb) if known.kind in ("see", "make", "mend") else ""
        if left_out:
            made.things = []
        elif made.things and self._by_pronoun(verb, known):
            self._mean_pronoun(made, verb, end, subject)
        self._other_kind(made, verb, end, subject)
        self._qualify(made, verb, end, subject)
        if not made.things:
            self._stand_in(made, verb, self.folded[min(subject.first, verb) : end], left_out)
        self._looks_after_own(made, verb)
        if left_out and made.own and made.kind == "see":
            made.things += [thing for thing in self._possessed(verb, end) if thing not in made.things]
        self._keep_all(made, verb)
        self._keep_out(made, subject)
        if made.named or made.kind not in ("make", "take") or made.base in self.words["makes_it"]:
            self._turn(made)
            self.reading.statements.append(made)

    def _stand_in(self, made: Statement, verb: int, clause: list[str], left_out: str) -> None:
        """What is meant where the clause names nothing that is kept."""
        known = self.verbs[verb]
        self.pronouns.fill_in(made, verb, clause, left_out)
        if (
            made.kind == "take" and made.things and made.base not in _FOLLOWS
        ):  # "tick the routes and rate them": a route is not what they make
            made.things, made.beside = self.objects.taken(known, made.things, made.beside)
        made.whole = made.whole or (known.you and known.kind == "make" and not made.things)  # "subís el archivo"

    def _keep_out(self, made: Statement, subject: Subject) -> None:
        """ "People list the seeds they have": with an account, unless it is something that they send in."""
        said = set(self.folded[subject.first : subject.last])
        weakly = made.who == (ANYBODY,) and made.kind == "make" and bool(said & _SOME_PEOPLE) and not self.free
        lists = tables("personal")
        sent = {*lists["asked"], *lists["sent_in"]}
        if weakly and made.things and not any(self._is_sent(thing, sent) for thing in made.things):
            made.who = (SIGNED_IN,)

    def _keep_all(self, made: Statement, verb: int) -> None:
        """ "flats - tenants, payments, repairs - which nobody but me may see": all that stands between the dashes."""
        at = max((n for n in range(verb) if self.folded[n] in ("which", "que")), default=0)
        dashed = at > 0 and self.folded[at - 1] in ("-", "–", "—")
        if made.kind == "see" and dashed and (made.negated or made.only) and made.things:
            made.things = list(dict.fromkeys(thing for n, (thing, _) in sorted(self.named.items()) if n < at))

    def _is_sent(self, thing: int, sent: set[str]) -> bool:
        return self.reading.is_act(thing) or self.reading.head(thing) in sent

    def _anybody(self, verb: int, known: Deed) -> Subject | None:
        """Who does it where nobody is named and no account is needed."""
        free = self.clause.free_at(verb) and known.kind in ("make", "take", "see")
        return Subject((ANYBODY,), verb, verb) if free else None

    def _possessed(self, verb: int, end: int) -> list[int]:
        """ "ve las de su sesión": the session is theirs as well."""
        mine = ("su", "sus")
        return [thing for n, (thing, _) in self.named.items() if verb < n < end and self.folded[n - 1 : n][0] in mine]

    def _other_kind(self, made: Statement, verb: int, end: int, subject: Subject) -> None:
        """Where the words around it make another deed of the verb."""
        if made.base == "review" and (what := self._reviewed(verb, end, subject)):
            made.kind, made.things, made.beside = "judge", what, []
        if self._signs_up(verb, made):
            made.kind, made.base = "take", "registrarse"
        if made.base in ("pasar", "poner", "ponemos") and self._brings_into_state(verb):
            made.kind = "mend"  # "las pasamos a confirmada", "pasa el trabajo a listo"

    def _brings_into_state(self, verb: int) -> bool:
        at = verb + 1
        into = (["a"], ["en"], ["como"])
        while self.folded[at : at + 1] not in (*into, []) and (
            at in self.named or self.folded[at] in self.words["articles"]
        ):
            at += self.named[at][1] if at in self.named else 1
        return self.folded[at : at + 1] in into

    def _looks_after_own(self, made: Statement, verb: int) -> None:
        """ "crea su ficha y ve cómo va", "los padres siguen las notas de sus hijos"."""
        if made.kind == "see" and self._how_it_goes(verb) and (mine := self._made_by(made.who)):
            made.things, made.own, made.whole = mine, True, False
        if made.base in _FOLLOWS and made.own:
            made.kind = "see"

    def _how_it_goes(self, verb: int) -> bool:
        behind = self.folded[verb + 1 : verb + 3]
        return behind[:1] in (["how"], ["como"]) or behind == ["en", "que"]

    def _made_by(self, who: tuple[str, ...]) -> list[int]:
        """What they make, as the sentence has it so far."""
        told = self.reading.statements[self._said :]
        return [t for said in told if said.kind in ("make", "take") and said.who == who for t in said.things][:1]

    def _by_pronoun(self, verb: int, known: Deed) -> bool:
        """ "las abre cualquier vecino con título": what is done is done to what the pronoun stands for."""
        pronoun = self.folded[max(0, verb - 1) : verb] in (["lo"], ["la"], ["los"], ["las"])
        return self.clause.language == "es" and pronoun and not known.infinitive

    def _mean_pronoun(self, made: Statement, verb: int, end: int, subject: Subject) -> None:
        named, made.things = made.things, []
        self.pronouns.fill_in(made, verb, self.folded[min(subject.first, verb) : end])
        if not made.things:
            made.things, made.whole, made.named = named, False, True

    def _signs_up(self, verb: int, made: Statement) -> bool:
        """ "los socios se registran"."""
        reflexive = self.folded[max(0, verb - 1) : verb] == ["se"]
        return reflexive and made.base in ("registrar", "inscribir") and not made.things and made.kind != "judge"

    def _reviewed(self, verb: int, end: int, subject: Subject) -> list[int]:
        """ "HR reviews the requests", "the warden reviews them": what others made, and nobody's opinion of a thing."""
        seen = Deed("see", "review")
        made = Statement(subject.who, "judge", "review")
        made.things, made.beside = self.objects.of(verb, end, seen, subject)
        if not made.things:
            self.pronouns.fill_in(made, verb, self.folded[min(subject.first, verb) : end])
        makers = {
            who
            for said in self.reading.statements
            if said.kind in ("make", "take") and set(said.things) & set(made.things)
            for who in said.who
        }
        others = bool(makers - {WE, *subject.who})
        return made.things if others or any(self.reading.is_act(thing) for thing in made.things) else []

    def _qualify(self, made: Statement, verb: int, end: int, subject: Subject) -> None:
        """Whether it is only they, their own, others', all of it, or without an account."""
        clause = self.folded[min(subject.first, verb) : end]
        behind = self.folded[verb + 1 : end]
        near = self.clause.only_near(verb) and subject.first != verb
        made.negated = self._negated(subject, verb)
        if made.kind == "see" and (behind[:2] == ["en", "publico"] or {"publicly", "publicamente"} & set(behind)):
            made.who = (ANYBODY,)
            clause = behind = []
        made.own = self.objects.are_own(verb, end) or any("suy" in word for word in clause)
        made.merely = near and not subject.only and subject.last <= verb and not (made.own or made.negated)
        made.merely = made.merely and bool(set(made.who) - NOT_PEOPLE)
        made.only = subject.only or (near and not made.merely)
        if made.negated and NOBODY in made.who and (spared := self.subjects.spared(verb)):
            made.who, made.negated, made.only = spared, False, True  # "nobody may delete one except the admin"
        made.others = self.objects.are_others(verb, end)
        if {"no", "ningun", "ninguna"} & set(behind) and made.others and not made.negated:
            made.own, made.others = True, False  # "of that property and of no other"
        every = {"todo", "everything", "todos", "todas", "all"} & set(
            without_world(behind or self.folded[subject.first : verb])
        )
        made.every = bool(every) and not made.others
        made.free = self.clause.free_at(verb) and made.kind in ("make", "take") and WE not in made.who
        if made.free or (made.kind == "see" and self.clause.free_at(verb) and not made.negated):
            made.who = made.who if self._is_named_apart(made, subject, verb) else (ANYBODY,)
        if (
            made.kind == "see"
            and self.clause.free_at(verb)
            and {"nothing", "nada", "nobody", "nadie"} & set(self.folded)
        ):
            made.who, made.only, made.negated = (SIGNED_IN,), True, False

    def _is_named_apart(self, made: Statement, subject: Subject, verb: int) -> bool:
        """ "Se contesta sin cuenta, los resultados los ve el administrador": somebody else, behind a comma."""
        named = set(made.who) - NOT_PEOPLE
        masked = [n for n in self.clause.masked if n < min(verb, subject.first)]
        return bool(named and masked) and "," in self.folded[max(masked) : min(verb, subject.first)]

    def _turn(self, made: Statement) -> None:
        """Where the words around it make another statement of it."""
        if made.kind == "see" and (made.only or made.negated) and says_author(self.folded):
            made.own = made.others = True  # "solo nosotros y el que lo hizo"
        if made.kind in ("mend", "drop") and SIGNED_IN in made.who and says_author(self.folded):
            made.own = True  # "la reseña solo la toca el que la escribió"
        if made.negated and {"fuera", "outside", "afuera", "outsiders"} & set(self.folded):
            made.who = (ANYBODY,)  # "que de fuera no lo vea nadie"
        if made.only and made.kind == "see" and set(made.who) <= self.words["authors"]:
            made.own = True  # "visible solo para su autor"

    def _negated(self, subject: Subject, verb: int) -> bool:
        if NOBODY in subject.who or subject.denied:
            return True
        start = max(subject.first, verb - 5) if subject.first < verb else max(0, verb - 4)
        if subject.first >= verb:  # "(cobrada, sí o no), que hace la jefa"
            start = max((n + 1 for n in range(start, verb) if self.folded[n] in (")", "(", ";", ":")), default=start)
        near = (word for number, word in enumerate(self.folded[start:verb], start) if number not in self.clause.masked)
        return any(word in self.words["not"] and word not in ("sin", "without") for word in near)
