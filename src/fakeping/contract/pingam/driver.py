"""The state machine's driver: an adapter for a client of resource sets.

A driver has one method an operation. It speaks in documents and outcomes, so that a client may
hide statuses and headers: what it does not tell is `None`, and nothing is expected of it.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from fakeping.contract.pingam.accounts import Account
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.target import NotRun
from fakeping.contract.transport import Answer

#: The first of HTTP's statuses that say no.
_NO = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of an operation; members that a client hides are `None`."""

    #: Whether it was done.
    done: bool
    status: int | None = None
    #: What came back, where it was done.
    document: Any = None
    #: The `error` of a refusal, and its `error_description`.
    error: str | None = None
    sentence: str | None = None
    etag: str | None = None
    location: str | None = None


class Driver(Protocol):
    """Calls the operations on resource sets, as one owner or two."""

    @property
    def owners(self) -> tuple[str, ...]:
        """The owners it can act as."""

    @property
    def conditional(self) -> bool:
        """Whether its client can send conditions, and returns entity tags."""

    def register(self, owner: str, description: Mapping[str, Any]) -> Outcome:
        """Register a resource set; the document has its `_id`."""

    def list_ids(self, owner: str) -> Outcome:
        """List the ids of an owner's resource sets."""

    def read(self, owner: str, id_: str, *, if_none_match: str | None = None) -> Outcome:
        """Read a resource set. With a matching tag the outcome is done, with status 304."""

    def update(
        self, owner: str, id_: str, description: Mapping[str, Any], *, if_match: str | None = None
    ) -> Outcome:
        """Replace a resource set's description."""

    def delete(self, owner: str, id_: str, *, if_match: str | None = None) -> Outcome:
        """Delete a resource set."""


class TargetDriver:
    """A driver for a target: the fake or a real deployment, without any client library."""

    conditional = True

    def __init__(self, target: PingAMTarget) -> None:
        self.target = target
        accounts = [target.owner]
        with suppress(NotRun):  # one owner will do
            accounts.append(target.other())
        self._accounts = {each.name: each for each in accounts}

    @property
    def owners(self) -> tuple[str, ...]:
        """The target's owner, and the second one if there is one."""
        return tuple(self._accounts)

    def register(self, owner: str, description: Mapping[str, Any]) -> Outcome:
        """Register a resource set."""
        return outcome_of(self.target.register(dict(description), token=self._pat(owner)))

    def list_ids(self, owner: str) -> Outcome:
        """List the ids of an owner's resource sets."""
        return outcome_of(
            self.target.ask("GET", self.target.resource_set_url, token=self._pat(owner))
        )

    def read(self, owner: str, id_: str, *, if_none_match: str | None = None) -> Outcome:
        """Read a resource set."""
        return self._ask("GET", owner, id_, {"If-None-Match": if_none_match})

    def update(
        self, owner: str, id_: str, description: Mapping[str, Any], *, if_match: str | None = None
    ) -> Outcome:
        """Replace a resource set's description."""
        return self._ask("PUT", owner, id_, {"If-Match": if_match}, json=dict(description))

    def delete(self, owner: str, id_: str, *, if_match: str | None = None) -> Outcome:
        """Delete a resource set."""
        return self._ask("DELETE", owner, id_, {"If-Match": if_match})

    def _ask(
        self, method: str, owner: str, id_: str, headers: Mapping[str, str | None], **how: Any
    ) -> Outcome:
        sent = {name: value for name, value in headers.items() if value is not None}
        url, token = self.target.url_of(id_), self._pat(owner)
        return outcome_of(self.target.ask(method, url, headers=sent, token=token, **how))

    def _pat(self, owner: str) -> str:
        account: Account = self._accounts[owner]
        return self.target.pat(account)


def outcome_of(answer: Answer) -> Outcome:
    """The outcome of an answer."""
    held = answer.status == 304  # noqa: PLR2004 - HTTP's word for it
    done = answer.status < _NO or held
    document = answer.json
    said = document if isinstance(document, dict) and not done else {}
    return Outcome(
        done=done,
        status=answer.status,
        document=document if done else None,
        error=said.get("error"),
        sentence=said.get("error_description"),
        etag=answer.headers.get("ETag"),
        location=answer.headers.get("Location"),
    )
