"""One lie: what is changed of the traffic between the checks and the fake, wherever it comes up.

A lie about an answer is about all answers of one operation with one status, decided by one rule;
one about a request about all requests for one operation.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from fakeping.core.exchange import Headers, Request
from tests.contract.lies import documents

#: The statuses that are told in the place of one.
NEAR = {
    200: (201, 202, 204),
    201: (200, 202),
    204: (200, 202),
    302: (301, 307),
    304: (200, 412),
    400: (404, 422),
    401: (400, 403),
    403: (401, 404),
    404: (400, 410),
    405: (404, 501),
    409: (400, 412),
    412: (409, 428),
    413: (400, 414),
    415: (400, 406),
    429: (403, 503),
}

# Headers about which no lie is told: what only a fake says, and what no rule promises.
_UNTOLD = (
    "x-fakeping-",
    "access-control-expose-headers",
    "access-control-max-age",
    "content-api-version",
    "content-security-policy",
    "expires",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
)

# Fields that some answers are not to have: the statuses that may have them, and a value.
_ADDED = {
    "WWW-Authenticate": ({401}, "Bearer"),
    "Location": ({200, 201}, "https://elsewhere.invalid/"),
    "ETag": ({200, 201, 204}, '"1"'),
}

_NO_CONTENT = 204

_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, order=True)
class Lie:
    """`about` an operation, an answer, an edition or a schema: what is done, and where."""

    #: `pingone.current`.
    edition: str
    #: `resource.create`, or `resource.create 400 resource.name-unique`.
    about: str
    act: str
    place: str = ""

    def __str__(self):
        return f"{self.edition}: {self.about}: {self.act} {self.place}".rstrip()

    def planted(self):
        """What has to be in place while it is told."""
        return nullcontext()

    def asked(self, operation, request):
        """What arrives in the place of a request."""
        if self.act in _ASKED and self.about == operation:
            return _ASKED[self.act](request, self.place)
        return request

    def loses(self, operation):
        """Whether what a request changes may have to be put back."""
        return self.act == "lose" and self.about.startswith(f"{operation} ")

    def answered(self, about, reply):
        """What arrives in the place of a reply."""
        if self.act in _ANSWERED and self.about == about:
            return _ANSWERED[self.act](reply, self.place)
        return reply


def about_answer(operation, reply):
    """What a lie about an answer is about."""
    rule = (reply.rule or "").partition(".")[2]
    return f"{operation} {reply.status} {rule or '-'}"


# The lies that an exchange gives rise to.


def lies(edition, operation, request, reply):
    """Every lie about one exchange, save that what it wrote is lost."""
    about = about_answer(operation, reply)
    for act, place in _about_answer(reply):
        yield Lie(edition, about, act, place)
    for act, place in _about_request(request):
        yield Lie(edition, operation, act, place)


def lost(edition, operation, reply):
    """The lie that something was written."""
    return Lie(edition, about_answer(operation, reply), "lose", "what was written")


def _about_answer(reply):
    yield from (("answer", str(status)) for status in NEAR.get(reply.status, ()))
    yield from _about_headers(Headers(reply.headers), reply.status)
    if reply.body:
        yield "drop", "body"
    elif reply.status == _NO_CONTENT:
        yield "add", "body"
    document = _json(reply.body)
    for path in documents.paths(document):
        yield from _about_member(document, path)


def _about_headers(headers, status):
    for name in headers:
        if not name.startswith(_UNTOLD):
            yield "drop header", name
            yield "change header", name
    for name, (statuses, _) in _ADDED.items():
        if status in statuses and name not in headers:
            yield "add header", name.lower()
    for name in documents.parameters(headers.get("Location", "")):
        yield "drop in location", name
        yield "change in location", name


def _about_member(document, path):
    place = documents.told(path)
    values = [value for _, _, value in documents.at(document, path)]
    yield "drop", place
    yield "retype", place
    if any(documents.is_leaf(each) for each in values):
        yield "change", place
    if any(isinstance(each, list) and each != each[::-1] for each in values):
        yield "turn", place


def _about_request(request):
    for name in request.headers:
        if name not in {"host", "content-length", "connection"}:
            yield "ask without header", name
    for name, _ in parse_qsl(request.query, keep_blank_values=True):
        yield "ask without parameter", name
    if request.headers.get("Content-Type", "").startswith(_FORM):
        for name, _ in parse_qsl(request.body.decode(), keep_blank_values=True):
            if name.isidentifier():  # else it is no form at all
                yield "ask without field", name
    for path in documents.paths(_json(request.body)):
        yield "ask without member", documents.told(path)


def _json(body):
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


# How they are told.


def _status(reply, place):
    return replace(reply, status=int(place))


def _member(change):
    def told(reply, place):
        document = _json(reply.body)
        if not place or document is None:
            return reply
        path = _path(document, place)
        return replace(reply, body=json.dumps(change(document, path)).encode()) if path else reply

    return told


def _path(document, place):
    """A path by its text."""
    return next((each for each in documents.paths(document) if documents.told(each) == place), None)


def _dropped(reply, place):
    if place == "body":
        return replace(reply, body=b"")
    return _member(documents.dropped)(reply, place)


def _turned(reply, place):
    def turn(document, path):
        lists = [each for each in documents.at(document, path) if isinstance(each[2], list)]
        return documents.turned(document, path) if lists else document

    return _member(turn)(reply, place)


def _body_added(reply, place):
    headers = {"Content-Type": "application/json", **reply.headers}
    return replace(reply, body=b'{"added": true}', headers=headers)


def _header(change):
    def told(reply, place):
        headers = {
            name: change(value) if name.lower() == place else value
            for name, value in reply.headers.items()
        }
        return replace(reply, headers={k: v for k, v in headers.items() if v is not None})

    return told


def _header_added(reply, place):
    name = next(each for each in _ADDED if each.lower() == place)
    return replace(reply, headers={**reply.headers, name: _ADDED[name][1]})


def _location(change):
    def told(reply, place):
        def other(name, value):
            return change(value) if name == place else value

        return _header(lambda url: documents.with_parameters(url, other))(reply, "location")

    return told


def _nothing(value):
    return None


_ANSWERED = {
    "answer": _status,
    "drop": _dropped,
    "change": _member(documents.changed),
    "retype": _member(documents.retyped),
    "turn": _turned,
    "add": _body_added,
    "drop header": _header(_nothing),
    "change header": _header(documents.near_header),
    "add header": _header_added,
    "drop in location": _location(_nothing),
    "change in location": _location(documents.near),
}


def _without_header(request, place):
    left = {name: value for name, value in request.headers.items() if name != place}
    return replace(request, headers=Headers(left))


def _without_parameter(request, place):
    return replace(request, query=_without(request.query, place))


def _without_field(request, place):
    if not request.headers.get("Content-Type", "").startswith(_FORM):
        return request
    return replace(request, body=_without(request.body.decode(), place).encode())


def _without(text, name):
    pairs = parse_qsl(text, keep_blank_values=True)
    left = [pair for pair in pairs if pair[0] != name]
    return urlencode(left) if left != pairs else text


def _without_member(request, place):
    document = _json(request.body)
    path = _path(document, place)
    if path is None:
        return request
    return replace(request, body=json.dumps(documents.dropped(document, path)).encode())


_ASKED: Mapping[str, Callable[[Request, str], Request]] = {
    "ask without header": _without_header,
    "ask without parameter": _without_parameter,
    "ask without field": _without_field,
    "ask without member": _without_member,
}
