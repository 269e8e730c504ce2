"""A tenant's state as tables: its state document, a table for each kind of entity.

A list of objects in the document is a table, and a list in one of its rows is a table too, whose
rows name the row that they are part of. So whatever the document has is shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fakeping.control.journal_query import number_in
from fakeping.control.surface import ControlCall, answer, row, tenant_of
from fakeping.core.exchange import JSON, Reply
from fakeping.core.parameter import Parameter
from fakeping.core.problem import NotFound

#: Rows of one answer.
_MOST = 100

#: Members that identify an entity, and those that name it, the best first.
_IDS = ("id", "_id", "policyId", "client_id", "token", "username")
_NAMES = ("name", "username", "client_id", "userCode", "resource", "subject", "owner", "type")

#: The tables that a member's text names a row of.
_NAMED: Mapping[str, tuple[str, ...]] = {
    "population": ("populations",),
    "resource": ("resources",),
    "application": ("applications",),
    "user": ("users",),
    "owner": ("users",),
    "subject": ("users",),
    "client": ("clients", "applications"),
    "signOnPolicy": ("signOnPolicies",),
}

_QUERY = {
    "part_of": Parameter(says="The key of the row that they are part of"),
    "text": Parameter(says="A text in a member, in any case"),
    "sort": Parameter(says="The member to sort by; with `-` before it, the last one first"),
    "offset": Parameter(
        says="How many rows to leave out", schema={"type": "integer", "minimum": 0, "default": 0}
    ),
    "limit": Parameter(
        says=f"At most so many; {_MOST} where it is left out",
        schema={"type": "integer", "minimum": 1, "maximum": _MOST},
    ),
}


@dataclass(slots=True)
class _Row:
    table: str
    key: str
    entity: Mapping[str, Any]
    #: The key of the row that it is part of, and that row's table.
    parent: tuple[str, str] | None
    #: How many rows of each table are part of it.
    parts: dict[str, int] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return next((str(self.entity[each]) for each in _NAMES if self.entity.get(each)), self.key)

    def place(self) -> JSON:
        return {"table": self.table, "key": self.key, "label": self.label}

    def document(self) -> JSON:
        return {
            "key": self.key,
            "label": self.label,
            "entity": self.entity,
            "parts": self.parts,
        }


class _Tables:
    """The rows of a state document, by table, by key, and by what refers to them."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.rows: dict[str, list[_Row]] = {}
        for family, said in document.items():
            if family != "clock":
                self._fill(family, said, None)
        self._by_id: dict[str, _Row] = {}
        self._by_name: dict[tuple[str, str], _Row] = {}
        for each in self.all():
            self._by_id.setdefault(each.key, each)
            self._by_name.setdefault((each.table, each.label), each)

    def all(self) -> Iterator[_Row]:
        for rows in self.rows.values():
            yield from rows

    def row(self, table: str, key: str) -> _Row:
        for each in self.rows.get(table, ()):
            if each.key == key:
                return each
        raise NotFound(f"there is no {key!r} in {table}")

    def links(self, found: _Row) -> Iterator[tuple[str, _Row]]:
        """The rows that a row's members name, each with the path of the member."""
        family = found.table.partition(".")[0]
        for path, text in _texts(found.entity):
            other = self._by_id.get(text)
            if other is None:
                other = self._named(family, path, text)
            if other is not None and other is not found:
                yield path, other
        if found.parent is not None:
            yield "part of", self.row(*found.parent)

    def used_by(self, found: _Row) -> Iterator[tuple[str, _Row]]:
        """The rows that name a row."""
        sought = {found.key, found.label}
        for each in self.all():
            if each is found or sought.isdisjoint(text for _, text in _texts(each.entity)):
                continue
            for path, other in self.links(each):
                if other is found:
                    yield path, each
                    break

    def _named(self, family: str, path: str, text: str) -> _Row | None:
        member = path.rsplit(".", maxsplit=1)[-1].partition("[")[0]
        for kind in _NAMED.get(member, ()):
            found = self._by_name.get((f"{family}.{kind}", text))
            if found is not None:
                return found
        return None

    def _fill(self, at: str, said: Mapping[str, Any], parent: _Row | None) -> dict[str, Any]:
        """Add a row for each object in a list of objects; returns the members that are no list."""
        left = {}
        for name, value in said.items():
            if (
                isinstance(value, list)
                and (not value or isinstance(value[0], dict))
                and (parent is None or value)
            ):
                table = f"{at}.{name}"
                rows = self.rows.setdefault(table, [])
                if parent is not None:
                    parent.parts[table] = len(value)
                for number, each in enumerate(value):
                    made = _Row(
                        table=table,
                        key=_key(each, parent, number),
                        entity={},
                        parent=(parent.table, parent.key) if parent else None,
                    )
                    rows.append(made)
                    made.entity = self._fill(table, each, made)
            else:
                left[name] = value
        return left


def _key(entity: Mapping[str, Any], parent: _Row | None, number: int) -> str:
    for name in _IDS:
        if isinstance(entity.get(name), str):
            return str(entity[name])
    return f"{parent.key if parent else ''}#{number}"


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each text in an entity, with the path of its member."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(each, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, path)


class TableCache:
    """The tables of the tenant that was asked for last, until its state changes."""

    def __init__(self) -> None:
        self._of: tuple[str, int] | None = None
        self._tables = _Tables({})

    def tables(self, tenant: Any, revision: int) -> _Tables:
        """The tables of a tenant whose state has this revision."""
        if self._of != (tenant.id, revision):
            self._tables = _Tables(tenant.snapshot())
            self._of = (tenant.id, revision)
        return self._tables


def list_tables(call: ControlCall) -> Reply:
    """List the tables of a tenant's state, and how many rows each has."""
    tables = _tables(call)
    return answer(
        {"tables": [{"table": name, "rows": len(rows)} for name, rows in tables.rows.items()]}
    )


def read_table(call: ControlCall) -> Reply:
    """List a table's rows: those with a text, in an order, some at a time."""
    name = call.params["table"]
    rows = _tables(call).rows.get(name)
    if rows is None:
        raise NotFound(f"there is no table {name!r}")
    if "part_of" in call.query:
        whole = call.query["part_of"]
        rows = [each for each in rows if each.parent is not None and each.parent[1] == whole]
    sought = call.query.get("text", "").casefold()
    if sought:
        rows = [
            each
            for each in rows
            if any(sought in text.casefold() for _, text in _texts(each.entity))
            or sought in each.key.casefold()
        ]
    rows = _sorted(rows, call.query.get("sort", ""))
    offset = number_in(call.query, "offset", int, least=0) or 0
    most = min(number_in(call.query, "limit", int, least=1) or _MOST, _MOST)
    shown = rows[offset : offset + most]
    return answer({"rows": [each.document() for each in shown], "total": len(rows)})


def read_row(call: ControlCall) -> Reply:
    """Read one row, the rows that it names, and those that name it."""
    tables = _tables(call)
    found = tables.row(call.params["table"], call.params["key"])
    return answer(
        {
            **found.document(),
            "table": found.table,
            "parent": found.parent and tables.row(*found.parent).place(),
            "links": [{"member": path, **each.place()} for path, each in tables.links(found)],
            "used_by": [
                {"member": path, **each.place()}
                for path, each in _first(tables.used_by(found), _MOST)
            ],
        }
    )


def _first(found: Iterator[tuple[str, _Row]], most: int) -> Iterator[tuple[str, _Row]]:
    for _, each in zip(range(most), found, strict=False):
        yield each


def _tables(call: ControlCall) -> _Tables:
    tenant, cache = tenant_of(call), call.store.tables
    found: _Tables = cache.tables(tenant, call.store.revision_of(tenant))
    return found


def _sorted(rows: list[_Row], by: str) -> list[_Row]:
    if not by:
        return rows
    member = by.removeprefix("-")

    def key(each: _Row) -> tuple[int, Any]:
        value: Any = each.entity
        for name in member.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        if isinstance(value, bool) or value is None:
            return (2, "") if value is None else (0, float(value))
        if isinstance(value, int | float):
            return 0, float(value)
        return 1, str(value).casefold()

    return sorted(rows, key=key, reverse=by.startswith("-"))


_ALL = "/tenants/{tenant_id}/tables"
_ONE = f"{_ALL}/{{table}}"

OPERATIONS = (
    row("table.list", f"GET {_ALL}", list_tables, {200: "control/table_list"}),
    row("table.read", f"GET {_ONE}", read_table, {200: "control/table"}, query=_QUERY),
    row("table.row", f"GET {_ONE}/{{key}}", read_row, {200: "control/table_row"}),
)
