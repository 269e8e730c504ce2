"""Checks of the authorization endpoint's responses: response types and response modes."""

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

from fakeping.contract import jwt
from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.refusals import denied
from fakeping.contract.pingone.signin.client import (
    REDIRECT,
    SignInClient,
    at_once,
    photos,
    sent_back,
    sent_back_error,
)
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingone.signin import rules

of = CHECKS.of

_FIELD = re.compile(r'name="([^"]*)" value="([^"]*)"')
_ALL = ["code", "token", "id_token"]


def _hybrid(target: PingOneTarget) -> SignInClient:
    """An application with every response type."""
    grants = ["authorization_code", "implicit", "refresh_token"]
    return SignInClient.registered(target, grant_types=grants, response_types=_ALL)


def _parts(answer: Answer) -> tuple[dict[str, str], dict[str, str]]:
    """The parameters of a redirection's query and of its fragment."""
    sent_back(answer)
    where = urlsplit(answer.headers["Location"])
    return dict(parse_qsl(where.query)), dict(parse_qsl(where.fragment))


@of(rules.AUTHORIZE_RESPONSE)
def what_is_asked_for_comes_back_and_nothing_else(target: PingOneTarget) -> None:
    """A code alone is in the query, anything with tokens in the fragment."""
    with at_once(target) as user:
        web = _hybrid(target)
        for asked in ("code", "token", "id_token", "token id_token", "code id_token", "code token"):
            answer = web.authorize(response_type=asked, scope="openid", nonce="n-0S6", state="s")
            query, fragment = _parts(answer)
            said, empty = (query, fragment) if asked == "code" else (fragment, query)
            ensure_same(empty, {}, f"{answer.asked}: what stands in the other part")
            ensure_same(said.get("state"), "s", f"{answer.asked}: the state")
            wanted = {"access_token" if each == "token" else each for each in asked.split()}
            found = {"code", "access_token", "id_token"} & said.keys()
            ensure_same(sorted(found), sorted(wanted), f"{answer.asked}: what is sent back")
            _hangs_together(said, user["id"])
            if "id_token" in said:
                keys = target.ask("GET", f"{target.auth_url}/jwks", token=None)
                jwt.verified(said["id_token"], keys.json)


def _hangs_together(said: Mapping[str, str], user: str) -> None:
    """Raise `Differs` unless the tokens have the user, and `at_hash` and `c_hash` match."""
    if "access_token" in said:
        kept = {name: said.get(name) for name in ("token_type", "expires_in")}
        ensure_same(kept, {"token_type": "Bearer", "expires_in": "3600"}, "the token's own")
        jwt.expect_claims(jwt.claims_of(said["access_token"]), {"sub": user})
    if "id_token" in said:
        token, code = said.get("access_token"), said.get("code")
        hashes = {
            "at_hash": ABSENT if token is None else jwt.half_hash(token),
            "c_hash": ABSENT if code is None else jwt.half_hash(code),
        }
        claims = jwt.claims_of(said["id_token"])
        jwt.expect_claims(claims, {"sub": user, "nonce": "n-0S6", **hashes})


@of(rules.AUTHORIZE_RESPONSE)
def an_application_says_where_the_answer_goes(target: PingOneTarget) -> None:
    """`response_mode`: form_post, fragment, or query without tokens."""
    with at_once(target):
        web = _hybrid(target)
        _, fragment = _parts(web.authorize(response_mode="fragment"))
        ensure("code" in fragment, "response_mode=fragment puts no code there")
        query, _ = _parts(web.authorize(response_mode="query"))
        ensure("code" in query, "response_mode=query puts no code there")
        page = web.authorize(response_mode="form_post", state="s")
        expect(page, 200, Content_Type=re.compile(r"text/html(\s*;.*)?"), Location=ABSENT)
        fields = dict(_FIELD.findall(unescape(page.body.decode())))
        ensure_same(fields.get("state"), "s", f"{page.asked}: the state in the form")
        ensure(REDIRECT.encode() in page.body, f"{page.asked}: the form goes elsewhere")
        expect(web.exchange(fields.get("code", "")), 200)
        for asked in ("token", "id_token"):
            said = {"response_type": asked, "scope": "openid", "nonce": "n"}
            refused = web.authorize(**said, response_mode="query")
            sent_back_error(refused, "invalid_request")


@of(rules.AUTHORIZE_RESPONSE)
def an_error_goes_where_the_answer_would(target: PingOneTarget) -> None:
    """An error is in the fragment if the response would be."""
    with at_once(target):
        web = _hybrid(target)
        for said, in_fragment in (
            ({"response_type": "code"}, False),
            ({"response_type": "code", "response_mode": "fragment"}, True),
            ({"response_type": "token"}, True),
            ({"response_type": "id_token", "nonce": "n"}, True),
        ):
            answer = web.authorize(**said, scope="no-such-scope", state="s")
            query, fragment = _parts(answer)
            found, other = (fragment, query) if in_fragment else (query, fragment)
            told = {name: found.get(name) for name in ("error", "state")}
            ensure_same(told, {"error": "invalid_scope", "state": "s"}, f"{answer.asked}: said")
            ensure(found.get("error_description"), f"{answer.asked}: it is not told why")
            ensure_same(other, {}, f"{answer.asked}: what stands in the other part")
    nobody = _hybrid(target)
    answer = nobody.authorize(response_mode="fragment", prompt="none")
    _, fragment = _parts(answer)
    ensure_same(fragment.get("error"), "login_required", f"{answer.asked}: the error")


@of(rules.REQUEST_INVALID)
def an_id_token_needs_openid(target: PingOneTarget) -> None:
    """`id_token` without `openid` is an error, and so are unsupported or invalid parameters."""
    resource, [read] = photos(target, "read")
    with at_once(target):
        web = _hybrid(target).granted(resource)
        answer = web.authorize(response_type="id_token", scope=read, nonce="n")
        sent_back_error(answer, "invalid_request")
        for name in ("request", "request_uri", "registration"):
            sent_back_error(web.authorize(**{name: "x"}), f"{name}_not_supported")
        for members in ({"prompt": "no-such-prompt"}, {"max_age": "9" * 10}, {"max_age": "-1"}):
            sent_back_error(web.authorize(**members), "invalid_request")
        twice = f"{target.auth_url}/authorize?{urlencode(web.request(nonce='n'))}&nonce=n"
        denied(web.browse(twice), "invalid_request")


@of(rules.AUTHORIZE_REDIRECT)
def what_a_redirect_uri_says_already_stays(target: PingOneTarget) -> None:
    """The response is added to the URI's own query."""
    uri = f"{REDIRECT}?from=here"
    with at_once(target):
        web = SignInClient.registered(target, redirect_uris=[uri])
        answer = web.authorize(redirect_uri=uri, state="s")
        said = sent_back(answer)
        told = {name: said.get(name) for name in ("from", "state")}
        ensure_same(told, {"from": "here", "state": "s"}, f"{answer.asked}: what is sent back")
        ensure("code" in said, f"{answer.asked}: there is no code")


@of(rules.AUTHORIZE_AT_ONCE)
def who_is_to_be_signed_in_goes_before_who_is(target: PingOneTarget) -> None:
    """A fake's user who is signed in at once replaces the browser's session."""
    with at_once(target):
        web = SignInClient.registered(target)
        web.signed_in(scope="openid")
    with at_once(target) as other:
        answer = web.signed_in(scope="openid")
        jwt.expect_claims(jwt.claims_of(answer["access_token"]), {"sub": other["id"]})
