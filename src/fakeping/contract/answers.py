"""Check answers against the documented form of their operations: the members and their types.

A member that nobody promised is no difference, for a deployment may know more than its documents.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fakeping.contract.target import HttpExchange
from fakeping.contract.transport import Answer
from fakeping.core import schemas
from fakeping.core.body import is_json
from fakeping.core.family import Family
from fakeping.core.operation import HTML, TEXTS, Operation
from fakeping.core.problem import MAX_VIOLATIONS, Problem
from fakeping.engine.router import Router

if TYPE_CHECKING:
    from jsonschema import ValidationError

_GOOD = range(200, 300)

_CHOICES = frozenset({"oneOf", "anyOf"})

# That nothing else is there, and how ids and dates are spelled, is fakeping's own.
_OUR_OWN = frozenset({"additionalProperties", "pattern"})


class Forms:
    """The documented answers of a family's operations."""

    def __init__(self, family: Family[Any]) -> None:
        self._family = family
        self._router = Router([family])

    def of(self, *, edition: str, mount: str = "") -> "FormsOf":
        """The forms of an edition's answers.

        `mount` is the path that a deployment has in the place of the family's own.
        """
        return FormsOf(family=self._family, router=self._router, edition=edition, mount=mount)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsOf:
    """The documented answers of an edition's operations, at one mount path."""

    family: Family[Any]
    router: Router
    edition: str
    mount: str

    def operation(self, exchange: HttpExchange) -> Operation[Any] | None:
        """The operation of a request; `None` if no operation matches."""
        path = urlsplit(exchange.url).path
        at = self.family.mount + path.removeprefix(self.mount) if self.mount else path
        try:
            return self.router.find(at).operation(exchange.method, self.edition)
        except Problem:
            return None

    def name(self, exchange: HttpExchange) -> str:
        """The name of a request's operation; "" if no operation matches."""
        found = self.operation(exchange)
        return found.name if found else ""

    def faults(self, exchange: HttpExchange) -> Iterator[str]:
        """The deviations of an answer from its documented form, a sentence each.

        A refusal has the form of its status; one with a status that no refusal has is passed over.
        """
        what = f"{exchange.method} {urlsplit(exchange.url).path}"
        for fault in _faults(exchange, self.operation(exchange), self.family):
            yield f"{what}: {fault}"


def _faults(
    exchange: HttpExchange, operation: Operation[Any] | None, family: Family[Any]
) -> Iterator[str]:
    answer = exchange.answer
    good = answer.status in _GOOD
    promised = dict(family.problem_replies) | dict(operation.replies if operation else {})
    name = promised.get(answer.status, ...)
    if name == HTML and "json" in answer.headers.get("Content-Type", ""):
        beside = operation.page_or if operation else {}
        name = {**family.problem_replies, **beside}.get(answer.status)  # no person was looking
    if name is ...:
        if good and operation:  # what no operation answers is no affair of a form
            yield f"status {answer.status} is not among what {operation.name} answers"
    elif name is None:
        if answer.body:
            yield f"a body with the status {answer.status}, which has none"
    elif name not in TEXTS and exchange.method != "HEAD":
        if not is_json(answer.headers.get("Content-Type", "")):
            yield f"the body is declared as {answer.headers.get('Content-Type', 'nothing')}"
        yield from _unlike(str(name), answer)


def _unlike(schema: str, answer: Answer) -> Iterator[str]:
    try:
        document = answer.json
    except ValueError:
        yield "the body is not JSON"
        return
    if schemas.surely_valid(schema, document):
        return
    errors = schemas.validator(schema).iter_errors(document)
    for error in islice(errors, MAX_VIOLATIONS):
        if _counts(error):
            where = ".".join(str(each) for each in error.absolute_path)
            yield f"{where or 'the body'}: {error.message[:200]}"


def _counts(error: "ValidationError") -> bool:
    """Whether a sentence is more than a count of further errors."""
    if error.validator not in _CHOICES:
        return error.validator not in _OUR_OWN
    choices: dict[object, bool] = {}
    for each in error.context or ():
        choice = each.schema_path[0]
        choices[choice] = choices.get(choice, False) or _counts(each)
    return all(choices.values()) and bool(choices)
