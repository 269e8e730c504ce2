"""`fakeping contract`: check the rules on any deployment, in a pytest session of its own."""

import contextlib
import gc
import json
import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType, SimpleNamespace
from typing import Any, NoReturn

import click
import pytest

from fakeping.contract import cleaning, divergences, plugin, report, sweep
from fakeping.contract.contract import Contract, opened, read_known
from fakeping.contract.deployments import Unusable
from fakeping.contract.divergences import BadDivergences, Divergence, judge
from fakeping.contract.documents import as_json
from fakeping.contract.options import FILE, OPTIONS, chosen
from fakeping.contract.outcome import NOT_RUN, all_findings
from fakeping.contract.settings import ContractSettings
from fakeping.contract.suites import SUITES
from fakeping.core import files

HOLDS, DIFFERS, UNUSABLE = 0, 1, 2

_FOLDER = Path(__file__).parent

#: A pytest that nothing but this says anything to: no settings and no plugins of whoever calls it.
_PYTEST = (
    str(_FOLDER / "test_rules.py"),
    *("-c", os.devnull, f"--rootdir={_FOLDER}", "--import-mode=importlib", "--assert=plain", "-s"),
    *("-o", "junit_suite_name=fakeping contract"),
    *(
        word
        for each in ("terminal", "cacheprovider", "logging", "warnings", "faulthandler")
        for word in ("-p", f"no:{each}")
    ),
    *("-p", "no:unraisableexception", "-p", "no:threadexception"),
)
_SAYING_NOTHING = {
    "PYTEST_ADDOPTS": "",
    "PYTEST_PLUGINS": "",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
}

#: Options that a run takes, of which --clean and --sweep are none: by name, and as they are said.
_OF_A_RUN = {
    "only_clean": "--clean",
    "sweep": "--sweep",
    "fail_fast": "--fail-fast",
    "update_known": "--update-known",
}

_HELP = """Hold a deployment to fakeping's rules: a fakeping, or a real PingOne or PingAM.

\b
A fakeping at URL gets a tenant for each edition, dropped at the end.
Of a real deployment, the environment says who asks; never the command line:
  FAKEPING_PINGONE_ENVIRONMENT_ID, and _CLIENT_ID and _CLIENT_SECRET, or
    _TOKEN;
  FAKEPING_PINGONE_AUTH_URL where the sign-in is not on https://auth.*;
  FAKEPING_PINGAM_CLIENT_ID, _CLIENT_SECRET, _OWNER, _OWNER_PASSWORD, and,
  for more rules, _SECOND_OWNER and _SECOND_OWNER_PASSWORD; _REALM (alpha);
  FAKEPING_PINGONE_URL and FAKEPING_PINGAM_URL where the two are not at URL;
  FAKEPING_CONTROL_KEY for a fakeping that wants a key;
  FAKEPING_AGAINST_... likewise for the deployment of --against.

\b
Exit codes: 0 the contract holds; 1 a difference appeared, or a known one is
no longer there, or something was left behind; 2 the deployment could not be
asked; 130 and 143 interrupted, by Ctrl-C or SIGTERM.
"""


@click.command(
    "contract",
    help=_HELP,
    short_help="Hold a deployment to fakeping's rules.",
    params=[*OPTIONS],
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--fail-fast", is_flag=True, help="Stop at the first difference.")
@click.option("--verbose", "-v", is_flag=True, help="Tell of the rules that agree, too.")
@click.option(
    "--sweep", is_flag=True, help="Invert each switch in turn, and list the rules that change."
)
@click.option("--update-known", is_flag=True, help="Write the file of --known anew.")
@click.option("--json", "json_file", type=FILE, help="A report.")
@click.option("--junit", "junit_file", type=FILE, help="A report.")
@click.option(
    "--clean",
    "only_clean",
    is_flag=True,
    help="Delete what earlier runs left, all that has the prefix, and end.",
)
@click.pass_context
def contract(context: click.Context, /, **options: Any) -> NoReturn:
    """Run, and exit with the result's code."""
    gc.enable()  # which the command line switches off for a fast start
    said = {each: options.pop(each) for each in ContractSettings.__slots__}
    command = _Command(chosen(**said), SimpleNamespace(**options))
    try:
        with _interruptible():
            code = command.run()
    except (Unusable, BadDivergences, files.Unwritable) as reason:
        click.echo(f"fakeping: {reason}", err=True)
        code = UNUSABLE
    except Interrupted as signalled:
        click.echo("fakeping: interrupted; what was made is deleted", err=True)
        code = 128 + signalled.number
    context.exit(code)


class Interrupted(KeyboardInterrupt):
    """Raised on a signal. What was created is deleted first."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Raise on the first signal, to clean up; exit on the second: the ledger has the rest."""

    def interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - as signal has it
        signal.signal(number, signal.SIG_DFL)
        raise Interrupted(number)

    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    for each in before:
        signal.signal(each, interrupt)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class _Command:
    """One run of the command."""

    def __init__(self, settings: ContractSettings, options: SimpleNamespace) -> None:
        self._settings = settings
        self._options = options
        if options.update_known and settings.known is None:
            raise click.UsageError("--update-known wants the file's name: --known FILE")
        for alone in (each for each in ("only_clean", "sweep") if getattr(options, each)):
            for name, option in _OF_A_RUN.items():
                if getattr(options, name) and name != alone:
                    raise click.UsageError(f"{option} is of no use with {_OF_A_RUN[alone]}")

    def run(self) -> int:
        """Execute the options. Returns the exit code."""
        options, ledger = self._options, self._settings.ledger
        anew = self._settings.known if options.update_known else None
        there = ledger if ledger and os.path.lexists(ledger) else None
        for each in filter(None, (options.json_file, options.junit_file, anew, there)):
            files.check(each)  # rather than once all was asked
        known = [] if anew and not anew.exists() else read_known(self._settings)
        contract = opened(self._settings, os.environ, known=known)
        left = self._clean(contract)
        if options.only_clean:
            return DIFFERS if left else HOLDS
        if options.sweep:
            sweep.begin(contract)
            self._pytest(contract)
            sweep.show(contract)
            return HOLDS
        return self._ran(contract, known)

    def _clean(self, contract: Contract) -> Sequence[str]:
        """Delete what earlier runs created. Returns the URLs that remain."""
        prefix = self._settings.prefix
        families = self._settings.families_of(SUITES)
        asked = {each.name for each in families}
        sparing = SUITES.keys() - asked if self._options.only_clean else ()
        gone, left = cleaning.clean(contract.deployment, prefix=prefix, sparing=sparing)
        if self._options.only_clean:
            more, stuck = cleaning.sweep(contract.deployment, families, prefix=prefix)
            gone, left = gone + more, [*left, *stuck]
        if gone:
            click.echo(f"deleted what an earlier run left: {gone}")
        for each in left:
            click.echo(f"an earlier run left it, and it would not go: {each}")
        if self._options.only_clean and not gone and not left:
            click.echo("nothing was left")
        return left

    def _ran(self, contract: Contract, known: Sequence[Divergence]) -> int:
        contract.begin()
        try:
            code = self._pytest(contract)
        except Unusable:
            made = [
                run
                for run in contract.runs
                if any(found.outcome != NOT_RUN for found in run.verdicts)
            ]
            judgement = judge(all_findings(made), contract.known)
            report.show(made, judgement, verbose=self._options.verbose, ended=False)
            raise
        finally:
            self._write_json(contract)
        judgement = judge(all_findings(contract.runs), contract.known)
        report.show(contract.runs, judgement, verbose=self._options.verbose)
        if self._options.update_known and self._settings.known is not None:
            everything = divergences.updated(all_findings(contract.runs), known)
            files.write(self._settings.known, divergences.written(everything))
            click.echo(f"{self._settings.known}: {len(everything)} known differences")
            return HOLDS
        return code

    def _pytest(self, contract: Contract) -> int:
        """Run the tests, then clean up. Raises `Unusable` and `Interrupted` afterwards."""
        front = _Front(contract)
        arguments = [*_PYTEST, *(["-x"] if self._options.fail_fast else [])]
        with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            for name, value in _SAYING_NOTHING.items():
                patch.setenv(name, value)
            junit = Path(folder, "junit.xml")
            if self._options.junit_file is not None:
                arguments.append(f"--junitxml={junit}")
            code = pytest.main(arguments, plugins=[plugin, front])
            if self._options.junit_file is not None and junit.exists():
                files.write(self._options.junit_file, junit.read_text("utf-8"))
        if front.stopped_by is not None:
            raise front.stopped_by
        if contract.unusable:
            raise Unusable(contract.unusable)
        failed = code == pytest.ExitCode.TESTS_FAILED or any(each.left for each in contract.runs)
        return DIFFERS if failed else HOLDS

    def _write_json(self, contract: Contract) -> None:
        """Write the report, even if the run was cut short."""
        if self._options.json_file is not None:
            judgement = judge(all_findings(contract.runs), contract.known)
            document = as_json(contract.runs, judgement, target=self._settings.target)
            files.write(
                self._options.json_file, json.dumps(document, indent=2, ensure_ascii=False) + "\n"
            )


class _Front(report.Progress):
    """A pytest plugin that registers the contract and records what ended the session."""

    def __init__(self, contract: Contract) -> None:
        super().__init__()
        self._contract = contract
        contract.ended = self.ended
        self.stopped_by: BaseException | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Register the contract's plugin."""
        config.stash[plugin.CONTRACT] = self._contract

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Record the signal."""
        if isinstance(excinfo.value, Interrupted):
            self.stopped_by = excinfo.value

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        """Record the error, which is a bug."""
        self.stopped_by = excinfo.value
        return True
