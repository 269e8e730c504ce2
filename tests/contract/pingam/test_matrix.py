"""Owners x tokens x scopes: of the fake itself, and of resource servers that trust it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from fakeping import FakePing
from fakeping.contract.pingam.matrix import (
    AccessAttempt,
    Bearer,
    MatrixTarget,
    TokenKind,
    access_matrix,
    matrix,
)
from fakeping.contract.pingam.matrix.access import (
    ANY_BEARER,
    ASKS_NOBODY,
    IGNORES_END,
    IGNORES_RESOURCE,
    IGNORES_SCOPE,
    KEEPS,
    MIXES,
    REFUSES,
)
from fakeping.contract.pingam.matrix.cases import Case
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.target import Differs, NotRun
from fakeping.families.pingam.edition import EDITIONS
from tests import checked
from tests.contract.bugs import pingam_resource_sets as resource_sets
from tests.contract.bugs import pingam_tokens as tokens
from tests.contract.pingam.conftest import target_in_process
from tests.contract.pingam.sample_server import SampleServer

CASES = [
    pytest.param(edition, case, id=f"{edition}: {case}")
    for edition in EDITIONS
    for case in matrix(edition=edition)
]


@pytest.fixture(scope="module")
def stages(server: FakePing) -> Iterator[dict[str, MatrixTarget]]:
    made = {edition: MatrixTarget(target_in_process(server, edition)) for edition in EDITIONS}
    yield made
    assert [stage.target.tidy() for stage in made.values()] == [[], []]


@pytest.mark.parametrize(("edition", "case"), CASES)
def test_the_fake_answers_each_cross_call(
    stages: dict[str, MatrixTarget], edition: str, case: Case
) -> None:
    stages[edition].hold(case)


def test_three_owners_and_three_scopes_meet_in_every_way(target: PingAMTarget) -> None:
    owners, scopes = ("ann", "ben", "cy"), ("a", "b", "c")
    stage = MatrixTarget(target, owners=owners, scopes=scopes)

    cases = matrix(owners=owners, scopes=scopes)

    # Two strangers, and of each owner four tokens and an RPT for each choice of scopes; five
    # operations on each owner's, and a registration.
    assert len(cases) == (2 + 3 * (4 + 2**3)) * (5 * 3 + 1)
    for case in cases:
        if case.bearer.kind in {TokenKind.PAT, TokenKind.GARBAGE} or case.bearer.scopes == scopes:
            stage.hold(case)


@pytest.mark.parametrize(
    ("case", "plant", "told"),
    [
        pytest.param(
            "read alice's with bob's PAT: 404",
            resource_sets.ANOTHER_OWNERS_IS_THERE,
            "status 200, expected 404",
            id="another owner's",
        ),
        pytest.param(
            "list alice's with bob's PAT: 200",
            resource_sets.ANOTHER_OWNERS_IS_LISTED,
            "true, expected false",
            id="another owner's in the list",
        ),
        pytest.param(
            "delete alice's with alice's token without uma_protection: 403",
            tokens.OPENS_WITHOUT_SCOPES,
            "status 204, expected 403",
            id="no scope",
        ),
        pytest.param(
            "permission_request alice's with alice's expired PAT: 401",
            tokens.HOLDS_FOR_EVER,
            "status 201, expected 401",
            id="expired",
        ),
    ],
)
def test_a_wrong_authorization_server_is_told(
    target: PingAMTarget, case: str, plant: Callable[..., Any], told: str
) -> None:
    [wrong] = [each for each in matrix() if str(each) == case]
    stage = MatrixTarget(target)

    with plant(), pytest.raises(Differs) as found:
        stage.hold(wrong)
    checked.BROKEN.clear()

    first, second, third = str(found.value).splitlines()
    assert first == case
    assert told in second
    assert third.strip().startswith(f"{wrong.rule.name}: ")


# Resource servers.

ACCESSES = access_matrix()


@pytest.fixture(scope="module")
def right(server: FakePing) -> Iterator[tuple[MatrixTarget, SampleServer]]:
    """A stage, and a resource server that does everything right."""
    target = target_in_process(server)
    owners = MatrixTarget(target).owners
    sample = SampleServer(target, owners)
    yield MatrixTarget(target, resources=sample.resources), sample
    assert target.tidy() == []


@pytest.mark.parametrize("access", ACCESSES, ids=str)
def test_a_right_resource_server_passes(
    right: tuple[MatrixTarget, SampleServer], access: AccessAttempt
) -> None:
    stage, sample = right

    stage.hold_server(access, sample)


def complaints(target: PingAMTarget, *faults: str) -> set[str]:
    """What is said of a server with these faults: each fault once."""
    sample = SampleServer(target, MatrixTarget(target).owners, faults=faults)
    stage = MatrixTarget(target, resources=sample.resources)
    said = set()
    for access in ACCESSES:
        try:
            stage.hold_server(access, sample)
        except Differs as difference:
            said.add(str(difference).splitlines()[1].strip().partition(":")[0])
    return said


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("asks nobody", {ASKS_NOBODY}),
        ("any bearer", {ANY_BEARER, IGNORES_END, KEEPS}),
        ("any active token", {ANY_BEARER}),
        ("ignores scope", {IGNORES_SCOPE, MIXES}),
        ("ignores owner", {IGNORES_RESOURCE, MIXES}),
        ("mixes", {MIXES}),
        ("keeps", {KEEPS}),
        ("refuses edit", {REFUSES}),
        ("falls over", {"it does not say no"}),
    ],
)
def test_a_wrong_resource_server_is_caught_and_named(
    target: PingAMTarget, fault: str, said: set[str]
) -> None:
    assert complaints(target, fault) == said


def test_a_right_one_has_no_complaints(target: PingAMTarget) -> None:
    assert complaints(target) == set()


def test_without_ids_of_its_own_a_resource_set_is_registered_for_each(target: PingAMTarget) -> None:
    stage = MatrixTarget(target)

    asked: list[tuple[str, str, str | None]] = []

    def refusing(*said: Any) -> int:
        asked.append(said)
        return 401

    for access in ACCESSES[:2]:
        stage.hold_server(access, refusing)

    assert asked == [
        (stage.resource("alice").id, "view", None),
        (stage.resource("alice").id, "view", asked[1][2]),
    ]


def test_what_takes_a_fake_is_not_run_elsewhere(target: PingAMTarget) -> None:
    target.second = target.other()
    party = target.new_user("party")
    target.control = None
    sample = SampleServer(target, MatrixTarget(target).owners)
    stage = MatrixTarget(target, resources=sample.resources, party=party)

    not_run = set()
    for access in ACCESSES:
        try:
            stage.hold_server(access, sample)
        except NotRun:
            not_run.add(access.bearer.kind)

    assert not_run == {TokenKind.EXPIRED_RPT, TokenKind.OUTLIVED_RPT}
    with pytest.raises(NotRun, match="only a fake can be steered"):
        MatrixTarget(target).party  # noqa: B018 - to look is to ask


@pytest.mark.parametrize("table", [matrix, access_matrix])
@pytest.mark.parametrize("how", [{"owners": ()}, {"scopes": ("a", "a")}])
def test_owners_and_scopes_are_there_once(table: Callable[..., Any], how: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be there, and each of them once"):
        table(**how)


def test_a_case_reads_as_a_sentence() -> None:
    both = Bearer(kind=TokenKind.RPT, owner="alice", scopes=("view",), besides=("bob", ("edit",)))
    access = AccessAttempt(
        owner="alice", scope="edit", bearer=both, allowed=False, fault="it mixes"
    )

    assert str(access) == "edit alice's with alice's RPT for view and for edit of bob's: refused"
    assert str(Bearer(kind=TokenKind.NONE)) == "no token"
    assert str(Bearer(kind=TokenKind.RPT, owner="bob")) == "bob's RPT for nothing"


def test_a_slip_in_what_a_matrix_is_of_is_told() -> None:
    with pytest.raises(ValueError, match=r"scopes is a list, such as \['view'\], not 'view'"):
        access_matrix(scopes="view")
    with pytest.raises(ValueError, match=r"there is no edition '9': 8\.1, openam"):
        matrix(edition="9")
