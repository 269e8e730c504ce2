"""A deployment's own names, such as its hosts and ids, which comparisons ignore."""

from functools import singledispatch

from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.target import Target


@singledispatch
def own_names(target: Target) -> dict[str, str]:
    """The names, and the placeholder of each in a comparison."""
    raise NotImplementedError(type(target).__name__)


@own_names.register
def _(target: PingOneTarget) -> dict[str, str]:
    name = target.read(target.environment_url).get("name", "")
    names = {name: "<environment>", target.client_id: "<client>", target.run: "<run>"}
    return {each: stands for each, stands in names.items() if each}


@own_names.register
def _(target: PingAMTarget) -> dict[str, str]:
    second = target.second.name if target.second else ""
    names = {
        target.realm.strip("/"): "<realm>",
        target.client.name: "<client>",
        target.owner.name: "<owner>",
        second: "<second>",
        target.run: "<run>",
    }
    return {each: stands for each, stands in names.items() if each}
