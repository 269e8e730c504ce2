"""What resource sets must be like, in dicts and no cleverer: the machine's reference."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fakeping.contract.check import RuleBroken
from fakeping.contract.pingam.driver import Outcome
from fakeping.core.rules import Rule
from fakeping.families.pingam.edition import Edition
from fakeping.families.pingam.rules import registration as rules

#: What the server says of a resource set, whatever a body says.
SERVERS = frozenset({"_id", "user_access_policy_uri", "labels"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One registered resource set."""

    owner: str
    #: What it reads as.
    document: Mapping[str, Any]
    #: `None` of a client that tells no tags.
    etag: str | None


@dataclass(kw_only=True)
class Model:
    """Resource sets by id, in the order of their registration."""

    behaviour: Edition
    entries: dict[str, Entry] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)

    def takes(self, owner: str, said: Mapping[str, Any]) -> bool:
        """Whether a registration's name is free."""
        name = said.get("name")
        taken = [each.document.get("name") for each in self.entries.values() if each.owner == owner]
        return name is None or name not in taken or not self.behaviour.unique_names

    def ids(self, owner: str) -> list[str]:
        """The ids of an owner's resource sets, the oldest first."""
        return [id_ for id_, each in self.entries.items() if each.owner == owner]

    def registered(self, owner: str, said: Mapping[str, Any], outcome: Outcome) -> str:
        """Take a registration in. Raises `RuleBroken` unless its outcome is right."""
        taken = outcome.error == "Bad Request"
        done(outcome, rules.NAME_UNIQUE if taken else rules.REGISTERED, status=201)
        reference = outcome.document
        id_: str = reference["_id"]
        before = [each for each in (*self.entries, *self.gone) if each == id_]
        hold(before, [], rules.ID_FORM, "what had that id before")
        members = frozenset({"_id", "user_access_policy_uri"})
        hold(frozenset(reference), members, rules.REGISTERED, "the members of the answer")
        self._keep(id_, owner, said, outcome)
        return id_

    def updated(self, id_: str, said: Mapping[str, Any], outcome: Outcome) -> None:
        """Take an update in. Raises `RuleBroken` unless its outcome is right."""
        done(outcome, rules.UPDATED, status=200)
        before = self.entries[id_]
        if outcome.document:  # a client may keep it to itself
            reference = {name: before.document[name] for name in ("_id", "user_access_policy_uri")}
            hold(outcome.document, reference, rules.UPDATED, "the answer")
        self._keep(id_, before.owner, said, outcome)
        now = self.entries[id_]
        if None not in (before.etag, now.etag):
            changed = before.document != now.document
            hold(before.etag != now.etag, changed, rules.UPDATED, "whether the ETag is new")

    def deleted(self, id_: str, outcome: Outcome) -> None:
        """Take a deletion in. Raises `RuleBroken` unless its outcome is right."""
        done(outcome, rules.DELETED, status=204)
        del self.entries[id_]
        self.gone.append(id_)

    def _keep(self, id_: str, owner: str, said: Mapping[str, Any], outcome: Outcome) -> None:
        before = self.entries.get(id_)
        reference = before.document if before else outcome.document
        document = {
            name: value for name, value in said.items() if value is not None and name not in SERVERS
        }
        document |= {name: reference[name] for name in ("_id", "user_access_policy_uri")}
        document["labels"] = list(dict.fromkeys(said.get("labels") or ()))
        self.entries[id_] = Entry(owner=owner, document=document, etag=outcome.etag)


def hold(actual: object, expected: object, rule: Rule, what: str) -> None:
    """Raise `RuleBroken`, with the rule, unless two values are the same."""
    if actual != expected:
        raise RuleBroken(rule, f"{what}: {actual!r}, expected {expected!r}")


def done(outcome: Outcome, rule: Rule, *, status: int) -> None:
    """Raise `RuleBroken` unless an operation was done, with a status where the client tells it."""
    if not outcome.done:
        hold(
            f"refused: {outcome.status} {outcome.error}, {outcome.sentence}",
            "done",
            rule,
            "what came",
        )
    if outcome.status is not None:
        hold(outcome.status, status, rule, "the status")


def refused(outcome: Outcome, rule: Rule, *, status: int, error: str) -> None:
    """Raise `RuleBroken` unless an operation was refused, in so far as the client tells how."""
    if outcome.done:
        hold(f"done: {outcome.status} {outcome.document}", "refused", rule, "what came")
    if outcome.status is not None:
        hold(outcome.status, status, rule, "the status")
    if outcome.error is not None:
        hold(outcome.error, error, rule, "the error")
