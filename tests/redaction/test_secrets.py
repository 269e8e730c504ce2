"""Fifty secrets, and nothing that is ever written down shows one of them.

The whole suite holds every exchange to that (`tests/checked.py`); here are the ways of sign-in,
and every form in which a journal leaves the fake.
"""

import json
import logging
from functools import wraps
from urllib.parse import urlencode

import pytest
import requests

from fakeping import FakePing
from fakeping.journal.assertion import Unmet
from fakeping.redaction.redact import fingerprint
from fakeping.server import report
from tests.drive import ask
from tests.fake.pingam.forms import ID_TOKEN, UMA_TICKET, OAuth, basic, post
from tests.fake.pingone.driver import VERIFIER, Client, sent_back
from tests.secrets import NAMES, found_in

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ROOT = "http://fakeping.invalid"


@pytest.fixture
def seen(server):
    """Every secret that passes through the server."""
    found = set()
    handle = server.tenants.world.handle

    @wraps(handle)
    def watched(request):
        reply = handle(request)
        found.update(found_in(request, reply))
        return reply

    server.tenants.world.handle = watched
    return found


def sign_in_to_pingone(server, tenant):
    """Every grant, every response mode, every endpoint that is shown a token."""
    given = tenant.pingone.given
    alice = given.user(username="alice", email="alice@example.com", name="Alice Smith")
    redirects = ["https://example.com"]
    app = given.application(type="web", name="App", redirect_uris=redirects)
    client = Client(server, tenant, app)
    given.sign_in(alice)
    answer = client.sign_in(scope="openid")
    challenge = {"code_challenge": VERIFIER, "code_challenge_method": "plain"}
    code = sent_back(client.authorize(scope="openid", **challenge))["code"]
    assert client.exchange(code, code_verifier=VERIFIER).status == 200
    assert client.exchange(code, code_verifier=VERIFIER).status == 400  # it was used
    client.authorize(scope="openid", response_mode="form_post")
    client.userinfo(answer["access_token"])
    ask(server, "POST", f"{client.url}/userinfo", raw=b"", token=answer["access_token"])
    client.post("introspect", {"token": answer["access_token"]})
    if "refresh_token" in answer:
        client.token("refresh_token", refresh_token=answer["refresh_token"])
    client.post("revoke", {"token": answer["access_token"]})
    hint = urlencode({"id_token_hint": answer["id_token"]})
    ask(server, "GET", f"{client.url}/signoff?{hint}")
    worker = tenant.pingone.credentials
    for secret in (worker.client_secret, "wrong-secret-0123456789"):
        Client(server, tenant, worker).post(
            "token", {"grant_type": "client_credentials"}, basic=(worker.client_id, secret)
        )
        form = {
            "grant_type": "client_credentials",
            "client_id": worker.client_id,
            "client_secret": secret,
        }
        post(server, f"{client.url}/token", form)
        post(server, f"{client.url}/tokens", form)  # nothing stands there
        post(server, f"{ROOT}/nobody/as/token", form)


def rotate_a_secret(server, tenant):
    """What a resource server introspects with."""
    resource = tenant.pingone.given.resource(name="photos")
    token = tenant.pingone.token()
    base = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    url = f"{base}/{resource.id}/secret"
    assert ask(server, "GET", url, token=token).status == 200
    assert ask(server, "POST", url, {}, token=token).status == 200
    ask(server, "DELETE", url, token=token)


def sign_in_to_pingam(server, tenant):
    """Sessions, grants, tickets, RPTs, claims: all that opens something."""
    am = tenant.pingam
    oauth = OAuth(server, tenant)
    am.given.user("bob", password="a-password-of-bobs-0123")
    sent = {"X-OpenAM-Username": "bob", "X-OpenAM-Password": "a-password-of-bobs-0123"}
    entered = ask(server, "POST", f"{am.json_url}/authenticate", {}, headers=sent)
    session = entered.json["tokenId"]
    cookie = {"Cookie": f"iPlanetDirectoryPro={session}"}
    ask(server, "POST", f"{am.json_url}/sessions?_action=getSessionInfo", {}, headers=cookie)
    header = {"iPlanetDirectoryPro": session}
    ask(server, "GET", f"{am.json_url}/users/bob/uma/policies?_queryFilter=true", headers=header)
    answer = oauth.password("uma_protection openid").json
    oauth.introspect(answer["access_token"])
    if "refresh_token" in answer:
        oauth.token("refresh_token", refresh_token=answer["refresh_token"])
    shown = urlencode({"access_token": answer["access_token"]})
    ask(server, "GET", f"{am.oauth2_url}/tokeninfo?{shown}")
    ask(server, "GET", f"{am.oauth2_url}/userinfo", token=answer["access_token"])
    web = am.given.client("web", redirect_uris=["https://example.com"], scopes=["openid"])
    said = {
        "response_type": "code",
        "client_id": "web",
        "redirect_uri": "https://example.com",
        "scope": "openid",
    }
    back = ask(server, "GET", f"{am.oauth2_url}/authorize?{urlencode(said)}", headers=cookie)
    form = {"code": sent_back(back)["code"], "redirect_uri": "https://example.com"}
    as_web = basic(web.client_id, web.client_secret)
    oauth.token("authorization_code", headers=as_web, **form)
    share(server, am, oauth)
    oauth.post("token/revoke", {"token": answer["access_token"]})


def share(server, am, oauth):
    """From a permission ticket to a requesting party token, and to a refusal with a ticket."""
    photo = am.given.resource_set(owner="alice", resource_scopes=["view"], name="photo")
    wanted = {"resource_id": photo.id, "resource_scopes": ["view"]}
    asked = ask(server, "POST", f"{am.uma_url}/permission_request", wanted, token=am.pat())
    bob = {"claim_token": am.claim_token("bob"), "claim_token_format": ID_TOKEN}
    oauth.token(UMA_TICKET, ticket=asked.json["ticket"], **bob)
    am.given.policy(photo, subject="bob")
    rpt = oauth.token(UMA_TICKET, ticket=am.ticket(photo), **bob).json["access_token"]
    oauth.introspect(rpt)


def send_unmatched_requests(server, tenant):
    """Tokens where they don't belong: in paths, in queries, in bodies of other operations."""
    one, am = tenant.pingone, tenant.pingam
    token, pat = one.token(), am.pat()
    everything = urlencode({name: f"{name}-{token[-20:]}" for name in (*sorted(NAMES), "code")})
    base = f"{one.url}/environments/{one.environment_id}/resources"
    for url in (base, am.resource_set_url, f"{ROOT}/nowhere", f"{one.auth_url}/authorize"):
        ask(server, "GET", f"{url}?{everything}", token=token)
        ask(server, "POST", url, raw=everything.encode(), headers=FORM, token=pat)
        ask(server, "PUT", f"{url}/{token}", raw=everything.encode(), headers=FORM, token=pat)
        ask(server, "DELETE", f"{url}/{pat}", token=f"x {token}")
    ask(server, "GET", f"{one.url}/environments/{token}/resources", token=token)
    ask(server, "GET", base, headers={"Authorization": token, "X-Api-Key": token})


@pytest.fixture
def everything(server, seen):
    """A tenant that all of it happened to, and the secrets."""
    tenant = server.tenant(edition={"pingone": "current"})
    for play in (sign_in_to_pingone, rotate_a_secret, sign_in_to_pingam, send_unmatched_requests):
        play(server, tenant)
    known = tenant.pingam.credentials
    seen |= {known.client_secret, known.password, tenant.pingone.credentials.client_secret}
    assert tenant.crashes == ()
    assert server.crashes == ()
    return tenant


def written_of(journal):
    """Every form in which a journal can be looked at, by its name."""
    yield "str", "\n".join(map(str, journal))
    yield "repr", "\n".join(map(repr, journal))
    yield "entries", repr(journal._entries)
    yield "har", json.dumps(journal.to_har())
    yield "curl", journal.to_curl()
    yield "jsonl", journal.to_jsonl()
    yield (
        "changes",
        "\n".join(f"{change} {change!r}" for each in journal for change in each.changes),
    )
    yield "retries", "\n".join(map(str, journal.retries()))
    if journal.write_test is not None:
        yield "pytest", journal.to_pytest()


def failures_of(journal, secret):
    """What failing assertions say, when the test itself knows the secret."""
    header = {"Authorization": f"Bearer {secret}"}
    for ask_ in (
        lambda: journal.assert_called("*", status=999),
        lambda: journal.assert_called("*", headers=header, status=999),
        lambda: journal.assert_called("*", count=10_000),
        lambda: journal.assert_order("pingone.token", "pingone.jwks"),
        lambda: journal.wait_for("pingam.jwks", timeout=0),
        journal.assert_nothing_else,
    ):
        with pytest.raises(Unmet) as failure:
            ask_()
        yield "failure", str(failure.value)


def test_fifty_secrets_are_in_nothing_that_is_written_down(server, everything, seen, caplog):
    caplog.set_level(logging.DEBUG)
    tenants = f"{ROOT}/__fakeping/tenants/{everything.id}/journal"
    a_token = everything.pingone.token()

    texts = [*written_of(everything.journal), *written_of(server.unmatched)]
    texts += failures_of(everything.journal, a_token)
    for what in ("", ".har", ".curl", ".jsonl", ".py"):
        texts.append((f"control{what}", ask(server, "GET", tenants + what).body.decode()))
    texts.append(
        ("unmatched requests", ask(server, "GET", f"{ROOT}/__fakeping/unmatched").body.decode())
    )
    texts.append(("log", caplog.text))

    assert len(seen) >= 50
    shown = {(each, name) for name, text in texts for each in {*seen, a_token} if each in text}
    assert shown == set()
    assert {each.operation for each in everything.journal} >= {
        "pingone.token",
        "pingone.authorize",
        "pingone.introspect",
        "pingone.revoke",
        "pingone.signoff",
        "pingone.userinfo",
        "pingone.secret.read",
        "pingone.secret.rotate",
        "pingam.authenticate",
        "pingam.authorize",
        "pingam.introspect",
        "pingam.permission_request",
        "pingam.revoke",
        "pingam.session.act",
        "pingam.token",
        "pingam.tokeninfo",
        "pingam.userinfo",
    }


@pytest.mark.parametrize("edition", ["p14c", "current"])  # one links to what was asked
def test_a_token_where_none_belongs_shows_as_its_fingerprint(server, edition):
    tenant = server.tenant(edition={"pingone": edition})
    one, am, token = tenant.pingone, tenant.pingam, tenant.pingone.token()
    resources = f"{one.url}/environments/{one.environment_id}/resources"
    wanted = urlencode({"filter": f'name eq "{token}"'})
    ask(server, "GET", f"{resources}?{wanted}", token=token)
    ask(server, "POST", resources, {"name": token}, token=token)  # too long a name
    said = {"name": "a", "description": f"made with Bearer {token}"}
    ask(server, "POST", resources, said, token=token)
    shared = {"resource_scopes": ["view"], "note": am.claim_token("bob")}
    ask(server, "POST", am.resource_set_url, shared, token=am.pat())
    ask(server, "GET", f"{am.resource_set_url}/{am.resource_sets()[0].id}", token=am.pat())

    journal = tenant.journal
    told = [
        journal.to_curl(),
        journal.to_jsonl(),
        journal.to_pytest(),
        json.dumps(journal.to_har()),
    ]
    told += [report.journal([tenant], []), *map(str, journal)]

    assert [each.status for each in journal] == [200, 400, 201, 201, 200]
    assert journal[2].json["description"] == f"made with Bearer {fingerprint(token)}"
    for text in told:
        assert "eyJ" not in text
        assert ".".join(token.split(".")[1:]) not in text


def test_over_a_socket_nothing_is_logged_either(caplog, capfd):
    caplog.set_level(logging.DEBUG)
    with FakePing() as server, server.tenant() as tenant:
        token = tenant.pingone.token()
        known = tenant.pingone.credentials
        requests.get(f"{server.url}/x/{token}?access_token={token}", timeout=300)
        for secret in (known.client_secret, "wrong-0123456789"):
            requests.post(
                f"{tenant.pingone.auth_url}/token",
                data={"grant_type": "client_credentials"},
                auth=(known.client_id, secret),
                timeout=300,
            )
        texts = [*written_of(tenant.journal), *written_of(server.unmatched)]

    own = "\n".join(each.getMessage() for each in caplog.records if "fakeping" in each.name)
    out, err = capfd.readouterr()
    texts += [("log", own), ("out", out), ("err", err)]
    secrets = (token, known.client_secret, "wrong-0123456789")
    assert {(each, name) for name, text in texts for each in secrets if each in text} == set()


def test_secrets_are_recorded_for_whoever_asks_for_it(server):
    tenant = server.tenant(record_secrets=True)
    known = tenant.pingone.credentials
    form = {"grant_type": "client_credentials"}
    url = f"{tenant.pingone.auth_url}/token?access_token=t"

    post(server, url, form, headers=basic(known.client_id, known.client_secret))

    [exchange] = tenant.journal
    assert exchange.request_body == b"grant_type=client_credentials"
    assert exchange.reply_json["access_token"]
    assert exchange.query == {"access_token": "t"}
    assert basic(known.client_id, known.client_secret).items() <= exchange.headers.items()
    assert tenant.journal.assert_called("pingone.token", reply={"token_type": "Bearer"})


def test_a_refusal_of_what_is_secret_keeps_its_reason(server, tenant):
    post(server, f"{tenant.pingone.auth_url}/token", {"grant_type": "client_credentials"})

    [exchange] = tenant.journal
    assert exchange.reply_json["error"] == "invalid_client"


def test_a_body_that_is_not_recorded_says_so_where_it_is_asked_for(server, tenant):
    post(server, f"{tenant.pingone.auth_url}/token", {"grant_type": "client_credentials"})

    with pytest.raises(Unmet, match="json: not recorded, for it may hold secrets; record_secrets"):
        tenant.journal.assert_called("pingone.token", json={"grant_type": "x"})


def test_a_token_that_the_test_knows_is_found_by_its_fingerprint(server, tenant):
    pat = tenant.pingam.pat()
    ask(server, "GET", tenant.pingam.resource_set_url, token=pat)

    [found] = tenant.journal.assert_called("*", headers={"authorization": f"Bearer {pat}"})

    assert found.headers["Authorization"].startswith("Bearer sha256:")


def test_a_header_that_is_not_recorded_can_t_be_asked_for(server, tenant):
    ask(server, "GET", tenant.pingam.resource_set_url, headers={"X-Api-Key": "k"})

    with pytest.raises(Unmet, match=r"headers\.x-api-key: not recorded, for it may hold secrets"):
        tenant.journal.assert_called("*", headers={"X-Api-Key": "k"})


@pytest.mark.parametrize("url", ["{am}/{token}", "{am}?scope={token}", "{one}/{token}"])
def test_an_answer_that_repeats_a_token_of_the_url_is_kept_without_it(server, tenant, url):
    pat, token = tenant.pingam.pat(), tenant.pingam.pat("bob")
    one = f"{tenant.pingone.url}/environments"

    ask(
        server,
        "GET",
        url.format(am=tenant.pingam.resource_set_url, one=one, token=token),
        token=pat,
    )

    journals = [*tenant.journal, *server.unmatched]
    kept = b"".join(each.reply_body for each in journals)
    assert token.encode() not in kept
    assert len(journals) == 1
    assert token not in tenant.journal.to_jsonl() + json.dumps(tenant.journal.to_har())


def test_an_answer_that_repeats_a_token_shows_its_fingerprint(server, tenant):
    token = tenant.pingam.pat("bob")

    ask(server, "GET", f"{tenant.pingam.resource_set_url}/{token}", token=tenant.pingam.pat())

    assert tenant.journal[-1].reply_json["error_description"] == (
        f"Resource set does not exist with id {tenant.journal[-1].path.rpartition('/')[2]}"
    )
