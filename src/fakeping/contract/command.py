"""`fakeping contract`: the rules, held against any deployment."""

import contextlib
import gc
import json
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from fakeping.contract import divergences, terminal
from fakeping.contract.cleaning import clean, sweep
from fakeping.contract.credentials import of_the_other
from fakeping.contract.deployments import Deployment, Unusable, found
from fakeping.contract.divergences import Divergence, Unreadable, judge
from fakeping.contract.documents import as_json, as_junit
from fakeping.contract.ledger import Ledger, default_path
from fakeping.contract.outcome import NOT_RUN, Run, all_findings
from fakeping.contract.runner import Runner, Selection
from fakeping.contract.suites import SUITES
from fakeping.contract.transport import OverHttp
from fakeping.core import files
from fakeping.core.authority import base_url

HOLDS, DIFFERS, UNUSABLE = 0, 1, 2

_HELP = """Hold a deployment to fakeping's rules: a fakeping, or a real PingOne or PingAM.

\b
A fakeping at URL gets a tenant for each edition, which is dropped at the end.
Of a real deployment, the environment says who asks; never the command line:
  FAKEPING_PINGONE_ENVIRONMENT_ID, and _CLIENT_ID and _CLIENT_SECRET, or _TOKEN;
  FAKEPING_PINGONE_AUTH_URL where the sign-in is not on https://auth.*;
  FAKEPING_PINGAM_CLIENT_ID, _CLIENT_SECRET, _OWNER, _OWNER_PASSWORD, and, for
  more rules, _SECOND_OWNER and _SECOND_OWNER_PASSWORD; _REALM (alpha);
  FAKEPING_PINGONE_URL and FAKEPING_PINGAM_URL where the two are not at URL;
  FAKEPING_CONTROL_KEY for a fakeping that wants a key;
  FAKEPING_AGAINST_... likewise for the deployment of --against.

\b
Exit codes: 0 the contract holds; 1 a difference appeared, or a known one is no
longer there, or something was left behind; 2 the deployment could not be asked;
130 and 143 interrupted, by Ctrl-C or SIGTERM.
"""


@click.command("contract", help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--target", required=True, metavar="URL", help="The deployment's base URL.")
@click.option(
    "--family", "families", multiple=True, type=click.Choice([*SUITES]), help="This family alone."
)
@click.option(
    "--edition", "editions", multiple=True, metavar="FAMILY=NAME", help="This edition alone."
)
@click.option(
    "--rule", "rules", multiple=True, metavar="GLOB", help="These rules alone: pingone.scope.*"
)
@click.option("--fail-fast", is_flag=True, help="Stop at the first difference.")
@click.option("--against", metavar="URL", help="Compare the answers with those of another one.")
@click.option("--sweep", is_flag=True, help="Turn each switch over, and say which rules change.")
@click.option(
    "--known", type=click.Path(dir_okay=False, path_type=Path), help="known-divergences.toml"
)
@click.option("--update-known", is_flag=True, help="Write the file of --known anew.")
@click.option(
    "--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="A report."
)
@click.option(
    "--junit", "junit_file", type=click.Path(dir_okay=False, path_type=Path), help="A report."
)
@click.option(
    "--prefix",
    default=Selection().prefix,
    show_default=True,
    help="What the names of all that is made begin with.",
)
@click.option("--allow-foreign", is_flag=True, help="Run beside what others have made.")
@click.option(
    "--clean",
    "only_clean",
    is_flag=True,
    help="Delete what earlier runs left, all that has the prefix, and end.",
)
@click.option(
    "--ledger", type=click.Path(dir_okay=False, path_type=Path), help="What is still to be deleted."
)
@click.option(
    "--timeout",
    default=30.0,
    show_default=True,
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds for an answer.",
)
def contract(**options: Any) -> NoReturn:
    """Run, and exit with what came of it."""
    context = click.get_current_context()
    gc.enable()  # which the command line switches off for a fast start
    try:
        with _interruptible():
            code = _Command(**options).run()
    except (Unusable, Unreadable, files.Unwritable) as reason:
        click.echo(f"fakeping: {reason}", err=True)
        code = UNUSABLE
    except Interrupted as signalled:
        click.echo("fakeping: interrupted; what was made is deleted", err=True)
        code = 128 + signalled.number
    context.exit(code)


class Interrupted(BaseException):
    """Somebody wants it to end. What was made is deleted on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """End at the first signal, tidily; at the second one at once: the ledger has the rest."""

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
    """One call of the command."""

    def __init__(
        self,
        *,
        target: str,
        families: Sequence[str],
        editions: Sequence[str],
        rules: Sequence[str],
        fail_fast: bool,
        against: str | None,
        sweep: bool,
        known: Path | None,
        update_known: bool,
        json_file: Path | None,
        junit_file: Path | None,
        prefix: str,
        allow_foreign: bool,
        only_clean: bool,
        ledger: Path | None,
        timeout: float,
    ) -> None:
        self._target = target
        self._against = against
        self._sweep = sweep
        self._known = known
        self._update_known = update_known
        self._files = (json_file, junit_file)
        self._only_clean = only_clean
        self._ledger = ledger
        self._timeout = timeout
        self._out = terminal.console()
        self._selection = Selection(
            families=tuple(families),
            editions=_editions(editions),
            rules=tuple(rules),
            fail_fast=fail_fast,
            allow_foreign=allow_foreign,
            prefix=prefix,
        )
        if update_known and known is None:
            raise click.UsageError("--update-known wants the file's name: --known FILE")
        if not any(self._selection.wants(each) for each in _rules()):
            raise click.UsageError(f"no rule is called {' or '.join(rules)}")

    def run(self) -> int:
        """Do what was asked. Returns the exit code."""
        for each in (*self._files, self._ledger, self._known if self._update_known else None):
            if each is not None and (each is not self._ledger or os.path.lexists(each)):
                files.check(each)  # rather than once all was asked
        known = self._read_known()
        deployment = self._deployment(self._target, os.environ)
        gone, left = clean(deployment, prefix=self._selection.prefix)
        if self._only_clean:
            more, stuck = sweep(deployment, prefix=self._selection.prefix)
            gone, left = gone + more, [*left, *stuck]
        self._told_of_cleaning(gone, left)
        if self._only_clean:
            return DIFFERS if left else HOLDS
        if self._sweep:
            return self._swept(deployment)
        other = self._against and self._deployment(self._against, of_the_other(os.environ))
        return self._ran(deployment, other or None, known)

    def _ran(
        self, deployment: Deployment, other: Deployment | None, known: list[Divergence]
    ) -> int:
        live = terminal.Live(self._out)
        runner = Runner(deployment=deployment, selection=self._selection, watch=live, against=other)
        try:
            runs = runner.run()
        except Unusable:
            live.stop()
            self._show_made(runner.runs, known)
            raise
        finally:
            live.stop()
            self._write(runner.runs, known)
        judgement = judge(all_findings(runs), self._selected(known))
        terminal.show(self._out, runs, judgement)
        if self._update_known and self._known is not None:
            everything = divergences.updated(all_findings(runs), known)
            files.write(self._known, divergences.written(everything))
            self._out.print(f"{self._known}: {len(everything)} known differences")
            return HOLDS
        left = any(each.left for each in runs)
        return HOLDS if judgement.holds and not left else DIFFERS

    def _show_made(self, runs: list[Run], known: list[Divergence]) -> None:
        """What a run has found that came to no end."""
        made = [each for each in runs if any(found.outcome != NOT_RUN for found in each.verdicts)]
        judgement = judge(all_findings(made), self._selected(known))
        terminal.show(self._out, made, judgement, ended=False)

    def _swept(self, deployment: Deployment) -> int:
        from fakeping.contract import sweep  # noqa: PLC0415 - few want it

        return sweep.run(deployment, self._selection, self._out)

    def _deployment(self, url: str, environ: Mapping[str, str]) -> Deployment:
        try:
            base_url(url)
            ledger = Ledger(self._ledger or default_path(url))
        except (OSError, ValueError) as error:
            raise Unusable(str(error)) from None
        return found(
            url,
            transport=OverHttp(timeout=self._timeout),
            ledger=ledger,
            environ=environ,
            chosen=self._selection.editions,
        )

    def _read_known(self) -> list[Divergence]:
        if self._known is None or (self._update_known and not self._known.exists()):
            return []
        return divergences.read(self._known, rules=_rules())

    def _selected(self, known: list[Divergence]) -> list[Divergence]:
        return [each for each in known if self._selection.wants(each.rule)]

    def _write(self, runs: list[Run], known: list[Divergence]) -> None:
        """The reports, also of a run that came to no end."""
        judgement = judge(all_findings(runs), self._selected(known))
        json_file, junit_file = self._files
        if json_file is not None:
            document = as_json(runs, judgement, target=self._target)
            files.write(json_file, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        if junit_file is not None:
            files.write(junit_file, as_junit(runs, judgement))

    def _told_of_cleaning(self, gone: int, left: Sequence[str]) -> None:
        if gone:
            self._out.print(f"deleted what an earlier run left: {gone}")
        for each in left:
            said = f"an earlier run left it, and it would not go: {each}"
            self._out.print(said, soft_wrap=True)
        if self._only_clean and not gone and not left:
            self._out.print("nothing was left")


def _rules() -> set[str]:
    return {rule.name for each in SUITES.values() for rule in each.family.rules}


def _editions(wanted: Sequence[str]) -> dict[str, str]:
    pairs = dict(each.partition("=")[::2] for each in wanted)
    for family, edition in pairs.items():
        known = SUITES[family].family.editions if family in SUITES else ()
        if edition not in known:
            choices = ", ".join(
                f"{name}={each}" for name, suite in SUITES.items() for each in suite.family.editions
            )
            raise click.UsageError(f"there is no edition {family}={edition}: choose from {choices}")
    return pairs
