"""Whose a token is, where a request says nothing else of whom it is for."""

import json

import pytest

from fakeping import FakePing
from fakeping.core.exchange import Headers, Request
from fakeping.families.pingam import tokens as pingam
from fakeping.families.pingone import tokens as pingone
from fakeping.redaction import known, owners
from fakeping.redaction.secret_digest import digest_of
from tests.drive import ask

UUID = "515d6551-6512-5279-98b6-c0ef3f03a723"
NOBODY = "0b1f8f5a-0000-4000-8000-3d2c1b0a9f8e"


@pytest.fixture
def server():
    return FakePing()


@pytest.fixture
def current(server):
    server.tenant()  # there are others, of the server's editions
    return server.tenant(edition={"pingone": "current", "pingam": "openam"})


def test_an_unknown_environment_is_as_in_the_edition_of_who_asks(server, current):
    url = f"{server.tenants.base_url}/v1/environments/{NOBODY}"
    admin = current.pingone.token(roles=["Organization Admin"])

    statuses = [ask(server, "DELETE", url, token=each).status for each in (None, "other", admin)]

    assert statuses == [405, 405, 404]
    assert server.unmatched[-1].operation == "pingone.environment.delete"


def test_an_unknown_realm_is_as_in_the_edition_of_who_asks(server, current):
    url = f"{server.tenants.base_url}/am/oauth2/realms/root/realms/nobody/resource_set"

    mine = ask(server, "GET", url, token=current.pingam.pat())
    others = ask(server, "GET", url, token=server.tenant().pingam.pat())

    assert [each.json["message"] for each in (mine, others)] == [
        "No mapping organization found for organization identifier: /nobody",
        "The server has not found anything matching the request URI",
    ]
    assert [each.operation for each in server.unmatched] == ["pingam.resource_set.list", None]


@pytest.mark.parametrize("edition", ["p14c", "current"])
def test_a_token_of_a_dropped_tenant_is_nobodys(server, edition):
    tenant = server.tenant(edition={"pingone": edition})
    token = tenant.pingone.token()
    tenant.drop()

    reply = ask(
        server, "DELETE", f"{server.tenants.base_url}/v1/environments/{NOBODY}", token=token
    )

    assert reply.status == 405


def test_an_unmatched_request_does_not_create_a_tenants_state(server):
    tenant = server.tenant()

    ask(server, "GET", f"{server.tenants.base_url}/v1/environments/{NOBODY}/resources", token="any")

    assert not dict(server.tenants.world.tenants[tenant.id].stores)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("{am}/{token}", id="where an id belongs"),
        pytest.param("{am}/{TOKEN}", id="in capitals"),
        pytest.param("{am}/%35{token[1:]}", id="percent-encoded"),
        pytest.param("{am}/{token};v=1", id="with a parameter"),
        pytest.param("{one}/{token}", id="in the other family"),
        pytest.param("{root}/v1/environments/{token}/resources", id="for an environment"),
        pytest.param("{root}/am/uma/realms/root/realms/{token}/resource_set", id="for a realm"),
        pytest.param("{root}/tokens/{token}", id="nowhere"),
    ],
)
@pytest.mark.parametrize("known", [True, False], ids=["of the tenant", "its own"])
def test_a_token_of_any_form_is_in_no_path(server, path, known):
    tenant = server.tenant()
    if known:
        tenant.pingam.pat(value=UUID)
    one = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    url = path.replace("{token[1:]}", UUID[1:]).format(
        am=tenant.pingam.resource_set_url,
        one=one,
        root=server.tenants.base_url,
        token=UUID,
        TOKEN=UUID.upper(),
    )

    ask(server, "GET", url, token=tenant.pingam.pat() if known else UUID)

    kept = [*tenant.journal, *server.unmatched]
    told = "".join(
        json.dumps([each.document(), each.to_har(), each.to_curl(), str(each)]) for each in kept
    )
    assert len(kept) == 1
    assert UUID not in told.lower()
    assert UUID[1:] not in told


def test_an_id_that_is_nobodys_token_is_shown(server):
    tenant = server.tenant()

    ask(server, "GET", f"{tenant.pingam.resource_set_url}/{UUID}", token=tenant.pingam.pat())

    assert tenant.journal[-1].path.endswith(f"/{UUID}")


def test_what_was_read_of_secrets_shows_in_no_answer_nor_change(server):
    tenant = server.tenant()
    url, pat = tenant.pingam.resource_set_url, tenant.pingam.pat()
    said = {"resource_scopes": ["view"], "name": "album", "api_key": "hush-hush-0123"}

    made = ask(server, "POST", url, said, token=pat).json["_id"]
    read = ask(server, "GET", f"{url}/{made}", token=pat)
    ask(server, "PUT", f"{url}/{made}", said | {"api_key": "hush-hush-4567"}, token=pat)

    assert read.json["api_key"] == "hush-hush-0123"  # the fake keeps what it is told
    shown = tenant.journal.to_jsonl() + json.dumps(tenant.journal.to_har())
    assert '"name": "album"' in shown
    assert "hush" not in shown + "".join(str(each.changes) for each in tenant.journal)


def test_a_password_in_a_header_is_a_variable_for_a_shell(server):
    tenant = server.tenant()
    url = f"{tenant.pingam.url}/json/realms/root/realms/{tenant.pingam.realm}/authenticate"
    who = tenant.pingam.credentials
    headers = {"X-OpenAM-Username": who.username, "X-OpenAM-Password": who.password}

    ask(server, "POST", url, headers=headers)

    [line] = tenant.journal.to_curl().splitlines()
    assert f"--header 'X-OpenAM-Username: {who.username}'" in line
    assert '--header "X-OpenAM-Password: $TOKEN"' in line
    assert "# $TOKEN is sha256:" in line
    assert who.password not in line
    tenant.journal.assert_called("*", headers=headers)


@pytest.fixture
def looked(monkeypatch):
    """Each look of a tenant whether a text is a token of its own."""
    looks = []
    for kind in (pingone.Tokens, pingam.Tokens):

        def counted(self, text, *args, is_issued=kind.issued, **more):
            looks.append(text)
            return is_issued(self, text, *args, **more)

        monkeypatch.setattr(kind, "issued", counted)
    return looks


def state_of(server, tenant):
    return server.tenants.world.tenants[tenant.id]


def forgotten(server, tenant):
    """A token that there is no room any more to remember."""
    token = tenant.pingone.token()
    state_of(server, tenant).stores["pingone"].tokens._known.clear()
    return token


def known_by_its_digest(server, tenant):
    tenant.reset(to={"pingam": {"tokens": [{"token": digest_of(UUID)}]}})
    return UUID


def one_of_too_many(server, tenant):
    """The oldest of more than a tenant keeps apart."""
    pat = tenant.pingam.pat(value=UUID)
    for number in range(known.MAX_SECRETS + 1):
        state_of(server, tenant).known.learn(f"secret-{number}")
    assert pat not in state_of(server, tenant).known
    return pat


def fixed(server, tenant):
    tenant.reset(to={"pingone": {"tokens": [{"token": UUID}]}})
    return UUID


OF_ONE, OF_AM = "/v1/environments/{token}/resources", "/am/json/realms/root/realms/{token}/x"

TOKENS = [
    pytest.param("pingone", lambda _, each: each.pingone.token(), id="a JWT"),
    pytest.param("pingone", forgotten, id="a JWT that was forgotten"),
    pytest.param("pingone", fixed, id="a fixed token"),
    pytest.param("pingam", lambda _, each: each.pingam.pat(), id="a PAT"),
    pytest.param("pingam", lambda _, each: each.pingam.pat(value=UUID), id="a chosen PAT"),
    pytest.param("pingam", lambda _, each: each.pingam.pat(value="pat"), id="a short one"),
    pytest.param("pingam", lambda _, each: each.pingam.pat(value="/alpha"), id="a realm's name"),
    pytest.param("pingam", known_by_its_digest, id="known by its digest"),
    pytest.param("pingam", one_of_too_many, id="one of too many"),
]


@pytest.mark.parametrize(("family", "token"), TOKENS)
def test_of_many_tenants_those_alone_are_asked_that_may_know(
    server, current, looked, family, token
):
    for _ in range(50):
        other = server.tenant()
        other.pingone.token()
        other.pingam.pat()
    mine = token(server, current)
    request = Request(
        method="GET", path="/", query="", headers=Headers({"Authorization": f"Bearer {mine}"}),
        body=b"", base_url=server.tenants.base_url,
    )  # fmt: skip
    world = server.tenants.world
    [asked] = [each for each in world.families if each.name == family]
    looked.clear()

    found = world.asking(asked, request)
    ask(server, "GET", f"{server.tenants.base_url}{OF_ONE.format(token=mine)}", token="another")
    ask(server, "GET", f"{server.tenants.base_url}{OF_AM.format(token=mine)}", token=mine)
    ask(server, "GET", f"{server.tenants.base_url}{OF_AM.format(token=NOBODY)}", token=mine)

    assert found is state_of(server, current)
    assert len(looked) <= 30
    if len(mine) > 20:
        assert mine not in "".join(each.path + str(each.document()) for each in server.unmatched)
    current.drop()
    assert world.asking(asked, request) is None


def test_a_token_of_all_is_asked_of_a_few(server, looked):
    tenants = [server.tenant() for _ in range(owners.MOST + 20)]
    for each in tenants:
        each.pingam.pat(value=UUID)
        state_of(server, each).stores["pingam"].tokens.forget()
    looked.clear()

    ask(
        server,
        "GET",
        f"{server.tenants.base_url}/v1/environments/{UUID}/resources",
        token="another",
    )

    assert not looked  # a secret of theirs, whoever takes it still
    assert UUID not in str([each.document() for each in server.unmatched])
    for each in tenants[:-1]:
        each.drop()
    assert server.tenants.world.unmatched.known.owners(UUID) == [state_of(server, tenants[-1])]
    tenants[-1].drop()
    assert UUID not in server.tenants.world.unmatched.known


def test_a_token_of_another_tenant_is_in_no_path(server, tenant):
    server.tenant().pingam.pat(value=UUID)

    ask(server, "GET", f"{tenant.pingam.resource_set_url}/{UUID}", token=tenant.pingam.pat())

    assert UUID not in str(tenant.journal[-1].document())


def test_what_a_dropped_tenant_learns_is_told_to_nobody(server, tenant):
    known = state_of(server, tenant).known
    tenant.drop()

    known.learn("a-secret-of-nobody")

    assert "a-secret-of-nobody" not in server.tenants.world.unmatched.known
