"""Whatever is called from another process with whatever: it is answered, and harms nothing."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeping import FakePing
from fakeping.core.sources import Clock
from fakeping.families.pingam.given import Given as GivenPingAM
from fakeping.families.pingam.tenancy import PingAM
from fakeping.families.pingone.tenancy import Given as GivenPingOne
from fakeping.families.pingone.tenancy import PingOne
from fakeping.faults.faults import Faults
from tests.control.test_control import TENANTS
from tests.drive import ask

HOLDERS = {
    "pingone": PingOne,
    "pingone.given": GivenPingOne,
    "pingam": PingAM,
    "pingam.given": GivenPingAM,
    "faults": Faults,
    "clock": Clock,
}

NAMES = sorted(
    {f"{path}.{name}" for path, kind in HOLDERS.items() for name in dir(kind)}
    | {*HOLDERS, "crashes", "drop", "journal", "faults.1", "faults.1.cancel", "faults.1.end"}
)

HOSTILE = st.sampled_from(
    [
        *(None, True, 0, -1, 5, 10**400, 1e308, "", "x", "1h", "é" * 300, "pingone.*", "\x00", "/"),
        *([], [1], ["x"], [[]], {}, {"a": 1}, {"$no": 1}, {"$": "os.system"}, {"$object": [1]}),
        *({"$float": "nan"}, {"$float": "inf"}, {"$float": "x"}, {"$float": []}),
        *({"$seconds": 1e300}, {"$seconds": "x"}, {"$seconds": -1}, {"$datetime": "x"}),
        *({"$datetime": "0001-01-01T00:00:00"}, {"$datetime": "9999-12-31T23:59:59+00:00"}),
        *({"$bytes": "x"}, {"$bytes": "eA=="}, {"$tuple": 5}, {"$tuple": [{"$float": "nan"}]}),
        *({"$set": [{"$object": {}}]}, {"$fault": {}}, {"$fault": 5}, {"$crash": "x"}),
        *({"$": "pingone.Resource"}, {"$": "faults.Uniform", "low": "a", "high": []}),
        {"$object": {"a": {"$float": "nan"}}},
    ]
)

MEMBERS = st.sampled_from(
    [
        *("name", "scopes", "realm", "owner", "op", "status", "seconds", "lifetime", "subject"),
        *("body", "json", "times", "after", "probability", "by", "to", "days", "username", "value"),
        *("memento", "hear", "resource", "user", "client_id", "type", "limit", "window", "self"),
    ]
)


@pytest.fixture(scope="module")
def server():
    return FakePing(ids_seed=1)


def answered(server, tenant):
    """What a client and a test still get."""
    one = tenant.pingone
    url = f"{one.url}/environments/{one.environment_id}/resources"
    sets = tenant.pingam.resource_set_url
    return [
        ask(server, "GET", url, token=one.token()).status,
        ask(server, "GET", sets, token=tenant.pingam.pat()).status,
        ask(server, "GET", f"{TENANTS}/{tenant.id}").status,
        ask(server, "GET", f"{TENANTS}/{tenant.id}/faults").status,
        ask(server, "GET", f"{TENANTS}/{tenant.id}/clock").status,
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from(NAMES),
    positional=st.lists(HOSTILE, max_size=3),
    named=st.dictionaries(MEMBERS, HOSTILE, max_size=3),
)
def test_hostile_calls_are_answered_and_change_nothing(server, name, positional, named):
    with server.tenant() as tenant:
        tenant.faults.next("pingam.revoke")

        reply = ask(
            server,
            "POST",
            f"{TENANTS}/{tenant.id}/calls",
            {"call": name, "positional": positional, "named": named},
        )

        assert reply.status in {200, 400}, reply.body
        tenant.faults.clear()
        assert answered(server, tenant) == [200, 200, 200, 200, 200]
        state = tenant.snapshot()
        json.dumps(state, allow_nan=False)
        tenant.reset(to=state)
        assert not tenant.crashes
        assert not server.crashes


@pytest.mark.parametrize(
    ("name", "positional"),
    [
        ("clock.restore", [{"$tuple": [{"$float": "nan"}, None]}]),
        ("clock.capture", []),
        ("clock.listen", ["x"]),
        ("faults.forget", ["x"]),
        ("faults.get", ["1"]),
        ("faults.1.apply", [None, None]),
        ("clock.advance", [{"$seconds": 1e300}]),
        ("clock.advance", [{"$float": "nan"}]),
        ("clock.advance", [[1]]),
        ("pingone.token", ["x", "y", 5, {}]),
        ("pingam.given.realm", [5]),
    ],
)
def test_unlisted_methods_and_unknown_arguments_are_refused(server, name, positional):
    with server.tenant() as tenant:
        tenant.faults.next("pingam.revoke")
        before = tenant.clock.capture()
        said = {"call": name, "positional": positional}

        reply = ask(server, "POST", f"{TENANTS}/{tenant.id}/calls", said)

        assert reply.status == 400 or reply.json["raises"]["kind"] in {"TypeError", "ValueError"}
        assert tenant.clock.capture() == before
