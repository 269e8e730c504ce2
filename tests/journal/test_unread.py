"""The members that a client sent and that nothing read."""

import json

import pytest

from fakeping import FakePing
from tests.drive import ask


@pytest.fixture(params=["current", "p14c"])
def edition(request):
    return request.param


@pytest.fixture
def tenant(server, edition):
    with server.tenant(edition={"pingone": edition}) as tenant:
        yield tenant


@pytest.fixture(scope="module")
def server():
    with FakePing() as server:
        yield server


@pytest.fixture
def send(server, tenant):
    base = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}"
    token = tenant.pingone.token()

    def send(method, path, body):
        return ask(server, method, base + path, body, token=token)

    return send


def test_a_misspelt_member_is_ignored_and_told(send, tenant):
    reply = send("POST", "/resources", {"name": "photos", "descripton": "x"})

    [exchange] = tenant.journal
    assert (reply.status, exchange.unread) == (201, ("descripton",))
    assert exchange.document()["unread"] == ["descripton"]
    assert str(exchange).endswith("(nothing read descripton)")


def test_what_has_another_edition_is_not_read(send, tenant, edition):
    send(
        "POST",
        "/resources",
        {
            "name": "photos",
            "audience": "a",
            "applicationPermissionsSettings": {"claimEnable": True},
        },
    )

    [exchange] = tenant.journal
    assert exchange.unread == {
        "current": ("applicationPermissionsSettings.claimEnable",),
        "p14c": ("audience", "applicationPermissionsSettings"),
    }[edition]  # fmt: skip


def test_what_was_read_may_be_put_back(send, tenant):
    made = send("POST", "/resources", {"name": "photos"}).json

    send("PUT", f"/resources/{made['id']}", made)

    assert [each.unread for each in tenant.journal] == [(), ()]


def test_a_refused_request_tells_its_reason_alone(send, tenant):
    send("POST", "/resources", {"name": "", "descripton": "x"})

    assert [each.unread for each in tenant.journal] == [()]


def test_a_name_of_words_is_told_without_its_value(send, tenant):
    said = {"name": "photos", "displayName": "hush-1", "sort_order": {"hunter2": "hush-2"}}
    send("POST", "/resources", said)

    [exchange] = tenant.journal
    assert exchange.unread == ("displayName", "sort_order")
    assert b"hush" not in exchange.request_body
    assert b"hunter" not in exchange.request_body


@pytest.mark.parametrize(
    "name",
    [
        *("hunter2", "description0", "correct horse", "AKIAIOSFODNN", "Tr0ub4dor", "dQw4w9WgXcQ"),
        *("qzjxkvbwplmnrt", "x" * 41, "correct-horse", "pässwörd", "aB", "s3cr3t_of_mine"),
    ],
)
def test_a_name_that_is_no_words_may_be_a_secret(send, tenant, name):
    send("POST", "/resources", {"name": "photos", name: 1})

    [exchange] = tenant.journal
    assert len(exchange.unread) == 1
    assert exchange.unread[0].startswith("sha256:")


def test_a_secret_of_words_that_the_tenant_knows_is_not_told(send, tenant):
    tenant.pingam.given.user("carol", password="openSesame")
    send("POST", "/resources", {"name": "photos", "openSesame": 1})

    [exchange] = tenant.journal
    assert exchange.unread[0].startswith("sha256:")


def test_at_most_twenty_names_are_compared_and_a_hundred_told(send, tenant):
    letters = [f"Description{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(200)]
    send("POST", "/resources", {"name": "photos", **dict.fromkeys(letters, 1)})

    [exchange] = tenant.journal
    assert len(exchange.unread) == 100
    assert [each for each in exchange.unread if each in letters] == letters[:20]


def test_a_list_is_told_by_place(server):
    with server.tenant(edition={"pingone": "current"}) as tenant:
        url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/billOfMaterials"
        product = {"type": "PING_ONE_BASE", "deployment": {"anything": 1}}
        said = {"products": [product, {**product, "bookmark": []}]}
        reply = ask(server, "PUT", url, said, token=tenant.pingone.token())

        [exchange] = tenant.journal
        assert (reply.status, exchange.unread) == (200, ("products.1.bookmark",))
        assert json.loads(exchange.request_body)["products"][1]["bookmark"] == []
