"""Listing, creating, reading, replacing and deleting entities of a kind: the handlers and rows."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.operation import Call, Handler, Operation
from fakeping.families.pingone import paging, replies, rules
from fakeping.families.pingone.collection import Collection, Entity
from fakeping.families.pingone.edition import EDITIONS
from fakeping.families.pingone.kind import Kind
from fakeping.families.pingone.row import CLEARS, CREATED, GONE, row
from fakeping.families.pingone.store import Platform

E = TypeVar("E", bound=Entity)

PlatformCall = Call[Platform]


def lister(
    kind: Kind[E], *, seen: Callable[[PlatformCall], Callable[[E], bool] | None] | None = None
) -> Handler[Platform]:
    """The handler that lists a collection, filtered, ordered and in pages.

    `seen` tells which entities a caller sees; `None` for all.
    """

    def handle(call: PlatformCall) -> Reply:
        environment = call.store.environment(call.address)
        edition, base_url = environment.edition, call.request.base_url
        collection = kind.collection(environment, call.params)
        table = collection.table
        parent_id = call.params[kind.parent.param] if kind.parent else ""
        url = kind.url(base_url, environment.id, parent_id)
        embedded = edition.embedded.get(kind.plural, kind.plural)
        query = paging.understood(call.query, kind.parameters(edition))
        sees = seen and seen(call)
        if kind.kept and not sees and not query and paging.fits(len(table), edition.bounded_pages):
            return replies.collection(
                table,
                url=url,
                embedded=embedded,
                form="whole",
                base_url=base_url,
                render=lambda each: kind.document(base_url, each, edition),
            )
        found = paging.page(
            filter(sees, table) if sees else table,
            query,
            id_of=_id,
            fields=kind.fields,
            bounded=edition.bounded_pages,
        )
        return replies.page(
            found,
            url=url,
            query=query,
            embedded=embedded,
            render=lambda each: _document(kind, call, collection, each),
        )

    return handle


def creator(kind: Kind[E]) -> Handler[Platform]:
    """The handler that adds an entity."""

    def handle(call: PlatformCall) -> Reply:
        environment = call.store.environment(call.address)
        collection = kind.collection(environment, call.params)
        created = collection.create(kind.record.read(call.body, environment.edition))
        url = kind.url(call.request.base_url, environment.id, kind.parent_id(created))
        return replies.created(_encoded(kind, call, collection, created), f"{url}/{created.id}")

    return handle


def reader(kind: Kind[E]) -> Handler[Platform]:
    """The handler that reads one entity."""

    def handle(call: PlatformCall) -> Reply:
        collection = kind.collection(call.store.environment(call.address), call.params)
        found = collection.get(call.params[kind.param])
        return replies.reply(_encoded(kind, call, collection, found))

    return handle


def replacer(kind: Kind[E]) -> Handler[Platform]:
    """The handler that replaces an entity: absent members are cleared."""

    def handle(call: PlatformCall) -> Reply:
        environment = call.store.environment(call.address)
        collection = kind.collection(environment, call.params)
        said = kind.record.read(call.body, environment.edition)
        updated = collection.update(call.params[kind.param], said)
        return replies.reply(_encoded(kind, call, collection, updated))

    return handle


def deleter(kind: Kind[E]) -> Handler[Platform]:
    """The handler that removes an entity and what depends on it."""

    def handle(call: PlatformCall) -> Reply:
        collection = kind.collection(call.store.environment(call.address), call.params)
        collection.delete(call.params[kind.param])
        return Reply(204)

    return handle


def _document(kind: Kind[E], call: PlatformCall, collection: Collection[E], entity: E) -> JSON:
    """An entity, as an answer to this caller has it."""
    document = kind.document(call.request.base_url, collection.shown(entity), collection.edition)
    return document | (kind.for_caller(call, entity) if kind.for_caller else {})


def _encoded(kind: Kind[E], call: PlatformCall, collection: Collection[E], entity: E) -> bytes:
    if kind.for_caller is None:
        return kind.encoded(collection, entity, base_url=call.request.base_url)
    return encoded(_document(kind, call, collection, entity))


def rows(
    kind: Kind[Any],
    *,
    edition: str,
    own: Mapping[str, Mapping[str, Any]] | None = None,
    without: frozenset[str] = frozenset(),
    **common: Any,
) -> Iterator[Operation[Platform]]:
    """The operations of a kind in an edition, with its schemas.

    `own` has the arguments that an operation (`list`, `create`, `read`, `update`, `delete`) has
    beside the usual ones, or in their place; `without` lists operations that the kind lacks;
    `common` are arguments of all of them.
    """
    path = kind.path()
    one = f"{path}/{{{kind.param}}}"
    schema = kind.schema(edition)
    body = {"body_schema": f"{schema}_request"}
    pages = kind.parameters(EDITIONS[edition])
    usual: Mapping[str, tuple[str, Callable[[Kind[Any]], Handler[Platform]], Mapping[str, Any]]] = {
        "list": (
            f"GET {path}",
            lister,
            {
                "replies": {200: f"{schema}_list"},
                "summary": f"List {_whose(kind)}",
                "query": paging.parameters(kind.fields) if pages else {},
                "rule": rules.COLLECTION_COUNT if pages else rules.ORDER,
                "other_rules": paging.deciding(pages),
            },
        ),
        "create": (
            f"POST {path}",
            creator,
            {"replies": {201: schema}, "summary": f"Add {kind.a}", **body, **CREATED},
        ),
        "read": (
            f"GET {one}",
            reader,
            {"replies": {200: schema}, "summary": f"Read {kind.a}"},
        ),
        "update": (
            f"PUT {one}",
            replacer,
            {"replies": {200: schema}, "summary": f"Replace {kind.a}", **body, **CLEARS},
        ),
        "delete": (
            f"DELETE {one}",
            deleter,
            {"replies": {204: None}, "summary": f"Remove {kind.a}", **GONE},
        ),
    }
    for name, (route, handler, arguments) in usual.items():
        if name in without:
            continue
        said = {**common, **arguments, **((own or {}).get(name, {}))}
        yield row(
            f"{kind.name}.{name}",
            route,
            said.pop("handler", None) or handler(kind),
            said.pop("replies"),
            editions=frozenset({edition}),
            **said,
        )


def _whose(kind: Kind[Any]) -> str:
    owner = kind.parent.a if kind.parent else "an environment"
    return f"{owner}'s {kind.nouns or kind.plural}"


def _id(entity: Entity) -> str:
    return entity.id
