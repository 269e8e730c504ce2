"""Whatever body an operation is sent, it answers soon and briefly.

No clock: what is told is counted, and so are the lines of Python that run. A sample of the bodies;
`make long` sends them all.
"""

from itertools import groupby, product

import pytest
from jsonschema import Draft202012Validator

from fakeping import FakePing
from fakeping.core import schemas
from fakeping.core.problem import MAX_VIOLATIONS, Invalid
from fakeping.engine.world import World
from tests.drive import ask
from tests.hostile import bodies, ways
from tests.hostile.work import SIZES, STEEP, steepening, steps
from tests.sample import some

#: Every operation with its cases: those of an operation come one behind the other.
BY_OPERATION = [
    pytest.param(list(group), id=f"{name}-{edition}" if edition else name)
    for (name, edition), group in groupby(
        ways.cases(), key=lambda each: (each.operation.name, each.edition)
    )
]

#: Bytes of a refusal: a hundred violations, each with its place and a sentence.
BRIEF = 64_000

#: Shapes that are one text, or one name.
LONG = {"a long text", "a long name", "quotes", "escapes", "lines", "words"}


@pytest.fixture(scope="module")
def house():
    return ways.House()


def sending(house, case):
    """What makes an act that sends a case's body of a size."""

    def act(size):
        body = case.make(size)
        return lambda: house.send(case, body)

    return act


@pytest.mark.parametrize("cases", BY_OPERATION)
def test_a_hostile_body_is_refused_briefly_or_taken(house, cases):
    size = 4_000
    for case in some(cases, one_of=25):
        reply = house.ask(case, size)

        assert reply.status < 500, case
        told = reply.json if reply.status >= 400 and reply.body[:1] == b"{" else {}
        for member in ("violations", "details"):
            assert len(told.get(member, ())) <= MAX_VIOLATIONS, case
        assert reply.status < 400 or len(reply.body) <= BRIEF, case
    assert [each for tenant in house.tenants.values() for each in tenant.crashes] == []


@pytest.mark.parametrize("cases", BY_OPERATION)
def test_a_refusal_repeats_little_of_a_long_text(house, cases):
    long = [each for each in cases if each.shape.split(" at ")[0].split(" in ")[0] in LONG]
    for case in some(long, one_of=12):
        reply = house.ask(case, 4 * BRIEF)

        assert reply.status < 500, case
        assert reply.status < 400 or len(reply.body) <= BRIEF, case
        assert all(len(value) < 2_000 for value in reply.headers.values()), case


@pytest.mark.parametrize("cases", BY_OPERATION)
def test_a_number_of_any_size_is_no_crash(house, cases):
    for case in cases:
        if case.shape.startswith(("digits", "a large")):
            assert house.ask(case, 0).status < 500, case


@pytest.mark.parametrize("cases", BY_OPERATION)
def test_the_work_is_in_proportion_to_the_body(house, cases):
    # Numbers are refused from one length on, at once.
    others = (each for each in cases if "number" not in each.shape.split(" at ")[0])
    sized = some(product(others, SIZES), one_of=240, name="{0[0]}, {0[1]}".format)
    for case, size in sized:
        assert steepening(sending(house, case), size) < STEEP, (case, size)


@pytest.mark.parametrize("size", SIZES)
def test_a_planted_square_is_not_in_proportion(house, monkeypatch, size):
    """Of bodies of so many bytes and more alone; of others it is a limit."""
    handle = World.handle

    def slow(world, request):
        for _ in range(max(0, len(request.body) - size) ** 2 // (2 * size)):
            pass
        return handle(world, request)

    monkeypatch.setattr(World, "handle", slow)
    case = next(each for each in BY_OPERATION[0].values[0] if each.shape == "words at .name")

    assert steepening(sending(house, case), size) > STEEP


NAMES = sorted(
    {
        each.body_schema or each.body_read
        for _, _, each in ways.operations()
        if each.body_schema or each.body_read
    }
)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_told_is_what_jsonschema_says(name):
    """The quick predicate that leads jsonschema past most of a document hides nothing."""
    plain = Draft202012Validator(schemas.document(name), registry=schemas.validator(name)._registry)
    for shape, make in some(bodies.documents(name), one_of=12, name=lambda case: case[0]):
        try:
            instance = bodies.json.loads(make(300))
        except ValueError:
            continue
        guided = [_placed(each) for each in schemas.validator(name).iter_errors(instance)]

        assert sorted(guided) == sorted(map(_placed, plain.iter_errors(instance))), shape
        assert bool(guided) is _is_refused(name, instance), shape


def _placed(error):
    return (
        list(map(str, error.absolute_path)),
        error.message,
        list(map(str, error.absolute_schema_path)),
    )


def _is_refused(name, instance):
    try:
        schemas.validate(name, instance)
    except Invalid:
        return True
    return False


def test_the_first_hundred_are_told_and_that_there_are_more():
    wrong = {"name": "a", "resource_scopes": [1] * 500_000}

    with pytest.raises(Invalid) as refused:
        schemas.validate("pingam/resource_set_request", wrong)

    assert len(refused.value.violations) == MAX_VIOLATIONS
    assert refused.value.more
    assert {each.target for each in refused.value.violations} == {
        f"resource_scopes.{place}" for place in range(MAX_VIOLATIONS)
    }


def test_nothing_is_looked_at_behind_the_last_that_is_told(monkeypatch):
    made = []
    error = __import__("jsonschema").ValidationError
    monkeypatch.setattr(error, "__init__", _counting(error.__init__, made))

    with pytest.raises(Invalid):
        schemas.validate("pingam/resource_set_request", {"resource_scopes": [1] * 10_000})

    assert len(made) <= MAX_VIOLATIONS + 1


def _counting(init, made):
    def counted(self, *said, **more):
        made.append(1)
        init(self, *said, **more)

    return counted


#: Where a test says a document, and what is around it.
SAID = {
    "expected": 'journal/assert {"operation": "*", "json": {"name": %s}}',
    "of a list": 'journal/assert {"operation": "*", "json": {"name": [%s]}}',
    "a fault's match": 'faults {"fault": "next", "json": %s}',
    "a fault's body": 'faults {"fault": "next", "body": %s}',
}


@pytest.mark.parametrize(
    ("document", "shape"), some(product(SAID, bodies.SHAPES), one_of=5, name=" ".join)
)
def test_what_a_test_says_costs_the_same_however_much_it_is_held_against(document, shape):
    """It is written once, as far as anybody reads it: not anew for each exchange."""
    server = FakePing(ids_seed=1)
    tenant = server.tenant()
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    for each in range(30):
        ask(server, "POST", url, {"name": f"n{each}"}, token=tenant.pingone.token())
    path, _, wrapped = SAID[document].partition(" ")
    told = {}

    def act(size):
        raw = wrapped.encode().replace(b"%s", bodies.SHAPES[shape](size))

        def send():
            tenant.faults.clear()
            url = f"{server.tenants.base_url}/__fakeping/tenants/{tenant.id}/{path}"
            told[size] = ask(server, "POST", url, raw=raw)

        return send

    act(2_000)()
    little, much = (steps(act(size)) for size in (2_000, 8_000))

    assert (much - little) / 6_000 < 40, told[8_000].status
    assert told[8_000].status < 500
    assert path == "faults" or len(told[8_000].body) < BRIEF
