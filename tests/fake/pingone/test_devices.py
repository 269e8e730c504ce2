"""Device authorization: what only a fake can be asked."""

import json

import pytest

from tests.drive import ask
from tests.fake.pingone.driver import Client

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
MEDIA = "application/vnd.pingidentity.{}+json"
PASSWORD = "correct horse battery staple"


@pytest.fixture
def tenant(server):
    tenant = server.tenant(edition={"pingone": "current"})
    tenant.clock.freeze()
    yield tenant
    tenant.drop()
    assert tenant.crashes == ()


@pytest.fixture
def given(tenant):
    return tenant.pingone.given


@pytest.fixture
def alice(given):
    return given.user(username="alice", password=PASSWORD)


@pytest.fixture
def tv(server, tenant, given):
    application = given.application(grant_types=["device_code", "refresh_token"])
    return Client(server, tenant, application)


def begin(tv, **form):
    return tv.post("device_authorization", {"scope": "openid", **form}).json


def poll(tv, codes):
    return tv.token(GRANT, device_code=codes["device_code"])


def act(tv, flow_id, action, said):
    url = f"{tv.tenant.pingone.auth_url.removesuffix('/as')}/flows/{flow_id}"
    headers = {"Content-Type": MEDIA.format(action)}
    return ask(tv.server, "POST", url, said, headers=headers)


def flow_of(tv):
    url = f"{tv.tenant.pingone.auth_url.removesuffix('/as')}/device"
    return tv.browse(url).headers["Location"].partition("flowId=")[2]


def test_a_test_allows_or_refuses_a_device(tv, given, alice):
    codes = begin(tv)
    given.device_consent(codes["user_code"], alice)
    assert tv.userinfo(poll(tv, codes).json["access_token"]).json["sub"] == alice.id

    codes = begin(tv)
    given.device_consent(codes["user_code"].lower().replace("-", ""), "alice")
    assert poll(tv, codes).status == 200

    codes = begin(tv)
    with pytest.raises(LookupError):
        given.device_consent(codes["user_code"])
    given.sign_in(alice)
    given.device_consent(codes["user_code"])
    assert poll(tv, codes).status == 200

    codes = begin(tv)
    given.device_consent(codes["user_code"], accept=False)
    assert poll(tv, codes).json["error"] == "access_denied"


@pytest.mark.parametrize("user", ["nobody", "carol"])
def test_nobody_allows_a_device_who_cannot_sign_in(tv, given, user):
    given.user(username="carol", enabled=False)
    codes = begin(tv)
    with pytest.raises(LookupError):
        given.device_consent(codes["user_code"], user)
    with pytest.raises(LookupError):
        given.device_consent("BBBB-BBBB", user)
    assert poll(tv, codes).json["error"] == "authorization_pending"


@pytest.mark.parametrize("decided", [None, True, False])
def test_a_device_survives_a_snapshot(tv, tenant, given, alice, decided):
    codes = begin(tv)
    flow_id = flow_of(tv)
    assert poll(tv, codes).json["error"] == "authorization_pending"
    if decided is not None:
        given.device_consent(codes["user_code"], alice, accept=decided)
    snapshot = tenant.snapshot()

    tenant.reset(to=json.loads(json.dumps(snapshot)))

    assert tenant.snapshot()["pingone"] == snapshot["pingone"]
    assert codes["device_code"] not in str(snapshot)
    assert codes["user_code"] not in str(snapshot)
    assert poll(tv, codes).json["error"] == ("access_denied" if decided is False else "slow_down")
    if decided is None:
        said = {"username": "alice", "password": PASSWORD}
        assert act(tv, flow_id, "usernamePassword.check", said).status == 200
        said = {"userCode": codes["user_code"]}
        assert act(tv, flow_id, "deviceAuthGrant.userCode.verify", said).status == 200
        tenant.reset(to=tenant.snapshot())
        assert act(tv, flow_id, "deviceAuthGrant.consent", {"accept": True}).status == 200
    if decided is not False:
        tenant.clock.advance(60)
        assert poll(tv, codes).json["id_token"]


def test_no_record_has_the_codes_of_a_device(tv, tenant, given, alice):
    codes = begin(tv)
    tv.browse(codes["verification_uri_complete"])
    flow_id = flow_of(tv)
    said = {"username": "alice", "password": PASSWORD}
    act(tv, flow_id, "usernamePassword.check", said)
    act(tv, flow_id, "deviceAuthGrant.userCode.verify", {"userCode": codes["user_code"]})
    act(tv, flow_id, "deviceAuthGrant.consent", {"accept": True})
    poll(tv, codes)

    told = json.dumps([each.document() for each in tenant.journal])

    for secret in (codes["device_code"], codes["user_code"], PASSWORD):
        assert secret not in told


def test_a_device_goes_with_its_application_and_its_user(server, tv, tenant, given, alice):
    one = tenant.pingone
    here = f"{one.url}/environments/{one.environment_id}"
    codes, others = begin(tv), begin(tv)
    given.device_consent(codes["user_code"], alice)
    token = one.token(roles=["Environment Admin"])

    assert ask(server, "DELETE", f"{here}/users/{alice.id}", token=token).status == 204
    assert poll(tv, codes).json["error"] == "invalid_grant"
    assert poll(tv, others).json["error"] == "authorization_pending"
    url = f"{here}/applications/{tv.application.id}"
    assert ask(server, "DELETE", url, token=token).status == 204
    with pytest.raises(LookupError):
        given.device_consent(others["user_code"], accept=False)


def test_a_user_who_is_locked_in_between_allows_nothing(tv, tenant, given, alice, server):
    codes, flow_id = begin(tv), flow_of(tv)
    said = {"username": "alice", "password": PASSWORD}
    act(tv, flow_id, "usernamePassword.check", said)
    act(tv, flow_id, "deviceAuthGrant.userCode.verify", {"userCode": codes["user_code"]})
    one = tenant.pingone
    url = f"{one.url}/environments/{one.environment_id}/users/{alice.id}/enabled"
    assert ask(server, "PUT", url, {"enabled": False}, token=one.token()).status == 200

    reply = act(tv, flow_id, "deviceAuthGrant.consent", {"accept": True})

    assert reply.json["details"][0]["code"] == "USER_DISABLED"
    assert poll(tv, codes).json["error"] == "authorization_pending"


def test_the_older_edition_has_no_devices(server):
    tenant = server.tenant(edition={"pingone": "p14c"})
    client = Client(server, tenant, tenant.pingone.credentials)

    assert client.post("device_authorization", {}).status == 404
    assert client.token(GRANT, device_code="x").json["error"] == "unsupported_grant_type"


def test_a_client_without_credentials_is_anybody_where_nobody_needs_any(server):
    tenant = server.tenant(edition={"pingone": "current"}, auth="off")
    nobody = Client(server, tenant, tenant.pingone.given.application(grant_types=["device_code"]))
    assert begin(nobody)["user_code"]
