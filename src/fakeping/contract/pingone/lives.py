"""Checks of every kind of entity: create, read, list, replace, delete."""

from fakeping.contract.check import ensure, ensure_same, expect
from fakeping.contract.pingone.kinds import EntityKind, kinds
from fakeping.contract.pingone.refusals import NOBODY, gone, not_found, refused
from fakeping.contract.pingone.signin.client import SignInClient
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules

of = CHECKS.of

# Seconds, where a clock can be moved: an instant has three digits behind the second.
_LATER = 2


@of(rules.CREATED)
def whatever_is_made_is_there(target: PingOneTarget) -> None:
    """A created entity is at its `Location`, and in its list."""
    for kind in kinds(target):
        said = kind.body()
        answer = target.ask("POST", kind.url, json=said)
        expect(answer, 201, {**said, "id": str})
        where = answer.headers.get("Location", "")
        ensure_same(where, answer.json["_links"]["self"]["href"], f"{answer.asked}: Location")
        read = target.ask("GET", where)
        kept = {name: of for name, of in answer.json.items() if name != "billOfMaterials"}
        ensure_same(read.json, kept, f"{read.asked}: what was made")
        [found] = [each for each in _listed(target, kind) if each["id"] == kept["id"]]
        ensure_same(found.get("name"), said["name"], f"GET {kind.url}: what was made, in the list")
        # A list may show less, but nothing else.
        for name in (found.keys() & kept.keys()) - {"_links", "_embedded"}:
            ensure_same(found[name], kept[name], f"GET {kind.url}: {name}, in the list")


@of(rules.PUT_CLEARS)
def whatever_is_replaced_stays_replaced(target: PingOneTarget) -> None:
    """Reads return what the PUT answered, and nothing else changes."""
    for kind in kinds(target):
        other = target.read(f"{kind.url}/{target.had(kind.url, kind.body())['id']}")
        made = target.had(kind.url, kind.body())
        _listed(target, kind)  # so that an answer which is kept too long shows
        url, said = f"{kind.url}/{made['id']}", kind.body() | {"name": target.name("new")}
        answer = target.ask("PUT", url, json=said)
        expect(answer, 200, {**said, "id": made["id"]})
        ensure_same(target.read(url), answer.json, f"{url}: what was replaced")
        names = {each["id"]: each["name"] for each in _listed(target, kind)}
        ensure_same(names.get(made["id"]), said["name"], f"GET {kind.url}: what was replaced")
        ensure_same(target.read(f"{kind.url}/{other['id']}"), other, f"{kind.url}: another")


@of(rules.DATES)
def dates_tell_when_an_entity_was_made_and_replaced(target: PingOneTarget) -> None:
    """`createdAt` stays; an update advances `updatedAt`."""
    for kind in kinds(target):
        before = target.had(kind.url, kind.body())
        ensure_same(before["updatedAt"], before["createdAt"], f"{kind.url}: updatedAt of a new one")
        _wait(target)
        url = f"{kind.url}/{before['id']}"
        expect(target.ask("PUT", url, json=kind.body()), 200)
        after = target.read(url)
        ensure_same(after["createdAt"], before["createdAt"], f"{url}: createdAt after a PUT")
        ensure(after["updatedAt"] > before["updatedAt"], f"{url}: updatedAt stays after a PUT")
        _wait(target)
        said = kind.body() | {"name": after["name"]}
        expect(target.ask("PUT", url, json=said), 200, {"createdAt": before["createdAt"]})
        ensure(target.read(url)["updatedAt"] > after["updatedAt"], f"{url}: the same name again")


@of(rules.DATES, editions=("current",))
def dates_tell_of_an_environments_type_too(target: PingOneTarget) -> None:
    """Changes of an environment's type and of its products advance `updatedAt`."""
    before = target.environment()
    url = f"{target.environments_url}/{before['id']}"
    for path, said in (("type", {"type": "SANDBOX"}), ("billOfMaterials", {"products": []})):
        _wait(target)
        expect(target.ask("PUT", f"{url}/{path}", json=said), 200)
        after = target.read(url)
        ensure(after["updatedAt"] > before["updatedAt"], f"PUT {url}/{path}: updatedAt stays")
        ensure_same(after["createdAt"], before["createdAt"], f"PUT {url}/{path}: createdAt")
        before = after


def _wait(target: PingOneTarget) -> None:
    if target.control is not None:
        target.advance(_LATER)


@of(rules.DELETED)
def whatever_is_deleted_is_gone(target: PingOneTarget) -> None:
    """A deleted entity is 404 for every operation; others remain."""
    for kind in kinds(target):
        made, other = (target.had(kind.url, kind.body()) for _ in range(2))
        url = f"{kind.url}/{made['id']}"
        _listed(target, kind)  # as above
        gone(target.ask("DELETE", url))
        if kind.name != "environments":  # which has a rule of its own
            nothing_is_at(target, url, kind.body())
        if kind.name == "resources":
            for part in ("scopes", "attributes", "secret") if target.is_current else ("scopes",):
                not_found(target.ask("GET", f"{url}/{part}"))
        ids = [each["id"] for each in _listed(target, kind)]
        ensure(made["id"] not in ids, f"GET {kind.url}: what was deleted is listed")
        ensure(other["id"] in ids, f"GET {kind.url}: another went too")


def nothing_is_at(target: PingOneTarget, url: str, said: JSON) -> None:
    """Raise `Differs` unless every operation on a URL is 404."""
    not_found(target.ask("GET", url))
    not_found(target.ask("PUT", url, json=said))
    not_found(target.ask("DELETE", url))


@of(rules.NOT_FOUND)
def what_never_was_is_not_found(target: PingOneTarget) -> None:
    """An unknown id is 404, for every kind and operation."""
    for kind in kinds(target):
        if kind.name != "environments":
            nothing_is_at(target, f"{kind.url}/{NOBODY}", kind.body())
    if target.is_current:
        for part, kept in (("scopes", "GET"), ("attributes", "GET"), ("secret", "GET POST DELETE")):
            for method in kept.split():
                not_found(target.ask(method, f"{target.resources_url}/{NOBODY}/{part}"))


@of(rules.ENVIRONMENT_UNKNOWN, editions=("current",))
def an_unknown_environment_is_named_in_the_message(target: PingOneTarget) -> None:
    """The environment itself has a message with its id; its parts have the usual one."""
    url = f"{target.environments_url}/{NOBODY}"
    answer = target.ask("GET", url)
    if answer.status == 403:  # noqa: PLR2004 - HTTP's own
        refused(answer, 403, "ACCESS_FAILED", ("INSUFFICIENT_PERMISSIONS", None))
        return
    not_found(answer)
    message = f"Unable to find environment with ID: '{NOBODY}'"
    ensure_same(answer.json["message"], message, f"{answer.asked}: the message")
    part = target.ask("GET", f"{url}/resources")
    ensure("Unable" not in part.json["message"], f"{part.asked}: {part.json['message']}")


@of(rules.NOT_FOUND)
def what_belongs_to_another_is_not_found(target: PingOneTarget) -> None:
    """A scope or an attribute is 404 below another resource."""
    one, other = target.resource(), target.resource()
    parts = [(target.scopes_url, target.scope)]
    if target.is_current:
        parts.append((target.attributes_url, target.attribute))
    for url_of, make in parts:
        made = make(one)
        url = f"{url_of(other)}/{made['id']}"
        nothing_is_at(target, url, {"name": target.name(), "value": "x"})
        expect(target.ask("GET", f"{url_of(one)}/{made['id']}"), 200)
    if target.is_current:
        another = f"{target.environments_url}/{target.environment()['id']}"
        not_found(target.ask("GET", f"{another}/resources/{one['id']}"))


@of(rules.FORM)
def every_answer_has_its_form(target: PingOneTarget) -> None:
    """Call every operation. `every_answer` later checks the form of all answers."""
    for kind in kinds(target):
        made = target.had(kind.url, kind.body())
        url = f"{kind.url}/{made['id']}"
        target.ask("GET", url)
        target.ask("GET", kind.url)
        target.ask("PUT", url, json=kind.body())
    for which in ("api", "openid"):
        built_in = target.built_in(which)
        target.ask("GET", target.resource_url(built_in))
        target.ask("GET", target.scopes_url(built_in))
    target.ask("GET", f"{target.resources_url}?expand=scopes")
    target.ask("GET", target.environment_url)
    target.ask("GET", target.environments_url)
    if target.is_current:
        _forms_of_today(target)
    for each in (".well-known/openid-configuration", "jwks"):
        target.ask("GET", f"{target.auth_url}/{each}", token=None)
    if target.client_secret:
        token = SignInClient.worker(target).post("token", {"grant_type": "client_credentials"})
        expect(token, 200, {"access_token": str})
        said = {"token": token.json["access_token"]}
        SignInClient.worker(target).post("introspect", said)


def _forms_of_today(target: PingOneTarget) -> None:
    resource = target.resource()
    secret = f"{target.resource_url(resource)}/secret"
    target.ask("GET", secret)
    target.ask("POST", secret)
    openid = target.built_in("openid")
    target.ask("GET", target.attributes_url(openid))
    bill = f"{target.environment_url}/billOfMaterials"
    target.ask("GET", bill)


def _listed(target: PingOneTarget, kind: EntityKind) -> list[JSON]:
    return target.listed(kind.url, kind.name)
