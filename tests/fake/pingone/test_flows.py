"""Sign-in by flows: what only a fake can be asked."""

from urllib.parse import urlencode

import pytest

from tests.drive import ask
from tests.fake.pingone.driver import Client

PASSWORD = "correct horse battery staple"
CHECK = {"Content-Type": "application/vnd.pingidentity.usernamePassword.check+json"}


@pytest.fixture
def tenant(server):
    tenant = server.tenant(edition={"pingone": "current"})
    tenant.clock.freeze()
    yield tenant
    tenant.drop()
    assert tenant.crashes == ()


@pytest.fixture
def alice(tenant):
    return tenant.pingone.given.user(username="alice", password=PASSWORD)


@pytest.fixture
def web(server, tenant):
    application = tenant.pingone.given.application(redirect_uris=["https://example.com"])
    return Client(server, tenant, application)


def begin(web, **members):
    """Begin a flow by `pi.flow`."""
    said = {"redirect_uri": None, "scope": "openid", "response_mode": "pi.flow", **members}
    return web.authorize(**said).json


def check(web, flow, password=PASSWORD, username="alice"):
    said = {"username": username, "password": password}
    return web._kept(ask(web.server, "POST", flow["_links"]["self"]["href"], said, headers=CHECK))


def test_a_flow_under_way_survives_a_snapshot(web, tenant, alice):
    flow = begin(web, code_challenge="v" * 43, state="s", max_age="60", prompt="login")

    snapshot = tenant.snapshot()
    tenant.reset(to=snapshot)

    assert tenant.snapshot()["pingone"] == snapshot["pingone"]
    assert check(web, flow).json["status"] == "COMPLETED"
    resumed = web.browse(flow["resumeUrl"]).json["authorizeResponse"]
    assert resumed["state"] == "s"
    form = {"redirect_uri": None, "code": resumed["code"]}
    assert web.token("authorization_code", **form, code_verifier="w" * 43).status == 400


def test_a_completed_flow_survives_a_snapshot(web, tenant, alice):
    flow = begin(web, code_challenge="v" * 43)
    check(web, flow)

    tenant.reset(to=tenant.snapshot())

    code = web.browse(flow["resumeUrl"]).json["authorizeResponse"]["code"]
    form = {"redirect_uri": None, "code": code, "code_verifier": "v" * 43}
    assert web.token("authorization_code", **form).json["id_token"]


def test_a_snapshot_has_no_verifier_and_no_cookie(web, tenant, alice):
    flow = begin(web, code_challenge="v" * 43)
    check(web, flow)

    text = str(tenant.snapshot())

    assert flow["id"] in text
    assert "v" * 43 not in text
    assert web.cookies["ST"] not in text


def test_a_pushed_request_survives_a_snapshot(web, tenant, alice):
    said = {"response_type": "code", "redirect_uri": "https://example.com", "scope": "openid"}
    uri = web.post("par", {**said, "client_id": web.application.id}).json["request_uri"]

    snapshot = tenant.snapshot()
    tenant.reset(to=snapshot)

    assert uri not in str(snapshot)
    assert tenant.snapshot()["pingone"] == snapshot["pingone"]
    query = urlencode({"client_id": web.application.id, "request_uri": uri})
    assert "/signon/" in web.browse(f"{web.url}/authorize?{query}").headers["Location"]
    assert uri not in str([str(each) for each in tenant.journal]) + str(tenant.journal.to_har())


def test_each_change_of_a_sign_in_says_what_it_is_of(web, tenant, alice):
    said = {"response_type": "code", "redirect_uri": "https://example.com", "scope": "openid"}
    web.post("par", {**said, "client_id": web.application.id})
    flow = begin(web)
    check(web, flow)
    web.browse(flow["resumeUrl"])

    lines = [str(change) for each in tenant.journal for change in each.changes]

    assert f"flow {flow['id']} created" in lines
    kinds = {each.partition(" ")[0] for each in lines}
    assert kinds >= {"pushed_request", "flow", "session", "authorization_code"}
    assert not any(each.startswith("sha256:") for each in lines)


def test_a_reset_ends_flows_since(web, tenant, alice):
    before = begin(web)
    tenant.reset()

    assert ask(web.server, "GET", before["_links"]["self"]["href"]).status == 404


def test_a_deleted_application_leaves_no_flow(web, tenant, alice):
    begin(web)
    one = tenant.pingone
    url = f"{one.url}/environments/{one.environment_id}/applications/{web.application.id}"
    assert ask(web.server, "DELETE", url, token=one.token()).status == 204

    assert tenant.snapshot()["pingone"]["flows"] == []


def test_no_journal_has_a_password(web, tenant, alice):
    flow = begin(web)
    check(web, flow, password="wrong " + PASSWORD)
    check(web, flow)

    shown = str([str(each) for each in tenant.journal]) + str(tenant.journal.to_har())

    assert PASSWORD not in shown
    assert "flows" in shown


def test_a_person_can_go_on_with_a_flow_on_the_page(web, tenant, alice):
    flow = begin(web)
    page = web.browse(flow["_links"]["signOnPage"]["href"])
    said = {"flow": flow["id"], "user": "alice"}
    back = web.post("signon", said, basic=False)

    assert b"alice" in page.body
    assert back.status == 302
    assert "code" in web.browse(back.headers["Location"]).json["authorizeResponse"]


def test_a_person_can_cancel_a_flow_on_the_page(web, tenant, alice):
    flow = begin(web)

    cancelled = web.post("signon", {"flow": flow["id"]}, basic=False)

    assert (cancelled.status, cancelled.json["error"]) == (400, "access_denied")


def test_who_signs_in_at_once_has_a_completed_flow(web, tenant, alice):
    tenant.pingone.given.sign_in(alice)

    flow = begin(web)

    assert flow["status"] == "COMPLETED"
    assert "code" in web.browse(flow["resumeUrl"]).json["authorizeResponse"]


def test_over_tls_the_cookie_is_secure(web, tenant, alice, monkeypatch):
    monkeypatch.setattr(web.server.tenants, "base_url", "https://ping.example")
    flow = begin(web)

    attributes = check(web, flow).headers["Set-Cookie"].split("; ")[2:]

    assert attributes == ["Max-Age=2592000", "Secure", "HttpOnly", "SameSite=None"]


@pytest.mark.parametrize("edition", ["p14c"])
def test_the_source_document_has_no_flows(server, edition):
    tenant = server.tenant(edition={"pingone": edition})
    application = tenant.pingone.given.application(redirect_uris=["https://example.com"])
    said = {"response_type": "code", "client_id": application.client_id, "scope": "openid"}
    query = urlencode(said | {"redirect_uri": "https://example.com", "response_mode": "pi.flow"})

    reply = ask(server, "GET", f"{tenant.pingone.auth_url}/authorize?{query}")
    root = tenant.pingone.auth_url.removesuffix("/as")

    assert "error=invalid_request" in reply.headers["Location"]
    assert ask(server, "GET", f"{root}/flows/{application.id}").status == 404
    tenant.drop()
