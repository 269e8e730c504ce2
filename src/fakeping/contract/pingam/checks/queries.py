"""What a query finds by its filter, and how queries are refused."""

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from fakeping.contract.check import ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.refusals import denied
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingam.rules import owner as rules

HISTORY = "uma/auditHistory"
POLICIES, REQUESTS, SETS = "uma/policies", "uma/pendingrequests", "oauth2/resources/sets"
QUERIES = (POLICIES, REQUESTS, SETS)


def asked(target: PingAMTarget, path: str, **query: object) -> Answer:
    """Query a collection of the owner's."""
    return target.own("GET", f"{path}?{urlencode(query, quote_via=quote)}")


def finds(target: PingAMTarget, path: str, text: str, wanted: Iterable[str], of: str) -> None:
    """Raise `Differs` unless a filter finds these, by a member."""
    answer = asked(target, path, _queryFilter=text)
    names = sorted(wanted)
    expect(answer, 200, {"result": list, "resultCount": len(names)})
    found = sorted(each[of] for each in answer.json["result"])
    ensure_same(found, names, f"{answer.asked}: what {text} finds")


@CHECKS.of(rules.QUERY)
def a_filter_is_read_as_it_is_written(target: PingAMTarget) -> None:
    """Words in quotes are text; `and` binds closer than `or`; parentheses group."""
    tag = target.name()
    names = [f"{tag} read and write", f"{tag} it's", f'{tag} "a" or (b)', f"{tag} \\ plain"]
    both, its, quoted, plain = names
    for name in names:
        steps.resource_set(target, name=name)
    ours = f'name sw "{tag}"'
    for text, wanted in (
        (f'name eq "{both}"', [both]),
        (f"name eq '{both}'", [both]),
        (f'/name EQ "{both}"', [both]),
        (f'name eq "{its}"', [its]),
        (rf"name eq '{tag} it\'s'", [its]),
        (rf'name eq "{tag} \"a\" or (b)"', [quoted]),
        (f"name eq '{quoted}'", [quoted]),
        (f'name eq "{tag} \\\\ plain"', [plain]),
        (f'name eq "{both}" or name eq "{its}"', [both, its]),
        (f'{ours} AND (name co "read" OR name co "plain")', [both, plain]),
        (f'name eq "{both}" or {ours} and name co "plain"', [both, plain]),
        (f'(name eq "{both}" or {ours}) and name co "plain"', [plain]),
        (f'((({ours})))and(! (name eq "{both}"))', [its, quoted, plain]),
        (f'{ours} and ! (name eq "{both}")and(! name eq "{its}")', [quoted, plain]),
        (f'name eq "{tag}" or name eq ""', []),
    ):
        finds(target, SETS, text, wanted, of="name")


@CHECKS.of(rules.QUERY)
def true_finds_everything_and_false_nothing(target: PingAMTarget) -> None:
    """In every collection, in any letter case."""
    made = steps.resource_set(target)
    steps.shared(target, made, target.name("party"), "view")
    steps.submitted(target, made, target.other(), "edit")
    for path in QUERIES:
        for text in ("true", " TRUE ", "(true)", "false or true"):
            answer = asked(target, path, _queryFilter=text)
            expect(answer, 200, {"result": list})
            ensure(answer.json["result"], f"{answer.asked}: {text!r} finds nothing")
        for text in ("false", "False", "true and false"):
            expect(asked(target, path, _queryFilter=text), 200, {"result": [], "resultCount": 0})


@CHECKS.of(rules.QUERY)
def what_is_no_filter_is_refused(target: PingAMTarget) -> None:
    """In AM's words, with the text."""
    nested = "(" * 300 + "true" + ")" * 300
    for path in (*QUERIES, HISTORY):
        for text in (
            *("", " ", "nonsense", "name eq", "name eq read", "name = 'a'", "((", "(true", "true)"),
            *("true true", "name eq 'a' and", "or true", "name eq 'a", 'name eq "a\\', "eq"),
            *("name eq 1.2.3", "name eq 99999999999999999999", "name\teq 'a'", "!true", nested),
        ):
            sentence = (
                f"The value '{text}' for parameter '_queryFilter' could not be parsed as a valid"
                " query filter"
            )
            denied(asked(target, path, _queryFilter=text), 400, naming=sentence)


@CHECKS.of(rules.QUERY_MEMBERS)
def policies_are_found_by_client_and_party(target: PingAMTarget) -> None:
    """With `eq` alone, letter case included; another member or operator is a 500."""
    one, other, third = (steps.resource_set(target) for _ in range(3))
    party, client = target.name("party"), target.client.name
    for made in (one, other):
        steps.shared(target, made, party, "view")
    steps.shared(target, third, target.name("nobody"), "view")
    shared = f'permissions/subject eq "{party}"'
    for text, wanted in (
        (shared, [one.id, other.id]),
        (f'/{shared} and resourceServer eq "{client}"', [one.id, other.id]),
        (f'{shared} and ! (resourceServer eq "{client}")', []),
        (f"{shared} and resourceServer eq 'nobody'", []),
        (f'permissions/subject eq "{party.upper()}"', []),
        (f"permissions/subject eq '{party[1:]}'", []),
    ):
        finds(target, POLICIES, text, wanted, of="_id")
    for text, message in (
        ("badField eq 'a'", "'/badField' not queryable"),
        ("/badField/below eq 'a'", "'/badField/below' not queryable"),
        (f"{shared} or name eq 'a'", "'/name' not queryable"),
        ("permissions/subject co 'a'", "'Contains' not supported"),
        ("permissions/subject sw 'a'", "'Starts with' not supported"),
        ("resourceServer pr", "'Present' not supported"),
        ("resourceServer ge 'a'", "'Greater than or equal' not supported"),
        ("resourceServer like 'a'", "'Extended match' not supported"),
    ):
        answer = asked(target, POLICIES, _queryFilter=text)
        expect(answer, 500, {"code": 500, "reason": "Internal Server Error", "message": message})


@CHECKS.of(rules.QUERY_MEMBERS)
def sets_are_found_by_what_is_listed(target: PingAMTarget) -> None:
    """By their beginnings and parts too; what else is asked is not implemented."""
    one, other = steps.resource_set(target), steps.resource_set(target)
    party = target.name("party")
    steps.shared(target, one, party, "view")
    label = steps.label(target)
    steps.labelled(target, other, label)
    names = [one.said["name"], other.said["name"]]
    both = f'name eq "{names[0]}" or name eq "{names[1]}"'
    owner, client = target.owner.name, target.client.name
    for text, wanted in (
        (f'name eq "{names[0]}"', names[:1]),
        (f'name sw "{names[0]}"', names[:1]),
        (f'name co "{names[0][1:]}"', names[:1]),
        (f'({both}) and resourceOwnerId eq "{owner}"', names),
        (f'({both}) and ! resourceOwnerId eq "{owner}"', []),
        (f'({both}) and resourceServer sw "{client[:3]}"', names),
        (f'({both}) and resourceServer eq "nobody"', []),
        (f'policy/permissions/subject eq "{party}"', names[:1]),
        (f'({both}) and policy/permissions/subject co "{party[1:-1]}"', names[:1]),
        (f'labels eq "{label["_id"]}"', names[1:]),
    ):
        finds(target, SETS, text, wanted, of="name")
    for text, message in (
        ("badField eq 'a'", "'/badField' not queryable"),
        ("_id eq 'a'", "'/_id' not queryable"),
        ("name pr", "'Present' not supported"),
        ("name gt 'a'", "'Greater than' not supported"),
        ("labels co 'a'", "'Contains' not supported"),
        ("! (name co 'a')", "'Contains' not supported"),
        ("! (name eq 'a' and name eq 'b')", "'And' not supported"),
        ("true and ! true", "'Boolean' not supported"),
    ):
        denied(asked(target, SETS, _queryFilter=text), 501, naming=message)


@CHECKS.of(rules.QUERY_MEMBERS)
def requests_are_found_by_everything(target: PingAMTarget) -> None:
    """Letter case aside, by numbers too; what a request has not compares with nothing."""
    one, other, party = steps.resource_set(target), steps.resource_set(target), target.other()
    for made, scope in ((one, "view"), (other, "edit")):
        steps.submitted(target, made, party, scope)
    names = [one.said["name"], other.said["name"]]
    both = f'(resource eq "{names[0]}" or resource eq "{names[1]}")'
    for text, wanted in (
        (both, names),
        (f'resource eq "{names[0].upper()}"', names[:1]),
        (f'{both} and permissions eq "VIEW"', names[:1]),
        (f'{both} and permissions co "di"', names[1:]),
        (f'{both} and user sw "{party.name[:-1]}"', names),
        (f"{both} and when gt 1000000000000", names),
        (f"{both} and when lt 1000000000000.5", []),
        (f'{both} and when gt "1"', []),
        (f"{both} and user pr", names),
        (f"{both} and nothing pr", []),
        (f'{both} and nothing eq "a"', []),
        (f'{both} and resource/name eq "{names[0]}"', []),
        (f"{both} and ! (nothing pr)", names),
        (f"{both} and resource le '{names[0]}' and resource ge '{names[0]}'", names[:1]),
    ):
        finds(target, REQUESTS, text, wanted, of="resource")
    denied(asked(target, REQUESTS, _queryFilter="user like 'a'"), 500)


@CHECKS.of(rules.QUERY_MISSING)
def a_query_wants_a_filter(target: PingAMTarget) -> None:
    """Resource sets have an id of a query too, for all of them."""
    made = steps.resource_set(target)
    for path, status in ((POLICIES, 400), (REQUESTS, 501), (SETS, 400), (HISTORY, 501)):
        denied(target.own("GET", path), status)
        denied(asked(target, path, _pageSize=1), status)
        denied(asked(target, path, _queryId="some"), status)
    answer = asked(target, SETS, _queryId="*")
    expect(answer, 200, {"result": list})
    listed = [each["_id"] for each in answer.json["result"]]
    ensure(made.id in listed, f"{answer.asked}: {made.id} is not among all sets")


@CHECKS.of(rules.QUERY_PARAMETERS)
def a_parameter_that_makes_no_sense_is_refused(target: PingAMTarget) -> None:
    """In AM's words; names are taken in any letter case."""
    for made in (steps.resource_set(target), steps.resource_set(target)):
        steps.shared(target, made, target.name("party"), "view")
        steps.submitted(target, made, target.other(), "edit")
    for path in (*QUERIES, HISTORY):
        answer = asked(target, path, _QUERYFILTER="true", _PageSize="+1")
        expect(answer, 200, {"resultCount": 1})
        for name, value, what in (
            ("_pageSize", "many", "integer"),
            ("_pageSize", "1.5", "integer"),
            ("_pageSize", "", "integer"),
            ("_pagedResultsOffset", "99999999999", "integer"),
            ("_sortKeys", "", "comma separated list of sort keys"),
            ("_sortKeys", "name,,x", "comma separated list of sort keys"),
            ("_sortKeys", "-", "comma separated list of sort keys"),
            ("_totalPagedResultsPolicy", "SOME", "count policy"),
        ):
            answer = asked(target, path, _queryFilter="true", **{name: value})
            sentence = f"The value '{value}' for parameter '{name}' could not be parsed as a valid"
            denied(answer, 400, naming=f"{sentence} {what}")
        excluding = {"_pagedResultsOffset": 1, "_pagedResultsCookie": "x"}
        denied(
            asked(target, path, _queryFilter="true", **excluding), 400, naming="mutually exclusive"
        )
        denied(asked(target, path, _queryId="*", _queryFilter="true"), 400)
        denied(asked(target, path, _queryfilter="true", _queryFilter="true"), 400)
