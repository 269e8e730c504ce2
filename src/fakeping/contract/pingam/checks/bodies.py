"""Checks of request bodies."""

import json

from fakeping.contract.check import ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.refusals import denied, refused
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.target import NotRun
from fakeping.contract.transport import Answer, InProcess
from fakeping.families.pingam.rules import everywhere as rules

#: More than a fake takes.
_TOO_MUCH = 2 * 1024 * 1024


def sent(target: PingAMTarget, raw: bytes, **headers: str) -> Answer:
    """Register with any body, which may be invalid JSON."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return target.ask("POST", target.resource_set_url, raw=raw, headers=said)


@CHECKS.of(rules.MEDIA_IGNORED)
def the_media_type_is_ignored(target: PingAMTarget) -> None:
    """Plain text, XML and none at all register."""
    latin = "application/json; charset=iso-8859-1"
    declared = ("text/plain", "application/xml", "application/json;charset=UTF-8", latin, "")
    for media_type in declared:
        raw = json.dumps(steps.description(target)).encode()
        headers = {"Content_Type": media_type} if media_type else {}
        expect(sent(target, raw, **headers), 201)


@CHECKS.of(rules.MEDIA_IGNORED)
def an_encoding_that_is_not_taken_is_told(target: PingAMTarget) -> None:
    """A charset other than UTF-8's and a compressed body are refused."""
    said = steps.description(target)
    raw = json.dumps(said).encode()
    refused(sent(target, raw, Content_Encoding="gzip"), 415, "bad_request")
    wide = json.dumps(said).encode("utf-16")
    for charset, body in (("utf-16", wide), ("bogus", raw)):
        media_type = f"application/json;charset={charset}"
        refused(sent(target, body, Content_Type=media_type), 415, "bad_request")


@CHECKS.of(rules.MALFORMED)
def what_is_no_object_is_malformed(target: PingAMTarget) -> None:
    """So are truncated JSON and a repeated member."""
    member = target.behaviour.scopes_member
    for raw in (b"not JSON", b"[]", b'"a"', b"12", b"null", b"\xff", b'{"a":"\n"}', b"{a:" * 200):
        refused(sent(target, raw), 400, "bad_request")
    for text in ('{{"{0}": ["a"], "name": "n"', '{{"{0}": ["a"], "name": "n", "name": "m"}}'):
        refused(sent(target, text.format(member).encode()), 400, "bad_request")
    if not target.behaviour.lenient_json:
        refused(sent(target, f'{{"{member}": NaN}}'.encode()), 400, "bad_request")
    nothing = target.url_of(target.name("nothing"))
    answer = target.ask("PUT", nothing, raw=b"{", headers={})
    refused(answer, 400, "server_error" if target.behaviour.require_if_match else "bad_request")
    url = f"{target.uma_url}/permission_request"
    for raw in (b"", b"{", b"[]", b"1", b'[{"resource_id": 1}]', b'{"a": 1}'):
        expect(target.ask("POST", url, raw=raw), 400, {"error": str})


@CHECKS.of(rules.MALFORMED)
def the_parser_says_where_it_stopped(target: PingAMTarget) -> None:
    """The error has the parser's message."""
    for raw, sentence in (
        (b"[]", "A JSONObject text must begin with '{' at 1 [character 2 line 1]"),
        (b'{\n "a" 1}', "Expected a ':' after a key at 8 [character 7 line 2]"),
        (b'{"a": 1, "a": 2}', 'Duplicate key "a" at 13 [character 14 line 1]'),
        (b'{"a": ["b" 1]}', "Expected a ',' or ']' at 12 [character 13 line 1]"),
        (b'{"a": [', "Expected a ',' or ']' at "),
        (b'{"a": "b" "c": 1}', "Expected a ',' or '}' at 11 [character 12 line 1]"),
        (b'{"a":', "Missing value at "),
        (b'{"a": "b', "Unterminated string at "),
        (b'{"a": "\\x"}', "Illegal escape. at 9 [character 10 line 1]"),
        (b'{"a": "\\u00g0"}', "Illegal escape. at 13 [character 14 line 1]"),
    ):
        refused(sent(target, raw), 400, "bad_request", naming=sentence)


@CHECKS.of(rules.MALFORMED)
def what_may_be_left_out_is_an_object_too(target: PingAMTarget) -> None:
    """An optional body must be an object: of an approval, of a sign-in."""
    made = steps.resource_set(target)
    request = steps.submitted(target, made, target.other(), "view")
    path = f"uma/pendingrequests/{request['_id']}?_action=approve"
    for raw in (b"[]", b"12", b"{", b"\xff"):
        denied(target.own("POST", path, raw=raw), 400)
        url = f"{target.json_url}/authenticate"
        denied(target.ask("POST", url, raw=raw, token=None), 400)
    ensure_same(len(steps.pending(target, made)), 1, "what waits after malformed bodies")


@CHECKS.of(rules.MALFORMED)
def no_body_is_an_empty_object(target: PingAMTarget) -> None:
    """An empty body counts as `{}`, which lacks required members."""
    nothing, empty = sent(target, b""), sent(target, b"{}")
    expect(nothing, empty.status, empty.json)
    refused(nothing, 400, "bad_request")


@CHECKS.of(rules.LENIENT)
def a_body_is_json(target: PingAMTarget) -> None:
    """Only `openam` accepts single quotes, bare names and a trailing comma."""
    member = target.behaviour.scopes_member
    for text in (
        "{{'{0}': ['view'], 'name': '{1}'}}",
        '{{{0}: ["view"], name: "{1}"}}',
        '{{"{0}": ["view"], "name": "{1}",}}',
    ):
        answer = sent(target, text.format(member, target.name("photo")).encode())
        if target.behaviour.lenient_json:
            expect(answer, 201)
        else:
            refused(answer, 400, "bad_request")


@CHECKS.of(rules.LENIENT)
def a_lenient_text_has_escapes(target: PingAMTarget) -> None:
    """Single-quoted text has JSON's escapes and that of its quote; `;` separates like a comma."""
    said = r"""{{'{0}': ['v\u0069ew',]; name: '{1}\t\'\/\ud83d\ude00',
        x: [{{deep: -1.5e2}}, , TRUE, two words]}}"""
    name = target.name("photo")
    answer = sent(target, said.format(target.behaviour.scopes_member, name).encode())
    if not target.behaviour.lenient_json:
        refused(answer, 400, "bad_request")
        return
    expect(answer, 201)
    read = target.ask("GET", target.url_of(answer.json["_id"]))
    expect(
        read,
        200,
        {target.behaviour.scopes_member: ["view"], "name": f"{name}\t'/\N{GRINNING FACE}"},
    )


@CHECKS.of(rules.TOO_LARGE)
def a_body_has_a_limit(target: PingAMTarget) -> None:
    """A body over the size limit is refused."""
    if isinstance(target.transport, InProcess):
        raise NotRun("the limit is kept at the server's door, and in process there is none")
    target.steered()  # nobody says what a real deployment's limit is
    said = steps.description(target, description="x" * _TOO_MUCH)
    answer = target.register(said)
    refused(answer, 413, "bad_request")


@CHECKS.of(rules.MALFORMED)
def a_refused_body_leaves_nothing_behind(target: PingAMTarget) -> None:
    """The list is unchanged afterwards."""
    before = steps.had(target.ask("GET", target.resource_set_url), 200, "a list")
    sent(target, b"not JSON")
    after = target.ask("GET", target.resource_set_url)
    ensure_same(after.json, before, "the list after a malformed body")
