"""Walks over one sentence and collects the things it names, their fields, and who they belong to.

A small machine: verbs of keeping ("registrar", "track") and words for the whole app ("sistema", "app") open a list of
things; "con" and "with" open a list of fields after a thing, and of things after an app or a place.
"""

from __future__ import annotations

from generation.blueprint.drafts.draft import AUDIENCE, LISTED, TOPIC, Mention
from generation.blueprint.drafts.evidence import ENOUGH
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.things.field_items import Item
from generation.blueprint.things.marks import verb_kind
from generation.blueprint.things.thing_steps import ThingSteps
from generation.blueprint.words.field_types import field_type, is_pair
from generation.blueprint.words.inflection import is_plural, singular
from generation.blueprint.words.speech import Kind, kind_of

_CLITICS = frozenset({"se", "le", "les"})
_HEADING = frozenset({"noun", "person", "adj", "stop", "own", "colon"})  # a line of its own above a list


class Scanner(ThingSteps):
    """One step for each kind of mark; each moves `at` forward."""

    def run(self) -> None:
        owner = self.found.heading if self.sentence.bullet else None
        if owner is not None and self.kinds.begins_fields(0):
            self._take_list(owner, 0)
        elif self.found.topic is not None and self._is_list_of_fields():
            self._take_list(self.found.topic, 0)
        while self.at < len(self.marks):
            described = self.descriptions.get(self.at)
            if described is not None and self._describe(described):
                continue
            step = getattr(self, f"_on_{self.marks[self.at]}", self._skip)
            step()
        if not self.sentence.bullet:
            self.found.heading = self.head if set(self.marks) <= _HEADING and len(self.marks) < 6 else None

    def _is_list_of_fields(self) -> bool:
        """ "Track comics I own. Series, number, publisher, grade.": a sentence that is nothing else."""
        plain = set(self.marks) <= {"noun", "adj", "stop", "sep", "number", "of", "open", "close"}
        singular_first = not is_plural(self.sentence.tokens[0].text, self.language) and self.marks[0] in ("noun", "adj")
        return plain and self.marks.count("sep") > 1 and singular_first and self.kinds.begins_fields(0)

    def _on_verb(self) -> None:
        if end := self._past_examples():
            return self._past(end)
        if (asked := self._asked_about()) is not None and self._take_list(asked, self.at + 1):
            return None
        owner = self._filled_in()
        fills = not self._describes_next() and self.at + 1 not in self.descriptions
        if owner is not None and fills and self.kinds.begins_fields(self.at + 1, strictly=owner is not self.about):
            self._take_list(owner, self.at + 1)
            return None
        if (act := self._act()) is not None:
            return self._acted(act)
        self._open_things(LISTED, self._verb_opener())
        self.selling = verb_kind(self.sentence.tokens[self.at], self.language) == "sell"
        return self._skip()

    def _describes_next(self) -> bool:
        """ "administra la medicación (medicamento, dosis)": what stands behind the verb is described itself."""
        number = self.at + 1
        while self._mark_at(number) in ("stop", "own", "each"):
            number += 1
        after = self._phrase(number).after if self._mark_at(number) == "noun" else -1
        return after in self.descriptions and self.descriptions[after].owner is not None

    def _on_container(self) -> None:
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

    def _on_place(self) -> None:
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
        after_verb = self.mode == "things" and self.strength == LISTED and self.head is None and self._after_verb()
        self.loose = True
        self.modifier = after_verb or self._mark_at(self.at - 1) in ("noun", "person")
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
        if self.about is not None and self.at == self.head_end and self.kinds.begins_fields(self.at + 1):
            self._take_list(self.about, self.at + 1)  # "de cada cosecha, los kilos"
        else:
            self._skip()

    def _on_with(self) -> None:
        if self._filled_in_next():
            return self._past_means()
        if self._is_no_list():
            return self._past(self.at + 2)
        shown = self._mark_at(self.at - 1) == "phrase" and self.mode == "things"  # "videollamadas con el cliente"
        owner = None if shown else self._listed_with()
        if owner is not None and self._take_list(owner, self.at + 1):
            return None
        whole = self._has_parts()
        self._open_things(LISTED, "with")
        self._skip()
        if whole is not None:
            self._mention(self._phrase(self.at), LISTED).parents.append((whole.key, False))
        return None

    def _is_no_list(self) -> bool:
        """ "los proyectos que tiene asignados", "se lleva la cuenta de quién pagó": nothing is had there."""
        if self.sentence.tokens[self.at].folded not in self.words.having or self.language != "es":
            return False
        following = self.sentence.tokens[self.at + 1].folded if self.at + 1 < len(self.marks) else ""
        given = self._mark_at(self.at - 1) == "that" and kind_of(following, "es") in (Kind.PARTICIPLE, Kind.ADJECTIVE)
        return given or (self.at > 0 and self.sentence.tokens[self.at - 1].folded in _CLITICS)

    def _has_parts(self) -> Mention | None:
        """ "las compras llevan líneas con producto y cantidad": things that are described belong to what has them."""
        having = self.sentence.tokens[self.at].folded in self.words.having and self._mark_at(self.at + 1) == "noun"
        phrase = self._phrase(self.at + 1) if having else None
        described = phrase is not None and phrase.is_plural and phrase.after in self.descriptions
        return self.head if described else None

    def _listed_with(self) -> Mention | None:
        """Whose list begins behind this "with"; None where things of the app do."""
        fields = self.kinds.lists_fields(self.cutter.cut(self.at + 1))
        listed = self.opener == "colon" and self.head is not None and self.head is not self.about
        if self.about is not None and fields and ((self._after_comma() and not listed) or self.head is None):
            return self.about  # "Incidencias: cualquiera avisa de una farola, con calle y foto"
        if self.head is not None and self._only_shows(self.head):
            return None
        if self.head is not None and (fields or (self.head.strength > TOPIC and not self._after_comma())):
            return self.head
        if self.head is None and self._of_topic():
            return self.found.topic
        return self._main_thing() if self.head is None else None

    def _of_topic(self) -> bool:
        """ "…los invitados marcan cuál, con foto, precio y enlace": fields of the thing spoken of last."""
        listed = "sep" in self.marks[self.at :] and self.kinds.begins_fields(self.at + 1, strictly=True)
        return self.found.topic is not None and self._after_comma() and listed

    def _after_comma(self) -> bool:
        """ "…para mi club, con socios y horarios": what follows is of the app, not of the last word."""
        return self.at > 0 and self.sentence.tokens[self.at - 1].text == ","

    def _on_for(self) -> None:
        if self._behind_head() and self.head is not None and self.head.strength > TOPIC:
            self.modifier = True  # "homes for sale or rent with price"
        else:
            self._open_things(AUDIENCE, "for")
        self._skip()

    def _on_can(self) -> None:
        if self.sentence.tokens[self.at].folded == "to" and self._behind_head() and self._thing_next():
            self.modifier = True  # "damage to a van with a description"
        self._skip()

    def _on_that(self) -> None:
        self.loose = True
        self._skip()

    def _on_each(self) -> None:
        before = self._mark_at(self.at - 1)
        self.each = True
        self.firm = self.sentence.tokens[self.at].folded != "per" and (before not in ("of", "prep") or self.at < 2)
        if not self.modifier:
            self.mode = "none"
        self._skip()

    def _on_own(self) -> None:
        self.own = True
        self._skip()

    def _on_belongs(self) -> None:
        self.parent_next = self.head is not None
        self._skip()

    def _on_colon(self) -> None:
        owner = self._described()
        heading = self.head if self._behind_head() and self._is_reported() else None
        if owner is not None and self._is_chosen_from(owner):
            self.at += 1
            self._past_choices()
            return
        whole = self._right_before() or owner
        if whole is not None and (examples := self._examples(whole)):
            whole.kinds += [kind for kind in examples if kind not in whole.kinds]
            self._past(len(self.marks))
            return
        if owner is not None and self.kinds.lists_fields(self.cutter.cut(self.at + 1)):
            self.about = self.about or heading
            self._take_list(owner, self.at + 1)
            return
        if self.mode == "none" or (self.mode == "things" and self.strength < LISTED):
            self._open_things(LISTED, "colon")
        self.opener, self.loose = "colon", False
        if self.about is None and self.head is not None and self.head_end == self.at:
            self.about = self.head  # "Incidencias: cualquier vecino avisa …"
        self.about = self.about or heading
        self._skip()

    def _on_open(self) -> None:
        if self._mark_at(self.at + 1) in ("open", "close", ""):
            self._skip()
            return
        owner = self._described()
        inside = self.cutter.cut(self.at + 1, self._closing(self.at))
        if self._is_example() or self._mark_at(self.at - 1) == "adj":
            self._past_brackets()
        elif (
            owner is not None
            and self.kinds.lists_fields(inside)
            and not self._is_chosen_from(owner)
            and self._take_list(owner, self.at + 1, inside=True)
        ):
            pass
        elif owner is not None and self.head is not None and (kinds := self._bracketed_kinds()):
            self.head.kinds += [kind for kind in kinds if kind not in self.head.kinds]
        else:
            self._skip()

    def _right_before(self) -> Mention | None:
        """ "prestamos juguetes: peonzas, cometas": of the toys, and not of the loans."""
        phrase = self._last_phrase(self.at)
        return self.found.mentions.get(phrase.key) if phrase is not None and phrase.after == self.at else None

    def _examples(self, owner: Mention) -> list[str]:
        """ "herramientas: taladros, escaleras, lijadoras": plurals nobody says anything of are kinds of the thing."""
        holds = owner.key in tables("words")["described"]["holders"] or owner.key in self.words.views
        items = self.cutter.cut(self.at + 1)
        whole = bool(items) and items[-1].after >= len(self.marks)
        if not owner.plural or holds or self.head_end != self.at or not whole or len(items) < 2:
            return []
        if any(item.asked or item.said or not self._is_example_of(item) for item in items):
            return []
        return [singular(self.sentence.tokens[item.first].text.lower(), self.language) for item in items]

    def _is_example_of(self, item: Item) -> bool:
        token = self.sentence.tokens[item.first]
        plain = item.last == item.first + 1 and is_plural(token.text, self.language)
        return plain and not self._is_known_thing(token.lemma) and token.lemma not in self.found.described

    def _is_chosen_from(self, owner: Mention) -> bool:
        """ "Etapas: diseño → impresión", "status (open, closed)": words for its states and no fields."""
        return field_type([owner.key], self.language) is FieldType.CHOICE and not self._is_known_thing(owner.key)

    def _past_choices(self) -> None:
        while self._mark_at(self.at) in ("sep", "colon", "noun", "adj", "stop", "prep", "verb"):
            self._skip()

    def _only_shows(self, mention: Mention) -> bool:
        """ "un panel con cuántos van abiertos": a view of other things."""
        expected = self.domain is not None and self.domain.entity_for(mention.key) is not None
        return mention.key in self.words.views and not expected and mention.evidence < ENOUGH

    def _is_example(self) -> bool:
        """ "(say, …)", "(por ejemplo …)", "("new barn roof")": what stands there is only an example."""
        tokens = self.sentence.tokens[self.at + 1 : self.at + 3]
        first = tokens[0].folded if tokens else ""
        return first in tables("words")["clauses"]["examples"] or first in ('"', "“", "«")

    def _past_brackets(self) -> None:
        while self._mark_at(self.at) not in ("", "close"):
            self._skip()

    def _on_stop(self) -> None:
        """ "For each trip we'd like the destination, …": fields of what the sentence began with."""
        found_soon = any(number in self.descriptions for number in range(self.at + 1, self.at + 4))
        if self.about is not None and not found_soon and self.kinds.begins_fields(self.at + 1):
            self._take_list(self.about, self.at + 1)
        else:
            self._skip()

    def _on_person(self) -> None:
        token = self.sentence.tokens[self.at]
        level = self.words.people.get(token.folded) or self.words.people.get(token.lemma, "member")
        self.found.people.setdefault(token.lemma, level)
        self.found.people_labels.setdefault(token.lemma, singular(token.text, self.language))
        if self.language == "en" and self._phrase(self.at).before_container:
            return self._noun()  # "employee directory"
        after = self._phrase(self.at).after
        anybody = token.lemma in tables("words")["anybody"] and after == self.at + 1  # "personas con nombre"
        nobody = token.lemma in self.words.never_kept and not anybody
        if not nobody and self._mark_at(after) in ("with", "open", "colon") and self.kinds.begins_fields(after + 1):
            return self._noun()  # "donors with name and phone", "los pacientes tienen nombre"
        if self.parent_next and token.lemma not in self.words.never_kept:
            return self._noun()  # "pertenece a un alumno"
        if self._begins_list():
            return self._noun()  # "Clients, their pianos (make, year) and …"
        acts = self._is_subject()
        if acts:
            self.found.actors.add(token.lemma)
        if acts or self._is_nobody(token.lemma) or (self.mode == "none" and not self.each):
            self.each = False
            return self._skip()
        return self._noun()

    def _begins_list(self) -> bool:
        """Several people whom a sentence begins with, in a list whose next item is described."""
        following = [self._mark_at(number) for number in range(self.at + 1, self.at + 4)]
        if self.at or self.language != "en" or following[0] != "sep" or "noun" not in following:
            return False
        described = next(iter(sorted(self.descriptions)), len(self.marks))
        return "verb" not in self.marks[:described] and described < len(self.marks)

    def _is_nobody(self, lemma: str) -> bool:
        """Users and staff are accounts; visitors are kept where a list names them."""
        listed = self.mode == "things" and self.strength == LISTED and lemma in tables("words")["kept_in_lists"]
        return lemma in self.words.never_kept and not listed

    def _on_noun(self) -> None:
        following = self._mark_at(self.at + 1)
        if following == "colon" and (owner := self._stated()) is not None:
            self._states(owner)  # "Estados: pendiente, en curso, hecho"
        elif self.language == "en" and following == "phrase" and not self._thing_alone():
            self._skip()  # "a weekly report"
        else:
            self._noun()

    def _is_subject(self) -> bool:
        """A person followed by a verb acts in the app; only things are kept."""
        for number in range(self.at + 1, len(self.marks)):
            found = self.marks[number]
            if found in ("can", "verb"):
                return True
            if found not in ("only", "that", "stop", "sep", "person", "not", "own"):
                return False
        return False
