"""The UMA grant, from the ticket to what the resource server sees."""

import pytest
from joserfc import jwt

from tests.drive import ask
from tests.families.pingam.forms import GRANT, ID_TOKEN, UMA_TICKET, OAuth, basic

SUBMITTED = (
    "The client is not authorised to access the requested resource set. A request has been"
    " submitted to the resource owner requesting access to the resource"
)


@pytest.fixture
def oauth(server, tenant):
    oauth = OAuth(server, tenant)
    app = tenant.pingam.given.client("photo-app")
    oauth.app = basic(app.client_id, app.client_secret)
    return oauth


@pytest.fixture
def photo(tenant):
    return tenant.pingam.given.resource_set(resource_scopes=["view", "edit"], name="photo")


@pytest.fixture
def bob(tenant):
    return {
        "claim_token": tenant.pingam.claim_token("bob", client="photo-app"),
        "claim_token_format": ID_TOKEN,
    }


def rpt(oauth, ticket, **form):
    return oauth.token(UMA_TICKET, headers=oauth.app, ticket=ticket, **form)


def permission_request(server, am, body, **how):
    url = f"{am.uma_url}/permission_request"
    return ask(server, "POST", url, body, **{"token": am.pat(), **how})


def asked(photo, *scopes):
    return {"resource_id": photo.id, "resource_scopes": list(scopes)}


@pytest.mark.parametrize("wrap", [dict, lambda one: [one]], ids=["an object", "an array"])
def test_a_permission_request_brings_a_ticket(server, tenant, photo, wrap):
    reply = permission_request(server, tenant.pingam, wrap(asked(photo, "view")))

    assert (reply.status, list(reply.json)) == (201, ["ticket"])
    key = tenant._state.stores["pingam"].keys._key
    claims = jwt.decode(reply.json["ticket"], key, algorithms=["RS256"]).claims
    assert claims["iss"] == tenant.pingam.oauth2_url
    assert claims["exp"] - int(tenant.clock.timestamp()) in {119, 120}


@pytest.mark.parametrize(
    ("change", "error", "description"),
    [
        pytest.param(
            {"resource_id": "nobody"},
            "invalid_resource_id",
            "Could not find Resource Set, nobody",
            id="an unknown resource",
        ),
        pytest.param(
            {"resource_scopes": ["view", "fly"]},
            "invalid_scope",
            "Requested scopes are not in allowed scopes for resource set.",
            id="a scope that it does not have",
        ),
        pytest.param(
            {"resource_id": None},
            "invalid_resource_id",
            "Invalid Permission Request. Missing required attribute, 'resource_id'.",
            id="no resource",
        ),
        pytest.param(
            {"resource_scopes": None},
            "invalid_scope",
            "Invalid Permission Request. Missing required attribute, 'resource_scopes'.",
            id="no scopes",
        ),
    ],
)
def test_a_wrong_permission_request_is_told(server, tenant, photo, change, error, description):
    body = {
        name: value
        for name, value in {**asked(photo, "view"), **change}.items()
        if value is not None
    }

    reply = permission_request(server, tenant.pingam, body)

    assert (reply.status, reply.json) == (
        400,
        {"error_description": description, "error": error},
    )


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"1", b'[{"resource_id":1}]', b'{"a":1}'])
def test_what_is_no_permission_request_is_400(server, tenant, raw):
    reply = ask(
        server,
        "POST",
        f"{tenant.pingam.uma_url}/permission_request",
        raw=raw,
        token=tenant.pingam.pat(),
    )

    assert (reply.status, "error" in reply.json) == (400, True)


def test_another_owners_resource_can_t_be_asked_for(server, tenant, photo):
    pat = tenant.pingam.pat("bob")

    reply = permission_request(server, tenant.pingam, asked(photo, "view"), token=pat)

    assert reply.json["error"] == "invalid_resource_id"


@pytest.mark.parametrize("token", [None, "garbage"])
def test_who_is_let_in_is_told_in_ams_own_form(server, tenant, photo, token):
    reply = permission_request(server, tenant.pingam, asked(photo), token=token)

    assert (reply.status, reply.json) == (
        401,
        {
            "code": 401,
            "reason": "Unauthorized",
            "message": "The access token provided is expired, revoked, malformed, or invalid for"
            " other reasons.",
        },
    )
    assert "WWW-Authenticate" not in reply.headers


def test_without_the_scope_and_with_another_method_too(server, tenant, photo):
    am = tenant.pingam

    scopeless = permission_request(server, am, asked(photo), token=am.pat(scopes=[]))
    got = ask(server, "GET", f"{am.uma_url}/permission_request", token=am.pat())

    assert (scopeless.status, scopeless.json["code"]) == (403, 403)
    assert (got.status, got.json["code"], got.headers["Allow"]) == (405, 405, "POST")


def test_a_party_that_the_owner_shares_with_gets_an_rpt(tenant, oauth, photo, bob):
    tenant.clock.freeze()
    tenant.pingam.given.policy(photo, subject="bob", scopes=["view"])

    reply = rpt(oauth, tenant.pingam.ticket((photo, ["view"])), **bob)

    assert reply.status == 200
    assert sorted(reply.json) == ["access_token", "expires_in", "token_type"]
    exp = int(tenant.clock.timestamp()) + 3600
    assert oauth.introspect(reply.json["access_token"], token=tenant.pingam.pat()) == {
        "active": True,
        "permissions": [{"resource_id": photo.id, "resource_scopes": ["view"], "exp": exp}],
        "token_type": "access_token",
        "exp": exp,
        "iss": tenant.pingam.oauth2_url,
    }


def test_an_rpt_is_no_pat(server, tenant, oauth, photo, bob):
    tenant.pingam.given.policy(photo, subject="bob")
    token = rpt(oauth, tenant.pingam.ticket(photo), **bob).json["access_token"]

    assert ask(server, "GET", tenant.pingam.resource_set_url, token=token).status == 403


@pytest.mark.parametrize(
    "shared",
    [
        pytest.param(None, id="nothing"),
        pytest.param(["view"], id="less than is asked for"),
        pytest.param([], id="no scope"),
    ],
)
def test_what_is_not_shared_is_submitted_to_the_owner(tenant, oauth, photo, bob, shared):
    if shared is not None:
        tenant.pingam.given.policy(photo, subject="bob", scopes=shared)
    ticket = tenant.pingam.ticket((photo, ["view", "edit"]))

    reply = rpt(oauth, ticket, **bob)

    assert (reply.status, list(reply.json)) == (403, ["ticket", "error_description", "error"])
    assert (reply.json["error"], reply.json["error_description"]) == (
        "request_submitted",
        SUBMITTED,
    )
    [pending] = tenant.pingam.pending_requests()
    assert (pending.user, pending.resource, pending.scopes) == ("bob", "photo", ("view", "edit"))


def test_the_new_ticket_holds_once_the_owner_has_shared(tenant, oauth, photo, bob):
    again = rpt(oauth, tenant.pingam.ticket(photo), **bob).json["ticket"]

    tenant.pingam.given.policy(photo, subject="bob")

    assert rpt(oauth, again, **bob).status == 200


def test_the_same_request_is_submitted_once(tenant, oauth, photo, bob):
    for _ in range(3):
        rpt(oauth, tenant.pingam.ticket(photo), **bob)

    assert len(tenant.pingam.pending_requests()) == 1


def test_a_ticket_holds_once(tenant, oauth, photo, bob):
    tenant.pingam.given.policy(photo, subject="bob")
    ticket = tenant.pingam.ticket(photo)

    first, second = rpt(oauth, ticket, **bob), rpt(oauth, ticket, **bob)

    assert (first.status, second.status, second.json) == (200, 400, GRANT)


@pytest.mark.parametrize(("seconds", "status"), [(119, 200), (120, 400)])
def test_a_ticket_holds_for_two_minutes(tenant, oauth, photo, bob, seconds, status):
    tenant.clock.freeze()
    tenant.pingam.given.policy(photo, subject="bob")
    ticket = tenant.pingam.ticket(photo)

    tenant.clock.advance(seconds)

    assert rpt(oauth, ticket, **bob).status == status


@pytest.mark.parametrize("ticket", ["nothing", "e30.e30.e30"])
def test_an_unknown_ticket_is_an_invalid_grant(oauth, bob, ticket):
    assert rpt(oauth, ticket, **bob).json == GRANT


def test_another_tenants_ticket_is_unknown(server, oauth, bob):
    with server.tenant() as other:
        theirs = other.pingam.given.resource_set(resource_scopes=[])

        assert rpt(oauth, other.pingam.ticket(theirs), **bob).json == GRANT


@pytest.mark.parametrize("claim", ["none", "garbage", "a ticket", "another realm's"])
def test_when_nothing_says_who_asks_the_answer_is_need_info(server, tenant, oauth, photo, claim):
    tenant.pingam.given.policy(photo, subject="bob")
    token = {
        "none": None,
        "garbage": "garbage",
        "a ticket": tenant.pingam.ticket(),
        "another realm's": server.tenant().pingam.claim_token("bob"),
    }[claim]
    said = {"claim_token": token, "claim_token_format": ID_TOKEN} if token else {}

    reply = rpt(oauth, tenant.pingam.ticket(photo), **said)

    assert (reply.status, reply.json["error"]) == (403, "need_info")
    assert reply.json["required_claims"][0]["claim_token_format"] == [ID_TOKEN]
    good = tenant.pingam.claim_token("bob")
    again = rpt(oauth, reply.json["ticket"], claim_token=good, claim_token_format=ID_TOKEN)
    assert again.status == 200


def test_a_claim_token_expires(tenant, oauth, photo, bob):
    tenant.pingam.given.policy(photo, subject="bob")

    tenant.clock.advance(3600)

    assert rpt(oauth, tenant.pingam.ticket(photo), **bob).json["error"] == "need_info"


@pytest.mark.parametrize("format_", [None, "urn:ietf:params:oauth:token-type:jwt"])
def test_a_claim_token_has_the_id_tokens_format(tenant, oauth, photo, bob, format_):
    form = {**bob, "claim_token_format": format_} if format_ else {"claim_token": "x"}

    reply = rpt(oauth, tenant.pingam.ticket(photo), **form)

    assert (reply.status, reply.json["error"]) == (400, "invalid_request")


def test_an_owner_may_have_their_own(tenant, oauth, photo):
    claim = tenant.pingam.claim_token("alice")

    reply = rpt(oauth, tenant.pingam.ticket(photo), claim_token=claim, claim_token_format=ID_TOKEN)

    assert reply.status == 200


def test_a_token_that_the_client_came_with_says_who_asks(tenant, oauth, photo):
    tenant.pingam.given.policy(photo, subject="bob")
    access = tenant.pingam.pat("bob", client="photo-app", scopes=["openid"])

    as_rpt = rpt(oauth, tenant.pingam.ticket(photo), rpt=access)
    as_bearer = oauth.token(UMA_TICKET, token=access, ticket=tenant.pingam.ticket(photo))

    assert (as_rpt.status, as_bearer.status) == (200, 200)


def test_an_rpt_is_upgraded(tenant, oauth, photo, bob):
    album = tenant.pingam.given.resource_set(resource_scopes=["list"])
    for each in (photo, album):
        tenant.pingam.given.policy(each, subject="bob")
    first = rpt(oauth, tenant.pingam.ticket((photo, ["view"])), **bob).json["access_token"]

    second = rpt(oauth, tenant.pingam.ticket(album), rpt=first).json["access_token"]

    seen = oauth.introspect(second, token=tenant.pingam.pat())
    assert [(each["resource_id"], each["resource_scopes"]) for each in seen["permissions"]] == [
        (photo.id, ["view"]),
        (album.id, ["list"]),
    ]


def test_a_client_may_ask_for_more_than_the_ticket(tenant, oauth, photo, bob):
    tenant.pingam.given.policy(photo, subject="bob")

    token = rpt(oauth, tenant.pingam.ticket((photo, ["view"])), scope="edit", **bob).json

    seen = oauth.introspect(token["access_token"], token=tenant.pingam.pat())
    assert seen["permissions"][0]["resource_scopes"] == ["view", "edit"]


def test_what_is_deleted_is_no_longer_allowed(server, tenant, oauth, photo, bob):
    am = tenant.pingam
    am.given.policy(photo, subject="bob")
    token = rpt(oauth, am.ticket(photo), **bob).json["access_token"]
    unused = am.ticket(photo)

    ask(server, "DELETE", f"{am.resource_set_url}/{photo.id}", token=am.pat())

    assert am.policies() == []
    assert oauth.introspect(token, token=am.pat())["permissions"] == []
    assert rpt(oauth, unused, **bob).json == GRANT


def test_a_challenge_leads_to_the_tenants_discovery(server, tenant, photo):
    ticket = tenant.pingam.ticket(photo)

    challenge = tenant.pingam.challenge(ticket)

    scheme, _, said = challenge.partition(" ")
    params = dict(each.split("=", 1) for each in said.split(", "))
    assert (scheme, params["realm"], params["ticket"]) == (
        "UMA",
        f'"{tenant.pingam.realm}"',
        f'"{ticket}"',
    )
    url = params["as_uri"].strip('"') + "/.well-known/uma2-configuration"
    found = ask(server, "GET", url).json
    assert found["resource_registration_endpoint"] == tenant.pingam.resource_set_url
    assert found["permission_endpoint"] == f"{tenant.pingam.uma_url}/permission_request"
    assert found["token_endpoint"] == f"{tenant.pingam.oauth2_url}/access_token"


def test_uma_1_has_names_of_its_own(server):
    with server.tenant(edition={"pingam": "openam"}) as tenant:
        am = tenant.pingam
        made = am.given.resource_set(resource_scopes=["view"], name="photo")
        body = {"resource_set_id": made.id, "scopes": ["view"]}

        ticket = permission_request(server, am, body)
        unknown = permission_request(server, am, {**body, "resource_set_id": "x"})
        found = ask(server, "GET", f"{am.uma_url}/.well-known/uma-configuration").json
        newer = ask(server, "GET", f"{am.uma_url}/.well-known/uma2-configuration")

    assert (ticket.status, unknown.json["error"]) == (201, "invalid_resource_set_id")
    assert found["resource_set_registration_endpoint"] == am.resource_set_url
    assert newer.status == 404


def test_only_what_is_missing_is_submitted(tenant, oauth, photo, bob):
    album = tenant.pingam.given.resource_set(resource_scopes=["list"], name="album")
    tenant.pingam.given.policy(photo, subject="bob")

    rpt(oauth, tenant.pingam.ticket(photo, album), **bob)

    assert [each.resource for each in tenant.pingam.pending_requests()] == ["album"]


def test_a_party_that_nothing_is_shared_with_gets_nothing_even_without_a_scope(
    server, tenant, oauth, photo, bob
):
    ticket = permission_request(server, tenant.pingam, asked(photo)).json["ticket"]

    assert rpt(oauth, ticket, **bob).json["error"] == "request_submitted"
