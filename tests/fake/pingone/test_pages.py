"""Pages have an end, whatever is asked for: a hundred entities, and so many bytes."""

from urllib.parse import quote

import pytest

from tests.drive import ask


@pytest.fixture
def tenant(server):
    """A tenant of today's edition, which has pages."""
    with server.tenant(edition={"pingone": "current"}) as tenant:
        yield tenant
        assert tenant.crashes == ()


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
