"""The control surface: how a suite in any language holds a running server."""

import json
import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from fakeping import FakePing, __version__
from fakeping.core import schemas
from tests.drive import ask
from tests.over_http import Connection

ENVIRONMENT = "6f1b3a52-7a3c-4c43-9d0e-0d8f7e6c5b4a"
ROOT = "http://fakeping.invalid/__fakeping"
TENANTS = f"{ROOT}/tenants"


def resources(described):
    one = described["pingone"]
    return f"{one['url']}/environments/{one['environment_id']}/resources"


def is_problem(reply, status, detail=None):
    """Whether it is a problem document, as RFC 9457 has it."""
    schemas.validate("control/problem", reply.json)
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert (reply.status, reply.json["status"]) == (status, status)
    if detail is not None:
        assert detail in reply.json["detail"]
    return True


def test_health_says_which_fakeping_answers(server):
    reply = ask(server, "GET", f"{ROOT}/health")

    assert (reply.status, reply.json) == (200, {"status": "ok", "version": __version__})
    assert reply.headers["Cache-Control"] == "no-store"


def test_a_new_tenant_is_all_that_a_client_needs(server):
    reply = ask(server, "POST", TENANTS, {})

    made = reply.json
    (tenant,) = server.tenants.all()
    assert reply.status == 201
    assert reply.headers["Location"] == f"{TENANTS}/{made['id']}"
    assert made["id"] == tenant.id
    assert made["pingone"] | {"token": ""} == {
        "environment_id": tenant.pingone.environment_id,
        "url": tenant.pingone.url,
        "auth_url": tenant.pingone.auth_url,
        "client_id": tenant.pingone.credentials.client_id,
        "client_secret": tenant.pingone.credentials.client_secret,
        "token": "",
    }
    assert made["pingam"] | {"pat": ""} == {
        "realm": tenant.pingam.realm,
        "url": tenant.pingam.url,
        "resource_set_url": tenant.pingam.resource_set_url,
        "client_id": tenant.pingam.credentials.client_id,
        "client_secret": tenant.pingam.credentials.client_secret,
        "username": "alice",
        "password": tenant.pingam.credentials.password,
        "pat": "",
    }
    assert ask(server, "GET", resources(made), token=made["pingone"]["token"]).status == 200
    url, pat = made["pingam"]["resource_set_url"], made["pingam"]["pat"]
    assert ask(server, "GET", url, token=pat).status == 200


def test_a_new_tenant_has_the_requested_options(server):
    wanted = {
        "environment_id": ENVIRONMENT,
        "realm": "photos/albums",
        "auth": "off",
        "editions": {"pingone": "p14c", "pingam": "8.1"},
    }

    made = ask(server, "POST", TENANTS, wanted).json

    assert made["pingone"]["environment_id"] == ENVIRONMENT
    assert made["pingam"]["realm"] == "photos/albums"
    assert made["pingam"]["resource_set_url"].endswith(
        "/am/uma/realms/root/realms/photos/realms/albums/resource_set"
    )
    assert ask(server, "GET", resources(made)).status == 200


@pytest.mark.parametrize("member", ["switched", "flipped"])
@pytest.mark.parametrize(
    ("wanted", "required"),
    [
        pytest.param({}, True, id="inverted"),
        pytest.param({"editions": {"pingam": "openam"}}, False, id="as the edition does not"),
        pytest.param({"switches": {"pingam.require_if_match": False}}, False, id="but told"),
    ],
)
def test_switched_inverts_a_switch_in_one_tenant(server, wanted, required, member):
    document = {member: ["pingam.require_if_match"], **wanted}
    made = ask(server, "POST", TENANTS, document).json["id"]

    def updated(tenant):
        album = tenant.pingam.given.resource_set(name="album", resource_scopes=["view"])
        path = f"{urlsplit(tenant.pingam.resource_set_url).path}/{album.id}"
        body = {"name": "album", "resource_scopes": ["view"], "scopes": ["view"]}
        return ask(server, "PUT", path, body, token=tenant.pingam.pat()).status

    assert updated(server.tenants.get(made)) == (400 if required else 200)
    assert updated(server.tenant()) == 200


@pytest.mark.parametrize(
    ("wanted", "status", "detail"),
    [
        pytest.param({"environment_id": "e"}, 400, "environment_id", id="an id that is no UUID"),
        pytest.param({"realm": ""}, 400, "realm", id="no realm"),
        pytest.param({"auth": "maybe"}, 400, "auth", id="an unknown way of authentication"),
        pytest.param({"editions": {"pingone": "p15"}}, 400, "no edition 'p15'", id="an edition"),
        pytest.param({"editions": {"pingfed": "1"}}, 400, "editions", id="a family"),
        pytest.param(
            {"switches": {"pingam.no": True}}, 400, "no switch 'pingam.no'", id="a switch"
        ),
        pytest.param(
            {"switched": ["pingam.no"]},
            400,
            "no switch 'pingam.no'",
            id="an unknown switch to invert",
        ),
        pytest.param({"colour": "red"}, 400, "colour", id="an unknown member"),
        pytest.param([], 400, "not of type 'object'", id="no object"),
        pytest.param({"environment_id": ENVIRONMENT}, 409, ENVIRONMENT, id="an id that is taken"),
        pytest.param({"realm": "alpha"}, 409, "/alpha", id="a realm that is taken"),
    ],
)
def test_a_tenant_that_cannot_be_is_refused(server, wanted, status, detail):
    first = server.tenant(environment_id=ENVIRONMENT, realm="alpha")

    reply = ask(server, "POST", TENANTS, wanted)

    assert is_problem(reply, status, detail)
    assert server.tenants.all() == [first]


def test_tenants_are_listed_from_the_oldest_and_read(server):
    made = [server.tenant(), server.tenant(), server.tenant()]

    listed = ask(server, "GET", TENANTS).json["tenants"]
    read = ask(server, "GET", f"{TENANTS}/{made[1].id}").json

    assert [each["id"] for each in listed] == [each.id for each in made]
    assert _without_tokens(read) == _without_tokens(listed[1])


def _without_tokens(described):
    return {
        **described,
        "pingone": described["pingone"] | {"token": ""},
        "pingam": described["pingam"] | {"pat": ""},
    }


def test_a_tenant_is_dropped(server, tenant):
    url = f"{TENANTS}/{tenant.id}"
    pat, registration = tenant.pingam.pat(), tenant.pingam.resource_set_url

    reply = ask(server, "DELETE", url)

    assert (reply.status, reply.body) == (204, b"")
    assert ask(server, "GET", TENANTS).json == {"tenants": []}
    assert is_problem(ask(server, "GET", url), 404)
    assert is_problem(ask(server, "DELETE", url), 404)
    assert is_problem(ask(server, "POST", f"{url}/tokens", {"family": "pingone"}), 404)
    assert ask(server, "GET", registration, token=pat).status == 404


@pytest.fixture
def issue(server, tenant):
    """Asks for a token of the tenant, whose clock stands still."""
    tenant.clock.freeze()
    tenant.clock.set(datetime(2030, 1, 1, 12, tzinfo=UTC))
    return lambda **wanted: ask(server, "POST", f"{TENANTS}/{tenant.id}/tokens", wanted)


@pytest.mark.parametrize("family", ["pingone", "pingam"])
@pytest.mark.parametrize(
    ("shape", "expires_at"),
    [
        pytest.param({}, "2030-01-01T13:00:00.000Z", id="an hour, unless said otherwise"),
        pytest.param({"lifetime": 90}, "2030-01-01T12:01:30.000Z", id="as long as is asked"),
        pytest.param({"expired": True}, "2030-01-01T11:59:59.000Z", id="expired from the start"),
    ],
)
def test_a_token_holds_until_it_says(server, tenant, issue, family, shape, expires_at):
    url = resources(ask(server, "GET", f"{TENANTS}/{tenant.id}").json)
    if family == "pingam":
        url = tenant.pingam.resource_set_url

    reply = issue(family=family, **shape)
    token = reply.json["token"]
    left = (datetime.fromisoformat(expires_at) - tenant.clock.now()).total_seconds()
    statuses = []
    for step in (left - 1, 1):
        tenant.clock.advance(max(step, 0))
        statuses.append(ask(server, "GET", url, token=token).status)

    assert (reply.status, reply.json["expires_at"]) == (201, expires_at)
    assert reply.headers["Cache-Control"] == "no-store"
    assert statuses == ([401, 401] if left < 0 else [200, 401])


def test_a_token_is_for_the_requested_caller(server, tenant, issue):
    tenant.pingam.given.realm("/beta")
    one = resources(ask(server, "GET", f"{TENANTS}/{tenant.id}").json)
    am = tenant.pingam.resource_set_url

    ask(
        server,
        "GET",
        one,
        token=issue(family="pingone", roles=["PingFederate Auditor"]).json["token"],
    )
    ask(server, "GET", one, token=issue(family="pingone", subject="u1", client="c1").json["token"])
    pat = issue(family="pingam", owner="bob", client="photoz", value="chosen").json["token"]
    ask(server, "GET", am, token=pat)
    ask(server, "GET", am, token=issue(family="pingam", scopes=["openid"]).json["token"])
    ask(server, "GET", am, token=issue(family="pingam", realm="/beta").json["token"])

    assert pat == "chosen"
    assert [(each.status, str(each.caller)) for each in tenant.journal][2:4] == [
        (200, "bob via photoz"),
        (403, "None"),
    ]
    assert [each.status for each in tenant.journal] == [401, 401, 200, 403, 401]


@pytest.mark.parametrize(
    ("wanted", "detail"),
    [
        pytest.param({}, "", id="nothing"),
        pytest.param({"family": "pingfed"}, "", id="an unknown family"),
        pytest.param({"family": "pingone", "owner": "bob"}, "", id="the other family's member"),
        pytest.param({"family": "pingam", "lifetime": -1}, "", id="less than no time"),
        pytest.param({"family": "pingam", "lifetime": 1e300}, "", id="more than all of time"),
        pytest.param({"family": "pingam", "realm": "/beta"}, "no realm '/beta'", id="a realm"),
    ],
)
def test_a_token_that_cannot_be_is_refused(tenant, issue, wanted, detail):
    assert is_problem(issue(**wanted), 400, detail)
    assert tenant.crashes == ()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        pytest.param("GET", "/nothing", 404, id="no operation"),
        pytest.param("GET", "/tenants/none-of-ours", 404, id="an unknown tenant"),
        pytest.param("POST", "/health", 405, id="a method that health does not have"),
        pytest.param("PUT", "/tenants", 405, id="a method that tenants do not have"),
        pytest.param("OPTIONS", "/tenants", 405, id="a preflight, which gets nothing"),
    ],
)
def test_an_unknown_path_is_a_problem_document(server, method, path, status):
    reply = ask(server, method, ROOT + path)

    assert is_problem(reply, status)
    assert (reply.headers.get("Allow") is not None) == (status == 405)
    assert not [each for each in reply.headers if each.startswith("Access-Control")]


def test_head_is_answered_without_a_body(server):
    reply = ask(server, "HEAD", f"{ROOT}/health")

    assert (reply.status, reply.body) == (200, b"")


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        pytest.param(b"{}", {"Content-Type": "text/plain"}, 415, id="plain text"),
        pytest.param(b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}, 415, id="form"),
        pytest.param(b"{}", {"Content-Type": ""}, 415, id="nothing declared"),
        pytest.param(b"{}", {"Content-Encoding": "gzip"}, 415, id="a content encoding"),
        pytest.param(b"{", {}, 400, id="no JSON"),
        pytest.param(b"", {}, 400, id="no body"),
        pytest.param(b'{"realm": "\\ud800"}', {}, 400, id="half of a surrogate pair"),
    ],
)
def test_a_body_that_is_not_json_is_refused(server, body, headers, status):
    reply = ask(server, "POST", TENANTS, raw=body, headers=headers)

    assert is_problem(reply, status)
    assert server.tenants.all() == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Origin": "https://evil.example.test"}, 403, id="another site"),
        pytest.param({"Origin": "null"}, 403, id="a site that hides its name"),
        pytest.param({"Origin": "http://["}, 403, id="no name at all"),
        pytest.param({"Origin": "http://localhost.example.test"}, 403, id="almost the loopback"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="a browser that says so"),
        pytest.param({"Origin": "http://localhost:3000"}, 403, id="a page of the loopback"),
        pytest.param({"Origin": "http://[::1]:3000"}, 403, id="a page of the loopback in IPv6"),
        pytest.param({"Origin": ""}, 403, id="an empty origin"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, 403, id="another port of the loopback"),
        pytest.param({"Sec-Fetch-Site": "nonsense"}, 403, id="nothing that a browser says"),
        pytest.param({"Sec-Fetch-Site": "none"}, 200, id="a user who typed it"),
        pytest.param({"Sec-Fetch-Site": "same-origin"}, 200, id="a page of this server"),
    ],
)
def test_another_web_page_steers_nothing(server, headers, status):
    reply = ask(server, "GET", TENANTS, headers=headers)

    assert reply.status == status
    if status == 403:
        assert is_problem(reply, 403)


def test_a_key_is_wanted_once_strangers_can_reach_the_server():
    server = FakePing(host="0.0.0.0")  # noqa: S104 - it never listens
    key = server.control_key or ""

    assert len(key) >= 32
    assert key != FakePing(host="0.0.0.0").control_key  # noqa: S104 - as above
    for credential in (None, "Bearer", f"Bearer {key[:-1]}", f"Bearer {key}x", "Bearer \udcff"):
        headers = {"Authorization": credential} if credential else {}
        reply = ask(server, "POST", TENANTS, {}, headers=headers)
        assert is_problem(reply, 401)
        assert reply.headers["WWW-Authenticate"] == "Bearer"
        assert key not in reply.body.decode()
    assert (server.tenants.all(), server.crashes) == ([], ())
    assert ask(server, "POST", TENANTS, {}, token=key).status == 201


def test_health_needs_no_key():
    server = FakePing(host="0.0.0.0")  # noqa: S104 - it never listens

    assert ask(server, "GET", f"{ROOT}/health").status == 200


def test_a_key_may_be_chosen_on_the_loopback_too():
    server = FakePing(control_key="open sesame")

    assert server.control_key == "open sesame"
    assert is_problem(ask(server, "GET", TENANTS), 401)
    assert ask(server, "GET", TENANTS, token="open sesame").status == 200


@pytest.mark.parametrize("path", ["", "/{id}", "/{id}/state", "/{id}/journal", "/{id}/clock"])
def test_the_loopback_may_want_a_key_for_all_that_tells_of_a_tenant(path):
    server = FakePing(control_key="open sesame")
    url = TENANTS + path.format(id=server.tenant().id)

    assert is_problem(ask(server, "GET", url), 401)
    assert ask(server, "GET", url, token="open sesame").status == 200


def test_the_loopback_needs_none(server):
    assert server.control_key is None
    assert ask(server, "GET", TENANTS).status == 200


def test_another_web_page_steers_nothing_even_with_the_key():
    server = FakePing(control_key="open sesame")
    headers = {"Origin": "https://evil.example.test"}

    assert is_problem(ask(server, "GET", TENANTS, token="open sesame", headers=headers), 403)


def test_it_stands_in_no_journal(server, tenant):
    ask(server, "GET", TENANTS)
    ask(server, "GET", f"{TENANTS}/{tenant.id}")
    ask(server, "GET", f"{ROOT}/nothing")

    assert (len(tenant.journal), len(server.unmatched)) == (0, 0)


def test_a_crash_of_ours_is_a_problem_document_and_kept(server, monkeypatch):
    monkeypatch.setattr(server.tenants, "all", lambda: 1 / 0)

    reply = ask(server, "GET", TENANTS)

    assert is_problem(reply, 500)
    assert "division" not in reply.body.decode()
    assert [type(each) for each in server.crashes] == [ZeroDivisionError]


def test_it_works_over_a_socket():
    with FakePing() as server, Connection(server.url) as connection:
        made = connection.ask("POST", f"{server.control_url}/tenants", {"realm": "alpha"})
        url = made.headers["Location"]
        token = connection.ask("POST", f"{url}/tokens", {"family": "pingone"}).json
        listed = connection.ask("GET", resources(made.json), token=token["token"])
        gone = connection.ask("DELETE", url)
        unknown = connection.ask("GET", url)

    assert url == f"{server.control_url}/tenants/{made.json['id']}"
    left = datetime.fromisoformat(token["expires_at"]).timestamp() - time.time()
    assert 3000 < left <= 3600
    assert [each.status for each in (made, listed, gone, unknown)] == [201, 200, 204, 404]
    assert json.loads(unknown.body)["title"] == "Not Found"


@pytest.mark.parametrize("realm", ["..", "a/../b", ".", "./a", "a/."])
def test_a_realm_that_no_url_leads_to_is_refused(server, realm):
    assert is_problem(ask(server, "POST", TENANTS, {"realm": realm}), 400, "realm: ")
    with pytest.raises(ValueError, match="no URL leads to a realm that is called"):
        server.tenant(realm=realm)
    with pytest.raises(ValueError, match="no URL leads to"):
        server.tenant().pingam.given.realm(realm)


@pytest.mark.parametrize("realm", ["a.b", "..a", "a..", "%2F", "ä ö"])
def test_a_realm_of_other_characters_is_found(server, realm):
    made = ask(server, "POST", TENANTS, {"realm": realm}).json["pingam"]

    assert ask(server, "GET", made["resource_set_url"], token=made["pat"]).json == []
