"""What was covered of what is promised, seen from the server."""

import pytest

from fakeping import FakePing
from fakeping.core.exchange import Reply
from fakeping.core.family import Family
from fakeping.core.operation import Operation
from fakeping.core.rules import Evidence, Rule
from fakeping.core.tally import AnswerKind, Tally
from fakeping.coverage import summarized
from fakeping.coverage.page import page
from fakeping.coverage.text import table
from fakeping.families import FAMILIES
from tests.drive import ask


def rule(name, *statuses, operations=("toy.*",), **others):
    return Rule(
        name=f"toy.{name}",
        says=f"It is <b>{name}</b>.",
        evidence=Evidence.DOCUMENTED,
        source="A & B",
        operations=operations,
        statuses=statuses,
        **others,
    )


DONE = rule("done", operations=())


def operation(name, *statuses, **others):
    return Operation(
        name=f"toy.{name}",
        method="GET",
        path=f"/{name}",
        handler=lambda _: Reply(204),
        replies=dict.fromkeys(statuses),
        summary="",
        rule=DONE,
        **others,
    )


TOY = Family(
    name="toy",
    mount="",
    operations=(operation("make", 200, 201), operation("old.go", 204, editions=frozenset({"old"}))),
    rules=(
        DONE,
        rule("taken", 400, operations=("toy.make",)),
        rule("limit", 429),
        rule("crash", 500),
        rule("new", 409, editions=("new",)),
        rule("only-said", operations=()),
    ),
    editions=("old", "new"),
    new_store=None,
    address=None,
    authenticate=None,
    unknown_address=None,
    issued=None,
    check_media=None,
    render_problem=None,
    problem_replies={},
)


def tallied(*covered):
    tally = Tally()
    for each in covered:
        tally.count(AnswerKind(*each))
    return tally


def test_coverage_counts_only_editions_that_were_called():
    tally = tallied(
        ("new", "toy.make", 201, "toy.done", None),
        ("new", "toy.make", 201, "toy.done", None),
        ("new", "toy.make", 503, None, "outage"),
    )

    summary = summarized(tally, [TOY, *FAMILIES])

    assert summary.document() == {
        "percent": 28.57,  # 201 and toy.done, of 200, 201, 400, 409 and three rules
        "promised": 7,
        "covered": 2,
        "met": 2,
        "editions": ["toy new"],
        "operations": [
            {
                "operation": "toy.make",
                "statuses": {"200": 0, "201": 2, "400": 0, "409": 0, "503": 1},
                "missing": [200, 400, 409],
            }
        ],
        "rules": {"toy.done": 2, "toy.new": 0, "toy.taken": 0},
        "faults": {"outage": 1},
    }


def test_two_editions_promise_what_either_does():
    tally = tallied(
        ("new", "toy.make", 201, "toy.done", None), ("old", "toy.make", 400, "toy.taken", None)
    )

    summary = summarized(tally, [TOY])

    assert summary.editions == (("toy", "old"), ("toy", "new"))
    assert [(each.operation, each.covered, sorted(each.promised)) for each in summary.lines] == [
        ("toy.make", 2, [200, 201, 400, 409]),
        ("toy.old.go", 0, [204]),
    ]


def test_without_calls_nothing_is_covered():
    summary = summarized(Tally(), [TOY])

    assert (summary.percent, summary.promised) == (0.0, 0)
    assert table(summary) == "Nothing was called."


def test_everything_seen_once_is_100_percent():
    every = [
        ("old", name, status, rule, None)
        for name, status, rule in [
            ("toy.make", 200, "toy.done"),
            ("toy.make", 201, "toy.done"),
            ("toy.make", 400, "toy.taken"),
            ("toy.old.go", 204, "toy.done"),
        ]
    ]

    summary = summarized(tallied(*every), [TOY])

    assert summary.percent == 100
    assert "never" not in table(summary)


def test_tallies_of_several_servers_are_put_together():
    one = tallied(("old", "toy.make", 201, None, None))
    two = tallied(("old", "toy.make", 201, None, None), ("old", "toy.make", 400, "toy.taken", "f"))

    both = Tally().add(one.document()).add(two.document())

    assert list(both) == [
        (AnswerKind("old", "toy.make", 201, None, None), 2),
        (AnswerKind("old", "toy.make", 400, "toy.taken", "f"), 1),
    ]
    assert len(both) == 2


def test_the_table_lists_seen_and_missing_statuses():
    tally = tallied(
        ("old", "toy.make", 201, "toy.done", None),
        ("old", "toy.make", 201, "toy.done", None),
        ("old", "toy.make", 400, None, "outage"),
    )

    lines = table(summarized(tally, [TOY])).split("\n")

    assert [" ".join(each.split()) for each in lines] == [
        "operation covered answered",
        "toy.make 2/3 201 x2 400 never 200",
        "",
        "never called (1)",
        "toy.old.go",
        "",
        "rules that never decided (1)",
        "toy.taken",
        "",
        "faults outage",
        "",
        "50 % of toy old: 2 of 4 answers, 1 of 2 rules",
    ]


def test_the_page_holds_every_operation_and_rule_and_nothing_that_could_run():
    tally = tallied(
        ("old", "toy.make", 201, "toy.done", None), ("old", "toy.make", 599, None, "<script>")
    )

    text = page(summarized(tally, [TOY]), title="A <title>")

    for expected in (
        "<h1>A &lt;title&gt;</h1>",
        "<code>toy.make</code>",
        '<span class="covered" title="Created, covered">201 x1</span>',
        '<span class="not" title="OK, not covered">200</span>',
        '<span class="extra" title="no standard status, not promised: ',
        "It is &lt;b&gt;taken&lt;/b&gt;. <small>documented: A &amp; B</small>",
        "<code>&lt;script&gt;</code>",
    ):
        assert expected in text
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "")


@pytest.fixture
def counting():
    return FakePing(ids_seed=1, coverage=True)


def test_a_server_counts_answers_with_and_without_a_tenant(counting):
    one, two = counting.tenant(), counting.tenant(edition={"pingam": "openam"})
    for tenant in (one, two):
        ask(counting, "GET", tenant.pingam.resource_set_url, token=tenant.pingam.pat())
    ask(counting, "GET", two.pingam.resource_set_url)
    ask(counting, "GET", f"{one.pingone.url}/environments/nobody/resources")
    ask(counting, "GET", f"{one.pingone.url}/no/such/thing")
    two.drop()

    covered = [(each.edition, each.operation, each.status, times) for each, times in counting.tally]

    assert covered == [
        ("8.1", "pingam.resource_set.list", 200, 1),
        ("openam", "pingam.resource_set.list", 200, 1),
        ("openam", "pingam.resource_set.list", 401, 1),
        ("p14c", "pingone.resource.list", 401, 1),
    ]
    assert [(each.status, times) for each, times in one.tally] == [(200, 1)]
    assert counting.coverage().editions == (
        ("pingone", "p14c"),
        ("pingam", "8.1"),
        ("pingam", "openam"),
    )


def test_every_edition_has_a_promise_whose_rules_are_known():
    for family in FAMILIES:
        for edition in family.editions:
            name = next(each.name for each in family.operations)
            summary = summarized(tallied((edition, name, 200, None, None)), FAMILIES)
            assert summary.editions == ((family.name, edition),)
            assert 100 < summary.promised < 1000
            assert all(each.promised for each in summary.lines)


def test_an_operation_that_never_redirects_promises_no_redirect():
    """A rule may refuse one operation by a redirect, and others with an error."""
    summary = summarized(tallied(("current", "pingone.token", 200, None, None)), FAMILIES)

    redirected = {each.operation for each in summary.lines if 302 in each.promised}
    signs_in = {"pingone.authorize", "pingone.signon", "pingone.resume"}
    signs_in |= {"pingone.device", "pingone.device.application"}
    assert redirected == {*signs_in, "pingone.signoff"}


def test_the_page_shows_names_as_names():
    text = page(summarized(tallied(("current", "pingone.token", 200, None, None)), FAMILIES))

    assert "`" not in text
    assert "is <code>invalid_request</code>" in text


def test_coverage_is_off_by_default(server, tenant):
    ask(server, "GET", tenant.pingam.resource_set_url)

    assert tenant.tally is None
    with pytest.raises(LookupError, match="nobody counts"):
        server.coverage()


def test_over_the_control_surface(counting):
    control = "/__fakeping"
    created = ask(counting, "POST", f"{control}/tenants", {}).json
    ask(counting, "GET", created["pingam"]["resource_set_url"], token=created["pingam"]["pat"])

    whole = ask(counting, "GET", f"{control}/coverage")
    its = ask(counting, "GET", f"{control}/tenants/{created['id']}/coverage")

    assert whole.status == its.status == 200
    assert whole.json == its.json
    assert whole.json["answers"] == [
        {
            "edition": "8.1",
            "operation": "pingam.resource_set.list",
            "status": 200,
            "rule": "pingam.resource_set.listed",
            "fault": None,
            "times": 1,
        }
    ]


def test_a_tenant_may_be_counted_on_a_server_that_does_not(server):
    control = "/__fakeping"
    created = ask(server, "POST", f"{control}/tenants", {"coverage": True, "name": "a test"}).json
    other = ask(server, "POST", f"{control}/tenants", {}).json
    for each in (created, other):
        ask(server, "GET", each["pingam"]["resource_set_url"], token=each["pingam"]["pat"])

    its = ask(server, "GET", f"{control}/tenants/{created['id']}/coverage")

    assert [each["times"] for each in its.json["answers"]] == [1]
    for path in ("coverage", f"tenants/{other['id']}/coverage"):
        refused = ask(server, "GET", f"{control}/{path}")
        assert (refused.status, refused.json["detail"]) == (
            404,
            "coverage is not counted: start the server with --coverage",
        )
