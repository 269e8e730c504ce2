"""Checks of collections: contents, order and pages."""

from urllib.parse import urlencode, urljoin

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.refusals import bad_parameter, refused
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules

of = CHECKS.of

_CURRENT = ("current",)


@of(rules.ORDER)
def what_is_built_in_is_listed_first_and_others_as_they_came(target: PingOneTarget) -> None:
    """Built-in entities come first, then others by creation; an update moves nothing."""
    made = [target.resource() for _ in range(3)]
    renamed = {"name": target.name()}
    expect(target.ask("PUT", target.resource_url(made[0]), json=renamed), 200)
    listed = target.listed(target.resources_url, "resources")
    built_in = [target.expected.api[0], target.expected.openid[0]]
    ensure_same([each["name"] for each in listed[:2]], built_in, "the first two resources")
    ensure_same(_of(listed, made), _ids(made), "the order of resources")
    scopes = [target.scope(made[0]) for _ in range(3)]
    listed = target.listed(target.scopes_url(made[0]), "scopes")
    ensure_same(_ids(listed), _ids(scopes), "the order of scopes")
    openid = target.built_in("openid")
    before = _ids(target.listed(target.scopes_url(openid), "scopes"))
    added = target.scope(openid)
    after = _ids(target.listed(target.scopes_url(openid), "scopes"))
    ensure_same(after, [*before, added["id"]], "the order of openid's scopes")


@of(rules.COLLECTION_COUNT)
def a_collection_says_how_many_there_are_and_are_shown(target: PingOneTarget) -> None:
    """`count` is the total, `size` what the page has."""
    resource = target.resource()
    expect(target.ask("GET", target.scopes_url(resource)), 200, {"count": 0, "size": 0})
    ensure_same(target.listed(target.scopes_url(resource), "scopes"), [], "a new resource's scopes")
    for _ in range(3):
        target.scope(resource)
    expect(target.ask("GET", target.scopes_url(resource)), 200, {"count": 3, "size": 3})
    if target.is_current:
        page = target.ask("GET", f"{target.scopes_url(resource)}?limit=2")
        expect(page, 200, {"count": 3, "size": 2})


@of(rules.COLLECTION_LIMIT, editions=_CURRENT)
def a_limit_cuts_a_collection_into_pages(target: PingOneTarget) -> None:
    """`limit` cuts a collection into pages; the last one has no `next` link."""
    resource = target.resource()
    url = target.scopes_url(resource)
    scopes = [target.scope(resource) for _ in range(3)]
    expect(target.ask("GET", url), 200, {"_links": {"next": ABSENT}, "size": 3})
    first = target.ask("GET", f"{url}?limit=2")
    expect(first, 200, {"_links": {"next": {"href": str}}})
    ensure_same(_ids(_shown(target, first)), _ids(scopes[:2]), "the first page")
    second = target.ask("GET", urljoin(url, first.json["_links"]["next"]["href"]))
    expect(second, 200, {"_links": {"next": ABSENT}})
    ensure_same(_ids(_shown(target, second)), _ids(scopes[2:]), "the second page")
    for limit in ("0", "-1", "1.5", "1e3", "many", "", "%D9%A1"):
        bad_parameter(target.ask("GET", f"{url}?limit={limit}"), "limit")
    for enough in (3, 4, 99_999_999_999):
        whole = target.ask("GET", f"{url}?limit={enough}")
        expect(whole, 200, {"_links": {"next": ABSENT}, "size": 3, "count": 3})
    expect(target.ask("GET", f"{url}?limit=1"), 200, {"size": 1, "count": 3})


@of(rules.COLLECTION_LIMIT, editions=_CURRENT)
def the_next_page_is_asked_for_as_the_first_was(target: PingOneTarget) -> None:
    """The `next` link keeps the filter, the order and `expand`."""
    resource = target.resource()
    url = target.scopes_url(resource)
    scopes = [target.scope(resource, name=f"{target.name('x')}-{end}") for end in "abab"]
    said = urlencode({"limit": 1, "filter": 'name ew "-b"', "order": "-name"})
    first = target.ask("GET", f"{url}?{said}")
    expect(first, 200, {"count": 2, "size": 1})
    asked = f"{url}?{urlencode({'limit': 1, 'order': '-name'})}"
    links = target.read(f"{asked}&unknown=1")["_links"]
    ensure_same(links["self"]["href"], asked, "what a page links to as itself")
    ensure(links["next"]["href"].startswith(f"{asked}&cursor="), "where the next page is")
    found = _ids(target.listed(f"{url}?{said}", "scopes"))
    wanted = sorted(scopes[1::2], key=lambda each: each["name"], reverse=True)
    ensure_same(found, _ids(wanted), "the pages together")
    listed = target.listed(f"{target.resources_url}?limit=1&expand=scopes", "resources")
    plain = [each["id"] for each in listed if "_embedded" not in each]
    ensure_same(plain, [], "the resources on later pages that come without their scopes")


@of(rules.COLLECTION_CURSOR, editions=_CURRENT)
def a_cursor_is_the_servers_own(target: PingOneTarget) -> None:
    """Any other text as a cursor is refused."""
    resource = target.resource()
    url = target.scopes_url(resource)
    scopes = [target.scope(resource) for _ in range(5)]
    found = target.listed(f"{url}?limit=2", "scopes")
    ensure_same(_ids(found), _ids(scopes), "the pages together")
    page = target.ask("GET", f"{url}?limit=4")
    late = target.scope(resource)
    following = urljoin(url, page.json["_links"]["next"]["href"])
    rest = _ids(target.listed(following, "scopes"))
    ensure_same(
        rest, [scopes[4]["id"], late["id"]], "the second page, with one that came meanwhile"
    )
    odd = ("", "====", "MTp4=", "LTE6eA", "%C3%A9", "OTk5", "MDE6eA")
    for cursor in ("nobodys", "MTox", "%00", "2", *odd):
        bad_parameter(target.ask("GET", f"{url}?limit=2&cursor={cursor}"), "cursor")


@of(rules.COLLECTION_FILTER, editions=_CURRENT)
def a_filter_picks_what_it_describes(target: PingOneTarget) -> None:
    """A filter selects the matching entities, case-insensitively."""
    url, photos, albums = _two_scopes(target)
    both = [photos["name"], albums["name"]]
    for text, names in (
        (f'name eq "{photos["name"]}"', both[:1]),
        (f'name eq "{photos["name"].upper()}"', both[:1]),
        (f'name EQ "{photos["name"]}"', both[:1]),
        ('name ew "photos" and (name ew "albums" or description pr)', both[:1]),
        (f'name ne "{photos["name"]}"', both[1:]),
        ('name ew "photos"', both[:1]),
        (f'name sw "{target.prefix}"', both),
        ('name co "lbum"', both[1:]),
        ("description pr", both[:1]),
        ('name ew "photos" or name ew "albums"', both),
        ('name ew "photos" and name ew "albums"', []),
        ('not (name ew "photos")', both[1:]),
        ('name ew "albums" or name ew "photos" and description pr', both),
        ('(name ew "photos" or name ew "albums") AND not (description pr)', both[1:]),
        ('((name ew "photos"))and(description eq "photos")', both[:1]),
        ('name ew "photos" and description ne "read and (write"', both[:1]),
        (r'name eq "\"" or description eq "\u0050hotos"', both[:1]),
        ("name eq true or name eq 12 or name eq -1.5e3", []),
        ("description eq null", both[1:]),
    ):
        found = target.listed(f"{url}?{urlencode({'filter': text})}", "scopes")
        ensure_same([each["name"] for each in found], names, f"what {text!r} finds")


@of(rules.COLLECTION_FILTER, editions=_CURRENT)
def a_filter_that_is_not_supported_is_refused(target: PingOneTarget) -> None:
    """An unsupported filter is refused, not ignored."""
    url, *_ = _two_scopes(target)
    for text in (
        'name gt "a"',
        'colour eq "red"',
        'name.first eq "a"',
        'name[first eq "a"]',
        "name eq",
        'name = "a"',
        "(",
        "name eq 'a'",
        "name eq a",
        'name eq "a',
        r'name eq "\x"',
        'name eq "a" name eq "b"',
        'not name eq "a"',
        '! (name eq "a")',
        "true",
        '(name eq "a"',
        "(" * 200 + "name pr" + ")" * 200,
        "",
        "name",
        'name eq "',
        'eq "a"',
        '"a" eq name',
        'name xx "a"',
        'name eq "a" name',
        'name eq "a" and',
        "not",
        f'name eq "{"x" * 3000}"',
        'emails[type eq "work"]',
        "\0",
        "é eq 1",
    ):
        answer = target.ask("GET", f"{url}?{urlencode({'filter': text})}")
        refused(answer, 400, "INVALID_REQUEST", ("INVALID_FILTER", "filter"))


@of(rules.COLLECTION_ORDER, editions=_CURRENT)
def an_order_sorts_by_members(target: PingOneTarget) -> None:
    """`order` sorts by members; a leading minus reverses."""
    url, photos, albums = _two_scopes(target)
    upwards = sorted([photos["name"], albums["name"]])
    for order, names in (("name", upwards), ("-name", upwards[::-1])):
        found = target.listed(f"{url}?order={order}", "scopes")
        ensure_same([each["name"] for each in found], names, f"the order by {order}")
    for order in ("colour", "", "--name", "name,", "_links"):
        bad_parameter(target.ask("GET", f"{url}?order={order}"), "order")


def _two_scopes(target: PingOneTarget) -> tuple[str, JSON, JSON]:
    """A resource with two scopes, `photos` and `albums`; the first has a description."""
    resource = target.resource()
    photos = target.scope(resource, name=f"{target.name('b')}-photos", description="Photos")
    albums = target.scope(resource, name=f"{target.name('a')}-albums")
    return target.scopes_url(resource), photos, albums


def _shown(target: PingOneTarget, page: Answer) -> list[JSON]:
    shown: list[JSON] = page.json["_embedded"][target.expected.embedded["scopes"]]
    return shown


def _ids(entities: list[JSON]) -> list[str]:
    return [each["id"] for each in entities]


def _of(listed: list[JSON], made: list[JSON]) -> list[str]:
    """The ids of a list that this check created, in order."""
    known = set(_ids(made))
    return [each["id"] for each in listed if each["id"] in known]
