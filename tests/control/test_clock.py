"""A tenant's clock over HTTP."""

import pytest

from tests.control.test_control import TENANTS, is_problem
from tests.drive import ask

NEW_YEAR = "2026-01-01T00:00:00.000Z"


@pytest.fixture
def clock(server, tenant):
    def clock(**said):
        method = "PATCH" if said else "GET"
        sent = {"body": said} if said else {}
        return ask(server, method, f"{TENANTS}/{tenant.id}/clock", **sent)

    return clock


@pytest.mark.parametrize(
    ("said", "now", "frozen"),
    [
        ({"frozen": True}, NEW_YEAR, True),
        ({"advance": 90}, "2026-01-01T00:01:30.000Z", True),
        ({"advance": "1h30m"}, "2026-01-01T01:30:00.000Z", True),
        ({"set": "2025-12-31T23:59:59.5Z"}, "2025-12-31T23:59:59.500Z", True),
        ({"set": "2030-06-01T12:00:00+02:00"}, "2030-06-01T10:00:00.000Z", True),
        ({"set": "2030-06-01T00:00:00Z", "advance": 1}, "2030-06-01T00:00:01.000Z", True),
    ],
)
def test_it_is_set_moved_and_stopped(tenant, clock, said, now, frozen):
    clock(frozen=True, set=NEW_YEAR)

    reply = clock(**said)

    assert (reply.status, reply.json) == (200, {"now": now, "frozen": frozen})
    assert clock().json == reply.json
    assert tenant.clock.text() == now


def test_it_is_stopped_at_just_what_it_was_set_to(clock):
    assert clock(set=NEW_YEAR, frozen=True).json == {"now": NEW_YEAR, "frozen": True}


def test_it_goes_on_from_where_it_stands(tenant, clock):
    clock(set=NEW_YEAR, frozen=True)

    reply = clock(frozen=False)

    assert (reply.json["frozen"], tenant.clock.frozen) == (False, False)
    assert reply.json["now"].startswith("2026-01-01T00:00:0")


@pytest.mark.parametrize(
    ("said", "target"),
    [
        pytest.param({"set": "tomorrow"}, "set", id="tomorrow"),
        pytest.param({"set": "2026-01-01T00:00:00"}, "set", id="no time zone"),
        pytest.param({"set": "0001-01-01T00:00:00Z"}, "set", id="long ago"),
        pytest.param({"set": 0}, "set", id="a number"),
        pytest.param({"advance": "soon"}, "advance", id="soon"),
        pytest.param({"advance": True}, "advance", id="truth"),
        pytest.param({"advance": -3600}, "advance", id="back"),
        pytest.param(
            {"set": "2026-01-02T00:00:00Z", "advance": -0.5}, "advance", id="set and back"
        ),
        pytest.param({"advance": 1e12}, "advance", id="out of the calendar"),
        pytest.param({"set": "2026-01-01T00:00:00Z", "advance": "x"}, "advance", id="half of it"),
        pytest.param({"frozen": 1}, "frozen", id="a number for a truth"),
        pytest.param({"unfrozen": True}, "", id="a member that there is not"),
    ],
)
def test_nonsense_is_refused_and_the_clock_stays(clock, said, target):
    clock(frozen=True, set=NEW_YEAR)

    reply = clock(**said)

    assert is_problem(reply, 400, f"{target}: " if target else None)
    assert clock().json == {"now": NEW_YEAR, "frozen": True}


def test_nothing_to_do_is_a_mistake(server, tenant):
    assert is_problem(ask(server, "PATCH", f"{TENANTS}/{tenant.id}/clock", {}), 400)


def test_it_is_the_clock_of_that_tenant_alone(server, tenant, clock):
    other = server.tenant()
    other.clock.freeze()
    before = other.clock.text()

    clock(advance="9d")

    assert other.clock.text() == before
