"""Checks of what may be said of a user."""

from fakeping.contract.check import ABSENT, expect
from fakeping.contract.pingone.refusals import NOBODY, invalid, refused
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.pingone.users import NEW
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules, user_rules

of = CHECKS.of

_CURRENT = ("current",)

_LONGEST = 128


@of(user_rules.USER_REQUIRED, editions=_CURRENT)
def a_user_has_a_user_name_and_an_email_address(target: PingOneTarget) -> None:
    """On POST and PUT; a user name of at most 128 characters."""
    made = target.user()
    for name in ("username", "email"):
        said = target.user_body()
        del said[name]
        for answer in _both(target, made, said):
            invalid(answer, ("REQUIRED_VALUE", name))
    for username, code in (("", "EMPTY_VALUE"), (" ", "EMPTY_VALUE")):
        for answer in _both(target, made, target.user_body(username=username)):
            invalid(answer, (code, "username"))
    longest = target.name().ljust(_LONGEST, "x")
    for answer in _both(target, made, target.user_body(username=f"{longest}x")):
        invalid(answer, ("INVALID_VALUE", "username"))
    expect(target.ask("PUT", target.user_url(made), json=target.user_body(username=longest)), 200)


@of(user_rules.USER_VALUES, editions=_CURRENT)
def a_user_name_and_an_email_address_are_well_formed(target: PingOneTarget) -> None:
    """On POST, PUT and PATCH."""
    made = target.user()
    for wrong in (
        {"username": f"{target.name()}\u0007"},
        {"username": f"{target.name()}\u2028"},
        {"email": "alice"},
        {"email": "alice@"},
        {"email": "a lice@example.com"},
    ):
        [member] = wrong
        patched = target.ask("PATCH", target.user_url(made), json=wrong)
        for answer in (*_both(target, made, target.user_body(**wrong)), patched):
            invalid(answer, ("INVALID_VALUE", member))
    for member, longest in (("title", 256), ("mobilePhone", 32), ("name.given", 256)):
        outer, _, inner = member.partition(".")
        for length, fits in ((longest, True), (longest + 1, False)):
            value: JSON = {inner: "1" * length} if inner else "1" * length
            answer = target.ask("PATCH", target.user_url(made), json={outer: value})
            if fits:
                expect(answer, 200, {outer: value})
            else:
                invalid(answer, ("INVALID_VALUE", member))
    odd = f"{target.name()} é漢字 $+"
    expect(target.ask("POST", target.users_url, json=target.user_body(username=odd)), 201)


@of(user_rules.USERNAME_UNIQUE, editions=_CURRENT)
def a_user_name_is_taken_once(target: PingOneTarget) -> None:
    """In whichever population; a user's own may be said again."""
    made, other = target.user(), target.user()
    elsewhere = {"population": {"id": target.population()["id"]}}
    said = target.user_body(username=made["username"])
    for answer in (
        target.ask("POST", target.users_url, json=said),
        target.ask("POST", target.users_url, json={**said, **elsewhere}),
        target.ask("PUT", target.user_url(other), json=said),
        target.ask("PATCH", target.user_url(other), json={"username": made["username"]}),
    ):
        invalid(answer, ("UNIQUENESS_VIOLATION", "username"))
    again = target.ask("PUT", target.user_url(made), json={**said, "title": "again"})
    expect(again, 200, {"username": made["username"], "title": "again"})
    left = made["username"]
    expect(target.ask("PUT", target.user_url(made), json=target.user_body()), 200)
    expect(target.ask("POST", target.users_url, json=target.user_body(username=left)), 201)


@of(rules.READ_ONLY, editions=_CURRENT)
def what_nobody_can_say_of_a_user_is_ignored(target: PingOneTarget) -> None:
    """On POST, PUT and PATCH."""
    odd: JSON = {
        "id": NOBODY,
        "enabled": False,
        "account": {"canAuthenticate": False},
        "createdAt": "1970-01-01T00:00:00.000Z",
        "emailVerified": True,
        "colour": [1],
        "name": {"given": "Alice", "colour": "red"},
    }
    said = target.user_body()
    made = target.made(target.users_url, {**said, **odd})
    url = target.user_url(made)
    for method in ("PUT", "PATCH"):
        expect(target.ask(method, url, json={**said, **odd}), 200)
        kept = {**said, **NEW, "emailVerified": ABSENT, "colour": ABSENT, "id": made["id"]}
        name = {"given": "Alice", "colour": ABSENT}
        expect(target.ask("GET", url), 200, {**kept, "name": name, "createdAt": made["createdAt"]})


@of(rules.INVALID_TYPE, editions=_CURRENT)
def what_is_said_of_a_user_is_of_its_type(target: PingOneTarget) -> None:
    """On POST, PUT and PATCH."""
    made = target.user()
    for member, value in (
        ("username", 5),
        ("email", 5),
        ("title", ["Clerk"]),
        ("name", "Alice"),
        ("name.given", 5),
        ("address.locality", {}),
        ("photo.href", False),
    ):
        outer, _, inner = member.partition(".")
        wrong: JSON = {outer: {inner: value} if inner else value}
        patched = target.ask("PATCH", target.user_url(made), json=wrong)
        for answer in (*_both(target, made, target.user_body(**wrong)), patched):
            refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", member))
    said = target.user_body(lifecycle={"status": "ASLEEP"})
    answer = target.ask("POST", target.users_url, json=said)
    refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", "lifecycle.status"))


def _both(target: PingOneTarget, user: JSON, said: JSON) -> tuple[Answer, Answer]:
    """What a creation and a replacement are answered."""
    replaced = target.ask("PUT", target.user_url(user), json=said)
    return target.ask("POST", target.users_url, json=said), replaced
