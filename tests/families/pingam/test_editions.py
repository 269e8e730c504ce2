"""Editions, and the single switches between what is known of 8.1 and what is not."""

from typing import Any

import pytest

from fakeping import FakePing
from fakeping.families.pingam.edition import EDITIONS, SWITCHES
from tests.drive import ask

BODY: Any = {"resource_scopes": ["view"], "name": "photo"}


@pytest.fixture
def switched(server):
    """A tenant with one behaviour switched, and how to ask it."""

    def switched(name, *, on):
        am = server.tenant(switches={f"pingam.{name}": on}).pingam

        def call(method, path="", *body, token=am.pat(), **how):  # noqa: B008 - one PAT will do
            return ask(server, method, am.resource_set_url + path, *body, token=token, **how)

        return am, call

    return switched


@pytest.mark.parametrize(("on", "status"), [(False, 200), (True, 400)])
def test_a_write_may_have_to_have_a_condition(switched, on, status):
    am, call = switched("require_if_match", on=on)
    made = am.given.resource_set(**BODY)

    assert call("PUT", f"/{made.id}", BODY).status == status
    assert call("PUT", f"/{made.id}", BODY, headers={"If-Match": made.etag}).status == 200


@pytest.mark.parametrize(("on", "status"), [(True, 403), (False, 200)])
def test_the_pats_scope_may_be_looked_at(switched, on, status):
    am, call = switched("enforce_pat_scope", on=on)

    assert call("GET", token=am.pat(scopes=[])).status == status


@pytest.mark.parametrize(("on", "status"), [(True, 400), (False, 201)])
def test_names_may_have_to_be_unique(switched, on, status):
    am, call = switched("unique_names", on=on)
    am.given.resource_set(**BODY)

    assert call("POST", "", BODY).status == status


@pytest.mark.parametrize(("on", "status"), [(True, 400), (False, 201)])
def test_a_name_may_be_required(switched, on, status):
    _, call = switched("require_name", on=on)

    reply = call("POST", "", {"resource_scopes": []})

    assert reply.status == status
    if on:
        assert reply.json["error_description"] == (
            "Invalid Resource Set Description. Missing required attribute, 'name'."
        )
        assert reply.rule == "pingam.resource_set.name-required"


def test_the_ancestor_may_do_without_names_too(server):
    am = server.tenant(edition={"pingam": "openam"}, switches={"pingam.require_name": False}).pingam

    reply = ask(server, "POST", am.resource_set_url, {"scopes": []}, token=am.pat())

    assert reply.status == 201


@pytest.mark.parametrize(("on", "status"), [(True, 201), (False, 400)])
def test_the_parser_may_be_lenient(switched, on, status):
    _, call = switched("lenient_json", on=on)

    assert call("POST", "", raw=b"{resource_scopes:['a'],}").status == status


@pytest.mark.parametrize(("on", "status"), [(True, 204), (False, 400)])
def test_a_clients_own_resource_set_may_be_deleted(switched, on, status):
    am, call = switched("delete_with_client_pat", on=on)
    own = am.pat(None)
    id_ = call("POST", "", BODY, token=own).json["_id"]

    assert call("DELETE", f"/{id_}", token=own).status == status


@pytest.mark.parametrize("on", [True, False])
def test_a_registration_may_have_a_location(switched, on):
    am, call = switched("location", on=on)

    reply = call("POST", "", BODY)

    location = f"{am.resource_set_url}/{reply.json['_id']}" if on else None
    assert reply.headers.get("Location") == location


def test_every_switch_is_tried_here():

    # Two about introspection are tried among the tokens, one about properties among the sessions,
    # and three about labels in the contract.
    assert len(SWITCHES) == 10 + 3


def test_an_unknown_switch_is_a_mistake(server):
    with pytest.raises(ValueError, match=r"no switch 'pingam\.nothing'.* from pingone\."):
        server.tenant(switches={"pingam.nothing": True})


def test_a_server_switches_for_all_of_its_tenants():
    server = FakePing(switches={"pingam.require_if_match": True})
    am = server.tenant().pingam
    made = am.given.resource_set(**BODY)

    reply = ask(server, "DELETE", f"{am.resource_set_url}/{made.id}", token=am.pat())

    assert reply.status == 400


@pytest.mark.slow
def test_the_marker_switches(pytester):
    pytester.makepyfile(
        """
        import pytest, requests

        @pytest.mark.fakeping(switches={"pingam.require_if_match": True})
        def test_it(fakeping):
            am = fakeping.pingam
            made = am.given.resource_set(resource_scopes=[])
            headers = {"Authorization": f"Bearer {am.pat()}"}

            url = f"{am.resource_set_url}/{made.id}"

            assert requests.delete(url, headers=headers).status_code == 400
        """
    )

    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)


def test_the_control_api_switches(server):
    made = ask(
        server,
        "POST",
        "/__fakeping/tenants",
        {"switches": {"pingam.require_if_match": True}, "editions": {"pingam": "8.1"}},
    )
    wrong = ask(server, "POST", "/__fakeping/tenants", {"switches": {"pingam.nothing": True}})

    assert (made.status, wrong.status) == (201, 400)


def test_the_documented_edition_is_the_default(server):
    assert (next(iter(EDITIONS)), server.tenant().pingam.edition) == ("8.1", "8.1")


@pytest.mark.parametrize(
    ("headers", "status", "error"),
    [
        pytest.param({}, 405, "unsupported_method_type", id="none"),
        pytest.param({"If-Match": '"1"'}, 412, "precondition_failed", id="a tag"),
        pytest.param({"If-Match": "*"}, 400, "server_error", id="any"),
    ],
)
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_write_to_the_collection_in_8_1(server, method, headers, status, error):
    am = server.tenant().pingam

    reply = ask(server, method, am.resource_set_url, {}, token=am.pat(), headers=headers)

    assert (reply.status, reply.json["error"]) == (status, error)


def test_an_edition_has_its_own_path_and_no_other(server):
    for edition, other in (("8.1", "/oauth2/"), ("openam", "/uma/")):
        am = server.tenant(edition={"pingam": edition}).pingam
        mine = am.resource_set_url
        theirs = mine.replace("/uma/", other).replace("/oauth2/", other)

        assert ask(server, "GET", mine, token=am.pat()).status == 200
        assert ask(server, "GET", theirs, token=am.pat()).json["code"] == 404
