"""What people get wrong in Python is told in a sentence, in this process and from another."""

import pytest

from fakeping import FakePing, connect
from fakeping.journal.places import NoSuchExchange


@pytest.fixture(scope="module")
def running():
    with FakePing() as server:
        yield server


@pytest.fixture(params=["here", "elsewhere"])
def tenant(request, running):
    if request.param == "here":
        with running.tenant() as tenant:
            yield tenant
    else:
        with connect(running.url) as server, server.tenant() as tenant:
            yield tenant


@pytest.mark.parametrize(
    ("say", "what"),
    [
        pytest.param(
            lambda one, _: one.given.resource(name="a", scopes="read"), "scopes", id="a resource"
        ),
        pytest.param(lambda one, _: one.token(scopes="read"), "scopes", id="a token's scopes"),
        pytest.param(lambda one, _: one.token(roles="read"), "roles", id="a token's roles"),
        pytest.param(
            lambda one, _: one.given.application(redirect_uris="read"), "redirect_uris", id="a URI"
        ),
        pytest.param(
            lambda one, _: one.given.application(grant_types="read"), "grant_types", id="a grant"
        ),
        pytest.param(lambda one, _: one.given.user(username="a", roles="read"), "roles", id="user"),
        pytest.param(
            lambda one, _: one.given.grant(one.given.application(), "openid", "read"),
            "scopes",
            id="what is granted",
        ),
        pytest.param(
            lambda _, am: am.given.resource_set(resource_scopes="read"),
            "resource_scopes",
            id="a resource set",
        ),
        pytest.param(lambda _, am: am.given.client("a", scopes="read"), "scopes", id="a client"),
        pytest.param(lambda _, am: am.pat(scopes="read"), "scopes", id="a PAT"),
        pytest.param(
            lambda _, am: am.ticket((am.given.resource_set(resource_scopes=["read"]), "read")),
            "scopes",
            id="a ticket",
        ),
        pytest.param(
            lambda _, am: am.given.policy(
                am.given.resource_set(resource_scopes=["read"]), subject="bob", scopes="read"
            ),
            "scopes",
            id="a policy",
        ),
    ],
)
def test_one_name_is_no_list_of_its_letters(tenant, say, what):
    with pytest.raises(ValueError, match=rf"^{what} is a list, such as \['read'\], not 'read'$"):
        say(tenant.pingone, tenant.pingam)


def test_a_resource_set_may_be_named_by_the_id_that_a_client_was_told(tenant):
    am = tenant.pingam
    album = am.given.resource_set(resource_scopes=["view", "edit"])

    policy = am.given.policy(album.id, subject="bob", scopes=["view"])
    ticket = am.ticket(album.id, (album.id, ["edit"]))

    assert (policy.id, policy.shares[0].scopes) == (album.id, ("view",))
    assert ticket
    with pytest.raises(LookupError, match=r"there is no resource set .*'nobody'"):
        am.ticket("nobody")


@pytest.mark.parametrize("index", [0, -1, 7])
def test_an_exchange_that_is_not_there_is_told_as_that(tenant, index):
    with pytest.raises(NoSuchExchange) as error:
        tenant.journal[index]

    assert str(error.value) == f"of 0 exchanges there is none at {index}"


def test_a_timeout_is_a_number(tenant):
    with pytest.raises(ValueError, match="timeout is a number, not '2s'"):
        tenant.journal.wait_for("pingone.token", timeout="2s")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        pytest.param({"edition": "current"}, "edition is a mapping, such as .*, not 'current'"),
        pytest.param({"switches": ["a"]}, r"switches is a mapping, such as .*, not \['a'\]"),
    ],
)
def test_an_edition_alone_is_of_no_family(running, said, sentence):
    with connect(running.url) as elsewhere:
        for server in (running, elsewhere):
            with pytest.raises(ValueError, match=sentence):
                server.tenant(**said)
