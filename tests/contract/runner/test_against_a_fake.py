"""The contract against a fakeping, over HTTP: it passes whole, and a bug is found and shown."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from fakeping import FakePing
from fakeping.contract.contract import Contract
from fakeping.contract.deployments import Fake
from fakeping.contract.ledger import Ledger
from fakeping.contract.settings import ContractSettings
from fakeping.contract.suites import SUITES
from fakeping.contract.transport import in_process
from fakeping.core.caller import Caller
from fakeping.core.problem import NotAllowed
from fakeping.families import FAMILIES
from fakeping.families.pingam.model import ResourceSet
from fakeping.families.pingam.store import AccessManager
from tests.contract.bugs.pingam_resource_sets import NAMES_MAY_CLASH
from tests.contract.runner.conftest import RunContract
from tests.sample import EVERY, some

EDITIONS = [
    pytest.param(family.name, edition, id=f"{family.name} {edition}")
    for family in FAMILIES
    for edition in family.editions
]

DOCS = Path(__file__).parents[3] / "docs" / "contract.md"

UNIQUE = "pingam.resource_set.name-unique"


def expected(family: str, edition: str) -> tuple[set[str], set[str]]:
    """The rules that agree, and those that are not run: where an id of the samples is wanted."""
    suite = SUITES[family]
    checked = {
        each.rule.name for each in suite.checks if not each.editions or edition in each.editions
    }
    samples_only = {"pingone.resource.documented-ids"} & checked
    return checked - samples_only, suite.checks.unchecked.keys() | samples_only


# The edition of each family that has the most rules: HTTP is the same in the others. A sample of
# the rules, as `contract/test_rules.py` holds every one.
@pytest.mark.parametrize(("family", "edition"), [("pingone", "current"), ("pingam", "openam")])
def test_it_holds_over_http(
    listening: FakePing, contract: RunContract, family: str, edition: str
) -> None:
    before = listening.tenants.all()
    drawn = set(some(sorted(set().union(*expected(family, edition))), one_of=12))
    rules = [] if EVERY else [f"--rule={each}" for each in sorted(drawn)]

    ran = contract(listening.url, "--edition", f"{family}={edition}", "--family", family, *rules)

    agrees, not_run = (each & drawn for each in expected(family, edition))
    assert (ran.code, ran.rules("differs")) == (0, [])
    assert (set(ran.rules("agrees")), set(ran.rules("not run"))) == (agrees, not_run)
    left = f", {len(not_run)} not run" if not_run else ""
    assert f"{family} {edition}: {len(agrees)} agrees{left}\n" in ran.out
    assert "The contract holds." in ran.out
    assert listening.tenants.all() == before


@pytest.mark.parametrize(("family", "edition"), EDITIONS)
def test_the_documentation_says_how_many(family: str, edition: str) -> None:
    agrees, not_run = map(len, expected(family, edition))

    line = f"\n{family} {edition}: {agrees} agrees, {not_run} not run\n"
    assert line in DOCS.read_text("utf-8")


def test_every_family_and_edition_is_run_unless_somebody_says_otherwise(
    listening: FakePing, contract: RunContract
) -> None:
    ran = contract(listening.url, "--rule", "*.error.no-route", "--rule", "*.name-unique")

    assert [(each["family"], each["edition"]) for each in ran.json["runs"]] == [
        (family.name, edition) for family in FAMILIES for edition in family.editions
    ]
    assert {rule.rpartition(".")[2] for _, rule in ran.outcomes} == {"no-route", "name-unique"}


def test_a_bug_is_shown_with_its_rule_and_the_exchange(
    listening: FakePing, contract: RunContract
) -> None:
    with NAMES_MAY_CLASH():
        ran = contract(
            listening.url,
            *("--family", "pingam", "--edition", "pingam=8.1", "--rule", "pingam.resource_set.*"),
        )

    assert ran.code == 1
    assert UNIQUE in ran.rules("differs")
    shown = ran.out[ran.out.index(f"\n{UNIQUE}  pingam 8.1") :]
    assert "status 201, expected 400" in shown
    assert "The rule: A second registration of a name" in shown
    assert "Observed: Recordings of a running OpenAM" in shown
    assert "curl --request POST" in shown
    assert "--header 'Authorization: Bearer sha256:" in shown
    assert "HTTP 201" in shown
    assert '"user_access_policy_uri"' in shown
    assert f"{UNIQUE} (8.1) differs" in shown
    assert "The contract holds" not in ran.out


def test_what_goes_with_its_tenant_is_not_left_behind(
    listening: FakePing, contract: RunContract, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: ResourceSet | AccessManager, **__: Caller) -> None:
        raise NotAllowed("nothing goes")

    before = listening.tenants.all()
    monkeypatch.setattr(AccessManager, "delete", refuse)

    ran = contract(
        listening.url,
        *("--family", "pingam", "--edition", "pingam=8.1", "--rule", "pingam.resource_set.*"),
    )

    assert "pingam.resource_set.etag" in ran.rules("agrees")
    assert [each["left"] for each in ran.json["runs"]] == [[]]
    assert "left behind" not in ran.out
    assert listening.tenants.all() == before


def test_reports_say_the_same_to_machines(
    listening: FakePing, contract: RunContract, tmp_path: Path
) -> None:
    with NAMES_MAY_CLASH():
        ran = contract(
            listening.url,
            *("--family", "pingam", "--edition", "pingam=8.1", "--rule", "pingam.resource_set.*"),
            *("--rule", "pingam.error.crash", "--junit", tmp_path / "report.xml"),
        )

    assert ran.code == 1
    [run] = ran.json["runs"]
    [unique] = [each for each in run["rules"] if each["rule"] == UNIQUE]
    assert unique["outcome"] == "differs"
    assert unique["evidence"] == "observed"
    assert unique["exchanges"][-1]["status"] == 201
    assert ran.json["holds"] is False
    assert {"rule": UNIQUE, "edition": "8.1"} in ran.json["appeared"]
    root = ET.parse(tmp_path / "report.xml").getroot()  # noqa: S314 - our own
    cases = {each.get("name"): each for each in root.iter("testcase")}
    assert set(cases) == {f"test_rule[pingam-8.1-{each['rule']}]" for each in run["rules"]}
    failed = cases[f"test_rule[pingam-8.1-{UNIQUE}]"].find("failure")
    assert failed is not None
    assert failed.text is not None
    assert "expected 400" in failed.get("message", "")
    assert "A second registration of a name" in failed.text
    assert "curl --request POST" in failed.text
    not_run = cases["test_rule[pingam-8.1-pingam.error.crash]"].find("skipped")
    assert not_run is not None
    assert not_run.get("message", "").startswith("it speaks of")
    [suite] = root
    counts = {name: int(suite.get(name, -1)) for name in ("tests", "failures", "skipped", "errors")}
    assert counts["tests"] == len(cases)
    assert counts["failures"] == len(ran.rules("differs"))
    assert (counts["skipped"], counts["errors"]) == (len(ran.rules("not run")), 0)


@pytest.mark.parametrize(("family", "edition"), [("pingone", "current"), ("pingam", "8.1")])
def test_two_fakes_answer_alike_whatever_is_asked(
    tmp_path: Path, family: str, edition: str
) -> None:
    def fake(seed: int) -> Fake:
        server = FakePing(ids_seed=seed)
        ask = in_process(server.tenants.world.handle)
        ledger = Ledger(tmp_path / str(seed))
        base_url = server.tenants.base_url
        return Fake(url=base_url, transport=ask, ledger=ledger, suites=SUITES)

    settings = ContractSettings(target="", families=(family,), editions={family: edition})
    contract = Contract(settings=settings, deployment=fake(1), against=fake(2))
    contract.begin()
    [way] = contract.ways
    rules = some(way.rules, one_of=12, name=lambda rule: rule.name)
    with way.begun(way.run(), rules=rules) as holding:
        found = [holding.hold(each) for each in rules]

    assert [(each.rule.name, each.detail) for each in found if each.outcome == "differs"] == []
    assert sum(each.outcome == "agrees" for each in found) > len(rules) * 0.8


def test_the_first_difference_may_be_the_last(listening: FakePing, contract: RunContract) -> None:
    with NAMES_MAY_CLASH():
        ran = contract(listening.url, "--family", "pingam", "--fail-fast")

    assert ran.code == 1
    assert len(ran.rules("differs")) == 1
    assert [each["edition"] for each in ran.json["runs"]] == ["8.1"]


def test_a_fake_that_wants_a_key_is_told_it(
    contract: RunContract, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakePing(control_key="the key") as server:
        refused = contract(server.url, "--rule", "pingone.error.no-route")
        monkeypatch.setenv("FAKEPING_CONTROL_KEY", "the key")
        let_in = contract(server.url, "--rule", "pingone.error.no-route")

    assert refused.code == 2
    assert "a control key goes into FAKEPING_CONTROL_KEY" in refused.err
    assert let_in.code == 0


def test_a_sweep_says_which_rules_a_switch_changes(
    listening: FakePing, contract: RunContract
) -> None:
    ran = contract(
        listening.url,
        "--sweep",
        "--family",
        "pingam",
        "--edition",
        "pingam=8.1",
        *("--rule", "*.name-unique", "--rule", "*.location", "--rule", "*.name-length"),
    )

    assert ran.code == 0
    told = ran.out[ran.out.index("pingam.unique_names on -> off, in 8.1") :]
    assert "The switch" not in told
    assert "changes pingam.resource_set.name-unique\n" in told
    assert "Observed: Recordings" in told
    location = ran.out[ran.out.index("pingam.location on -> off") :]
    assert "changes pingam.resource_set.location\n" in location
    (quiet,) = [each for each in ran.out.splitlines() if each.startswith("Change no rule")]
    assert "pingam.lenient_json (8.1), " in quiet
    assert "pingam.unique_names" not in quiet
    assert "lenient_json off -> on" not in ran.out
    assert "Unspecified, and not switchable:\n  pingam.resource_set.name-length: A name has" in told
