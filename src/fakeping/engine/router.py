"""Routing of a path to its operations by a tree of segments.

Double slashes collapse and a trailing slash is ignored: the vendors' own samples have
`//v1/environments` and `.../scopes/{scopeId}/`. Nothing else is normalized: a segment is
percent-decoded after the split, so that an encoded slash never separates.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from fakeping.core.exchange import Request
from fakeping.core.family import Family
from fakeping.core.limits import limit
from fakeping.core.operation import Operation, Params, RenderProblem
from fakeping.core.problem import NoRoute, NotAllowed
from fakeping.redaction.redact import looks_like_a_token, recorded_path

# Clients repeat a few short paths: longer ones are not cached, so that the cache is bounded in
# bytes as well.
_MAX_FOUND = limit(
    "router.paths",
    1_000,
    unit="paths",
    bounds="the paths that the router remembers",
    past="all are forgotten, and found again as they come",
)
_LONGEST_FOUND = 512

#: The operations at a path, by method: more than one where editions differ.
Methods = dict[str, list[Operation[Any]]]


@dataclass(slots=True)
class _Node:
    literals: "dict[str, _Node]" = field(default_factory=dict)
    parameter: "tuple[str, _Node] | None" = None
    #: For `{name*}`: the parameter's name, and the node of the literals behind it.
    spread: "tuple[str, _Node] | None" = None
    family: Family[Any] | None = None
    methods: "Methods" = field(default_factory=dict)


@dataclass(slots=True)  # as in exchange: made for every request
class Route:
    """The match of a path: a family's operations by method, and the path's parameters."""

    family: Family[Any]
    methods: Methods
    params: Params
    #: The path as the journal shows it, one object for all requests.
    path: str = ""

    def operation(self, method: str, edition: str | None = None) -> Operation[Any]:
        """The operation for a method, in an edition. Raises `NoRoute` or `NotAllowed`."""
        found = self._in(edition, method)
        if found is None and method == "HEAD":
            read = self._in(edition, "GET")
            found = read if read is not None and read.head else None
        if found is not None:
            return found
        found_by = {each: self._in(edition, each) for each in sorted(self.methods)}
        does = {each: found.summary for each, found in found_by.items() if found is not None}
        if not does:
            raise NoRoute("no operation at this path")
        raise NotAllowed(f"{method} is not allowed here", allow=tuple(does), does=does)

    def address(self, request: Request) -> str:
        """The tenant's address in a request; "" if the family has no tenants."""
        family = self.family
        return family.address(self.params, request) if self.methods and family.tenanted else ""

    @property
    def render_problem(self) -> RenderProblem:
        """The function that renders this path's errors."""
        for operations in self.methods.values():
            return operations[0].render_problem or self.family.render_problem
        return self.family.render_problem

    def _in(self, edition: str | None, method: str) -> Operation[Any] | None:
        for each in self.methods.get(method, ()):
            if edition is None or not each.editions or edition in each.editions:
                return each
        return None


class Router:
    """Every family's operations. Unknown paths belong to the first family."""

    def __init__(self, families: Iterable[Family[Any]]) -> None:
        self._families = tuple(families)
        self._root = _Node()
        self._mounts: dict[tuple[str, ...], Family[Any]] = {
            tuple(_segments(each.mount)): each for each in reversed(self._families)
        }
        self._found: dict[str, Route] = {}
        for family in self._families:
            for operation in family.operations:
                self._add(family, operation)

    def find(self, path: str) -> Route:
        """Match a path; a route without methods if nothing matches."""
        route = self._found.get(path)
        if route is None:
            if len(self._found) >= _MAX_FOUND:
                self._found.clear()
            route = self._find(path)
            if len(path) <= _LONGEST_FOUND:
                self._found[path] = route
        return route

    def _find(self, path: str) -> Route:
        segments = _segments(path)
        params: dict[str, str] = {}
        node = _walk(self._root, segments, 0, params)
        if node is None or node.family is None or not _ends_well(node, path):
            return Route(self._family(segments), {}, {}, recorded_path(path))
        odd = any(looks_like_a_token(part) for each in params.values() for part in each.split("/"))
        return Route(node.family, node.methods, params, recorded_path(path) if odd else path)

    def _family(self, segments: list[str]) -> Family[Any]:
        for length in range(len(segments), -1, -1):
            found = self._mounts.get(tuple(segments[:length]))
            if found is not None:
                return found
        return self._families[0]

    def _add(self, family: Family[Any], operation: Operation[Any]) -> None:
        for method, path in _ways(operation):
            node = self._root
            for segment in _segments(family.mount + path):
                node = _child(node, segment)
            node.family = family
            node.methods.setdefault(method, []).append(operation)


def _ways(operation: Operation[Any]) -> tuple[tuple[str, str], ...]:
    return ((operation.method, operation.path), *operation.also, *operation.refuses)


def _segments(path: str) -> list[str]:
    if "%" in path:
        return [unquote(each) for each in path.split("/") if each]
    return [each for each in path.split("/") if each]


def _child(node: _Node, segment: str) -> _Node:
    if not segment.startswith("{"):
        return node.literals.setdefault(segment, _Node())
    name = segment.strip("{*}")
    if segment.endswith("*}"):
        node.spread = node.spread or (name, _Node())
        return node.spread[1]
    node.parameter = node.parameter or (name, _Node())
    return node.parameter[1]


def _walk(node: _Node, segments: list[str], at: int, params: dict[str, str]) -> _Node | None:
    for index in range(at, len(segments)):
        segment = segments[index]
        if literal := node.literals.get(segment):
            node = literal
        elif node.parameter:
            params[node.parameter[0]] = segment
            node = node.parameter[1]
        elif node.spread:
            return _spread(node.spread, segments, index, params)
        else:
            return None
    return node


def _spread(
    spread: tuple[str, _Node], segments: list[str], at: int, params: dict[str, str]
) -> _Node | None:
    # The last literal that fits wins: a realm may itself be called `resource_set`.
    name, node = spread
    for index in range(len(segments) - 1, at - 1, -1):
        if literal := node.literals.get(segments[index]):
            found = _walk(literal, segments, index + 1, params)
            if found is not None:
                params[name] = "/".join(segments[at:index])
                return found
    return None


def _ends_well(node: _Node, path: str) -> bool:
    return not path.endswith("/") or all(
        each.trailing_slash for operations in node.methods.values() for each in operations
    )
