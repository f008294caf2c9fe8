"""Light syntax colouring on the server: text in, marked and numbered lines out.

Owns: where a comment, a string, a keyword or a number begins and ends. Every piece of text is escaped here before
it is wrapped, so a file's content can never become markup. It never tries to understand the code.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

MAX_COLOURED = 200_000  # characters; a longer file is shown plain

# What is opened and never closed ends with its line or with the file: no text may make a pattern start over and over.
_STRING = r"\"(?:\\(?:.|\Z)|[^\"\\\n])*(?:\"|(?=\n)|\Z)|'(?:\\(?:.|\Z)|[^'\\\n])*(?:'|(?=\n)|\Z)"
_QUOTED = rf"(?<!\w)(?:{_STRING})"  # not the apostrophe inside a word
_NUMBER = r"\b\d[\d_]*(?:\.\d+)?\b"
_PYTHON_WORDS = (
    "and as assert async await break class continue def del elif else except False finally for from global if import "
    "in is lambda None nonlocal not or pass raise return True try while with yield match case"
)
_SCRIPT_WORDS = (
    "async await break case catch class const continue default delete do else export extends false finally for "
    "function if import in instanceof let new null of return static super switch this throw true try typeof undefined "
    "var while"
)
_SHELL_WORDS = "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL RUN SHELL USER VOLUME WORKDIR"


def _words(words: str) -> str:
    return rf"\b(?:{'|'.join(words.split())})\b"


def _pattern(*parts: tuple[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in parts), re.DOTALL)


_PYTHON = _pattern(
    ("string", rf"[rbfu]{{0,2}}(?:\"\"\".*?(?:\"\"\"|\Z)|'''.*?(?:'''|\Z))|[rbfu]{{0,2}}(?:{_STRING})"),
    ("comment", r"#[^\n]*"),
    ("name", r"@[\w.]+|(?<=\bclass )\w+|(?<=\bdef )\w+"),
    ("keyword", _words(_PYTHON_WORDS)),
    ("number", _NUMBER),
)
_MARKUP = _pattern(
    ("comment", r"<!--.*?(?:-->|\Z)|\{#[^\n]*?(?:#\}|(?=\n)|\Z)"),
    ("keyword", r"\{%[^\n]*?(?:%\}|(?=\n)|\Z)|\{\{[^\n]*?(?:\}\}|(?=\n)|\Z)"),
    ("name", r"</?[A-Za-z][\w:-]*|/?>"),
    ("string", r"(?<==)(?:\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z))"),
)
_CSS = _pattern(
    ("comment", r"/\*.*?(?:\*/|\Z)"),
    ("string", _QUOTED),
    ("keyword", r"@[\w-]+|(?<![\w-])[\w-]++(?=\s*:\s)"),
    ("number", r"#[0-9a-fA-F]{3,8}\b|\b\d+(?:\.\d+)?(?:px|rem|em|%|s|ms|ch|vh|vw|fr)?"),
)
_SCRIPT = _pattern(
    ("comment", r"//[^\n]*|/\*.*?(?:\*/|\Z)"),
    ("string", rf"{_QUOTED}|`(?:\\(?:.|\Z)|[^`\\])*(?:`|\Z)"),
    ("keyword", _words(_SCRIPT_WORDS)),
    ("number", _NUMBER),
)
_JSON = _pattern(
    ("name", r"\"(?:\\.|[^\"\\\n])*+\"(?=\s*:)"),
    ("string", _QUOTED),
    ("keyword", r"\b(?:true|false|null)\b"),
    ("number", r"-?\b\d+(?:\.\d+)?\b"),
)
_SETTINGS = _pattern(
    ("comment", r"(?:^|(?<=\s))#[^\n]*"),
    ("string", _QUOTED),
    ("keyword", _words(_SHELL_WORDS)),
    ("name", r"(?:^|(?<=\n))[ \t]*+(?:- )?[\w./-]++(?=\s*[:=])"),
)
_PROSE = _pattern(
    ("keyword", r"(?:^|(?<=\n))#{1,6} [^\n]*"),
    ("string", r"```.*?(?:```|\Z)|`[^`\n]+`"),
    ("name", r"\*\*[^*\n]+\*\*"),
)
_BY_SUFFIX = {
    ".py": _PYTHON, ".html": _MARKUP, ".svg": _MARKUP, ".xml": _MARKUP, ".css": _CSS, ".js": _SCRIPT, ".ts": _SCRIPT,
    ".json": _JSON, ".yml": _SETTINGS, ".yaml": _SETTINGS, ".toml": _SETTINGS, ".txt": _SETTINGS, ".ini": _SETTINGS,
    ".md": _PROSE,
}  # fmt: skip
_BY_NAME = {"Dockerfile": _SETTINGS, ".env.example": _SETTINGS, ".gitignore": _SETTINGS, ".dockerignore": _SETTINGS}


def lines(path: str, text: str) -> list[SafeString]:
    """The file line by line, escaped, with `<span class="tok-…">` around what was recognised."""
    name = PurePosixPath(path)
    pattern = _BY_NAME.get(name.name) or _BY_SUFFIX.get(name.suffix)
    if pattern is None or len(text) > MAX_COLOURED:
        return [escape(line) for line in _split(text)]
    out: list[str] = []
    position = 0
    for match in pattern.finditer(text):
        out.append(escape(text[position : match.start()]))
        out.append(_marked(match.lastgroup or "", match.group()))
        position = match.end()
    out.append(escape(text[position:]))
    return [mark_safe(line) for line in _split("".join(out))]  # noqa: S308 - each piece was escaped above


def _marked(kind: str, text: str) -> str:
    """A token over several lines is closed and opened again at each, so that every line stands alone."""
    return "\n".join(f'<span class="tok-{kind}">{escape(line)}</span>' if line else "" for line in text.split("\n"))


def _split(text: str) -> list[str]:
    found = text.split("\n")
    return found[:-1] if len(found) > 1 and not found[-1] else found
