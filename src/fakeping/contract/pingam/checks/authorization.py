"""What an authorization request may ask for: how the answer comes, and what of the user."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.checks.authorize import decided, sent_back
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import UMA_PROTECTION, PingAMTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingam.rules import signin as rules


def posted(target: PingAMTarget, answer: Answer) -> dict[str, str]:
    """What a page posts to the client. Raises `Differs` unless it posts."""
    expect(answer, 200, Location=ABSENT)
    media_type = answer.headers.get("Content-Type", "").partition(";")[0].strip()
    ensure_same(media_type, "text/html", f"{answer.asked}: the media type")
    action, fields = steps.posted_back(answer)
    ensure(
        action.partition("?")[0] == target.redirect_uri, f"{answer.asked}: it posts to {action!r}"
    )
    return fields


@CHECKS.of(rules.RESPONSE_MODE)
def an_answer_comes_as_it_is_asked_for(target: PingAMTarget) -> None:
    """In the query, in the fragment, or in a form."""
    said = {"scope": UMA_PROTECTION, "iss": target.issuer, "client_id": target.client.name}
    said["state"] = 'a "state" & more'
    for mode in ("query", "fragment", "form_post"):
        how: dict[str, Any] = {"state": said["state"], "response_mode": mode}
        answer = steps.authorize(target, target.owner, **how)
        if mode == "form_post":
            back = posted(target, answer)
        else:
            expect(answer, 302)
            where = urlsplit(answer.headers.get("Location", ""))
            back = dict(parse_qsl(where.fragment if mode == "fragment" else where.query))
            other = where.query if mode == "fragment" else where.fragment
            ensure_same(other, "", f"{answer.asked}: what is elsewhere")
        code = back.pop("code", "")
        ensure_same(back, said, f"{answer.asked}: what comes back beside the code")
        expect(steps.redeem(target, code), 200, {"access_token": str})


@CHECKS.of(rules.RESPONSE_MODE)
def an_error_comes_as_it_is_asked_for(target: PingAMTarget) -> None:
    """And no code with it."""
    how: dict[str, Any] = {"response_type": "token", "state": "a state"}
    answer = steps.authorize(target, target.owner, response_mode="form_post", **how)
    back = posted(target, answer)
    said = {"error": "unsupported_response_type", "state": "a state"}
    ensure_same({**back, **said, "code": None}, {**back, "code": None}, "what is posted")
    answer = steps.authorize(target, target.owner, response_mode="fragment", **how)
    expect(answer, 302)
    where = urlsplit(answer.headers.get("Location", ""))
    back = dict(parse_qsl(where.fragment))
    ensure_same((back.get("error"), where.query), (said["error"], ""), f"{answer.asked}: the error")


@CHECKS.of(rules.RESPONSE_MODE)
def another_mode_is_told(target: PingAMTarget) -> None:
    """In the query, as it would be without one."""
    for mode in ("nonsense", "query.jwt", "web_message"):
        answer = steps.authorize(target, target.owner, response_mode=mode, state="a state")
        sent_back(target, answer, "invalid_request", state="a state")


@CHECKS.of(rules.RESPONSE_MODE)
def a_decision_is_answered_as_it_is_asked_for(target: PingAMTarget) -> None:
    """Whatever it is."""
    client = target.new_client(asks_consent=True, scopes=["view"])
    for decision, member in (("allow", "code"), ("deny", "error")):
        answer = decided(target, client.name, decision=decision, response_mode="form_post")
        fields = posted(target, answer)
        ensure(member in fields, f"{answer.asked}: it posts no {member}")
        if member == "code":
            expect(steps.redeem(target, fields["code"], client=client), 200, {"scope": "view"})


def at_sign_in(target: PingAMTarget, answer: Answer) -> dict[str, str]:
    """What somebody is sent to sign in with. Raises `Differs` unless they are."""
    expect(answer, 302)
    where = answer.headers.get("Location", "")
    ensure(where.startswith(f"{target.url}/XUI/"), f"{answer.asked}: sent to {where}")
    return steps.sent_back(answer)


@CHECKS.of(rules.PROMPT)
def a_user_is_not_asked_with_none(target: PingAMTarget) -> None:
    """The client learns that they would have been."""
    answer = steps.authorize(target, target.owner, prompt="none")
    ensure("code" in steps.sent_back(answer), f"{answer.asked}: there is no code")
    answer = steps.authorize(target, None, prompt="none", state="a state")
    sent_back(target, answer, "interaction_required", state="a state")
    client = target.new_client(asks_consent=True, scopes=["view"])
    answer = steps.authorize(target, target.owner, client=client, scope="view", prompt="none")
    sent_back(target, answer, "consent_required")


@CHECKS.of(rules.PROMPT)
def a_user_is_asked_to_sign_in_again(target: PingAMTarget) -> None:
    """Once: whoever comes back from there is not sent there again."""
    answer = steps.authorize(target, target.owner, prompt="login", state="a state")
    goto = at_sign_in(target, answer)["goto"]
    asked = dict(parse_qsl(urlsplit(goto).query))
    ensure_same((asked.get("prompt"), asked.get("state")), (None, "a state"), "what is asked then")
    answer = steps.authorize(target, target.owner, prompt="login consent")
    asked = dict(parse_qsl(urlsplit(at_sign_in(target, answer)["goto"]).query))
    ensure_same(asked.get("prompt"), "consent", "the prompt that is left")


@CHECKS.of(rules.PROMPT)
def a_user_is_asked_for_consent(target: PingAMTarget) -> None:
    """Of a client, too, that does not ask for it."""
    answer = steps.authorize(target, target.owner, prompt="consent")
    expect(answer, 200, Location=ABSENT)
    session = target.session(target.owner)
    ensure(session in answer.body.decode("utf-8", "replace"), f"{answer.asked}: no consent")


@CHECKS.of(rules.PROMPT)
def another_prompt_is_told(target: PingAMTarget) -> None:
    """Signed in or not."""
    wrong: tuple[dict[str, Any], ...] = (
        *({"prompt": each} for each in ("nonsense", "none login", "consent select_account")),
        *({"max_age": each} for each in ("soon", "-1", "1.5")),
    )
    for user in (target.owner, None):
        for asked in wrong:
            sent_back(target, steps.authorize(target, user, **asked), "invalid_request")


@CHECKS.of(rules.PROMPT)
def a_session_that_is_too_old_does_not_suffice(target: PingAMTarget) -> None:
    """To its very second."""
    with target.steered().at_a_standstill():
        session = target.new_session(target.owner)
        target.advance(60)
        answer = steps.authorize(target, None, session=session, max_age="60")
        ensure("code" in steps.sent_back(answer), f"{answer.asked}: there is no code")
        at_sign_in(target, steps.authorize(target, None, session=session, max_age="59"))
        answer = steps.authorize(target, None, session=session, max_age="59", prompt="none")
        sent_back(target, answer, "interaction_required")


@CHECKS.of(rules.CHALLENGE)
def another_challenge_method_is_told(target: PingAMTarget) -> None:
    """By a redirection."""
    for method in ("nonsense", "s256", "S512"):
        said: dict[str, Any] = {"code_challenge": "x" * 43, "code_challenge_method": method}
        answer = steps.authorize(target, target.owner, **said)
        sent_back(target, answer, "invalid_request")


@CHECKS.of(rules.OBJECTS)
def what_is_not_supported_is_told(target: PingAMTarget) -> None:
    """A request as a token, by its address, and with further details."""
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"request": "a.b.c"}, "request_not_supported"),
        ({"request_uri": "https://client.invalid/request"}, "request_uri_not_supported"),
        ({"authorization_details": "[]"}, "invalid_authorization_details"),
    )
    for asked, error in cases:
        answer = steps.authorize(target, target.owner, state="a state", **asked)
        sent_back(target, answer, error, state="a state")
