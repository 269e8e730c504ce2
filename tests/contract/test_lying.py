"""Whatever a deployment answers, a check finds that it agrees, that it differs, or is not run."""

import json
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeping import FakePing
from fakeping.cli.main import main
from fakeping.contract import contract as contracts
from fakeping.contract import pingam, pingone
from fakeping.contract.check import Check, Checks, Verdict
from fakeping.contract.cleaning import tidied
from fakeping.contract.holding import verdict as verdict_of
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingone import edition as pingone_editions
from tests.contract.lying import LIES, Lying
from tests.contract.pingam.conftest import target_in_process
from tests.contract.pingone.conftest import target_of
from tests.contract.runner.front import variables
from tests.contract.steered import steered
from tests.sample import EVERY, some

EDITIONS: dict[str, Checks[Any]] = {
    "p14c": pingone.CHECKS,
    "current": pingone.CHECKS,
    "8.1": pingam.CHECKS,
    "openam": pingam.CHECKS,
}
#: Answers of a check: later ones than these are few.
MOST = 40


@pytest.fixture(scope="module")
def server() -> FakePing:
    """One for many tests: its signing key takes longer than a test."""
    return FakePing(ids_seed=1)


def held(
    server: FakePing,
    edition: str,
    check: Check[Any],
    lie: str,
    *,
    at: int,
    always: bool,
    seed: int = 0,
) -> tuple[Verdict, bool]:
    """The verdict of a check on a deployment that lies, and whether it was asked so often."""
    target: PingOneTarget | PingAMTarget
    if edition in pingone_editions.EDITIONS:
        target = target_of(server, server.tenant(edition={"pingone": edition}))
    else:
        target = target_in_process(server, edition)
    lying = Lying(
        handle=server.tenants.world.handle,
        lie=LIES[lie],
        random=Random(seed),
        at=at,
        always=always,
    )
    target.transport = lying
    with steered(target):
        verdict, _ = verdict_of(check, target)
        assert all(isinstance(each, str) for each in tidied(target))
    return verdict, len(lying._asked) > at


def sound(verdict: Verdict) -> None:
    assert verdict.outcome in {"agrees", "differs", "not run"}
    assert "a bug of fakeping's" not in verdict.detail


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_lie_makes_a_check_fail_of_itself(server: FakePing, edition: str) -> None:
    checks = {each.run.__name__: each for each in EDITIONS[edition]}

    @settings(max_examples=settings().max_examples * 4, suppress_health_check=list(HealthCheck))
    @given(
        name=st.sampled_from(sorted(checks)),
        lie=st.sampled_from(sorted(LIES)),
        at=st.integers(0, MOST),
        always=st.booleans(),
        seed=st.integers(0, 1_000),
    )
    def hold(*, name: str, lie: str, at: int, always: bool, seed: int) -> None:
        verdict, _ = held(server, edition, checks[name], lie, at=at, always=always, seed=seed)
        sound(verdict)

    hold()


@pytest.mark.skipif(not EVERY, reason="takes an hour: `make long`")
@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_no_lie_at_all_makes_a_check_fail_of_itself(
    server: FakePing, edition: str, lie: str
) -> None:
    for check in EDITIONS[edition]:
        for at in range(MOST):
            for always in (False, True):
                verdict, reached = held(server, edition, check, lie, at=at, always=always)
                sound(verdict)
            if not reached:
                break


@pytest.fixture
def lied_to(
    server: FakePing,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., Any]:
    """Runs `fakeping contract` against a deployment that lies; returns its code and output."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def run(lie: str, *arguments: str, at: int, is_fake: bool) -> tuple[int, str]:
        def hidden(answer: Answer, random: Random) -> Answer | None:
            return LIES[lie](answer, random)

        class Transport(Lying):
            def __call__(
                self, method: str, url: str, *, headers: Mapping[str, str], body: bytes
            ) -> Answer:
                if "/__fakeping/" in url and not is_fake:
                    return Answer(status=404)
                return super().__call__(method, url, headers=headers, body=body)

        def made(**_: float) -> Lying:
            return Transport(
                handle=server.tenants.world.handle,
                lie=hidden,
                random=Random(lie),
                at=at,
                always=True,
            )

        monkeypatch.setattr(contracts, "OverHttp", made)
        files = ["--json", str(tmp_path / "a.json"), "--junit", str(tmp_path / "a.xml")]
        code = main(["contract", "--target", "http://fakeping.invalid", *files, *arguments])
        out, err = capsys.readouterr()
        json.loads((tmp_path / "a.json").read_text("utf-8"))
        ET.parse(tmp_path / "a.xml")  # noqa: S314 - our own
        return code, out + err

    return run


WHERE = ["of a fake", "of a real one"]
RULES = ["--rule", "pingone.resource.expand*", "--rule", "pingam.resource_set.listed"]


@pytest.mark.parametrize(
    ("lie", "where"),
    some(product(LIES, WHERE), one_of=4, name=" ".join),
)
def test_no_lie_ends_a_run_with_a_traceback(
    server: FakePing,
    lied_to: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    lie: str,
    where: str,
) -> None:
    with server.tenant(edition={"pingone": "current"}) as tenant:
        for name, value in variables(tenant).items():
            monkeypatch.setenv(name, value)
            monkeypatch.setenv(name.replace("FAKEPING", "FAKEPING_AGAINST"), value)
        for at in (0, 1, 3, 7):
            more = ["--against", "http://fakeping.invalid"] if at == 3 else []

            code, said = lied_to(
                *(lie, *RULES, *more, "--edition", "pingone=current"),
                at=at,
                is_fake=where == "of a fake",
            )

            assert code in {0, 1, 2}
            assert "Traceback" not in said
            assert "a bug of fakeping's" not in said


def test_a_check_that_fails_of_itself_is_told_of_as_such_and_ends_nothing(server: FakePing) -> None:
    [check, *_] = pingone.CHECKS

    def broken(target: PingOneTarget) -> None:
        raise MemoryError("no room")

    check = Check(rule=check.rule, run=broken)
    target = target_of(server, server.tenant())

    verdict, answered = verdict_of(check, target)

    assert (verdict.outcome, answered) == ("differs", True)
    assert verdict.detail.startswith(
        f"a bug of fakeping's, please report it: the check broken of {check.rule.name} failed"
        " with MemoryError('no room') at test_lying.py:"
    )
