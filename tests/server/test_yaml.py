"""Seeds in YAML: no more than JSON could say, and the same whichever parser PyYAML has."""

import pytest
import yaml

from fakeping.core.problem import Malformed
from fakeping.server import notation

TEXTS = [
    "a: 1",
    "a: yes",
    "a: 012",
    "a: 190:20:30",
    "a: 1e3",
    "a: 0o17",
    "a: .nan",
    "a: 2026-01-01",
    "<<: {a: 1}",
    "a: &x {b: 1}\nc:\n  <<: *x",
    "a: &x 1\nb: *x",
    "1: a",
    "true: a",
    "? [a]\n: b",
    "? {a: b}\n: c",
    "a: !!python/object:os.system {}",
    "a: !!str 5",
    "a: ! x",
    "--- a\n--- b",
    "---\na: 1\n...\n",
    "\ufeffa: 1",
    "%YAML 1.1\n---\na: 1",
    "%YAML 2.0\n---\na: 1",
    "%FOO x\n---\na: 1",
    "%TAG ! tag:x,2000:\n---\na: !b 1",
    "a:\tb",
    "a:\n\tb: 1",
    "\ta: 1",
    "{a: 1, b}",
    "{a}",
    "[a: 1]",
    "- a\n b",
    "a: b: c",
    "a: 'x\n\n  y'",
    'a: "\\ud800"',
    'a: "\\ud83d\\ude00"',
    'a: "\\x41"',
    'a: "\\q"',
    "a: \x07",
    "a: \x7f",
    "a: \x85b",
    "a: \u2028b",
    "a: \ufffe",
    "a: \U0001f600",
    "a: |\n  x\n y",
    "a: >-\n  x\n",
    "a: @b",
    "a: `b",
    "a: %b",
    "a: *",
    "a: &",
    "[",
    "]",
    "{",
    "}",
    "a: [1,2",
    "a: 'x",
    'a: "x',
    "? a",
    "? a\n? b",
    ": a",
    "- - - a",
    "-",
    "",
    "~",
    "# c",
    "a: #b",
    "a:#b",
    "a: b #c",
    "a: [,]",
    "a: [1,,2]",
    "{,}",
    "{a: }",
    "{: a}",
    '{"a":1}',
    '{"a":b}',
    "{a:1}",
    "[?a]",
    "a: -",
    "a: ?",
    "a: - b",
    "a: " + "1" * 5000,
    "a: " + "x" * 2000 + ": b",
    "x" * 1100 + ": b",
    "? " + "x" * 1100 + "\n: b",
    "'" + "x" * 1100 + "': b",
    "[" * 5000,
    "a: {" * 300,
    "- " * 300 + "a",
    "a: 1\r\nb: 2",
    "a: 1\rb: 2",
    "a: 1\n  b: 2",
    "a:\n- 1\n- 2",
    "a:\n  - 1\n - 2",
    "!!map {a: 1}",
    "&a a: 1",
    "&a &b c",
    "a: b\nc",
    "a: b\n  c",
    '"a" : b',
    "'a' b: c",
    "a: 'b' c",
    "a: ''''",
    'a: "a\\\n  b"',
    "a: |9\n x",
    "a: |0\n x",
    "a: |+\n x\n\n",
    "a: >\n\n x",
    "null: 1",
    "~: 1",
    "'': 1",
    ": 1",
    "a: +1",
    "a: 1_000",
    "a: 0x1F",
    "a: 0b1",
    "a: .5",
    "a: 5.",
    "a: -0",
    "a: -.inf",
    "a: =",
    "a: <<",
    "\x00",
    "a: \x00",
    "a: \ud7ff",
    "a: \ue000",
    "\u00a0a: 1",
    "a: !<x> 1",
    "a: !e!x 1",
    "a: *b c",
    "--- |\n x",
    "--- a: 1",
    "...",
    "a: 1\n...\nb",
    "--- \n---",
    "%YAML 1.2\n---\na: 1",
    "%YAML 1.1\n%YAML 1.1\n---\na: 1",
    "a: [\n1\n,\n2\n]",
    "a: {\n\tb: 1}",
    "a: [\t1]",
    "a: 1 \t# x",
    'a: "\t"',
    "-\ta",
    "- a\n-\tb: 1",
    'a: "b\n--- \nc"',
    "a: 'b\n...\nc'",
]


def read(text, monkeypatch, *, quick):
    """What comes of a text, read by libyaml or by PyYAML itself."""
    with monkeypatch.context() as patched:
        if not quick:
            patched.delattr(yaml, "CSafeLoader")
        try:
            return notation.read(text.encode("utf-8", "surrogatepass"), what="the document")
        except Malformed:
            return Malformed


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text)[:40])
def test_both_parsers_come_to_the_same(text, monkeypatch):
    quick = read(text, monkeypatch, quick=True)

    assert repr(quick) == repr(read(text, monkeypatch, quick=False))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("a: 1\n<<: {b: 1}", "'<<' is not read alike everywhere", id="merge key"),
        pytest.param("\n1: a", "the name of a member is a text, not 1", id="number for a name"),
        pytest.param("\ntrue: a", "the name of a member is a text, not true", id="word for a name"),
        pytest.param("\n? [a]\n: b", "the name of a member is a text", id="list for a name"),
        pytest.param("\na: 190:20:30", "'190:20:30' is not read alike", id="base sixty"),
        pytest.param("\na: 0777", "'0777' is not read alike", id="base eight"),
        pytest.param("\na: yes", "'yes' is not read alike", id="yes"),
        pytest.param("\na: Off", "'Off' is not read alike", id="off"),
        pytest.param("\na: 1_000", "'1_000' is not read alike", id="underscores"),
        pytest.param("\na: .inf", "'.inf' is not read alike", id="infinity"),
        pytest.param("a: &x 1\nb: *x", "an alias is not taken", id="alias"),
        pytest.param("\na: !!python/object:os.system {}", "a tag is not taken", id="tag"),
        pytest.param("\na: !!str 5", "a tag is not taken", id="a harmless tag"),
        pytest.param("a: 1\n---\nb: 1", "there is a second document", id="two documents"),
        pytest.param("\n%YAML 1.1\n---\na: 1", "there is a directive", id="directive"),
        pytest.param("a: 1\na: 2", "the member 'a' stands twice", id="twice"),
        pytest.param("a:\n\tb: 1", "there is a tab", id="tab"),
        pytest.param('\na: "\\ud800"', "", id="half a pair"),
        pytest.param("\na: " + "1" * 5000, "a number is out of range", id="digits"),
    ],
)
def test_what_is_refused_is_told_with_its_line(text, told):
    with pytest.raises(Malformed) as refused:
        notation.read(text.encode(), what="the document")

    assert told in refused.value.detail
    assert "\n" not in refused.value.detail
    assert refused.value.detail.endswith(" on line 2")


@pytest.mark.parametrize("text", ["\ufeffa: 1", "a: 1".encode("utf-16"), b"a: \xff"])
def test_it_is_utf_8_without_a_mark(text):
    with pytest.raises(Malformed):
        notation.read(text if isinstance(text, bytes) else text.encode())


def test_a_date_is_a_text_and_so_is_what_stands_in_quotes():
    document = notation.read(b"a: 2026-01-01\nb: 'no'\nc: \"012\"\nd: '<<'\n'1': 2.5\ne:")

    expected = {"a": "2026-01-01", "b": "no", "c": "012", "d": "<<", "1": 2.5, "e": None}
    assert document == expected


def test_thousands_of_laughs_are_refused_at_the_first():
    lines = ["a: &a [x, x]"] + [
        f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcdefg", "bcdefgh", strict=True)
    ]

    with pytest.raises(Malformed, match=r"an alias is not taken.* on line 2"):
        notation.read("\n".join(lines).encode())


def test_what_is_written_is_read_again():
    document = {
        "a": ["yes", "012", "1.5", 1.5, 10, None, True, "", "2026-01-01", "<<", "~"],
        "b": {},
    }

    assert notation.read(notation.written(document).encode()) == document
