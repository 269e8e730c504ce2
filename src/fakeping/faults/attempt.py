"""A request as faults see it, before authentication and validation."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from fakeping.core.caller import Caller
from fakeping.core.exchange import JSON, Hold, Reply, Request, bearer
from fakeping.core.operation import Call, Operation
from fakeping.core.problem import Problem
from fakeping.core.sources import Ids


class FaultResponse(Exception):
    """Raised with a fault's reply that replaces the operation's; its ids are a series apart."""

    def __init__(self, reply: Reply, ids: Ids) -> None:
        super().__init__("a fault answers in place of the operation")
        self.reply = reply
        self.ids = ids


@dataclass(slots=True, kw_only=True)
class OperationAttempt:
    """One request to an operation of a tenant."""

    #: The family's name.
    family: str
    operation: Operation[Any]
    call: Call[Any]
    authenticate: Callable[[], Caller]
    #: Carries the operation out for a caller.
    answer: Callable[[Caller], Reply]
    #: Renders a problem as the operation's route does.
    render: Callable[[Problem, Request, Ids], Reply]
    #: Names of the faults applied so far.
    applied: list[str] = field(default_factory=list)
    #: Whether a fault replaced the operation.
    replaced: bool = False
    #: Whether the answer is final, so that further faults may only delay it.
    settled: bool = False
    #: For each delay, a function that makes its hold once the answer is final.
    delays: list[Callable[[Callable[[], Reply]], Hold]] = field(default_factory=list)
    _caller: Caller | None = None
    _asked: bool = False

    @property
    def request(self) -> Request:
        """The HTTP request."""
        return self.call.request

    @property
    def address(self) -> str:
        """The tenant's address in the request's URL."""
        return self.call.address

    @property
    def store(self) -> Any:
        """The tenant's store."""
        return self.call.store

    @property
    def json(self) -> JSON:
        """The decoded body: a JSON document, or a form's parameters; `None` if it is neither."""
        if self.operation.form:
            return dict(parse_qsl(self.request.body.decode("utf-8", "replace")))
        try:
            return json.loads(self.request.body)
        except (ValueError, RecursionError):
            return None

    @property
    def query(self) -> Mapping[str, str]:
        """Every query parameter."""
        return dict(parse_qsl(self.request.query, keep_blank_values=True, errors="replace"))

    @property
    def headers(self) -> Mapping[str, str]:
        """Every header by its name in lower case."""
        return {name.lower(): value for name, value in self.request.headers.items()}

    @property
    def caller(self) -> Caller | None:
        """The caller; `None` if authentication fails."""
        if not self._asked:
            self._asked = True
            try:
                self._caller = self.authenticate()
            except Problem:
                self._caller = None
        return self._caller

    @property
    def bearer(self) -> str | None:
        """The request's bearer token, whoever issued it."""
        return bearer(self.request)
