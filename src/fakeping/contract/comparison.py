"""Compare answers of two deployments, except for ids, dates and hosts.

Ids are renamed in the order in which they turn up, so that one that comes back must come back
in both. Lists whose order no source tells are compared as if it did not matter.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:  # `fakeping replay` compares too, where the extra is not installed
    from fakeping.contract.target import HttpExchange

# What is compared of an answer's headers; of the others, nothing is promised.
_HEADERS = ("Content-Type", "Location", "Allow", "WWW-Authenticate", "Retry-After")

# Of these, only that they are there.
_PRESENT = ("ETag", "Correlation-Id")

UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\d*")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)")
_JWT = re.compile(r"(?<![\w-])eyJ[\w-]*\.[\w-]+\.?[\w-]*")
# Revisions and counters, which may be negative.
_NUMBER = re.compile(r"(?<![\w.])-?\d{7,}(?![\w.])")
# Each begins where a word does: a long one is not looked at from each of its letters.
_NAMED = re.compile(r"(?<![\w.-])[\w.-]*+<run>[\w.-]*", re.IGNORECASE)
# Characters of a value that a difference shows.
_READABLE = 1_000
# What a page has a browser send back.
_HIDDEN = re.compile(r"""(<input (?:type="hidden" )?name="([^"]*)" (?:required )?value=)"[^"]*\"""")
_URL = re.compile(r"https?://(?:[^\s\"'<>]|<run>)+")

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
        "user_code",
        "secret",
        "_rev",
        "exp",
        "iat",
        "nbf",
        "auth_time",
        "expiresAt",
        "authId",
        "createdAt",
        "cursor",
        "when",
        "updatedAt",
        "updated_at",
        "expires_at",
        "maxIdleExpirationTime",
        "maxSessionExpirationTime",
        "latestAccessTime",
        "eventTime",
        "request_uri",
        "n",
        "kid",
        "sid",
        "nonce",
    ]
)


# The authorization response, as a flow has it.
_RESPONSE = "authorizeResponse"


@dataclass
class Normal:
    """Replaces a deployment's own names, ids and dates by placeholders; one for each deployment.

    `names` is what a deployment calls its own, and what stands for each. What the checks name
    has the `<run>` of the run in it, and is renamed in the order in which it turns up.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    #: Whether it forgets which id and which name it was, instead of counting them.
    blank: bool = False
    _ids: dict[str, str] = field(default_factory=dict)
    _made: dict[str, str] = field(default_factory=dict)
    #: What became of a text: of the same one, ever the same.
    _texts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Compile one pattern of all names."""
        self._stands = {name.casefold(): stands for name, stands in self.names.items()}
        said = "|".join(re.escape(each) for each in sorted(self.names, key=len, reverse=True))
        self._own = re.compile(
            rf"(?<![A-Za-z0-9])(?:{said})(?![A-Za-z0-9])" if said else r"(?!)", re.IGNORECASE
        )

    def document(self, value: Any, *, member: str = "") -> Any:
        """Replace a deployment's own values in a JSON document."""
        if member in _VOLATILE and value is not None:
            return f"<{member}>"
        if isinstance(value, dict):
            if member == _RESPONSE and "code" in value:
                value = {**value, "code": "<code>"}  # elsewhere `code` is that of an error
            return {
                self.text(name): self.document(each, member=name) for name, each in value.items()
            }
        if isinstance(value, list):
            if self.blank:
                return sorted(map(self.document, value), key=_sorted_by)
            # Renaming must not depend on an order that is nobody's promise.
            ordered = sorted(value, key=lambda each: _sorted_by(self._forgetful.document(each)))
            return [self.document(each) for each in ordered]
        return self.text(value) if isinstance(value, str) else value

    @cached_property
    def _forgetful(self) -> "Normal":
        return Normal(names=self.names, blank=True)

    def text(self, text: str) -> str:
        """Replace a deployment's own values in a text."""
        if text.isidentifier() and text.casefold() not in self._stands:
            return text  # a word, as most members' names are
        known = self._texts.get(text)
        if known is None:
            known = self._texts[text] = self._renamed(text)
        return known

    def _renamed(self, text: str) -> str:
        text = self._own.sub(lambda found: self._stands[found[0].casefold()], text)
        text = _HIDDEN.sub(r'\1"<\2>"', text)
        text = _URL.sub(lambda found: self._url(found[0]), text)
        text = _NAMED.sub(self._named, text)
        text = _JWT.sub("<token>", text)
        text = _DATE.sub("<date>", text)
        text = UUID.sub(lambda found: self._id(found[0]), text)
        return _NUMBER.sub("<number>", text)

    def _url(self, url: str) -> str:
        """A URL without its host, with its query decoded and normalized."""
        try:
            parts = urlsplit(url)
        except ValueError:  # what looks like one
            return url
        query = f"?{self._members(parts.query)}" if parts.query else ""
        fragment = f"#{self._members(parts.fragment)}" if parts.fragment else ""
        return f"<host>{parts.path}{query}{fragment}"

    def _members(self, said: str) -> str:
        """The parameters of a query, or of a fragment that has its form."""
        pairs = parse_qsl(said, keep_blank_values=True)
        return "&".join(
            f"{name}=<{name}>" if name in _VOLATILE | {"code"} else f"{name}={self.text(value)}"
            for name, value in pairs
        )

    def _named(self, found: re.Match[str]) -> str:
        if self.blank:
            return "<name>"
        return self._made.setdefault(found[0], f"<name {len(self._made) + 1}>")

    def _id(self, id_: str) -> str:
        if self.blank:
            return "<id>"
        return self._ids.setdefault(id_.lower(), f"<id {len(self._ids) + 1}>")


def _sorted_by(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def unlike(
    one: Any, other: Any, *, at: str = "body", words: tuple[str, str] = ("here", "there")
) -> list[str]:
    """The differences of two normalized values, by member; `words` name the two sides."""
    here, there = words
    if isinstance(one, dict) and isinstance(other, dict):
        names = dict.fromkeys([*one, *other])
        return [
            difference
            for name in names
            for difference in _members(one, other, name, at=f"{at}.{name}", words=words)
        ]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            difference
            for index, (mine, its) in enumerate(zip(one, other, strict=True))
            for difference in unlike(mine, its, at=f"{at}[{index}]", words=words)
        ]
    if isinstance(one, list) and isinstance(other, list):
        return [f"{at}: {len(one)} items {here}, {len(other)} {there}"]
    return [] if one == other else [f"{at}: {_shown(one)} {here}, {_shown(other)} {there}"]


def _members(
    one: Mapping[str, Any],
    other: Mapping[str, Any],
    name: str,
    *,
    at: str,
    words: tuple[str, str],
) -> list[str]:
    if name not in one or name not in other:
        return [f"{at}: only {words[0] if name in one else words[1]}"]
    return unlike(one[name], other[name], at=at, words=words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The difference between two answers to one request; `place` is its number, from 0."""

    place: int
    says: str


def differences(
    one: Sequence["HttpExchange"],
    other: Sequence["HttpExchange"],
    *,
    names: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
) -> list[Difference]:
    """The differences between two deployments' answers to the same requests.

    `names` is what each calls its own, and what stands for it. What only one was asked is not
    looked at.
    """
    mine, its = Normal(names=names[0]), Normal(names=names[1])
    found = []
    for place, (here, there) in enumerate(zip(one, other, strict=False)):
        # Of both, and always, so that ids are renamed alike.
        asked, _ = mine.text(here.url), its.text(there.url)
        found += [
            Difference(place=place, says=f"{here.method} {asked}: {each}")
            for each in _answers(here, there, mine, its)
        ]
    return found


def _answers(
    here: "HttpExchange", there: "HttpExchange", mine: Normal, its: Normal
) -> Iterable[str]:
    if here.method != there.method:
        return [f"the other was asked to {there.method}"]
    return [
        *unlike(here.answer.status, there.answer.status, at="status"),
        *unlike(_headers(here, mine), _headers(there, its), at="header"),
        *unlike(_body(here, mine), _body(there, its)),
    ]


def _headers(exchange: "HttpExchange", normal: Normal) -> dict[str, str]:
    headers = exchange.answer.headers
    said = {name: normal.text(headers[name]) for name in _HEADERS if name in headers}
    return said | {name: "<present>" for name in _PRESENT if name in headers}


def _body(exchange: "HttpExchange", normal: Normal) -> Any:
    try:
        return normal.document(exchange.answer.json)
    except (ValueError, RecursionError):
        return normal.text(exchange.answer.body.decode("utf-8", "replace"))


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _READABLE else f"{text[:_READABLE]}... ({len(text)} characters)"
