"""Checks of the attributes of applications: claims of ID tokens and of userinfo."""

import re

from fakeping.contract import jwt
from fakeping.contract.check import ABSENT, ensure_same, expect
from fakeping.contract.pingone.refusals import denied, fixed, gone, invalid, not_found
from fakeping.contract.pingone.signin.client import SignInClient, at_once, sent_back_error
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON
from fakeping.families.pingone import application_attribute_rules as rules
from fakeping.families.pingone.application_rules import APPLICATION_EXPAND
from fakeping.families.pingone.platforms_own import BUILT_IN_TYPES
from fakeping.families.pingone.rules import ATTRIBUTE_VALUE

of = CHECKS.of

_CURRENT = ("current",)
_SUBJECT = {"name": "sub", "value": "${user.id}", "required": True, "mappingType": "CORE"}
_PLACES = {"idToken": True, "userInfo": True, "oidcScopes": ABSENT}
_RESERVED = (
    "acr", "amr", "at_hash", "aud", "auth_time", "azp", "client_id", "exp", "iat", "iss", "jti",
    "nbf", "nonce", "org", "scope", "sid", "sub",
)  # fmt: skip
_NOT_VALID = re.compile(r"Attribute name '[a-z_]+' is not valid for the '[A-Z_]+' application")


def _url(target: PingOneTarget, application: JSON, attribute: JSON) -> str:
    return f"{target.application_attributes_url(application)}/{attribute['id']}"


def _body(target: PingOneTarget, **members: JSON) -> JSON:
    return {"name": target.name("attribute"), "value": "x", "required": False, **members}


def _subject(target: PingOneTarget, application: JSON) -> JSON:
    return target.named(
        target.listed(target.application_attributes_url(application), "attributes"), "sub"
    )


def _refused_both_ways(
    target: PingOneTarget, application: JSON, body: JSON, detail: tuple[str, str]
) -> Answer:
    """Raise `Differs` unless a body is refused on POST and on PUT. Returns the last answer."""
    made = target.application_attribute(application)
    url = target.application_attributes_url(application)
    invalid(target.ask("POST", url, json=body), detail)
    answer = target.ask("PUT", _url(target, application, made), json=body)
    invalid(answer, detail)
    return answer


@of(rules.ATTRIBUTES, editions=_CURRENT)
def an_application_has_a_subject_and_what_is_added(target: PingOneTarget) -> None:
    """`sub` is there from the start; a PUT resets what it leaves out."""
    application = target.application()
    url = target.application_attributes_url(application)
    expect(
        target.ask("GET", f"{target.applications_url}/{application['id']}"),
        200,
        {"_links": {"attributes": {"href": url}}},
    )
    [subject] = target.listed(url, "attributes")
    ensure_same({name: subject[name] for name in _SUBJECT}, _SUBJECT, "the first attribute")
    said = _body(target, idToken=False, nameFormat="urn:x", mappingType="CORE")
    made = target.made(url, said)
    one = _url(target, application, made)
    expect(target.ask("GET", one), 200, {**said, "mappingType": "CUSTOM", "userInfo": True})
    less = {name: said[name] for name in ("name", "value", "required")}
    expect(target.ask("PUT", one, json=less), 200, {**less, **_PLACES, "nameFormat": ABSENT})
    expect(target.ask("GET", one), 200, {**less, **_PLACES})
    listed = [each["name"] for each in target.listed(url, "attributes")]
    ensure_same(listed, ["sub", made["name"]], "the attributes")
    other = target.application()
    not_found(target.ask("GET", _url(target, other, made)))
    target.application_attribute(other, name=made["name"])
    gone(target.ask("DELETE", one))
    not_found(target.ask("GET", one))
    for each in target.listed(target.applications_url, "applications"):
        if each["type"] in BUILT_IN_TYPES:
            not_found(target.ask("GET", target.application_attributes_url(each)))


@of(rules.ATTRIBUTES, editions=_CURRENT)
def attributes_go_with_their_application(target: PingOneTarget) -> None:
    """A deleted application has none."""
    application = target.application()
    made = target.application_attribute(application)
    gone(target.ask("DELETE", f"{target.applications_url}/{application['id']}"))
    not_found(target.ask("GET", _url(target, application, made)))
    not_found(target.ask("GET", target.application_attributes_url(application)))


@of(rules.ATTRIBUTE_CORE, editions=_CURRENT)
def the_subject_takes_another_value_and_stays(target: PingOneTarget) -> None:
    """Its name and that it is required are fixed, and it can't be deleted."""
    application = target.application()
    subject = _subject(target, application)
    url = _url(target, application, subject)
    said = {"name": "sub", "value": "${user.email}", "required": True}
    body = {**said, "idToken": False}
    expect(target.ask("PUT", url, json=body), 200, {**_SUBJECT, **said, **_PLACES})
    for wrong, member in (({"required": False}, "required"), ({"name": "subject"}, "name")):
        answer = target.ask("PUT", url, json={**said, **wrong})
        invalid(answer, ("INVALID_VALUE", member))
    fixed(target.ask("DELETE", url))
    expect(target.ask("GET", url), 200, {**said, "mappingType": "CORE"})


@of(rules.ATTRIBUTE_RESERVED, editions=_CURRENT)
def names_of_registered_claims_are_reserved(target: PingOneTarget) -> None:
    """The refusal names the attribute and the application."""
    application = target.application()
    for name in _RESERVED:
        answer = _refused_both_ways(
            target, application, _body(target, name=name), ("INVALID_VALUE", "name")
        )
        expect(answer, 400, {"details": [{"message": _NOT_VALID}]})
    target.application_attribute(application, name="env")


@of(rules.ATTRIBUTE_REQUIRED, editions=_CURRENT)
def an_attribute_says_whether_it_is_required(target: PingOneTarget) -> None:
    """Left out, it is refused."""
    application = target.application()
    body = {"name": target.name("attribute"), "value": "x"}
    _refused_both_ways(target, application, body, ("REQUIRED_VALUE", "required"))


@of(ATTRIBUTE_VALUE, editions=_CURRENT)
def an_applications_attribute_needs_a_value(target: PingOneTarget) -> None:
    """An empty value is refused, also of the subject."""
    application = target.application()
    empty = ("EMPTY_VALUE", "value")
    _refused_both_ways(target, application, _body(target, value=""), empty)
    url = _url(target, application, _subject(target, application))
    invalid(target.ask("PUT", url, json={"name": "sub", "value": "", "required": True}), empty)


@of(rules.ATTRIBUTE_PLACE, editions=_CURRENT)
def an_applications_attribute_stands_somewhere(target: PingOneTarget) -> None:
    """In the ID token, in the user info, or in both."""
    application = target.application()
    nowhere = _body(target, idToken=False, userInfo=False)
    _refused_both_ways(target, application, nowhere, ("INVALID_VALUE", "idToken"))
    made = target.application_attribute(application, userInfo=False)
    ensure_same((made["idToken"], made["userInfo"]), (True, False), "where it stands")


@of(rules.ATTRIBUTE_SCOPES, editions=_CURRENT)
def an_attribute_is_limited_to_granted_scopes(target: PingOneTarget) -> None:
    """Only to openid's; it loses a scope with the grant, and goes with its last."""
    application, openid = target.application(), target.built_in("openid")
    one, other = target.scope(openid), target.scope(openid)
    resource = target.resource()
    further = target.scope(resource)
    target.grant(application, resource, further)
    wrong = ("INVALID_VALUE", "oidcScopes")
    for each in (one, further):
        body = _body(target, oidcScopes=[each["id"]])
        _refused_both_ways(target, application, body, wrong)
    empty = _body(target, oidcScopes=[])
    _refused_both_ways(target, application, empty, ("EMPTY_VALUE", "oidcScopes"))
    grant = target.grant(application, openid, one, other)
    both = [one["id"], other["id"]]
    made = target.application_attribute(application, oidcScopes=both)
    url = _url(target, application, made)
    expect(target.ask("GET", url), 200, {"oidcScopes": both})
    last = target.application_attribute(application, oidcScopes=both[:1])
    gone(target.ask("DELETE", f"{target.scopes_url(openid)}/{one['id']}"))
    expect(target.ask("GET", url), 200, {"oidcScopes": both[1:]})
    not_found(target.ask("GET", _url(target, application, last)))
    gone(target.ask("DELETE", f"{target.grants_url(application)}/{grant['id']}"))
    not_found(target.ask("GET", url))


@of(rules.ATTRIBUTE_CLAIMS, editions=_CURRENT)
def an_applications_attributes_are_claims(target: PingOneTarget) -> None:
    """They come on top of openid's, or in their place; another application gets none."""
    application, openid = target.application(), target.built_in("openid")
    email = target.built_in_scope(openid, "email")
    target.grant(application, openid, email)
    shared = target.attribute(openid, value="openid's")

    def has(**members: JSON) -> str:
        name: str = target.application_attribute(application, **members)["name"]
        return name

    mail, token, info = has(value="${user.email}"), has(userInfo=False), has(idToken=False)
    limited = has(value="v", oidcScopes=[email["id"]])
    has(name=shared["name"], value="its own", userInfo=False)
    has(name="email", value="another", oidcScopes=[email["id"]])
    subject = _subject(target, application)
    said = {"name": "sub", "value": "${user.username}", "required": True}
    expect(target.ask("PUT", _url(target, application, subject), json=said), 200)
    with at_once(target) as user:
        client = SignInClient.of(target, application)
        tokens = client.signed_in(scope="openid")
        both = {"sub": user["username"], mail: user["email"], limited: ABSENT, "email": ABSENT}
        said = {**both, token: user["id"], info: ABSENT, shared["name"]: "its own"}
        jwt.expect_claims(jwt.claims_of(tokens["id_token"]), said)
        said = {**both, token: ABSENT, info: user["id"], shared["name"]: ABSENT}
        expect(client.userinfo(tokens["access_token"]), 200, said)
        jwt.expect_claims(jwt.claims_of(tokens["access_token"]), {mail: ABSENT, "sub": user["id"]})
        tokens = client.signed_in(scope="openid email")
        more = {limited: "v", "email": "another"}
        jwt.expect_claims(jwt.claims_of(tokens["id_token"]), more)
        expect(client.userinfo(tokens["access_token"]), 200, more)
        other = SignInClient.of(target, target.application()).signed_in(scope="openid")
        said = {"sub": user["id"], mail: ABSENT, shared["name"]: "openid's"}
        jwt.expect_claims(jwt.claims_of(other["id_token"]), said)


@of(rules.ATTRIBUTE_NO_VALUE, editions=_CURRENT)
def a_required_claim_that_has_no_value_is_an_error(target: PingOneTarget) -> None:
    """At the token endpoint, and where an ID token comes at once; else it is left out."""
    grants = ["AUTHORIZATION_CODE", "IMPLICIT"]
    application = target.application(grantTypes=grants, responseTypes=["CODE", "ID_TOKEN"])
    body = _body(target, value="${user.nickname}", idToken=True)
    made = target.made(target.application_attributes_url(application), body)
    url = _url(target, application, made)
    with at_once(target):
        client = SignInClient.of(target, application)
        jwt.expect_claims(
            jwt.claims_of(client.signed_in(scope="openid")["id_token"]), {made["name"]: ABSENT}
        )
        expect(target.ask("PUT", url, json={**body, "required": True}), 200)
        answer = client.exchange(client.code(scope="openid"))
        denied(answer, "invalid_request")
        answer = client.authorize(response_type="id_token", scope="openid", nonce="n")
        sent_back_error(answer, "invalid_request")
        expect(target.ask("PUT", url, json={**body, "required": True, "idToken": False}), 200)
        client.signed_in(scope="openid")


@of(APPLICATION_EXPAND, editions=_CURRENT)
def a_creation_may_show_the_attributes(target: PingOneTarget) -> None:
    """Only when it is asked to, and nothing else can be asked for."""
    url, body = target.applications_url, target.application_body()
    made = target.made(f"{url}?expand=attributes", body)
    expect(target.ask("GET", f"{url}/{made['id']}"), 200, {"_embedded": ABSENT})
    [shown] = made["_embedded"]["attributes"]
    ensure_same(shown, _subject(target, made), "the attributes of the answer")
    answer = target.ask("POST", f"{url}?expand=grants", json=target.application_body())
    expect(answer, 400, {"code": "INVALID_REQUEST", "details": [{"target": "expand"}]})
