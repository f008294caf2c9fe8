"""A person in front of the project: cookies, forms, CSRF tokens and redirects, all kept in the host."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from generation.sandbox.pages import Form, Page
from generation.sandbox.session import Response, Session

HOST = "localhost"
ORIGIN = f"http://{HOST}"
MOST_REDIRECTS = 5
MOST_COOKIES = 20  # in one answer and in the jar
LONGEST_COOKIE = 4096  # as in browsers; the parser takes the square of the time for backslashes
CSRF_COOKIE = "csrftoken"
CSRF_FIELD = "csrfmiddlewaretoken"

Values = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Upload:
    """A file as a form sends it; what it claims to be is the sender's word."""

    name: str
    type: str
    content: bytes


class Browser:
    """One person's cookie jar over a session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.cookies: dict[str, str] = {}

    def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> Response:
        """One request, no redirect followed. Header names are given with underscores."""
        sent = {"Host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        response = self.session.request(method, path, sent, body)
        for value in [value for name, value in response.headers if name.lower() == "set-cookie"][:MOST_COOKIES]:
            self._keep(value)
        return response

    def get(self, path: str) -> Response:
        """A page, after its redirects within the project."""
        response, where = self.request("GET", path), path
        for _ in range(MOST_REDIRECTS):
            target = local_target(response, where)
            if target is None:
                break
            response, where = self.request("GET", target), target
        return response

    def post(self, path: str, values: Values) -> Response:
        """A form's values as they are, with no token added and no redirect followed."""
        body = urlencode(values, doseq=True).encode()
        return self.request("POST", path, body, Content_Type="application/x-www-form-urlencoded", Origin=ORIGIN)

    def send(self, path: str, values: Values, files: Mapping[str, Upload]) -> Response:
        """A form's values with files, and this person's own token."""
        mark = f"----{secrets.token_hex(12)}"
        body = b"".join(_parts({CSRF_FIELD: self.cookies.get(CSRF_COOKIE, ""), **values}, files, mark))
        kind = f"multipart/form-data; boundary={mark}"
        return self.request("POST", path, body + f"--{mark}--\r\n".encode(), Content_Type=kind, Origin=ORIGIN)

    def submit(self, form: Form, path: str, values: Values, button: tuple[str, str] | None = None) -> Response:
        """The form found at `path` with these values filled in; what it holds by itself is sent along."""
        filled: dict[str, str | Sequence[str]] = {**form.defaults(), **values}
        if button and button[0]:
            filled[button[0]] = button[1]
        target = local_path(urljoin(path, form.action or path))
        if form.method == "get":
            return self.request("GET", f"{target.partition('?')[0]}?{urlencode(filled, doseq=True)}")
        return self.post(target, filled)

    def api(self, method: str, path: str, payload: Any = None, token: bool = True) -> Response:
        """A JSON request of a signed-in browser, with its CSRF header unless `token` is False."""
        headers = {"Content_Type": "application/json", "Accept": "application/json", "Origin": ORIGIN}
        if token and CSRF_COOKIE in self.cookies:
            headers["X_CSRFToken"] = self.cookies[CSRF_COOKIE]
        return self.request(method, path, b"" if payload is None else json.dumps(payload).encode(), **headers)

    def page(self, path: str) -> Page:
        return Page(self.get(path).text)

    def _keep(self, header: str) -> None:
        if len(header) > LONGEST_COOKIE:
            return
        try:
            jar: SimpleCookie = SimpleCookie(header)
        except CookieError:
            return
        for name, morsel in jar.items():
            if morsel["max-age"] == "0" or not morsel.value:
                self.cookies.pop(name, None)
            elif name in self.cookies or len(self.cookies) < MOST_COOKIES:
                self.cookies[name] = morsel.coded_value


def _parts(values: Values, files: Mapping[str, Upload], mark: str) -> Iterator[bytes]:
    for name, value in values.items():
        for each in [value] if isinstance(value, str) else value:
            yield f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{each}\r\n'.encode()
    for name, file in files.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file.name}"\r\nContent-Type: {file.type}'
        yield f"--{mark}\r\n{head}\r\n\r\n".encode() + file.content + b"\r\n"


def local_target(response: Response, where: str) -> str | None:
    """Where a redirect leads inside the project; None when it is none or leads out of it."""
    if response.status not in (301, 302, 303, 307, 308):
        return None
    target = urlsplit(urljoin(ORIGIN + where, response.header("Location")))
    return None if target.netloc != HOST else local_path(target.geturl())


def local_path(address: str) -> str:
    parts = urlsplit(address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
