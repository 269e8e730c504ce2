"""Filters find what a plain reading of the same tree finds, however the tree is written."""

import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeping import FakePing
from fakeping.families.pingam import queries
from fakeping.families.pingam.wire.protocol import Version
from tests.drive import ask

# Texts that look like filters, or that end one where it is not escaped.
WORDS = (
    "ann", "Ann", "a", "", "and", "not", "or", 'a" or userName pr', "it's", "a\\", '\\"', ") or (",
    "null", "true", "]", "é", "É", "\u2028", "a b", "/", "~1", "%22",
)  # fmt: skip
TEXTS = st.sampled_from(WORDS) | st.text(max_size=3)
DEEPEST = 3
BLANKS = st.sampled_from([" ", "  ", "   "])
NONE = st.sampled_from(["", "", " "])


def cased(draw, word):
    return draw(st.sampled_from([word, word.upper(), word.title()]))


@st.composite
def filters(draw, leaf, negation, negates_groups_only):
    """A text, and a function that says whether an entity matches it."""

    def either(depth):
        terms = [every(depth) for _ in range(draw(st.integers(1, 3)))]
        return joined(" or ", terms, any)

    def every(depth):
        terms = [term(depth) for _ in range(draw(st.integers(1, 3)))]
        return joined(" and ", terms, all)

    def joined(word, terms, of):
        blanks = draw(BLANKS), draw(BLANKS)
        between = blanks[0] + cased(draw, word.strip()) + blanks[1]
        return between.join(text for text, _ in terms), lambda each: of(
            holds(each) for _, holds in terms
        )

    def term(depth):
        grouped = depth < DEEPEST and draw(st.integers(0, 3)) == 0
        negated = draw(st.integers(0, 3)) == 0 and (grouped or not negates_groups_only)
        text, holds = either(depth + 1) if grouped else draw(leaf)
        if grouped:
            text = f"({draw(NONE)}{text}{draw(NONE)})"
        if not negated:
            return text, holds
        word = cased(draw, negation)
        blank = draw(NONE) if grouped and negation == "not" else draw(BLANKS)
        return f"{word}{blank}{text}", lambda each: not holds(each)

    text, holds = either(0)
    return f"{draw(NONE)}{text}{draw(NONE)}", holds


def operators(draw, known):
    operator = draw(st.sampled_from(sorted(known)))
    return operator, cased(draw, operator)


PARTS = {
    "eq": lambda value, wanted: value == wanted,
    "ne": lambda value, wanted: value != wanted,
    "co": lambda value, wanted: wanted in value,
    "sw": lambda value, wanted: value[: len(wanted)] == wanted,
    "ew": lambda value, wanted: value.endswith(wanted),
}


@st.composite
def scim_leaves(draw):
    name = draw(st.sampled_from(["username", "name.given", "email", "enabled"]))
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return f"{name}{draw(BLANKS)}{cased(draw, 'pr')}", lambda user: user[name] is not None
    blank, other = draw(BLANKS), draw(BLANKS)
    if name == "enabled":
        wanted = draw(st.booleans())
        said, shown = operators(draw, {"eq", "ne"})
        literal = json.dumps(wanted)
        literal = draw(st.sampled_from([literal, f'"{literal}"']))
        return (
            f"{name}{blank}{shown}{other}{literal}",
            lambda user: (user[name] == wanted) is (said == "eq"),
        )
    if kind == 1:
        said, shown = operators(draw, {"eq", "ne"})
        return (
            f"{name}{blank}{shown}{other}null",
            lambda user: (user[name] is None) is (said == "eq"),
        )
    said, shown = operators(draw, PARTS)
    wanted = draw(TEXTS)
    literal = json.dumps(wanted, ensure_ascii=draw(st.booleans()))
    return (
        f"{name}{blank}{shown}{other}{literal}",
        lambda user: PARTS[said]((user[name] or "").casefold(), wanted.casefold()),
    )


@pytest.fixture(scope="module")
def users():
    """A server with users, and what an oracle knows of them."""
    server = FakePing(edition={"pingone": "current"}, ids_seed=1)
    tenant = server.tenant()
    found = {}
    for number, word in enumerate(each for each in WORDS if each.strip() and each.isprintable()):
        said = {"username": word, "email": f"{number}@example.com", "enabled": number % 2 == 0}
        body = {**said, "population": {"id": tenant.pingone.populations()[0].id}}
        if number % 3:
            body["name"] = {"given": WORDS[-number]}
        url = f"{tenant.pingone.environment_url}/users"
        reply = ask(server, "POST", url, body, token=tenant.pingone.token())
        if reply.status == 201:
            found[reply.json["id"]] = {
                **said,
                "name.given": reply.json.get("name", {}).get("given"),
                "enabled": reply.json["enabled"],
            }
    assert len(found) > 8
    return server, tenant, found


@settings(deadline=None)
@given(data=st.data())
def test_a_filter_of_users_finds_what_an_oracle_does(users, data):
    server, tenant, known = users
    text, holds = data.draw(filters(scim_leaves(), "not", negates_groups_only=True))
    if len(text) > 1_500:
        return
    url = f"{tenant.pingone.environment_url}/users?filter={quote(text, safe='')}"

    reply = ask(server, "GET", url, token=tenant.pingone.token())

    assert reply.status == 200, (text, reply.json)
    listed = {each["id"] for each in reply.json["_embedded"]["users"]}
    assert listed == {id_ for id_, user in known.items() if holds(user)}, text


DOCUMENTS = [
    {"name": word, "count": number, "on": number % 2 == 0, "tags": [word, "all"][: number % 3]}
    | ({"a/b": {"c~d": word}} if number % 2 else {})
    for number, word in enumerate(WORDS)
]
POINTERS = {
    "name": lambda one: one["name"],
    "/name": lambda one: one["name"],
    "a~1b/c~0d": lambda one: one.get("a/b", {}).get("c~d"),
    "/tags": lambda one: one["tags"],
    "count": lambda one: one["count"],
    "on": lambda one: one["on"],
}
ORDERS = {
    "gt": lambda value, wanted: value > wanted,
    "ge": lambda value, wanted: value >= wanted,
    "lt": lambda value, wanted: value < wanted,
    "le": lambda value, wanted: value <= wanted,
}


def quoted(draw, text):
    """A text in either kind of quotes, with more characters escaped than need be."""
    mark = draw(st.sampled_from("\"'"))
    escaped = "".join(
        f"\\{each}" if each in {mark, "\\"} or draw(st.integers(0, 4)) == 0 else each
        for each in text
    )
    return f"{mark}{escaped}{mark}"


def compared(value, said, wanted):
    """Whether one value compares with a literal of its own kind."""
    if isinstance(value, list):
        return any(compared(each, said, wanted) for each in value)
    if value is None or (isinstance(value, bool) is not isinstance(wanted, bool)):
        return False
    if isinstance(value, str) is not isinstance(wanted, str):
        return False
    if said in ORDERS:
        return ORDERS[said](value, wanted)
    if isinstance(value, str):
        return PARTS[said](value.casefold(), wanted.casefold())
    return value == wanted


@st.composite
def common_rest_leaves(draw):
    pointer = draw(st.sampled_from(sorted(POINTERS)))
    read = POINTERS[pointer]
    kind = draw(st.integers(0, 6))
    if kind == 0:
        return (
            f"{pointer}{draw(BLANKS)}{cased(draw, 'pr')}",
            lambda one: read(one) not in (None, []),
        )
    if kind == 1:
        holds = draw(st.booleans())
        return cased(draw, str(holds).lower()), lambda _: holds
    if pointer == "count":
        wanted = draw(st.integers(-3, 20))
        literal = draw(st.sampled_from([str(wanted), f"{wanted}.0", f"{wanted:+}"]))
        said, shown = operators(draw, {"eq", *ORDERS})
    elif pointer == "on":
        wanted = draw(st.booleans())
        literal = cased(draw, json.dumps(wanted))
        said, shown = operators(draw, {"eq"})
    else:
        wanted = draw(TEXTS)
        literal = quoted(draw, wanted)
        said, shown = operators(draw, {"eq", "co", "sw", *ORDERS})
    return (
        f"{pointer}{draw(BLANKS)}{shown}{draw(BLANKS)}{literal}",
        lambda one: compared(read(one), said, wanted),
    )


@settings(deadline=None)
@given(data=st.data())
def test_a_query_filter_finds_what_an_oracle_does(data):
    text, holds = data.draw(filters(common_rest_leaves(), "!", negates_groups_only=False))
    if len(text) > 1_500:
        return
    collection = queries.Collection(show=lambda one: {"_id": str(one["count"]), **one})

    reply = queries.answer(collection, DOCUMENTS, {"_queryFilter": text}, protocol=Version((2, 0)))

    found = [each["count"] for each in reply.json["result"]]
    assert found == [each["count"] for each in DOCUMENTS if holds(each)], text
