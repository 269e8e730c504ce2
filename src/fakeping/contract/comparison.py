"""Answers of two deployments, compared as to what they say: not their ids, dates and hosts.

Ids are renamed in the order in which they turn up, so that one that comes back must come back
in both. Lists whose order no source tells are compared as if it did not matter.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from fakeping.contract.target import Exchange

# What is compared of an answer's headers; of the others, nothing is promised.
_HEADERS = ("Content-Type", "Location", "Allow", "WWW-Authenticate", "Retry-After")

# Of these, only that they are there.
_PRESENT = ("ETag", "Correlation-Id")

_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\d*")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)")
_JWT = re.compile(r"eyJ[\w-]*\.[\w-]+\.?[\w-]*")
_URL = re.compile(r"https?://[^\s\"'<>]+")

# Members whose values are the deployment's own: secrets, times, hashes.
_VOLATILE = frozenset(
    [
        "access_token",
        "refresh_token",
        "id_token",
        "token",
        "tokenId",
        "rpt",
        "pct",
        "ticket",
        "code",
        "secret",
        "_rev",
        "exp",
        "iat",
        "nbf",
        "auth_time",
        "expiresAt",
        "createdAt",
        "updatedAt",
        "expires_at",
        "maxIdleExpirationTime",
        "maxSessionExpirationTime",
        "latestAccessTime",
        "n",
        "kid",
        "sid",
        "nonce",
    ]
)


@dataclass
class Normal:
    """Makes what differs from deployment to deployment the same; one for each deployment.

    `names` are what its own names begin with, and `run` what they have after that.
    """

    run: str = ""
    _ids: dict[str, str] = field(default_factory=dict)

    def document(self, value: Any, *, member: str = "") -> Any:
        """A JSON value without what is a deployment's own."""
        if member in _VOLATILE and value is not None:
            return f"<{member}>"
        if isinstance(value, dict):
            return {name: self.document(each, member=name) for name, each in value.items()}
        if isinstance(value, list):
            # Renaming must not depend on an order that is nobody's promise.
            return sorted((self.document(each) for each in value), key=_sorted_by)
        return self.text(value) if isinstance(value, str) else value

    def text(self, text: str) -> str:
        """A text without what is a deployment's own."""
        text = text.replace(self.run, "<run>") if self.run else text
        text = _JWT.sub("<token>", text)
        text = _DATE.sub("<date>", text)
        text = _URL.sub(lambda found: _without_host(found[0]), text)
        return _UUID.sub(lambda found: self._id(found[0]), text)

    def _id(self, id_: str) -> str:
        return self._ids.setdefault(id_.lower(), f"<id {len(self._ids) + 1}>")


def _without_host(url: str) -> str:
    parts = urlsplit(url)
    return f"<host>{parts.path}" + (f"?{parts.query}" if parts.query else "")


def _sorted_by(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def unlike(one: Any, other: Any, *, at: str = "body") -> list[str]:
    """In what two normalised values differ, member by member."""
    if isinstance(one, dict) and isinstance(other, dict):
        names = dict.fromkeys([*one, *other])
        return [
            difference
            for name in names
            for difference in _members(one, other, name, at=f"{at}.{name}")
        ]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            difference
            for index, (mine, its) in enumerate(zip(one, other, strict=True))
            for difference in unlike(mine, its, at=f"{at}[{index}]")
        ]
    if isinstance(one, list) and isinstance(other, list):
        return [f"{at}: {len(one)} items here, {len(other)} there"]
    return [] if one == other else [f"{at}: {_shown(one)} here, {_shown(other)} there"]


def _members(one: Mapping[str, Any], other: Mapping[str, Any], name: str, *, at: str) -> list[str]:
    if name not in one or name not in other:
        return [f"{at}: only {'here' if name in one else 'there'}"]
    return unlike(one[name], other[name], at=at)


def differences(
    one: Sequence[Exchange], other: Sequence[Exchange], *, runs: tuple[str, str] = ("", "")
) -> list[str]:
    """In what the answers of two deployments to the same requests differ; nothing when alike.

    `runs` is what the names of each have in them that is its own.
    """
    mine, its = Normal(run=runs[0]), Normal(run=runs[1])
    found = [
        f"{here.method} {_without_host(mine.text(here.url))}: {each}"
        for here, there in zip(one, other, strict=False)
        for each in _answers(here, there, mine, its)
    ]
    if len(one) != len(other):
        found.append(f"{len(one)} requests here, {len(other)} there")
    return found


def _answers(here: Exchange, there: Exchange, mine: Normal, its: Normal) -> Iterable[str]:
    if here.method != there.method:
        return [f"the other was asked to {there.method}"]
    # In the same order for both, so that ids are renamed alike.
    return [
        *unlike(here.answer.status, there.answer.status, at="status"),
        *unlike(_headers(here, mine), _headers(there, its), at="header"),
        *unlike(_body(here, mine), _body(there, its)),
    ]


def _headers(exchange: Exchange, normal: Normal) -> dict[str, str]:
    headers = exchange.answer.headers
    said = {name: normal.text(headers[name]) for name in _HEADERS if name in headers}
    return said | {name: "<present>" for name in _PRESENT if name in headers}


def _body(exchange: Exchange, normal: Normal) -> Any:
    try:
        return normal.document(exchange.answer.json)
    except (ValueError, RecursionError):
        return normal.text(exchange.answer.body.decode("utf-8", "replace"))


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
