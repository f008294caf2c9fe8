"""Whom an app is there for: its writer alone, a closed circle, those who sign in, or everybody.

Told by what the app calls itself and by what the text says of those who use it.
"""

from __future__ import annotations

from dataclasses import dataclass

from generation.blueprint.lexicon import tables
from generation.blueprint.people.people import ANYBODY, NOBODY, NOT_PEOPLE, SIGNED_IN, WE
from generation.blueprint.people.rights import Reading
from generation.blueprint.people.roles import Person
from generation.blueprint.schema import Who
from generation.blueprint.words.inflection import Language

_OUTSIDE = frozenset({"fuera", "afuera", "outside", "outsiders"})
_TITLE = 6  # words in which an app is called something
_INSIDE = frozenset({"intranet", "interno", "interna", "internal", "backoffice", "internos", "internas"})


@dataclass(frozen=True)
class Setting:
    """Who there is: `single` is the writer alone, `closed` keeps strangers out, `site` is there for them."""

    single: bool = False
    closed: bool = False
    site: bool = False
    staff: bool = False
    members: bool = False
    we: bool = False  # "we add the dishes"
    house: bool = False  # what a business keeps for itself: "mi ferretería: productos, ventas y caja"

    @property
    def shared(self) -> bool:
        return not self.single and (self.site or self.members or self.staff or self.closed)


def setting(words: list[str], reading: Reading, people: dict[str, Person], *, public: bool) -> Setting:
    """`words` are the folded words of the whole text."""
    text = f" {' '.join(words)} "
    lists = tables("personal")
    acting = {key for said in reading.statements for key in said.who if key not in NOT_PEOPLE}
    levels = {person.level for key, person in people.items() if key in acting or person.weight > 1}
    sent = [said for said in reading.statements if said.free and not said.base and said.things]  # "(open to anyone)"
    heard = {key for said in reading.statements for key in said.who if not said.negated and said not in sent}
    all_read = [
        said for said in reading.statements if said.whole and said.kind == "see" and (said.only or said.negated)
    ]
    alone = any(f" {phrase} " in text for phrase in lists["single"]) or any(
        set(said.who) == {WE} and said.only for said in all_read
    )
    begins = f" {' '.join(words[:_TITLE])} "
    alone = alone or any(f" {phrase} " in begins for phrase in lists["ones_own"])
    circle = any(f" {phrase} " in text for phrase in lists["circle"]) or any(
        set(said.who) & {NOBODY, SIGNED_IN} for said in all_read
    )
    single = alone and not (acting or heard & {ANYBODY, SIGNED_IN})
    closed = not single and (circle or bool(set(words) & _INSIDE))
    looks = set(lists["audience"]) & acting and not closed
    site = not single and (
        public or bool(looks) or ANYBODY in heard or any(f" {phrase} " in text for phrase in lists["site"])
    )
    opened = any(ANYBODY in said.who and not said.negated and said.kind == "see" for said in reading.statements)
    if set(words) & _OUTSIDE and any(
        f" {phrase} " in text and set(phrase.split()) & _OUTSIDE for phrase in lists["circle"]
    ):
        opened = False  # "todos las ven" of those who live there, "desde fuera no se ve nada"
    return Setting(
        single=single,
        closed=closed and not opened,
        site=site and not (closed and not opened),
        staff=Who.STAFF in levels,
        members=Who.MEMBER in levels or SIGNED_IN in heard,
        we=WE in heard,
        house=not (single or site or levels or heard - {WE}) and _is_a_house(words, reading),
    )


def _is_a_house(words: list[str], reading: Reading) -> bool:
    """A business that the text is for, or a plain list of what businesses keep; nobody has rows of their own."""
    lists = tables("personal")
    if set(words) & set(lists["ones_own_words"]):
        return False
    named = [number for number, draft in enumerate(reading.drafts) if draft.named]
    kept = {reading.head(thing) for thing in named} & set(lists["business"])
    own = set(words) & _MINE
    for number, word in enumerate(words):
        if word in lists["houses"] and (set(words[max(0, number - 3) : number]) & _BEFORE_HOUSE or not own):
            return True
    return len(kept) > 1 and not own


_MINE = frozenset({"mi", "mis", "my"})
_BEFORE_HOUSE = frozenset({"mi", "my", "our", "nuestro", "nuestra", "para", "for", "de", "un", "una", "a", "an"})


def openness(words: list[str], said: frozenset[str]) -> str:
    """What the app calls itself: "directory", "open" or "" for neither. `words` are those of its title,
    `said` those of the whole text."""
    lists, title = tables("personal"), set(words)
    if said & set(lists["closed"]):
        return ""
    if title & set(lists["directory"]):
        return "directory"
    site = any(
        word == "web" and words[n - 1 : n] not in (["aplicacion"], ["app"]) and words[n + 1 : n + 2] != ["app"]
        for n, word in enumerate(words[:3])
    )
    return "open" if site or title & set(lists["open"]) else ""


def collected(words: list[str], language: Language) -> frozenset[int]:
    """The numbers of the words that a directory or a catalogue is of: "directorio de restaurantes", "museum guide"."""
    lists = tables("personal")
    titles = {*lists["directory"], *lists["collections"]}
    found: set[int] = set()
    for number, word in enumerate(words):
        if word not in titles:
            continue
        if words[number + 1 : number + 2] in (["de"], ["of"]):
            found.add(number + 2)
        elif language == "en" and number:
            found.add(number - 1)
    return frozenset(found)
