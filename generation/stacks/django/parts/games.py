"""Ready games: a page each, whose script plays in the browser with the content that the plan gives it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from generation.blueprint.schema import PageKind, Question, Who, Widget
from generation.stacks.django import naming
from generation.stacks.django.layout import call, lay
from generation.stacks.django.literals import python
from generation.stacks.django.outcomes import without_row
from generation.stacks.django.parts.part import NavLink, Outline, Part
from generation.stacks.django.parts.tools import module_of, page_access
from generation.stacks.protocol import CheckPlan, GameProbe, Outcome, PageProbe

KINDS = ("quiz", "memory", "tictactoe", "snake")
# What each script says, by the texts of `texts/*.yaml` without their prefix.
_WORDS = {
    "quiz": ("question", "right", "wrong", "next", "finish", "score", "again"),
    "memory": ("moves", "card", "hidden", "different", "pair", "won", "memory_start", "again"),
    "tictactoe": ("turn", "winner", "draw", "square", "empty", "alone", "again"),
    "snake": (
        "snake_field", "snake_start", "points", "playing", "over", "pause", "paused", "resume", "start", "again",
        "up", "down", "left", "right_way",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class GameView:
    slug: str
    path: str
    module: str
    kind: str
    title: str
    text: str
    who: Who

    def source(self, guarded: bool) -> str:
        """The game as an entry of the project's catalogue."""
        named = {"slug": self.slug, "route": self.module, "kind": self.kind, "title": self.title}
        arguments = [f"{name}={python(value)}" for name, value in named.items()]
        return lay(call("Game", [*arguments, *([f"who=Who.{self.who.name}"] if guarded else [])]), 8, trail=1)


@dataclass(frozen=True)
class GamesView:
    games: list[GameView]
    content: dict[str, dict[str, Any]]
    words: dict[str, str]
    guarded: bool

    @property
    def kinds(self) -> set[str]:
        return {game.kind for game in self.games}


class GamesPart(Part):
    name = "games"

    def view(self, outline: Outline) -> GamesView | None:
        widgets = outline.blueprint.widgets
        if not widgets:
            return None
        games = [_game(widget, outline) for widget in widgets]
        words = dict.fromkeys(word for widget in widgets for word in _WORDS[widget.kind])
        return GamesView(
            games,
            {widget.slug: content(widget, outline) for widget in widgets},
            {word: str(outline.t[f"game_{word}"]) for word in words},
            guarded=any(game.who is not Who.VISITOR for game in games),
        )

    def links(self, outline: Outline) -> list[NavLink]:
        games = [] if outline.is_single else self._games(outline)
        return [NavLink(game.title, f"games:{game.module}", "game", game.who) for game in games]

    def pages(self, outline: Outline) -> list[PageProbe]:
        found = []
        everybody: dict[str, Outcome] = {"visitor": "ok"}
        for game in self._games(outline):
            expect = without_row(game.who) if outline.accounts else everybody
            found.append(PageProbe(f"/{game.path}/", expect, contains=game.title))
        return found

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        view = self.view(outline)
        assert view is not None
        probes = [
            GameProbe(
                path=f"/{game.path}/",
                script=f"/static/games/{game.kind}.js",
                content_id="game-content",
                content=view.content[game.slug],
                who=game.who,
            )
            for game in view.games
        ]
        return replace(plan, games=tuple(probes))

    def _games(self, outline: Outline) -> list[GameView]:
        view = self.view(outline)
        return view.games if view else []


def _game(widget: Widget, outline: Outline) -> GameView:
    return GameView(
        slug=widget.slug,
        path=naming.address(widget.slug),
        module=module_of(widget.slug),
        kind=widget.kind,
        title=widget.title,
        text=str(outline.t[f"game_about_{widget.kind}"]),
        who=page_access(outline, widget.slug, PageKind.WIDGET),
    )


def content(widget: Widget, outline: Outline) -> dict[str, Any]:
    """What the script plays with."""
    if widget.kind == "quiz":
        return {"questions": [_question(question) for question in widget.questions]}
    if widget.kind == "memory":
        return {"faces": list(dict.fromkeys(widget.faces or outline.t["game_faces"]))}
    return {}


def _question(question: Question) -> dict[str, Any]:
    return {"text": question.text, "answers": list(question.answers), "right": question.right}
