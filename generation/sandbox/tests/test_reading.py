"""Reading answers as a person meets them: forms, links, messages; and the values that are sent through them."""

# ruff: noqa: E501 - a page as it comes

from __future__ import annotations

import time

import pytest

from generation.sandbox import values
from generation.sandbox.browser import MOST_COOKIES, Browser, local_path, local_target
from generation.sandbox.pages import LARGEST_PAGE, Page, UnreadablePage
from generation.sandbox.session import Response
from generation.stacks.protocol import FieldProbe

FORM = """
<header><form method="post" action="/out/"><button>Out</button></form></header>
<form method="post" enctype="multipart/form-data">
  <input type="hidden" name="csrfmiddlewaretoken" value="t"><input name="title" value="a &amp; b">
  <textarea name="body">one
two</textarea>
  <select name="topic"><option value="">–</option><option value="3" selected>Three</option><option value="4">Four</option></select>
  <select name="colour"><option value="red">Red</option><option value="blue">Blue</option></select>
  <select name="tags" multiple><option value="1" selected>1</option><option value="2" selected>2</option></select>
  <input type="checkbox" name="done" checked><input type="checkbox" name="hidden" value="yes">
  <input type="radio" name="size" value="s"><input type="radio" name="size" value="m" checked>
  <input type="file" name="file"><input type="submit" name="save" value="go"><button type="button" name="no">No</button>
</form>
<p class="field-error">Too <b>long</b></p><p>Fine</p><script>var hidden = "<a href='/no/'>"</script><a href="/yes/?x=1">Yes</a>
"""


def test_a_form_is_read_with_what_a_browser_would_send() -> None:
    form = Page(FORM).form_with({"title", "body"})
    assert form is not None
    assert form.method == "post"
    assert form.multipart
    assert form.buttons == [("save", "go")]
    assert form.defaults() == {
        "csrfmiddlewaretoken": ["t"],
        "title": ["a & b"],
        "body": ["one\ntwo"],
        "topic": ["3"],
        "colour": ["red"],
        "tags": ["1", "2"],
        "done": ["on"],
        "size": ["m"],
    }
    assert form.controls["topic"].options == ["", "3", "4"]


def test_text_links_and_error_messages_are_told_apart() -> None:
    page = Page(FORM)
    assert page.links == ["/yes/?x=1"]
    assert page.errors == ["Too", "long"]
    assert "hidden" not in page.text
    assert "Fine" in page.text


def test_a_page_without_the_form_gives_none() -> None:
    assert Page(FORM).form_with({"nowhere"}) is None


def test_broken_and_endless_html_is_survived() -> None:
    assert Page("<form><input name=a><form><select><option></b></i></p>").forms[0].controls.keys() == {"a"}
    assert len(Page("x" * (LARGEST_PAGE + 10)).text) == LARGEST_PAGE


@pytest.mark.parametrize("text", ["<a ", "<a x=", "<a/", "<a a='", "<!--", "<p b='<a x="])
def test_a_page_made_to_be_slow_to_read_is_given_up(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generation.sandbox.pages.PAGE_SECONDS", 0.3)
    started = time.monotonic()
    with pytest.raises(UnreadablePage):
        Page(text * 300_000)
    assert time.monotonic() - started < 5


def redirect(where: str) -> Response:
    return Response(302, (("Location", where),), b"", "")


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/a/?b=1", "/a/?b=1"),
        ("b/", "/here/b/"),
        ("http://localhost/a/", "/a/"),
        ("//evil.example/", None),
        ("https://evil.example/a", None),
        ("javascript:alert(1)", None),
    ],
)
def test_only_redirects_within_the_project_are_followed(location: str, target: str | None) -> None:
    assert local_target(redirect(location), "/here/") == target


def test_an_answer_that_is_no_redirect_leads_nowhere() -> None:
    assert local_target(Response(200, (("Location", "/a/"),), b"", ""), "/") is None
    assert local_path("http://localhost") == "/"


def test_cookies_are_kept_replaced_and_forgotten() -> None:
    browser = Browser(None)  # type: ignore[arg-type]
    browser._keep("sessionid=abc; Path=/; HttpOnly")
    browser._keep("csrftoken=one; Path=/")
    browser._keep("csrftoken=two; Path=/")
    assert browser.cookies == {"sessionid": "abc", "csrftoken": "two"}
    browser._keep('sessionid=""; Max-Age=0; Path=/')
    browser._keep("\x00\x01 nonsense")
    assert browser.cookies == {"csrftoken": "two"}


def test_cookies_made_to_be_slow_or_too_many_are_left_where_they_are() -> None:
    browser, started = Browser(None), time.monotonic()  # type: ignore[arg-type]
    browser._keep('a="' + "\\" * 1_000_000 + '"')
    for number in range(1000):
        browser._keep(f"c{number}=x")
    assert time.monotonic() - started < 2
    assert "a" not in browser.cookies
    assert len(browser.cookies) == MOST_COOKIES


@pytest.mark.parametrize("kind", sorted(values.MAKERS))
def test_each_kind_has_a_value_that_only_its_own_column_matches(kind: str) -> None:
    probe = FieldProbe("x", "x", kind, True, choices=("a", "b"))
    made = values.make(probe)
    assert made is not None
    assert not values.matches(kind, made, None)
    assert not values.matches(kind, made, "something else")
    stored = made.stored.replace("T", " ") + ":00" if kind == "datetime" else made.stored
    assert values.matches(kind, made, stored)


def test_values_differ_from_run_to_run() -> None:
    probe = FieldProbe("x", "x", "text", True)
    assert len({str(values.make(probe)) for _ in range(20)}) == 20


def test_a_price_that_is_off_by_a_cent_does_not_match() -> None:
    made = values.make(FieldProbe("x", "x", "money", True))
    assert made is not None
    assert not values.matches("money", made, made.stored + 0.01)
    assert values.matches("money", made, str(made.stored))


def test_numbers_are_recognised_as_both_languages_write_them() -> None:
    assert {"1234.50", "1.234,50", "1,234.50", "1234,50"} <= set(values.shown_number("1234.50"))


def test_a_choice_without_choices_and_a_relation_are_left_to_the_form() -> None:
    assert values.make(FieldProbe("x", "x", "choice", True)) is None
    assert values.make(FieldProbe("x", "x_id", "relation", True)) is None
