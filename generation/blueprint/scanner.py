"""Walks over one sentence and collects the things it names, their fields, and who they belong to.

A small machine: verbs of keeping ("registrar", "track") and words for the whole app ("sistema", "app") open a list of
things; "con" and "with" open a list of fields after a thing, and of things after an app or a place.
"""

from __future__ import annotations

from generation.blueprint.acts import Act, act_of, fills
from generation.blueprint.draft import AUDIENCE, KNOWN, LISTED, TOPIC, Mention
from generation.blueprint.evidence import ENOUGH
from generation.blueprint.field_list import field_draft
from generation.blueprint.field_steps import FieldSteps
from generation.blueprint.field_types import is_field_word, is_pair
from generation.blueprint.inflection import is_plural, singular
from generation.blueprint.lexicon import tables
from generation.blueprint.marks import verb_kind
from generation.blueprint.noun_phrases import NounPhrase

# What stands around a plural that is a whole sentence or an item of a bare list.
_AFTER_BARE = frozenset({"", "sep", "for", "with", "open"})
_HEADING = frozenset({"noun", "person", "adj", "stop", "own", "colon"})  # a line of its own above a list
_BEFORE_BARE = frozenset({"stop", "noun", "person", "sep", "own", "sign"})


class Scanner(FieldSteps):
    """One step for each kind of mark; each moves `at` forward."""

    def run(self) -> None:
        heading = self.found.heading if self.sentence.bullet else None
        if heading is not None and self._fields_follow(-1):
            self._enter_fields(heading, "none")
        while self.at < len(self.marks):
            step = getattr(self, f"_on_{self.marks[self.at]}", self._skip)
            step()
        if not self.sentence.bullet:
            self.found.heading = self.head if set(self.marks) <= _HEADING and len(self.marks) < 6 else None

    def _on_verb(self) -> None:
        owner = self._filled_in()
        if owner is not None and self._fields_follow(self.at):
            self._enter_fields(owner, "none")
            return self._skip()
        if (act := self._act()) is not None:
            return self._acted(act)
        self._open_things(LISTED, self._verb_opener())
        self.selling = verb_kind(self.sentence.tokens[self.at], self.language) == "sell"
        return self._skip()

    def _filled_in(self) -> Mention | None:
        """What the fields behind this verb are of: "de cada cosecha apunto los kilos", "…donate, leaving their name"."""
        if self.about is not None:
            return self.about
        word = self.sentence.tokens[self.at].folded
        return (self.acted or self.found.topic) if fills(word, self.language) else None

    def _act(self) -> Act | None:
        """What the verb leaves behind, where people do it and no word for that stands behind it."""
        act = act_of(self.sentence.tokens[self.at].folded, self.language)
        if act is None or not {"can", "person"} & set(self.marks[: self.at]):
            return None
        if self.domain is not None and self.domain.shop and act.key in tables("nouns")["ordered"]:
            return None
        said = act.sure or (self.domain is not None and self.domain.entity_for(act.key) is not None)
        return act if said or act.key in self.found.spoken else None

    def _acted(self, act: Act) -> None:
        """Keeps the act; the thing behind it is what it is an act upon, unless that is an act itself."""
        self._skip()
        number = self.at
        while self._mark_at(number) in ("stop", "own", "each", "number", "adj"):
            number += 1
        if self._mark_at(number) == "prep" and self._mark_at(number - 1) not in ("own", "each"):
            number = self._past_preposition(number)
        phrase = self._phrase(number) if self._mark_at(number) == "noun" else None
        upon_itself = phrase is not None and self.words.noun_class.get(phrase.head_word) == "event"
        self._open_things(LISTED, "act")
        if upon_itself and phrase is not None:
            self._mention(phrase, LISTED).evidence += ENOUGH
            return
        mention = self.found.mentions.get(act.key)
        if mention is None:
            start = self.sentence.tokens[self.at - 1].start
            mention = Mention(act.key, act.one, act.many, LISTED, plural=True, position=start)
            self.found.mentions[act.key] = mention
        mention.evidence += ENOUGH
        mention.strength = LISTED
        self.acted = self.found.topic = mention
        if phrase is not None and self._may_be_acted_upon(phrase):
            owner = self._mention(phrase, LISTED)
            self._weigh(owner, phrase)
            mention.parents.append((owner.key, False))
            self.sentence.use(*phrase.numbers)
            self.at = phrase.after
        self.head, self.head_end = mention, self.at

    def _past_preposition(self, number: int) -> int:
        number += 1
        while self._mark_at(number) in ("stop", "own", "each", "number", "adj"):
            number += 1
        return number

    def _may_be_acted_upon(self, phrase: NounPhrase) -> bool:
        known = phrase.known(self.domain, self.words) or phrase.key in self.found.mentions
        return (known or phrase.is_plural) and not is_field_word(phrase.key)

    def _verb_opener(self) -> str:
        """The kind of a verb that may be about things to keep; other verbs open nothing."""
        folded = self.sentence.tokens[self.at].folded
        known = self.words.verbs.get(folded) or self.words.maybe_verbs.get(folded, "")
        return known or ("deed" if "person" in self.marks[: self.at] else "")

    def _on_container(self) -> None:
        if self.mode == "fields":
            return self._field()
        if self.modifier and self.head is not None:
            return self._colour()
        following = self._mark_at(self.at + 1)
        if self.language == "en" and self.mode == "things" and following in ("noun", "person"):
            return self._skip()  # "software teams"
        if self.language == "es" and self._counts_kinds():
            self.mode, self.strength = "things", TOPIC
            return self._noun()  # "registro de entrada y salida de vehículos"
        named_before = self.head if self.at and self.at == self.head_end else None
        self._open_things(TOPIC, "container")
        self.of_container = True
        self.head = named_before  # "movie collection with title and year"
        place = self.sentence.tokens[self.at].lemma in self.words.places
        self._skip()
        return self._which_place() if place else None

    def _counts_kinds(self) -> bool:
        tokens = self.sentence.tokens[self.at + 2 : self.at + 5]
        return len(tokens) == 3 and is_pair(tokens[0].folded, tokens[2].folded) and bool(self._phrase(self.at).kinds)

    def _colour(self) -> None:
        """ "propiedades en venta o alquiler": a word for an app, where it only says which."""
        joined = self.sentence.tokens[self.at + 1].folded if self.at + 1 < len(self.marks) else ""
        self.modifier = joined in ("o", "u", "or")
        self._skip()
        self.head_end = self.at

    def _on_place(self) -> None:
        if self.mode == "fields":
            return self._field()
        if self.modifier and self.head is not None:
            return self._colour()
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
        self.loose = True
        self.modifier = self.mode != "fields" and (after_verb or self._mark_at(self.at - 1) in ("noun", "person"))
        self._skip()

    def _after_verb(self) -> bool:
        """ "lo llevamos todo en papel": no thing is named between the verb and where."""
        number = self.at - 1
        while self._mark_at(number) in ("stop", "sep", "prep", "noun"):
            number -= 1
        return self._mark_at(number) == "verb"

    def _on_sep(self) -> None:
        folded = self.sentence.tokens[self.at].folded
        self.modifier = self.modifier and folded in ("o", "u", "or")
        self.loose = self.loose and folded not in tables("words")["clauses"]["also"]
        self.closed = self.mode == "fields" and (self.closed or self.sentence.tokens[self.at].text != ",")
        if self.about is not None and self.at == self.head_end and self._fields_follow(self.at):
            self._enter_fields(self.about, "none")  # "de cada cosecha, los kilos"
        self._skip()

    def _on_with(self) -> None:
        following = self._next_content()
        self.twin = self._twin()
        if self._mark_at(self.at - 1) == "phrase" and self.mode == "things":
            self._open_things(LISTED, "with")  # "videollamadas con el cliente" says nothing of the thing before
        elif self.about is not None and self._after_comma() and self._list_is_of_fields(following, owner=self.about):
            self._enter_fields(self.about, "none")  # "Incidencias: cualquiera avisa de una farola, con calle y foto"
        elif self.head is not None and self._list_is_of_fields(following):
            self._enter_fields(self.head, self.mode)
        elif self.head is None and (main := self._main_thing()) is not None:
            self._enter_fields(main, "things")
        elif self.head is not None and self.head.strength > TOPIC and self.mode != "fields" and not self._after_comma():
            self._enter_fields(self.head, "none")
        else:
            self._open_things(LISTED, "with")
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
        if self._behind_head() and self.head is not None and self.head.strength > TOPIC and self.mode != "fields":
            self.modifier = True  # "homes for sale or rent with price"
        else:
            self._open_things(AUDIENCE, "for")
        self._skip()

    def _behind_head(self) -> bool:
        return self.head is not None and self.at == self.head_end

    def _on_can(self) -> None:
        if self.sentence.tokens[self.at].folded == "to" and self._behind_head() and self._thing_next():
            self.modifier = True  # "damage to a van with a description"
        if self.mode == "fields" and self.sentence.tokens[self.at].folded != "to":
            self.mode = "none"
        self._skip()

    def _on_that(self) -> None:
        if self.mode == "fields" and self._asks(self.at):
            return self._clause_field()
        if self.mode == "fields":
            self.mode = self.outer
        self.loose = True
        return self._skip()

    def _thing_next(self) -> bool:
        number = self.at + 1
        while self._mark_at(number) in ("stop", "own", "each", "number", "adj"):
            number += 1
        return self._mark_at(number) in ("noun", "person")

    def _on_each(self) -> None:
        before = self._mark_at(self.at - 1)
        self.each = True
        self.firm = self.sentence.tokens[self.at].folded != "per" and (before not in ("of", "prep") or self.at < 2)
        if not self.modifier:
            self.mode, self.outer = "none", "none"
        self._skip()

    def _on_own(self) -> None:
        self.own = True
        self._skip()

    def _on_belongs(self) -> None:
        self.parent_next = self.head is not None
        self._skip()

    def _on_colon(self) -> None:
        owner = self._described()
        if owner is not None and self._definition(owner):
            self._enter_fields(owner, self.mode)
        elif self.mode == "none" or (self.mode == "things" and self.strength < LISTED):
            self._open_things(LISTED, "colon")
        self.opener, self.loose = "colon", False
        if self.about is None and self.head is not None and self.head_end == self.at and self.mode != "fields":
            self.about = self.head  # "Incidencias: cualquier vecino avisa …"
        self._skip()

    def _on_open(self) -> None:
        owner = self._described() if self.mode != "fields" else None
        opens = owner is not None
        if self._is_example():
            self._past_brackets()
        elif owner is not None and self._list_is_of_fields(self._next_content(), inside=True, owner=owner):
            self.head, self.head_end = owner, self.at
            self._bracketed_fields()
        elif opens and self.head is not None and (kinds := self._bracketed_kinds()):
            self.head.kinds += [kind for kind in kinds if kind not in self.head.kinds]
        else:
            self._skip()

    def _is_example(self) -> bool:
        """ "(say, …)", "(por ejemplo …)", "("new barn roof")": what stands there is only an example."""
        tokens = self.sentence.tokens[self.at + 1 : self.at + 3]
        first = tokens[0].folded if tokens else ""
        return first in tables("words")["clauses"]["examples"] or first in ('"', "“", "«")

    def _past_brackets(self) -> None:
        while self._mark_at(self.at) not in ("", "close"):
            self._skip()

    def _on_number(self) -> None:
        if self.mode == "fields":
            return self._field()
        return self._skip()

    def _on_stop(self) -> None:
        """ "For each trip we'd like the destination, …": fields of what the sentence began with."""
        if self.mode == "fields" and self._asks(self.at):
            return self._clause_field()
        if self.about is not None and self.mode != "fields" and self._fields_follow(self.at):
            self._enter_fields(self.about, "none")
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
        firm = (self.each and self.firm) or self.parent_next or phrase.before_container or bool(phrase.kinds) or self._is_bare_item(phrase)
        firm = firm or self._mark_at(phrase.after) == "belongs"
        self._weigh(mention, phrase, each=firm)
        mention.title_only = mention.title_only or (self.mode == "none" and self._is_title(phrase))
        mention.kinds += [kind for kind in phrase.kinds if kind not in mention.kinds]
        if self.parent_next and self.head is not None and mention.key != self.head.key:
            self.head.parents.append((mention.key, False))
        for parent in phrase.parents:
            known = parent.known(self.domain, self.words) and parent.key not in self.words.never_kept
            if known or parent.key in self.found.mentions:
                owner = self._mention(parent, KNOWN)
                self._weigh(owner, parent)
                self._relate(mention, owner)
        mention.titled = (
            mention.titled or self.selling or phrase.before_container or (self.of_container and self.strength == TOPIC)
        )
        if self.about is not None and self.about is not mention and strength == LISTED and not mention.parents:
            mention.parents.append((self.about.key, False))  # "de cada partido se anotan las tarjetas"
        self.about = mention if self._opens_with(phrase) else self.about
        self.each = self.own = self.of_container = False
        if strength == LISTED and mention.evidence >= ENOUGH:
            self.found.topic = mention
        if not self._stays_with_the_child():
            self.head, self.head_end = mention, self.at
        return None

    def _modify(self, phrase: NounPhrase) -> None:
        """ "comentarios en los posts": a known thing is what the head belongs to, anything else only colours it."""
        self.modifier = self._goes_on_modifying(phrase)
        self.sentence.use(*phrase.numbers)
        known = self.found.mentions.get(phrase.key) or self._longer(phrase)
        if self.domain and self.domain.entity_for(phrase.key):
            known = self._mention(phrase, KNOWN)
            known.evidence += 1
        if self.each and phrase.known(None, self.words):
            known = self._mention(phrase, LISTED)  # "contacts at each company"
            known.evidence += ENOUGH
        if self.head is not None and known is not None and known is not self.head:
            self._relate(self.head, known)
        elif self.head is not None and self._counted_by(phrase):
            draft = field_draft([self.sentence.tokens[n] for n in phrase.numbers], "", self.language)
            self._add_field(self.head, draft) if draft else None
        behind = self.head is not None and not set(self.marks[self.head_end : phrase.numbers[0]]) & {"sep", "verb"}
        self.at = phrase.after
        self.each = False
        if behind:
            self.head_end = self.at

    def _counted_by(self, phrase: NounPhrase) -> bool:
        """ "notas por materia y periodo", "marks per subject": what there is one of for each is said with it."""
        by = self.sentence.tokens[phrase.numbers[0] - 1].folded if phrase.numbers[0] else ""
        kept = self.head is not None and self.head.strength == LISTED and self.head.key not in self.words.views
        return kept and by in ("por", "per") and not phrase.is_plural and not self.words.people.get(phrase.key)

    def _goes_on_modifying(self, phrase: NounPhrase) -> bool:
        """ "for sale or rent": what is joined to a modifier is one."""
        joined = self.sentence.tokens[phrase.after].folded if phrase.after < len(self.marks) else ""
        return joined in ("o", "u", "or") and not phrase.is_plural

    def _strength_of(self, phrase: NounPhrase) -> int:
        """How surely the noun is a thing to keep; 0 when nothing says so."""
        if phrase.before_container:
            return TOPIC
        if self.each or self.parent_next or phrase.kinds:
            return LISTED
        known = phrase.known(self.domain, self.words)
        if self.mode == "things":
            if self.strength <= TOPIC and self._describes(phrase):
                return LISTED
            if self.strength <= TOPIC:
                return self.strength if known or phrase.is_plural else 0
            return LISTED
        return self._strength_alone(phrase, known=known)

    def _strength_alone(self, phrase: NounPhrase, *, known: bool) -> int:
        """The strength of a noun that no list and no verb introduces."""
        following = self._mark_at(phrase.after)
        if self._is_title(phrase):
            return TOPIC
        if self._defines(phrase) or self._describes(phrase) or following == "belongs" or (following == "with" and phrase.key in self.found.mentions):
            return LISTED
        if following in ("with", "colon", "open") and (known or phrase.is_plural):
            return LISTED
        if phrase.is_plural and self._is_bare_item(phrase):
            return LISTED  # "…; estaciones; tarifas"
        return KNOWN if (known or self.own) and phrase.is_plural else 0

    def _is_bare_item(self, phrase: NounPhrase) -> bool:
        after = self._mark_at(phrase.after)
        opens = self.sentence.bullet or phrase.known(self.domain, self.words)
        bare = set(self.marks[: phrase.numbers[0]]) <= _BEFORE_BARE and (
            after in _AFTER_BARE or (opens and after in ("prep", "of", "colon", "that"))
        )
        return self.mode == "none" and bare and (phrase.is_plural or self._is_title(phrase))

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

    def _describes(self, phrase: NounPhrase) -> bool:
        """ "a loan history with borrower, date out and due date": fields of its own, however it is brought up."""
        opened = self._mark_at(phrase.after) in ("with", "open", "colon") and not self._is_title(phrase)
        return opened and self._fields_follow(phrase.after) and "sep" in self.marks[phrase.after :]

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
