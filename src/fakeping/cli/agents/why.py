"""The tool that tells why a request was refused, and which entities it was about."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from itertools import pairwise
from typing import Any

from fakeping.cli.agents import knowledge, traffic
from fakeping.cli.agents.control_api import ControlApi, ToolFailed
from fakeping.cli.agents.state import row, rows, tables
from fakeping.cli.agents.tool import TENANT, AgentTool
from fakeping.core.causes import MEANINGS
from fakeping.core.exchange import JSON

#: Entities of one answer.
_MOST = 8

#: What the digest of a token begins with where the journal shows a credential.
_FINGERPRINT = re.compile("sha256:[0-9a-f]{8}")


def _why(api: ControlApi, said: dict[str, Any]) -> JSON:
    tenant, matched = said["tenant"], not said.get("unmatched")
    number = said.pop("number", None)
    path = traffic.journal(said)
    found = traffic.exchange(api, path, number or _newest(api, path))
    rule, reply = found["rule"], found["reply"]
    told = {
        "number": found["number"],
        "request": f"{found['method']} {found['path']}",
        "operation": found["operation"],
        "status": found["status"],
        "answer": reply.get("json", reply.get("text")),
        "rule": rule and knowledge.rule(api, rule),
        "fault": found["fault"] and f"a scripted failure answered: {found['fault']}",
        "cause": found["cause"] and f"{found['cause']}: {MEANINGS[found['cause']]}",
        "caller": found["caller"],
        "unread": found["unread"],
        "hint": found["hint"],
        "concerned": list(_concerned(api, tenant, found)) if matched else [],
    }
    return {name: value for name, value in told.items() if value not in (None, [])}


def _newest(api: ControlApi, path: str) -> int:
    """The number of the newest request that was refused."""
    found: list[int] = [
        each["number"]
        for status in ("4xx", "5xx")
        for each in traffic.newest(api, path, status=status, limit=1)["rows"]
    ]
    if not found:
        raise ToolFailed("no request was refused")
    return max(found)


def _concerned(api: ControlApi, tenant: str, found: JSON) -> Iterator[JSON]:
    """The entities that a request is about, as far as they are there, with their parts.

    Who asks, with grants and scopes; the token; what the path and the body name.
    """
    family = (found["operation"] or "").partition(".")[0]
    known = tables(api, tenant)
    told: set[tuple[str, str]] = set()
    for member, key in _named(found):
        for table in _tables_for(member, family, known):
            if (table, key) in told or len(told) >= _MOST:
                continue
            entity = _entity(api, tenant, table, key)
            if entity is not None:
                told.add((table, key))
                yield entity


def _named(found: JSON) -> Iterator[tuple[str, str]]:
    """What a request names, each with the word that says what it is."""
    caller = found["caller"] or {}
    for member, word in (("client", "application"), ("client", "client"), ("subject", "user")):
        if caller.get(member):
            yield word, caller[member]
    for credential in found["request"]["headers"].values():
        for each in _FINGERPRINT.findall(credential):
            yield "token", each
    steps = found["path"].split("/")
    yield from pairwise(steps)
    yield from _texts(found["request"].get("json"), "")


def _texts(value: Any, word: str) -> Iterator[tuple[str, str]]:
    """The texts of a body, each with the member that it stands in: that of an `id` is its owner."""
    if isinstance(value, str):
        yield word, value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _texts(each, word if name == "id" else name)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, word)


def _tables_for(word: str, family: str, known: Mapping[str, int]) -> Iterator[str]:
    """The tables that have what a word says: `resource_id`, `resourceId`, `resources`."""
    noun = re.sub("_?[iI]d$", "", word)
    for table in known:
        last = table.rpartition(".")[2]
        if known[table] and table.startswith(f"{family}.") and last in {noun, f"{noun}s"}:
            yield table
    if noun in {"policy", "policies"}:  # a policy has the id of its resource set
        yield from _tables_for("resource_set", family, known)


def _entity(api: ControlApi, tenant: str, table: str, key: str) -> JSON | None:
    """A row of a table by its key, or by the fingerprint of a token; `None` if it is not there."""
    if _FINGERPRINT.fullmatch(key):
        near = rows(api, tenant, table, text=key)["rows"]
        return {"table": table, "entity": near[0]["entity"]} if near else None
    try:
        found = row(api, tenant, table, key)
    except ToolFailed as failed:
        if failed.status != HTTPStatus.NOT_FOUND:
            raise
        return None
    parts = {
        name: [each["entity"] for each in rows(api, tenant, name, part_of=key)["rows"]]
        for name in found["parts"]
    }
    return {"table": table, "entity": found["entity"], **parts}


TOOLS = (
    AgentTool(
        name="why_refused",
        says="Tell why a request was refused: the rule and how it is known, what is wrong"
        " with the token, the caller, what"
        " nothing read, a hint, and the entities concerned with their grants and scopes."
        " Without `number`, the newest refused one.",
        arguments={**TENANT, **traffic.NUMBER, **traffic.UNMATCHED},
        run=_why,
        reads=True,
    ),
)
