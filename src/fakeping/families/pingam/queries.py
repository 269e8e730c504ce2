"""Queries of AM's collections: filter, sort, page and pick members, as Common REST does."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from fakeping.core.exchange import JSON, Reply
from fakeping.core.parameter import Parameter, Parameters
from fakeping.core.problem import Problem
from fakeping.core.rules import Rule
from fakeping.families.filters.dialects import COMMON_REST, MAX_LENGTH, pointer_to
from fakeping.families.filters.fields import Field
from fakeping.families.filters.matching import Leaf, Matches, matcher
from fakeping.families.filters.parsing import OPERATORS, parse
from fakeping.families.filters.tree import (
    Comparison,
    Conjunction,
    Constant,
    Disjunction,
    FilterError,
    Negation,
    Node,
    Path,
    Presence,
)
from fakeping.families.pingam.presentation import (
    PARAMETERS,
    exclusive,
    named,
    read,
    unparsable,
    value_at,
)
from fakeping.families.pingam.problems import InternalServerError, NotSupported, WrongRequest
from fakeping.families.pingam.rules import owner as rules
from fakeping.families.pingam.wire import common_rest
from fakeping.families.pingam.wire.protocol import Version, shaped

E = TypeVar("E")

#: What AM calls the operators that a collection refuses.
_NAMES = {
    "co": "Contains",
    "sw": "Starts with",
    "gt": "Greater than",
    "ge": "Greater than or equal",
    "lt": "Less than",
    "le": "Less than or equal",
    "pr": "Present",
}

#: The operators of Common REST; any other word is an extended one, which nobody serves.
EVERY_OPERATOR = (*sorted(OPERATORS - {"ne", "ew"}), "pr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection(Generic[E]):
    """What can be asked of one of AM's collections."""

    #: The document of an entity.
    show: Callable[[E], JSON]
    #: Whether a document has an `_id` of its own, and not of the protocol's.
    own_id: bool = True
    #: The members that a filter can name; `None` if the entities are documents, for all of theirs.
    fields: Mapping[Path, Field[E]] | None = None
    #: The problem with a member or an operator that a filter can't have here.
    refuses: type[InternalServerError] | type[NotSupported] = InternalServerError
    #: The operators of which a single comparison may be negated; `None` negates every filter.
    negates: tuple[str, ...] | None = None
    #: Whether a filter is `true` or comparisons joined by `and`, and no other.
    only_and: bool = False
    #: Whether `_queryId=*` finds everything.
    has_query_id: bool = False
    #: The problem with a query that has no filter.
    unfiltered: Callable[[], Problem] = lambda: WrongRequest(
        "Only query filter is supported.", rule=rules.QUERY_MISSING
    )


def parameters(collection: Collection[Any]) -> Parameters:
    """The query parameters of a collection."""
    only = {"_queryId": _QUERY_ID} if collection.has_query_id else {}
    return {
        "_queryFilter": Parameter(
            says="`true`, `false`, or comparisons joined by `and`, `or`, `!` and parentheses",
            # Parentheses nest: no pattern says which filters can be parsed.
            schema={"type": "string", "maxLength": MAX_LENGTH},
            required=not collection.has_query_id,
        ),
        **only,
        **PARAMETERS,
    }


_QUERY_ID = Parameter(
    says="`*`, in the place of a filter, finds everything",
    schema={"type": "string", "enum": ["*"]},
)


def answer(
    collection: Collection[E],
    entities: Iterable[E],
    query: Mapping[str, str],
    *,
    protocol: Version,
) -> Reply:
    """Reply to a query with the entities that it finds. Raises the problems of its parameters."""
    asked = named(query)
    matches = _matcher(collection, asked)
    presentation = read(asked)
    documents, left = presentation.of([each for each in entities if matches(each)], collection.show)
    shown = [shaped(each, protocol, own_id=collection.own_id) for each in documents]
    return common_rest.results(shown, left=left)


def answer_all(
    show: Callable[[E], JSON],
    entities: Iterable[E],
    query: Mapping[str, str],
    *,
    protocol: Version,
    rule: Rule,
) -> Reply:
    """Reply to a query with every entity, in one page. Raises `WrongRequest` for a filter."""
    asked = named(query)
    text = asked.get("_queryfilter", "")
    try:
        everything = not asked.keys() & {"_queryid", "_queryexpression"} and (
            parse(text, COMMON_REST) == Constant(True)  # noqa: FBT003 - what the literal is
        )
    except FilterError:
        everything = False
    if not everything:
        raise WrongRequest("Invalid query", rule=rule)
    presentation = replace(read(asked), keys=[], size=0)
    documents, _ = presentation.of(list(entities), show)
    return common_rest.results(shaped(each, protocol) for each in documents)


def _matcher(collection: Collection[E], asked: Mapping[str, str]) -> Matches[E]:
    kinds = ("_queryId", "_queryExpression", "_queryFilter")
    there = [each for each in kinds if each.lower() in asked]
    if len(there) > 1:
        raise exclusive(there[0], there[1])
    if there == ["_queryId"] and collection.has_query_id and asked["_queryid"] == "*":
        return lambda _: True
    if there != ["_queryFilter"]:
        raise collection.unfiltered()
    text = asked["_queryfilter"]
    try:
        tree = parse(text, COMMON_REST)
    except FilterError:
        raise unparsable("_queryFilter", text, "query filter", rule=rules.QUERY) from None
    if collection.negates is not None:
        _check_negations(tree, collection.negates, collection.refuses)
    if collection.only_and and tree != Constant(True):  # noqa: FBT003 - what the literal is
        _check_and(tree, collection.refuses)
    return matcher(tree, lambda leaf: _compared(leaf, collection))


def _compared(leaf: Leaf, collection: Collection[E]) -> Matches[E]:
    if not isinstance(leaf, Comparison | Presence):
        raise TypeError(leaf)  # Common REST has no other
    if collection.fields is None:
        path = leaf.path
        field: Field[E] = Field(lambda each: value_at(each, path), EVERY_OPERATOR, folds=True)
    elif leaf.path in collection.fields:
        field = collection.fields[leaf.path]
    else:
        raise collection.refuses(
            f"'{pointer_to(leaf.path)}' not queryable", rule=rules.QUERY_MEMBERS
        )
    operator = leaf.operator if isinstance(leaf, Comparison) else "pr"
    if operator not in field.operators:
        raise _unserved(_NAMES.get(operator, "Extended match"), collection.refuses)
    return field.matches(leaf)


def _check_negations(
    tree: Node,
    operators: tuple[str, ...],
    refuses: type[InternalServerError] | type[NotSupported],
) -> None:
    """Raise a problem for a negation of what AM can't negate."""
    match tree:
        case Negation(Comparison(operator=operator)) if operator in operators:
            return
        case Negation(Constant()):
            raise _unserved("Boolean", refuses)
        case Negation(Comparison(operator=operator)):
            raise _unserved(_NAMES.get(operator, "Extended Match"), refuses)
        case Negation(of):
            raise _unserved(_KINDS[type(of).__name__], refuses)
    for each in getattr(tree, "of", ()):
        _check_negations(each, operators, refuses)


def _check_and(tree: Node, refuses: type[InternalServerError] | type[NotSupported]) -> None:
    """Raise a problem for anything but comparisons that are joined by `and`."""
    match tree:
        case Conjunction(of):
            for each in of:
                _check_and(each, refuses)
        case Constant():
            raise _unserved("Boolean Literal", refuses)
        case Disjunction() | Negation():
            raise _unserved(_KINDS[type(tree).__name__], refuses)


_KINDS = {"Conjunction": "And", "Disjunction": "Or", "Negation": "Not", "Presence": "Present"}


def _unserved(what: str, refuses: type[InternalServerError] | type[NotSupported]) -> Problem:
    return refuses(f"'{what}' not supported", rule=rules.QUERY_MEMBERS)
