"""Checks of the sign-in page."""

import re
from html import unescape

from fakeping.contract import jwt
from fakeping.contract.check import ABSENT, ensure, expect
from fakeping.contract.pingone.refusals import denied
from fakeping.contract.pingone.signin.client import (
    SignInClient,
    new_user,
    sent_back,
    sent_back_error,
)
from fakeping.contract.pingone.signin.flow_client import root
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.target import Differs
from fakeping.contract.transport import Answer
from fakeping.families.pingone.signin import rules

of = CHECKS.of

_HTML = re.compile(r"text/html(\s*;.*)?")
_FLOW = re.compile(r'name="flow" value="([^"]*)"')
_BUTTON = re.compile(r'<button [^>]*name="user" value="([^"]*)">(.*?)</button>', re.DOTALL)
_ACTION = re.compile(r'<form method="post" action="([^"]*)"')


@of(rules.AUTHORIZE_PAGE)
def who_has_no_session_chooses_a_user_on_a_page(target: PingOneTarget) -> None:
    """No password is asked for; cancelling redirects with an error."""
    alice, bob = new_user(target), new_user(target)
    web = SignInClient.registered(target)
    page = web.authorize(scope="openid", state="s")
    expect(page, 200, Content_Type=_HTML, Location=ABSENT)
    for each in (alice, bob):
        ensure(each["username"].encode() in page.body, f"the page lacks {each['username']}")
    buttons = _BUTTON.findall(unescape(page.body.decode()))
    [choice] = [value for value, text in buttons if bob["username"] in text] or [""]
    said = sent_back(_choose(web, page, user=choice))
    ensure(said.get("state") == "s", f"the choice sends back {said}, expected state=s")
    answer = web.exchange(said["code"])
    expect(answer, 200, {"access_token": str})
    claims = jwt.claims_of(answer.json["access_token"])
    jwt.expect_claims(claims, {"sub": bob["id"]})
    ensure("code" in sent_back(web.authorize(scope="openid")), "the session does not answer")
    another = SignInClient.registered(target)
    cancelled = _choose(another, another.authorize(), cancel="true")
    sent_back_error(cancelled, "access_denied")


@of(rules.SIGNON_ONCE)
def a_choice_counts_once(target: PingOneTarget) -> None:
    """A page's form is accepted once, and a made-up flow is refused."""
    alice = new_user(target)
    web = SignInClient.registered(target)
    page = web.authorize()
    sent_back(_choose(web, page, user=alice["username"]))
    denied(_choose(web, page, user=alice["username"]), "invalid_request")
    if target.is_current:
        denied(web.browse(f"{root(target)}/signon/?flowId={_form(page)[0]}"), "invalid_request")
    _, action = _form(page)
    forged = web.browse(action, form={"flow": "nobodys", "user": alice["username"]})
    denied(forged, "invalid_request")


def _choose(client: SignInClient, page: Answer, **choice: str) -> Answer:
    flow, action = _form(page)
    return client.browse(action, form={"flow": flow, **choice})


def _form(page: Answer) -> tuple[str, str]:
    text = page.body.decode()
    flow, action = _FLOW.search(text), _ACTION.search(text)
    if flow is None or action is None:
        raise Differs(f"{page.asked}: the page has no form to choose a user with")
    return unescape(flow[1]), unescape(action[1])
