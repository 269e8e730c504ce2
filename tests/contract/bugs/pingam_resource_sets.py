"""Bugs of PingAM's resource sets: their names and tags, what a deletion leaves, who sees them."""

from dataclasses import replace

from fakeping.core.problem import NotUnique
from fakeping.families.pingam import conditions, etag, stored_resource_set
from fakeping.families.pingam.conditions import Conditions, Precondition
from fakeping.families.pingam.operations import registration
from fakeping.families.pingam.pending import PendingRequests
from fakeping.families.pingam.policies import Policies
from fakeping.families.pingam.resource_sets import ResourceSets
from fakeping.families.pingam.store import AccessManager
from tests.contract.bugs.seams import bugs, instead, nothing, row

am = bugs("pingam.8.1")


def taken_if(clashes):
    """A registration is refused if `clashes(one, other)` of it and one that is there."""

    def register(right, sets, description, *, identity, base_url):
        registered = right(sets, description, identity=identity, base_url=base_url)
        others = [each for each in sets.table if each is not registered and each.name]
        if registered.name and any(clashes(registered, each) for each in others):
            sets.delete(registered)
            raise NotUnique(f"A shared item with the name '{registered.name}' already exists")
        return registered

    return instead(ResourceSets, "register", register)


def whoevers(one, other):
    return one.name == other.name


def in_any_case(one, other):
    return (one.identity, one.name.lower()) == (other.identity, other.name.lower())


def taken_twice(right, sets, description, **more):
    try:
        return right(sets, description, **more)
    except NotUnique:
        return right(sets, replace(description, name=None), **more)


def compared(right, sets, current, description):
    others = {each.name for each in sets.table if each.id != current.id}
    if description.name and description.name in others:
        raise NotUnique(f"A shared item with the name '{description.name}' already exists")
    return right(sets, current, description)


def never_freed():
    """A name is taken for ever."""
    given = set()

    def register(right, sets, description, *, identity, **more):
        if description.name and (identity, description.name) in given:
            raise NotUnique(f"A shared item with the name '{description.name}' already exists")
        given.add((identity, description.name))
        return right(sets, description, identity=identity, **more)

    return instead(ResourceSets, "register", register)()


NAMES_MAY_CLASH = instead(ResourceSets, "register", taken_twice)

NAMES = (
    am("a name is free", NAMES_MAY_CLASH, "resource_set.name-unique"),
    am("a name is taken by another's", taken_if(whoevers), "resource_set.name-unique"),
    am("letter case does not count", taken_if(in_any_case), "resource_set.name-unique"),
    am("no name is free again", never_freed, "resource_set.name-unique"),
    am(
        "an update compares names",
        instead(ResourceSets, "update", compared),
        "resource_set.name-unique",
    ),
)


def hashed(change):
    """A hash of JSON values that is another one where `change(value)` says so."""

    def bits_of(right, value):
        other = change(value)
        return right(value) if other is None else other

    return instead(etag, "bits_of", bits_of)


def upside_down(value):
    return (1237 if value else 1231) if isinstance(value, bool) else None


def by_its_length(value):
    return len(value) if isinstance(value, list) else None


def without(part):
    """A tag that one of its parts does not change."""

    def tag(right, **parts):
        return right(**{**parts, part: ""})

    return instead(stored_resource_set, "etag", tag)


TAGS = (
    am("a tag takes true for false", hashed(upside_down), "resource_set.etag"),
    am("a tag counts what is in a list", hashed(by_its_length), "resource_set.etag"),
    am("a tag is of no client", without("client"), "resource_set.etag"),
    am("a tag is of no policy URI", without("policy_uri"), "resource_set.etag"),
)


def passes(_, *asked, **named):
    return Precondition.PASSES


def strong(right, header):
    return [tag for tag in right(header) if not tag[0]]


def with_conditions(right, call):
    call.found = registration.may_be_written(call)
    return right(call)


UPDATES_ARE_LOST = instead(Conditions, "judge", passes)

CONDITIONS = (
    am("updates are lost", UPDATES_ARE_LOST, "conditions"),
    am("weak tags are none", instead(conditions, "tags", strong), "conditions"),
    am("any condition will do", instead(Conditions, "malformed", nothing), "conditions.malformed"),
    am(
        "an update reads the body before its conditions",
        row("pingam.resource_set.update", precondition=nothing, handler=with_conditions),
        "conditions",
    ),
)


def every_one(_, requests, resource_id):
    for each in list(requests.table):
        requests.remove(each.id)


def anew(right, store, request, scopes):
    store.policies.remove(request.resource_id)
    right(store, request, scopes)


def once_more(_, requests, request):
    requests.load(request)


DELETED = (
    am("a policy stays", instead(Policies, "remove", nothing), "resource_set.deleted"),
    am("requests stay", instead(PendingRequests, "remove_for", nothing), "resource_set.deleted"),
    am(
        "all requests go", instead(PendingRequests, "remove_for", every_one), "resource_set.deleted"
    ),
    am(
        "an approval ends what was shared before",
        instead(AccessManager, "approve", anew),
        "pending_request.approved",
    ),
    am(
        "what waits is submitted again",
        instead(PendingRequests, "submit", once_more),
        "rpt.request-submitted",
    ),
)


def found_by(whose):
    """A resource set is there for others too: `whose(identity, realm, owner)`."""

    def find(_, sets, id_, *, realm, owner):
        found = sets.at(id_) if sets.has(id_) else None
        return found if found and whose(found.identity, realm, owner) else None

    return instead(ResourceSets, "find", find)


def backwards(right, sets, identity):
    return right(sets, identity)[::-1]


def of_any_client(_, sets, identity):
    return [each.id for each in sets.of_owner(identity.owner, realm=identity.realm)]


def of_any_owner(_, sets, identity):
    return [each.id for each in sets.table if each.identity.client == identity.client]


def anybodys(right, held, id_, *, realm, owner):
    found = next((each for each in held.table if each.id == id_), None)
    return found or right(held, id_, realm=realm, owner=owner)


def everybodys(_, held, *, realm, owner):
    return list(held.table)


ANOTHER_OWNERS_IS_THERE = found_by(lambda identity, realm, _: identity.realm == realm)
ANOTHER_REALMS_IS_THERE = found_by(lambda identity, _, owner: identity.owner == owner)
LISTED_BACKWARDS = instead(ResourceSets, "ids", backwards)
ANOTHER_OWNERS_IS_LISTED = instead(ResourceSets, "ids", of_any_owner)

OWNERS = (
    am(
        "another owner's is there",
        ANOTHER_OWNERS_IS_THERE,
        "resource_set.isolated ticket.resource policy.resource owner_resource_set.missing",
    ),
    am("another realm's is there", ANOTHER_REALMS_IS_THERE, "resource_set.isolated"),
    am("another owner's is listed", ANOTHER_OWNERS_IS_LISTED, "resource_set.listed"),
    am(
        "another client's is listed",
        instead(ResourceSets, "ids", of_any_client),
        "resource_set.listed",
    ),
    am("the newest comes first", LISTED_BACKWARDS, "resource_set.listed"),
    am("another owner's policy is there", instead(Policies, "get", anybodys), "policy.missing"),
    am("another owner's policy is listed", instead(Policies, "of", everybodys), "policy.missing"),
    am(
        "another owner's request is there",
        instead(PendingRequests, "get", anybodys),
        "pending_request.missing",
    ),
    am(
        "another owner's request is listed",
        instead(PendingRequests, "of", everybodys),
        "pending_request.missing",
    ),
)

BUGS = (*NAMES, *TAGS, *CONDITIONS, *DELETED, *OWNERS)
