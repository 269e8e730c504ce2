"""What a resource owner sees and decides, with an SSO token."""

import pytest

from tests.drive import ask
from tests.families.pingam.forms import ID_TOKEN, UMA_TICKET, OAuth


@pytest.fixture
def own(server, tenant):
    """Ask below alice's own path, as alice."""
    sso = tenant.pingam.sso_token("alice")

    def own(method, path, *body, sso=sso, user="alice", headers=None):
        sent = {"Accept-API-Version": "resource=1.0", **(headers or {})}
        if sso is not None:
            sent["iPlanetDirectoryPro"] = sso
        url = f"{tenant.pingam.json_url}/users/{user}/{path}"
        return ask(server, method, url, *body, headers=sent)

    return own


@pytest.fixture
def photo(tenant):
    return tenant.pingam.given.resource_set(
        resource_scopes=["view", "edit"], name="photo", labels=["system"]
    )


@pytest.fixture
def waiting(server, tenant, photo):
    """What bob asked for in vain."""
    form = {
        "ticket": tenant.pingam.ticket((photo, ["view", "edit"])),
        "claim_token": tenant.pingam.claim_token("bob"),
        "claim_token_format": ID_TOKEN,
    }
    assert OAuth(server, tenant).token(UMA_TICKET, **form).status == 403
    return tenant.pingam.pending_requests()[0]


def policy(photo, *scopes, subject="bob", **members):
    shares = [{"subject": subject, "scopes": list(scopes)}]
    return {"policyId": photo.id, "permissions": shares, **members}


def crest(code, reason, message):
    return code, {"code": code, "reason": reason, "message": message}


def said(reply):
    return reply.status, reply.json


NEW = {"If-None-Match": "*"}
#: A description with no labels of the owner's.
WHOLE = {"resource_scopes": [], "labels": []}


def test_a_policy_is_created_read_changed_and_deleted(own, photo):
    path = f"uma/policies/{photo.id}"

    created = own("PUT", path, policy(photo, "view"), headers=NEW)
    read = own("GET", path)
    changed = own("PUT", path, policy(photo, "view", "edit"), headers={"If-Match": "*"})
    deleted = own("DELETE", path)

    assert (created.status, sorted(created.json)) == (201, ["_id", "_rev"])
    assert said(read) == (200, {**created.json, "name": "photo", **policy(photo, "view")})
    assert (changed.status, changed.json["permissions"][0]["scopes"]) == (200, ["view", "edit"])
    assert changed.json["_rev"] != read.json["_rev"]
    assert said(deleted) == (200, {})
    assert said(own("GET", path)) == crest(404, "Not Found", f"UMA Policy not found, {photo.id}")


def test_a_policy_is_created_by_an_action_too(own, photo, tenant):
    reply = own("POST", "uma/policies?_action=create", policy(photo, "view"))

    assert (reply.status, len(tenant.pingam.policies())) == (201, 1)
    assert own("POST", "uma/policies?_action=burn", policy(photo, "view")).status == 400


def test_put_creates_what_is_not_there_unless_it_must_be(own, photo):
    path = f"uma/policies/{photo.id}"

    must = own("PUT", path, policy(photo, "view"), headers={"If-Match": "*"})
    may = own("PUT", path, policy(photo, "view"))
    again = own("PUT", path, policy(photo))

    assert (must.status, may.status, again.status) == (404, 201, 200)


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        pytest.param({"policyId": "x"}, "Policy ID does not match policy ID in the body.", id="id"),
        pytest.param(
            {"policyId": None},
            "Invalid UMA policy. Missing required attribute, 'policyId'.",
            id="no id",
        ),
        pytest.param(
            {"policyId": 1},
            "Invalid UMA policy. Required attribute, 'policyId', must be a String.",
            id="an id that is no string",
        ),
        pytest.param(
            {"permissions": None},
            "Invalid UMA policy. Missing required attribute, 'permissions'.",
            id="no permissions",
        ),
        pytest.param(
            {"permissions": "x"},
            "Invalid UMA policy. Required attribute, 'permissions', must be an array.",
            id="permissions that are no array",
        ),
        pytest.param(
            {"permissions": [{"scopes": []}]},
            "Invalid UMA policy permission. Missing required attribute, 'subject'.",
            id="no subject",
        ),
        pytest.param(
            {"permissions": [{"subject": 1, "scopes": []}]},
            "Invalid UMA policy permission. Required attribute, 'subject', must be a String.",
            id="a subject that is no string",
        ),
        pytest.param(
            {"permissions": [{"subject": "bob"}]},
            "Invalid UMA policy permission. Missing required attribute, 'scopes'.",
            id="no scopes",
        ),
        pytest.param(
            {"permissions": [{"subject": "bob", "scopes": [1]}]},
            "Invalid UMA policy permission. Required attribute, 'scopes', must be an array of"
            " Strings.",
            id="scopes that are no strings",
        ),
        pytest.param(
            {"permissions": [{"subject": "bob", "scopes": ["view", "fly"]}]},
            "Defined Resource Set scopes, [view, edit], do not contain requested scopes,"
            " [view, fly]",
            id="a scope that the resource set does not have",
        ),
    ],
)
def test_a_wrong_policy_is_told(own, photo, tenant, change, answer):
    body = {name: value for name, value in {**policy(photo), **change}.items() if value is not None}

    reply = own("PUT", f"uma/policies/{photo.id}", body, headers=NEW)

    assert said(reply) == crest(400, "Bad Request", answer)
    assert tenant.pingam.policies() == []


def test_a_policy_for_nothing_of_the_owners_is_refused(own, tenant):
    theirs = tenant.pingam.given.resource_set(owner="bob", resource_scopes=[])

    reply = own("PUT", f"uma/policies/{theirs.id}", policy(theirs), headers=NEW)

    assert said(reply) == crest(400, "Bad Request", "Invalid ResourceSet UID")


def test_a_second_policy_is_a_conflict(own, tenant, photo):
    tenant.pingam.given.policy(photo, subject="bob")

    reply = own("PUT", f"uma/policies/{photo.id}", policy(photo), headers=NEW)

    assert said(reply) == crest(
        409,
        "Conflict",
        f"Policy already exists for Resource Server, UMA-Resource-Server, Resource Set, {photo.id}",
    )


@pytest.mark.parametrize(("method", "body"), [("PUT", True), ("DELETE", False)])
def test_a_policys_revision_is_honoured(own, tenant, photo, method, body):
    path, before = f"uma/policies/{photo.id}", tenant.pingam.given.policy(photo, subject="bob")
    sent = [policy(photo)] if body else []

    stale = own(method, path, *sent, headers={"If-Match": "1"})
    current = own(method, path, *sent, headers={"If-Match": f'"{before.revision}"'})

    assert (stale.status, stale.json["code"], current.status) == (412, 412, 200)


def test_another_owners_policy_does_not_exist(own, tenant, photo):
    tenant.pingam.given.policy(photo, subject="bob")
    theirs = tenant.pingam.sso_token("bob")

    reply = own("GET", f"uma/policies/{photo.id}", sso=theirs, user="bob")

    assert said(reply) == crest(404, "Not Found", f"UMA Policy not found, {photo.id}")


def test_a_policy_ends_when_it_says_so(own, server, tenant, photo):
    tenant.clock.freeze()
    ends = int(tenant.clock.timestamp()) + 60
    conditions = [{"type": "Expiration", "expirationDate": str(ends)}]
    body = policy(photo, "view", type="AND", conditions=conditions)
    own("PUT", f"uma/policies/{photo.id}", body, headers=NEW)
    oauth, claim = OAuth(server, tenant), tenant.pingam.claim_token("bob")
    form = {"claim_token": claim, "claim_token_format": ID_TOKEN}
    statuses = []

    for _ in range(2):
        ticket = tenant.pingam.ticket((photo, ["view"]))
        statuses.append(oauth.token(UMA_TICKET, ticket=ticket, **form).status)
        tenant.clock.advance(60)

    assert statuses == [200, 403]
    assert own("GET", f"uma/policies/{photo.id}").json["conditions"] == conditions


@pytest.mark.parametrize(
    "conditions",
    [[{}], [1], "x", [{"type": "Expiration"}], [{"type": "Expiration", "expirationDate": "soon"}]],
)
def test_conditions_that_make_no_sense_are_400(own, photo, conditions):
    body = policy(photo, conditions=conditions)

    assert own("PUT", f"uma/policies/{photo.id}", body, headers=NEW).status == 400


def test_what_waits_is_shown(own, tenant, waiting):
    listed = own("GET", "uma/pendingrequests?_queryFilter=true")
    read = own("GET", f"uma/pendingrequests/{waiting.id}")

    assert listed.json["result"] == [read.json]
    assert {
        name: read.json[name] for name in ("_id", "user", "resource", "permissions", "when")
    } == {
        "_id": waiting.id,
        "user": "bob",
        "resource": "photo",
        "permissions": ["view", "edit"],
        "when": int(waiting.at * 1000),
    }


@pytest.mark.parametrize(
    ("body", "shared"),
    [
        pytest.param([{"scopes": ["view"]}], ["view"], id="some of it"),
        pytest.param([{}], ["view", "edit"], id="all of it"),
        pytest.param([], ["view", "edit"], id="without a body"),
    ],
)
def test_approving_shares(own, tenant, photo, waiting, body, shared):
    reply = own("POST", f"uma/pendingrequests/{waiting.id}?_action=approve", *body)

    [found] = tenant.pingam.policies()
    assert said(reply) == (200, {})
    assert [(each.subject, list(each.scopes)) for each in found.shares] == [("bob", shared)]
    assert tenant.pingam.pending_requests() == []


def test_approving_adds_to_what_is_shared(own, tenant, photo, waiting):
    tenant.pingam.given.policy(photo, subject="carol", scopes=["edit"])
    tenant.pingam.given.policy(photo, subject="bob", scopes=["view"])

    own("POST", f"uma/pendingrequests/{waiting.id}?_action=approve", {"scopes": ["edit"]})

    [found] = tenant.pingam.policies()
    assert {each.subject: each.scopes for each in found.shares} == {
        "carol": ("edit",),
        "bob": ("view", "edit"),
    }


def test_approving_leaves_what_else_a_policy_says(own, photo, waiting):
    over = {"type": "Expiration", "expirationDate": "99999999999"}
    share = {"subject": "carol", "scopes": ["edit"]}
    said = {"policyId": photo.id, "permissions": [share], "conditions": [over]}
    own("PUT", f"uma/policies/{photo.id}", said)

    own("POST", f"uma/pendingrequests/{waiting.id}?_action=approve")

    found = own("GET", f"uma/policies/{photo.id}").json
    assert found["conditions"] == [over]
    assert [each["subject"] for each in found["permissions"]] == ["carol", "bob"]


def test_denying_shares_nothing(own, tenant, waiting):
    reply = own("POST", f"uma/pendingrequests/{waiting.id}?_action=deny")

    assert said(reply) == (200, {})
    assert (tenant.pingam.pending_requests(), tenant.pingam.policies()) == ([], [])


@pytest.mark.parametrize(("action", "shared"), [("approveAll", 1), ("denyAll", 0)])
def test_all_are_decided_at_once(own, tenant, waiting, action, shared):
    reply = own("POST", f"uma/pendingrequests?_action={action}")

    assert said(reply) == (200, {})
    assert (len(tenant.pingam.policies()), tenant.pingam.pending_requests()) == (shared, [])


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        pytest.param("/{id}?_action=burn", {}, 400, id="an unknown action"),
        pytest.param("/{id}", {}, 400, id="no action"),
        pytest.param("?_action=burn", {}, 400, id="an unknown action for all"),
        pytest.param("/nobody?_action=deny", {}, 404, id="an unknown request"),
        pytest.param("/{id}?_action=approve", {"scopes": "view"}, 400, id="no array"),
        pytest.param("/{id}?_action=approve", {"scopes": ["fly"]}, 400, id="an unknown scope"),
        pytest.param("/{id}?_action=approve", [], 400, id="no object"),
    ],
)
def test_a_wrong_decision_changes_nothing(own, tenant, waiting, path, body, status):
    reply = own("POST", "uma/pendingrequests" + path.format(id=waiting.id), body)

    assert (reply.status, reply.json["code"]) == (status, status)
    assert tenant.pingam.pending_requests() == [waiting]


def test_what_is_asked_of_another_owner_does_not_exist(own, tenant, waiting):
    theirs = tenant.pingam.sso_token("bob")

    reply = own("GET", f"uma/pendingrequests/{waiting.id}", sso=theirs, user="bob")

    assert reply.status == 404


def test_requests_for_a_deleted_resource_set_are_gone(server, tenant, photo, waiting):
    am = tenant.pingam

    ask(server, "DELETE", f"{am.resource_set_url}/{photo.id}", token=am.pat())

    assert am.pending_requests() == []


def test_an_owner_reads_their_resource_sets(own, tenant, photo):
    tenant.pingam.given.policy(photo, subject="bob", scopes=["view"])

    read = own("GET", f"oauth2/resources/sets/{photo.id}")
    listed = own("GET", 'oauth2/resources/sets?_queryFilter=name%20eq%20"photo"')

    assert listed.json["result"] == [read.json]
    told = {name: value for name, value in read.json.items() if name != "_rev"}
    assert told == {
        "_id": photo.id,
        "resource_scopes": ["view", "edit"],
        "name": "photo",
        "user_access_policy_uri": photo.user_access_policy_uri,
        "labels": [],
        "resourceServer": "UMA-Resource-Server",
        "resourceOwnerId": "alice",
        "policy": {"permissions": policy(photo, "view")["permissions"]},
    }


@pytest.mark.parametrize(("method", "body"), [("GET", []), ("PUT", [WHOLE])])
def test_another_owners_resource_set_does_not_exist(own, tenant, method, body):
    theirs = tenant.pingam.given.resource_set(owner="bob", resource_scopes=[])

    reply = own(method, f"oauth2/resources/sets/{theirs.id}", *body)

    assert said(reply) == crest(404, "Not Found", f"No resource set with id, {theirs.id}, found.")


EVERY = [
    ("POST", "oauth2/resources/sets?_action=revokeAll"),
    ("GET", "oauth2/resources/labels?_queryFilter=true"),
    ("POST", "oauth2/resources/labels"),
    ("PUT", "oauth2/resources/labels/x"),
    ("DELETE", "oauth2/resources/labels/x"),
    ("GET", "uma/policies?_queryFilter=true"),
    ("POST", "uma/policies?_action=create"),
    ("GET", "uma/policies/x"),
    ("PUT", "uma/policies/x"),
    ("DELETE", "uma/policies/x"),
    ("GET", "uma/pendingrequests?_queryFilter=true"),
    ("POST", "uma/pendingrequests?_action=denyAll"),
    ("GET", "uma/pendingrequests/x"),
    ("POST", "uma/pendingrequests/x?_action=deny"),
    ("GET", "oauth2/resources/sets?_queryFilter=true"),
    ("GET", "oauth2/resources/sets/x"),
    ("PUT", "oauth2/resources/sets/x"),
]


@pytest.mark.parametrize(("method", "path"), EVERY)
def test_every_owners_endpoint_wants_the_owners_sso_token(own, tenant, method, path):
    for sso in (None, "garbage"):
        assert said(own(method, path, {}, sso=sso)) == crest(401, "Unauthorized", "Access Denied")
    theirs = own(method, path, {}, sso=tenant.pingam.sso_token("bob"))
    who = f"id=bob,ou=user,o={tenant.pingam.realm},ou=services,dc=fakeping,dc=invalid"
    assert said(theirs) == crest(403, "Forbidden", f"User, {who}, not authorized.")


def test_a_cookie_will_do(own, tenant):
    cookie = f'a=b; iPlanetDirectoryPro="{tenant.pingam.sso_token()}"'

    reply = own("GET", "uma/policies?_queryFilter=true", sso=None, headers={"Cookie": cookie})

    assert reply.status == 200


@pytest.mark.parametrize(("auth", "sso"), [("off", None), ("any", "anything")])
def test_a_tenant_may_let_others_in(server, auth, sso):
    with server.tenant(auth=auth) as tenant:
        url = f"{tenant.pingam.json_url}/users/carol/uma/policies?_queryFilter=true"

        reply = ask(server, "GET", url, headers={"iPlanetDirectoryPro": sso} if sso else {})

    assert reply.status == 200
