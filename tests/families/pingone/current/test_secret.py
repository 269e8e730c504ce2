"""The secret that a resource server introspects with."""

import re
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from tests.families.pingone import errors
from tests.families.pingone.errors import said


@pytest.fixture
def path(photos):
    return f"/resources/{photos.id}/secret"


@pytest.fixture
def call(call, tenant):
    """Ask with a token that outlives every secret."""
    return partial(call, token=tenant.pingone.token(lifetime=10**9))


@pytest.fixture
def later(tenant):
    """An instant from now, as a client writes it."""
    tenant.clock.freeze()
    tenant.clock.set(datetime(2030, 1, 1, tzinfo=UTC))
    return lambda **how: tenant.clock.text(after=timedelta(**how).total_seconds())


def test_a_custom_resource_has_a_secret_at_once(call, photos, path, environment_url):
    reply = call("GET", path)

    resource = f"{environment_url}/resources/{photos.id}"
    assert (reply.status, reply.json) == (
        200,
        {
            "_links": {
                "self": {"href": f"{resource}/secret"},
                "environment": {"href": environment_url},
                "resource": {"href": resource},
            },
            "environment": {"id": photos.environment_id},
            "secret": reply.json["secret"],
        },
    )
    assert re.fullmatch(r"[a-zA-Z0-9._~-]{64,}", reply.json["secret"])


def test_it_stays_the_same_until_it_is_rotated(call, path):
    first, again = (call("GET", path).json for _ in range(2))

    rotated = call("POST", path)

    assert first == again
    assert (rotated.status, rotated.json["secret"] != first["secret"]) == (200, True)
    assert call("GET", path).json == rotated.json


@pytest.mark.parametrize("body", [(), ({},), ({"previous": None},), ({"previous": {}},)])
def test_the_old_secret_dies_at_once_unless_it_is_kept(call, path, body):
    assert "previous" not in call("POST", path, *body).json


def test_the_old_secret_may_live_on_for_a_while(call, tenant, path, later):
    old = call("GET", path).json["secret"]
    until = later(hours=1)

    rotated = call("POST", path, {"previous": {"expiresAt": until}}).json
    tenant.clock.advance(3599)
    before = call("GET", path).json
    tenant.clock.advance(1)

    assert rotated["previous"] == {"secret": old, "expiresAt": until}
    assert before == rotated
    assert "previous" not in call("GET", path).json


def test_the_old_secret_can_be_deleted(call, path, later):
    kept = call("POST", path, {"previous": {"expiresAt": later(days=1)}}).json

    reply = call("DELETE", path)

    del kept["previous"]
    assert (reply.status, reply.body) == (204, b"")
    assert call("GET", path).json == kept


@pytest.mark.parametrize(
    ("how", "status"),
    [
        pytest.param({"seconds": 59}, 400, id="too soon"),
        pytest.param({"seconds": 60}, 200, id="a minute"),
        pytest.param({"days": 30}, 200, id="30 days"),
        pytest.param({"days": 30, "seconds": 1}, 400, id="too late"),
        pytest.param({"days": -1}, 400, id="the past"),
    ],
)
def test_it_lives_on_for_a_minute_to_30_days(call, path, later, how, status):
    assert call("POST", path, {"previous": {"expiresAt": later(**how)}}).status == status


@pytest.mark.parametrize("text", ["", "tomorrow", "0001-01-01T00:00:00+23:59", "9999-12-31"])
def test_another_instant_is_refused_and_changes_nothing(call, path, text):
    before = call("GET", path).json

    reply = call("POST", path, {"previous": {"expiresAt": text}})

    assert said(reply) == (
        400,
        errors.invalid(
            "INVALID_VALUE",
            "The previous secret expires between one minute and 30 days from now.",
            "previous.expiresAt",
        ),
    )
    assert reply.rule == "pingone.secret.previous"
    assert call("GET", path).json == before


def test_an_offset_is_understood(call, path, tenant, later):
    text = later(days=1).replace("Z", "+00:00")

    assert call("POST", path, {"previous": {"expiresAt": text}}).status == 200


@pytest.mark.parametrize("name", ["openid", "PingOne API"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_built_in_resource_has_none(call, tenant, name, method):
    resource = tenant.pingone.resource(name)

    reply = call(method, f"/resources/{resource.id}/secret")

    assert said(reply) == (404, errors.NOT_FOUND)
    assert reply.rule == "pingone.secret.built-in"


def test_it_is_never_recorded(call, tenant, path):
    secret = call("GET", path).json["secret"]

    assert secret not in str([each.reply_body for each in tenant.journal])
