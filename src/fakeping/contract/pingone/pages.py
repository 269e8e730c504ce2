"""Checks of collections of every kind: order, pages and filters."""

from collections.abc import Iterator
from urllib.parse import urlencode, urljoin, urlsplit

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.kinds import EntityKind, kinds
from fakeping.contract.pingone.refusals import bad_parameter
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules

of = CHECKS.of

_CURRENT = ("current",)


def _found(target: PingOneTarget, kind: EntityKind, **query: object) -> list[str]:
    """The names in a collection, from all pages."""
    asked = f"?{urlencode(query)}" if query else ""
    return [each["name"] for each in target.listed(f"{kind.url}{asked}", kind.name)]


def _three(target: PingOneTarget, kind: EntityKind) -> list[JSON]:
    """Create three entities, not in the order of their names."""
    bodies = [{**kind.body(), "name": target.name(letter)} for letter in "cab"]
    return [target.had(kind.url, each) for each in bodies]


def _filled(
    target: PingOneTarget, *, filtered: bool = False
) -> Iterator[tuple[EntityKind, list[str]]]:
    """Every kind, with the names of three new entities, the oldest first.

    With `filtered`, those that can be filtered and ordered alone.
    """
    for kind in kinds(target):
        if filtered and not kind.filtered:
            continue
        yield kind, [each["name"] for each in _three(target, kind)]


@of(rules.ORDER)
def every_kind_is_listed_as_it_came(target: PingOneTarget) -> None:
    """Lists are in the order of creation, also with a filter; built-in entities come first."""
    for kind, names in _filled(target):
        found = _found(target, kind)
        ensure_same([each for each in found if each in names], names, f"{kind.url}: the order")
        built_in = kind.name != "scopes"
        ensure(not built_in or found[0] not in names, f"{kind.url}: what comes first")
        if target.is_current and kind.filtered:
            query = {"filter": f'name sw "{target.prefix}{target.run}"', "limit": 2}
            some = [each for each in _found(target, kind, **query) if each in names]
            ensure_same(some, names, f"{kind.url}: the order of what a filter finds")


@of(rules.COLLECTION_COUNT)
def every_kind_is_counted(target: PingOneTarget) -> None:
    """`count` is the number of matches, `size` that of the page."""
    for kind, _ in _filled(target):
        whole = target.read(kind.url)
        shown = len(target.listed(kind.url, kind.name))
        on_it = len(whole["_embedded"][target.expected.embedded[kind.name]])
        ensure_same((whole["count"], whole["size"]), (shown, on_it), f"{kind.url}: count and size")
        if target.is_current:
            page = target.ask("GET", f"{kind.url}?limit=2")
            expect(page, 200, {"count": shown, "size": 2})


@of(rules.COLLECTION_LIMIT, editions=_CURRENT)
def every_kind_comes_in_pages(target: PingOneTarget) -> None:
    """The `next` link keeps the query; the last page has none."""
    for kind, names in _filled(target):
        ensure_same(_found(target, kind, limit=2), _found(target, kind), f"{kind.url}: the pages")
        if not kind.filtered:
            continue
        said = {"limit": 1, "filter": f'name ew "{names[0]}" or name ew "{names[2]}"'}
        first = target.ask("GET", f"{kind.url}?{urlencode(said)}")
        expect(first, 200, {"_links": {"next": {"href": str}}, "count": 2})
        following = urljoin(kind.url, first.json["_links"]["next"]["href"])
        place = f"{kind.url}: where the next page is"
        ensure_same(urlsplit(following).path, urlsplit(kind.url).path, place)
        expect(target.ask("GET", following), 200, {"_links": {"next": ABSENT}, "count": 2})
        ensure_same(_found(target, kind, **said), [names[0], names[2]], f"{kind.url}: the pages")
        for limit in ("0", "-1", "x"):
            bad_parameter(target.ask("GET", f"{kind.url}?limit={limit}"), "limit")


@of(rules.COLLECTION_CURSOR, editions=_CURRENT)
def a_page_goes_on_where_the_one_before_ended(target: PingOneTarget) -> None:
    """Also if entities before or after were deleted meanwhile."""
    for kind in kinds(target):
        for gone in ((0,), (1,), (2,), (1, 2), (-1, 1)):
            made = [each for _ in range(2) for each in _three(target, kind)]
            if not kind.filtered:
                break
            named = " or ".join(f'name eq "{each["name"]}"' for each in made)
            page = target.ask("GET", f"{kind.url}?{urlencode({'limit': 2, 'filter': named})}")
            following = urljoin(kind.url, page.json["_links"]["next"]["href"])
            for each in gone:
                expect(target.ask("DELETE", f"{kind.url}/{made[each + 1]['id']}"), 204)
            rest = [each["name"] for each in target.listed(following, kind.name)]
            left = [each["name"] for n, each in enumerate(made) if n > 1 and n - 1 not in gone]
            ensure_same(rest, left, f"{kind.url}: the second page, without {gone}")
        for cursor in ("nobodys", "MTox"):
            bad_parameter(target.ask("GET", f"{kind.url}?cursor={cursor}"), "cursor")


@of(rules.COLLECTION_CURSOR, editions=_CURRENT)
def a_cursor_that_somebody_changed_is_refused(target: PingOneTarget) -> None:
    """A cursor with one character changed is refused."""
    resource = target.resource()
    for _ in range(3):
        target.scope(resource)
    url = target.scopes_url(resource)
    page = target.ask("GET", f"{url}?limit=1")
    expect(page, 200, {"_links": {"next": {"href": str}}})
    following = page.json["_links"]["next"]["href"]
    bad_parameter(target.ask("GET", urljoin(url, f"{following}%3D")), "cursor")
    bad_parameter(target.ask("GET", urljoin(url, f"{following}AAAA")), "cursor")


@of(rules.COLLECTION_FILTER, editions=_CURRENT)
def every_kind_is_filtered(target: PingOneTarget) -> None:
    """By name and by id; also with `not`, and by a member that the kind does not have."""
    for kind, names in _filled(target, filtered=True):
        ours = f'name sw "{target.prefix}{target.run}"'
        one = target.named(target.listed(kind.url, kind.name), names[0])
        for text, wanted in (
            (f'id eq "{one["id"]}"', names[:1]),
            (f'name eq "{names[0].upper()}"', names[:1]),
            (f'{ours} and not (name eq "{names[0]}")', names[1:]),
            (f'name co "{names[0][2:-2]}" and name ew "-a"', []),
            ('name ew "-c-"', []),
        ):
            found = _found(target, kind, filter=text)
            ensure_same([each for each in found if each in names], wanted, f"{kind.url}: {text}")


@of(rules.COLLECTION_FILTER, editions=_CURRENT)
def members_of_a_kind_of_their_own_are_filtered_by(target: PingOneTarget) -> None:
    """By a kind's own members, such as `type`; `ne` matches a missing one."""
    resource = target.resource(audience="https://photos.example.com/filtered")
    plain, described = target.scope(resource), target.scope(resource, description="abc")
    scopes, attributes = target.scopes_url(resource), target.attributes_url(resource)
    attribute = target.attribute(resource, value="told")
    environment = target.environment()
    only = f'id eq "{environment["id"]}" and '
    license_ = f'license.id eq "{environment["license"]["id"]}"'
    organization = f'organization.id eq "{environment["organization"]["id"]}"'
    for url, kind, text, names in (
        (scopes, "scopes", 'description ne "abc"', [plain["name"]]),
        (scopes, "scopes", 'description eq "ABC"', [described["name"]]),
        (scopes, "scopes", 'description ew "ab"', []),
        (attributes, "attributes", 'type eq "CORE"', ["sub"]),
        (attributes, "attributes", 'value eq "told"', [attribute["name"]]),
        (target.resources_url, "resources", 'audience ew "/filtered"', [resource["name"]]),
        (target.resources_url, "resources", 'type eq "OPENID_CONNECT"', ["openid"]),
        (target.environments_url, "environments", only + license_, [environment["name"]]),
        (target.environments_url, "environments", f'{only}type eq "PRODUCTION"', []),
        (target.environments_url, "environments", only + organization, [environment["name"]]),
    ):
        found = target.listed(f"{url}?{urlencode({'filter': text})}", kind)
        ensure_same([each["name"] for each in found], names, f"{url}: what {text!r} finds")


@of(rules.COLLECTION_ORDER, editions=_CURRENT)
def every_kind_is_sorted(target: PingOneTarget) -> None:
    """Case-insensitively; ties are sorted by the next member."""
    for kind, names in _filled(target, filtered=True):
        for order, wanted in (
            ("name", sorted(names, key=str.casefold)),
            (" -name ", sorted(names, key=str.casefold, reverse=True)),
        ):
            found = _found(target, kind, order=order)
            some = [each for each in found if each in names]
            ensure_same(some, wanted, f"{kind.url}: the order by {order}")
    resource = target.resource()
    url = target.scopes_url(resource)
    for name, description in (("B", "x"), ("a", "y"), ("C", "x"), ("d", "Y")):
        target.scope(resource, name=f"{name}-{target.name()}", description=description)
    for order, letters in (
        ("description,name", "BCad"),
        ("-description,name", "adBC"),
        ("description,-name", "CBda"),
        ("name", "aBCd"),
    ):
        listed = target.listed(f"{url}?{urlencode({'order': order})}", "scopes")
        ensure_same("".join(each["name"][0] for each in listed), letters, f"the order by {order}")


@of(rules.EXPAND)
def the_scopes_that_come_along_are_all_of_them(target: PingOneTarget) -> None:
    """`expand=scopes` embeds all scopes, also of built-in resources, on every page."""
    limit = "&limit=1" if target.is_current else ""
    listed = target.listed(f"{target.resources_url}?expand=scopes{limit}", "resources")
    for which in ("api", "openid"):
        resource = target.built_in(which)
        shown = target.identified(listed, resource["id"])
        scopes = target.listed(target.scopes_url(resource), "scopes")
        ensure_same(shown.get("_embedded"), {"scopes": scopes}, f"what is embedded in {which}")


@of(rules.EXPAND_UNKNOWN)
def an_expansion_is_spelled_as_it_is(target: PingOneTarget) -> None:
    """`expand` is case-sensitive, and an empty or another collection's value is refused."""
    bad_parameter(target.ask("GET", f"{target.resources_url}?expand=Scopes"), "expand")
    bad_parameter(target.ask("GET", f"{target.resources_url}?expand="), "expand")
    if target.is_current:
        bad_parameter(target.ask("GET", f"{target.environments_url}?expand=scopes"), "expand")
