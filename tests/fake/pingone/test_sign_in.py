"""The page on which a person picks a user, and requests that did not arrive."""

from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

import pytest

from fakeping.core.exchange import Headers, Request
from fakeping.core.problem import TooLarge
from tests.drive import ask
from tests.fake.pingone.driver import FORM, Client, sent_back


class Page(HTMLParser):
    """What a browser makes of a page: its one form, and what its buttons send."""

    def __init__(self, reply):
        super().__init__()
        self.action = None
        self.hidden = {}
        self.buttons = []
        self.tags = set()
        self.feed(reply.body.decode())

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.tags.add(tag)
        if tag == "form":
            self.action = said["action"]
        elif tag == "input":
            self.hidden[said["name"]] = said["value"]
        elif tag == "button" and "name" in said:
            self.buttons.append((said["name"], said["value"]))


def choose(web, page, name, value):
    form = urlencode({**page.hidden, name: value}).encode()
    return web._kept(ask(web.server, "POST", page.action, raw=form, headers=FORM))


@pytest.fixture
def browser(server, tenant):
    """A web application, two users, and nobody signed in."""
    given = tenant.pingone.given
    application = given.application(name="Photo <store>", redirect_uris=["https://example.com"])
    for name in ("alice", "<bob>"):
        given.user(username=name, email=f"{name.strip('<>')}@example.com")
    return Client(server, tenant, application)


def test_the_page_shows_nothing_that_it_was_given_as_markup(browser):
    reply = browser.authorize(scope="openid", state='"><script>', login_hint="<script>")

    text = reply.body.decode()
    assert "Photo &lt;store&gt;" in text
    assert "&lt;bob&gt;" in text
    assert "script" not in Page(reply).tags
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert reply.headers["Cache-Control"] == "no-store"


def test_whoever_is_hinted_at_comes_first(browser):
    page = Page(browser.authorize(scope="openid", login_hint="bob@example.com"))

    assert page.buttons[0] == ("user", "<bob>")


def test_a_page_of_nobody_says_how_to_add_somebody(server, tenant):
    application = tenant.pingone.given.application(redirect_uris=["https://example.com"])

    reply = Client(server, tenant, application).authorize(scope="openid")

    assert "given.user" in reply.body.decode()


def test_a_page_is_too_old_after_a_while(browser, tenant):
    page = Page(browser.authorize(scope="openid"))
    tenant.clock.advance(900)

    assert choose(browser, page, "user", "alice").status == 400


@pytest.mark.parametrize(("name", "value"), [("cancel", "true"), ("user", "nobody")])
def test_who_picks_nobody_is_sent_back(browser, name, value):
    page = Page(browser.authorize(scope="openid", state="s"))

    found = sent_back(choose(browser, page, name, value))

    assert (found["error"], found["state"]) == ("access_denied", "s")


def test_the_cookie_is_kept_from_scripts_and_other_sites(browser, tenant):
    reply = choose(browser, Page(browser.authorize(scope="openid")), "user", "alice")

    path = f"Path=/{tenant.pingone.environment_id}"
    kept = ["Max-Age=2592000", "HttpOnly", "SameSite=Lax"]
    assert reply.headers["Set-Cookie"].split("; ")[1:] == [path, *kept]


def test_the_journal_knows_what_was_asked_and_not_what_came(browser, tenant):
    browser.authorize(scope="openid", state="s", prompt="none")

    [asked] = tenant.journal.assert_called(
        "pingone.authorize", query={"scope": "openid", "state": "s"}, status=302
    )
    assert (asked.request_body, asked.reply_body) == (b"", b"")


@pytest.mark.parametrize(
    "query", ["client_id=%FF", "x=1&x=2", "&".join(f"a{n}=1" for n in range(1001))]
)
def test_a_query_that_can_t_be_read_is_refused(server, browser, query):
    reply = ask(server, "GET", f"{browser.url}/authorize?{query}")

    assert (reply.status, reply.json["error"]) == (400, "invalid_request")
    assert reply.rule == "pingone.signin.request-invalid"


def test_a_body_that_was_too_large_to_read_is_413(server, browser):
    problem = TooLarge("the body is too large")
    path = urlsplit(f"{browser.url}/token").path

    reply = server.tenants.world.handle(
        Request(method="POST", path=path, headers=Headers(FORM), unread=problem)
    )

    assert (reply.status, reply.json["code"]) == (413, "INVALID_REQUEST")
