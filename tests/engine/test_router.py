from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping import control
from fakeping.core.operation import Operation
from fakeping.core.problem import NoRoute, NotAllowed
from fakeping.engine.router import Router
from fakeping.families import FAMILIES, pingam, pingone

ROUTER = Router((*FAMILIES, control.FAMILY))

SEGMENTS = st.text(min_size=1).filter(lambda text: "/" not in text and "%" not in text)


def named(name, path, method="GET", **how):
    return Operation(
        name=name, method=method, path=path, handler=print, replies={}, summary=name, **how
    )


def family(*operations, mount="", name="x"):
    return replace(pingone.FAMILY, name=name, mount=mount, operations=operations)


@pytest.mark.parametrize(
    ("method", "path", "name", "params"),
    [
        pytest.param("GET", "/v1/environments/E", "pingone.environment.read", ["E"], id="one"),
        pytest.param("GET", "//v1/environments/E", "pingone.environment.read", ["E"], id="//v1"),
        pytest.param("GET", "/v1//environments/E", "pingone.environment.read", ["E"], id="v1//"),
        pytest.param("GET", "/v1/environments/E/", "pingone.environment.read", ["E"], id="E/"),
        pytest.param(
            "PUT",
            "/v1/environments/E/resources/R/scopes/S/",
            "pingone.scope.update",
            ["E", "R", "S"],
            id="the document's own slash",
        ),
        pytest.param(
            "HEAD", "/v1/environments/E/resources", "pingone.resource.list", ["E"], id="HEAD"
        ),
        pytest.param(
            "GET", "/v1/environments/a%2Fb", "pingone.environment.read", ["a/b"], id="escaped slash"
        ),
        pytest.param("GET", "/v1/environments/..", "pingone.environment.read", [".."], id="dots"),
        pytest.param("GET", "/v1/environments/%00", "pingone.environment.read", ["\0"], id="NUL"),
        pytest.param(
            "GET",
            "/am/uma/realms/root/realms/alpha/resource_set",
            "pingam.resource_set.list",
            ["realms/root/realms/alpha"],
            id="a realm",
        ),
        pytest.param(
            "GET",
            "/am/uma/realms/root/realms/alpha/resource_set/",
            "pingam.resource_set.list",
            ["realms/root/realms/alpha"],
            id="a list's slash",
        ),
        pytest.param(
            "DELETE",
            "/am/uma/realms/root/realms/resource_set/realms/b/resource_set/1",
            "pingam.resource_set.delete",
            ["realms/root/realms/resource_set/realms/b", "1"],
            id="a realm called resource_set",
        ),
        pytest.param(
            "GET",
            "/am/uma/resource_set",
            "pingam.resource_set.list",
            [""],
            id="no realm at all",
        ),
        pytest.param("GET", "/__fakeping/health", "control.health", [], id="control"),
    ],
)
def test_a_path_is_an_operation(method, path, name, params):
    route = ROUTER.find(path)

    assert (route.operation(method).name, sorted(route.params.values())) == (name, sorted(params))


@pytest.mark.parametrize(
    ("path", "family"),
    [
        pytest.param("/", pingone.FAMILY, id="nothing"),
        pytest.param("/v1", pingone.FAMILY, id="half a path"),
        pytest.param("/v1/users", pingone.FAMILY, id="a collection that is not faked"),
        pytest.param("/V1/environments/E", pingone.FAMILY, id="upper case"),
        pytest.param("/v1/environments/E/resources/R/scopes/S/x", pingone.FAMILY, id="too much"),
        pytest.param("/am", pingam.FAMILY, id="a bare mount"),
        pytest.param("/am/uma/realms/root/resource_set/1/", pingam.FAMILY, id="an item's slash"),
        pytest.param("/am/uma/realms/root/resource_set/1/2", pingam.FAMILY, id="an extra segment"),
        pytest.param("/am/json/realms/root/users", pingam.FAMILY, id="AM's other endpoints"),
        pytest.param("/__fakeping/x", control.FAMILY, id="control"),
        pytest.param("/amx/uma", pingone.FAMILY, id="a mount and more in one segment"),
    ],
)
def test_where_nothing_stands_the_mounts_family_says_so(path, family):
    route = ROUTER.find(path)

    with pytest.raises(NoRoute):
        route.operation("GET")
    assert route.family.name == family.name


def test_another_method_is_not_allowed_and_those_that_are_are_named():
    with pytest.raises(NotAllowed) as refused:
        ROUTER.find("/v1/environments/E/resources/R").operation("PATCH")

    assert refused.value.allow == ("DELETE", "GET", "PUT")


def test_head_is_not_allowed_where_get_is_not():
    router = Router([family(named("only", "/x", "POST"))])

    with pytest.raises(NotAllowed):
        router.find("/x").operation("HEAD")


def test_a_literal_goes_before_a_parameter():
    router = Router([family(named("any", "/x/{id}"), named("this", "/x/self"))])

    assert router.find("/x/self").operation("GET").name == "this"


def test_families_share_a_path_without_sharing_parameters():
    one = family(named("one", "/x/{id}"), name="one")
    two = family(named("two", "/y/{id}"), mount="/deep/er", name="two")
    router = Router([one, two])

    assert router.find("/deep/er/y/7").family.name == "two"
    assert router.find("/deep/er").family.name == "two"
    assert router.find("/deep").family.name == "one"


@given(st.lists(SEGMENTS, min_size=2, max_size=2), st.lists(st.integers(1, 3), min_size=6))
def test_doubled_slashes_change_nothing(ids, slashes):
    segments = ["v1", "environments", ids[0], "resources", ids[1]]
    path = "".join("/" * count + segment for count, segment in zip(slashes, segments, strict=False))

    assert ROUTER.find(path).params == {"environment_id": ids[0], "resource_id": ids[1]}


def test_a_long_table_is_walked_no_further_than_a_short_one():
    router = Router([family(*(named(f"o{number}", f"/x/{number}") for number in range(1000)))])

    root = router._root.literals["x"]

    assert len(root.literals) == 1000
    assert router.find("/x/999").operation("GET").name == "o999"
