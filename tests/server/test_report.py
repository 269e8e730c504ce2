"""What a failing test's report tells of its tenants."""

import re
from datetime import timedelta

import pytest

from fakeping.server import report
from tests.drive import ask


def resources(tenant):
    return f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"


def short(id_):
    return f"{id_[:8]}…"


def test_an_exchange_is_a_line_and_what_it_changed(server, tenant):
    token = tenant.pingone.token()
    tenant.clock.freeze()
    created = ask(server, "POST", resources(tenant), {"name": "photos"}, token=token).json["id"]
    ask(server, "PUT", f"{resources(tenant)}/{created}", {"name": "albums"}, token=token)
    ask(server, "DELETE", f"{resources(tenant)}/{created}", token=token)
    tenant.clock.unfreeze()

    home = f"/v1/environments/{short(tenant.pingone.environment_id)}/resources"
    one = short(created)
    assert report.journal([tenant], []).split("\n") == [
        f"#1 POST {home} -> 201  pingone.resource.create",
        f'     resource {one} "photos" created',
        f"#2 PUT {home}/{one} -> 200  pingone.resource.update",
        f'     resource {one} updated: name "photos" -> "albums"',
        f"#3 DELETE {home}/{one} -> 204  pingone.resource.delete",
        f'     resource {one} "albums" deleted',
    ]


def test_a_refusal_is_told_with_its_rule_in_full_and_once(server, tenant):
    token = tenant.pingone.token()
    for description in ("one", "two"):  # alike, they would be on one line
        said = {"name": "", "description": description}
        ask(server, "POST", resources(tenant), said, token=token)

    text = report.journal([tenant], [])

    assert text.count("(documented)") == 1
    assert text.count('sent: {"name": ""') == 2
    assert text.count('answered: {"id":"') == 1
    assert "[pingone.entity.name-required]\n     " in text
    assert max(map(len, text.split("\n"))) < 160


def test_a_token_shows_as_a_fingerprint(server, tenant):
    token, secret = tenant.pingone.token(), tenant.pingone.credentials.client_secret
    ask(server, "GET", resources(tenant), token=token)
    ask(
        server,
        "POST",
        f"{tenant.pingone.auth_url}/token",
        raw=f"grant_type=client_credentials&client_secret={secret}".encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    ask(server, "GET", f"{resources(tenant)}?access_token={token}", token=f"x{token}")

    told = report.journal([tenant], []) + report.curl([tenant], [])

    assert "$TOKEN is sha256:" in told
    for each in (token, secret, *token.split(".")):
        assert each not in told


def test_the_newest_are_told_and_the_others_counted(server, tenant):
    for _ in range(23):
        ask(server, "GET", tenant.pingam.resource_set_url)

    text = report.journal([tenant], [])

    assert text.startswith("... 3 earlier exchanges\n#4 GET ")
    assert text.count("-> 401") == 1
    assert "... and 19 more like it, up to #23" in text
    assert report.curl([tenant], []).count("\n") == 19


def test_what_stood_in_the_way_is_told_faults_and_a_clock_that_was_moved(server, tenant):
    tenant.faults.next("pingone.resource.list", status=503, times=2)
    tenant.faults.next("pingam.token", status=500).cancel()
    ask(server, "GET", resources(tenant), token=tenant.pingone.token())
    tenant.clock.advance("1h")
    tenant.clock.freeze()

    *_, empty, fault, clock = report.journal([tenant], []).split("\n")

    assert (empty, fault) == (
        "",
        "fault status_503 at pingone.resource.list: active, matched 1, fired 1",
    )
    assert clock == f"the clock shows {tenant.clock.text()}: 1:00:00 ahead of the real one, frozen"


@pytest.mark.parametrize(("by", "told"), [(0.5, None), (-90, "0:01:30 behind of the real one")])
def test_a_clock_that_goes_right_is_not_worth_a_word(tenant, by, told):
    tenant.clock.set(tenant.clock.now() + timedelta(seconds=by))

    text = report.journal([tenant], [])

    if told is None:
        assert text == "Nothing was called."
    else:
        assert text.endswith(told)


def test_many_changes_of_one_exchange_are_counted(server, tenant):
    photos = tenant.pingone.given.resource(name="photos", scopes=map(str, range(9)))
    ask(server, "DELETE", f"{resources(tenant)}/{photos.id}", token=tenant.pingone.token())

    text = report.journal([tenant], [])

    assert text.count(" deleted") == 5
    assert text.endswith("     ... and 5 more changes")


def test_several_tenants_are_told_apart(server):
    one, two = server.tenant(), server.tenant(edition={"pingam": "openam"}, realm="photos")
    three = server.tenant()  # which nobody calls
    ask(server, "GET", one.pingam.resource_set_url)
    ask(server, "GET", two.pingam.resource_set_url)

    told = report.journal([one, three, two], []).split("\n\n")

    firsts = [each.split("\n")[:2] for each in told]
    assert [(heading, line.split("?")[0].split(" -> ")[0]) for heading, line in firsts] == [
        (
            f"PingOne p14c {one.pingone.environment_id}, PingAM 8.1 {one.pingam.realm}:",
            f"#1 GET /am/uma/realms/root/realms/{one.pingam.realm}/resource_set",
        ),
        (
            f"PingOne p14c {two.pingone.environment_id}, PingAM openam photos:",
            "#1 GET /am/oauth2/realms/root/realms/photos/resource_set",
        ),
    ]


def test_an_unmatched_request_is_reported_with_the_nearest_operation(server, tenant):
    ask(server, "GET", resources(tenant).replace("resources", "resorces"))

    text = report.journal([tenant], tuple(server.unmatched))

    assert text.startswith(
        "For an environment or realm of nobody, or no operation at all:\nunmatched #1 GET"
    )
    assert "(the nearest is GET /v1/environments/{environment_id}/resources" in text
    assert report.curl([tenant], tuple(server.unmatched)).startswith("curl http")


def test_an_unmatched_request_has_its_place_among_the_tenants(server, tenant):
    nobodys = resources(tenant).replace("resources", "resorces")

    def places():
        text = report.journal([tenant], tuple(server.unmatched))
        return re.findall(
            r"^unmatched #(\d+) .*?(?:  \((after|before) (#\d+)\))?$", text, re.MULTILINE
        )

    ask(server, "GET", f"{nobodys}/1")
    assert places() == [("1", "", "")]
    ask(server, "GET", resources(tenant), token=tenant.pingone.token())
    ask(server, "GET", f"{nobodys}/2")
    ask(server, "GET", resources(tenant), token=tenant.pingone.token())

    assert places() == [("1", "before", "#1"), ("2", "after", "#1")]
    tenant.clock.advance("1h")
    assert places() == [("1", "", ""), ("2", "", "")]


def test_a_long_body_is_cut(server, tenant):
    ask(server, "POST", resources(tenant), {"name": "x" * 1000}, token=tenant.pingone.token())

    assert f"{'x' * 200}" in report.journal([tenant], [])
    assert f"{'x' * 300}" not in report.journal([tenant], [])


def test_refusals_that_differ_by_ids_alone_are_told_once(server, tenant):
    token = tenant.pingone.token()
    for number in range(20):
        url = f"{tenant.pingone.resources_url}/00000000-0000-4000-8000-{number:012}"
        assert ask(server, "GET", url, token=token).status == 404
    ask(server, "DELETE", url, token=token)

    lines = report.journal([tenant], []).splitlines()
    assert "     ... and 18 more like it, up to #20" in lines
    assert sum("answered:" in each for each in lines) == 1
    assert sum("-> 404" in each for each in lines) == 2
