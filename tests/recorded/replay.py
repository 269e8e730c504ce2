"""A recording's request, put to a fake that is in the situation which the recording implies."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from fakeping.core.exchange import Headers, Reply, Request
from tests.recorded.comparison import differences, steady
from tests.recorded.recordings import Recording
from tests.recorded.situations import SITUATIONS, of_family

_FORM = "application/x-www-form-urlencoded"


def replay(server: Any, recording: Recording) -> Reply:
    """Ask a fresh tenant what the recording was asked."""
    family = recording.source.family
    where = {"realm": _realm(recording)} if family == "pingam" else {}
    with server.tenant(edition={family: recording.source.edition}, **where) as tenant:
        known = of_family(family, server, tenant)
        for name in recording.given:
            known |= SITUATIONS[name](server, tenant, known)
        reply: Reply = server.tenants.world.handle(_request(recording, server, tenant, known))
        assert tenant.crashes == ()
        return reply


def faults(recording: Recording, reply: Reply) -> list[str]:
    """Say where a reply is not the recorded answer."""
    return list(_faults(recording, reply))


def _faults(recording: Recording, reply: Reply) -> Iterator[str]:
    if recording.status not in {None, reply.status}:
        yield f"the status is {reply.status}, not {recording.status}"
    for name, value in recording.headers.items():
        answered = reply.headers.get(name)
        if steady(answered) != steady(value):
            yield f"{name} is {answered}, not {value}"
    if recording.body == "":
        if reply.body:
            yield f"there is a body: {reply.body[:80]!r}"
    elif recording.body is not None:
        try:
            answered = json.loads(reply.body)
        except ValueError:
            yield f"the body is no JSON: {reply.body[:80]!r}"
        else:
            yield from differences(
                recording.body, answered, part=recording.part, varies=recording.varies
            )


def _realm(recording: Recording) -> str:
    return "alpha" if "/realms/root/realms/alpha" in recording.request["path"] else "/"


def _request(recording: Recording, server: Any, tenant: Any, known: Mapping[str, str]) -> Request:
    asked = _filled(dict(recording.request), known)
    mount = "/am" if recording.source.family == "pingam" else ""
    headers = dict(asked.get("headers", {}))
    body = b""
    if "form" in asked:
        headers.setdefault("Content-Type", _FORM)
        body = urlencode(asked["form"]).encode()
    elif "raw" in asked:
        body = asked["raw"].encode()
    elif "body" in asked:
        headers.setdefault("Content-Type", "application/json")
        body = json.dumps(asked["body"]).encode()
    query = asked.get("query", {})
    return Request(
        method=asked["method"],
        path=f"{mount}{asked['path']}",
        query=query if isinstance(query, str) else urlencode(query),
        headers=Headers(headers),
        body=body,
        base_url=server.tenants.base_url,
    )


def _filled(value: Any, known: Mapping[str, str]) -> Any:
    """The request with its placeholders' values."""
    if isinstance(value, str):
        for name, stands in known.items():
            value = value.replace(f"{{{name}}}", stands)
    elif isinstance(value, dict):
        value = {name: _filled(each, known) for name, each in value.items()}
    elif isinstance(value, list):
        value = [_filled(each, known) for each in value]
    return value
