"""Whatever a test puts into a tenant without HTTP, a state document can hold."""

import inspect
from math import inf, nan

import pytest

from fakeping import FakePing
from fakeping.core.problem import Problem
from fakeping.families import FAMILIES

# What no name, number or list is, and what one only may be.
_HOSTILE = (
    *(
        None,
        True,
        5,
        -1,
        1e300,
        nan,
        inf,
        "",
        " ",
        "\x00",
        "a\nb",
        "\ud800",
        "a" * 300,
        "a" * 5_000,
    ),
    *("/", "a/b", "..", "%2f", "a?b#c", "root", {"a": 1}, {"a": None}, {5: "a"}),
)
HOSTILE = (*_HOSTILE, *([each] for each in _HOSTILE))

# What a method refuses with: what a request for the same meets, or Python's own.
REFUSALS = (Problem, ValueError, LookupError, TypeError, AttributeError)


def _methods():
    """Every method of a family's handle, and of its `given`, with each of its parameters."""
    with FakePing().tenant() as tenant:
        for family in FAMILIES:
            handle = tenant.handle(family)
            for path, holder in ((family.name, handle), (f"{family.name}.given", handle.given)):
                for name in dir(holder):
                    member = None if name.startswith("_") else getattr(holder, name)
                    if inspect.ismethod(member):
                        for each in inspect.signature(member).parameters.values():
                            if each.kind not in {each.VAR_KEYWORD, each.VAR_POSITIONAL}:
                                yield f"{path}.{name}", each.name


def _called(tenant, path, parameter, value):
    """Call a method with a value for one parameter, and a word for others that it must have."""
    method = tenant
    for step in path.split("."):
        method = getattr(method, step)
    positional, named = [], {}
    for each in inspect.signature(method).parameters.values():
        said = value if each.name == parameter else "word"
        wanted = each.default is each.empty and each.kind not in {
            each.VAR_KEYWORD,
            each.VAR_POSITIONAL,
        }
        if each.name == parameter or wanted:
            if each.kind is each.KEYWORD_ONLY:
                named[each.name] = said
            else:
                positional.append(said)
    return method(*positional, **named)


@pytest.mark.parametrize(("path", "parameter"), list(_methods()))
def test_a_state_that_was_given_can_be_put_back(path, parameter):
    server = FakePing()
    tenant = server.tenant()
    for value in HOSTILE:
        try:
            _called(tenant, path, parameter, value)
        except REFUSALS:
            continue
        kept = tenant.snapshot()
        tenant.reset(to=kept)
        assert tenant.snapshot() == kept, value
        tenant = server.tenant()
