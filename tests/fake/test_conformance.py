"""What every operation of every family promises. New families join by existing."""

import re
from random import Random

import pytest

from fakeping import FakePing, control
from fakeping.core import schemas
from fakeping.core.exchange import Headers, Request
from fakeping.core.operation import TEXTS
from fakeping.core.problem import Full, NotAllowed, Problem
from fakeping.core.sources import Ids
from fakeping.families import FAMILIES
from tests.drive import ask

EVERY = (*FAMILIES, control.FAMILY)
BY_NAME = [pytest.param(each, id=each.name) for each in EVERY]
TENANTED = [pytest.param(each, id=each.name) for each in FAMILIES]
ROWS = [
    pytest.param(family, operation, id=operation.name)
    for family in EVERY
    for operation in family.operations
]
#: Those of one tenant that only a bearer token opens.
GUARDED = [
    pytest.param(family, operation, id=operation.name)
    for family in FAMILIES
    for operation in family.operations
    if not operation.public and not operation.authenticate and "{" in operation.path
]
SHARED_KINDS = [
    pytest.param(kind, id=kind.__name__)
    for kind in Problem.__subclasses__()
    + [each for kind in Problem.__subclasses__() for each in kind.__subclasses__()]
    if kind.__module__ == Problem.__module__
]
REQUEST = Request(method="GET", path="/", headers=Headers())


def edition_of(family, operation):
    """An edition that has the operation."""
    return min(operation.editions) if operation.editions else family.editions[0]


@pytest.fixture
def at(server):
    """A tenant of a row's edition, and the path of the row's operation there."""

    def at(family, operation):
        tenant = server.tenant(edition={family.name: edition_of(family, operation)})
        params = {
            "environment_id": tenant.pingone.environment_id,
            "realm*": f"realms/root/realms/{tenant.pingam.realm}",
        }
        path = re.sub(r"\{([\w*]+)\}", lambda name: params.get(name[1], "x"), operation.path)
        return tenant, family.mount + path

    return at


@pytest.mark.parametrize(("family", "operation"), GUARDED)
def test_without_a_token_it_answers_401_and_is_journalled(server, at, family, operation):
    tenant, path = at(family, operation)

    reply = ask(server, operation.method, path, {})

    assert reply.status == 401
    schemas.validate(family.problem_replies[401], reply.json)
    assert [each.operation for each in tenant.journal] == [operation.name]


@pytest.mark.parametrize(("family", "operation"), GUARDED)
@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param("Bearer garbage", id="garbage"),
        pytest.param("Bearer", id="a scheme alone"),
        pytest.param("Bearer  ", id="a scheme and white space"),
        pytest.param("Basic YTpi", id="basic"),
        pytest.param("\udcff", id="bytes that are not text"),
    ],
)
def test_with_a_bad_token_it_answers_401_whatever_else_is_wrong(
    server, at, family, operation, authorization
):
    _, path = at(family, operation)

    reply = ask(server, operation.method, path, raw=b"{", headers={"Authorization": authorization})

    assert reply.status == 401


@pytest.mark.parametrize(("family", "operation"), GUARDED)
def test_a_token_in_the_query_or_a_cookie_opens_nothing(server, at, family, operation):
    tenant, path = at(family, operation)
    token = tenant.pingone.token() if family.name == "pingone" else tenant.pingam.pat()

    query = ask(server, operation.method, f"{path}?access_token={token}", {})
    cookie = ask(server, operation.method, path, {}, headers={"Cookie": f"access_token={token}"})

    assert (query.status, cookie.status) == (401, 401)


@pytest.mark.parametrize(("family", "operation"), ROWS)
def test_its_schemas_exist(family, operation):
    replies = (*operation.replies.values(), *operation.page_or.values())
    promised = {operation.body_schema, *replies} - {None, *TEXTS}

    assert promised <= set(schemas.names())
    assert operation.replies


@pytest.mark.parametrize(("family", "operation"), ROWS)
def test_it_is_named_and_summed_up(family, operation):
    assert re.fullmatch(rf"{family.name}(\.[a-z0-9_]+)+", operation.name)
    assert re.fullmatch(r"[A-Z][^\n]*[^.\s]", operation.summary)


@pytest.mark.parametrize(
    ("family", "operation"),
    [
        each
        for each in ROWS
        if each.values[1].path.count("{") > each.values[1].path.count("{role_id}")
        or not each.values[0].tenanted
    ],
)
def test_a_method_that_is_not_there_is_405_with_allow(server, at, family, operation):
    if not family.tenanted:
        path = family.mount + operation.path.replace("{", "").replace("}", "")
    else:
        _, path = at(family, operation)

    reply = ask(server, "PROPFIND", path, headers={"X-HTTP-Method-Override": operation.method})

    assert reply.status == 405
    assert operation.method in reply.headers["Allow"].split(", ")
    schemas.validate(family.problem_replies[405], reply.json)


@pytest.mark.parametrize("family", BY_NAME)
def test_operation_names_are_unique(family):
    names = [(operation.name, tuple(operation.editions)) for operation in family.operations]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("family", BY_NAME)
@pytest.mark.parametrize("kind", SHARED_KINDS)
def test_every_kind_of_problem_has_a_wire_error(family, kind):
    reply = family.render_problem(kind("why"), REQUEST, Ids(Random(1)))

    assert 400 <= reply.status <= (507 if kind is Full else 500)
    assert "json" in reply.headers["Content-Type"]
    schemas.validate(family.problem_replies[reply.status], reply.json)


@pytest.mark.parametrize("family", TENANTED)
@pytest.mark.parametrize("kind", SHARED_KINDS)
def test_every_refusal_names_a_rule_of_the_family(family, kind):
    reply = family.render_problem(kind("why"), REQUEST, Ids(Random(1)))

    assert reply.rule in {rule.name for rule in family.rules}
    assert reply.headers["X-Fakeping-Rule"] == reply.rule


@pytest.mark.parametrize("family", BY_NAME)
def test_a_kind_that_nobody_knows_is_a_mistake_of_ours(family):
    class Unheard(Problem):
        pass

    with pytest.raises(KeyError):
        family.render_problem(Unheard("why"), REQUEST, Ids(Random(1)))


@pytest.mark.parametrize("family", BY_NAME)
def test_what_is_allowed_is_said(family):
    refused = NotAllowed("no", allow=("GET", "POST"))

    reply = family.render_problem(refused, REQUEST, Ids(Random(1)))

    assert {"GET", "POST"} <= set(reply.headers["Allow"].split(", "))


@pytest.mark.parametrize("family", BY_NAME)
def test_a_path_that_is_nobodys_is_404_in_the_familys_shape(server, family):
    reply = ask(server, "GET", f"{family.mount}/no/such/path")

    assert reply.status == 404
    schemas.validate(family.problem_replies[404], reply.json)


class Broken:
    """Tokens that nobody can ask whom they stand for."""

    def issued(self, *_, **__):
        return False


@pytest.mark.parametrize(("family", "operation"), GUARDED)
def test_a_crash_of_ours_is_500_in_the_familys_shape_and_is_kept(
    server, at, monkeypatch, family, operation
):
    tenant, path = at(family, operation)
    monkeypatch.setattr(tenant._state.stores[family.name], "tokens", Broken())

    reply = ask(server, operation.method, path, token="any")

    crashes = [type(each) for each in tenant.crashes]
    tenant._state.crashes.clear()
    assert (reply.status, crashes) == (500, [AttributeError])
    assert b"Broken" not in reply.body
    assert [(each.operation, each.status) for each in tenant.journal] == [(operation.name, 500)]
    schemas.validate(family.problem_replies[500], reply.json)


def test_a_crash_without_a_tenant_is_kept_by_the_server(monkeypatch):
    server = FakePing()
    monkeypatch.setattr(server.tenants, "all", None)

    reply = ask(server, "GET", "/__fakeping/tenants")

    assert (reply.status, [type(each) for each in server.crashes]) == (500, [TypeError])
