"""The page for people: one file, nothing from outside, nothing but its own script."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from fakeping import FakePing, control
from tests.drive import ask

PAGE = "/__fakeping/"


@pytest.fixture
def page(server):
    return ask(server, "GET", PAGE)


def inside(page, tag):
    [text] = re.findall(rf"<{tag}>(.*?)</{tag}>", page.body.decode(), re.DOTALL)
    return text


def test_it_is_answered_with_a_slash_and_without(server, page):
    plain = ask(server, "GET", "/__fakeping")

    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert plain.body == page.body


def test_it_needs_no_key_for_it_asks_for_one():
    server = FakePing(host="0.0.0.0", control_key="k-4711")  # noqa: S104 - it does not listen

    page = ask(server, "GET", PAGE)

    assert page.status == 200
    assert b"k-4711" not in page.body
    assert ask(server, "GET", "/__fakeping/tenants").status == 401


@pytest.mark.parametrize("tag", ["script", "style"])
def test_its_own_script_and_style_alone_may_run(page, tag):
    digest = hashlib.sha256(inside(page, tag).encode()).digest()

    policy = dict(
        each.split(" ", 1) for each in page.headers["Content-Security-Policy"].split("; ")
    )
    assert policy[f"{tag}-src"] == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert {name: policy[name] for name in policy if name not in {"script-src", "style-src"}} == {
        "default-src": "'none'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }


def test_nothing_of_it_comes_from_elsewhere(page):
    text = page.body.decode()

    assert not re.findall(r"""(?:src|href)\s*=\s*["'](?!#)""", text)
    assert not re.findall(r"https?://|//[a-z]+\.|@import|url\(", text)


def test_other_origins_are_not_let_in(page):
    assert not [each for each in page.headers if each.lower().startswith("access-control")]


def test_no_text_becomes_markup(page):
    script = inside(page, "script")

    for each in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert each not in script


def test_no_handler_stands_in_the_markup(page):
    class Handlers(HTMLParser):
        found = ()

        def handle_starttag(self, tag, attrs):  # noqa: ARG002 - the parser's own
            self.found += tuple(name for name, _ in attrs if name.startswith(("on", "style")))

    reader = Handlers()
    reader.feed(page.body.decode())

    assert reader.found == ()


def test_everything_that_it_asks_for_is_there(page):
    """A template's `${id}` stands for one segment, and what comes behind `?` for nothing."""
    paths = {each.path for each in control.FAMILY.operations}
    script = inside(page, "script")
    asked = set(re.findall(r'["`](/(?:tenants|rules|health|unmatched|openapi)[^"`?]*)', script))

    known = {re.sub(r"\{\w+\}", "*", each) for each in paths} | {
        f"/openapi/{each}.json" for each in ("pingone", "pingam")
    }

    assert asked
    assert {re.sub(r"\$\{\w+\}", "*", each) for each in asked} <= known
