"""Bugs of filters and of what a query shows."""

from dataclasses import replace

from fakeping.families.filters.tree import Conjunction, Disjunction
from fakeping.families.pingam import queries
from fakeping.families.pingam.presentation import Presentation
from fakeping.families.pingone import filtering
from tests.contract.bugs.seams import bugs, instead

am, current = bugs("pingam.8.1"), bugs("pingone.current")


def from_left_to_right(right, text, dialect):
    """The tree of a filter in which `and` binds as `or` does."""
    return regrouped(right(text, dialect))


def regrouped(node):
    if not isinstance(node, Disjunction):
        return node
    first, *others = node.of
    for each in others:
        terms = each.of if isinstance(each, Conjunction) else (each,)
        first = Disjunction((first, terms[0]))
        if terms[1:]:
            first = Conjunction((first, *terms[1:]))
    return first


def split_in_quotes(right, text, dialect):
    """A filter is cut at `and` wherever that is."""
    pieces = [right(each, dialect) for each in text.split(" and ")]
    return pieces[0] if len(pieces) == 1 else Conjunction(tuple(pieces))


def presented(**wrong):
    """What a query asks for is another, by functions of it."""

    def of(right, asked, found, show):
        other = {name: each(asked) for name, each in wrong.items()}
        return right(replace(asked, **other), found, show)

    return instead(Presentation, "of", of)


def without_a_count(right, *asked):
    return right(*asked)[0], -1


def sorted_on_the_page(right, asked, found, show):
    documents, left = right(replace(asked, keys=[], paths=None), found, show)
    page = replace(asked, size=0, offset=0)
    return right(page, documents, lambda each: each)[0], left


BUGS = (
    am("`and` binds as `or`", instead(queries, "parse", from_left_to_right), "query.filter"),
    current(
        "`and` binds as `or`", instead(filtering, "parse", from_left_to_right), "collection.filter"
    ),
    am("quoted words are cut", instead(queries, "parse", split_in_quotes), "query.filter"),
    current(
        "quoted words are cut", instead(filtering, "parse", split_in_quotes), "collection.filter"
    ),
    am(
        "the offset counts pages",
        presented(offset=lambda asked: asked.offset * max(1, asked.size)),
        "query.pages",
    ),
    am("nobody counts what is left", instead(Presentation, "of", without_a_count), "query.pages"),
    am("only a page is sorted", instead(Presentation, "of", sorted_on_the_page), "query.sorted"),
    am(
        "a minus does not reverse",
        presented(keys=lambda asked: [(path, False) for path, _ in asked.keys]),
        "query.sorted",
    ),
    am("one member sorts", presented(keys=lambda asked: asked.keys[:1]), "query.sorted"),
    am("every member is shown", presented(paths=lambda _: None), "query.fields"),
    am(
        "a way is its first step",
        presented(paths=lambda asked: asked.paths and [path[:1] for path in asked.paths]),
        "query.fields",
    ),
)
