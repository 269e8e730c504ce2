import gzip
import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping.core import body
from fakeping.core.exchange import Headers, encoded
from fakeping.core.problem import Malformed, UnsupportedMedia

# Everything that JSON can say, text that UTF-8 can't carry left out.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
DOCUMENTS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
)


@given(DOCUMENTS, st.booleans())
def test_whatever_is_written_is_read_as_it_was(document, ensure_ascii):
    raw = json.dumps(document, ensure_ascii=ensure_ascii).encode()

    assert body.read_json(raw) == document


@given(DOCUMENTS)
def test_whatever_is_read_can_be_written_back(document):
    read = body.read_json(json.dumps(document).encode())

    assert json.loads(encoded(read)) == document


@given(st.binary())
def test_bytes_are_a_document_or_malformed_and_nothing_else(raw):
    try:
        document = body.read_json(raw)
    except Malformed:
        return

    assert json.loads(encoded(document)) == document


def deep(levels, *, opening=b"[", closing=b"]", core=b""):
    return opening * levels + core + closing * levels


HOSTILE = [
    pytest.param(b"", "the body is not JSON: Expecting value", id="nothing"),
    pytest.param(b" \n", "the body is not JSON: Expecting value", id="white space"),
    pytest.param(b'{"name": "a', "the body is not JSON: Unterminated string", id="cut off"),
    pytest.param(b'{"name": "a",}', "the body is not JSON: ", id="a trailing comma"),
    pytest.param(b"{} {}", "the body is not JSON: Extra data", id="two documents"),
    pytest.param(b"{'name': 'a'}", "the body is not JSON: ", id="single quotes"),
    pytest.param(b'"\x01"', "the body is not JSON: Invalid control", id="a raw control character"),
    pytest.param(b"NaN", "NaN is not JSON", id="NaN"),
    pytest.param(b"[-Infinity]", "-Infinity is not JSON", id="minus infinity"),
    pytest.param(b"1e400", "the number 1e400 is out of range", id="more than a double"),
    pytest.param(b"1" * 5000, "the body has a number that is out of range", id="5,000 digits"),
    pytest.param(b'{"a":1,"b":2,"a":3}', "the member 'a' stands twice in one object", id="twice"),
    pytest.param(b'[{"a":{"b":1,"b":1}}]', "the member 'b' stands twice", id="twice, inside"),
    pytest.param(b"\xef\xbb\xbf{}", "the body is not JSON: ", id="a byte order mark"),
    pytest.param("{}".encode("utf-16"), "the body is not UTF-8: ", id="UTF-16"),
    pytest.param(b'"\xff"', "the body is not UTF-8: invalid start byte at byte 1", id="bad UTF-8"),
    pytest.param(b'"\xc0\xaf"', "the body is not UTF-8: ", id="overlong UTF-8"),
    pytest.param(b'"\xed\xa0\x80"', "the body is not UTF-8: ", id="a surrogate's bytes"),
    pytest.param(b'"\\ud800"', "the body has half of a surrogate pair", id="a lone surrogate"),
    pytest.param(b'{"\\uDC00":1}', "the body has half of a surrogate pair", id="one in a name"),
    pytest.param(deep(100_000), "the body is nested more than 100 levels", id="100,000 arrays"),
    pytest.param(deep(102), "the body is nested more than 100 levels deep", id="102 arrays"),
    pytest.param(
        deep(50_000, opening=b'{"a":', closing=b"}", core=b"1"),
        "the body is nested more than 100 levels deep",
        id="50,000 objects",
    ),
    pytest.param(gzip.compress(b"{}"), "the body is not UTF-8: ", id="gzip"),
]


@pytest.mark.parametrize(("raw", "detail"), HOSTILE)
def test_a_hostile_body_is_malformed(raw, detail):
    with pytest.raises(Malformed) as refused:
        body.read_json(raw)

    assert refused.value.detail.startswith(detail)


@pytest.mark.parametrize(
    ("raw", "document"),
    [
        pytest.param(b'"\\ud83d\\ude00"', "\N{GRINNING FACE}", id="a whole surrogate pair"),
        pytest.param(b'"\\u0000"', "\0", id="NUL"),
        pytest.param(b"1" * 4300, int("1" * 4300), id="as many digits as Python takes"),
        pytest.param(b"1e-400", 0.0, id="less than a double"),
        pytest.param(b'"NaN"', "NaN", id="NaN as text"),
    ],
)
def test_an_odd_body_is_read(raw, document):
    assert body.read_json(raw) == document


def test_depth_is_counted_only_where_there_is_depth():
    wide = json.dumps([[] for _ in range(1000)]).encode()

    assert body.read_json(wide) == [[] for _ in range(1000)]


@pytest.mark.parametrize(
    "last", [pytest.param("new", id="all different"), pytest.param("m59999", id="the last twice")]
)
def test_sixty_thousand_members_take_no_time_worth_mentioning(last):
    members = [f'"m{number}":1' for number in range(60_000)]
    raw = f'{{{",".join(members)},"{last}":1}}'.encode()

    began = time.process_time()
    with suppress(Malformed):
        body.read_json(raw)

    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("application/json", ("application/json", None), id="bare"),
        pytest.param("Application/JSON; Charset=UTF-8", ("application/json", "utf-8"), id="case"),
        pytest.param('a/b;x=1;charset="latin1"', ("a/b", "latin1"), id="quoted"),
        pytest.param(None, ("", None), id="none"),
    ],
)
def test_a_content_type_is_taken_apart(value, expected):
    headers = {} if value is None else {"Content-Type": value}

    assert body.content_type(Headers(headers)) == expected


@pytest.mark.parametrize(
    "value",
    ["application/json", "application/json;charset=utf-8", "APPLICATION/JSON; charset=UTF8"],
)
def test_json_in_utf_8_is_json(value):
    body.require_json(Headers({"Content-Type": value}))


@pytest.mark.parametrize(
    ("value", "detail"),
    [
        pytest.param(None, "the media type is 'missing', not JSON", id="none"),
        pytest.param("text/plain", "the media type is 'text/plain', not JSON", id="text"),
        pytest.param(
            "application/jsonp", "the media type is 'application/jsonp', not JSON", id="p"
        ),
        pytest.param(
            "application/json; charset=bogus", "the charset is 'bogus', not UTF-8", id="charset"
        ),
    ],
)
def test_everything_else_is_unsupported(value, detail):
    headers = {} if value is None else {"Content-Type": value}

    with pytest.raises(UnsupportedMedia) as refused:
        body.require_json(Headers(headers))

    assert refused.value.detail == detail


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "x"])
def test_nothing_is_unpacked(encoding):
    with pytest.raises(UnsupportedMedia):
        body.require_identity(Headers({"Content-Encoding": encoding}))


@pytest.mark.parametrize(
    "headers", [{}, {"Content-Encoding": "identity"}, {"Content-Encoding": ""}]
)
def test_what_is_not_packed_is_taken(headers):
    body.require_identity(Headers(headers))
