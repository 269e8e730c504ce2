"""The contract as a plugin of pytest: each rule is a test, held against what `--target` names.

`fakeping contract` runs it, the suite of fakeping does, and so may any other:

    pytest -p fakeping.contract.plugin --pyargs fakeping.contract --target live.toml
"""

import os
from collections.abc import Collection, Generator
from contextlib import ExitStack

import click
import pytest

from fakeping.contract import cleaning
from fakeping.contract.contract import Contract, opened, read_known
from fakeping.contract.deployments import Unusable
from fakeping.contract.divergences import BadDivergences, Divergence
from fakeping.contract.holding import Holding, Way
from fakeping.contract.options import read
from fakeping.contract.outcome import DIFFERS, NOT_RUN, Finding
from fakeping.core.rules import Rule

#: Where a session of pytest keeps its contract.
CONTRACT = pytest.StashKey[Contract]()

# What pytest says of a test that was expected to fail, and did not.
_AGREES = "[XPASS(strict)]"

_BEGUN = pytest.StashKey["_Begun"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--target`; the file that it names has all other options."""
    parser.getgroup("fakeping contract").addoption(
        "--target", metavar="URL", help="The deployment's base URL, or a file such as live.toml"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Find the deployment, and delete what earlier runs created."""
    target = config.getoption("target", None)
    if target is None or CONTRACT in config.stash:
        return
    worker = getattr(config, "workerinput", {}).get("workerid", "")
    try:
        settings = read(target)
        contract = opened(settings, os.environ, known=read_known(settings), worker=worker)
        if not worker:  # of pytest-xdist's: what one finds in its ledger, the others are asking for
            cleaning.clean(contract.deployment, prefix=settings.prefix)
        contract.begin()
    except click.ClickException as mistake:
        raise pytest.UsageError(mistake.format_message()) from None
    except (Unusable, BadDivergences) as reason:
        raise pytest.UsageError(str(reason)) from None
    config.stash[CONTRACT] = contract


def pytest_report_header(config: pytest.Config) -> list[str]:
    """List the families that are not run, and why."""
    contract = config.stash.get(CONTRACT, None)
    return [f"not run: {each}" for each in contract.skipped()] if contract else []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrize tests with each rule, for each edition."""
    contract = metafunc.config.stash.get(CONTRACT, None)
    if contract is not None and "holding" in metafunc.fixturenames:
        parametrize(metafunc, contract.ways, known=contract.known)


def parametrize(
    metafunc: pytest.Metafunc, ways: Collection[Way], *, known: Collection[Divergence] = ()
) -> None:
    """Parametrize a test with rules and editions. Known divergences are expected to fail."""
    reasons = {each.key: each.reason for each in known}

    def marks(way: Way, rule: Rule) -> list[pytest.MarkDecorator]:
        if (rule.name, way.edition) not in reasons:
            return []
        reason = reasons[rule.name, way.edition]
        return [pytest.mark.xfail(strict=True, reason=reason, raises=pytest.fail.Exception)]

    metafunc.parametrize(
        "rule",
        [
            pytest.param((way, rule), id=f"{way}-{rule.name}", marks=marks(way, rule))
            for way in ways
            for rule in way.rules
        ],
        indirect=True,
    )


@pytest.fixture
def rule(request: pytest.FixtureRequest) -> Rule:
    """The rule to check."""
    found = _way_and_rule(request.node)
    if found is None:
        pytest.fail(
            "--target says which deployment is held to the rules: a URL, or a file of settings",
            pytrace=False,
        )
    return found[1]


@pytest.fixture
def holding(request: pytest.FixtureRequest, rule: Rule) -> Holding:  # noqa: ARG001 - of a way
    """A deployment in one edition. What tests create there is deleted after the last one."""
    way, _ = request.node.callspec.params["rule"]
    return request.session.stash.setdefault(_BEGUN, _Begun(request.session)).holding(way)


class _Begun:
    """The edition that is checked now."""

    def __init__(self, session: pytest.Session) -> None:
        self._session = session
        self._contract = session.config.stash.get(CONTRACT, None)
        self._holding: Holding | None = None
        self._stack = ExitStack()

    def holding(self, way: Way) -> Holding:
        """The checker of an edition. Raises `Unusable`."""
        if self._holding is None or self._holding.way is not way:
            self.close()
            run = self._contract.begun(way) if self._contract else way.run()
            found = [_way_and_rule(each) for each in self._session.items]
            rules = [each[1] for each in found if each and each[0] is way]
            self._holding = self._stack.enter_context(way.begun(run, rules=rules))
        return self._holding

    def close(self) -> list[str]:
        """Delete what was created. Returns the URLs that remain."""
        ended, self._holding = self._holding, None
        self._stack.close()
        if ended and self._contract:
            self._contract.ended(ended.run)
        return ended.run.left if ended else []


def judge(finding: Finding) -> None:
    """End a test with its finding: skip it if it was not run, fail it if it differs."""
    if finding.outcome == NOT_RUN:
        pytest.skip(finding.detail)
    if finding.outcome == DIFFERS:
        pytest.fail(finding.text(), pytrace=False)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Clean up after the last test of an edition; fail if entities remain."""
    here, there = _way_and_rule(item), nextitem and _way_and_rule(nextitem)
    if here is None or (there and there[0] is here[0]):
        return
    begun = item.session.stash.get(_BEGUN, None)
    left = begun.close() if begun else []
    if left:
        pytest.fail("\n".join(f"left behind: {each}" for each in left), pytrace=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Clean up, also after an interrupt."""
    if begun := session.stash.get(_BEGUN, None):
        begun.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Report failures as sentences, and end the session if the deployment is unusable."""
    report = yield
    found = _way_and_rule(item)
    if found is None:
        return report
    way, rule = found
    if call.excinfo is not None and call.excinfo.errisinstance(Unusable):
        report.longrepr = str(call.excinfo.value)
        item.session.shouldstop = report.longrepr
        if CONTRACT in item.config.stash:
            item.config.stash[CONTRACT].unusable = report.longrepr
    elif report.failed and str(report.longrepr).startswith(_AGREES):
        reason = str(report.longrepr).removeprefix(_AGREES)
        report.longrepr = f"{rule.name} ({way.edition}) agrees, and is known to differ:{reason}"
    elif crash := getattr(report.longrepr, "reprcrash", None):
        # Where `CI` is set, pytest's summary repeats all of it.
        crash.message = crash.message.partition("\n")[0]
    report.sections.clear()  # what was logged or printed besides may have secrets in it
    return report


def _way_and_rule(item: pytest.Item) -> tuple[Way, Rule] | None:
    """The edition and the rule of a test; `None` if it is not a rule's."""
    callspec = getattr(item, "callspec", None)
    found = callspec.params.get("rule") if callspec else None
    return found if isinstance(found, tuple) and isinstance(found[0], Way) else None
