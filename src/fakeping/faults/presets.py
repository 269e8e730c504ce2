"""Fault presets: named simulations of real incidents, some of which families implement."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from math import ceil
from typing import Any, cast

from fakeping.core.duration import wait, whole
from fakeping.core.editions import KnownOperations
from fakeping.core.family import Family
from fakeping.core.incident import Incident
from fakeping.core.problem import Nonsense, Problem, Scripted
from fakeping.core.sources import Clock, Ids
from fakeping.faults.attempt import OperationAttempt
from fakeping.faults.effect import Effect, Refusal
from fakeping.faults.expiry import Expiry
from fakeping.faults.pattern import Operations, Saying, operations
from fakeping.faults.stale import Staleness


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The context of a preset: the tenant's clock, families and stores."""

    clock: Clock
    ids: Ids
    families: Iterable[Family[Any]]
    stores: Mapping[str, Any]
    #: The operations that the test gave; `None` for all.
    op: Operations = None

    def operations(self) -> KnownOperations:
        """All operations, of whatever edition."""
        return KnownOperations.of(self.families, ())

    def incidents(self, name: str) -> dict[str, Incident]:
        """Each family's part in an incident, by the family's name."""
        return {
            family.name: each
            for family in self.families
            for each in family.incidents
            if each.name == name
        }

    def lists(self) -> frozenset[str]:
        """The names of the operations that return lists."""
        return frozenset(
            operation.name
            for family in self.families
            for operation in family.operations
            if operation.method == "GET" and operation.name.endswith((".list", ".query"))
        )


Options = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One preset: its description, effect, options and defaults."""

    says: str
    effect: Callable[[Scene, Options], Effect]
    #: Its options with their defaults.
    options: Options = field(default_factory=dict)
    #: The default of `times`.
    times: int | None = None
    #: Returns the operations to which it can apply; `None` for all.
    where: Callable[[Scene], frozenset[str] | None] = lambda _: None
    op: Operations = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """The arguments of a preset's fault."""

    effect: Effect
    op: Operations
    #: The operations to which it can apply; `None` for all.
    among: frozenset[str] | None
    times: int | None
    #: The other keyword arguments.
    said: Saying


def play(name: str, said: Options, scene: Scene) -> Play:
    """Start the preset of that name. Raises `Nonsense` for an unknown name or option."""
    found = PRESETS.get(name)
    if found is None:
        raise Nonsense(
            f"there is no preset {name!r}: choose from {', '.join(PRESETS)}", at="preset"
        )
    takes = [*found.options, "times", *Saying.__annotations__]
    for each in said:
        if each not in takes:
            raise Nonsense(f"{name} takes op, {', '.join(takes)}, and no {each!r}", at=each)
    options = {each: said.get(each, value) for each, value in found.options.items()}
    if "retry_after" in options:
        options["retry_after"] = whole(options["retry_after"])
    op = found.op if scene.op is None else scene.op
    rest = {each: said[each] for each in said if each not in {*found.options, "times"}}
    return Play(
        effect=found.effect(replace(scene, op=op), options),
        op=op,
        among=found.where(scene),
        times=said.get("times", found.times),
        said=cast("Saying", rest),
    )


def _parameters(options: Options) -> Options:
    return {name: value for name, value in options.items() if value is not None}


def _token_expired(scene: Scene, options: Options) -> Effect:
    meant = {each.partition(".")[0] for each in operations(scene.operations(), scene.op)}
    incidents = scene.incidents("token_expired")
    parts = [
        (family, incidents[family.name])
        for family in scene.families
        if family.name in meant & incidents.keys()
    ]
    return Expiry(after=options["after"], parts=parts, stores=scene.stores, ids=scene.ids)


def _throttled(scene: Scene, options: Options) -> Effect:
    clock, retry_after = scene.clock, options["retry_after"]
    until = clock.timestamp() + wait(options["seconds"], what="an incident")

    def refuse(attempt: OperationAttempt) -> Problem | None:  # noqa: ARG001 - everybody's
        left = until - clock.timestamp()
        if left <= 0:
            return None
        seconds = ceil(left) if retry_after is None else retry_after
        return Scripted("Too many requests.", status=429, retry_after=seconds)

    return Refusal(name="throttled", problem=refuse, ids=scene.ids, parameters=_parameters(options))


def _unexpected_error(scene: Scene, options: Options) -> Effect:
    def refuse(attempt: OperationAttempt) -> Problem:  # noqa: ARG001 - everybody's
        return Scripted("an unexpected error", status=500)

    return Refusal(
        name="unexpected_error", problem=refuse, ids=scene.ids, parameters=_parameters(options)
    )


def _incident(name: str, scene: Scene, options: Options) -> Effect:
    parts = scene.incidents(name)
    seconds = wait(options.get("seconds", 0), what="an incident")
    for family, part in parts.items():
        part.begin(scene.stores[family])

    def refuse(attempt: OperationAttempt) -> Problem | None:
        return parts[attempt.family].refuse(attempt, seconds)

    return Refusal(name=name, problem=refuse, ids=scene.ids, parameters=_parameters(options))


def _at(name: str, scene: Scene) -> frozenset[str]:
    return frozenset().union(*(each.operations for each in scene.incidents(name).values()))


def _stale_list(scene: Scene, options: Options) -> Effect:
    return Staleness(wait(options["seconds"], what="an incident"), clock=scene.clock)


_EXPIRED = Preset(
    says="Every access token that was issued expires, once the first `after` requests have come"
    " with one. A new token works.",
    effect=_token_expired,
    options={"after": 0},
)

PRESETS: Mapping[str, Preset] = {
    "fresh_environment": Preset(
        says="The environment is created now, and what it holds is 404 until it is `seconds` old.",
        effect=partial(_incident, "fresh_environment"),
        options={"seconds": 17},
        where=partial(_at, "fresh_environment"),
    ),
    "throttled": Preset(
        says="Everything is 429 for `seconds`, with the rest of them in `Retry-After`.",
        effect=_throttled,
        options={"seconds": 2, "retry_after": None},
    ),
    "token_expired": _EXPIRED,
    "pat_expired_mid_flow": Preset(
        says=_EXPIRED.says, effect=_token_expired, options={"after": 0}, op="pingam.*"
    ),
    "scope_revoked": Preset(
        says="A token that holds no longer opens what it opened.",
        effect=partial(_incident, "scope_revoked"),
        where=partial(_at, "scope_revoked"),
    ),
    "stale_list": Preset(
        says="For `seconds` after a write, a list answers as it was before it.",
        effect=_stale_list,
        options={"seconds": 2},
        where=Scene.lists,
    ),
    "unexpected_error": Preset(
        says="The platform's own 500, once or `times`.",
        effect=_unexpected_error,
        times=1,
    ),
}
