"""Checks of resources' secrets, with which resource servers introspect tokens."""

import re
from datetime import datetime, timedelta

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.dates import in_hours
from fakeping.contract.pingone.refusals import NOBODY, gone
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules

of = CHECKS.of

_CURRENT = ("current",)

_FORM = re.compile(r"[a-zA-Z0-9._~-]{64,}")


@of(rules.SECRET_FORM, editions=_CURRENT)
def a_secret_is_long_and_made_of_few_characters(target: PingOneTarget) -> None:
    """A read returns the secret; a rotation is 200 with a new one."""
    url = _url(target, target.resource())
    first = target.ask("GET", url)
    expect(first, 200, {"secret": _FORM, "previous": ABSENT})
    expect(target.ask("GET", url), 200, {"secret": first.json["secret"]})
    rotated = target.ask("POST", url)
    expect(rotated, 200, {"secret": _FORM, "previous": ABSENT})
    ensure(rotated.json["secret"] != first.json["secret"], "the secret stays what it was")
    expect(target.ask("GET", url), 200, {"secret": rotated.json["secret"]})


@of(rules.SECRET_BUILT_IN, editions=_CURRENT)
def a_built_in_resource_has_no_secret(target: PingOneTarget) -> None:
    """The secret of a built-in or an unknown resource is 404."""
    for resource in (target.built_in("openid"), target.built_in("api"), {"id": NOBODY}):
        for method in ("GET", "POST", "DELETE"):
            expect(target.ask(method, _url(target, resource)), 404, {"code": "NOT_FOUND"})


@of(rules.SECRET_PREVIOUS, editions=_CURRENT)
def a_rotation_may_keep_the_old_secret_for_a_while(target: PingOneTarget) -> None:
    """The previous secret stays valid until its expiry, or its deletion."""
    resource = target.resource()
    url = _url(target, resource)
    old = target.read(url)["secret"]
    until = in_hours(target.read(target.resource_url(resource)), hours=1)
    kept = target.ask("POST", url, json={"previous": {"expiresAt": until}})
    expect(kept, 200, {"secret": _FORM, "previous": {"secret": old}})
    expect(target.ask("GET", url), 200, {"previous": {"secret": old, "expiresAt": ...}})
    gone(target.ask("DELETE", url))
    expect(target.ask("GET", url), 200, {"secret": kept.json["secret"], "previous": ABSENT})


@of(rules.SECRET_PREVIOUS, editions=_CURRENT)
def an_old_secret_lives_a_minute_to_thirty_days(target: PingOneTarget) -> None:
    """Another expiry of the previous secret is refused."""
    resource = target.resource()
    url = _url(target, resource)
    before = target.read(url)
    for instant in (
        in_hours(resource, seconds=-3600),
        in_hours(resource, seconds=1),
        in_hours(resource, days=31),
        "tomorrow",
        "",
        "9999-12-31",
        "0001-01-01T00:00:00+23:59",
    ):
        answer = target.ask("POST", url, json={"previous": {"expiresAt": instant}})
        expect(answer, 400)
    ensure_same(target.read(url), before, "the secret after refusals")


@of(rules.SECRET_PREVIOUS, editions=_CURRENT)
def a_minute_and_thirty_days_will_do(target: PingOneTarget) -> None:
    """The limits themselves are accepted; needs a fake's stopped clock."""
    resource = target.resource()
    url = _url(target, resource)
    with target.steered().at_a_standstill() as clock:
        now = datetime.fromisoformat(clock.now())
        for seconds, status in ((59, 400), (60, 200), (2_592_000, 200), (2_592_001, 400)):
            until = (now + timedelta(seconds=seconds)).isoformat()
            for written in (until, until.replace("+00:00", "Z")):
                answer = target.ask("POST", url, json={"previous": {"expiresAt": written}})
                expect(answer, status)


@of(rules.SECRET_PREVIOUS, editions=_CURRENT)
def a_rotation_that_keeps_nothing_lets_what_was_kept_die(target: PingOneTarget) -> None:
    """A rotation without `previous` drops the kept secret; with it, only the last one is kept."""
    resource = target.resource()
    url = _url(target, resource)
    until = in_hours(target.read(target.resource_url(resource)), hours=1)
    keeping = {"previous": {"expiresAt": until}}
    for said, kept in (
        (keeping, True),
        (keeping, True),
        ({"previous": None}, False),
        (keeping, True),
        ({"previous": {}}, False),
    ):
        wanted = {"secret": target.read(url)["secret"]} if kept else ABSENT
        expect(target.ask("POST", url, json=said), 200, {"previous": wanted})
        expect(target.ask("GET", url), 200, {"previous": wanted})
    expect(target.ask("POST", url, json=keeping), 200)
    expect(target.ask("POST", url), 200, {"previous": ABSENT})
    expect(target.ask("GET", url), 200, {"previous": ABSENT})


@of(rules.SECRET_PREVIOUS, editions=_CURRENT)
def an_old_secret_dies_when_it_was_to(target: PingOneTarget) -> None:
    """The previous secret expires by the deployment's clock."""
    resource = target.resource()
    url = _url(target, resource)
    target.steered()
    until = in_hours(resource, hours=1)
    expect(target.ask("POST", url, json={"previous": {"expiresAt": until}}), 200)
    target.advance(1800)
    expect(target.ask("GET", url), 200, {"previous": {"secret": _FORM}})
    target.advance(1801)
    expect(target.ask("GET", url), 200, {"previous": ABSENT})


def _url(target: PingOneTarget, resource: JSON) -> str:
    return f"{target.resource_url(resource)}/secret"
