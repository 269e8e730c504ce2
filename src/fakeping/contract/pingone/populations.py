"""Checks of populations: what they refer to, whom they count, and which of them stay."""

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.refusals import NOBODY, gone, invalid, not_found, refused
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON
from fakeping.families.pingone import population_rules, rules

of = CHECKS.of

_CURRENT = ("current",)


@of(population_rules.MEMBERS, editions=_CURRENT)
def a_population_has_the_default_theme_and_language(target: PingOneTarget) -> None:
    """Whatever else was sent comes back; what a PUT leaves out is the default again."""
    plain: JSON = {
        "theme": {"id": _default(target, "themes")["id"]},
        "preferredLanguage": _default(target, "languages")["locale"],
        "passwordPolicy": ABSENT,
        "alternativeIdentifiers": ABSENT,
    }
    url = f"{target.environment_url}/populations"
    said: JSON = {"name": target.name("population")}
    made = target.ask("POST", url, json=said)
    expect(made, 201, plain)
    policy = target.listed(f"{target.environment_url}/passwordPolicies", "passwordPolicies")[-1]
    more: JSON = {
        "theme": plain["theme"],
        "preferredLanguage": "fr",
        "passwordPolicy": {"id": policy["id"]},
        "alternativeIdentifiers": ["email", "mobilePhone"],
    }
    one = f"{url}/{made.json['id']}"
    expect(target.ask("PUT", one, json={**said, **more}), 200, more)
    expect(target.ask("GET", one), 200, more)
    ensure_same(_listed(target, made.json), target.read(one), "a population in the list")
    user = target.user(population={"id": made.json["id"]})
    state = target.read(f"{target.user_url(user)}/password")
    ensure_same(state["passwordPolicy"], more["passwordPolicy"], "the policy of a password")
    expect(target.ask("PUT", one, json=said), 200, plain)
    expect(target.ask("GET", one), 200, plain)
    said = {"name": target.name("population"), **more}
    expect(target.ask("POST", url, json=said), 201, more)


@of(population_rules.REFERS, editions=_CURRENT)
def a_population_refers_to_what_is_there(target: PingOneTarget) -> None:
    """On POST and PUT."""
    made = target.population()
    url = f"{target.environment_url}/populations"
    for member in ("theme", "passwordPolicy"):
        for wrong, detail in (
            ({"id": NOBODY}, ("INVALID_VALUE", member)),
            ({}, ("REQUIRED_VALUE", f"{member}.id")),
        ):
            said = {"name": target.name(), member: wrong}
            invalid(target.ask("POST", url, json=said), detail)
            invalid(target.ask("PUT", f"{url}/{made['id']}", json=said), detail)


@of(rules.INVALID_TYPE, editions=_CURRENT)
def what_a_population_refers_to_is_of_its_type(target: PingOneTarget) -> None:
    """On POST and PUT; null is not said."""
    made = target.population()
    url = f"{target.environment_url}/populations"
    for member, value, where in (
        ("theme", "x", "theme"),
        ("theme", {"id": 5}, "theme.id"),
        ("preferredLanguage", 5, "preferredLanguage"),
        ("passwordPolicy", "x", "passwordPolicy"),
        ("passwordPolicy", {"id": 5}, "passwordPolicy.id"),
        ("alternativeIdentifiers", "x", "alternativeIdentifiers"),
        ("alternativeIdentifiers", [5], "alternativeIdentifiers.0"),
    ):
        said = {"name": target.name(), member: value}
        for answer in (
            target.ask("POST", url, json=said),
            target.ask("PUT", f"{url}/{made['id']}", json=said),
        ):
            refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", where))
    nothing = dict.fromkeys(
        ("theme", "preferredLanguage", "passwordPolicy", "alternativeIdentifiers"), None
    )
    answer = target.ask("POST", url, json={"name": target.name("population"), **nothing})
    expect(answer, 201, {"theme": {"id": str}, "passwordPolicy": ABSENT})


@of(population_rules.COUNTED, editions=_CURRENT)
def a_population_counts_its_users(target: PingOneTarget) -> None:
    """Also as they move and go."""
    one, other = target.population(), target.population()
    ensure_same(_counts(target, one, other), [0, 0], "the users of new populations")
    alice = target.user(population={"id": one["id"]})
    target.user(population={"id": one["id"]})
    ensure_same(_counts(target, one, other), [2, 0], "the users after two came")
    said = {"id": other["id"]}
    expect(target.ask("PUT", f"{target.user_url(alice)}/population", json=said), 200)
    ensure_same(_counts(target, one, other), [1, 1], "the users after one moved")
    gone(target.ask("DELETE", target.user_url(alice)))
    ensure_same(_counts(target, one, other), [1, 0], "the users after one went")


@of(population_rules.KEPT, editions=_CURRENT)
def a_population_with_users_is_not_deleted(target: PingOneTarget) -> None:
    """Until they are gone."""
    made = target.population()
    user = target.user(population={"id": made["id"]})
    url = _url(target, made)
    _constrained(target.ask("DELETE", url))
    expect(target.ask("GET", url), 200, {"userCount": 1})
    expect(target.ask("GET", target.user_url(user)), 200, {"population": {"id": made["id"]}})
    gone(target.ask("DELETE", target.user_url(user)))
    gone(target.ask("DELETE", url))


@of(population_rules.LAST, editions=_CURRENT)
def the_last_population_is_not_deleted(target: PingOneTarget) -> None:
    """Tried in a new environment. The message tells clients why."""
    environment = target.environment()
    url = f"{target.environments_url}/{environment['id']}/populations"
    [last] = target.listed(url, "populations")
    answer = target.ask("DELETE", f"{url}/{last['id']}")
    _constrained(answer)
    message = answer.json["details"][0]["message"]
    ensure("must contain at least one population" in message, f"{answer.asked}: {message!r}")


@of(population_rules.THEMES, editions=_CURRENT)
def there_is_a_default_theme(target: PingOneTarget) -> None:
    """It can be read by itself, too."""
    _expect_readable(target, "themes", {"configuration": {"name": str}, "template": str})


@of(population_rules.LANGUAGES, editions=_CURRENT)
def there_is_a_default_language(target: PingOneTarget) -> None:
    """English."""
    _expect_readable(target, "languages", {"locale": "en", "enabled": True, "name": str})


def _expect_readable(target: PingOneTarget, plural: str, expected: JSON) -> None:
    url = f"{target.environment_url}/{plural}"
    default = _default(target, plural)
    answer = target.ask("GET", f"{url}/{default['id']}")
    expect(answer, 200, {**expected, "id": default["id"], "default": True})
    ensure_same(answer.json, default, f"{url}: the default one by itself")
    not_found(target.ask("GET", f"{url}/{NOBODY}"))


def _default(target: PingOneTarget, plural: str) -> JSON:
    listed = target.listed(f"{target.environment_url}/{plural}", plural)
    [default] = [each for each in listed if each["default"]]
    return default


def _url(target: PingOneTarget, population: JSON) -> str:
    return f"{target.environment_url}/populations/{population['id']}"


def _listed(target: PingOneTarget, population: JSON) -> JSON:
    listed = target.listed(f"{target.environment_url}/populations", "populations")
    return target.identified(listed, population["id"])


def _counts(target: PingOneTarget, *populations: JSON) -> list[int]:
    """How many users each has, as it says by itself, and in the list."""
    counts = [target.read(_url(target, each))["userCount"] for each in populations]
    listed = [_listed(target, each)["userCount"] for each in populations]
    ensure_same(listed, counts, "the users of populations in the list")
    return counts


def _constrained(answer: Answer) -> None:
    expect(answer, 400, {"code": "REQUEST_FAILED", "details": [{"code": "CONSTRAINT_VIOLATION"}]})
