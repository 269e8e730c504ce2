"""The reference model of resource sets, in plain dicts.

The state machine takes it step by step; the check of a concurrent run takes it in any order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fakeping.contract.check import RuleBroken
from fakeping.contract.pingam.driver import Outcome
from fakeping.contract.states import NEW, Entities
from fakeping.core.rules import Rule
from fakeping.families.pingam.edition import Edition
from fakeping.families.pingam.rules import registration as rules

#: What the server says of a resource set, whatever a body says.
REFERENCE = ("_id", "user_access_policy_uri")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEntry:
    """One registered resource set."""

    owner: str
    #: What it reads as.
    document: Mapping[str, Any]
    #: `None` of a client that tells no tags, or where nobody has seen it.
    etag: str | None

    def __hash__(self) -> int:
        """Hash a few members, as a document is not hashable."""
        return hash((self.owner, self.document.get("name"), self.etag))


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """An owner's request, and the values in its answer that the server chooses."""

    #: `register`, `read`, `update`, `delete` or `list`.
    operation: str
    owner: str = ""
    id: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    if_match: str | None = None
    if_none_match: str | None = None
    #: The members of the answer's reference: an id, and where to share it.
    reference: Mapping[str, Any] = field(default_factory=dict)
    etag: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedAnswer:
    """The expected answer of a call, and its rule."""

    status: int
    rule: Rule
    document: Any = None
    error: str | None = None
    #: What the sentence of a refusal begins with.
    sentence: str = ""

    def hold(self, outcome: Outcome) -> None:
        """Raise `RuleBroken` unless an outcome agrees, as far as the client shows it."""
        if self.error is not None:
            refused(
                outcome, self.rule, status=self.status, error=self.error, sentence=self.sentence
            )
            return
        done(outcome, self.rule, status=self.status)
        if self.document is not None and outcome.document is not None:
            hold(outcome.document, self.document, self.rule, "the document")


@dataclass(frozen=True, kw_only=True)
class ResourceSetModel:
    """Resource sets by id, in the order of their registration."""

    behaviour: Edition
    #: Who an owner is, where the same one comes through several clients.
    person: Callable[[str], str] = str

    def start(self) -> Entities:
        """No resource sets."""
        return Entities()

    def step(self, state: Entities, act: ModelCall) -> tuple[Entities, ExpectedAnswer]:
        """The state after a call, and its expected answer."""
        step: tuple[Entities, ExpectedAnswer] = getattr(self, f"_{act.operation}")(state, act)
        return step

    def takes(self, state: Entities, owner: str, said: Mapping[str, Any]) -> bool:
        """Whether a registration's name is free."""
        name = said.get("name")
        if name is None or not self.behaviour.unique_names:
            return True
        own = (each.document for each in state.by_id.values() if each.owner == owner)
        return all(each.get("name") != name for each in own)

    def ids(self, state: Entities, owner: str) -> list[str]:
        """The ids of an owner's resource sets, the oldest first."""
        return [id_ for id_, each in state.by_id.items() if each.owner == owner]

    def _list(self, state: Entities, act: ModelCall) -> tuple[Entities, ExpectedAnswer]:
        ids = self.ids(state, act.owner)
        return state, ExpectedAnswer(status=200, rule=rules.LISTED, document=ids)

    def _register(self, state: Entities, act: ModelCall) -> tuple[Entities, ExpectedAnswer]:
        if not self.takes(state, act.owner, act.said):
            sentence = f"A shared item with the name '{act.said['name']}' already exists"
            return state, ExpectedAnswer(
                status=400, rule=rules.NAME_UNIQUE, error="Bad Request", sentence=sentence
            )
        id_ = act.reference.get("_id", "")
        if state.knew(id_):
            return state, ExpectedAnswer(status=201, rule=rules.ID_FORM, document={"_id": NEW})
        reference = {each: act.reference.get(each) for each in REFERENCE}
        entry = _entry(act.owner, act.said, reference, act.etag)
        return state.put(id_, entry), ExpectedAnswer(
            status=201, rule=rules.REGISTERED, document=reference
        )

    def _read(self, state: Entities, act: ModelCall) -> tuple[Entities, ExpectedAnswer]:
        entry = self._seen(state, act)
        if entry is None:
            return state, _missing(state, act)
        held = [each.strip() for each in (act.if_none_match or "").split(",")]
        if entry.etag in held:  # a read compares tags as they are
            return state, ExpectedAnswer(status=304, rule=rules.CONDITIONS)
        if entry.etag is None and act.etag is not None:  # of an update without an answer
            entry = ModelEntry(owner=entry.owner, document=entry.document, etag=act.etag)
        return state.put(act.id, entry), ExpectedAnswer(
            status=200, rule=rules.READ, document=entry.document
        )

    def _update(self, state: Entities, act: ModelCall) -> tuple[Entities, ExpectedAnswer]:
        entry = self._seen(state, act)
        if entry is None:
            return state, _missing(state, act)
        if not _lets(act, entry):
            return state, _not_met()
        reference = {each: entry.document[each] for each in REFERENCE}
        now = _entry(entry.owner, act.said, reference, act.etag)
        return state.put(act.id, now), ExpectedAnswer(
            status=200, rule=rules.UPDATED, document=reference
        )

    def _delete(self, state: Entities, act: ModelCall) -> tuple[Entities, ExpectedAnswer]:
        entry = self._seen(state, act)
        if entry is None:
            return state, _missing(state, act)
        if not _lets(act, entry):
            return state, _not_met()
        return state.drop(act.id), ExpectedAnswer(status=204, rule=rules.DELETED)

    def _seen(self, state: Entities, act: ModelCall) -> ModelEntry | None:
        """The addressed entry, if the caller can see it."""
        entry: ModelEntry | None = state.by_id.get(act.id)
        mine = entry is not None and self.person(entry.owner) == self.person(act.owner)
        return entry if mine else None


def _entry(
    owner: str, said: Mapping[str, Any], reference: Mapping[str, Any], etag: str | None
) -> ModelEntry:
    document = {name: value for name, value in said.items() if value is not None}
    document |= {**reference, "labels": list(dict.fromkeys(said.get("labels") or ()))}
    return ModelEntry(owner=owner, document=document, etag=etag)


def _missing(state: Entities, act: ModelCall) -> ExpectedAnswer:
    return ExpectedAnswer(
        status=404,
        rule=rules.DELETED if act.id in state.gone else rules.ISOLATED,
        error="not_found",
        sentence=f"Resource set does not exist with id {act.id}",
    )


def _not_met() -> ExpectedAnswer:
    return ExpectedAnswer(status=412, rule=rules.CONDITIONS, error="precondition_failed")


def _lets(act: ModelCall, entry: ModelEntry) -> bool:
    """Whether the conditions of a write hold."""
    met = act.if_match is None or _names(act.if_match, entry.etag)
    return met and not _names(act.if_none_match, entry.etag)


def _names(header: str | None, etag: str | None) -> bool:
    """Whether a condition names a tag, weak or strong."""
    if header is None:
        return False
    named = [each.strip().removeprefix("W/") for each in header.split(",")]
    return header == "*" or (etag is not None and etag.removeprefix("W/") in named)


def hold(actual: object, expected: object, rule: Rule, what: str) -> None:
    """Raise `RuleBroken`, with the rule, unless two values are equal."""
    if actual != expected:
        raise RuleBroken(rule, f"{what}: {actual!r}, expected {expected!r}")


def done(outcome: Outcome, rule: Rule, *, status: int) -> None:
    """Raise `RuleBroken` unless an operation succeeded, with this status if it is known."""
    if not outcome.done:
        hold(
            f"refused: {outcome.status} {outcome.error}, {outcome.sentence}",
            "done",
            rule,
            "what came",
        )
    if outcome.status is not None:
        hold(outcome.status, status, rule, "the status")


def refused(outcome: Outcome, rule: Rule, *, status: int, error: str, sentence: str = "") -> None:
    """Raise `RuleBroken` unless an operation failed in this way, as far as it is known."""
    if outcome.done:
        hold(f"done: {outcome.status} {outcome.document}", "refused", rule, "what came")
    if outcome.status is not None:
        hold(outcome.status, status, rule, "the status")
    if outcome.error is not None:
        hold(outcome.error, error, rule, "the error")
    if outcome.sentence is not None and not outcome.sentence.startswith(sentence):
        hold(outcome.sentence, sentence, rule, "the sentence")
