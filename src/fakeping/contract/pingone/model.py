"""The reference model of PingOne's resources, in plain dicts.

The state machine takes it step by step; the check of a concurrent run takes it in any order.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fakeping.contract.check import ABSENT, ResponseLike, ensure, expect, holding
from fakeping.contract.pingone.refusals import gone, not_found, taken
from fakeping.contract.states import NEW, Entities
from fakeping.core.exchange import JSON
from fakeping.core.rules import Rule
from fakeping.families.pingone import rules
from fakeping.families.pingone.edition import Edition

_LIFETIME = 3600
_BY_BASIC = "CLIENT_SECRET_BASIC"
_NAME_RULES = {
    "resource": rules.RESOURCE_NAME_UNIQUE,
    "scope": rules.SCOPE_NAME_UNIQUE,
    "attribute": rules.ATTRIBUTE_NAME_UNIQUE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEntity:
    """An entity that the suite made: its expected document, scopes and attributes, by id."""

    document: JSON
    scopes: Entities = field(default_factory=Entities)
    attributes: Entities = field(default_factory=Entities)

    def __hash__(self) -> int:
        """Hash a few members, as a document is not hashable."""
        return hash((self.document["name"], str(self.document.get("description"))))


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """A request, and the values in its answer that the server chooses."""

    #: `create`, `read`, `update`, `delete` or `list`.
    operation: str
    #: `resource`, `scope` or `attribute`.
    kind: str = "resource"
    #: The id of the resource that a scope or an attribute is of.
    within: str = ""
    id: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    #: The answer's `id` and `createdAt`.
    chosen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedAnswer:
    """The expected answer of a call, and its rule."""

    status: int
    rule: Rule
    document: Any = ...
    #: What holds an outcome to a refusal, or to an empty body.
    kind: Callable[[ResponseLike], None] | None = None
    #: The rule that a name which is said to be taken breaks.
    name_rule: Rule | None = None

    def hold(self, outcome: ResponseLike) -> None:
        """Raise `RuleBroken` unless an outcome agrees."""
        if self.name_rule is not None:
            with holding(self.name_rule):
                _free(outcome)
        with holding(self.rule):
            if self.kind is not None:
                self.kind(outcome)
            else:
                expect(outcome, self.status, self.document)


Transition = tuple[Entities, ExpectedAnswer]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentModel:
    """An environment's expected contents: what it had before, and the suite's changes."""

    edition: Edition
    #: The names of resources that are not ours.
    others: frozenset[str] = frozenset()

    def start(self) -> Entities:
        """No resources of the suite's."""
        return Entities()

    def step(self, state: Entities, act: ModelCall) -> Transition:
        """The state after a call, and its expected answer."""
        if act.kind != "resource" and act.within not in state:
            return state, _missing(rules.DELETED if state.knew(act.within) else rules.NOT_FOUND)
        held = self.of(state, act.kind, act.within)
        if act.operation in {"create", "list"}:
            return self._create(state, act) if act.operation == "create" else (state, _listed(held))
        if act.id not in held:
            return state, _missing(rules.DELETED if held.knew(act.id) else rules.NOT_FOUND)
        if act.operation == "read":
            document = held[act.id].document
            return state, ExpectedAnswer(status=200, rule=rules.PUT_CLEARS, document=document)
        if act.operation == "delete":
            become = _with(state, act, held.drop(act.id))
            return become, ExpectedAnswer(status=204, rule=rules.DELETED, kind=gone)
        return self._update(state, act)

    def of(self, state: Entities, kind: str, within: str = "") -> Entities:
        """The entities of a kind: all resources, or what one of them contains."""
        if kind == "resource":
            return state
        found: Entities = getattr(state[within], f"{kind}s")
        return found

    def _create(self, state: Entities, act: ModelCall) -> Transition:
        if self.name_is_taken(state, act):
            return state, _taken(act.kind)
        held = self.of(state, act.kind, act.within)
        id_ = act.chosen.get("id", "")
        if held.knew(id_):
            return state, ExpectedAnswer(status=201, rule=rules.CREATED, document={"id": NEW})
        expected = self.expected(act)
        become = held.put(id_, ModelEntity(document={**expected, **act.chosen}))
        return _with(state, act, become), self._done(201, rules.CREATED, act.kind, expected)

    def _update(self, state: Entities, act: ModelCall) -> Transition:
        if self.name_is_taken(state, act):
            return state, _taken(act.kind)
        held = self.of(state, act.kind, act.within)
        document = held[act.id].document | self.expected(act)
        become = held.put(act.id, replace(held[act.id], document=document))
        return _with(state, act, become), self._done(200, rules.PUT_CLEARS, act.kind, document)

    def _done(self, status: int, rule: Rule, kind: str, document: JSON) -> ExpectedAnswer:
        return ExpectedAnswer(
            status=status, rule=rule, document=document, name_rule=_NAME_RULES[kind]
        )

    def name_is_taken(self, state: Entities, act: ModelCall) -> bool:
        """Whether another entity of the kind has the name."""
        name = act.said["name"]
        if act.kind == "attribute":  # letter case counts
            return _has(state[act.within].attributes, name, act.id, str)
        if act.kind == "resource":
            others = map(self._folded, self.others)
            return _has(state, name, act.id, self._folded) or self._folded(name) in others
        places: Iterable[ModelEntity] = [state[act.within]]
        if self.edition.scope_names_unique_in_environment:
            places = state.by_id.values()
        return any(_has(each.scopes, name, act.id, self._folded) for each in places)

    def _folded(self, name: str) -> str:
        return name.casefold() if self.edition.names_fold_case else name

    # What is expected of what was said.

    def expected(self, act: ModelCall) -> JSON:
        """The entity that a body creates, with defaults filled in."""
        if act.kind == "resource":
            return self._resource(act.said)
        part: JSON = {"name": act.said["name"], "resource": {"id": act.within}}
        if act.kind == "scope":
            return {**part, "description": _unless_null(act.said, "description")}
        places = {"idToken": ABSENT, "userInfo": ABSENT}
        return {**part, **places, "value": act.said["value"], "type": "CUSTOM"}

    def _resource(self, said: Mapping[str, Any]) -> JSON:
        document = {
            "name": said["name"],
            "description": _unless_null(said, "description"),
            "type": "CUSTOM",
        }
        if not self.edition.settings:
            return document
        permissions = said.get("applicationPermissionsSettings") or {}
        return {
            **document,
            "audience": said.get("audience") or said["name"],
            "accessTokenValiditySeconds": int(said.get("accessTokenValiditySeconds") or _LIFETIME),
            "introspectEndpointAuthMethod": said.get("introspectEndpointAuthMethod") or _BY_BASIC,
            "applicationPermissionsSettings": {
                "claimEnabled": permissions.get("claimEnabled") or False
            },
        }


def _with(state: Entities, act: ModelCall, become: Entities) -> Entities:
    """The state with the entities of a call's kind replaced."""
    if act.kind == "resource":
        return become
    changes: dict[str, Any] = {f"{act.kind}s": become}
    return state.put(act.within, replace(state[act.within], **changes))


def _has(held: Entities, name: str, besides: str, fold: Callable[[str], str]) -> bool:
    names = ((id_, each.document["name"]) for id_, each in held.by_id.items())
    return any(fold(each) == fold(name) and id_ != besides for id_, each in names)


def _missing(rule: Rule) -> ExpectedAnswer:
    return ExpectedAnswer(status=404, rule=rule, kind=not_found)


def _taken(kind: str) -> ExpectedAnswer:
    return ExpectedAnswer(status=400, rule=_NAME_RULES[kind], kind=taken)


def _listed(held: Entities) -> ExpectedAnswer:
    documents = [each.document for each in held.by_id.values()]
    return ExpectedAnswer(status=200, rule=rules.PUT_CLEARS, document=documents)


def _free(outcome: ResponseLike) -> None:
    details = outcome.json.get("details", ()) if isinstance(outcome.json, dict) else ()
    ensure(
        "UNIQUENESS_VIOLATION" not in [each.get("code") for each in details],
        f"{outcome.asked}: the name is said to be taken, and is free",
    )


def _unless_null(said: Mapping[str, Any], name: str) -> JSON:
    value = said.get(name)
    return ABSENT if value is None else value
