"""Bugs of PingOne's entities: what a deletion leaves, whose names clash, what a PUT clears."""

from dataclasses import replace
from itertools import count

from fakeping.core.sources import Clock, Ids
from fakeping.core.table import Table
from fakeping.families.pingone import paging, rules
from fakeping.families.pingone.attributes import Attributes
from fakeping.families.pingone.collection import Collection
from fakeping.families.pingone.edition import Edition
from fakeping.families.pingone.model import Attribute, Resource, Scope
from fakeping.families.pingone.populations import Populations
from fakeping.families.pingone.problems import refuse, taken
from fakeping.families.pingone.resources import Resources
from fakeping.families.pingone.scopes import Scopes
from fakeping.families.pingone.store import Platform
from tests.contract.bugs.seams import bugs, instead, never_forgets, nothing

p14c, current = bugs("pingone.p14c"), bugs("pingone.current")


def still_default(right, populations, said):
    before = populations.default
    created = right(populations, said)
    populations.table.put(before.id, before)
    return created


def alone(_, collection, id_):
    collection.table.remove(id_)


CORE_ATTRIBUTE_GOES = instead(Attributes, "require_removable", nothing)

DELETED = (
    p14c("a resource's scopes stay", instead(Collection, "remove", alone), "entity.deleted"),
    current("a mapping stays", instead(Scopes, "unmap", nothing), "userinfo.claims"),
    current(
        "two populations are the default",
        instead(Populations, "create", still_default),
        "population.default",
    ),
    current(
        "a core attribute goes",
        CORE_ATTRIBUTE_GOES,
        "attribute.fixed",
    ),
)


def at_the_end(right, table, id_, entity):
    if table.get(id_) is not None:
        table.remove(id_)
    return right(table, id_, entity)


def by_position(right, entities, query, *, id_of, **more):
    numbers = count()
    return right(entities, query, id_of=lambda _: str(next(numbers)), **more)


REPLACED_GOES_TO_THE_END = instead(Table, "put", at_the_end)

LISTED = (
    p14c(
        "a list is as it was before",
        never_forgets(Table, "joined", key=lambda table, **form: (id(table), form["form"])),
        "entity.deleted",
    ),
    p14c(
        "an entity is as it was before",
        never_forgets(Table, "encoded", key=lambda _, id_, **form: (id_, form["form"])),
        "entity.put-clears",
    ),
    current(
        "what is replaced goes to the end",
        REPLACED_GOES_TO_THE_END,
        "collection.order",
    ),
    current("a cursor counts", instead(paging, "page", by_position), "collection.cursor"),
    p14c("every answer has the same id", never_forgets(Ids, "serial", key=id), "headers"),
)


def nobody_has(kind):
    """No name of a kind of entity is ever taken."""

    def holder(right, table, key):
        return None if isinstance(next(iter(table), None), kind) else right(table, key)

    return instead(Table, "holder", holder)


def never_free_again(kind):
    """Who had a name of a kind of entity has it for ever."""

    def key(table, name):
        ours = isinstance(next(iter(table), None), kind)
        return (id(table), name) if ours else object()

    return never_forgets(Table, "holder", key=key)


def trimmed(right, edition, name):
    return right(edition, name.strip())


def besides_nobody(right, resources, id_, said):
    if resources.named(said["name"]):
        refuse([taken("A resource", rule=rules.RESOURCE_NAME_UNIQUE)])
    return right(resources, id_, said)


def unique_everywhere(kind, rule):
    """Names are unique in all environments together."""

    def plant():
        known: dict[str, object] = {}

        def create(right, held, said):
            if known.setdefault(said["name"], held) is not held:
                refuse([taken("Another", rule=rule)])
            return right(held, said)

        return instead(kind, "create", create)()

    return plant


RESOURCES_MAY_CLASH = nobody_has(Resource)
SCOPES_MAY_CLASH = nobody_has(Scope)
ATTRIBUTES_MAY_CLASH = nobody_has(Attribute)
RESOURCES_KEEP_NAMES = never_free_again(Resource)

NAMES = (
    p14c("a resource's name is free", RESOURCES_MAY_CLASH, "resource.name-unique"),
    p14c("a scope's name is free", SCOPES_MAY_CLASH, "scope.name-unique"),
    current("an attribute's name is free", ATTRIBUTES_MAY_CLASH, "attribute.name-unique"),
    current(
        "no name is free again",
        never_free_again(object),
        "resource.name-unique scope.name-unique attribute.name-unique population.name-unique",
    ),
    p14c("names are trimmed", instead(Edition, "folded", trimmed), "resource.name-unique"),
    p14c(
        "a name is taken by its own",
        instead(Resources, "update", besides_nobody),
        "resource.name-unique",
    ),
    current(
        "a resource's name is taken in another environment",
        unique_everywhere(Resources, rules.RESOURCE_NAME_UNIQUE),
        "resource.name-unique",
    ),
    current(
        "a population's name is taken in another environment",
        unique_everywhere(Populations, rules.POPULATION_NAME_UNIQUE),
        "population.name-unique",
    ),
)


def merged(kind, name):
    """A member that is not said stays what it is."""

    def update(right, held, id_, said):
        kept = said[name] or getattr(held.get(id_), name)
        return right(held, id_, {**said, name: kept})

    return instead(kind, "update", update)


def icon_stays(right, platform, id_, said):
    kept = said.icon or platform.environment(id_).said.icon
    return right(platform, id_, replace(said, icon=kept))


def merged_attribute(right, attributes, id_, said):
    if said["user_info"] in {None, True}:
        said = {**said, "user_info": attributes.get(id_).user_info}
    return right(attributes, id_, said)


def as_set_before(right, resources, id_, said):
    current = resources.get(id_)
    settings = {each: getattr(current, each) for each in said if each not in NAMED}
    return right(resources, id_, {**said, **settings})


def with_its_type(right, platform, id_, said):
    right(platform, id_, said)
    return platform.set_type(id_, said.type)


NAMED = {"name", "description"}
DESCRIPTION_STAYS = merged(Resources, "description")

REPLACED = (
    p14c(
        "a resource's description stays",
        DESCRIPTION_STAYS,
        "entity.put-clears",
    ),
    p14c("a scope's description stays", merged(Scopes, "description"), "entity.put-clears"),
    current("a scope's mapped claims stay", merged(Scopes, "mapped_claims"), "entity.put-clears"),
    current(
        "an attribute's place stays",
        instead(Attributes, "update", merged_attribute),
        "entity.put-clears",
    ),
    current(
        "a population's description stays",
        merged(Populations, "description"),
        "entity.put-clears",
    ),
    current(
        "an environment's icon stays",
        instead(Platform, "update_environment", icon_stays),
        "entity.put-clears",
    ),
    current(
        "a resource's settings stay",
        instead(Resources, "update", as_set_before),
        "resource.defaults-reset",
    ),
    current(
        "an environment's type does not stay",
        instead(Platform, "update_environment", with_its_type),
        "environment.type",
    ),
    p14c("dates stand still", never_forgets(Clock, "text", key=id), "entity.dates"),
)

BUGS = (*DELETED, *LISTED, *NAMES, *REPLACED)
