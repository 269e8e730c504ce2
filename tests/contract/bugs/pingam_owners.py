"""Bugs of what an owner has besides: labels, and what others share with them."""

from dataclasses import replace

from fakeping.families.pingam import policies, queries
from fakeping.families.pingam.history import AuditHistory
from fakeping.families.pingam.labels import Labels
from fakeping.families.pingam.policies import Policies
from fakeping.families.pingam.resource_sets import ResourceSets
from fakeping.families.pingam.sessions import universal_id
from fakeping.families.pingam.store import AccessManager
from tests.contract.bugs.seams import bugs, instead, nothing

am = bugs("pingam.8.1")


def anybodys(right, labels, id_, *, realm, owner):
    found = next((each for each in labels.table if each.id == id_), None)
    return found or right(labels, id_, realm=realm, owner=owner)


def everybodys(_, labels, *, realm, owner):
    return list(labels.table)


def the_same_again(right, store, name, type_, **more):
    whose = {each: more[each] for each in ("realm", "owner")}
    named = [each for each in store.labels.of(**whose) if (each.name, each.type) == (name, type_)]
    return named[0] if named else right(store, name, type_, **more)


def besides(right, sets, resource_set, owner_labels):
    return right(sets, resource_set, [*resource_set.owner_labels, *owner_labels])


def for_ever(right, policy, party, *, now):
    return right(policy, party, now=0)


def with_anybody(right, policy, party, *, now):
    return True


def kept(right, held, *, realm, owner):
    return right(held, realm=realm, owner=owner)[:1]


def everything(_, told, *, realm, owner):
    return list(told.table)


def by_name(right, told, event, request):
    right(told, event, replace(request, user=universal_id(request.user, realm=request.realm)))


def as_new(right, told, policy, *, before):
    right(told, policy, before=None)


BUGS = (
    am("an owner reads every history", instead(AuditHistory, "of", everything), "history"),
    am("what was decided is not told", instead(AuditHistory, "awaited", nothing), "history"),
    am("a decision has a universal id", instead(AuditHistory, "awaited", by_name), "history"),
    am("every policy is told as new", instead(AuditHistory, "shared", as_new), "history"),
    am("an RPT is not told", instead(AuditHistory, "asked", nothing), "history"),
    am("a history is asked with `or`", instead(queries, "_check_and", nothing), "query.members"),
    am(
        "what has ended is still shared",
        instead(policies, "shares_with", for_ever),
        "owner_resource_set.shared",
    ),
    am(
        "what is shared with one is shared with all",
        instead(policies, "shares_with", with_anybody),
        "owner_resource_set.shared",
    ),
    am(
        "only one policy is revoked",
        instead(Policies, "of", kept),
        "owner_resource_set.revoke-all",
    ),
    am("another owner's label is there", instead(Labels, "find", anybodys), "label.missing"),
    am("another owner's labels are listed", instead(Labels, "of", everybodys), "label.missing"),
    am(
        "two labels of one name are one",
        instead(AccessManager, "create_label", the_same_again),
        "label.created",
    ),
    am("a deleted label stays", instead(Labels, "remove", nothing), "label.deleted"),
    am(
        "a deleted label stays where it was put",
        instead(ResourceSets, "unlabel", nothing),
        "label.deleted",
    ),
    am(
        "labels are added to those that there are",
        instead(ResourceSets, "label", besides),
        "owner_resource_set.labels",
    ),
)
