"""The model of an environment: its state after each call, and the answer that is expected."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from fakeping.contract.pingone.model import faults, secrets
from fakeping.contract.pingone.model.answers import ExpectedAnswer, Fault, missing, refusal
from fakeping.contract.pingone.model.calls import ModelCall
from fakeping.contract.pingone.model.documents import expected, patched, replaced, shown
from fakeping.contract.pingone.model.entities import (
    ModelEntity,
    every,
    is_at,
    those,
    without,
)
from fakeping.contract.pingone.refusals import gone
from fakeping.contract.states import NEW, Entities
from fakeping.core.exchange import JSON
from fakeping.core.rules import Rule
from fakeping.families.pingone import rules, sign_on_rules, user_rules
from fakeping.families.pingone.edition import Edition

#: The member that is unique, and the rule.
_UNIQUE = {
    "resource": ("name", rules.RESOURCE_NAME_UNIQUE),
    "scope": ("name", rules.SCOPE_NAME_UNIQUE),
    "attribute": ("name", rules.ATTRIBUTE_NAME_UNIQUE),
    "sign_on_policy": ("name", sign_on_rules.POLICY_NAME_UNIQUE),
    "user": ("username", user_rules.USERNAME_UNIQUE),
}
# Kinds whose names may be compared without letter case.
_FOLDED = frozenset({"resource", "scope"})

Transition = tuple[Entities, ExpectedAnswer]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentModel:
    """An environment's expected contents: what it had before, and the suite's changes."""

    edition: Edition
    #: The names of resources that are not ours.
    others: frozenset[str] = frozenset()

    def start(self) -> Entities:
        """Nothing of the suite's."""
        return Entities()

    def step(self, state: Entities, act: ModelCall) -> Transition:
        """The state after a call, and its expected answer."""
        if act.within and act.within not in state:
            return state, _missing(state, act.within)
        if act.kind in secrets.KINDS:
            return secrets.step(state, act)
        if act.operation == "list":
            return state, _listed(act.kind, those(state, act.kind, act.within))
        if act.operation != "create" and not is_at(state, act.kind, act.within, act.id):
            return state, _missing(state, act.id)
        return self._steps[act.operation](state, act)

    @property
    def _steps(self) -> dict[str, Callable[[Entities, ModelCall], Transition]]:
        return {
            "create": self._create,
            "read": _read,
            "update": self._change,
            "patch": self._change,
            "delete": _delete,
        }

    def of(self, state: Entities, kind: str, within: str = "") -> dict[str, ModelEntity]:
        """The entities of a kind: all resources, or what one of them contains."""
        return those(state, kind, within)

    def is_refused(self, state: Entities, act: ModelCall) -> bool:
        """Whether a body cannot be taken as things are."""
        return any(True for _ in self._faults(state, act))

    def _create(self, state: Entities, act: ModelCall) -> Transition:
        if wrong := list(self._faults(state, act)):
            return state, refusal(wrong)
        id_ = act.chosen.get("id", "")
        if state.knew(id_):
            return state, ExpectedAnswer(status=201, rule=rules.CREATED, document={"id": NEW})
        document = expected(act, self.edition)
        entity = ModelEntity(kind=act.kind, within=act.within, document={**document, **act.chosen})
        return state.put(id_, entity), _done(201, rules.CREATED, act.kind, document)

    def _change(self, state: Entities, act: ModelCall) -> Transition:
        if wrong := list(self._faults(state, act)):
            return state, refusal(wrong)
        before = state[act.id]
        if act.operation == "patch":
            document, rule = patched(before.document, act.said), user_rules.USER_PATCH
        else:
            document = replaced(before.document, act, self.edition)
            rule = rules.PUT_CLEARS
        become = state.put(act.id, replace(before, document=document))
        return become, _done(200, rule, act.kind, document)

    def _faults(self, state: Entities, act: ModelCall) -> Iterator[Fault]:
        """Everything that is wrong with a body as things are."""
        if act.kind == "grant":
            yield from faults.of_grant(state, act)
        elif act.kind == "sign_on_policy_assignment":
            yield from faults.of_assignment(state, act)
        elif act.kind == "user_role_assignment":
            yield from faults.of_role_assignment(state, act)
        elif act.kind in _UNIQUE and act.operation != "patch" and self._is_taken(state, act):
            member, rule = _UNIQUE[act.kind]
            yield ("UNIQUENESS_VIOLATION", member), rule

    def _is_taken(self, state: Entities, act: ModelCall) -> bool:
        """Whether another entity of the kind has the name."""
        member, _ = _UNIQUE[act.kind]
        name = self._compared(act.kind, act.said[member])
        if act.kind == "scope" and self.edition.scope_names_unique_in_environment:
            held = every(state, "scope")
        else:
            held = those(state, act.kind, act.within)
        names = [each.document[member] for id_, each in held.items() if id_ != act.id]
        if act.kind == "resource":
            names += self.others
        return name in (self._compared(act.kind, each) for each in names)

    def _compared(self, kind: str, name: str) -> str:
        return name.casefold() if self.edition.names_fold_case and kind in _FOLDED else name


def _read(state: Entities, act: ModelCall) -> Transition:
    document = shown(act.kind, state[act.id].document)
    return state, ExpectedAnswer(status=200, rule=rules.PUT_CLEARS, document=document)


def _delete(state: Entities, act: ModelCall) -> Transition:
    answer = ExpectedAnswer(status=204, rule=rules.DELETED, kind=gone)
    return without(state, act.id), answer


def _done(status: int, rule: Rule, kind: str, document: JSON) -> ExpectedAnswer:
    _, name_rule = _UNIQUE.get(kind, (None, None))
    return ExpectedAnswer(
        status=status, rule=rule, document=shown(kind, document), name_rule=name_rule
    )


def _missing(state: Entities, id_: str) -> ExpectedAnswer:
    return missing(rules.DELETED if state.knew(id_) else rules.NOT_FOUND)


def _listed(kind: str, held: dict[str, ModelEntity]) -> ExpectedAnswer:
    documents: list[Any] = [shown(kind, each.document) for each in held.values()]
    return ExpectedAnswer(status=200, rule=rules.PUT_CLEARS, document=documents)
