"""`fakeping replay`: what was recorded is asked again, and what is another answer now is told."""

import json
import re
import ssl
from urllib.parse import urlencode

import pytest
import trustme

from fakeping import FakePing, JournalLimits
from fakeping.cli.main import main
from fakeping.journal.har import log_of
from tests.drive import ask

EXPORTS = ["jsonl", "har"]


@pytest.fixture
def run(capsys):
    """Runs a command; returns its exit code, its lines, and what it said of mistakes."""

    def command(*arguments):
        code = main(["replay", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out.splitlines(), err

    return command


@pytest.fixture(params=EXPORTS)
def write(request, tmp_path):
    """Writes a tenant's journal into a file, in one of the two forms."""

    def written(tenant):
        journal, file = tenant.journal, tmp_path / f"journal.{request.param}"
        text = journal.to_jsonl() if request.param == "jsonl" else json.dumps(journal.to_har())
        file.write_text(text, "utf-8")
        return file

    return written


@pytest.fixture
def call(server):
    """Asks the tenant's families as its worker and as alice, unless it is told otherwise."""

    def asked(tenant, method, path, body=None, *, token=None, **headers):
        one, am = tenant.pingone, tenant.pingam
        if path.startswith("am:"):
            url, token = am.resource_set_url + path[3:], token or am.pat()
        else:
            url = f"{one.url}/environments/{one.environment_id}{path}"
            token = token or one.token()
        said = {} if body is None else {"body": body}
        return ask(server, method, url, **said, token=token, headers=headers)

    return asked


def both_families(call, tenant):
    """Requests that make, read, change and remove, and some that are refused."""
    photos = call(tenant, "POST", "/resources", {"name": "photos"}).json
    path = f"/resources/{photos['id']}"
    scope = call(tenant, "POST", f"{path}/scopes", {"name": "view"}).json
    call(tenant, "GET", f"{path}/scopes/{scope['id']}")
    call(tenant, "PUT", path, {"name": "albums", "description": "all of them"})
    call(tenant, "POST", "/resources", {"name": "albums"})  # the name is taken
    call(tenant, "GET", "/resources?expand=scopes")
    call(tenant, "GET", "/resources", token=tenant.pingone.token(roles=[]))
    call(tenant, "GET", "/resources", token="nobody's")
    call(tenant, "DELETE", f"{path}/scopes/{scope['id']}")
    made = call(tenant, "POST", "am:", {"name": "album", "resource_scopes": ["view"]})
    id_ = made.json["_id"]
    tag = call(tenant, "GET", f"am:/{id_}").headers["ETag"]
    call(tenant, "PUT", f"am:/{id_}", {"resource_scopes": ["edit"]}, **{"If-Match": tag})
    call(
        tenant, "PUT", f"am:/{id_}", {"resource_scopes": ["no"]}, **{"If-Match": tag}
    )  # another now
    call(tenant, "GET", f"am:/{id_}", token=tenant.pingam.pat(owner="bob"))
    call(tenant, "GET", "am:", token=tenant.pingam.pat(scopes=[]))
    call(tenant, "GET", "am:")
    call(tenant, "DELETE", f"am:/{id_}")


def test_what_a_fresh_fake_answers_alike_is_the_same(run, write, call, server):
    tenant = server.tenant()
    both_families(call, tenant)

    code, lines, err = run(write(tenant))

    assert (code, lines, err) == (0, ["17 the same, 0 different, 0 skipped"], "")


def test_an_edition_is_replayed_as_that_edition(run, write, call, server):
    tenant = server.tenant(edition={"pingone": "current"})
    both_families(call, tenant)
    file = write(tenant)

    assert run(file)[0] == 0
    code, lines, _ = run(file, "--edition", "pingone=p14c")
    assert code == 1
    assert any(each.startswith("differs") for each in lines)


def test_what_each_tenant_was_started_with_is_replayed(run, call, server, tmp_path):
    tenants = [
        server.tenant(edition={"pingone": "current"}, auth="off"),
        server.tenant(switches={"pingam.require_if_match": True}),
    ]
    for each in tenants:
        made = call(each, "POST", "am:", {"name": "album", "resource_scopes": ["view"]})
        call(each, "PUT", f"am:/{made.json['_id']}", {"name": "a", "resource_scopes": ["view"]})
        ask(server, "GET", each.pingone.resources_url)
    exchanges = [each for tenant in tenants for each in tenant.journal]
    file = tmp_path / "two.jsonl"
    file.write_text("".join(json.dumps(each.document()) + "\n" for each in exchanges), "utf-8")

    assert run(file)[:2] == (0, ["6 the same, 0 different, 0 skipped"])
    assert run(file, "--switch", "pingam.require_if_match=off")[0] == 1
    assert run(file, "--auth", "strict")[0] == 1


def test_a_preflight_is_replayed_as_one(run, write, server):
    tenant = server.tenant()
    asking = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}
    answer = ask(server, "OPTIONS", tenant.pingone.resources_url, headers=asking)
    assert answer.status == 204

    assert run(write(tenant))[:2] == (0, ["1 the same, 0 different, 0 skipped"])


def test_a_recording_that_says_oddly_what_it_was_served_as_is_refused(run, tmp_path, server):
    tenant = server.tenant()
    ask(server, "GET", tenant.pingone.resources_url)
    document = tenant.journal.to_har()
    document["log"]["entries"][0]["_served_as"] = {"editions": 5}
    file = tmp_path / "odd.har"
    file.write_text(json.dumps(document), "utf-8")

    code, _, err = run(file)

    assert (code, "it is no HAR that can be read" in err) == (2, True)


def test_each_exchange_can_be_shown(run, write, call, server):
    tenant = server.tenant()
    call(tenant, "GET", "/resources")

    _, lines, _ = run(write(tenant), "--verbose")

    assert re.fullmatch(r"same     #1 GET /v1/environments/\S+/resources -> 200", lines[0])


def test_a_program_reads_each_result_as_an_object(run, write, call, server):
    tenant = server.tenant()
    call(tenant, "GET", "/resources")
    file = write(tenant)

    code, lines, _ = run(file, "--json", "--verbose")
    other = run(file, "--json", "--edition", "pingone=current")

    (told,) = map(json.loads, lines)
    assert (code, told["result"], told["number"], told["method"]) == (0, "same", 1, "GET")
    assert (told["status"], told["differences"], told["skipped"]) == (200, [], None)
    assert run(file, "--json")[:2] == (0, [])
    (differs,) = map(json.loads, other[1])
    assert (other[0], differs["result"], bool(differs["differences"])) == (1, "differs", True)


def test_another_answer_is_told_member_by_member(run, write, call, server):
    tenant = server.tenant()
    made = call(tenant, "POST", "/resources", {"name": "photos"}).json
    call(tenant, "GET", f"/resources/{made['id']}")
    file = write(tenant)
    file.write_text(
        re.sub(r'(name\\?": ?\\?")photos', r"\1albums", file.read_text("utf-8"), count=1)
    )

    code, lines, _ = run(file)

    assert code == 1
    assert [each for each in lines if not each.startswith("differs")] == [
        '         body.name: "photos" recorded, "albums" now',
        '         body.name: "photos" recorded, "albums" now',
        "0 the same, 2 different, 0 skipped",
    ]


def test_what_was_there_before_comes_from_a_seed(run, write, call, server, tmp_path):
    tenant = server.tenant()
    photos = tenant.pingone.given.resource(name="photos")
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps(tenant.snapshot()), "utf-8")
    call(tenant, "GET", f"/resources/{photos.id}")
    file = write(tenant)

    code, lines, _ = run(file)

    assert code == 1
    assert "         status: 200 recorded, 404 now" in lines
    assert lines[-2].strip() == "it names what the recording did not make: --seed lets it be there"
    assert run(file, "--seed", seed)[0] == 0


def test_what_was_not_recorded_is_skipped_and_says_why(run, write, call, server):
    tenant = server.tenant()
    one = tenant.pingone
    form = f"grant_type=client_credentials&client_id={one.credentials.client_id}".encode()
    media = {"Content-Type": "application/x-www-form-urlencoded"}
    ask(server, "POST", f"{one.auth_url}/token", raw=form, headers=media)
    tenant.faults.next("pingone.resource.list", status=503)
    call(tenant, "GET", "/resources")
    tenant.faults.after_commit("pingone.resource.create", drop=True)
    call(tenant, "POST", "/resources", {"name": "photos"})
    call(tenant, "POST", "/resources", {"name": "photos"})

    code, lines, _ = run(write(tenant))

    assert [re.sub(r" #.*?: ", ": ", each) for each in lines] == [
        "skipped : its body may hold secrets, and was not recorded",
        "skipped : the scripted failure status_503 kept it from happening",
        "skipped : sent, but nothing to compare with came of it then, for after_commit.drop",
        "1 the same, 0 different, 3 skipped",
    ]
    assert code == 0


def test_a_body_that_means_nothing_is_left_out_and_said_so(run, write, call, server):
    tenant = server.tenant()
    made = call(tenant, "POST", "/resources", {"name": "photos"}).json
    call(tenant, "DELETE", f"/resources/{made['id']}", {"why": "no reason"})
    call(tenant, "GET", f"/resources/{made['id']}")

    code, lines, _ = run(write(tenant), "--verbose")

    assert (code, lines[-1]) == (0, "3 the same, 0 different, 0 skipped")
    assert lines[1].endswith("-> 204  (asked without its body, which was not recorded)")


def test_where_nothing_was_compared_nothing_is_claimed(run, write, server):
    assert run(write(server.tenant())) == (
        2,
        ["0 the same, 0 different, 0 skipped"],
        "fakeping: nothing was compared\n",
    )


def test_a_body_that_was_cut_is_not_sent(run, write, call):
    server = FakePing()
    tenant = server.tenant(journal=JournalLimits(body=20))
    one = tenant.pingone
    ask(
        server,
        "POST",
        f"{one.url}/environments/{one.environment_id}/resources",
        {"name": "photos of the summer"},
        token=one.token(),
    )

    code, lines, _ = run(write(tenant))

    assert code == 2
    assert lines[0].endswith(": its body was not recorded as a whole")


def test_sessions_and_other_owners_are_issued_afresh(run, write, server):
    tenant = server.tenant()
    am = tenant.pingam
    for user in ("alice", "bob"):
        url = f"{am.url}/json/realms/root/realms/{am.realm}/users/{user}/oauth2/resources/sets"
        ask(
            server,
            "GET",
            f"{url}?_queryFilter=true",
            headers={"iPlanetDirectoryPro": am.sso_token(user)},
        )

    assert run(write(tenant))[0] == 0


def test_a_password_in_a_header_is_not_made_up(run, write, server):
    am = server.tenant().pingam
    said = am.credentials
    url = f"{am.url}/json/realms/root/realms/{am.realm}/authenticate"
    headers = {"X-OpenAM-Username": said.username, "X-OpenAM-Password": said.password}
    assert ask(server, "POST", url, headers=headers).status == 200

    code, lines, _ = run(write(server.tenants.all()[-1]))

    assert code == 2
    assert lines[0].endswith(": the password in its X-OpenAM-Password was not recorded")


def test_realms_below_the_tenants_own_are_made_before(run, write, server):
    tenant = server.tenant()
    am = tenant.pingam
    am.given.realm("customers")
    url = f"{am.url}/uma/realms/root/realms/{am.realm}/realms/customers/resource_set"
    token = am.pat(realm=f"{am.realm}/customers")
    made = ask(server, "POST", url, {"resource_scopes": []}, token=token)
    ask(server, "GET", f"{url}/{made.json['_id']}", token=token)

    assert run(write(tenant))[:2] == (0, ["2 the same, 0 different, 0 skipped"])


def test_one_difference_makes_no_other(run, write, call, server):
    tenant = server.tenant()
    tenant.pingone.given.resource(name="taken")
    call(tenant, "POST", "/resources", {"name": "taken"})
    for name in ("a", "b"):
        made = call(tenant, "POST", "/resources", {"name": name}).json
        call(tenant, "GET", f"/resources/{made['id']}")

    code, lines, _ = run(write(tenant))

    assert (code, lines[-1]) == (1, "4 the same, 1 different, 0 skipped")


def test_ends_of_lines_inside_a_text_end_no_exchange(run, write, call, server):
    tenant = server.tenant()
    call(tenant, "POST", "/resources", {"name": "a\u2028b", "description": "c\x85d"})

    assert run(write(tenant))[:2] == (0, ["1 the same, 0 different, 0 skipped"])


def test_an_id_that_does_not_come_back_is_a_difference(run, write, call, server):
    tenant = server.tenant()
    one, other = (call(tenant, "POST", "/resources", {"name": each}).json["id"] for each in "ab")
    call(tenant, "GET", f"/resources/{one}")
    file = write(tenant)
    head, _, tail = file.read_text("utf-8").rpartition(f'/resources/{one}"')
    tail = tail.replace(one, other)
    file.write_text(f'{head}/resources/{one}"{tail}', "utf-8")

    code, lines, _ = run(file)

    assert (code, lines[-1]) == (1, "2 the same, 1 different, 0 skipped")
    assert any("body.id" in each for each in lines)


def test_pages_are_followed_by_their_new_cursors(run, write, call, server):
    tenant = server.tenant(edition={"pingone": "current"})
    for number in range(4):
        call(tenant, "POST", "/resources", {"name": f"api {number}"})
    url = call(tenant, "GET", "/resources?limit=3").json["_links"]["next"]["href"]
    call(tenant, "GET", url.partition(tenant.pingone.environment_id)[2])

    code, lines, _ = run(write(tenant), "--edition", "pingone=current")

    assert (code, lines) == (0, ["6 the same, 0 different, 0 skipped"])


def test_a_running_fakeping_is_asked_in_tenants_that_are_dropped(
    run, write, call, server, listening
):
    tenant = server.tenant()
    both_families(call, tenant)
    file = write(tenant)
    before = len(listening.tenants.all())

    assert run(file, "--target", listening.url)[:2] == (0, ["17 the same, 0 different, 0 skipped"])
    with listening.tenant(
        environment_id=tenant.pingone.environment_id, realm=tenant.pingam.realm
    ):  # the names are taken: it is asked under others
        assert run(file, "--target", listening.url)[0] == 0
    assert len(listening.tenants.all()) == before


class Real:
    """A server that is no fakeping as far as anybody can see: its control surface is not there."""

    def __init__(self, monkeypatch, server):
        self.tenant = server.tenant()
        handle = server.tenants.world.handle

        def hidden(request):
            if request.path.startswith("/__fakeping"):
                request.path = "/nowhere"
            return handle(request)

        monkeypatch.setattr(server.tenants.world, "handle", hidden)


def test_a_real_deployment_is_asked_with_what_the_environment_says(
    run, write, call, server, monkeypatch
):
    recorded = server.tenant()
    both_families(call, recorded)
    file = write(recorded)
    with FakePing() as other:
        tenant = Real(monkeypatch, other).tenant
        monkeypatch.setenv("FAKEPING_PINGONE_ENVIRONMENT_ID", tenant.pingone.environment_id)
        monkeypatch.setenv("FAKEPING_PINGAM_REALM", tenant.pingam.realm)
        monkeypatch.setenv("FAKEPING_PINGONE_TOKEN", tenant.pingone.token())
        monkeypatch.setenv("FAKEPING_PINGAM_PAT_ALICE", tenant.pingam.pat())

        code, lines, err = run(file, "--target", other.url)

        assert (code, err) == (0, "")
        assert [re.sub(r"#.*?: ", "", each) for each in lines] == [
            "skipped  a real deployment issues no token of that kind on request",
            "skipped  FAKEPING_PINGAM_PAT_BOB is not set",
            "skipped  a real deployment issues no token of that kind on request",
            "14 the same, 0 different, 3 skipped",
        ]
        code, _, err = run(file, "--target", other.url, "--auth", "any")
        assert code == 2
        assert "is no fakeping" in err
        assert "only a fakeping takes auth" in err


def test_what_several_tenants_and_nobody_were_asked_is_replayed_in_several_tenants(
    run, call, server, tmp_path
):
    tenants = [server.tenant(), server.tenant()]
    for each in tenants:
        both_families(call, each)
    one = tenants[0].pingone
    nobody = f"{one.url}/environments/0a41621f-2d74-4bb0-b416-4a39b8714261/resources"
    assert ask(server, "GET", nobody, token=one.token()).status == 404
    ask(server, "GET", f"{one.url}/nowhere", token=one.token())
    exchanges = [each for tenant in tenants for each in tenant.journal]
    file = tmp_path / "test.har"
    file.write_text(json.dumps(log_of([*exchanges, *server.unmatched])), "utf-8")

    assert run(file)[:2] == (0, ["36 the same, 0 different, 0 skipped"])


def test_tokens_that_were_recorded_as_they_were_follow_their_new_ones(run, write, server):
    tenant = server.tenant(record_secrets=True)
    one = tenant.pingone
    token = one.token()
    for _ in range(2):
        url = f"{one.url}/environments/{one.environment_id}/resources"
        ask(server, "GET", url, token=token)

    assert run(write(tenant))[:2] == (0, ["2 the same, 0 different, 0 skipped"])


def test_a_token_that_was_recorded_is_followed_to_the_one_that_comes_now(
    run, write, server, tmp_path
):
    tenant = server.tenant(record_secrets=True)
    am = tenant.pingam
    am.given.user("carol", password="open sesame")
    am.given.client("photo-app", client_secret="simsala", scopes=["uma_protection"])
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps(tenant.snapshot()), "utf-8")
    form = urlencode(
        {
            "grant_type": "password",
            "username": "carol",
            "password": "open sesame",
            "client_id": "photo-app",
            "client_secret": "simsala",
            "scope": "uma_protection",
        }
    )
    url = f"{am.url}/oauth2/realms/root/realms/{am.realm}/access_token"
    media = {"Content-Type": "application/x-www-form-urlencoded"}
    issued = ask(server, "POST", url, raw=form.encode(), headers=media)
    made = ask(
        server,
        "POST",
        am.resource_set_url,
        {"resource_scopes": []},
        token=issued.json["access_token"],
    )

    code, lines, _ = run(write(tenant), "--seed", seed)

    assert (issued.status, made.status) == (200, 201)
    assert (code, lines) == (0, ["2 the same, 0 different, 0 skipped"])


def test_what_an_answer_repeated_of_a_secret_is_not_compared(run, write, call, server):
    tenant = server.tenant()
    call(tenant, "GET", "/resources/aVeryLongTokenThatNobodyMaySee0123456789")

    code, lines, _ = run(write(tenant))

    assert code == 2
    assert lines[0].endswith(": its URL held a secret, which was not recorded")


def test_it_is_asked_over_tls(run, write, call, server, tmp_path):
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    tenant = server.tenant()
    call(tenant, "POST", "/resources", {"name": "photos"})

    with FakePing(ssl_context=context) as secure:
        code, lines, _ = run(write(tenant), "--target", secure.url, "--cafile", tmp_path / "ca.pem")

    assert (code, lines) == (0, ["1 the same, 0 different, 0 skipped"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("[1]\n", "line 1 is no exchange of a journal", id="another document"),
        pytest.param("{}\nno\n", "line 1 is no exchange of a journal", id="no document"),
        pytest.param('{"log": 1}', "it is no HAR that can be read", id="a log of something else"),
        pytest.param(
            '{"log": {"entries": [{"request": {}}]}}', "it is no HAR", id="an entry without members"
        ),
    ],
)
def test_a_file_of_something_else_is_one_line(run, tmp_path, text, told):
    file = tmp_path / "other"
    file.write_text(text, "utf-8")

    code, lines, err = run(file)

    assert (code, lines) == (2, [])
    assert err.startswith(f"fakeping: {file}: ")
    assert err.count("\n") == 1
    assert told in err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        pytest.param(["--edition", "pingone"], "did you mean pingone=p14c", id="no edition"),
        pytest.param(["--edition", "pingone=p15"], "no edition 'p15'", id="an unknown edition"),
        pytest.param(["--target", "http://127.0.0.1:9"], "no fakeping answers at", id="nobody"),
    ],
)
def test_a_mistake_is_one_line(run, write, call, server, options, told):
    tenant = server.tenant()
    call(tenant, "GET", "/resources")

    code, lines, err = run(write(tenant), *options)

    assert (code, lines) == (2, [])
    assert err.count("\n") == 1
    assert told in err
