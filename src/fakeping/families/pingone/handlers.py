"""The handlers that one kind has: listing resources with scopes, creating applications."""

from collections.abc import Mapping
from typing import Any

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.operation import Call
from fakeping.core.parameter import one_of
from fakeping.families.pingone import application_rules, paging, replies, rules
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.kinds import (
    APPLICATION_ATTRIBUTES,
    APPLICATIONS,
    RESOURCES,
    SCOPES,
)
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


def create_application(call: PlatformCall) -> Reply:
    """Add an application. A worker has its creator's roles, unless the body says otherwise."""
    environment = _environment(call)
    expand = call.query.get("expand")
    if expand not in {None, "attributes"}:
        raise BadParameter(
            "The only expansion is 'attributes'.",
            target="expand",
            rule=application_rules.APPLICATION_EXPAND,
        )
    said = APPLICATIONS.record.read(call.body, environment.edition)
    wire = said["said"]
    if wire["assignActorRoles"]:
        said["inherits"] = call.store.roles(call.caller)
    created = environment.applications.create(said)
    base_url = call.request.base_url
    url = f"{APPLICATIONS.url(base_url, environment.id)}/{created.id}"
    if expand is None:
        body = APPLICATIONS.encoded(environment.applications, created, base_url=base_url)
        return replies.created(body, url)
    edition = environment.edition
    document = APPLICATIONS.document(base_url, created, edition)
    document["_embedded"] = {
        "attributes": [
            APPLICATION_ATTRIBUTES.document(base_url, each, edition)
            for each in environment.application_attributes.of(created.id).table
        ]
    }
    reply = replies.created(encoded(document), url)
    reply.rule = application_rules.APPLICATION_EXPAND.name
    return reply


#: What creating an application has beside the usual.
CREATE_APPLICATION: Mapping[str, Any] = {
    "handler": create_application,
    "query": {
        "expand": one_of("attributes", says="Puts the attributes into the answer's `_embedded`")
    },
    "other_rules": (application_rules.APPLICATION_EXPAND,),
}


def _environment(call: PlatformCall) -> Environment:
    return call.store.environment(call.address)
