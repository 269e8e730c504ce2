"""A wrong type, or a value out of range, is an error that names the argument."""

import inspect
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from fakeping import FakePing, JournalLimits, Refused
from fakeping.core import kinds

SERVER = FakePing()
TENANT = SERVER.tenant(edition={"pingone": "current"})
RESOURCE = TENANT.pingone.given.resource("photos", scopes=["view"])
USER = TENANT.pingone.given.user("bob")
PHOTO = TENANT.pingam.given.resource_set("photo", resource_scopes=["view"])

OBJECTS = {
    "server": SERVER,
    "pingone": TENANT.pingone,
    "pingone.given": TENANT.pingone.given,
    "pingam": TENANT.pingam,
    "pingam.given": TENANT.pingam.given,
    "journal": TENANT.journal,
    "faults": TENANT.faults,
    "clock": TENANT.clock,
}
# Methods for fakeping's own modules, which test them where they are.
OWN = {
    *("record", "shown", "page", "matching", "listen", "listen_for", "may_advise", "expectation"),
    *("entries_after", "after", "gone", "explain", "app", "describe", "forget", "let_go", "get"),
    *("capture", "restore", "disown", "timestamp", "text", "holds", "resume"),
}


def wrong(classes):
    """A value that fits none of these classes."""
    return next(each for each in ("x", 5.5, object()) if not kinds._fits(each, classes))


def parameters():
    for name, held in OBJECTS.items():
        for method in dir(type(held)):
            member = inspect.getattr_static(type(held), method)
            if method.startswith("_") or method in OWN or not inspect.isfunction(member):
                continue
            for parameter, classes in kinds._kinds(inspect.unwrap(member)).items():
                if parameter != "said":
                    yield f"{name}.{method}", parameter, wrong(classes)
    for parameter, classes in kinds._kinds(inspect.unwrap(FakePing.__init__)).items():
        yield "FakePing", parameter, wrong(classes)


def called(path, **named):
    if path == "FakePing":
        return FakePing(**named)
    name, _, method = path.rpartition(".")
    return getattr(OBJECTS[name], method)(*_needed(path, named), **named)


def _needed(path, named):
    """A right value for each argument that is needed, up to the first that is named."""
    name, _, method = path.rpartition(".")
    for each in inspect.signature(getattr(OBJECTS[name], method)).parameters.values():
        needed = each.default is each.empty and each.kind is each.POSITIONAL_OR_KEYWORD
        if not needed or each.name in named:
            return
        yield SAMPLES.get(each.name, "photos")


SAMPLES = {
    "user": USER, "resource": RESOURCE, "resource_set": PHOTO, "entity": RESOURCE, "op": "*",
    "operation": "*", "seconds": 1, "limit": 1, "window": 1, "instant": "2026-01-01T00:00:00Z",
    "owner": "bob", "party": "bob",
}  # fmt: skip


@pytest.mark.parametrize(("path", "parameter", "value"), [*parameters()])
def test_a_wrong_type_names_the_argument(path, parameter, value):
    with pytest.raises((TypeError, ValueError), match=rf"\b{parameter}\b"):
        called(path, **{parameter: value})


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: FakePing(port=-1), "port is 0 to 65535"),
        (lambda: FakePing(port=70_000), "port is 0 to 65535"),
        (lambda: FakePing(max_stored=-1), "max_stored"),
        (lambda: FakePing(journal=-1), "entries"),
        (lambda: FakePing(journal="many"), "journal"),
        (lambda: JournalLimits(body="1 MiB"), "body"),
        (lambda: JournalLimits(total=True), "total"),
        (lambda: SERVER.tenant(journal=-1), "entries"),
        (lambda: TENANT.pingone.token(roles=["Nope"]), "there is no role .*'Nope'"),
        (
            lambda: TENANT.pingone.headers(roles=["Enviroment Admin"]),
            "did you mean Environment Admin",
        ),
        (lambda: TENANT.pingone.token(lifetime=-1), "lifetime"),
        (lambda: TENANT.pingone.user_token(USER, lifetime=-1), "lifetime"),
        (lambda: TENANT.pingam.pat(lifetime=-1), "lifetime"),
        (lambda: TENANT.pingam.rpt("alice", (PHOTO, ["view"]), lifetime=-1), "lifetime"),
        (lambda: TENANT.journal.assert_called("*", count=-1), "count is 0 or more"),
        (lambda: TENANT.journal.assert_called("*", at_least=-1), "at_least is 0 or more"),
        (lambda: TENANT.journal.wait_for("*", count=0, timeout=1), "count"),
        (lambda: TENANT.journal.wait_for("*", timeout=-1), "timeout"),
        (lambda: TENANT.journal.wait_for("*", timeout="soon"), "timeout"),
        (lambda: TENANT.faults.next("*", 200), "status"),
        (lambda: TENANT.faults.next("*", times=0), "times"),
        (lambda: TENANT.faults.next("*", after=-1), "after"),
        (lambda: TENANT.faults.next("*", after="x"), "after"),
        (lambda: TENANT.faults.next("*", probability=2), "probability"),
        (lambda: TENANT.faults.next("*", probability="x"), "probability"),
        (lambda: TENANT.faults.next("*", query="x"), "query"),
        (lambda: TENANT.faults.next("*", headers=5), "headers"),
        (lambda: TENANT.faults.next("*", path=5), "path"),
        (lambda: TENANT.journal.assert_called("*", query="x"), "query"),
        (lambda: TENANT.journal.assert_called("*", headers=5), "headers"),
        (lambda: TENANT.clock.set(datetime(9999, 6, 1, tzinfo=UTC)), "years"),
    ],
)
def test_a_value_out_of_range_names_the_argument(call, told):
    with pytest.raises((TypeError, ValueError), match=told):
        call()


@pytest.mark.parametrize(
    "use",
    [
        lambda tenant: tenant.faults.next("pingone.user.create"),
        lambda tenant: tenant.faults.delay(["pingone.resource.list", "pingone.user.*"], 1),
        lambda tenant: tenant.journal.assert_called("pingone.user.create"),
        lambda tenant: tenant.journal.assert_not_called("pingone.user.create"),
        lambda tenant: tenant.journal.assert_order("pingone.user.create"),
        lambda tenant: tenant.journal.count("pingone.user.*"),
        lambda tenant: tenant.journal == ["pingone.user.create"],
        lambda tenant: "pingone.user.create" in tenant.journal,
    ],
)
def test_an_operation_that_the_edition_lacks_is_refused(use):
    tenant = SERVER.tenant()
    with pytest.raises(Refused, match=r'p14c has no pingone.user.*edition={"pingone": "current"}'):
        use(tenant)
    use_current = SERVER.tenant(edition={"pingone": "current"})
    with suppress(AssertionError):  # nothing was called
        use(use_current)


def test_right_values_of_every_type_are_taken():
    assert TENANT.pingone.token(lifetime=1, expired=False, scopes=("a",), roles=())
    assert TENANT.pingone.token(lifetime=1.5, roles=iter(["Environment Admin"]))
    TENANT.clock.advance(1)
