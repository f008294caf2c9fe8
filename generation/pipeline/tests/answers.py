"""What a model answers in a run of the doubles: something of use in every role."""

from __future__ import annotations

from generation.agents.tests.scripted import file

WORK = file("core/rules.py", "A = 1")
MORE = {"things": [], "fields": [{"thing": "Note", "fields": [{"label": "Colour", "type": "text"}]}]}
NONE: dict[str, list[object]] = {"things": [], "fields": []}
VALUES = {"notes": [{"title": "Each week", "text": "Look at it."}]}
ALL: dict[str, list[object]] = {
    "architect": [MORE],
    "backend": [WORK],
    "frontend": [file("templates/more.html", "<p>1</p>")],
    "devops": [VALUES],
    "security": ["- core/rules.py:1 anybody may read it"],
}
FREE = {"architecture": 0, "backend": 0, "frontend": 0, "devops": 0, "security": 0}
