"""What the reader decided where a description left it open or says two things: a few sentences for the plan."""

from __future__ import annotations

from collections.abc import Iterator

from generation.blueprint.drafts.draft import EntityDraft
from generation.blueprint.lexicon import tables
from generation.blueprint.words.hearing import Hearing, phrases
from generation.blueprint.words.inflection import Language

_MOST_NAMED = 6


def contradictions(hearing: Hearing) -> Iterator[str]:
    """Two things the text says that do not go together, and which of them was taken."""
    said = tables("kinds")["contradictions"]
    for key, sentence in said.items():
        one, other = (phrases(tables("kinds")["opposites"][key][side]) for side in ("one", "other"))
        if hearing.says(one) and hearing.says(other):
            yield str(sentence[hearing.language])


def supplied(drafts: list[EntityDraft], language: Language) -> Iterator[str]:
    """Things that the text names without a word about what is kept of them, and things it does not name."""
    words = tables("kinds")
    bare = [draft.one for draft in drafts if draft.named and not draft.told]
    added = [draft.many for draft in drafts if not draft.named]
    if bare:
        yield words["supplied"][language].format(things=", ".join(bare[:_MOST_NAMED]))
    if added:
        yield words["added"][language].format(things=", ".join(added[:_MOST_NAMED]))
