"""The contract against a deployment that is no fakeping: what it needs, and leaves behind."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from signal import Signals
from subprocess import CompletedProcess
from typing import Any

import pytest

from fakeping import FakePing, Tenant
from fakeping.contract.suites import SUITES
from fakeping.families.pingam.tenancy import PingAM
from tests.contract.runner.conftest import RunContract
from tests.contract.runner.front import Asked, fronted, variables
from tests.sample import some

UNCHECKED = {why for each in SUITES.values() for why in each.checks.unchecked.values()}
UNCHECKED |= {"this is not the environment of the document's samples"}

PREFIX = "fakeping-contract-"


def resources(tenant: Tenant) -> list[str]:
    return [each.name for each in tenant.pingone.resources()][2:]


def test_it_holds_and_nothing_is_left(
    listening: FakePing, real: Tenant, contract: RunContract
) -> None:
    names = [each.name for suite in SUITES.values() for each in suite.family.rules]
    rules = some(names, one_of=12)

    with fronted(listening.url) as url:
        ran = contract(url, *(f"--rule={each}" for each in rules))

    assert (ran.code, ran.rules("differs")) == (0, [])
    assert {each["edition"] for each in ran.json["runs"]} == {"current", "8.1"}
    assert len(ran.rules("agrees")) > len(rules) / 2
    assert [
        why
        for why in ran.why_not().values()
        if "only a fake can be steered" not in why and why not in UNCHECKED
    ] == []
    assert resources(real) == []
    assert real.pingam.resource_sets() == []
    assert real.pingam.resource_sets("second") == []


def test_no_secret_is_printed_or_written(
    listening: FakePing, real: Tenant, contract: RunContract, tmp_path: Path
) -> None:
    def refused(asked: Asked) -> tuple[int, dict[str, str], bytes]:
        return 500, {"Content-Type": "application/json"}, b'{"code": "UNEXPECTED_ERROR"}'

    def after(
        asked: Asked, answer: tuple[int, dict[str, str], bytes]
    ) -> tuple[int, dict[str, str], bytes]:
        return refused(asked) if asked.method in {"PUT", "DELETE"} else answer

    with fronted(listening.url, after=after) as url:
        ran = contract(url, "--junit", tmp_path / "report.xml", "--rule", "*.name-*")

    assert ran.code == 1
    told = ran.out + ran.err + json.dumps(ran.json) + (tmp_path / "report.xml").read_text("utf-8")
    assert "sha256:" in told
    secrets = [value for name, value in variables_of(real) if "SECRET" in name or "PASS" in name]
    assert [each for each in secrets if each in told] == []
    assert "eyJ" not in told


def variables_of(tenant: Tenant) -> list[tuple[str, str]]:
    return [(name, os.environ[name]) for name in os.environ if name.startswith("FAKEPING_PING")]


def test_what_is_left_behind_is_said(
    listening: FakePing, real: Tenant, contract: RunContract
) -> None:
    def after(
        asked: Asked, answer: tuple[int, dict[str, str], bytes]
    ) -> tuple[int, dict[str, str], bytes]:
        kept = asked.method == "DELETE" and "/resources/" in asked.path
        return (403, {"Content-Type": "application/json"}, b"{}") if kept else answer

    with fronted(listening.url, after=after) as url:
        ran = contract(url, "--family", "pingone", "--rule", "pingone.resource.name-unique")

    assert ran.code == 1
    assert ran.json["runs"][0]["left"]
    assert "left behind: http://" in ran.out


def test_a_family_without_credentials_is_not_run(
    listening: FakePing, real: Tenant, contract: RunContract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FAKEPING_PINGAM_OWNER_PASSWORD")

    with fronted(listening.url) as url:
        ran = contract(url, "--rule", "*.error.no-route")

    assert ran.code == 0
    assert "pingam not run: FAKEPING_PINGAM_OWNER_PASSWORD is not set" in ran.out
    assert [each["skipped"] for each in ran.json["runs"]] == [
        None,
        "FAKEPING_PINGAM_OWNER_PASSWORD is not set",
    ]


def test_without_any_credentials_it_says_which_are_missing(
    listening: FakePing, contract: RunContract
) -> None:
    with fronted(listening.url) as url:
        ran = contract(url)

    assert ran.code == 2
    assert ran.err == (
        "fakeping: pingone: FAKEPING_PINGONE_ENVIRONMENT_ID is not set;"
        " pingam: FAKEPING_PINGAM_CLIENT_ID is not set\n"
    )


def test_wrong_credentials_are_told_of(
    listening: FakePing, real: Tenant, contract: RunContract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKEPING_PINGONE_CLIENT_SECRET", "wrong")

    with fronted(listening.url) as url:
        ran = contract(url)

    assert ran.code == 2
    assert ran.err.startswith("fakeping: no token to ask with: POST ")
    assert ran.err.endswith("/as/token: 401 invalid_client\n")
    assert "wrong" not in ran.err


def test_a_deployment_that_holds_others_work_is_refused_unless_told(
    listening: FakePing, real: Tenant, contract: RunContract
) -> None:
    for number in range(5):
        real.pingone.given.resource(name=f"payroll {number}")
    photos = real.pingam.given.resource_set(owner="second", name="photos", resource_scopes=[])

    with fronted(listening.url) as url:
        refused = contract(url, "--rule", "*.name-unique")
        refused_too = contract(url, "--rule", "*.name-unique", "--family", "pingam")
        beside = contract(url, "--rule", "*.name-unique", "--allow-foreign")

    assert refused.code == refused_too.code == 2
    assert "holds what is not ours: 'payroll 0', 'payroll 1', 'payroll 2' and 2 more" in refused.err
    assert "'photos'" in refused_too.err
    assert (beside.code, len(resources(real))) == (0, 5)
    assert [each.id for each in real.pingam.resource_sets("second")] == [photos.id]


def test_names_begin_as_they_are_told_to(
    listening: FakePing, real: Tenant, contract: RunContract
) -> None:
    seen = set()

    def instead(asked: Asked) -> None:
        if asked.method == "POST" and asked.path.endswith("/resources") and asked.body:
            document = json.loads(asked.body)
            seen.add(document.get("name", "ours-"))

    with fronted(listening.url, instead=instead) as url:
        ran = contract(url, "--rule", "pingone.resource.name-unique", "--prefix", "ours-")

    assert ran.code == 0
    assert seen
    assert [each for each in seen - {"openid"} if not each.startswith("ours-")] == []


def test_a_switch_that_explains_a_difference_is_named(
    listening: FakePing, contract: RunContract, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening.tenant(
        edition={"pingone": "current"}, switches={"pingam.unique_names": False}
    ) as tenant:
        for name, value in variables(tenant).items():
            monkeypatch.setenv(name, value)
        with fronted(listening.url) as url:
            ran = contract(url, "--rule", "pingam.resource_set.*")

    assert (ran.code, ran.rules("differs")) == (1, ["pingam.resource_set.name-unique"])
    assert "fakeping does the same with --switch pingam.unique_names=off" in ran.out


KILLED = """
import os, sys
number = int(sys.argv.pop())
from fakeping.contract import target
real = target.Target.remember
def remember(self, *arguments):
    real(self, *arguments)
    os.kill(os.getpid(), number)
target.Target.remember = remember
from fakeping.cli.main import main
sys.exit(main())
"""


def interrupted(url: str, number: Signals, *arguments: str) -> CompletedProcess[str]:
    """The command in a process of its own, which gets a signal once it has made something."""
    return subprocess.run(
        [
            *(sys.executable, "-c", KILLED, "contract", "--target", url),
            *("--family", "pingone", "--rule", "pingone.resource.name-unique"),
            *(*arguments, str(int(number))),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=dict(os.environ),
    )


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_deletes_what_it_made(
    listening: FakePing, real: Tenant, number: Signals, tmp_path: Path
) -> None:
    with fronted(listening.url) as url:
        done = interrupted(url, number)

    assert (done.returncode, resources(real)) == (128 + number, [])
    assert "interrupted; what was made is deleted" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "state" / "fakeping").glob("*")) == []


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.parametrize("how", ["the next run", "--clean"])
def test_what_a_killed_run_left_is_deleted_later(
    listening: FakePing, real: Tenant, contract: RunContract, how: str
) -> None:
    with fronted(listening.url) as url:
        done = interrupted(url, signal.SIGKILL)
        left = resources(real)
        arguments = ["--clean"] if how == "--clean" else ["--rule", "pingone.error.no-route"]
        ran = contract(url, *arguments)

        assert done.returncode == -signal.SIGKILL
        assert [each[: len(PREFIX)] for each in left] == [PREFIX]
        assert (ran.code, resources(real)) == (0, [])
        assert "deleted what an earlier run left: 1" in ran.out
        assert "nothing was left" in contract(url, "--clean").out


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_a_killed_run_leaves_no_tenant_on_a_fake_for_long(
    listening: FakePing, contract: RunContract
) -> None:
    before = [each.id for each in listening.tenants.all()]

    interrupted(listening.url, signal.SIGKILL)
    left = len(listening.tenants.all()) - len(before)
    ran = contract(listening.url, "--clean")

    assert (left, ran.code) == (1, 0)
    assert [each.id for each in listening.tenants.all()] == before


def test_what_would_not_go_is_kept_in_the_ledger(
    listening: FakePing, real: Tenant, contract: RunContract, tmp_path: Path
) -> None:
    def after(
        asked: Asked, answer: tuple[int, dict[str, str], bytes]
    ) -> tuple[int, dict[str, str], bytes]:
        return (403, {}, b"") if asked.method == "DELETE" else answer

    with fronted(listening.url, after=after) as url:
        contract(url, "--family", "pingone", "--rule", "pingone.resource.name-unique")
        [ledger] = (tmp_path / "state" / "fakeping").glob("*")
        again = contract(url, "--clean")

    assert ledger.exists()
    assert again.code == 1
    assert "an earlier run left it, and it would not go: http://" in again.out


def test_a_ledger_of_somebody_elses_is_refused(
    listening: FakePing, contract: RunContract, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("shopping: milk\n")

    ran = contract(listening.url, "--ledger", tmp_path / "mine.txt")

    assert ran.code == 2
    assert "mine.txt, line 1: not a ledger of fakeping's" in ran.err
    assert (tmp_path / "mine.txt").read_text() == "shopping: milk\n"


HTML = b"<html><body>It works!</body></html>"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        pytest.param((200, {"Content-Type": "text/html"}, HTML), "200 with text/html", id="HTML"),
        pytest.param((500, {}, b""), "500", id="a 500"),
        pytest.param((200, {}, b'"yes"'), "200", id="JSON of nobody"),
        pytest.param((302, {"Location": "http://127.0.0.1:1/"}, b""), "302", id="a redirection"),
    ],
)
def test_what_is_no_ping_at_all_is_told_of_in_a_line(
    listening: FakePing,
    real: Tenant,
    contract: RunContract,
    answer: tuple[int, dict[str, str], bytes],
    words: str,
) -> None:
    with fronted(listening.url, instead=lambda _: answer) as url:
        ran = contract(url, "--family", "pingone")
        ran_too = contract(url, "--family", "pingam")

    sign_in = f"{url}/{real.pingone.environment_id}/as/token"
    sign_in_too = f"{url}/am/oauth2/realms/root/realms/{real.pingam.realm}/access_token"
    assert (ran.code, ran_too.code) == (2, 2)
    assert ran.err == f"fakeping: no token to ask with: POST {sign_in}: {words}\n"
    assert ran_too.err == (
        "fakeping: no token to ask with: no uma_protection token for"
        f" {real.pingam.credentials.username}: POST {sign_in_too}: {words}\n"
    )


@pytest.mark.parametrize(
    ("edition", "answer", "words"),
    [
        pytest.param("p14c", None, "200 with application/json", id="of another edition"),
        pytest.param(
            "current", (200, {"Content-Type": "text/html"}, HTML), "200 with text/html", id="HTML"
        ),
        pytest.param("current", (200, {}, b"[]"), "200", id="JSON of nobody"),
    ],
)
def test_a_list_that_cannot_be_read_is_told_of(
    listening: FakePing,
    contract: RunContract,
    monkeypatch: pytest.MonkeyPatch,
    edition: str,
    answer: tuple[int, dict[str, str], bytes] | None,
    words: str,
) -> None:
    def after(
        asked: Asked, came: tuple[int, dict[str, str], bytes]
    ) -> tuple[int, dict[str, str], bytes]:
        return came if answer is None or "/as/" in asked.path else answer

    with listening.tenant(edition={"pingone": edition}) as tenant:
        for name, value in variables(tenant).items():
            monkeypatch.setenv(name, value)
        with fronted(listening.url, after=after) as url:
            ran = contract(url, "--family", "pingone")

    assert ran.code == 2
    assert f"/resources: {words}, and no list as the edition current has it" in ran.err
    assert ran.err.count("\n") == 1


def test_what_one_family_showed_is_shown_where_the_other_cannot_be_asked(
    listening: FakePing, real: Tenant, contract: RunContract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKEPING_PINGAM_OWNER_PASSWORD", "wrong")

    with fronted(listening.url) as url:
        ran = contract(url, "--rule", "*.error.no-route")

    assert ran.code == 2
    assert f"pingone current at {url}: 1 agrees\n" in ran.out
    assert "pingam 8.1 at" not in ran.out
    assert "The contract holds" not in ran.out
    assert "no uma_protection token for" in ran.err
    assert "wrong" not in ran.err


def test_nonsense_after_the_sign_in_is_a_difference_of_each_rule(
    listening: FakePing, real: Tenant, contract: RunContract
) -> None:
    def after(
        asked: Asked, answer: tuple[int, dict[str, str], bytes]
    ) -> tuple[int, dict[str, str], bytes]:
        listing = asked.method == "GET" and asked.path.endswith("/resources")
        return answer if "/as/" in asked.path or listing else (200, {}, HTML)

    with fronted(listening.url, after=after) as url:
        ran = contract(url, "--family", "pingone", "--rule", "pingone.resource.*")

    assert ran.code == 1
    assert len(ran.rules("differs")) > 5
    assert "status 200, expected 201" in ran.out
    assert "It works!" in ran.out
    assert "Traceback" not in ran.out + ran.err


def test_nobody_there_is_told_of(contract: RunContract) -> None:
    ran = contract("http://127.0.0.1:1")

    assert ran.code == 2
    assert ran.err.startswith("fakeping: nobody answers at http://127.0.0.1:1: ")


def test_a_deployment_that_falls_silent_ends_the_run(
    listening: FakePing, real: Tenant, contract: RunContract
) -> None:
    silent: list[str] = []
    over = threading.Event()

    def instead(asked: Asked) -> None:
        if silent or ("/resources" in asked.path and asked.method == "POST"):
            silent.append(asked.path)
            over.wait(300)

    with fronted(listening.url, instead=instead) as url:
        ran = contract(url, "--family", "pingone", "--rule", "pingone.resource.*", "--timeout", "2")
        over.set()

    assert ran.code == 2
    assert "3 times in a row" in ran.err
    assert len(silent) < 12
    assert ran.rules("not run")


@pytest.mark.parametrize("phase", some(range(11), one_of=11))
def test_lost_answers_are_told_of_and_nothing_is_left(
    listening: FakePing, real: Tenant, contract: RunContract, phase: int
) -> None:
    lost = iter(range(10**6))

    def after(
        asked: Asked, answer: tuple[int, dict[str, str], bytes]
    ) -> tuple[int, dict[str, str], bytes]:
        # Each eleventh request that changes something is carried out, and its answer lost.
        if asked.method in {"POST", "DELETE"} and next(lost) % 11 == phase:
            raise ConnectionAbortedError
        return answer

    with fronted(listening.url, after=after) as url:
        ran = contract(url, "--rule", "*.name-*", "--rule", "*.entity.*")

    assert (ran.code, ran.rules("differs")) == (0, [])
    assert " checks were not made, for an answer did not come." in ran.out
    assert resources(real) == []
    assert real.pingam.resource_sets() == real.pingam.resource_sets("second") == []


def test_what_is_asked_without_effect_is_asked_once_more(
    listening: FakePing, real: Tenant, contract: RunContract
) -> None:
    seen = iter(range(10**6))

    def instead(asked: Asked) -> None:
        if asked.method == "GET" and next(seen) % 2 == 0:
            raise ConnectionAbortedError

    with fronted(listening.url, instead=instead) as url:
        ran = contract(url, "--rule", "pingone.resource.*")

    assert (ran.code, ran.rules("differs")) == (0, [])
    assert "an answer did not come" not in ran.out


def test_to_clean_is_to_delete_whatever_has_the_prefix(
    listening: FakePing, real: Tenant, contract: RunContract
) -> None:
    real.pingone.given.resource(name=f"{PREFIX}of nobody's ledger")
    real.pingone.given.resource(name="payroll")
    real.pingam.given.resource_set(owner="second", name=f"{PREFIX}photo", resource_scopes=[])

    with fronted(listening.url) as url:
        ran = contract(url, "--clean")

    assert (ran.code, ran.out) == (0, "deleted what an earlier run left: 2\n")
    assert resources(real) == ["payroll"]
    assert real.pingam.resource_sets("second") == []


def test_to_clean_a_family_is_to_leave_others_alone(
    listening: FakePing, real: Tenant, contract: RunContract
) -> None:
    real.pingone.given.resource(name=f"{PREFIX}a run of somebody else's")
    real.pingam.given.resource_set(owner="second", name=f"{PREFIX}photo", resource_scopes=[])
    asked: list[str] = []

    def after(
        request: Asked, answer: tuple[int, dict[str, str], bytes]
    ) -> tuple[int, dict[str, str], bytes]:
        asked.append(request.path)
        return answer

    with fronted(listening.url, after=after) as url:
        ran = contract(url, "--clean", "--family", "pingam")

    assert (ran.code, ran.out) == (0, "deleted what an earlier run left: 1\n")
    assert resources(real) == [f"{PREFIX}a run of somebody else's"]
    assert not [each for each in asked if each.startswith("/v1/")]


#: Many rules of theirs begin with a resource.
NEED_A_RESOURCE = ("entity", "resource", "scope", "attribute", "grant", "secret")


def test_one_thing_that_is_wrong_is_not_told_a_hundred_times(
    listening: FakePing, real: Tenant, contract: RunContract
) -> None:
    def after(
        asked: Asked, answer: tuple[int, dict[str, str], bytes]
    ) -> tuple[int, dict[str, str], bytes]:
        new = asked.method == "POST" and asked.path.endswith("/resources")
        return (503, {"Content-Type": "text/html"}, b"<h1>busy</h1>") if new else answer

    with fronted(listening.url, after=after) as url:
        ran = contract(url, *(f"--rule=pingone.{each}.*" for each in NEED_A_RESOURCE))

    assert ran.code == 1
    assert "pingone.entity.created" in ran.rules("differs")
    assert len(ran.rules("differs")) < 12
    why = [each for each in ran.why_not().values() if "what the check begins with" in each]
    assert len(why) > 15


def test_two_deployments_are_compared(
    listening: FakePing, real: Tenant, contract: RunContract, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening.tenant(edition={"pingone": "current"}) as other:
        for name, value in variables(other, prefix="FAKEPING_AGAINST").items():
            monkeypatch.setenv(name, value)
        with fronted(listening.url) as url:
            alike = contract(
                url, "--against", url, "--rule", "*.name-unique", "--rule", "*.created"
            )

    assert (alike.code, alike.rules("differs")) == (0, [])


def test_a_fake_may_be_what_a_deployment_is_compared_with(
    listening: FakePing, real: Tenant, contract: RunContract
) -> None:
    def after(
        asked: Asked, answer: tuple[int, dict[str, str], bytes]
    ) -> tuple[int, dict[str, str], bytes]:
        status, headers, body = answer
        return status, headers, body.replace(b'"UNIQUENESS_VIOLATION"', b'"TAKEN"')

    with fronted(listening.url, after=after) as url:
        ran = contract(
            url, "--against", listening.url, "--rule", "pingone.resource.*", "--family", "pingone"
        )

    assert ran.code == 1
    assert "pingone.resource.name-unique" in ran.rules("differs")
    assert 'body.details[0].code: "TAKEN" here, "UNIQUENESS_VIOLATION" there' in ran.out


@pytest.fixture
def demanding(listening: FakePing, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Makes a real deployment of an edition whose writes need `If-Match`, whatever it says."""
    with ExitStack() as stack:

        def made(edition: str) -> PingAM:
            tenant = stack.enter_context(
                listening.tenant(
                    edition={"pingone": "current", "pingam": edition},
                    switches={"pingam.require_if_match": True},
                )
            )
            for name, value in variables(tenant).items():
                monkeypatch.setenv(name, value)
            return tenant.pingam

        yield made


def refusing(tag: str | None, status: int) -> Callable[..., Any]:
    """A front that refuses deletions whose `If-Match` is this."""

    def instead(asked: Asked) -> tuple[int, dict[str, str], bytes] | None:
        refused = asked.method == "DELETE" and asked.headers.get("If-Match") == tag
        return (status, {"Content-Type": "application/json"}, b"{}") if refused else None

    return instead


@pytest.mark.parametrize(
    ("edition", "instead"),
    [
        pytest.param("8.1", None, id="400 as OpenAM's"),
        pytest.param("8.1", refusing(None, 428), id="428"),
        pytest.param("openam", refusing("*", 412), id="412 of any tag"),
    ],
)
def test_what_goes_only_with_its_tag_goes(
    listening: FakePing,
    demanding: Callable[..., Any],
    contract: RunContract,
    edition: str,
    instead: Callable[..., Any] | None,
) -> None:
    am, made = demanding(edition), []

    def after(
        asked: Asked, answer: tuple[int, dict[str, str], bytes]
    ) -> tuple[int, dict[str, str], bytes]:
        if asked.method == "POST" and asked.path.endswith("/resource_set") and answer[0] == 201:
            made.append(asked.path)
        return answer

    with fronted(listening.url, instead=instead, after=after) as url:
        ran = contract(
            url,
            *("--family", "pingam", "--edition", f"pingam={edition}"),
            *("--rule", "pingam.resource_set.name-*", "--rule", "pingam.resource_set.owner"),
        )

    assert len(made) > 3
    assert [each["left"] for each in ran.json["runs"]] == [[]]
    assert "left behind" not in ran.out
    assert am.resource_sets() == am.resource_sets("second") == []


def test_to_clean_is_to_delete_what_goes_only_with_its_tag(
    listening: FakePing, demanding: Callable[..., Any], contract: RunContract
) -> None:
    am, asked = demanding("8.1"), ("--family", "pingam", "--edition", "pingam=8.1")

    def kept(asked: Asked) -> tuple[int, dict[Any, Any], bytes] | None:
        return (403, {}, b"") if asked.method == "DELETE" else None

    with fronted(listening.url, instead=kept) as url:
        contract(url, *asked, "--rule", "pingam.resource_set.name-unique")
    in_the_ledger = am.resource_sets()
    am.given.resource_set(owner="second", name=f"{PREFIX}photo", resource_scopes=[])
    with fronted(listening.url) as url:
        ran = contract(url, *asked, "--clean")
        again = contract(url, *asked, "--clean")

    assert in_the_ledger
    assert (ran.code, "would not go" in ran.out) == (0, False)
    assert am.resource_sets() == am.resource_sets("second") == []
    assert (again.code, again.out) == (0, "nothing was left\n")
