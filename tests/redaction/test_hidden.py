"""Secrets that nobody knows the name of: what a journal keeps of a request is an allow-list.

Each request here holds a secret where no list of secrets' names would find it; nothing that
leaves the fake shows any of it. What an operation takes is shown all the same.
"""

import base64
import gzip
import json
from itertools import product
from urllib.parse import quote, urlencode

import pytest

from fakeping.core.exchange import Headers
from fakeping.redaction.redact import WITHHELD, fingerprint
from fakeping.redaction.sent import MAX_OWN, sent_headers
from tests.drive import ask
from tests.fake.pingone.driver import Client
from tests.redaction.test_secrets import written_of
from tests.sample import some

HUSH = "tr0ub4dor-&-3-horses"
WORD = "tr0ub4dor"
NUMBER = 830264917

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


def escaped(text):
    return "".join(f"\\u{ord(each):04x}" for each in text)


def bodies():  # noqa: PLR0915 - a list
    """Bodies with a secret, and headers, by what they are."""
    form = urlencode({"username": "alice", "password": HUSH}).encode()
    yield "a form", form, FORM
    yield "a form declared as JSON", form, JSON
    yield "a form of no type", form, {"Content-Type": ""}
    yield "a form in capitals", form, {"Content-Type": FORM["Content-Type"].upper()}
    yield "a form of another type", form, {"Content-Type": "text/plain"}
    yield (
        "multipart",
        b'--x\r\nContent-Disposition: form-data; name="p"\r\n\r\n%b\r\n' % HUSH.encode(),
        {"Content-Type": "multipart/form-data; boundary=x"},
    )
    for name in (
        "password", "pwd", "pass", "credentials", "otp", "sessionId", "jwt", "code", "value",
        "username", "x", "PASSWORD", "passwordHash", "private key", "données", "",
    ):  # fmt: skip
        yield f"a text under {name}", {name: HUSH}, JSON
        yield f"an object under {name}", {name: {"value": HUSH, "type": "p"}}, JSON
        yield f"a list under {name}", {name: [HUSH, [HUSH, {"a": HUSH}]]}, JSON
        yield f"a number under {name}", {name: NUMBER}, JSON
    yield "a name", {HUSH: True}, JSON
    yield "a name of null", {HUSH: None}, JSON
    yield "a name of a name", {"a": {HUSH: {HUSH: 1}}}, JSON
    yield "a name below a known member", {"description": {HUSH: 1}}, JSON
    yield "a known member that is an object", {"description": {"password": HUSH}}, JSON
    yield (
        "objects in a known list",
        {"resource_scopes": [{"password": HUSH}], "labels": [{"p": HUSH}]},
        JSON,
    )
    yield "an escaped name", f'{{"{escaped("password")}": "{HUSH}"}}'.encode(), JSON
    yield "an escaped secret", f'{{"{HUSH}": 1, "pwd": "{escaped(HUSH)}"}}'.encode(), JSON
    yield "a name twice", f'{{"password": 1, "password": "{HUSH}"}}'.encode(), JSON
    yield "a secret name twice", f'{{"{HUSH}": 1, "{HUSH}": 2}}'.encode(), JSON
    yield (
        "an escaped secret name twice",
        f'{{"{escaped(HUSH)}": 1, "{escaped(HUSH)}": 2}}'.encode(),
        JSON,
    )
    yield "JSON in a text", {"description": json.dumps({"password": HUSH})}, JSON
    yield "a list in a text", {"description": f' [ "{HUSH}" ]'}, JSON
    yield (
        "a form in a text",
        {"description": f"user=alice&pwd={quote(HUSH)}&x={HUSH.replace('&', '')}"},
        JSON,
    )
    yield "a header in a text", {"description": f"Authorization: Bearer {WORD}"}, JSON
    yield "a pair in a text", {"description": f"log in with password={WORD} please"}, JSON
    yield (
        "a member in a text",
        {"description": f'log in with {{"password": "{WORD}"}}, please'},
        JSON,
    )
    for name, text in spelled(WORD):
        yield name, {"description": text}, JSON
    yield "blanks in front of a colon", {"description": f"'password'  \t: '{WORD}'"}, JSON
    yield "another blank", {"description": f"Bearer\u00a0{WORD}{WORD}"}, JSON
    yield "malformed at the end", f'{{"password": "{HUSH}"'.encode(), JSON
    yield "malformed in a text", f'{{"password": "{HUSH}'.encode(), JSON
    yield "malformed before", f'"{HUSH}": 1}}'.encode(), JSON
    yield "a comma too many", f'{{"name": "a", "pwd": "{HUSH}",}}'.encode(), JSON
    yield "other quotes", f"{{'password': '{HUSH}'}}".encode(), JSON
    yield "no quotes", f"{{password: {WORD}}}".encode(), JSON
    yield "two documents", f'{{"a": 1}} {{"password": "{HUSH}"}}'.encode(), JSON
    yield "a comment", f'{{"a": 1 /* {HUSH} */}}'.encode(), JSON
    yield "behind a mark", b"\xef\xbb\xbf" + json.dumps({"password": HUSH}).encode(), JSON
    yield "UTF-16", json.dumps({"password": HUSH}).encode("utf-16"), JSON
    yield "Latin-1", b'{"password": "\xe9%b"}' % HUSH.encode(), JSON
    yield "half a pair", f'{{"password": "{HUSH}\\ud800"}}'.encode(), JSON
    yield "not a number", f'{{"password": "{HUSH}", "n": NaN}}'.encode(), JSON
    yield "too deep", b'{"a":' * 200 + b'"%b"' % HUSH.encode() + b"}" * 200, JSON
    yield "deep", b'{"a":' * 50 + b'"%b"' % HUSH.encode() + b"}" * 50, JSON
    yield "a text alone", json.dumps(HUSH).encode(), JSON
    yield "a number alone", str(NUMBER).encode(), JSON
    yield "a list alone", [HUSH, NUMBER], JSON
    yield "a list of objects", [{"password": HUSH}], JSON
    yield (
        "packed",
        gzip.compress(json.dumps({"password": HUSH}).encode()),
        JSON | {"Content-Encoding": "gzip"},
    )
    yield (
        "said to be packed",
        json.dumps({"name": HUSH}).encode(),
        JSON | {"Content-Encoding": "br"},
    )
    yield "XML", f"<password>{HUSH}</password>".encode(), {"Content-Type": "application/xml"}
    yield "a long text", {"x": f"{HUSH} " * 100}, JSON
    yield "a long name", {f"{HUSH} " * 100: 1}, JSON


def spelled(secret):
    """Texts that spell a secret out, each in its own way."""
    for name in ("pwd", "otp", "session_id", "sessionId", "passcode", "x.api-key", "db_password"):
        yield f"{name}=", f"so {name}={secret}, then"
        yield f"{name}: ", f"{name}: {secret}"
        yield f"{name}:", f"so {name}:{secret}, then"
    yield "a pair of pairs", f"alice:user,password:{secret}"
    yield "an arrow", f"['password' => '{secret}']"
    yield "an element", f"<password>{secret}</password>"
    yield "an option", f"login --password {secret}"
    yield "a header", f"Authorization: Token {secret}"
    yield "a header of another scheme", f"authorization: SSO-Key a:{secret}"
    yield "another scheme", f"DPoP {secret}{secret}"
    yield "a URL's user", f"postgres://alice:{secret}@db.example.com/x"
    yield "a URL's code", f"https://client.example.com/cb?code={secret}&state=x"
    yield "quotes in quotes", json.dumps(json.dumps({"password": secret}))


EDITIONS = {"default": {}, "others": {"pingone": "current", "pingam": "openam"}}
CASES = [
    pytest.param(EDITIONS[edition], body, headers, id=f"{name}, {edition}")
    for (name, body, headers), edition in product(bodies(), EDITIONS)
]


def urls(tenant):
    """Something that takes a body, in each family, and what does not; a whole description of it."""
    one, am = tenant.pingone, tenant.pingam
    resources = f"{one.url}/environments/{one.environment_id}/resources"
    yield "POST", resources, one.token(), {"name": "photos"}
    yield "PUT", f"{resources}/{one.given.resource(name='r').id}", one.token(), {"name": "films"}
    yield "POST", am.resource_set_url, am.pat(), {"resource_scopes": ["view"], "name": "photos"}
    yield "GET", resources, one.token(), {}
    yield "POST", f"{one.url}/nowhere", one.token(), {"name": "photos"}
    yield "POST", f"{resources}?expand=scopes", "not-a-token", {"name": "photos"}


def leaks(server, tenant, secrets):
    """Where one of these texts shows, in anything that leaves the fake."""
    texts = [*written_of(tenant.journal), *written_of(server.unmatched)]
    root = f"http://fakeping.invalid/__fakeping/tenants/{tenant.id}/journal"
    texts += [
        (f"control{what}", ask(server, "GET", root + what).body.decode())
        for what in ("", ".har", ".curl", ".jsonl", ".py")
    ]
    texts.append(
        (
            "unmatched requests",
            ask(server, "GET", f"{root[: root.index('/tenants')]}/unmatched").body.decode(),
        )
    )
    return {(each, name) for name, text in texts for each in secrets if each in text}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("edition", "body", "headers"), some(CASES, one_of=6, name=lambda case: case.id)
)
def test_a_secret_that_nobody_knows_shows_nowhere(server, edition, body, headers):
    tenant = server.tenant(edition=edition)
    statuses = []
    for method, url, token, whole in urls(tenant):
        sent = json.dumps(body).encode() if isinstance(body, dict | list) else body
        statuses.append(ask(server, method, url, raw=sent, headers=headers, token=token).status)
        if isinstance(body, dict):
            with_it = json.dumps(whole | body).encode()
            ask(server, method, url, raw=with_it, headers=headers, token=token)
    for each in tenant.pingam.resource_sets():
        url = f"{tenant.pingam.resource_set_url}/{each.id}"
        assert ask(server, "GET", url, token=tenant.pingam.pat()).status == 200
        ask(server, "DELETE", url, token=tenant.pingam.pat())

    assert leaks(server, tenant, [HUSH, WORD, str(NUMBER)]) == set()
    assert tenant.crashes == server.crashes == ()


def known_secrets(server, tenant):
    """One of each kind that a tenant issues or is given, by its name."""
    one, am = tenant.pingone, tenant.pingam
    yield "a PAT", am.pat("bob")
    yield "a PAT that somebody chose", am.pat("carol", value="chosen-by-carol")
    yield "a revoked PAT", revoked(server, tenant, am.pat("dan"))
    yield "a JWT", one.token()
    yield "an SSO token", am.sso_token("alice")
    yield "a password", am.credentials.password
    yield "a client's secret", am.credentials.client_secret
    am.given.user("eve", password="pässword of eve's: ö\"/%")
    yield "a chosen password", "pässword of eve's: ö\"/%"
    am.given.client("web", client_secret="s3cr3t")
    yield "a chosen secret", "s3cr3t"
    yield "a worker's secret", one.credentials.client_secret
    resource = one.given.resource(name="with a secret")
    url = f"{one.url}/environments/{one.environment_id}/resources/{resource.id}/secret"
    yield "a resource's secret", ask(server, "GET", url, token=one.token()).json["secret"]
    yield "a claim token", am.claim_token("bob")
    shared = am.given.resource_set(owner="alice", resource_scopes=["view"], name="shared")
    yield "a ticket", am.ticket(shared)
    yield from of_users(server, tenant)
    yield from of_applications(server, tenant)


def of_users(server, tenant):
    """Passwords of PingOne's users, each set in another way, and a code to recover one."""
    one, token = tenant.pingone, tenant.pingone.token()
    users = f"{one.url}/environments/{one.environment_id}/users"

    def send(method, url, act, body, status):
        kind = {"Content-Type": f"application/vnd.pingidentity.{act}+json"}
        reply = ask(server, method, url, body, headers=kind, token=token)
        assert reply.status == status, reply
        return reply.json

    one.given.user(username="fay", password="given-to-fay-1")
    yield "a given password", "given-to-fay-1"
    said = {"username": "gus", "population": {"id": one.populations()[0].id}}
    said["password"] = {"value": "imported-with-gus-1"}
    gus = send("POST", users, "user.import", said, 201)
    yield "an imported password", "imported-with-gus-1"
    url = f"{users}/{gus['id']}/password"
    send("PUT", url, "password.set", {"value": "set-for-gus-1"}, 200)
    yield "a set password", "set-for-gus-1"
    said = {"currentPassword": "set-for-gus-1", "newPassword": "changed-by-gus-1"}
    send("PUT", url, "password.reset", said, 200)
    yield "a changed password", "changed-by-gus-1"
    send("POST", url, "password.sendRecoveryCode", {}, 200)
    code = one.recovery_code("gus")
    yield "a recovery code", code
    said = {"recoveryCode": code, "newPassword": "recovered-by-gus-1"}
    send("POST", url, "password.recover", said, 200)
    yield "a recovered password", "recovered-by-gus-1"
    document = {"pingone": {"users": [{"username": "hal", "password": "seeded-for-hal-1"}]}}
    added = ask(server, "PATCH", f"/__fakeping/tenants/{tenant.id}/state", document)
    assert added.status == 204, added
    yield "a seeded password", "seeded-for-hal-1"


def of_applications(server, tenant):
    """What an application has, and what it is given at sign-in."""
    one = tenant.pingone
    redirects = ["https://example.com"]
    app = one.given.application(type="web", name="with codes", redirect_uris=redirects)
    url = f"{one.url}/environments/{one.environment_id}/applications/{app.id}/secret"
    yield "an application's former secret", app.client_secret
    rotated = ask(server, "POST", url, {}, token=one.token())
    yield "an application's secret", rotated.json["secret"]
    client = Client(server, tenant, one.given.application(type="web", redirect_uris=redirects))
    one.given.sign_in(one.given.user(username="alice"))
    answer = client.sign_in(scope="openid")
    yield "an access token", answer["access_token"]
    yield "an ID token", answer["id_token"]
    yield "a code", client.code(scope="openid")
    yield from ((f"the cookie {name}", value) for name, value in client.cookies.items())
    said = {"response_type": "code", "redirect_uri": redirects[0], "scope": "openid"}
    yield "a pushed request", client.post("par", said).json["request_uri"]
    tv = Client(server, tenant, one.given.application(grant_types=["device_code"]))
    codes = tv.post("device_authorization", {"scope": "openid"}).json
    yield "a device code", codes["device_code"]
    yield "a user code", codes["user_code"]


def revoked(server, tenant, token):
    return token


def places(tenant, secret):
    """Requests with a secret in a place where it does not belong."""
    one, am = tenant.pingone, tenant.pingam
    resources = f"{one.url}/environments/{one.environment_id}/resources"
    token, pat = one.token(), am.pat()
    for name in ("User-Agent", "Correlation-Id", "Accept", "If-None-Match", "X-OpenAM-Username"):
        for said in (secret, f"x/{secret} (y)"):
            yield "GET", resources, {"headers": {name: said}, "token": token}
    yield "POST", resources, {"body": {"name": secret}, "token": token}
    yield (
        "POST",
        resources,
        {"body": {"name": f"of {secret}", "description": f"<{secret}>"}, "token": token},
    )
    yield "POST", resources, {"body": {"name": [secret]}, "token": token}
    yield "POST", resources, {"raw": f'{{"name": "x_{escaped(secret)}"}}'.encode(), "token": token}
    wanted = urlencode({"filter": f'name eq "{secret}"'})
    yield "GET", f"{resources}?{wanted}", {"token": token}
    yield "GET", f"{resources}/{quote(secret, safe='')}", {"token": token}
    yield "GET", f"{resources}/id-{quote(secret, safe='')}", {"token": token}
    yield "GET", f"{one.url}/nowhere/{quote(secret, safe='')}", {"token": token}
    yield "POST", f"{one.url}/nowhere", {"body": {"name": secret}, "token": token}
    said = {"resource_scopes": ["view", secret], "name": f"set {secret}", "labels": [secret]}
    yield "POST", am.resource_set_url, {"body": said, "token": pat}
    yield (
        "POST",
        am.resource_set_url,
        {"body": {"resource_scopes": [], "x": [secret]}, "token": pat},
    )
    yield "GET", resources, {"token": token}


@pytest.mark.slow
def test_a_secret_that_the_tenant_knows_shows_nowhere(server):
    tenant = server.tenant(edition={"pingone": "current"})
    am = tenant.pingam
    secrets = dict(known_secrets(server, tenant))
    for secret in secrets.values():
        for method, url, said in places(tenant, secret):
            ask(server, method, url, **said)
    for each in am.resource_sets():
        for method in ("GET", "DELETE"):
            ask(server, method, f"{am.resource_set_url}/{each.id}", token=am.pat())

    spelled = {
        one
        for each in secrets.values()
        for one in (
            each,
            quote(each),
            quote(each, safe=""),
            json.dumps(each)[1:-1],
            json.dumps(each, ensure_ascii=False)[1:-1],
        )
    }
    assert leaks(server, tenant, spelled) == set()
    assert tenant.crashes == server.crashes == ()
    assert len(tenant.journal) > 200


def basic(raw, other=b"+/", end="="):
    coded = base64.b64encode(raw, altchars=other).decode()
    return {"Authorization": f"Basic {coded if end else coded.rstrip('=')}"}


@pytest.mark.slow
@pytest.mark.parametrize("auth", ["any", "off", "strict"])
@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"Authorization": f"Bearer {WORD}"}, id="bearer"),
        pytest.param({"Authorization": WORD}, id="no scheme"),
        pytest.param({"Authorization": f"Token {WORD}"}, id="another scheme"),
        pytest.param(
            {"Authorization": f"Basic {base64.b64encode(f'app:{WORD}'.encode()).decode()}"},
            id="basic",
        ),
        pytest.param(basic(f"?>?>:{WORD}".encode(), b"-_"), id="basic as URLs have it"),
        pytest.param(basic(f"appl:{WORD}".encode(), end=""), id="basic without its end"),
        pytest.param(basic(b"\xfc:" + WORD.encode()), id="basic in Latin-1"),
        pytest.param(basic(f"{WORD}:".encode()), id="basic with a token as the user"),
        pytest.param({"Authorization": f"Bearer\t{WORD}"}, id="a tab"),
        pytest.param({"Authorization": f'Bearer "{WORD}"'}, id="in quotes"),
        pytest.param({"Authorization": f"Bearer {WORD}, Bearer other"}, id="one of two"),
        pytest.param({"Authorization": f'Digest username="x", response="{WORD}"'}, id="digest"),
        pytest.param({"Proxy-Authorization": f"Basic {WORD}"}, id="a proxy's"),
        pytest.param({"X-Api-Key": WORD}, id="a key"),
        pytest.param({"Cookie": f"s=%7B%22a%22%3A%22{WORD}%22%7D"}, id="a document in a cookie"),
        pytest.param({"Cookie": f"a=b; iPlanetDirectoryPro={WORD}"}, id="cookie"),
        pytest.param({"iPlanetDirectoryPro": WORD}, id="session"),
        pytest.param({"X-OpenAM-Password": WORD}, id="password"),
    ],
)
def test_what_a_request_came_with_shows_nowhere_else(server, sent, auth):
    tenant = server.tenant(auth=auth)
    for method, url, said in places(tenant, WORD):
        said.pop("token")
        ask(server, method, url, **said | {"headers": {**said.get("headers", {}), **sent}})

    assert leaks(server, tenant, [WORD]) == set()


@pytest.mark.parametrize("place", ["/v1/nowhere;{}/x", "/v1/nowhere/{}", "/v1/environments/a;{}/x"])
def test_a_secret_behind_its_name_is_in_no_path(server, tenant, place):
    for name in ("password", "jsessionid;pwd", "otp", "#access_token", "a%26password"):
        for _ in range(3):  # what was found clean is not looked at again
            ask(server, "GET", server.tenants.base_url + place.format(f"{name}={WORD}"))

    assert leaks(server, tenant, [WORD]) == set()


def test_of_many_secrets_of_one_request_the_longest_are_looked_for():
    many = "; ".join(f"c{each}=secret{each:04}" for each in range(500))

    own = sent_headers(Headers({"Cookie": many})).own

    assert len(own) == MAX_OWN
    assert own[0] == many


def test_what_an_operation_takes_is_shown(server):
    tenant = server.tenant(edition={"pingone": "current"})
    one, am = tenant.pingone, tenant.pingam
    resources = f"{one.url}/environments/{one.environment_id}/resources"
    resource = {
        "name": "photos",
        "description": "Photos (basic photography) of 2024: a=b, [draft]",
        "audience": "https://photos.example.com/?a=b",
        "accessTokenValiditySeconds": 3600,
        "introspectEndpointAuthMethod": "CLIENT_SECRET_BASIC",
        "applicationPermissionsSettings": {"claimEnabled": True},
    }
    described = {
        "resource_scopes": ["view", "http://photoz.example.com/dev/scopes/print"],
        "name": "Photo Album",
        "description": "Album",
        "type": "https://www.example.com/rsets/photoalbum",
        "icon_uri": "http://www.example.com/icons/sky.png",
        "labels": ["3D", "VIP"],
    }
    unknown = {"note": "n", "flags": {"deep": [1, None, True]}}

    made = ask(server, "POST", resources, resource, token=one.token())
    ask(server, "POST", am.resource_set_url, described | unknown, token=am.pat())
    read = ask(server, "GET", f"{am.resource_set_url}/{am.resource_sets()[0].id}", token=am.pat())

    created, registered, shown = tenant.journal
    assert (created.json, created.reply_json) == (resource, made.json)
    assert registered.json == described | {
        "note": fingerprint("n"),
        "flags": {fingerprint("deep"): [fingerprint("1"), None, True]},
    }
    assert {name: shown.reply_json[name] for name in described} == described
    assert shown.reply_json["_id"] == read.json["_id"]
    assert {**described, "_id": read.json["_id"]}.items() <= registered.changes[0].document()[
        "after"
    ]["document"].items()
    tenant.journal.assert_called("pingam.resource_set.register", json=described | unknown)
    tenant.journal.assert_not_called("pingam.resource_set.register", json={"note": "other"})


def test_a_body_that_can_t_be_looked_into_is_withheld(server, tenant):
    url, pat = tenant.pingam.resource_set_url, tenant.pingam.pat()
    for _, body, headers in bodies():
        if not isinstance(body, dict | list):
            ask(server, "POST", url, raw=body, headers=headers, token=pat)

    kept = {each.request_body for each in tenant.journal if each.request_body != b""}
    assert kept == {fingerprint_of(each) for each in (HUSH, str(NUMBER))} | {
        each for each in kept if each.startswith(b"{")
    }
    assert WITHHELD in [each.request_body for each in tenant.journal]


@pytest.mark.parametrize(
    ("document", "status"),
    [
        pytest.param({"name": "a", "note": "n" * 70_000}, 201, id="hidden"),
        pytest.param({"name": 5, "note": "n" * 70_000}, 400, id="hidden and refused"),
        pytest.param({"name": "a", "description": "d" * 300_000}, 201, id="long"),
    ],
)
def test_too_much_to_be_looked_into_is_withheld(server, tenant, document, status):
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"

    assert ask(server, "POST", url, document, token=tenant.pingone.token()).status == status

    assert tenant.journal[-1].request_body is WITHHELD
    assert (tenant.journal[-1].reply_body is WITHHELD) == (status == 400)


@pytest.mark.parametrize("again", [1, 3])
def test_a_list_hides_a_secret_of_one_entity_however_often_it_is_asked_for(server, tenant, again):
    given = tenant.pingone.given
    secret = tenant.pingone.token()
    for name in ("a", "b", "c"):
        given.resource(name=name, description=f"see {secret}" if name == "b" else "nothing")
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"

    for _ in range(again):
        assert secret in ask(server, "GET", url, token=tenant.pingone.token()).body.decode()

    assert secret not in tenant.journal.to_jsonl()
    assert fingerprint(secret) in tenant.journal.to_jsonl().splitlines()[-1]


def test_a_body_that_a_fault_spoils_is_looked_through_whole(server, tenant):
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    token = tenant.pingone.token()
    ask(server, "GET", url, token=token)
    tenant.faults.next("pingone.resource.list", body={"again": token})

    assert token in ask(server, "GET", url, token=token).body.decode()

    assert token not in tenant.journal.to_jsonl()


def fingerprint_of(text):
    return json.dumps(fingerprint(text)).encode()


def test_what_was_clean_is_looked_at_again_for_a_new_secret(server):
    tenant = server.tenant()
    one = tenant.pingone
    said = "hush-0f1e2d3c4b"
    resource = one.given.resource(name="read", description=said)
    url = f"{one.url}/environments/{one.environment_id}/resources/{resource.id}"
    token = one.token()
    for _ in range(3):
        ask(server, "GET", url, token=token)
    assert said.encode() in tenant.journal[-1].reply_body

    tenant._state.known.learn(said)
    ask(server, "GET", url, token=token)

    assert said.encode() not in tenant.journal[-1].reply_body
