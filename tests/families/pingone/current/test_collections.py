"""Pages, filters and order: alike in every collection of today's edition."""

from urllib.parse import quote

import pytest

from tests.drive import ask
from tests.families.pingone import errors
from tests.families.pingone.errors import said


@pytest.fixture
def many(tenant):
    """Seven resources beside the built-in ones."""
    return [tenant.pingone.given.resource(name=f"r{each}", description="x") for each in range(7)]


@pytest.fixture
def walk(server, tenant):
    """Follow `next` from a URL until there is none, as the Go SDK does; returns the pages."""
    token = tenant.pingone.token()

    def walk(url):
        pages = [ask(server, "GET", url, token=token).json]
        while following := pages[-1]["_links"].get("next"):
            pages.append(ask(server, "GET", following["href"], token=token).json)
        return pages

    return walk


def names(page, embedded="resources"):
    return [each["name"] for each in page["_embedded"][embedded]]


def filtered(call, condition, path="/resources"):
    return call("GET", f"{path}?filter={quote(condition)}")


@pytest.fixture
def hundreds(tenant):
    """As many of everything as three pages are for."""
    given = tenant.pingone.given
    first = given.resource(name="first", scopes=[f"s{n}" for n in range(250)])
    for n in range(250):
        given.resource(name=f"r{n}")
        given.attribute(first, name=f"a{n}", value="v")
        given.population(name=f"p{n}")
    return first


@pytest.mark.parametrize("query", ["", "limit=100000", "order=-name", 'filter=name co "s"'])
@pytest.mark.parametrize("kind", ["resources", "scopes", "attributes", "populations"])
def test_a_page_has_a_hundred_at_most_and_the_pages_have_all(tenant, walk, hundreds, kind, query):
    here = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}"
    below = "" if kind in {"resources", "populations"} else f"/resources/{hundreds.id}"

    pages = walk(f"{here}{below}/{kind}" + (f"?{quote(query, safe='=')}" if query else ""))

    found = [name for page in pages for name in names(page, kind)]
    assert [page["size"] for page in pages[:-1]] == [100] * (len(pages) - 1)
    assert {page["count"] for page in pages} == {len(found)} == {len(set(found))}
    assert (len(pages) == 3) or "filter" in query


def test_the_rule_of_a_page_that_is_cut_is_the_page_s(call, hundreds):
    assert call("GET", "/resources").rule == "pingone.collection.page"
    assert call("GET", "/resources?limit=200").rule == "pingone.collection.page"
    assert call("GET", "/resources?limit=20").rule == "pingone.collection.limit"


def test_a_page_of_large_entities_ends_early(tenant, walk, monkeypatch):
    monkeypatch.setattr("fakeping.families.pingone.paging.MAX_BYTES", 50_000)
    for n in range(9):
        tenant.pingone.given.resource(name=f"r{n}", description="x" * 30_000)

    pages = walk(
        f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources?limit=50"
    )

    assert [page["size"] for page in pages] == [4, 2, 2, 2, 1]
    assert len({name for page in pages for name in names(page)}) == 11


def test_where_the_switch_is_off_a_list_is_whole_or_refused(server, monkeypatch):
    tenant = server.tenant(
        edition={"pingone": "current"}, switches={"pingone.bounded_pages": False}
    )
    one = tenant.pingone
    monkeypatch.setattr("fakeping.families.pingone.paging.MAX_WHOLE", 200)
    url, token = f"{one.url}/environments/{one.environment_id}/resources", one.token()
    for n in range(198):
        one.given.resource(name=f"r{n}")

    assert ask(server, "GET", url, token=token).json["size"] == 200
    one.given.resource(name="one more")
    refused = ask(server, "GET", url, token=token)

    assert (refused.status, refused.rule) == (400, "pingone.collection.whole")
    assert refused.json["details"][0]["code"] == "SIZE_LIMIT_EXCEEDED"
    assert ask(server, "GET", f"{url}?limit=150", token=token).json["size"] == 150
    assert ask(server, "GET", f"{url}?limit=9000", token=token).json["size"] == 200


def test_without_a_limit_there_is_one_page(call, many):
    found = call("GET", "/resources").json

    assert (list(found["_links"]), found["count"], found["size"]) == (["self"], 9, 9)


@pytest.mark.parametrize(
    ("limit", "sizes"), [(1, [1] * 9), (4, [4, 4, 1]), (9, [9]), (10, [9]), (99999999999, [9])]
)
def test_the_pages_are_the_list(call, environment_url, walk, many, limit, sizes):
    pages = walk(f"{environment_url}/resources?limit={limit}")

    assert [each["size"] for each in pages] == sizes
    assert {each["count"] for each in pages} == {9}
    assert [one for page in pages for one in page["_embedded"]["resources"]] == call(
        "GET", "/resources"
    ).json["_embedded"]["resources"]


def test_links_of_pages_are_absolute_and_keep_the_question(call, environment_url, many):
    found = call("GET", "/resources?limit=2&order=-name&unknown=1").json

    prefix = f"{environment_url}/resources?limit=2&order=-name"
    assert found["_links"]["self"] == {"href": prefix}
    assert found["_links"]["next"]["href"].startswith(f"{prefix}&cursor=")


def test_a_page_that_expands_goes_on_expanding(environment_url, walk, many):
    pages = walk(f"{environment_url}/resources?limit=5&expand=scopes")

    assert [len(each["_embedded"]["resources"]) for each in pages] == [5, 4]
    assert all("_embedded" in one for each in pages for one in each["_embedded"]["resources"])


def test_what_is_deleted_between_two_pages_hides_nothing(call, walk, many):
    first = call("GET", "/resources?limit=4").json
    for each in many[:2]:
        call("DELETE", f"/resources/{each.id}")

    rest = walk(first["_links"]["next"]["href"])

    assert [name for each in rest for name in names(each)] == ["r2", "r3", "r4", "r5", "r6"]


def test_what_is_created_between_two_pages_is_shown_once(call, tenant, walk, many):
    first = call("GET", "/resources?limit=4").json
    tenant.pingone.given.resource(name="late")

    rest = walk(first["_links"]["next"]["href"])

    shown = [name for each in (first, *rest) for name in names(each)]
    assert shown == ["PingOne API", "openid", *[f"r{each}" for each in range(7)], "late"]


@pytest.mark.parametrize("limit", ["0", "-1", "abc", "", "1.5", "٣", "1e3"])
def test_a_limit_is_a_positive_integer(call, limit):
    reply = call("GET", f"/resources?limit={quote(limit)}")

    assert said(reply) == (
        400,
        {
            "code": "INVALID_REQUEST",
            "message": errors.MALFORMED,
            "details": [
                {
                    "code": "INVALID_PARAMETER",
                    "message": "The limit is a positive integer.",
                    "target": "limit",
                }
            ],
        },
    )
    assert reply.rule == "pingone.collection.limit"


@pytest.mark.parametrize("cursor", ["", "x", "====", "MTp4=", "LTE6eA", "é", "OTk5", "MDE6eA"])
def test_a_cursor_is_one_that_the_server_made(call, cursor):
    reply = call("GET", f"/resources?limit=1&cursor={quote(cursor)}")

    assert (reply.status, reply.json["details"][0]["target"]) == (400, "cursor")
    assert reply.rule == "pingone.collection.cursor"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        pytest.param('name eq "r1"', ["r1"], id="eq"),
        pytest.param('name EQ "R1"', ["r1"], id="letter case aside"),
        pytest.param('name sw "r" and not (name ew "1")', ["r0", "r2"], id="and, not"),
        pytest.param('name eq "r1" or name eq "r2"', ["r1", "r2"], id="or"),
        pytest.param('name co "2"', ["r2"], id="co"),
        pytest.param('type eq "OPENID_CONNECT"', ["openid"], id="type"),
        pytest.param('type ne "CUSTOM"', ["PingOne API", "openid"], id="ne"),
        pytest.param("audience pr", ["PingOne API", "r0", "r1", "r2"], id="pr"),
        pytest.param('name eq "nobody"', [], id="none"),
        pytest.param('name eq "r1" and (name eq "r2" or type pr)', ["r1"], id="parentheses"),
    ],
)
def test_a_filter_chooses(call, tenant, condition, expected):
    for each in range(3):
        tenant.pingone.given.resource(name=f"r{each}")

    found = filtered(call, condition).json

    assert (names(found), found["count"], found["size"]) == (expected, *[len(expected)] * 2)


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param("", id="nothing"),
        pytest.param("name", id="a name alone"),
        pytest.param("name eq", id="no value"),
        pytest.param('name eq "', id="half a value"),
        pytest.param('eq "a"', id="no name"),
        pytest.param('"a" eq name', id="the wrong way round"),
        pytest.param('name xx "a"', id="no operator"),
        pytest.param('name eq "a" name', id="and more"),
        pytest.param('name eq "a" and', id="half a conjunction"),
        pytest.param("not", id="a negation of nothing"),
        pytest.param("(((", id="parentheses alone"),
        pytest.param("(" * 500 + "name pr" + ")" * 500, id="deep"),
        pytest.param('name eq "' + "x" * 3000 + '"', id="long"),
        pytest.param('emails[type eq "work"]', id="a complex attribute"),
        pytest.param("\0", id="NUL"),
        pytest.param("é eq 1", id="beyond ASCII"),
    ],
)
def test_what_is_no_filter_is_refused(call, condition):
    reply = filtered(call, condition)

    assert (reply.status, reply.json["code"]) == (400, "INVALID_REQUEST")
    assert [(each["code"], each["target"]) for each in reply.json["details"]] == [
        ("INVALID_FILTER", "filter")
    ]
    assert reply.rule == "pingone.collection.filter"


def test_a_filter_by_another_attribute_is_told_which_there_are(call, photos):
    reply = filtered(call, 'colour eq "red"', f"/resources/{photos.id}/scopes")

    assert reply.json["details"] == [
        {
            "code": "INVALID_FILTER",
            "message": "The attribute 'colour' is not supported in a filter.",
            "target": "filter",
            "innerError": {
                "supportedAttributes": ["id", "name", "description", "createdAt", "updatedAt"]
            },
        }
    ]


def test_a_filter_by_another_operator_is_told_which_there_are(call):
    reply = filtered(call, 'name gt "a"')

    assert reply.json["details"][0]["innerError"] == {
        "supportedOperators": ["eq", "ne", "sw", "ew", "co", "pr"]
    }


def test_scopes_and_attributes_are_filtered_and_paged_alike(call, openid, walk, environment_url):
    path = f"/resources/{openid.id}"

    scopes = filtered(call, 'name sw "p"', f"{path}/scopes").json
    attributes = walk(f"{environment_url}{path}/attributes?limit=10&filter=name%20co%20%22a%22")

    assert names(scopes, "scopes") == ["profile", "phone"]
    found = [name for each in attributes for name in names(each, "attributes")]
    assert found == [each for each in found if "a" in each] != []
    assert len(attributes) == 2


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        pytest.param("name", ["a", "B", "openid", "PingOne API"], id="letter case aside"),
        pytest.param("-name", ["PingOne API", "openid", "B", "a"], id="in reverse"),
        pytest.param("type,-name", ["B", "a", "openid", "PingOne API"], id="by two"),
    ],
)
def test_an_order_sorts(call, tenant, order, expected):
    for name in ("B", "a"):
        tenant.pingone.given.resource(name=name)

    assert names(call("GET", f"/resources?order={order}").json) == expected


@pytest.mark.parametrize("order", ["colour", "", "name,", "--name", "_links"])
def test_an_order_by_another_attribute_is_refused(call, order):
    reply = call("GET", f"/resources?order={order}")

    assert (reply.status, reply.json["details"][0]["code"]) == (400, "INVALID_PARAMETER")
    assert reply.rule == "pingone.collection.order-by"


def test_the_documented_edition_ignores_all_of_it(server):
    with server.tenant() as tenant:
        url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
        token = tenant.pingone.token()

        plain, asked = (
            ask(server, "GET", f"{url}{query}", token=token).json
            for query in ("", "?limit=1&filter=x&order=y&cursor=z")
        )

    assert asked == plain
