"""Users as tests give them, and what the state and the journal say of them and their passwords."""

import json

import pytest

from fakeping.core.problem import Invalid, NotUnique
from fakeping.families.pingone.problems import Unfit
from tests.drive import ask

PASSWORD = "a password of alice's own"
MEDIA = "application/vnd.pingidentity.{}+json"


@pytest.fixture
def tenant(server):
    return server.tenant(edition={"pingone": "current"})


@pytest.fixture
def given(tenant):
    return tenant.pingone.given


@pytest.fixture
def act(server, tenant):
    """Ask about a user, with the media type of an act, and return the reply."""

    def asked(user, method="GET", path="", body=None, *, media="application/json"):
        url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/users"
        headers = {"Content-Type": media}
        raw = b"" if body is None else json.dumps(body).encode()
        where = f"{url}/{user.id}{path}"
        return ask(server, method, where, raw=raw, headers=headers, token=tenant.pingone.token())

    return asked


def checked(act, user, password):
    return act(
        user, "POST", "/password", {"password": password}, media=MEDIA.format("password.check")
    )


def test_a_given_user_is_in_a_population(given, tenant):
    staff = given.population(name="Staff")

    users = [
        given.user(username="alice", population=staff),
        given.user(username="bob", population="Staff"),
        given.user(username="carol", population=staff.id),
    ]

    assert {each.population_id for each in users} == {staff.id}
    assert [each.user_count for each in tenant.pingone.populations()] == [0, 3]
    with pytest.raises(Unfit):
        given.user(username="dave", population="nowhere")


def test_given_refuses_what_a_request_would_not_say(given):
    given.user(username="alice")
    with pytest.raises(NotUnique):
        given.user(username="alice")
    for said in ({"username": "x" * 129}, {"username": " "}):
        with pytest.raises(Invalid):
            given.user(**said)
    for said in ({"username": "a\u0007"}, {"username": "b", "email": "nobody"}):
        with pytest.raises(Unfit):
            given.user(**said)


def test_attributes_by_their_paths_are_members_of_the_wire(given, act):
    alice = given.user(
        username="alice",
        name="Alice Smith",
        attributes={"address.locality": "Denver", "locale": "en", "shoeSize": "38"},
    )

    shown = act(alice).json

    assert shown["name"] == {"given": "Alice", "family": "Smith"}
    assert shown["address"] == {"locality": "Denver"}
    assert (shown["locale"], shown["shoeSize"]) == ("en", "38")
    body = {"username": "alice", "email": "a@example.com"}
    replaced = act(alice, "PUT", body=body).json
    assert "address" not in replaced
    assert replaced["shoeSize"] == "38"  # no request can set it, so none clears it


def test_an_attribute_stands_for_no_other_member(given, act):
    odd = {"a": "1", "a.b": "2", "email": "3", "email.x": "3", "name": "4", "locale.x": "5"}
    alice = given.user(username="alice", attributes=odd)

    shown = act(alice).json

    assert shown["a"] == "1"
    assert {"email", "name", "locale"}.isdisjoint(shown)


def test_a_given_password_is_checked_and_told_to_nobody(given, act, tenant):
    alice = given.user(username="alice", password=PASSWORD)

    assert checked(act, alice, PASSWORD).status == 200
    assert checked(act, alice, "another").status == 400
    assert checked(act, alice, alice.password.digest).status == 400
    said = {"value": f"{PASSWORD} 2"}
    assert act(alice, "PUT", "/password", said, media=MEDIA.format("password.set")).status == 200
    said = {"currentPassword": f"{PASSWORD} 2", "newPassword": f"{PASSWORD} 3"}
    assert act(alice, "PUT", "/password", said, media=MEDIA.format("password.reset")).status == 200
    written = [
        repr(alice),
        repr(tenant.pingone.users()),
        json.dumps(tenant.snapshot()),
        json.dumps(tenant.journal.to_har()),
        "\n".join(map(repr, tenant.journal)),
        "\n".join(repr(change) for each in tenant.journal for change in each.changes),
    ]
    assert [each for each in written if PASSWORD in each] == []


def test_an_import_leaves_no_password_in_the_journal(server, tenant):
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/users"
    body = {"username": "alice", "password": {"value": PASSWORD}}
    headers = {"Content-Type": MEDIA.format("user.import")}

    reply = ask(
        server, "POST", url, raw=json.dumps(body).encode(), headers=headers,
        token=tenant.pingone.token(),
    )  # fmt: skip

    assert reply.status == 201, reply.json
    [entry] = [each for each in tenant.journal if each.operation == "pingone.user.create"]
    assert PASSWORD not in repr(entry)
    assert PASSWORD not in json.dumps(tenant.journal.to_har())
    assert PASSWORD not in json.dumps(tenant.snapshot())


def test_a_state_keeps_all_that_a_user_is(server, given, act, tenant):
    staff = given.population(name="Staff", preferredLanguage="fr", alternativeIdentifiers=["email"])
    alice = given.user(
        username="alice", name="Alice B. Smith", email="a@x", population=staff, password=PASSWORD,
        attributes={"name.middle": "C."}, roles=["Environment Admin"],
    )  # fmt: skip
    given.user(username="bob", enabled=False)
    assert act(alice, "POST", media=MEDIA.format("account.lock")).status == 200
    said = {"value": PASSWORD, "forceChange": True}
    assert act(alice, "PUT", "/password", said, media=MEDIA.format("password.set")).status == 200
    before, shown, state = tenant.pingone.users(), act(alice).json, tenant.snapshot()

    given.user(username="carol")
    act(alice, "DELETE")
    tenant.reset(to=state)

    assert tenant.pingone.users() == before
    assert act(alice).json == shown
    assert checked(act, alice, PASSWORD).json["status"] == "MUST_CHANGE_PASSWORD"
    populations = tenant.pingone.populations()
    assert [each.user_count for each in populations] == [1, 1]
    assert populations[1].preferred_language == "fr"
    assert tenant.snapshot() == state


def test_a_document_says_a_password_in_clear_or_its_digest(server, act, tenant, given):
    digest = given.user(username="x", password=PASSWORD).password.digest
    for password in (PASSWORD, digest, {"value": PASSWORD}):
        document = {"pingone": {"users": [{"username": "alice", "password": password}]}}
        tenant.reset(to=document)
        [alice] = tenant.pingone.users()
        assert checked(act, alice, PASSWORD).json["status"] == "OK"


def test_who_was_to_sign_in_at_once_does_not_when_disabled(given, act, server, tenant):
    alice = given.user(username="alice")
    application = given.application(redirect_uris=["https://app.example/back"])
    given.sign_in(alice)
    act(alice, "PUT", "/enabled", {"enabled": False})
    query = f"response_type=code&client_id={application.client_id}&scope=openid"
    url = f"{tenant.pingone.auth_url}/authorize?{query}&redirect_uri=https://app.example/back"

    assert "/signon/" in ask(server, "GET", url).headers["Location"]
    act(alice, "PUT", "/enabled", {"enabled": True})
    assert "/back?code=" in ask(server, "GET", url).headers["Location"]


def test_who_is_deleted_leaves_nothing_behind(given, act, server, tenant):
    alice = given.user(username="alice")
    application = given.application(redirect_uris=["https://app.example/back"])
    given.sign_in(alice)
    query = f"response_type=code&client_id={application.client_id}&scope=openid"
    url = f"{tenant.pingone.auth_url}/authorize?{query}&redirect_uri=https://app.example/back"
    assert ask(server, "GET", url).status == 302
    assert alice.id in json.dumps(tenant.snapshot())

    assert act(alice, "DELETE").status == 204

    assert alice.id not in json.dumps(tenant.snapshot())
    assert tenant.pingone.users() == []


def recovered(act, user, code):
    said = {"recoveryCode": code, "newPassword": PASSWORD}
    return act(user, "POST", "/password", said, media=MEDIA.format("password.recover"))


def sent(act, user):
    return act(user, "POST", "/password", media=MEDIA.format("password.sendRecoveryCode"))


def test_a_test_reads_the_recovery_code_that_was_sent(act, tenant, given):
    alice = given.user(username="alice", password="x")
    with pytest.raises(LookupError):
        tenant.pingone.recovery_code("alice")
    assert sent(act, alice).status == 200

    code = tenant.pingone.recovery_code(alice)

    assert recovered(act, alice, code).status == 200
    assert checked(act, alice, PASSWORD).status == 200
    with pytest.raises(LookupError):
        tenant.pingone.recovery_code(alice)
    with pytest.raises(LookupError):
        given.recovery_code("nobody")


def test_a_recovery_code_survives_a_snapshot_and_is_in_no_record(act, tenant, given):
    alice = given.user(username="alice", password="x")
    sent(act, alice)
    code = tenant.pingone.recovery_code(alice)
    for _ in range(3):
        assert recovered(act, alice, "wrong").status == 400
    snapshot = json.loads(json.dumps(tenant.snapshot()))

    tenant.reset(to=snapshot)

    assert tenant.snapshot()["pingone"] == snapshot["pingone"]
    assert recovered(act, alice, "wrong").status == 400
    assert recovered(act, alice, code.lower()).status == 200
    told = json.dumps([each.document() for each in tenant.journal]) + json.dumps(snapshot)
    for secret in (code, code.lower(), PASSWORD):
        assert secret not in told


def test_a_recovery_code_goes_with_its_user(act, tenant, given):
    alice = given.user(username="alice", password="x")
    given.recovery_code(alice)

    assert act(alice, "DELETE").status == 204

    assert tenant.snapshot()["pingone"]["recoveryCodes"] == []
