"""A script of requests: what is asked, one after another, and what later ones use of answers.

It has the form of the recorded answers that tests are held to, without the answers.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fakeping.core.exchange import JSON
from fakeping.server.seeds import document

_SOURCE = frozenset({"title", "where", "kind", "family", "edition", "product", "date"})
_STEP = frozenset(
    {"name", "operation", "at", "shows", "given", "rules", "varies", "part", "request"}
)
_REQUEST = frozenset({"method", "path", "query", "headers", "body", "form", "raw"})
_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"})

# `${create.id}`, `${list._embedded.users.0.id}`: a member of an earlier answer.
_REFERENCE = re.compile(r"\$\{([\w-]+)((?:\.[\w-]+)*)\}")
_BLANK = re.compile(r"(?<!\$)\{(\w+)\}")


class BadScript(ValueError):
    """Raised for a script that can't be asked; says where."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One request, as the script has it."""

    name: str
    said: Mapping[str, Any]
    request: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class AskedScript:
    """What a recording says of its source, and the requests in their order."""

    source: Mapping[str, str]
    steps: tuple[Step, ...]

    @property
    def family(self) -> str:
        """`pingone` or `pingam`."""
        return self.source["family"]


def read(file: Path) -> AskedScript:
    """Read a script in JSON or YAML. Raises `BadScript`, `BadDocument`, and `OSError`."""
    said = document(file)
    if not isinstance(said, dict) or not isinstance(said.get("answers"), list):
        raise BadScript(f"{file}: a script has `source` and `answers`")
    source = said.get("source")
    if not isinstance(source, dict) or source.get("family") not in {"pingone", "pingam"}:
        raise BadScript(f"{file}: its source's `family` is pingone or pingam")
    _require_known(source, _SOURCE, f"{file}: source")
    steps: list[Step] = []
    for place, each in enumerate(said["answers"]):
        step = _step(each, f"{file}: answers[{place}]")
        if step.name in {one.name for one in steps}:
            raise BadScript(f"{file}: answers[{place}]: another one is called {step.name!r}")
        _check_references(step, {one.name for one in steps}, f"{file}: answers[{place}]")
        steps.append(step)
    return AskedScript(source={name: str(of) for name, of in source.items()}, steps=tuple(steps))


def _step(said: JSON, where: str) -> Step:
    if not isinstance(said, dict) or not isinstance(said.get("request"), dict):
        raise BadScript(f"{where}: an answer has a `name` and a `request`")
    _require_known(said, _STEP, where)
    request = said["request"]
    _require_known(request, _REQUEST, f"{where}.request")
    if not isinstance(said.get("name"), str) or request.get("method") not in _METHODS:
        raise BadScript(f"{where}: it has a `name`, and a request's `method` such as GET")
    if not isinstance(request.get("path"), str) or not re.match(r"/(?!/)", request["path"]):
        raise BadScript(f"{where}: a request's `path` begins with one /")
    return Step(name=said["name"], said=said, request=request)


def _require_known(said: JSON, known: frozenset[str], where: str) -> None:
    for name in said:
        if name not in known:
            raise BadScript(f"{where} has no {name!r}; there are {', '.join(sorted(known))}")


def _check_references(step: Step, known: set[str], where: str) -> None:
    for name, _ in _REFERENCE.findall(json.dumps(dict(step.request), ensure_ascii=False)):
        if name not in known:
            raise BadScript(f"{where}: no earlier answer is called {name!r}")


def filled(value: Any, blanks: Mapping[str, str], answers: Mapping[str, JSON]) -> Any:
    """A part of a request with the values of its placeholders. Raises `BadScript`."""
    if isinstance(value, dict):
        return {name: filled(each, blanks, answers) for name, each in value.items()}
    if isinstance(value, list):
        return [filled(each, blanks, answers) for each in value]
    if not isinstance(value, str):
        return value
    whole = _REFERENCE.fullmatch(value)
    if whole:
        return _member(whole, answers)
    text = _BLANK.sub(lambda found: blanks.get(found[1], found[0]), value)
    return _REFERENCE.sub(lambda found: str(_member(found, answers)), text)


def _member(found: "re.Match[str]", answers: Mapping[str, JSON]) -> JSON:
    value = answers[found[1]]
    for name in filter(None, found[2].split(".")):
        try:
            value = value[int(name)] if isinstance(value, list) else value[name]
        except (LookupError, TypeError, ValueError):
            raise BadScript(f"the answer has no member of {found[0]}") from None
    return value


def sent(request: Mapping[str, Any]) -> tuple[str, dict[str, str], bytes]:
    """The path with its query, the headers and the body of a request that is filled."""
    headers = {str(name): str(of) for name, of in request.get("headers", {}).items()}
    query = request.get("query", "")
    query = query if isinstance(query, str) else urlencode(query)
    body = b""
    if "form" in request:
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        body = urlencode(request["form"]).encode()
    elif "raw" in request:
        body = str(request["raw"]).encode()
    elif "body" in request:
        headers.setdefault("Content-Type", "application/json")
        body = json.dumps(request["body"]).encode()
    return request["path"] + (f"?{query}" if query else ""), headers, body


def written(value: Any) -> Any:
    """A request as a recording has it: `${create.id}` is a placeholder, `{create.id}`."""
    if isinstance(value, dict):
        return {name: written(each) for name, each in value.items()}
    if isinstance(value, list):
        return [written(each) for each in value]
    return _REFERENCE.sub(r"{\1\2}", value) if isinstance(value, str) else value
