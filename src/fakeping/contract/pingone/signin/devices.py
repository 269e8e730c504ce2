"""Checks of device authorization: the device's codes, its polling, and its user's part."""

import re
from urllib.parse import urlencode

from fakeping.contract.check import ABSENT, ensure, expect
from fakeping.contract.pingone.refusals import NOBODY, denied, invalid, not_found
from fakeping.contract.pingone.signin.client import NONE, SignInClient, at_once, page_of
from fakeping.contract.pingone.signin.flow_client import (
    Person,
    act,
    application,
    check,
    flow_of,
    flow_url,
    person,
    root,
)
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON
from fakeping.families.pingone.signin import device_rules as rules

of = CHECKS.of

_CURRENT = ("current",)
_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_VERIFY = "deviceAuthGrant.userCode.verify"
_CONSENT = "deviceAuthGrant.consent"


def _device(target: PingOneTarget, **members: JSON) -> SignInClient:
    """An application of devices, which polls as fast as it may."""
    said = {"grantTypes": ["DEVICE_CODE"], "responseTypes": [], "devicePollingInterval": 1}
    return application(target, **{**said, **members})


def _begun(client: SignInClient, **form: str) -> JSON:
    """The codes of a device."""
    answer = client.post("device_authorization", {"scope": "openid", **form}, method=NONE)
    expect(answer, 200, {"device_code": str, "user_code": str})
    return answer.json


def _poll(client: SignInClient, codes: JSON) -> Answer:
    """Ask for a device's tokens."""
    return client.token(_GRANT, device_code=codes["device_code"])


def _signed_in(client: SignInClient, path: str, who: Person) -> str:
    """The id of a device's flow, in which the user has signed in."""
    client.cookies.clear()
    flow_id = flow_of(client.browse(f"{root(client.target)}/device{path}"))
    said = {"status": "DAG_USER_CODE_REQUIRED"}
    expect(check(client, flow_id, who), 200, said, Set_Cookie=str)
    return flow_id


def _decided(client: SignInClient, codes: JSON, who: Person, *, accept: bool) -> None:
    """Let a user allow or refuse a device."""
    flow_id = _signed_in(client, f"/{client.client_id}", who)
    expect(act(client, flow_id, _VERIFY, {"userCode": codes["user_code"]}), 200)
    expect(act(client, flow_id, _CONSENT, {"accept": accept}), 200)


def _fields(page: Answer) -> dict[str, str]:
    """The hidden fields of a page."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.body.decode()))


@of(rules.DEVICE, editions=_CURRENT)
def a_device_is_given_its_codes(target: PingOneTarget) -> None:
    """With the application's times and path, and without its secret."""
    plain = _device(target, devicePollingInterval=None)
    page = f"{root(target)}/device/{plain.client_id}"
    answer = plain.post("device_authorization", {"scope": "openid"}, method=NONE)
    whole = {
        "device_code": re.compile("[0-9a-f-]{36}"),
        "user_code": re.compile("[A-Z0-9]{4}-[A-Z0-9]{4}"),
        "verification_uri": page,
        "verification_uri_complete": f"{page}?user_code={answer.json.get('user_code')}",
        "expires_in": 600,
        "interval": 5,
    }
    expect(answer, 200, whole, Cache_Control="no-store")
    ensure(_begun(plain)["user_code"] != answer.json["user_code"], "a user code comes twice")
    ensure(_begun(plain)["device_code"] != answer.json["device_code"], "a device code comes twice")
    expect(plain.post("device_authorization", {}), 200, {"device_code": str})
    path = target.name("tv").replace("_", "-")[-50:]
    own = _device(target, devicePathId=path, deviceTimeout=60, devicePollingInterval=7)
    answer = own.post("device_authorization", {}, method=NONE)
    said = {"verification_uri": f"{root(target)}/device/{path}", "expires_in": 60, "interval": 7}
    expect(answer, 200, said)
    custom = _device(target, deviceCustomVerificationUri="https://example.com/tv?a=b")
    codes = _begun(custom)
    said = {
        "verification_uri": "https://example.com/tv?a=b",
        "verification_uri_complete": f"https://example.com/tv?a=b&user_code={codes['user_code']}",
    }
    ensure(said.items() <= codes.items(), f"the verification URIs of {codes}, expected {said}")


@of(rules.DEVICE_CLIENT, editions=_CURRENT)
def a_device_is_of_an_application_that_may_have_some(target: PingOneTarget) -> None:
    """One that is known, enabled, and has the grant type."""
    web = application(target)
    denied(web.post("device_authorization", {}, method=NONE), "unauthorized_client")
    disabled = _device(target, enabled=False)
    nobody = SignInClient(target=target, client_id=NOBODY, client_secret="", method=NONE)
    wrong = _device(target)
    wrong.client_secret = "wrong"  # noqa: S105 - it opens nothing
    answers = (
        disabled.post("device_authorization", {}, method=NONE),
        nobody.post("device_authorization", {}),
        wrong.post("device_authorization", {}),
    )
    for answer in answers:
        expect(answer, 401, {"error": "invalid_client"})
    answer = _device(target).post("device_authorization", {"scope": "nonsense"}, method=NONE)
    denied(answer, "invalid_scope")
    denied(web.token(_GRANT, device_code=NOBODY), "unauthorized_client")


@of(rules.DEVICE_PAGE, editions=_CURRENT)
def a_user_is_sent_to_the_sign_on_page(target: PingOneTarget) -> None:
    """Of any application, or of one by its id or its path."""
    path = target.name("tv").replace("_", "-")[-50:]
    tv = _device(target, devicePathId=path)
    for part in ("", f"/{tv.client_id}", f"/{path}", f"/{path}?user_code=BVKV-2GZ2"):
        answer = tv.browse(f"{root(target)}/device{part}")
        ensure(bool(page_of(answer)), f"{answer.asked}: no sign-on page")
        expect(tv.browse(page_of(answer)), 200, Content_Type=re.compile("text/html.*"))
    not_found(tv.browse(f"{root(target)}/device/{NOBODY}"))


@of(rules.DEVICE_PAGE, editions=_CURRENT)
def a_user_allows_or_refuses_on_the_page(target: PingOneTarget) -> None:
    """The page of a fake has a button for each user."""
    target.steered()
    tv, alice = _device(target), person(target)
    for user, status in ((alice.username, 200), (None, 400)):
        codes = _begun(tv)
        page = page_of(tv.browse(codes["verification_uri_complete"]))
        shown = tv.browse(page)
        ensure(codes["user_code"] in shown.body.decode(), "the page does not show the code")
        said = {"user": user} if user else {}
        url = f"{target.auth_url}/signon"
        for wrong in ("BBBB-BBBB", ""):
            shown = tv.browse(url, form={**said, **_fields(shown), "user_code": wrong})
            expect(shown, 200, Set_Cookie=None)
        form = {**said, **_fields(shown), "user_code": codes["user_code"]}
        expect(tv.browse(url, form=form), 200, Content_Type=re.compile("text/html.*"))
        expect(tv.browse(url, form=form), 400)
        expect(_poll(tv, codes), status)


@of(rules.DEVICE_PAGE, editions=_CURRENT)
def a_user_who_signs_in_at_once_allows_at_once(target: PingOneTarget) -> None:
    """By opening the complete URI."""
    tv = _device(target)
    with at_once(target) as user:
        codes = _begun(tv)
        page = f"{root(target)}/device/{tv.client_id}"
        expect(tv.browse(page), 302)
        expect(_poll(tv, codes), 400)
        expect(tv.browse(codes["verification_uri_complete"]), 200)
        target.advance(1)
        expect(_poll(tv, codes), 200, {"id_token": str})
        codes = _begun(tv)
        target.given("device_consent", user_code=codes["user_code"], user=user["id"])
        expect(_poll(tv, codes), 200, {"access_token": str})
        codes = _begun(tv)
        target.given("device_consent", user_code=codes["user_code"], accept=False)
        denied(_poll(tv, codes), "access_denied")


@of(rules.DEVICE_FLOW, editions=_CURRENT)
def a_user_allows_a_device_by_its_flow(target: PingOneTarget) -> None:
    """Signs in, enters the code, and consents; nothing is sent back."""
    tv, alice = _device(target), person(target)
    for accept, ends in ((True, "COMPLETED"), (False, "FAILED")):
        codes = _begun(tv)
        flow_id = _signed_in(tv, "", alice)
        begun = tv.browse(flow_url(target, flow_id))
        said = {"status": "DAG_USER_CODE_REQUIRED", "_embedded": {"application": ABSENT}}
        expect(begun, 200, said)
        for link in (_VERIFY, "session.reset"):
            ensure(link in begun.json["_links"], f"{begun.asked}: no link {link}")
        expect(act(tv, flow_id, _CONSENT, {"accept": True}), 401)
        answer = act(tv, flow_id, _VERIFY, {"userCode": codes["user_code"]})
        expect(answer, 200, {"status": "DAG_CONSENT_REQUIRED", "_embedded": {"application": {}}})
        expect(act(tv, flow_id, _CONSENT, {"accept": accept}), 200, {"status": ends})
        expect(act(tv, flow_id, _CONSENT, {"accept": True}), 401)
        expect(tv.browse(f"{target.auth_url}/resume?flowId={flow_id}"), 302)
    flow_id = flow_of(tv.browse(f"{root(target)}/device"))
    expect(tv.browse(flow_url(target, flow_id)), 200, {"status": "DAG_USER_CODE_REQUIRED"})
    answer = act(tv, flow_id, "session.reset")
    expect(answer, 200, {"status": "USERNAME_PASSWORD_REQUIRED"})


@of(rules.DEVICE_USER_CODE, editions=_CURRENT)
def a_user_code_is_the_one_of_a_device_that_waits(target: PingOneTarget) -> None:
    """Of the application, if one is named; in any letter case."""
    tv, other, alice = _device(target), _device(target), person(target)
    codes, others = _begun(tv), _begun(other)
    flow_id = _signed_in(tv, f"/{tv.client_id}", alice)
    for wrong in ("", "nonsense", "BBBB-BBBB", others["user_code"]):
        answer = act(tv, flow_id, _VERIFY, {"userCode": wrong})
        invalid(answer, ("INVALID_VALUE", "userCode"))
    written = codes["user_code"].replace("-", " ").lower()
    answer = act(tv, flow_id, _VERIFY, {"userCode": written})
    expect(answer, 200, {"status": "DAG_CONSENT_REQUIRED"})
    expect(act(tv, flow_id, _CONSENT, {"accept": True}), 200, {"status": "COMPLETED"})
    again = _signed_in(tv, f"/{tv.client_id}?{urlencode({'user_code': 'x'})}", alice)
    answer = act(tv, again, _VERIFY, {"userCode": codes["user_code"]})
    invalid(answer, ("INVALID_VALUE", "userCode"))
    late = _begun(_device(target, deviceTimeout=1))
    flow_id = _signed_in(tv, "", alice)
    target.advance(2)
    answer = act(tv, flow_id, _VERIFY, {"userCode": late["user_code"]})
    invalid(answer, ("INVALID_VALUE", "userCode"))


@of(rules.DEVICE_TOKEN, editions=_CURRENT)
def a_device_gets_the_users_tokens_once(target: PingOneTarget) -> None:
    """All that it may have, for what it asked for."""
    said = {"grantTypes": ["DEVICE_CODE", "REFRESH_TOKEN"]}
    tv, alice = _device(target, **said), person(target)
    codes = _begun(tv)
    _decided(tv, codes, alice, accept=True)
    answer = _poll(tv, codes)
    whole = {"access_token": str, "token_type": "Bearer", "scope": "openid", "id_token": str}
    expect(answer, 200, {**whole, "refresh_token": str}, Cache_Control="no-store")
    expect(tv.userinfo(answer.json["access_token"]), 200, {"sub": alice.id})
    denied(_poll(tv, codes), "invalid_grant")
    refreshed = tv.token("refresh_token", refresh_token=answer.json["refresh_token"])
    expect(refreshed, 200, {"access_token": str})


@of(rules.DEVICE_PENDING, editions=_CURRENT)
def a_device_waits_and_does_not_ask_too_often(target: PingOneTarget) -> None:
    """Each time that it asks too soon it has to wait 5 seconds longer."""
    tv = _device(target, devicePollingInterval=10)
    with target.steered().at_a_standstill() as clock:
        codes = _begun(tv)
        denied(_poll(tv, codes), "authorization_pending")
        clock.advance(10)
        denied(_poll(tv, codes), "authorization_pending")
        clock.advance(9)
        denied(_poll(tv, codes), "slow_down")
        clock.advance(14)
        denied(_poll(tv, codes), "slow_down")
        clock.advance(20)
        denied(_poll(tv, codes), "authorization_pending")


@of(rules.DEVICE_ENDED, editions=_CURRENT)
def a_device_that_gets_nothing_is_told_why(target: PingOneTarget) -> None:
    """It was refused, came too late, or has a code that is not its own."""
    tv, other, alice = _device(target, deviceTimeout=60), _device(target), person(target)
    codes = _begun(tv)
    _decided(tv, codes, alice, accept=False)
    for _ in range(2):
        denied(_poll(tv, codes), "access_denied")
    codes = _begun(tv)
    denied(_poll(other, codes), "invalid_grant")
    denied(_poll(tv, {"device_code": NOBODY}), "invalid_grant")
    denied(_poll(tv, {"device_code": codes["user_code"]}), "invalid_grant")
    denied(tv.token(_GRANT), "invalid_request")
    target.advance(60)
    denied(_poll(tv, codes), "expired_token")
