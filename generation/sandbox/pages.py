"""Reads an HTML answer as a person would meet it: forms, links, visible text. Host side; trusts nothing it reads."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "template", "noscript"}
LARGEST_PAGE = 2_000_000  # characters; the parser is ours, the text is not
PAGE_SECONDS = 2.0  # Python's parser takes the square of the time for tags that never end
Attributes = list[tuple[str, str | None]]


class UnreadablePage(ValueError):
    """A page that is made to be slow to read."""


@dataclass
class Control:
    """One named field of a form. `options` are the values a select or a group of radio buttons offers."""

    name: str
    type: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    selected: list[str] = field(default_factory=list)
    multiple: bool = False


@dataclass
class Form:
    action: str
    method: str
    multipart: bool = False
    controls: dict[str, Control] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def defaults(self) -> dict[str, list[str]]:
        """What would be sent if nothing were changed, without any button."""
        sent: dict[str, list[str]] = {}
        for control in self.controls.values():
            if control.type in ("select", "radio", "checkbox"):
                values = control.selected
                if control.type == "select" and not values and not control.multiple:
                    values = control.options[:1]
            else:
                values = [control.value]
            if values:
                sent[control.name] = values
        return sent


class Page(HTMLParser):
    """One parsed answer. Making it raises UnreadablePage."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.errors: list[str] = []
        self._form: Form | None = None
        self._silent = 0
        self._trail: list[bool] = []  # for each open element, whether it holds an error message
        self._select: Control | None = None
        self._option: str | None = None
        self._area: Control | None = None
        self._deadline = time.monotonic() + PAGE_SECONDS
        self.feed(html[:LARGEST_PAGE])
        self.close()

    @cached_property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def _in_error(self) -> bool:
        return bool(self._trail) and self._trail[-1]

    def form_with(self, names: set[str]) -> Form | None:
        """The form that holds most of these fields; None when no form holds any."""
        scored = [(len(names & form.controls.keys()), form) for form in self.forms]
        best = max(scored, key=lambda pair: pair[0], default=(0, None))
        return best[1] if best[0] else None

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        found = {key: value or "" for key, value in attrs}
        if tag in SILENT:
            self._silent += 1
        if tag not in VOID:
            self._trail.append(self._in_error or "error" in found.get("class", "") or found.get("role") == "alert")
        opener = getattr(self, f"_open_{tag}", None)
        if opener:
            opener(found)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        if tag not in VOID and self._trail:
            self._trail.pop()
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        """Called for each tag that has no end, too. Raises UnreadablePage."""
        if time.monotonic() > self._deadline:
            raise UnreadablePage("a page takes too long to read: tags that never end?")
        if self._area is not None:
            self._area.value += data
        elif not self._silent and data.strip():
            self.words.append(" ".join(data.split()))
            if self._in_error:
                self.errors.append(self.words[-1])

    def _open_a(self, found: dict[str, str]) -> None:
        self.links.append(found.get("href", ""))

    def _open_form(self, found: dict[str, str]) -> None:
        multipart = found.get("enctype", "") == "multipart/form-data"
        self._form = Form(found.get("action", ""), found.get("method", "get").lower(), multipart)
        self.forms.append(self._form)

    def _open_input(self, found: dict[str, str]) -> None:
        name, kind, value = found.get("name", ""), found.get("type", "text").lower(), found.get("value", "")
        if kind in ("submit", "image"):
            self._button(name, value)
        elif kind in ("radio", "checkbox"):
            control = self._control(name, kind)
            control.options.append(value or "on")
            if "checked" in found:
                control.selected.append(value or "on")
        elif kind not in ("button", "reset", "file"):
            self._control(name, kind).value = value

    def _open_button(self, found: dict[str, str]) -> None:
        if found.get("type", "submit").lower() == "submit":
            self._button(found.get("name", ""), found.get("value", ""))

    def _open_textarea(self, found: dict[str, str]) -> None:
        self._area = self._control(found.get("name", ""), "textarea")

    def _open_select(self, found: dict[str, str]) -> None:
        self._select = self._control(found.get("name", ""), "select")
        self._select.multiple = "multiple" in found

    def _open_option(self, found: dict[str, str]) -> None:
        if self._select is not None:
            value = found.get("value", "")
            self._select.options.append(value)
            if "selected" in found:
                self._select.selected.append(value)

    def _button(self, name: str, value: str) -> None:
        if self._form is not None:
            self._form.buttons.append((name, value))

    def _control(self, name: str, kind: str) -> Control:
        if self._form is None or not name:
            return Control(name, kind)
        return self._form.controls.setdefault(name, Control(name, kind))
