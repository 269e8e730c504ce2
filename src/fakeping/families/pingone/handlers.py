"""The handlers that one kind has: listing resources with their scopes, and their secrets."""

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.operation import Call
from fakeping.families.pingone import paging, replies, rules, wire
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.kinds import RESOURCES, SCOPES
from fakeping.families.pingone.model import Resource
from fakeping.families.pingone.problems import BadParameter
from fakeping.families.pingone.store import Platform

PlatformCall = Call[Platform]


def list_resources(call: PlatformCall) -> Reply:
    """List an environment's resources, optionally with their scopes."""
    environment = _environment(call)
    base_url, edition = call.request.base_url, environment.edition
    url = RESOURCES.url(base_url, environment.id)
    table = environment.resources.table
    embedded = edition.embedded["resources"]
    expand = call.query.get("expand")
    if expand not in {None, "scopes"}:
        raise BadParameter(
            "The only expansion is 'scopes'.", target="expand", rule=rules.EXPAND_UNKNOWN
        )

    def render(each: Resource) -> JSON:
        document = RESOURCES.document(base_url, each, edition)
        if edition.listed is not None:
            document = {name: document[name] for name in document if name in edition.listed}
        if expand is not None:
            scopes = environment.scopes.of(each.id).table
            paging.require_short(len(scopes), scopes.size)
            shown = [SCOPES.document(base_url, scope, edition) for scope in scopes]
            document["_embedded"] = {"scopes": shown}
        return document

    query = paging.understood(call.query, edition.parameters)
    if expand is None and not query and paging.fits(len(table), edition.bounded_pages):
        return replies.collection(
            table, url=url, embedded=embedded, form="listed", base_url=base_url, render=render
        )
    found = paging.page(
        table,
        query,
        id_of=lambda each: each.id,
        fields=RESOURCES.fields,
        bounded=edition.bounded_pages,
    )
    if expand is not None and edition.parameters:
        query["expand"] = expand
    reply = replies.page(found, url=url, query=query, embedded=embedded, render=render)
    if expand is not None:
        reply.rule = rules.EXPAND.name
    return reply


def read_secret(call: PlatformCall) -> Reply:
    """Read a custom resource's secret."""
    environment = _environment(call)
    resource_id = call.params["resource_id"]
    found = environment.secrets.get(resource_id)
    document = wire.secret(call.request.base_url, environment.id, resource_id, found)
    return replies.reply(encoded(document))


def rotate_secret(call: PlatformCall) -> Reply:
    """Make a new secret for a custom resource."""
    environment = _environment(call)
    resource_id = call.params["resource_id"]
    previous = call.body.get("previous") or {}
    rotated = environment.secrets.rotate(resource_id, previous_expires_at=previous.get("expiresAt"))
    document = wire.secret(call.request.base_url, environment.id, resource_id, rotated)
    return replies.reply(encoded(document))


def delete_previous_secret(call: PlatformCall) -> Reply:
    """Expire a custom resource's previous secret."""
    _environment(call).secrets.forget_previous(call.params["resource_id"])
    return Reply(204)


def _environment(call: PlatformCall) -> Environment:
    return call.store.environment(call.address)
