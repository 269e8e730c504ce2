"""Checks of users: what a directory says of them, and what changes it."""

from urllib.parse import urlencode

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.refusals import NOBODY, gone, not_found, refused
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.pingone.user_bodies import NEW, account, placed
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules, user_rules

of = CHECKS.of

_CURRENT = ("current",)

# The links of a user, and where they lead below the user; the population's leads elsewhere.
_LINKS = {
    "self": "",
    "devices": "/devices",
    "roleAssignments": "/roleAssignments",
    "password": "/password",
    "password.reset": "/password",
    "password.set": "/password",
    "password.check": "/password",
    "password.recover": "/password",
    "linkedAccounts": "/linkedAccounts",
    "account.sendVerificationCode": "",
    "memberOfGroups": "/memberOfGroups",
}

_WHOLE: JSON = {
    "name": {
        "given": "Alice",
        "family": "Smith",
        "middle": "B.",
        "formatted": "Alice B. Smith",
        "honorificPrefix": "Dr.",
        "honorificSuffix": "IV",
    },
    "nickname": "Al",
    "title": "Vice President",
    "type": "Contractor",
    "locale": "en-US",
    "preferredLanguage": "en-gb;q=0.8, en;q=0.7",
    "timezone": "America/Los_Angeles",
    "address": {
        "streetAddress": "123 Main Street",
        "locality": "Springfield",
        "region": "WA",
        "postalCode": "98701",
        "countryCode": "US",
    },
    "mobilePhone": "+1.3035550100",
    "primaryPhone": "+1.3035550101",
    "externalId": "0123",
    "photo": {"href": "https://example.com/alice.png"},
}


@of(user_rules.USER_CREATED, editions=_CURRENT)
def whatever_is_said_of_a_user_comes_back(target: PingOneTarget) -> None:
    """With what every new user has, wherever the user is read."""
    said = target.user_body(**_WHOLE)
    answer = target.ask("POST", target.users_url, json=said)
    expect(answer, 201, {**said, **NEW, "id": str, "environment": {"id": target.environment_id}})
    made = answer.json
    ensure_same(target.read(target.user_url(made)), made, "what is read of a new user")
    listed = target.listed(target.users_url, "users")
    ensure_same(target.identified(listed, made["id"]), made, "a new user in the list")


@of(user_rules.USER_CREATED, editions=_CURRENT)
def a_new_user_is_in_the_default_population(target: PingOneTarget) -> None:
    """Unless another is said; what else a creation alone says is kept too."""
    default = _default(target)
    expect(target.ask("POST", target.users_url, json=target.user_body()), 201, placed(default))
    other = target.population()
    said = target.user_body(
        population={"id": other["id"]},
        mfaEnabled=True,
        lifecycle={"status": "VERIFICATION_REQUIRED"},
        verifyStatus="ENABLED",
    )
    made = target.made(target.users_url, said)
    expect(target.ask("GET", target.user_url(made)), 200, said)


@of(user_rules.USER_CREATED, editions=_CURRENT)
def a_user_links_to_what_belongs_to_it(target: PingOneTarget) -> None:
    """Whether that can be asked for or not."""
    user = target.user()
    url = target.user_url(user)
    population = f"{target.environment_url}/populations/{user['population']['id']}"
    links = {name: {"href": f"{url}{path}"} for name, path in _LINKS.items()}
    links |= {"environment": {"href": target.environment_url}, "population": {"href": population}}
    expect(target.ask("GET", url), 200, {"_links": links})


@of(user_rules.USER_PATCH, editions=_CURRENT)
def patch_changes_what_it_says(target: PingOneTarget) -> None:
    """Null clears, of an object's members too; an empty one changes nothing."""
    before = target.made(target.users_url, target.user_body(**_WHOLE))
    url = target.user_url(before)
    expect(target.ask("PATCH", url, json={}), 200, _said_of(before))
    said = {"title": "Clerk", "nickname": None, "name": {"given": "Alicia", "middle": None}}
    answer = target.ask("PATCH", url, json=said)
    name = {**_WHOLE["name"], "given": "Alicia", "middle": ABSENT}
    expected = {**_said_of(before), "title": "Clerk", "nickname": ABSENT, "name": name}
    expect(answer, 200, expected)
    ensure_same(target.read(url), answer.json, f"{url}: what PATCH answered")
    expect(target.ask("PATCH", url, json={"address": None}), 200, {"address": ABSENT})
    username = target.name()
    expect(target.ask("PATCH", url, json={"username": username}), 200, {"username": username})
    for member in ("username", "email"):
        answer = target.ask("PATCH", url, json={member: None})
        refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", member))


@of(rules.DELETED, editions=_CURRENT)
def a_deleted_user_is_gone(target: PingOneTarget) -> None:
    """With their name, which is free again; others are not."""
    made, other = target.user(), target.user()
    url = target.user_url(made)
    target.listed(target.users_url, "users")  # so that an answer which is kept too long shows
    gone(target.ask("DELETE", url))
    _nothing_is_at(target, url)
    ids = [each["id"] for each in target.listed(target.users_url, "users")]
    ensure(made["id"] not in ids, "a deleted user is listed")
    ensure(other["id"] in ids, "another user went too")
    said = target.user_body(username=made["username"])
    expect(target.ask("POST", target.users_url, json=said), 201)


@of(rules.NOT_FOUND, editions=_CURRENT)
def a_user_who_never_was_is_not_found(target: PingOneTarget) -> None:
    """Whatever is asked of them."""
    _nothing_is_at(target, f"{target.users_url}/{NOBODY}")


@of(rules.PUT_CLEARS, editions=_CURRENT)
def put_clears_what_it_does_not_say_of_a_user(target: PingOneTarget) -> None:
    """And nothing else changes."""
    made = target.made(target.users_url, target.user_body(**_WHOLE))
    other = target.user()
    said = {"username": made["username"], "email": made["email"], "title": None}
    answer = target.ask("PUT", target.user_url(made), json=said)
    cleared = dict.fromkeys(_WHOLE, ABSENT)
    kept = {name: made[name] for name in ("id", "createdAt", "population", *NEW)}
    expect(answer, 200, {**said, **cleared, **kept})
    ensure_same(target.read(target.user_url(made)), answer.json, "what PUT answered")
    ensure_same(target.read(target.user_url(other)), other, "another user")


@of(rules.DATES, editions=_CURRENT)
def dates_tell_when_a_user_was_changed(target: PingOneTarget) -> None:
    """In whichever way."""
    other = target.population()  # before the user, who goes first at the end
    made = target.user()
    ensure_same(made["updatedAt"], made["createdAt"], "updatedAt of a new user")
    url, before = target.user_url(made), made
    said = {"username": made["username"], "email": made["email"]}
    for method, where, body in (
        ("PUT", url, said),
        ("PATCH", url, {"title": "Clerk"}),
        ("PUT", f"{url}/enabled", {"enabled": False}),
        ("PUT", f"{url}/mfaEnabled", {"mfaEnabled": True}),
        ("PUT", f"{url}/population", {"id": other["id"]}),
    ):
        if target.control is not None:
            target.advance(2)
        expect(target.ask(method, where, json=body), 200)
        after = target.read(url)
        ensure(after["updatedAt"] > before["updatedAt"], f"{method} {where}: updatedAt stays")
        ensure_same(after["createdAt"], made["createdAt"], f"{method} {where}: createdAt")
        before = after


@of(rules.COLLECTION_FILTER, editions=_CURRENT)
def users_are_found_by_what_is_said_of_them(target: PingOneTarget) -> None:
    """A population's by its id."""
    population = target.population()
    within = f'population.id eq "{population["id"]}"'
    _expect_found(target, within, [])
    name = {"given": target.name("given"), "family": target.name("family")}
    alice = target.user(population={"id": population["id"]}, name=name, externalId="e1")
    bob = target.user(population={"id": population["id"]})
    _expect_found(target, within, [alice, bob])
    for text in (
        f'username eq "{alice["username"]}"',
        f'email eq "{alice["email"]}"',
        f'id eq "{alice["id"]}"',
        f'name.given eq "{name["given"]}"',
        f'name.family eq "{name["family"]}"',
        f'externalId eq "e1" and {within}',
    ):
        _expect_found(target, text, [alice])
    expect(target.ask("PUT", f"{target.user_url(bob)}/enabled", json={"enabled": False}), 200)
    for text, found in (("true", alice), ("false", bob), ('"true"', alice)):
        _expect_found(target, f"{within} and enabled eq {text}", [found])
    for text in ('enabled eq "yes"', "enabled eq 1", 'enabled sw "t"'):
        answer = target.ask("GET", f"{target.users_url}?{urlencode({'filter': text})}")
        refused(answer, 400, "INVALID_REQUEST", ("INVALID_FILTER", "filter"))


def _expect_found(target: PingOneTarget, text: str, users: list[JSON]) -> None:
    """Raise `Differs` unless a filter finds these users."""
    found = target.listed(f"{target.users_url}?{urlencode({'filter': text})}", "users")
    ids = [each["id"] for each in users]
    ensure_same([each["id"] for each in found], ids, f"who is found by {text!r}")


def _nothing_is_at(target: PingOneTarget, url: str) -> None:
    not_found(target.ask("GET", url))
    not_found(target.ask("PUT", url, json=target.user_body()))
    not_found(target.ask("PATCH", url, json={}))
    not_found(target.ask("DELETE", url))
    not_found(account(target, {"id": url.rpartition("/")[2]}, "lock"))
    for part, said in (("enabled", True), ("mfaEnabled", True), ("population", NOBODY)):
        member = "id" if part == "population" else part
        not_found(target.ask("GET", f"{url}/{part}"))
        not_found(target.ask("PUT", f"{url}/{part}", json={member: said}))


def _default(target: PingOneTarget) -> str:
    listed = target.listed(f"{target.environment_url}/populations", "populations")
    [id_] = [each["id"] for each in listed if each["default"]]
    return str(id_)


def _said_of(user: JSON) -> JSON:
    """What a client can say of a user, as it stands."""
    return {name: user[name] for name in ("username", "email", *_WHOLE)}
