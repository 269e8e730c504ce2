"""Checks of sign-in and sessions."""

from collections.abc import Iterator
from typing import Any

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.refusals import denied
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import SSO, PingAMTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingam.realms import path_of
from fakeping.families.pingam.rules import everywhere
from fakeping.families.pingam.rules import signin as rules

#: Seconds that a session lasts, and that it lasts unused.
_LONGEST = 7200
_IDLE = 1800

#: An owner's endpoint that is always there.
_SETS = "oauth2/resources/sets?_queryFilter=true"


def sign_in(target: PingAMTarget, **headers: str) -> Answer:
    """Call the sign-in endpoint without a body."""
    url = f"{target.json_url}/authenticate"
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return target.ask("POST", url, headers=sent, token=None)


def filled_in(target: PingAMTarget, name: str, password: str) -> Answer:
    """Request callbacks, fill them in and send them back."""
    asked = sign_in(target)
    expect(asked, 200, {"authId": str, "callbacks": list})
    document = asked.json
    if target.edition == "openam":
        expect(asked, 200, {"header": "Sign in to OpenAM", "infoText": ["", ""]})
    for callback, value in zip(document["callbacks"], (name, password), strict=True):
        callback["input"][0]["value"] = value
    return target.ask("POST", f"{target.json_url}/authenticate", json=document, token=None)


@CHECKS.of(rules.PASSWORD)
def a_wrong_password_opens_nothing(target: PingAMTarget) -> None:
    """A wrong password or name is refused, in headers and in callbacks."""
    own = target.owner.name
    nobody = target.name("nobody")
    for name, password in (
        (own, "not the password"),
        (nobody, "x"),
        (nobody, target.owner.secret or ""),
    ):
        answer = sign_in(target, X_OpenAM_Username=name, X_OpenAM_Password=password)
        denied(answer, 401, naming="Authentication Failed")
        denied(filled_in(target, name, password), 401, naming="Authentication Failed")
    url = f"{target.json_url}/authenticate"
    callbacks: tuple[Any, ...] = ([], 1, [{}], [{"input": 1}], {"input": []})
    for said in (*({"authId": "x", "callbacks": each} for each in callbacks), {"authId": [1]}):
        denied(target.ask("POST", url, json=said, token=None), 401)


@CHECKS.of(rules.AUTHENTICATE)
def a_name_alone_opens_nothing(target: PingAMTarget) -> None:
    """A missing password is asked for."""
    for headers in (
        {"X_OpenAM_Username": target.owner.name},
        {"X_OpenAM_Password": target.owner.secret or ""},
    ):
        expect(sign_in(target, **headers), 200, {"tokenId": ABSENT, "callbacks": list})


@CHECKS.of(rules.AUTHENTICATE)
def a_name_and_a_password_open_a_session(target: PingAMTarget) -> None:
    """In headers or in callbacks; the token is in the body and in a cookie."""
    name, password = target.owner.name, target.owner.secret or ""
    for answer in (
        sign_in(target, X_OpenAM_Username=name, X_OpenAM_Password=password),
        filled_in(target, name, password),
    ):
        expect(answer, 200, {"tokenId": str, "successUrl": str, "realm": target.realm_name})
        token, cookie = answer.json["tokenId"], answer.headers.get("Set-Cookie", "")
        ensure(cookie.startswith(f"{SSO}={token}"), f"{answer.asked}: the cookie is another")
        expect(target.own("GET", _SETS, headers={SSO: token}), 200)
        for held in (f"{SSO}={token}", f'a=b; {SSO}="{token}"'):
            expect(target.own("GET", _SETS, headers={SSO: "", "Cookie": held}), 200)


def shut_out(answer: Answer) -> None:
    """Raise `Differs` unless an answer is the 401 of a missing session."""
    denied(answer, 401, naming="Access Denied")


@CHECKS.of(rules.SSO)
def an_owners_endpoint_wants_a_session(target: PingAMTarget) -> None:
    """A missing or unknown session is refused, and so is a PAT."""
    base = f"{target.json_url}/users/{target.owner.name}"
    for method, path in _owners(steps.resource_set(target)):
        for headers in ({}, {SSO: target.name("nothing")}):
            shut_out(target.ask(method, f"{base}/{path}", headers=headers, token=None))
        shut_out(target.ask(method, f"{base}/{path}"))


def _owners(made: steps.RegisteredSet) -> Iterator[tuple[str, str]]:
    """Every operation of an owner's: its method, and its path."""
    for path in ("oauth2/resources/sets", "uma/policies", "uma/pendingrequests"):
        yield "GET", f"{path}?_queryFilter=true"
        yield "GET", f"{path}/{made.id}"
    for path in (f"oauth2/resources/sets/{made.id}", f"uma/policies/{made.id}"):
        yield "PUT", path
    yield "DELETE", f"uma/policies/{made.id}"
    yield "GET", "oauth2/resources/labels?_queryFilter=true"
    yield "POST", "oauth2/resources/labels"
    for method in ("PUT", "DELETE"):
        yield method, f"oauth2/resources/labels/{made.id}"
    yield "POST", "oauth2/resources/sets?_action=revokeAll"
    yield "POST", "uma/policies?_action=create"
    yield "POST", "uma/pendingrequests?_action=denyAll"
    yield "POST", f"uma/pendingrequests/{made.id}?_action=deny"


@CHECKS.of(rules.SSO)
def a_session_is_one_realms(target: PingAMTarget) -> None:
    """A session of another realm is refused."""
    elsewhere = target.json_url.replace(target.realm_path, path_of(target.new_realm()))
    url = f"{elsewhere}/users/{target.owner.name}/{_SETS}"
    headers = {SSO: target.session(target.owner)}
    shut_out(target.ask("GET", url, headers=headers, token=None))


@CHECKS.of(rules.SSO_OWNER)
def a_name_is_spelled_as_it_is(target: PingAMTarget) -> None:
    """Names of users are case-sensitive."""
    headers = {SSO: target.session(target.owner)}
    url = f"{target.json_url}/users/{target.owner.name.swapcase()}/{_SETS}"
    denied(target.ask("GET", url, headers=headers, token=None), 403)


@CHECKS.of(rules.SSO)
def a_session_ends_unused(target: PingAMTarget) -> None:
    """A session expires after thirty minutes without use."""
    with target.steered().at_a_standstill():
        token = target.new_session(target.owner)
        for seconds, status in ((_IDLE - 1, 200), (_IDLE - 1, 200), (_IDLE, 401)):
            target.advance(seconds)
            expect(target.own("GET", _SETS, headers={SSO: token}), status)


@CHECKS.of(rules.SSO)
def a_session_ends_after_two_hours(target: PingAMTarget) -> None:
    """A session expires after two hours, even in use."""
    with target.steered().at_a_standstill():
        token, step = target.new_session(target.owner), _IDLE - 300
        for passed in range(step, _LONGEST, step):
            target.advance(step)
            answer = target.own("GET", _SETS, headers={SSO: token})
            ensure_same(answer.status, 200, f"{answer.asked}: {passed} seconds into a session")
        target.advance(_LONGEST % step or step)
        shut_out(target.own("GET", _SETS, headers={SSO: token}))


@CHECKS.of(rules.SSO_OWNER)
def anothers_endpoints_are_forbidden(target: PingAMTarget) -> None:
    """Another user's endpoints are 403."""
    own = {SSO: target.session(target.owner)}
    made = steps.resource_set(target, owner=target.other())
    base = f"{target.json_url}/users/{made.owner.name}"
    said = steps.policy(made, (target.owner.name, ["view"]))
    bodies = {f"oauth2/resources/sets/{made.id}": {"labels": []}, f"uma/policies/{made.id}": said}
    for method, path in _owners(made):
        how: dict[str, Any] = {"json": bodies.get(path, {})} if method in {"PUT", "POST"} else {}
        answer = target.ask(method, f"{base}/{path}", headers=own, token=None, **how)
        denied(answer, 403, naming=f"User, id={target.owner.name},ou=user,")


@CHECKS.of(everywhere.ACTION)
def an_unknown_action_is_told(target: PingAMTarget) -> None:
    """An unknown action is refused, and so is a missing one."""
    headers = {SSO: target.session(target.owner)}
    for query in ("?_action=nonsense", ""):
        url = f"{target.json_url}/sessions{query}"
        denied(target.ask("POST", url, headers=headers, token=None), 400)
        denied(target.own("POST", f"uma/pendingrequests{query}"), 400)
    made = steps.resource_set(target)
    denied(target.own("POST", "uma/policies?_action=nonsense", json=steps.policy(made)), 400)


@CHECKS.of(everywhere.ACTION)
def an_unknown_action_does_nothing(target: PingAMTarget) -> None:
    """An unknown action leaves a pending request as it is."""
    made = steps.resource_set(target)
    request = steps.submitted(target, made, target.other(), "view")
    for query in ("?_action=nonsense", ""):
        denied(target.own("POST", f"uma/pendingrequests/{request['_id']}{query}"), 400)
    ensure_same(len(steps.pending(target, made)), 1, "what waits after an unknown action")
