"""Snapshot, load and reset of a tenant's state as one JSON document.

Loading is atomic: on an error, the stores are restored before it is raised. Clients stay signed
in, unless a document lists who is.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Literal

from fakeping.core import schemas
from fakeping.core.body import NESTED_DEPTH, read_json
from fakeping.core.document_errors import BadDocument, DocumentErrors, pathed
from fakeping.core.exchange import JSON, encoded
from fakeping.core.problem import Full, Invalid, Malformed, Violation
from fakeping.core.sources import Clock, ClockState
from fakeping.core.stored import Stored
from fakeping.engine.tenant_state import TenantState
from fakeping.redaction.secret_digest import Opened

#: Targets of `reset`: the tenant's seed, or its state before the seed.
To = Literal["seed", "empty"]

_SCHEMA = "control/state"


def snapshot(tenant: TenantState, *, base_url: str) -> JSON:
    """A tenant's state, without built-in entities, as a document in which secrets are digests."""
    with tenant.lock:
        return {
            name: each.dump(tenant.stores[name], base_url)
            for name, each in tenant.documents.items()
        } | {"clock": _clock(tenant.clock)}


def reset(tenant: TenantState, to: To) -> None:
    """Restore a tenant's seed, or its state before the seed."""
    with tenant.lock:
        stores = tenant.stores
        snapshots = {**stores.births, **(stores.seeds if to == "seed" else {})}
        for name, store in stores.items():
            store.reset(snapshots[name])
        if to == "seed" and stores.seed_clock is not None:
            tenant.clock.restore(stores.seed_clock)
        tenant.changes.clear()
        tenant.revision += 1


def keep_as_seed(tenant: TenantState, *, clock: bool) -> None:
    """Make a tenant's current state its seed; with `clock`, its current time as well."""
    with tenant.lock:
        tenant.stores.seeds = {name: each.capture() for name, each in tenant.stores.items()}
        tenant.stores.seed_clock = tenant.clock.capture() if clock else None


def load(tenant: TenantState, document: JSON, *, base_url: str, add: bool = False) -> None:
    """Replace a tenant's state with a document's, or with `add`, add the document to it.

    Raises `BadDocument` with all errors, and then nothing has changed.
    """
    document = checked(document)
    with tenant.lock:
        for name in tenant.documents.keys() & document.keys():
            tenant.stores[name]  # made, if it was not
        with or_as_before(tenant):
            _fill(tenant, document, base_url=base_url, add=add)
            _require_room(tenant.stored)


@contextmanager
def or_as_before(tenant: TenantState) -> Iterator[None]:
    """Restore a tenant's current state if the block raises."""
    with tenant.lock:
        clock = tenant.clock.capture()
        before = {name: store.capture() for name, store in tenant.stores.items()}
        try:
            yield
        except BaseException:
            for name, kept in before.items():
                tenant.stores[name].restore(kept)
            tenant.clock.restore(clock)
            raise
        finally:
            tenant.changes.clear()
            tenant.revision += 1


def _clock(clock: Clock) -> ClockState:
    offset, frozen_at = clock.capture()
    if frozen_at is None:
        return {"advance": offset}
    text = datetime.fromtimestamp(frozen_at, UTC).isoformat(timespec="microseconds")
    return {"set": text.replace("+00:00", "Z"), "frozen": True}


def _set(clock: Clock, said: JSON) -> None:
    clock.restore((0.0, None))
    if said.get("frozen"):
        clock.freeze()
    if "set" in said:
        clock.set(datetime.fromisoformat(said["set"]))
    clock.advance(said.get("advance", 0.0))


def _fill(tenant: TenantState, document: JSON, *, base_url: str, add: bool) -> None:
    findings = DocumentErrors()
    with findings.refused():
        if "clock" in document:
            with findings.at("clock", "set").caught():
                _set(tenant.clock, document["clock"])
        for name, store in tenant.stores.items():
            of = tenant.documents[name]
            opened = Opened(of.secrets(store))
            if not add:
                store.reset(tenant.stores.births[name])
            said = document.get(name, {})
            of.load(store, said, findings.at(name), opened=opened, base_url=base_url)


def _require_room(stored: Stored) -> None:
    try:
        stored.require(0)
    except Full as problem:
        violation = Violation(keyword="", target="", message=problem.detail)
        raise BadDocument((violation,)) from None


def checked(document: JSON) -> Mapping[str, Any]:
    """Return a document that is valid for its schema. Raises `BadDocument`."""
    try:
        plain = read_json(encoded(document), what="the document", depth=NESTED_DEPTH)
        schemas.validate(_SCHEMA, plain)
    except Invalid as problem:
        raise BadDocument(tuple(map(_placed, problem.violations)), more=problem.more) from None
    except (Malformed, TypeError, ValueError, RecursionError) as error:
        raise BadDocument((Violation(keyword="", target="", message=_said(error)),)) from None
    shaped: Mapping[str, Any] = plain
    return shaped


def _placed(violation: Violation) -> Violation:
    target = pathed(violation.target)
    return Violation(keyword=violation.keyword, target=target, message=violation.message)


def _said(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "the document is nested too deeply"
    return str(error)
