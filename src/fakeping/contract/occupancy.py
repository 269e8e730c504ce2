"""What a deployment holds already: a contract is run where nobody else's work is."""

from collections.abc import Iterator
from functools import singledispatch

from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.target import Target

_OK = 200


@singledispatch
def entities(target: Target) -> Iterator[tuple[str, str]]:
    """The custom entities that a deployment holds: the name and the URL of each."""
    raise NotImplementedError(type(target).__name__)


@entities.register
def _(target: PingOneTarget) -> Iterator[tuple[str, str]]:
    built_in = {target.expected.api[0], target.expected.openid[0]}
    for each in target.listed(target.resources_url, "resources"):
        if each["name"] not in built_in and each.get("type", "CUSTOM") == "CUSTOM":
            yield each["name"], target.resource_url(each)


@entities.register
def _(target: PingAMTarget) -> Iterator[tuple[str, str]]:
    for owner in (target.owner, target.second):
        if owner is None:
            continue
        token = target.pat(owner)
        for id_ in target.ask("GET", target.resource_set_url, token=token).json:
            url = f"{target.resource_set_url}/{id_}"
            answer = target.ask("GET", url, token=token)
            if answer.status == _OK:
                yield str(answer.json.get("name", id_)), url


def foreign(target: Target) -> list[str]:
    """The names of what is there and does not begin with the target's prefix."""
    return [name for name, _ in entities(target) if not name.startswith(target.prefix)]


def leftovers(target: Target, *, of_any_run: bool = False) -> list[str]:
    """The URLs of what is there under the names of the target's own run, or of any."""
    own = target.prefix if of_any_run else f"{target.prefix}{target.run}-"
    return [url for name, url in entities(target) if name.startswith(own)]
