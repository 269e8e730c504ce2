"""Incidents by name, as clients meet them."""

import pytest

from tests.drive import ask
from tests.fake.pingam.forms import OAuth
from tests.fake.pingone.driver import Client
from tests.fake.pingone.errors import SORRY, said

RESOURCES = "/resources"


def codes(ask_, *paths):
    return [ask_(path=path).status for path in paths]


def test_a_fresh_environment_is_not_there_for_17_seconds(tenant, one):
    tenant.clock.freeze()
    fault = tenant.faults.preset("fresh_environment")

    at_first = one()
    itself = one(path="")
    tenant.clock.advance(16.9)
    late = one("POST", body={"name": "photos"})
    tenant.clock.advance(0.1)
    there = one("POST", body={"name": "photos"})

    assert said(at_first) == (
        404,
        {"code": "NOT_FOUND", "message": f"{SORRY} The requested resource was not found."},
    )
    assert (itself.status, itself.json["createdAt"]) == (200, tenant.clock.text(after=-17))
    assert (late.status, there.status) == (404, 201)
    assert (fault.name, fault.matched, fault.fired) == ("fresh_environment", 3, 2)


def test_a_fresh_environment_lasts_as_long_as_scripted(tenant, one):
    tenant.clock.freeze()
    tenant.faults.preset("fresh_environment", seconds=3)

    tenant.clock.advance(2.5)
    young = one().status
    tenant.clock.advance(0.5)

    assert (young, one().status) == (404, 200)


def test_an_environment_that_is_created_later_is_young_too(server):
    tenant = server.tenant(edition={"pingone": "current"})
    token = tenant.pingone.token(roles=["Organization Admin", "Environment Admin"])
    tenant.clock.freeze()
    tenant.faults.preset("fresh_environment")
    tenant.clock.advance(60)
    url = f"{tenant.pingone.url}/environments"
    made = ask(
        server,
        "POST",
        url,
        {"name": "new", "region": "NA", "type": "SANDBOX", "license": {"id": "x"}},
        token=token,
    ).json

    def populations():
        return ask(server, "GET", f"{url}/{made['id']}/populations", token=token).status

    young = populations()
    tenant.clock.advance(17)

    assert (young, populations()) == (404, 200)


def test_tokens_and_pingam_are_there_in_a_fresh_environment(server, tenant, am):
    tenant.faults.preset("fresh_environment")
    discovery = f"{tenant.pingone.auth_url}/.well-known/openid-configuration"

    assert am().status == 200
    assert ask(server, "GET", discovery).status == 200


def test_a_throttled_client_succeeds_after_retry_after(tenant, one, am):
    tenant.clock.freeze()
    tenant.faults.preset("throttled", seconds=5)

    answers = []
    for ask_ in (one, am):
        reply = ask_()
        answers.append((reply.status, reply.headers["Retry-After"]))
    tenant.clock.advance(1.5)
    later = one()
    tenant.clock.advance(3.5)

    assert answers == [(429, "5"), (429, "5")]
    assert (later.status, later.headers["Retry-After"]) == (429, "4")
    assert (one().status, am().status) == (200, 200)


def test_the_throttled_preset_sends_its_options(tenant, one):
    tenant.faults.preset("throttled", op="pingone.*", retry_after="1m")

    assert one().headers["Retry-After"] == "60"


def test_the_token_in_use_expires_and_a_new_one_works(tenant, one):
    fault = tenant.faults.preset("token_expired", after=2)
    old = tenant.pingone.token()

    in_use = [one(token=old).status for _ in range(4)]
    new = tenant.pingone.token()
    renewed = [one(token=new).status for _ in range(2)]
    again = one(token=old)

    assert (in_use, renewed) == ([200, 200, 401, 401], [200, 200])
    assert again.json["details"][0]["code"] == "INVALID_TOKEN"
    assert (fault.fired, tenant.journal[-1].fault) == (3, "token_expired")


def test_every_token_that_is_in_use_expires_together(tenant, am):
    tenant.faults.preset("token_expired", after=2)
    alice, bob = tenant.pingam.pat(owner="alice"), tenant.pingam.pat(owner="bob")

    assert [am(token=each).status for each in (alice, bob, alice, bob)] == [200, 200, 401, 401]


def test_only_tokens_issued_before_have_expired(tenant, am, one):
    kept, pat, token = am(), tenant.pingam.pat(owner="bob"), tenant.pingone.token()

    fault = tenant.faults.preset("token_expired")

    unseen = [am(token=pat).status, one(token=token).status]
    renewed = [am(token=tenant.pingam.pat()).status, one(token=tenant.pingone.token()).status]
    assert (kept.status, unseen, renewed) == (200, [401, 401], [200, 200])
    assert (fault.matched, fault.fired) == (4, 2)


def test_every_endpoint_says_that_a_token_has_expired(server, tenant):
    oauth, one = OAuth(server, tenant), tenant.pingone
    signed_in = oauth.password("uma_protection openid").json
    worker = Client(server, tenant, one.credentials)
    token = worker.token("client_credentials").json["access_token"]
    pat = signed_in["access_token"]

    tenant.faults.preset("token_expired")

    assert [
        oauth.introspect(pat),
        worker.post("introspect", {"token": token}).json,
    ] == [{"active": False}] * 2
    assert [
        ask(server, "GET", f"{tenant.pingam.oauth2_url}/userinfo", token=pat).status,
        ask(server, "GET", f"{tenant.pingam.oauth2_url}/tokeninfo", token=pat).status,
        ask(server, "GET", f"{one.auth_url}/userinfo", token=token).status,
    ] == [401, 401, 401]


def test_a_resource_server_learns_of_it_behind_the_last_that_was_spared(server, tenant, am):
    oauth, pat = OAuth(server, tenant), tenant.pingam.pat()
    tenant.faults.preset("token_expired", after=1)

    active = oauth.introspect(pat)["active"]
    spared = am(token=pat).status

    assert (active, spared, oauth.introspect(pat)) == (True, 200, {"active": False})


def test_what_refreshes_an_expired_token_still_does(server, tenant, am):
    oauth = OAuth(server, tenant)
    old = oauth.password().json
    tenant.faults.preset("token_expired")

    new = oauth.token("refresh_token", refresh_token=old["refresh_token"]).json

    assert [am(token=each["access_token"]).status for each in (old, new)] == [401, 200]


def test_one_familys_operations_let_its_tokens_expire_alone(tenant, am, one):
    tenant.faults.preset("token_expired", op="pingone.resource.*")

    assert (am().status, one().status) == (200, 401)


def test_an_expired_chosen_token_is_valid_once_issued_again(tenant, am):
    tenant.pingam.pat(value="chosen")
    tenant.faults.preset("token_expired")

    expired = am(token="chosen").status
    tenant.pingam.pat(value="chosen")

    assert (expired, am(token="chosen").status) == (401, 200)


def test_a_forgotten_token_has_expired_as_well(tenant, one, monkeypatch):
    monkeypatch.setattr("fakeping.families.pingone.tokens._MAX_REMEMBERED", 1)
    old = tenant.pingone.token()
    tenant.clock.advance(2)
    tenant.pingone.token()
    tenant.faults.preset("token_expired")

    assert one(token=old).status == 401


def test_where_any_token_is_taken_those_in_use_expire(server):
    tenant = server.tenant(auth="any")

    def asked(token):
        return ask(server, "GET", tenant.pingam.resource_set_url, token=token).status

    fault = tenant.faults.preset("token_expired", after=1)
    assert [asked(each) for each in ("a", "a", "b", "a")] == [200, 401, 200, 401]
    fault.cancel()
    tenant.faults.preset("token_expired")
    assert [asked(each) for each in ("a", "b", "a")] == [401, 200, 401]


def test_an_expiry_is_in_no_document(tenant, am):
    tenant.pingam.given.resource_set(owner="alice", resource_scopes=["view"])
    before = tenant.snapshot()

    tenant.faults.preset("token_expired")

    assert tenant.snapshot()["pingam"]["tokens"] == before["pingam"]["tokens"]
    assert am().status == 401
    tenant.reset(to=before)  # takes faults back
    assert am().status == 200


def test_who_comes_without_a_token_is_not_counted(tenant, am):
    tenant.faults.preset("token_expired", after=1)

    assert [am(token=None).status, am().status, am(token=None).status] == [401, 200, 401]
    assert am().json == {
        "error_description": "The access token provided is expired, revoked, malformed, or"
        " invalid for other reasons.",
        "error": "invalid_token",
    }


def test_a_token_that_was_given_back_works_again(tenant, one):
    with tenant.faults.preset("token_expired"):
        expired = one().status

    assert (expired, one().status) == (401, 200)


def test_a_pat_expires_mid_flow_and_pingones_tokens_do_not(tenant, one, am):
    fault = tenant.faults.preset("pat_expired_mid_flow", after=1)

    assert [one().status, am().status, one().status, am().status] == [200, 200, 200, 401]
    assert fault.name == "token_expired"


@pytest.mark.parametrize(("edition", "status"), [("p14c", 401), ("current", 403)])
def test_a_revoked_role_is_denied_as_the_edition_denies(server, edition, status):
    tenant = server.tenant(edition={"pingone": edition})
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    tenant.faults.preset("scope_revoked", after=1)

    replies = [ask(server, "GET", url, token=tenant.pingone.token()) for _ in range(3)]

    assert [each.status for each in replies] == [200, status, status]
    assert replies[-1].json["details"][0]["code"] == "INSUFFICIENT_PERMISSIONS"
    assert replies[-1].fault == "scope_revoked"


def test_a_revoked_scope_is_insufficient(tenant, am):
    tenant.faults.preset("scope_revoked", caller="bob")
    bob = tenant.pingam.pat(owner="bob")

    denied = am(token=bob)

    assert (denied.status, denied.json) == (
        403,
        {
            "error_description": "The resource requested requires scope: uma_protection",
            "error": "insufficient_scope",
        },
    )
    assert (am().status, am(token="nobody's").status) == (200, 401)


def test_a_bad_token_is_still_a_bad_token_where_a_scope_is_revoked(tenant, one, am):
    tenant.faults.preset("scope_revoked")

    replies = [one(token="nobody's"), am(token="nobody's")]

    assert [(each.status, each.fault) for each in replies] == [(401, None)] * 2


def listed(reply):
    return [each["name"] for each in reply.json["_embedded"]["items"]]


def test_a_list_after_a_write_is_as_it_was_before_it(tenant, one):
    tenant.clock.freeze()
    before = listed(one())
    tenant.faults.preset("stale_list", seconds=2)

    made = one("POST", body={"name": "photos"}).json
    stale = one()
    fresh = one(path=f"/resources/{made['id']}")
    tenant.clock.advance(2)

    assert (listed(stale), stale.fault) == (before, "stale_list")
    assert [len(each.changes) for each in tenant.journal] == [0, 1, 0, 0]
    assert (fresh.status, fresh.json["name"]) == (200, "photos")
    assert listed(one()) == [*before, "photos"]
    assert [each.name for each in tenant.pingone.resources()] == [*before, "photos"]


def test_writes_become_visible_one_after_the_other(tenant, one):
    tenant.clock.freeze()
    before = listed(one())
    tenant.faults.preset("stale_list", seconds=2)
    seen = []
    for name in ("a", "b", "c"):
        one("POST", body={"name": name})
        tenant.clock.advance(1)
        seen.append(listed(one())[len(before) :])
    tenant.clock.advance(2)

    assert seen == [[], ["a"], ["a", "b"]]
    assert listed(one())[len(before) :] == ["a", "b", "c"]


def test_lists_lag_as_long_however_many_writes_there_are(tenant, one):
    tenant.clock.freeze()
    before = listed(one())
    tenant.faults.preset("stale_list", seconds=100)
    for number in range(250):
        one("POST", body={"name": f"resource {number}"})
        tenant.clock.advance(0.1)
    written_over = 250 * 0.1

    tenant.clock.advance(100 - written_over - 0.1)
    at_first = listed(one())
    tenant.clock.advance(written_over / 2)
    half_way = listed(one())
    tenant.clock.advance(written_over / 2 + 0.1)

    assert at_first == before
    assert abs(len(half_way) - len(before) - 125) <= 10  # a hundredth of the time is ten writes
    assert len(listed(one())) - len(before) == 250


def test_a_stale_list_has_deleted_entities(tenant, am):
    tenant.clock.freeze()
    photo = tenant.pingam.given.resource_set(owner="alice", resource_scopes=["view"])
    tenant.faults.preset("stale_list", op="pingam.*")

    am("DELETE", f"/{photo.id}")
    stale = am().json
    gone = am(path=f"/{photo.id}").status
    tenant.clock.advance(2)

    assert (stale, gone, am().json) == ([photo.id], 404, [])


def test_what_holds_nothing_yet_is_listed_afresh(tenant, one):
    tenant.clock.freeze()
    tenant.faults.preset("stale_list")

    made = one("POST", body={"name": "photos"}).json
    scopes = one(path=f"/resources/{made['id']}/scopes")

    assert (scopes.status, scopes.fault) == (200, None)


def test_a_stale_list_knows_who_may_ask(tenant, one, am):
    tenant.clock.freeze()
    tenant.faults.preset("stale_list")
    am("POST", body={"name": "photos", "resource_scopes": ["view"]})

    assert am(token="nobody's").status == 401
    assert am(token=tenant.pingam.pat()).json == []


def test_lists_that_were_never_written_to_are_fresh(tenant, one, am):
    tenant.clock.freeze()
    fault = tenant.faults.preset("stale_list")
    am("POST", body={"name": "photos", "resource_scopes": ["view"]})

    assert one().fault is None
    assert (fault.matched, fault.fired) == (1, 0)


def test_an_unexpected_error_is_the_platforms_own(tenant, one, am):
    tenant.faults.preset("unexpected_error")
    tenant.faults.preset("unexpected_error", op="pingam.*")

    pingone, pingam = one(), am()

    assert said(pingone) == (
        500,
        {"code": "UNEXPECTED_ERROR", "message": f"{SORRY} An unexpected error occurred."},
    )
    assert (pingam.status, pingam.json["error"]) == (500, "server_error")
    assert (one().status, am().status) == (200, 200)


@pytest.mark.parametrize(
    ("name", "said_", "sentence"),
    [
        ("flood", {}, "no preset 'flood': choose from fresh_environment, throttled"),
        ("throttled", {"second": 3}, "no 'second'"),
        ("throttled", {"seconds": -1}, "not negative"),
        ("throttled", {"retry_after": -1}, "not negative"),
        ("token_expired", {"after": -1}, "after is a whole number"),
        ("token_expired", {"seconds": 1}, "no 'seconds'"),
        ("fresh_environment", {"op": "pingam.*"}, "does not happen at any"),
        ("fresh_environment", {"op": "pingone.environment.read"}, "does not happen at any"),
        ("stale_list", {"op": "pingone.resource.read"}, "does not happen at any"),
        ("scope_revoked", {"times": 0}, "times is a whole number"),
    ],
)
def test_invalid_options_are_refused(tenant, one, name, said_, sentence):
    with pytest.raises(ValueError, match=sentence):
        tenant.faults.preset(name, **said_)

    assert list(tenant.faults) == []
    assert one().status == 200
