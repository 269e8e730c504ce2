"""One request at an operation, as faults look at it: before anything was decided about it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from fakeping.core.exchange import JSON, Hold, Reply, Request, bearer
from fakeping.core.operation import Call, Caller, Operation
from fakeping.core.problem import Problem
from fakeping.core.sources import Ids


class Struck(Exception):
    """A fault answers in place of the operation, with ids that are nobody else's."""

    def __init__(self, reply: Reply, ids: Ids) -> None:
        super().__init__("a fault struck")
        self.reply = reply
        self.ids = ids


@dataclass(slots=True, kw_only=True)
class Attempt:
    """One request at an operation of a tenant."""

    #: The family's name.
    family: str
    operation: Operation[Any]
    call: Call[Any]
    authenticate: Callable[[], Caller]
    #: What the operation answers a caller.
    answer: Callable[[Caller], Reply]
    #: How what stands at the path says no.
    render: Callable[[Problem, Request, Ids], Reply]
    #: The names of the faults that were applied so far.
    applied: list[str] = field(default_factory=list)
    #: Whether a fault answered in place of the operation.
    struck: bool = False
    #: Whether what is answered is settled, so that a further fault may only delay it.
    settled: bool = False
    #: What makes the hold of each delay that it has met, once its answer is settled.
    delays: list[Callable[[Callable[[], Reply]], Hold]] = field(default_factory=list)
    _caller: Caller | None = None
    _asked: bool = False

    @property
    def request(self) -> Request:
        """What arrived."""
        return self.call.request

    @property
    def address(self) -> str:
        """The tenant's address in the family's URLs that the request names."""
        return self.call.address

    @property
    def store(self) -> Any:
        """The state of the tenant that the request is for."""
        return self.call.store

    @property
    def json(self) -> JSON:
        """The body decoded: a document, or a form's parameters; `None` where it is neither."""
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
        """Every header, under its name in lower case."""
        return {name.lower(): value for name, value in self.request.headers.items()}

    @property
    def caller(self) -> Caller | None:
        """Who calls; `None` for whom the operation would turn away."""
        if not self._asked:
            self._asked = True
            try:
                self._caller = self.authenticate()
            except Problem:
                self._caller = None
        return self._caller

    @property
    def bearer(self) -> str | None:
        """The bearer token that came along, whoever issued it."""
        return bearer(self.request)
