"""Checks of what may be said of a user."""

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.refusals import NOBODY, invalid, refused
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.pingone.user_bodies import NEW, imported
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules, user_rules
from fakeping.families.pingone.user_paths import PATHS
from fakeping.families.pingone.user_record import nested

of = CHECKS.of

_CURRENT = ("current",)

_LONGEST = 128

# The longest of each text.
_LENGTHS = {
    **dict.fromkeys((*PATHS, "name.given", "name.family"), 256),
    "preferredLanguage": 256,
    "timezone": 256,
    "photo.href": 256,
    "mobilePhone": 32,
    "primaryPhone": 32,
    "externalId": 1024,
}

_CREATED = 201
_DONE = frozenset({200, _CREATED})


@of(user_rules.USER_REQUIRED, editions=_CURRENT)
def a_user_has_a_user_name(target: PingOneTarget) -> None:
    """On POST and PUT, of at most 128 characters; an email address may be left out."""
    made = target.user()
    said = target.user_body()
    del said["username"]
    for answer in _both(target, made, said):
        invalid(answer, ("REQUIRED_VALUE", "username"))
    said = target.user_body()
    del said["email"]
    expect(target.ask("PUT", target.user_url(made), json=said), 200, {"email": ABSENT})
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
        answer = target.ask(method, url, json={**said, **odd})
        expect(answer, 200)
        ensure_same(target.read(url), answer.json, f"{answer.asked}: what is read afterwards")
        kept = {**said, **NEW, "emailVerified": ABSENT, "colour": ABSENT, "id": made["id"]}
        name = {"given": "Alice", "colour": ABSENT}
        expect(target.ask("GET", url), 200, {**kept, "name": name, "createdAt": made["createdAt"]})


@of(rules.INVALID_TYPE, editions=_CURRENT)
def what_is_said_of_a_user_is_of_its_type(target: PingOneTarget) -> None:
    """On POST, PUT and PATCH, and in an import."""
    made = target.user()
    for member, value in (
        ("username", 5),
        ("email", 5),
        *[(path, 5) for path in _LENGTHS],
        *[(each, "x") for each in ("name", "address", "photo")],
    ):
        wrong = nested([(member, value)])
        for answer in _everywhere(target, made, wrong):
            refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", member))
    for member, value in (
        ("population", "x"),
        ("population.id", 5),
        ("mfaEnabled", "yes"),
        ("lifecycle", "x"),
        ("lifecycle.status", 5),
        ("lifecycle.status", "ASLEEP"),
        ("verifyStatus", 5),
        ("verifyStatus", "LATER"),
    ):
        said = target.user_body(**nested([(member, value)]))
        for answer in (*_both(target, made, said), imported(target, said)):
            refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", member))
    for member, value in (
        ("emailVerified", "yes"),
        ("password", "x"),
        ("password.value", 5),
        ("password.forceChange", "yes"),
    ):
        body = {"password": {"value": "x"}} if member.endswith("forceChange") else {}
        said = {"username": target.name("user"), **_deeper(body, member, value)}
        refused(imported(target, said), 400, "INVALID_REQUEST", ("INVALID_VALUE", member))
    answer = target.ask("PUT", f"{target.user_url(made)}/population", json={"id": 5})
    refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", "id"))


@of(user_rules.USER_VALUES, editions=_CURRENT)
def the_texts_of_a_user_have_a_longest_length(target: PingOneTarget) -> None:
    """On POST, PUT and PATCH, and in an import."""
    made = target.user()
    for path, longest in _LENGTHS.items():
        for answer in _everywhere(target, made, nested([(path, "1" * (longest + 1))])):
            invalid(answer, ("INVALID_VALUE", path))
    most = nested([(path, "1" * longest) for path, longest in _LENGTHS.items()])
    for answer in _everywhere(target, made, most):
        _expect_done(target, answer, most)
    expect(target.ask("GET", target.user_url(made)), 200, most)


@of(rules.PUT_CLEARS, editions=_CURRENT)
def null_is_nothing_in_whatever_is_said_of_a_user(target: PingOneTarget) -> None:
    """On POST, PUT and PATCH, and in an import."""
    made = target.user()
    inner = nested([(path, None) for path in _LENGTHS])
    outer = dict.fromkeys(inner, None)
    for nothing in (inner, outer):
        absent = dict.fromkeys(inner, ABSENT)
        for answer in _everywhere(target, made, nothing):
            _expect_done(target, answer, absent)
    said = dict.fromkeys(("population", "mfaEnabled", "lifecycle", "verifyStatus"), None)
    plain = {name: NEW[name] for name in said if name in NEW}
    for answer in (
        target.ask("POST", target.users_url, json=target.user_body(**said)),
        imported(target, target.user_body(**said, emailVerified=None, password=None)),
        imported(target, target.user_body(email=None, lifecycle={"status": None})),
    ):
        _expect_done(target, answer, plain)
    password = {"value": "x", "forceChange": None}
    _expect_done(target, imported(target, target.user_body(password=password)), plain)


def _expect_done(target: PingOneTarget, answer: Answer, expected: JSON) -> None:
    """Raise `Differs` unless a user is shown so, and a new one is read so, too."""
    ensure(answer.status in _DONE, f"{answer.asked}: {answer.status}")
    expect(answer, answer.status, expected)
    if answer.status == _CREATED:
        read = target.read(target.user_url(answer.json))
        ensure_same(read, answer.json, f"{answer.asked}: what is read afterwards")


def _everywhere(target: PingOneTarget, user: JSON, said: JSON) -> tuple[Answer, ...]:
    """What is answered to it on POST, PUT and PATCH, and in an import."""
    return (
        target.ask("POST", target.users_url, json={**target.user_body(), **said}),
        target.ask("PUT", target.user_url(user), json={**target.user_body(), **said}),
        target.ask("PATCH", target.user_url(user), json=said),
        imported(target, {**target.user_body(), **said}),
    )


def _deeper(body: JSON, member: str, value: JSON) -> JSON:
    """The body with a value at a path of one or two names."""
    outer, _, inner = member.partition(".")
    return {**body, outer: {**body.get(outer, {}), inner: value} if inner else value}


def _both(target: PingOneTarget, user: JSON, said: JSON) -> tuple[Answer, Answer]:
    """What a creation and a replacement are answered."""
    replaced = target.ask("PUT", target.user_url(user), json=said)
    return target.ask("POST", target.users_url, json=said), replaced
