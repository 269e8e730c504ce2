"""Whether answers have the form that their operations promise: its members, of their types.

A member that nobody promised is no difference, for a deployment may know more than its documents.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fakeping.contract.target import Exchange
from fakeping.core import schemas
from fakeping.core.body import is_json
from fakeping.core.exchange import JSON
from fakeping.core.operation import TEXTS, Family
from fakeping.core.problem import Problem
from fakeping.core.router import Router

if TYPE_CHECKING:
    from jsonschema import ValidationError

_GOOD = range(200, 300)

_CHOICES = frozenset({"oneOf", "anyOf"})

# That nothing else is there, and how ids and dates are spelled, is fakeping's own.
_OUR_OWN = frozenset({"additionalProperties", "pattern"})


def misshapen(
    exchanges: Iterable[Exchange], family: Family[Any], *, edition: str, mount: str = ""
) -> Iterator[str]:
    """What the answers that went well lack of what is promised, a sentence each.

    `mount` is the path that a deployment has in the place of the family's own.
    """
    router = Router([family])
    for each in exchanges:
        path = urlsplit(each.url).path
        if each.answer.status in _GOOD:
            at = family.mount + path.removeprefix(mount) if mount else path
            for fault in _faults(each, router, at, edition):
                yield f"{each.method} {path}: {fault}"


def _faults(exchange: Exchange, router: Router, path: str, edition: str) -> Iterator[str]:
    answer = exchange.answer
    try:
        operation = router.find(path).operation(exchange.method, edition)
    except Problem:
        return  # what no operation answers is no affair of a form
    name = operation.replies.get(answer.status, ...)
    if name is ...:
        yield f"status {answer.status} is not among what {operation.name} answers"
    elif name is None:
        if answer.body:
            yield f"a body with the status {answer.status}, which has none"
    elif name not in TEXTS and exchange.method != "HEAD":
        if not is_json(answer.headers.get("Content-Type", "")):
            yield f"the body is declared as {answer.headers.get('Content-Type', 'nothing')}"
        yield from _unlike(str(name), answer.json)


def _unlike(schema: str, document: JSON) -> Iterator[str]:
    errors = schemas.validator(schema).iter_errors(document)
    for error in islice(errors, schemas.MAX_VIOLATIONS):
        if _counts(error):
            where = ".".join(str(each) for each in error.absolute_path)
            yield f"{where or 'the body'}: {error.message[:200]}"


def _counts(error: "ValidationError") -> bool:
    """Whether more is wrong than that there is more."""
    if error.validator not in _CHOICES:
        return error.validator not in _OUR_OWN
    choices: dict[object, bool] = {}
    for each in error.context or ():
        choice = each.schema_path[0]
        choices[choice] = choices.get(choice, False) or _counts(each)
    return all(choices.values()) and bool(choices)
