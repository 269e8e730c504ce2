"""The source of the test, exchange by exchange."""

import json
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from textwrap import indent
from typing import Any
from urllib.parse import quote

from fakeping.core.plain import shown
from fakeping.families import FAMILIES, Handles, tenancy_of
from fakeping.journal.entry import Exchange
from fakeping.redaction.redact import FINGERPRINT, RECORDED_HEADERS, Excerpt, Withheld
from fakeping.regression.credentials import Impossible, headers_of
from fakeping.regression.names import VariablesByText

_HEAD = '''\
"""Written by fakeping from a journal: what was asked, asked again of a fresh tenant."""

import json
from http.client import HTTPConnection
from urllib.parse import urlsplit
{imported}

def ask(server, method, path, headers, body=None):
    """Put one request, and return the status, the headers and the body of the answer."""
    connection = HTTPConnection(urlsplit(server).netloc, timeout=10)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    if content and answer.headers.get_content_subtype() in ("json", "problem+json"):
        content = json.loads(content)
    return answer.status, answer.headers, content


'''

_BODY = """\
def test_what_was_recorded(fakeping):
    server = fakeping.pingone.url.removesuffix("/v1")
    environment_id = fakeping.pingone.environment_id
    realm = fakeping.pingam.realm
"""

# Members that are another each time, whatever they hold.
_VOLATILE = frozenset({"id", "_id", "_rev", "createdAt", "updatedAt", "expires_in", "exp", "iat"})

# What may stand in a request's target: the rest goes in percent-encoding.
_ASCII = "".join(map(chr, range(0x21, 0x7F)))

# The request's headers that may make a difference to the answer.
_ASKED_WITH = tuple(
    each
    for each in RECORDED_HEADERS
    if each not in {"Host", "Accept", "User-Agent", "Correlation-Id", "Origin"}
)


def written(
    exchanges: Sequence[Exchange],
    tenant: Handles,
    *,
    marked: Mapping[str, Any],
    given: Sequence[str] = (),
) -> str:
    """A module with one test that repeats the requests in order.

    `marked` is what the fixture's marker says of the tenant, beyond what any is like; `given` is
    what a test put there itself, which nobody asked for.
    """
    names = VariablesByText(**{tenancy_of(each).option: tenant.address(each) for each in FAMILIES})
    steps = [step for each in exchanges for step in _step(each, names, tenant)]
    marker = _marker(marked)
    head = _HEAD.replace("{imported}", "\nimport pytest\n" if marker else "")
    return head + marker + _BODY + _before(given) + "".join(steps)


def _before(given: Sequence[str]) -> str:
    """A comment on entities that no request created."""
    if not given:
        return ""
    lines = "".join(f"    #   {shown(each)}\n" for each in given)
    return f"\n    # Not recorded, and to be put there first, with `given` or a seed:\n{lines}"


def _marker(marked: Mapping[str, Any]) -> str:
    """The fixture's marker; "" if the tenant has the defaults."""
    said = [
        f"{name}={dict(value) if isinstance(value, Mapping) else value!r}"
        for name, value in marked.items()
        if value and value != "strict"
    ]
    return f"@pytest.mark.fakeping({', '.join(said)})\n" if said else ""


def _step(exchange: Exchange, names: VariablesByText, tenant: Handles) -> Iterator[str]:
    yield f"\n    # {exchange.number}: {exchange.operation or 'no operation'}\n"
    try:
        lines = list(_lines(exchange, names, tenant))
    except Impossible as reason:
        comment = shown(f"Left out, {exchange.method} {exchange.path}: {reason}.")
        yield f"    # {comment}\n"
    else:
        yield indent("\n".join(lines) + "\n", "    ")


def _lines(exchange: Exchange, names: VariablesByText, tenant: Handles) -> Iterator[str]:
    _check(exchange, names)
    headers = headers_of(exchange, tenant) | {
        name: _header(exchange.headers[name], names)
        for name in _ASKED_WITH
        if name in exchange.headers
    }
    said = ", ".join(f'"{name}": {value}' for name, value in headers.items())
    target = exchange.target.encode("utf-8", "surrogateescape")
    words = [json.dumps(exchange.method), names.text(quote(target, safe=_ASCII)), f"{{{said}}}"]
    words += [_body(exchange, names)] if exchange.request_body else []
    yield "status, headers, body = ask(\n    server,"
    yield from (f"    {each}," for each in words)
    yield ")"
    if exchange.fault is None and exchange.cut is None:
        yield from _expected(exchange, names)


def _check(exchange: Exchange, names: VariablesByText) -> None:
    """Raise `Impossible` if the request can't be repeated."""
    if isinstance(exchange.request_body, Withheld) or isinstance(exchange.reply_body, Withheld):
        raise Impossible("it may hold secrets, which were not recorded")
    if isinstance(exchange.request_body, Excerpt):
        raise Impossible("its body was longer than what was recorded")
    if FINGERPRINT.search(exchange.target):
        raise Impossible("its URL held a secret, which was not recorded")
    if FINGERPRINT.search(exchange.request_body.decode("utf-8", "replace")):
        raise Impossible("its body held a secret, which was not recorded")
    if FINGERPRINT.search(exchange.headers.get("X-OpenAM-Password", "")):
        raise Impossible("its password was not recorded")
    if exchange.fault is not None and not exchange.changes:
        raise Impossible(f"the scripted failure {exchange.fault} kept it from happening")
    unknown = names.unknown(exchange.target)
    if unknown and exchange.status < HTTPStatus.BAD_REQUEST:
        raise Impossible(f"{unknown} was there before")


def _body(exchange: Exchange, names: VariablesByText) -> str:
    try:
        document = json.loads(exchange.request_body, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        document = None
    if document is None:
        return repr(bytes(exchange.request_body))
    return f"json.dumps({names.source(document)})"


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A parsed JSON object. Raises `ValueError` for a repeated member."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands twice")
    return found


def _header(value: str, names: VariablesByText) -> str:
    """A header's source; `http.client` writes a text as Latin-1, and clients wrote UTF-8."""
    text = names.text(value)
    return text if value.isascii() else f"{text}.encode()"


def _expected(exchange: Exchange, names: VariablesByText) -> Iterator[str]:
    yield f"assert status == {exchange.status}"
    document = exchange.reply_json
    if isinstance(document, dict):
        yield from _captured(exchange, document, names)
        for name, value in document.items():
            if name not in _VOLATILE and names.is_stable(value):
                yield f"assert body[{name!r}] == {names.source(value)}"
    elif isinstance(document, list):
        known = all(isinstance(each, str) and each in names for each in document)
        yield (
            f"assert body == {names.source(document)}"
            if known
            else (f"assert len(body) == {len(document)}")
        )
    tag = exchange.reply_headers.get("ETag")
    if tag and tag not in names:
        yield f'{names.add(tag, like="etag")} = headers["ETag"]'


def _captured(
    exchange: Exchange, document: dict[str, Any], names: VariablesByText
) -> Iterator[str]:
    """Assignments of variables from a request's answer."""
    for each in exchange.changes:
        for member in ("id", "_id"):
            if document.get(member) == each.id and each.id not in names:
                yield f"{names.add(each.id, like=f'{each.kind}_id')} = body[{member!r}]"
