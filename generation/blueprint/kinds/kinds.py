"""What kind of thing a description asks for: an app of tables, or a calculator, a game, one page, an API, or no app.

Owns the order in which these are tried, and what the plan has of each beside its entities.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from generation.blueprint.drafts.assumptions import contradictions
from generation.blueprint.drafts.draft import EntityDraft
from generation.blueprint.drafts.names import free
from generation.blueprint.kinds.games import games_asked
from generation.blueprint.kinds.landing import UNNAMED, page_asked
from generation.blueprint.kinds.refusals import refusal
from generation.blueprint.kinds.tools import tools_asked
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import (
    CheckKind,
    Criterion,
    CriterionCheck,
    Landing,
    Page,
    PageKind,
    Tool,
    Unmet,
    Who,
    Widget,
)
from generation.blueprint.words.hearing import Hearing, Phrases, phrases


@dataclass
class Kinds:
    """`alone`: the text asks for nothing that is kept; `refused`: for nothing that could be built."""

    alone: bool = False
    refused: bool = False
    tools: list[Tool] = field(default_factory=list)
    widgets: list[Widget] = field(default_factory=list)
    landing: Landing | None = None
    form: str = ""  # what people leave on the page: a template of the landing domain
    api: bool = False
    keyed: bool = False
    title: str = ""  # what the text calls an app of nothing else
    purpose: str = ""  # what it says of it in its first words
    unmet: list[Unmet] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        return bool(self.tools or self.widgets or self.landing)

    def keep_apart(self, taken: set[str]) -> None:
        """No two pages of the app at one address."""
        for listed in (self.tools, self.widgets):
            made: list[Any] = listed
            for number, each in enumerate(made):
                made[number] = each.model_copy(update={"slug": free(each.slug, taken, "-")})
                taken.add(made[number].slug)

    def pages(self) -> list[Page]:
        tools = [Page(kind=PageKind.TOOL, slug=tool.slug, title=tool.title) for tool in self.tools]
        return tools + [Page(kind=PageKind.WIDGET, slug=each.slug, title=each.title) for each in self.widgets]

    def criteria(self, language: str, first: int) -> Iterator[Criterion]:
        words = tables("kinds")["criteria"]
        checks = [
            (words["computes"][language].format(tool=tool.title), {"kind": CheckKind.COMPUTES, "tool": tool.slug})
            for tool in self.tools
        ]
        checks += [
            (words["plays"][language].format(widget=each.title), {"kind": CheckKind.SHOWS, "page": each.slug})
            for each in self.widgets
        ]
        for number, (text, check) in enumerate(checks, first):
            wanted = CriterionCheck.model_validate({"role": Who.VISITOR, **check})
            yield Criterion(id=f"c{number:02d}", text=text[:300], check=wanted)


def kinds_asked(hearing: Hearing, *, rows: bool, tables_only: bool) -> Kinds:
    """What the text asks for beside tables; `rows`: it describes things to keep; `tables_only`: more than a page."""
    if (said := refusal(hearing, rows=rows)) is not None:
        return Kinds(alone=True, refused=True, unmet=[said])
    if (games := games_asked(hearing, rows=rows)).whole:
        return Kinds(
            alone=True,
            refused=not games.widgets,
            widgets=_apart(games.widgets),
            title=games.widgets[0].title if len(games.widgets) == 1 else "",
            unmet=games.unmet,
            assumptions=games.assumptions,
        )
    tools = tools_asked(hearing, rows=rows)
    found = Kinds(tools=_apart(tools.tools), unmet=tools.unmet, assumptions=tools.assumptions)
    if tools.whole and (tools.tools or tools.unmet):
        found.alone, found.refused = True, not tools.tools
        found.title = tools.title or (tools.tools[0].title if len(tools.tools) == 1 else "")
        return found
    page = page_asked(hearing, rows=tables_only)
    if page.landing is not None:
        found.alone, found.landing, found.form = True, page.landing, page.form
        found.title = "" if page.landing.headline == UNNAMED else page.landing.headline
        found.purpose = page.purpose
        found.assumptions += page.assumptions
        return found
    found.assumptions += contradictions(hearing)
    found.api = _asks_for_an_api(hearing)
    found.keyed = found.api and hearing.says(_words("keys"))
    return found


def _apart(listed: list[Any]) -> list[Any]:
    """Each address once."""
    return list({each.slug: each for each in listed}.values())


def _asks_for_an_api(hearing: Hearing) -> bool:
    """An API and nothing else: in so many words, or because it is what the text asks for."""
    if any(True for _ in hearing.finds(_words("only"))):
        return any(True for _ in hearing.finds(_words("heads"))) or hearing.says(_words("only"))
    head = next((spot for spot in hearing.asks(_words("heads")) if hearing.is_head(spot)), None)
    return head is not None and not hearing.says(_words("apps"))


def close_to_visitors(drafts: list[EntityDraft]) -> None:
    """ "Every request needs a key": nothing is for people who are not signed in."""
    for draft in drafts:
        access = draft.access
        levels = {act: Who.MEMBER for act in ("read", "create") if getattr(access, act) is Who.VISITOR}
        draft.access = access.model_copy(update=levels)


@lru_cache(maxsize=4)
def _words(which: str) -> Phrases:
    return phrases(tables("kinds")["api"][which])
