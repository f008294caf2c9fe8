"""Walks over one sentence and collects the things it names, their fields, and who they belong to.

A small machine: verbs of keeping ("registrar", "track") and words for the whole app ("sistema", "app") open a list of
things; "con" and "with" open a list of fields after a thing, and of things after an app or a place.
"""

from __future__ import annotations

from generation.blueprint.draft import AUDIENCE, KNOWN, LISTED, TOPIC, Mention
from generation.blueprint.field_steps import FieldSteps
from generation.blueprint.field_types import is_pair
from generation.blueprint.inflection import is_plural, singular
from generation.blueprint.lexicon import tables
from generation.blueprint.marks import verb_kind
from generation.blueprint.noun_phrases import NounPhrase

# What stands around a plural that is a whole sentence or an item of a bare list.
_AFTER_BARE = frozenset({"", "sep", "for", "with", "open"})
_BEFORE_BARE = frozenset({"stop", "noun", "person", "sep", "own", "sign"})


class Scanner(FieldSteps):
    """One step for each kind of mark; each moves `at` forward."""

    def run(self) -> None:
        while self.at < len(self.marks):
            step = getattr(self, f"_on_{self.marks[self.at]}", self._skip)
            step()

    def _on_verb(self) -> None:
        if self.about is not None and self._fields_follow(self.at):
            self.mode, self.outer, self.head = "fields", "none", self.about
            return self._skip()
        self._open_things(LISTED)
        self.selling = verb_kind(self.sentence.tokens[self.at], self.language) == "sell"
        return self._skip()

    def _on_container(self) -> None:
        if self.mode == "fields":
            return self._field()
        following = self._mark_at(self.at + 1)
        if self.language == "en" and self.mode == "things" and following in ("noun", "person"):
            return self._skip()  # "software teams"
        if self.language == "es" and self._counts_kinds():
            self.mode, self.strength = "things", TOPIC
            return self._noun()  # "registro de entrada y salida de vehículos"
        named_before = self.head if self.at and self.at == self.head_end else None
        self._open_things(TOPIC)
        self.of_container = True
        self.head = named_before  # "movie collection with title and year"
        place = self.sentence.tokens[self.at].lemma in self.words.places
        self._skip()
        return self._which_place() if place else None

    def _counts_kinds(self) -> bool:
        tokens = self.sentence.tokens[self.at + 2 : self.at + 5]
        return len(tokens) == 3 and is_pair(tokens[0].folded, tokens[2].folded) and bool(self._phrase(self.at).kinds)

    def _on_place(self) -> None:
        if self.mode == "fields":
            return self._field()
        self.head = None
        self.of_container = False
        self._skip()
        return self._what_place()

    def _what_place(self) -> None:
        """ "una agencia de marketing": a bare singular after a place only says which."""
        self._which_place()
        following = self.marks[self.at : self.at + 2]
        if following == ["of", "noun"] and not is_plural(self.sentence.tokens[self.at + 1].text, self.language):
            self._skip()
            self._skip()

    def _which_place(self) -> None:
        """ "bibliotecas rurales", "taller mecánico": what stands right behind a place says which."""
        while self.language == "es" and self._mark_at(self.at) == "noun":
            self._skip()

    def _on_prep(self) -> None:
        if self.mode == "fields" and self._leaves_list(self.at):
            self.mode = "none"
        after_verb = self.mode == "things" and self.strength == LISTED and self.head is None and self._after_verb()
        self.modifier = self.mode != "fields" and (after_verb or self._mark_at(self.at - 1) in ("noun", "person"))
        self._skip()

    def _after_verb(self) -> bool:
        """ "lo llevamos todo en papel": no thing is named between the verb and where."""
        number = self.at - 1
        while self._mark_at(number) in ("stop", "sep", "prep", "noun"):
            number -= 1
        return self._mark_at(number) == "verb"

    def _on_sep(self) -> None:
        self.modifier = False
        self.closed = self.mode == "fields" and (self.closed or self.sentence.tokens[self.at].text != ",")
        if self.about is not None and self.at == self.head_end and self._fields_follow(self.at):
            self.mode, self.outer, self.head = "fields", "none", self.about  # "de cada cosecha, los kilos"
        self._skip()

    def _on_with(self) -> None:
        following = self._next_content()
        self.twin = self._twin()
        if self._mark_at(self.at - 1) == "phrase" and self.mode == "things":
            self._open_things(LISTED)  # "videollamadas con el cliente" says nothing of the thing before
        elif self.head is not None and self._list_is_of_fields(following):
            self.outer = self.mode
            self.mode = "fields"
        elif self.head is not None and self.head.strength > TOPIC and self.mode != "fields" and not self._after_comma():
            self.outer, self.mode = "none", "fields"
        else:
            self._open_things(LISTED)
        self._skip()

    def _twin(self) -> Mention | None:
        """ "perros y gatos con nombre": exactly two, of which neither is described before."""
        start = self.at - 3
        pair = self.marks[start : self.at] == ["noun", "sep", "noun"] if start >= 0 else False
        if not pair or self.sentence.tokens[start + 1].text == "," or self._mark_at(start - 1) == "sep":
            return None
        plurals = all(is_plural(self.sentence.tokens[n].text, self.language) for n in (start, start + 2))
        return self.found.mentions.get(self.sentence.tokens[start].lemma) if plurals else None

    def _after_comma(self) -> bool:
        """ "…para mi club, con socios y horarios": what follows is of the app, not of the last word."""
        return self.at > 0 and self.sentence.tokens[self.at - 1].text == ","

    def _on_for(self) -> None:
        self._open_things(AUDIENCE)
        self._skip()

    def _on_can(self) -> None:
        if self.mode == "fields" and self.sentence.tokens[self.at].folded != "to":
            self.mode = "none"
        self._skip()

    def _on_that(self) -> None:
        if self.mode == "fields":
            self.mode = self.outer
        self._skip()

    def _on_each(self) -> None:
        self.each = True
        self.mode, self.outer = "none", "none"
        self._skip()

    def _on_own(self) -> None:
        self.own = True
        self._skip()

    def _on_belongs(self) -> None:
        self.parent_next = self.head is not None
        self._skip()

    def _on_colon(self) -> None:
        if self.head is not None and self._definition():
            self.outer, self.mode = self.mode, "fields"
        elif self.mode == "none" or (self.mode == "things" and self.strength < LISTED):
            self._open_things(LISTED)
        self._skip()

    def _on_open(self) -> None:
        opens = self.head is not None and self.mode != "fields"
        if opens and self._list_is_of_fields(self._next_content(), inside=True):
            self._bracketed_fields()
        elif opens and self.head is not None and (kinds := self._bracketed_kinds()):
            self.head.kinds += [kind for kind in kinds if kind not in self.head.kinds]
        else:
            self._skip()

    def _on_number(self) -> None:
        if self.mode == "fields":
            return self._field()
        return self._skip()

    def _on_adj(self) -> None:
        """ "próxima cita", "short note": of a field's name inside a list of fields, elsewhere it names nothing."""
        opens = self._mark_at(self.at - 1) in ("sep", "with", "open", "colon", "stop", "own")
        return self._field() if self.mode == "fields" and opens else self._skip()

    def _on_person(self) -> None:
        token = self.sentence.tokens[self.at]
        level = self.words.people.get(token.folded) or self.words.people.get(token.lemma, "member")
        self.found.people.setdefault(token.lemma, level)
        self.found.people_labels.setdefault(token.lemma, singular(token.text, self.language))
        if self.mode == "fields" and self._acts_next():
            self.mode = "none"  # "with date, and clerks change their state"
        if self.mode == "fields":
            return self._field()
        if self.language == "en" and self._phrase(self.at).before_container:
            return self._noun()  # "employee directory"
        after = self._phrase(self.at).after
        anybody = token.lemma in tables("words")["anybody"] and after == self.at + 1  # "personas con nombre"
        nobody = token.lemma in self.words.never_kept and not anybody
        if not nobody and self._mark_at(after) in ("with", "open", "colon") and self._fields_follow(after):
            return self._noun()  # "donors with name and phone", "los pacientes tienen nombre"
        if self.parent_next and token.lemma not in self.words.never_kept:
            return self._noun()  # "pertenece a un alumno"
        acts = self._is_subject()
        if acts:
            self.found.actors.add(token.lemma)
        if acts or self._is_nobody(token.lemma) or (self.mode == "none" and not self.each):
            self.each = False
            return self._skip()
        return self._noun()

    def _acts_next(self) -> bool:
        number = self.at + 1
        while self._mark_at(number) in ("only", "not", "can"):
            number += 1
        return self._mark_at(number) == "verb" and self._mark_at(self.at - 1) in ("sep", "stop", "only")

    def _is_nobody(self, lemma: str) -> bool:
        """Users and staff are accounts; visitors are kept where a list names them."""
        listed = self.mode == "things" and self.strength == LISTED and lemma in tables("words")["kept_in_lists"]
        return lemma in self.words.never_kept and not listed

    def _on_noun(self) -> None:
        following = self._mark_at(self.at + 1)
        if self.mode == "fields":
            self._field()
        elif following == "colon" and (owner := self._stated()) is not None:
            self._states(owner)  # "Estados: pendiente, en curso, hecho"
        elif self.language == "en" and following == "phrase" and not self._thing_alone():
            self._skip()  # "a weekly report"
        else:
            self._noun()

    def _thing_alone(self) -> bool:
        token = self.sentence.tokens[self.at]
        return is_plural(token.text, "en") or self._is_known_thing(token.lemma)

    # --- things --------------------------------------------------------------------------------------------------

    def _noun(self) -> None:
        phrase = self._phrase(self.at)
        if self.modifier:
            return self._modify(phrase)
        strength = self._strength_of(phrase)
        self.at = phrase.after
        if not strength:
            if self.of_container:  # "tienda de ropa": it is in the title
                self.sentence.use(*phrase.numbers)
            return None
        self.sentence.use(*phrase.numbers)
        mention = self._mention(phrase, strength)
        mention.title_only = mention.title_only or (self.mode == "none" and self._is_title(phrase))
        mention.kinds += [kind for kind in phrase.kinds if kind not in mention.kinds]
        if self.parent_next and self.head is not None and mention.key != self.head.key:
            self.head.parents.append((mention.key, False))
        for parent in phrase.parents:
            known = parent.known(self.domain, self.words) and parent.key not in self.words.never_kept
            if known or parent.key in self.found.mentions:
                self._relate(mention, self._mention(parent, KNOWN))
        mention.titled = (
            mention.titled or self.selling or phrase.before_container or (self.of_container and self.strength == TOPIC)
        )
        self.about = mention if self._opens_with(phrase) else None
        self.each = self.own = self.of_container = False
        if not self._stays_with_the_child():
            self.head, self.head_end = mention, self.at
        return None

    def _modify(self, phrase: NounPhrase) -> None:
        """ "comentarios en los posts": a known thing is what the head belongs to, anything else only colours it."""
        self.modifier = False
        self.sentence.use(*phrase.numbers)
        known = self.found.mentions.get(phrase.key)
        if self.domain and self.domain.entity_for(phrase.key):
            known = self._mention(phrase, KNOWN)
        if self.head is not None and known is not None and known is not self.head:
            self._relate(self.head, known)
        self.at = phrase.after

    def _strength_of(self, phrase: NounPhrase) -> int:
        """How surely the noun is a thing to keep; 0 when nothing says so."""
        if phrase.before_container:
            return TOPIC
        if self.each or self.parent_next or phrase.kinds:
            return LISTED
        known = phrase.known(self.domain, self.words)
        if self.mode == "things":
            if self.strength <= TOPIC:
                return self.strength if known or phrase.is_plural else 0
            return LISTED
        return self._strength_alone(phrase, known=known)

    def _strength_alone(self, phrase: NounPhrase, *, known: bool) -> int:
        """The strength of a noun that no list and no verb introduces."""
        following = self._mark_at(phrase.after)
        if self._is_title(phrase):
            return TOPIC
        if self._defines(phrase) or (following in ("with", "belongs") and phrase.key in self.found.mentions):
            return LISTED
        if following in ("with", "colon", "open") and (known or phrase.is_plural):
            return LISTED
        if phrase.is_plural and following in _AFTER_BARE and set(self.marks[: phrase.numbers[0]]) <= _BEFORE_BARE:
            return LISTED  # "…; estaciones; tarifas"
        return KNOWN if (known or self.own) and phrase.is_plural else 0

    def _stays_with_the_child(self) -> bool:
        """ "a move belongs to a crate and has a date": the fields, or another owner, are still the move's."""
        owned = self.parent_next and self.head is not None
        self.parent_next = owned and self._names_another_parent()
        return self.parent_next or (owned and self.marks[self.at : self.at + 2] == ["sep", "with"])

    def _names_another_parent(self) -> bool:
        """A singular of its own article or "to" behind "and", with nothing said of it."""
        number = self.at + 1
        while self._mark_at(number) in ("stop", "can", "of", "each", "own"):
            number += 1
        joined = (
            self._mark_at(self.at) == "sep" and number > self.at + 1 and self._mark_at(number) in ("noun", "person")
        )
        after = self._phrase(number).after if joined else number
        return joined and self._mark_at(after) in ("", "sep")

    def _opens_with(self, phrase: NounPhrase) -> bool:
        """ "De cada cultivo …", "For each patient …": what the sentence is about."""
        before = set(self.marks[: phrase.numbers[0]])
        return bool({"of", "for"} & before) and before <= {"of", "for", "each", "own", "stop", "sep"}

    def _defines(self, phrase: NounPhrase) -> bool:
        """ "A walk has a start time and notes", "los pacientes tienen nombre": fields follow, whatever the word."""
        having = self._mark_at(phrase.after) == "with" and (
            self.sentence.tokens[phrase.after].folded in self.words.having
        )
        return having and self._fields_follow(phrase.after)

    def _is_title(self, phrase: NounPhrase) -> bool:
        """ "Yacht charter with yachts and skippers": what the app is called, if it keeps anything else."""
        return self._mark_at(phrase.after) == "with" and not phrase.is_plural and phrase.numbers[0] == 0

    def _is_subject(self) -> bool:
        """A person followed by a verb acts in the app; only things are kept."""
        for number in range(self.at + 1, len(self.marks)):
            found = self.marks[number]
            if found in ("can", "verb"):
                return True
            if found not in ("only", "that", "stop", "sep", "person", "not", "own"):
                return False
        return False
