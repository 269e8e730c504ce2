"""What people type first, and what they are told where that is not it."""

import pytest

from fakeping import FakePing, Refused, WrongArguments
from tests.drive import ask

GUESSES = {
    "a limit in one word": (
        lambda tenant: tenant.faults.rate_limit("1/m"),
        WrongArguments,
        "lacks 'window'",
    ),
    "a delay of no length": (
        lambda tenant: tenant.faults.delay("pingone.*"),
        WrongArguments,
        "lacks 'seconds'",
    ),
    "scopes behind a resource set": (
        lambda tenant: tenant.pingam.ticket(
            tenant.pingam.given.resource_set(name="album", resource_scopes=["view"]), ["view"]
        ),
        Refused,
        r"a pair of one and its scopes, such as .*, not \['view'\]|permissions can't be \['view'\]",
    ),
    "a name to change": (
        lambda tenant: tenant.pingone.change("photos", name="albums"),
        Refused,
        r"pass one, such as pingone\.resource\('photos'\)",
    ),
    "a name to change at PingAM": (
        lambda tenant: tenant.pingam.change("photo", name="album"),
        Refused,
        r"pass one, such as pingam\.resource_set\('photo'\)",
    ),
}


@pytest.mark.parametrize(("guess", "error", "told"), GUESSES.values(), ids=GUESSES)
def test_a_guess_is_told_what_to_type(tenant, guess, error, told):
    with pytest.raises(error, match=told):
        guess(tenant)


#: An attribute that nothing has, by what has it not, and what is told.
ATTRIBUTES = {
    "url": "pingone.url or pingam.url",
    "given": "pingone.given or pingam.given",
    "base_url": "pingone.url or pingam.url",
    "token": "pingone.token or pingam.pat",
    "environment_id": "pingone.environment_id",
    "env_id": "pingone.environment_id",
    "realm": "pingam.realm",
    "client_id": "pingone.credentials.client_id",
    "headers": "pingone.headers or pingam.headers",
    "advance": "clock.advance",
    "requests": "journal.calls",
    "assert_called": "journal.assert_called",
    "next": "faults.next",
    "state": "snapshot",
    "pingOne": "pingone",
    "pingone.client_id": "credentials.client_id",
    "pingone.client_secret": "credentials.client_secret",
    "pingone.access_token": "token",
    "pingone.base_url": "url",
    "pingone.resource_url": "resources_url",
    "pingone.env_id": "environment_id",
    "pingone.delete": "remove",
    "pingone.update": "change",
    "pingone.given.app": "application",
    "pingone.given.scopes": "scope",
    "pingam.client_id": "credentials.client_id",
    "pingam.token": "pat",
    "pingam.access_token": "pat",
    "pingam.resource_sets_url": "resource_set_url",
    "pingam.permission_ticket": "ticket",
    "pingam.given.resource": "resource_set",
    "pingam.given.share": "policy",
    "clock.move": "advance",
    "clock.time": "now",
    "faults.once": "next",
    "faults.fail": "next",
    "faults.rate": "rate_limit",
    "journal.requests": "calls",
    "journal.call_count": "count",
    "journal.wait": "wait_for",
}


def held_by(tenant, path):
    *names, last = path.split(".")
    for each in names:
        tenant = getattr(tenant, each)
    return tenant, last


@pytest.mark.parametrize(("path", "told"), ATTRIBUTES.items(), ids=ATTRIBUTES)
def test_an_unknown_attribute_is_told_what_to_type(tenant, path, told):
    held, name = held_by(tenant, path)

    assert not hasattr(held, name)
    with pytest.raises(AttributeError, match=rf"has no '{name}'; did you mean {told}\b"):
        getattr(held, name)


@pytest.mark.parametrize(
    ("name", "told"), [("base_url", "url"), ("create_tenant", "tenant"), ("tenants_", "tenant")]
)
def test_an_unknown_attribute_of_a_server_is_told_what_to_type(held, name, told):
    with pytest.raises(AttributeError, match=f"did you mean {told}"):
        getattr(held, name)


def test_what_nothing_is_near_to_lists_what_there_is(tenant):
    with pytest.raises(AttributeError, match=r"there are .*freeze, .*now"):
        _ = tenant.clock.zzzzzz


def test_a_member_in_brackets_is_an_attribute(tenant):
    photos = tenant.pingone.given.resource("photos", audience="a")
    album = tenant.pingam.given.resource_set("album", resource_scopes=["view"])

    with pytest.raises(TypeError, match=r"a Resource has attributes, .* type \.audience"):
        photos["audience"]
    with pytest.raises(TypeError, match=r"a ResourceSet has .*\['_id'\]; did you mean id"):
        album["_id"]
    with pytest.raises(TypeError, match="not iterable"):
        list(photos)


def test_an_exchange_has_attributes_too(server):
    ask(server, "GET", server.tenant().pingone.resources_url)
    [exchange] = server.tenants.all()[-1].journal

    with pytest.raises(TypeError, match=r"type \.status"):
        exchange["status"]


def test_urls_that_hands_type_are_there(tenant):
    one, am = tenant.pingone, tenant.pingam

    assert one.token_url == f"{one.auth_url}/token"
    assert one.users_url == f"{one.environment_url}/users"
    assert one.applications_url == f"{one.environment_url}/applications"
    assert am.token_url == f"{am.oauth2_url}/access_token"


def test_private_names_stay_errors_of_python():
    with pytest.raises(AttributeError, match=r"^_nothing$"):
        _ = FakePing()._nothing
