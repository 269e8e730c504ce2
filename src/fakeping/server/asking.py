"""A request to a tenant's API on behalf of whoever steers the server."""

from collections.abc import Mapping
from typing import Any

from fakeping.core.body import read_json
from fakeping.core.caller import Caller
from fakeping.core.exchange import AUTHORIZATION, JSON, Headers, Reply, Request, encoded
from fakeping.core.family import Family
from fakeping.core.problem import Invalid, Malformed
from fakeping.engine.world import World
from fakeping.families import tenancy_of
from fakeping.server.tenant import Tenant


def asked(
    world: World,
    tenant: Tenant,
    document: JSON,
    *,
    request: Request,
    tokens: Mapping[str, str],
) -> JSON:
    """Carry out the request of a validated document, and return what it was answered.

    `request` is the one that brought the document; `tokens` has the tenant's own token of each
    family. Raises `Invalid` for a path that is not the tenant's, and for a caller who can have no
    token.
    """
    path, _, query = document["path"].partition("?")
    body = document.get("body")
    made = Request(
        method=document["method"],
        path=path,
        query=query,
        body=b"" if body is None else encoded(body),
        base_url=request.base_url,
        origins=request.origins,
    )
    family, owner = world.whose(made)
    if owner is None or owner is not world.tenants.get(tenant.id):
        raise Invalid(f"{path} is in no URL of the tenant {tenant.id}")
    fields = {"Accept": "application/json", **document.get("headers", {})}
    if body is not None:
        fields.setdefault("Content-Type", "application/json")
    if "caller" not in document:
        fields = {AUTHORIZATION: f"Bearer {tokens[family.name]}", **fields}
    elif document["caller"] is not None:
        fields |= _credential(tenant, family, Caller.of(document["caller"]))
    made.headers = Headers(fields)
    return _told(world.handle(made, aside=not document.get("recorded", False)))


def _credential(tenant: Tenant, family: Family[Any], caller: Caller) -> dict[str, str]:
    """The header that says that a request is this caller's. Raises `Invalid`."""
    handle, tenancy = tenant.handle(family), tenancy_of(family)
    header = tenancy.header_of(caller)
    try:
        method, said = tenancy.credential(caller, handle)
        token = getattr(handle, method)(**said)
    except ValueError as error:
        raise Invalid(f"there is no token for {caller}: {error}") from None
    return {header: f"Bearer {token}" if header == AUTHORIZATION else token}


def _told(reply: Reply) -> JSON:
    body: Any = None
    if reply.body:
        try:
            body = read_json(reply.body, what="the answer")
        except Malformed:  # a page
            body = reply.body.decode("utf-8", "replace")
    return {
        "status": reply.status,
        "headers": dict(reply.headers),
        "body": body,
        "rule": reply.rule,
        "cause": reply.cause,
        "fault": reply.fault,
    }
