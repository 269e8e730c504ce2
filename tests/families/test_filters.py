"""The grammar of filters: what is printed is parsed, and what is not parsed says where."""

import json
import re
from datetime import UTC, datetime
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping.families.filters.dialects import COMMON_REST, MAX_LENGTH, SCIM, pointer_to
from fakeping.families.filters.fields import Field
from fakeping.families.filters.matching import matcher
from fakeping.families.filters.parsing import OPERATORS, parse
from fakeping.families.filters.tree import (
    Comparison,
    Conjunction,
    Constant,
    Disjunction,
    Element,
    FilterError,
    Negation,
    Presence,
)

DIALECTS = [pytest.param(each, id=each.name) for each in (SCIM, COMMON_REST)]


def printed(node, dialect):
    """A filter with this syntax tree."""
    match node:
        case Constant(holds):
            text = str(holds).lower()
        case Presence(path):
            text = f"{named(path, dialect)} pr"
        case Comparison(path, operator, literal):
            text = f"{named(path, dialect)} {operator} {written(literal, dialect)}"
        case Element(path, of):
            text = f"{named(path, dialect)}[{printed(of, dialect)}]"
        case Negation(of):
            text = f"{dialect.negation} ({printed(of, dialect)})"
        case Conjunction(of):
            text = " and ".join(grouped(each, dialect) for each in of)
        case Disjunction(of):
            text = " or ".join(grouped(each, dialect, besides=Conjunction) for each in of)
    return text


def grouped(node, dialect, besides=Presence):
    text = printed(node, dialect)
    joined = isinstance(node, Conjunction | Disjunction) and not isinstance(node, besides)
    return f"({text})" if joined else text


def named(path, dialect):
    return ".".join(path) if dialect is SCIM else pointer_to(path)


def written(literal, dialect):
    if isinstance(literal, str) and dialect is COMMON_REST:
        return '"' + re.sub(r'(["\\])', r"\\\1", literal) + '"'
    return json.dumps(literal)


OPERATOR = st.sampled_from(sorted(OPERATORS))
STEP_OF_SCIM = st.from_regex("[a-mA-M$][a-zA-Z0-9_$-]{0,3}", fullmatch=True)
SCIM_PATH = st.lists(STEP_OF_SCIM, min_size=1, max_size=3).map(tuple)
STEP = st.text(st.characters(exclude_characters=" ()", codec="utf-8"), max_size=4)
POINTER = st.lists(STEP, max_size=3).map(tuple).filter(lambda path: path != ("",))
TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
LITERALS = {
    SCIM: TEXT | st.none() | st.booleans() | st.integers() | st.floats(-1e9, 1e9).map(float),
    COMMON_REST: TEXT
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.integers(-9999, 9999).map(lambda n: n / 8),
}


def trees(dialect):
    """Syntax trees as the parser makes them: nothing within itself that needs no parentheses."""
    path = SCIM_PATH if dialect is SCIM else POINTER
    leaf = st.builds(Presence, path) | st.builds(Comparison, path, OPERATOR, LITERALS[dialect])
    if dialect is COMMON_REST:
        leaf |= st.builds(Constant, st.booleans())

    def longer(inner):
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        found = (
            st.builds(Negation, inner)
            | st.builds(Conjunction, several)
            | st.builds(Disjunction, several)
        )
        return found | st.builds(Element, path, inner) if dialect is SCIM else found

    return st.recursive(leaf, longer, max_leaves=8)


@pytest.mark.parametrize("dialect", DIALECTS)
@given(data=st.data())
def test_a_tree_that_is_printed_and_parsed_is_the_same(dialect, data):
    tree = data.draw(trees(dialect))

    assert parse(printed(tree, dialect), dialect) == tree


PIECES = st.sampled_from(
    [
        *("(", ")", "[", "]", " ", '"', "'", "\\", "\t", "\n", "!", "/", ".", "a", "é", "1", "-"),
        *("not", " and ", " or ", " eq ", "true", "null", " pr", ' "x"', "name", "\ud800", "\0"),
    ]
)


@pytest.mark.parametrize("dialect", DIALECTS)
@given(text=st.lists(PIECES, max_size=24).map("".join) | st.text())
def test_a_text_is_a_filter_or_refused_with_a_position(dialect, text):
    refused = None
    try:
        tree = parse(text, dialect)
    except FilterError as error:
        refused = error

    if refused is None:
        assert parse(printed(tree, dialect), dialect) == tree
    else:
        assert 0 <= refused.at <= len(text)
        assert str(refused).endswith(f"at position {refused.at}")


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("", 0, "a member expected"),
        ("name", 4, "an operator expected"),
        ("name eq", 7, "a value expected"),
        ('name eq "x" "y"', 12, "`and` or `or` expected"),
        ('name eq "x', 8, "a text without an end"),
        ('(name eq "x"', 12, "`)` expected"),
        ('name = "x"', 5, "an operator expected"),
        ('name eq "x" and ', 16, "a member expected"),
        ("name eq read", 8, "a value expected"),
        ("name pr " + "x" * MAX_LENGTH, MAX_LENGTH, "more than 2,000 characters"),
    ],
)
def test_an_error_says_what_was_expected_and_where(dialect, text, at, message):
    with pytest.raises(FilterError, match=re.escape(message)) as refused:
        parse(text, dialect)

    assert refused.value.at == at


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        (SCIM, "true"),
        (SCIM, "name eq 'x'"),
        (SCIM, "name eq TRUE"),
        (SCIM, r'name eq "\x"'),
        (SCIM, "name eq 01"),
        (SCIM, "! (name pr)"),
        (SCIM, "not name pr"),
        (SCIM, "na/me pr"),
        (COMMON_REST, "name eq null"),
        (COMMON_REST, "not (name pr)"),
        (COMMON_REST, "name[a pr]"),
        (COMMON_REST, "name eq 9223372036854775808"),
        (COMMON_REST, "name eq 1e5"),
        (COMMON_REST, "name\teq 1"),
    ],
)
def test_a_dialect_does_not_take_the_other_s_words(dialect, text):
    with pytest.raises(FilterError):
        parse(text, dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_and_binds_closer_than_or(dialect):
    a, b, c = (Presence((name,)) for name in "abc")

    assert parse("a pr or b pr AND c pr", dialect) == Disjunction((a, Conjunction((b, c))))
    assert parse("(a pr Or b pr) and c pr", dialect) == Conjunction((Disjunction((a, b)), c))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_levels_are_bounded(dialect):
    most = dialect.nesting
    deep = "(" * most + "name pr" + ")" * most

    assert parse(deep, dialect) == Presence(("name",))
    with pytest.raises(FilterError, match=f"more than {most} levels") as refused:
        parse(f"({deep})", dialect)
    assert refused.value.at == most


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "piece", ["(", '"', "\\", '"\\', "a", " ", "a pr and ", "! ", "a[", "a eq '", "not ("]
)
def test_the_longest_text_is_read_at_once(dialect, piece):
    text = (piece * MAX_LENGTH)[:MAX_LENGTH]
    started = perf_counter()

    for each in (text, f'a eq "{text}'[:MAX_LENGTH]):
        with pytest.raises(FilterError):
            parse(each, dialect)

    assert perf_counter() - started < 1


TEXTS = ("eq", "ne", "co", "sw", "ew", "pr")
ORDERED = ("eq", "ne", "gt", "ge", "lt", "le", "pr")
USERS = {
    ("username",): Field(lambda user: user["username"], TEXTS, folds=True),
    ("name", "given"): Field(lambda user: user.get("given"), TEXTS, folds=True),
    ("enabled",): Field(lambda user: user["enabled"], ("eq", "ne", "pr")),
    ("logins",): Field(lambda user: user["logins"], ORDERED),
    ("emails",): Field(lambda user: user["emails"], TEXTS),
    ("createdAt",): Field(
        lambda user: datetime(2026, user["month"], 1, tzinfo=UTC),
        ORDERED,
        read=datetime.fromisoformat,
    ),
}
ANN = {"username": "Ann", "given": "Anna", "enabled": True, "logins": 1, "emails": [], "month": 1}
BOB = {"username": "bob", "enabled": False, "logins": 0, "emails": ["b@x", "b@y"], "month": 2}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('username eq "ANN"', ["Ann"]),
        ('username ne "ann"', ["bob"]),
        ('name.given sw "an"', ["Ann"]),
        ("name.given pr", ["Ann"]),
        ("not (name.given pr)", ["bob"]),
        ("name.given eq null", ["bob"]),
        ("enabled eq true", ["Ann"]),
        ("enabled eq 1", []),
        ('enabled eq "true"', []),
        ("logins eq true", []),
        ("logins eq 1.0", ["Ann"]),
        ("logins lt 1", ["bob"]),
        ('logins gt ""', []),
        ('emails eq "b@y"', ["bob"]),
        ('emails eq "B@y"', []),
        ("emails pr", ["bob"]),
        ('createdAt gt "2026-01-01T00:00:00+00:00"', ["bob"]),
        ('createdAt le "2026-01-01T01:00:00+01:00"', ["Ann"]),
        ('createdAt eq "2026-02-01T00:00:00Z"', ["bob"]),
    ],
)
def test_values_are_compared_by_their_kinds(text, names):
    matches = matcher(parse(text, SCIM), lambda leaf: USERS[leaf.path].matches(leaf))

    assert [each["username"] for each in (ANN, BOB) if matches(each)] == names
