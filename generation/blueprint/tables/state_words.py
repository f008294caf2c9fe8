"""The words of states: how they are written as labels, which are the same, and whose gender they have."""

from __future__ import annotations

from generation.blueprint.drafts.names import sentence_case
from generation.blueprint.lexicon import tables
from generation.blueprint.people.clause_pronouns import is_feminine
from generation.blueprint.words.inflection import Language, fold, singular


def plain(label: str) -> str:
    """Without number and gender: "confirmada" is "confirmados"."""
    words = (word.removesuffix("s") for word in fold(label).split())
    return " ".join(word[:-1] if len(word) > 4 and word[-1] in "aoe" else word for word in words)


def agree(labels: tuple[str, ...], name: str, language: Language) -> bool:
    """Whether the states may be said of a thing of that name, by their gender."""
    if language == "en":
        return True
    first = [fold(label.split()[0]) for label in labels]
    endings = [w.removesuffix("s")[-1] for w in first if is_participle(w) and not w.endswith(("ando", "iendo"))]
    return not endings or (endings.count("a") > endings.count("o")) == feminine(singular(name.split()[0], language))


def is_participle(word: str) -> bool:
    return fold(word).removesuffix("s").endswith(("ando", "iendo", "ado", "ada", "ido", "ida", "to", "ta", "ho", "ha"))


def feminine(label: str) -> bool:
    return bool(label.split()) and is_feminine(fold(label.split()[0]))


def state_label(label: str, language: Language) -> str:
    words = [_spelled(word) for word in label.split()]
    one = [singular(word, language) if language == "es" and len(words) == 1 else word.lower() for word in words]
    return sentence_case(" ".join(one))[:80]


def _spelled(word: str) -> str:
    """ "rechasado": a decision written as it sounds."""
    sounds = {
        _sound(known.format(o=ending)): known.format(o=ending)
        for known in tables("states")["made"].values()
        for ending in "oa"
    }
    heard = sounds.get(_sound(fold(word)))
    return heard if heard and len(heard) == len(word) and heard != fold(word) else word


def _sound(word: str) -> str:
    return word.replace("z", "s").replace("v", "b")
