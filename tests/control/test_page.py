"""The page for people: files of this server alone, and no script in the markup."""

import hashlib
import re
from importlib.resources import files

import pytest

from fakeping import FakePing, control
from tests.drive import ask

PAGE = "/__fakeping/"
FILES = {each.name: each.read_bytes() for each in (files("fakeping.control") / "static").iterdir()}
OWN = {name: body.decode() for name, body in FILES.items() if name != "preact.js"}
SCRIPTS = {name: text for name, text in OWN.items() if name.endswith(".js")}

#: What the page asks, as a template has it: `${id}` stands for one segment.
ASKED = re.compile(r'["`](/(?:tenants|rules|health|unmatched|events|coverage)[^"`?]*)')


@pytest.fixture
def page(server):
    return ask(server, "GET", PAGE)


def test_it_is_answered_with_a_slash_and_led_to_without(server, page):
    plain = ask(server, "GET", "/__fakeping")

    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert (plain.status, plain.headers["Location"]) == (308, "http://fakeping.invalid/__fakeping/")


def test_it_needs_no_key_for_it_asks_for_one():
    server = FakePing(host="0.0.0.0", control_key="k-4711")  # noqa: S104 - it does not listen

    answers = [ask(server, "GET", PAGE)]
    answers += [ask(server, "GET", f"{PAGE}page/{name}") for name in FILES]

    assert {each.status for each in answers} == {200}
    assert not [each for each in answers if b"k-4711" in each.body]
    assert ask(server, "GET", "/__fakeping/tenants").status == 401


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_served_as_what_it_is(server, name):
    found = ask(server, "GET", f"{PAGE}page/{name}")

    media = {"css": "text/css", "js": "text/javascript", "html": "text/html", "txt": "text/plain"}
    assert found.body == FILES[name]
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert found.headers["Content-Type"].partition(";")[0] == media.get(
        name.rpartition(".")[2], "image/svg+xml"
    )


@pytest.mark.parametrize("name", ["nope.js", "..%2Fpage.py", "__init__.py", "page.py"])
def test_no_other_file_is(server, name):
    assert ask(server, "GET", f"{PAGE}page/{name}").status == 404


def test_only_files_of_this_server_run_there(page):
    policy = dict(
        each.split(" ", 1) for each in page.headers["Content-Security-Policy"].split("; ")
    )

    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
    }


def test_what_it_leads_to_is_beside_it():
    for name, text in OWN.items():
        if name != "licences.txt":
            outside = re.findall(
                r"https?://(?!www\.w3\.org/2000/svg)[^\s\"'`$]*|@import|url\(", text
            )
            assert outside == [], name
    linked = set(re.findall(r'(?:src|href)="page/([^"]+)"', OWN["page.html"]))
    imported = {
        each for text in SCRIPTS.values() for each in re.findall(r'from "\./([^"]+)"', text)
    }

    assert linked | imported | {"page.html", "licences.txt"} == set(FILES)


def test_no_text_becomes_markup():
    for name, text in SCRIPTS.items():
        for each in (
            *("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("),
            *("dangerouslySet", "new Function", "style="),
        ):
            assert each not in text, name


def test_no_script_and_no_style_stands_in_the_markup():
    assert not re.findall(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", OWN["page.html"])


def test_the_library_is_the_published_one():
    stated = re.search(r"sha256:([0-9a-f]{64})", OWN["licences.txt"])

    assert stated is not None
    assert hashlib.sha256(FILES["preact.js"]).hexdigest() == stated[1]


def test_everything_that_it_asks_for_is_there():
    there = {re.sub(r"\{\w+\}", "*", each.path) for each in control.FAMILY.operations}
    asked = {each for text in SCRIPTS.values() for each in ASKED.findall(text)}
    filled = {re.sub(r"\$\{[^`}]*\}?", "*", each) for each in asked}

    assert len(filled) > 10
    assert filled <= there
