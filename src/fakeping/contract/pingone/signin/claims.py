"""Checks of the claims of access tokens, ID tokens and user info."""

from fakeping.contract import jwt
from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.refusals import unauthorized
from fakeping.contract.pingone.signin.client import SignInClient, at_once, new_user, photos
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.families.pingone.builtins import AUDIENCE
from fakeping.families.pingone.rules import AUTH_TOKEN
from fakeping.families.pingone.signin import rules

of = CHECKS.of

_DEFAULT_LIFETIME = 3600


@of(rules.TOKEN_AUDIENCE)
def a_token_is_for_its_resource(target: PingOneTarget) -> None:
    """`aud` and the lifetime are the resource's; a worker's token is for the platform's API."""
    own = SignInClient.worker(target).own()
    expect(own, 200, {"access_token": str})
    jwt.expect_claims(jwt.claims_of(own.json["access_token"]), {"aud": [AUDIENCE]})
    plain, _ = photos(target, "read")
    service = SignInClient.registered(target, type="service").granted(plain)
    _for(service, plain["name"], _DEFAULT_LIFETIME)
    if target.expected.settings:
        url = "https://photos.example.com"
        shown, _ = photos(target, "read", audience=url, accessTokenValiditySeconds=600)
        _for(SignInClient.registered(target, type="service").granted(shown), url, 600)


def _for(client: SignInClient, audience: str, lifetime: int) -> None:
    answer = client.own()
    expect(answer, 200, {"expires_in": lifetime})
    claims = jwt.claims_of(answer.json["access_token"])
    jwt.expect_claims(claims, {"aud": [audience], "client_id": client.client_id})
    ensure_same(claims["exp"] - claims["iat"], lifetime, "how long the token holds")


@of(rules.TOKEN_USER_CLAIMS)
def a_users_token_says_who_signed_in(target: PingOneTarget) -> None:
    """It has the user, and the attributes of its resource."""
    resource, [read] = photos(target, "read")
    if target.expected.settings:
        target.attribute(resource, name="mail", value="${user.email}")
        target.attribute(resource, name="exp", value="never")
        target.attribute(resource, name="fn", value="${#f(user)}")
    with at_once(target) as user:
        web = SignInClient.registered(target).granted(resource)
        answer = web.signed_in(scope=f"openid {read}")
        claims = jwt.claims_of(answer["access_token"])
        jwt.expect_claims(
            claims, {"sub": user["id"], "acr": str, "auth_time": int, "sid": str, "scope": str}
        )
        if target.expected.settings:
            jwt.expect_claims(claims, {"mail": user["email"], "exp": int, "fn": ABSENT})
            mapped = target.attribute(resource, name="place", value="here")
            name = target.scope(resource, mappedClaims=[mapped["id"]])["name"]
            both = SignInClient.registered(target).granted(resource)
            for asked, place in ((f"{read} {name}", "here"), (read, ABSENT)):
                carried = jwt.claims_of(both.signed_in(scope=asked)["access_token"])
                jwt.expect_claims(carried, {"place": place, "mail": user["email"]})
        plain = jwt.claims_of(web.signed_in(scope="openid")["access_token"])
        jwt.expect_claims(plain, {"sub": user["id"], "sid": claims["sid"], "auth_time": int})
        _stays_as_it_was(target, web, answer["refresh_token"], claims)
    own = jwt.claims_of(SignInClient.worker(target).own().json["access_token"])
    jwt.expect_claims(own, {"sub": ABSENT, "sid": ABSENT})


def _stays_as_it_was(target: PingOneTarget, web: SignInClient, refresh: str, claims: JSON) -> None:
    """Raise `Differs` unless a later token has the same sign-in claims."""
    if target.control is not None:
        target.advance(100)
    again = web.token("refresh_token", refresh_token=refresh)
    expect(again, 200, {"access_token": str})
    kept = {name: claims[name] for name in ("sub", "sid", "auth_time", "acr")}
    jwt.expect_claims(jwt.claims_of(again.json["access_token"]), kept)


@of(rules.ID_TOKEN)
def an_id_token_tells_the_client_who_signed_in(target: PingOneTarget) -> None:
    """Only `openid` brings one; its claims depend on the granted scopes."""
    openid, (resource, [read]) = target.built_in("openid"), photos(target, "read")
    with at_once(target) as user:
        web = SignInClient.registered(target).granted(openid, ["email"]).granted(resource)
        answer = web.signed_in(scope="openid email", nonce="n-0S6")
        header, claims = jwt.opened(answer["id_token"])
        jwt.expect_claims(header, {"alg": "RS256", "kid": str})
        access = jwt.claims_of(answer["access_token"])
        jwt.expect_claims(
            claims,
            {
                "iss": target.auth_url,
                "sub": user["id"],
                "aud": web.client_id,
                "nonce": "n-0S6",
                "at_hash": jwt.half_hash(answer["access_token"]),
                "sid": access["sid"],
                "email": user["email"],
                "given_name": ABSENT,
                "exp": int,
                "iat": int,
            },
        )
        without = web.signed_in(scope=read)
        ensure("id_token" not in without, "an ID token comes without openid")
        plain = jwt.claims_of(web.signed_in(scope="openid")["id_token"])
        jwt.expect_claims(plain, {"nonce": ABSENT, "email": ABSENT})
        less = web.token("refresh_token", refresh_token=answer["refresh_token"], scope="openid")
        expect(less, 200, {"id_token": str})
        jwt.verified(less.json["id_token"], target.ask("GET", f"{target.auth_url}/jwks").json)
        jwt.expect_claims(
            jwt.claims_of(less.json["id_token"]),
            {"email": ABSENT, "sub": user["id"], "nonce": ABSENT, "auth_time": claims["auth_time"]},
        )


@of(rules.ID_TOKEN, editions=("current",))
def an_attribute_stands_in_the_id_token_where_it_may(target: PingOneTarget) -> None:
    """`idToken` and `userInfo` decide where an attribute appears."""
    openid = target.built_in("openid")
    shown = target.attribute(openid, value="the ${user.username} team", userInfo=False)
    hidden = target.attribute(openid, value="hidden", idToken=False)
    with at_once(target) as user:
        web = SignInClient.registered(target)
        claims = jwt.claims_of(web.signed_in(scope="openid")["id_token"])
        team = f"the {user['username']} team"
        jwt.expect_claims(claims, {shown["name"]: team, hidden["name"]: ABSENT})


@of(rules.JWKS)
def the_key_set_verifies_tokens(target: PingOneTarget) -> None:
    """It verifies tokens, and has no private key."""
    answer = target.ask("GET", f"{target.auth_url}/jwks", token=None)
    expect(answer, 200, {"keys": list})
    for key in answer.json["keys"]:
        private = {"d", "p", "q", "dp", "dq", "qi", "k"} & key.keys()
        ensure(not private, f"a key shows {sorted(private)}")
    claims = jwt.verified(target.own_token(), answer.json)
    jwt.expect_claims(claims, {"env": target.environment_id})


@of(rules.DISCOVERY)
def the_discovery_document_says_where_everything_is(target: PingOneTarget) -> None:
    """All endpoints are below the issuer, under the host of the request."""
    url = f"{target.auth_url}/.well-known/openid-configuration"
    answer = target.ask("GET", url, token=None)
    where = {
        "authorization_endpoint": "authorize",
        "token_endpoint": "token",
        "userinfo_endpoint": "userinfo",
        "jwks_uri": "jwks",
        "end_session_endpoint": "signoff",
        "introspection_endpoint": "introspect",
        "revocation_endpoint": "revoke",
    }
    if target.is_current:
        where["pushed_authorization_request_endpoint"] = "par"
        where["device_authorization_endpoint"] = "device_authorization"
    expected = {name: f"{target.auth_url}/{path}" for name, path in where.items()}
    expect(answer, 200, {"issuer": target.auth_url, **expected})
    scopes = {"openid", "profile", "email", "address", "phone"}
    ensure_same(set(answer.json["scopes_supported"]), scopes, "scopes_supported")
    expect(target.ask("GET", answer.json["jwks_uri"], token=None), 200)


@of(rules.USERINFO)
def userinfo_says_what_the_scopes_let_it_say(target: PingOneTarget) -> None:
    """By GET and POST; an attribute may be excluded."""
    openid = target.built_in("openid")
    said: JSON = {}
    if target.expected.settings:
        shown = target.attribute(openid, value="shown", idToken=False)
        hidden = target.attribute(openid, value="hidden", userInfo=False)
        said = {shown["name"]: "shown", hidden["name"]: ABSENT}
    with at_once(target) as user:
        web = SignInClient.registered(target).granted(openid, ["email", "profile"])
        token = web.signed_in(scope="openid email")["access_token"]
        expected = {"sub": user["id"], "email": user["email"], "given_name": ABSENT, **said}
        expect(web.userinfo(token), 200, expected)
        posted = target.ask("POST", f"{target.auth_url}/userinfo", token=token)
        expect(posted, 200, expected)
        whole = web.signed_in(scope="openid email profile")["access_token"]
        expect(web.userinfo(whole), 200, {"given_name": "Alice", "family_name": "Smith"})


@of(rules.USERINFO)
def an_address_is_one_claim(target: PingOneTarget) -> None:
    """Of several parts, with the scope `address` alone; the scope `profile` has the name."""
    openid, home = target.built_in("openid"), {"nickname": "Al"}
    home |= {"address.locality": "Paris", "address.countryCode": "FR"}
    address = {"locality": "Paris", "country": "FR"}
    with at_once(target) as user:
        target.given("sign_in", user=new_user(target, attributes=home)["id"])
        web = SignInClient.registered(target).granted(openid, ["address", "profile"])
        for scope, said in (
            ("openid address", {"address": address, "nickname": ABSENT}),
            ("openid profile", {"address": ABSENT, "nickname": "Al", "name": "Alice Smith"}),
            ("openid", {"address": ABSENT, "nickname": ABSENT, "name": ABSENT}),
        ):
            token = web.signed_in(scope=scope)["access_token"]
            answer = web.userinfo(token)
            expect(answer, 200, said)
            ensure(answer.json["sub"] != user["id"], f"{answer.asked}: it is about another")


@of(rules.USERINFO)
def each_claim_comes_with_its_scope(target: PingOneTarget) -> None:
    """Each of OpenID Connect's four scopes brings its claims."""
    said = {"primaryPhone": "+1 555 0100", "locale": "en", "timezone": "UTC", "photo.href": "p"}
    wanted = {
        "email": {"email"},
        "phone": {"phone_number"},
        "profile": {
            "name", "given_name", "family_name", "preferred_username", "locale", "zoneinfo",
            "picture", "updated_at",
        },
    }  # fmt: skip
    with at_once(target):
        target.given("sign_in", user=new_user(target, attributes=said)["id"])
        web = SignInClient.registered(target).granted(target.built_in("openid"), [*wanted])
        for scope, claims in wanted.items():
            token = web.signed_in(scope=f"openid {scope}")["access_token"]
            answer = web.userinfo(token)
            expect(answer, 200, {"sub": str})
            known = set().union(*wanted.values())
            found = sorted(known & answer.json.keys())
            ensure_same(found, sorted(claims), f"{answer.asked}: what the scope {scope} brings")


@of(AUTH_TOKEN, editions=("current",))
def a_token_says_nothing_in_another_environment(target: PingOneTarget) -> None:
    """A token is invalid in another environment of the same server."""
    elsewhere = target.auth_url.replace(target.environment_id, target.environment()["id"])
    with at_once(target):
        token = SignInClient.registered(target).signed_in(scope="openid")["access_token"]
    unauthorized(target.ask("GET", f"{elsewhere}/userinfo", token=token))
    expect(target.ask("GET", f"{target.auth_url}/userinfo", token=token), 200)


@of(rules.USERINFO, editions=("current",))
def a_mapped_claim_comes_with_its_scope_alone(target: PingOneTarget) -> None:
    """A mapped attribute comes only with its scope; deleted attributes are unmapped."""
    openid = target.built_in("openid")
    attribute = target.attribute(openid, value="told")
    scope = target.scope(openid, mappedClaims=[attribute["id"]])
    name = attribute["name"]
    with at_once(target):
        web = SignInClient.registered(target).granted(openid, [scope["name"]])
        for asked, said in (("openid", ABSENT), (f"openid {scope['name']}", "told")):
            answer = web.signed_in(scope=asked)
            expect(web.userinfo(answer["access_token"]), 200, {name: said})
            claims = jwt.claims_of(answer["id_token"])
            jwt.expect_claims(claims, {name: said})
    url = f"{target.attributes_url(openid)}/{attribute['id']}"
    expect(target.ask("DELETE", url), 204)
    kept = target.read(f"{target.scopes_url(openid)}/{scope['id']}")
    ensure_same(kept.get("mappedClaims", []), [], "the claims of a scope whose attribute is gone")


@of(rules.USERINFO_SCOPE)
def userinfo_is_about_users_who_let_it(target: PingOneTarget) -> None:
    """Tokens without a user, such as a worker's, are refused."""
    expect(SignInClient.worker(target).userinfo(target.own_token()), 403)
    unauthorized(SignInClient.worker(target).userinfo(None))
    resource, [read] = photos(target, "read")
    with at_once(target):
        web = SignInClient.registered(target).granted(resource)
        expect(web.userinfo(web.signed_in(scope=read)["access_token"]), 403)
