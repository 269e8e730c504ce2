"""The settings of a contract run as options of a command, or as a file."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from fakeping.contract.settings import ContractSettings
from fakeping.contract.suites import SUITES, every_rule
from fakeping.core.outside import text
from fakeping.server.options import edition_words, said_editions

FILE = click.Path(dir_okay=False, path_type=Path)


def _editions(context: object, option: object, wanted: Sequence[str]) -> dict[str, str]:  # noqa: ARG001 - as click has it
    try:
        return said_editions(wanted)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _not_empty(context: object, option: click.Parameter, said: str) -> str:  # noqa: ARG001 - as before
    """A prefix that everything has would have everything deleted."""
    if not said.strip():
        raise click.UsageError(f"--{option.name} is empty: say a value, or leave it out")
    return said


def _number(context: object, option: click.Parameter, said: float) -> float:  # noqa: ARG001 - as before
    if said != said:  # noqa: PLR0124 - what is no number is not even itself
        raise click.UsageError(f"--{option.name} is no number: say one, such as 30")
    return said


def _beginning(words: Callable[[], Iterable[str]]) -> Callable[..., list[str]]:
    """Complete a value from these words."""
    return lambda context, option, said: [each for each in words() if each.startswith(said)]  # noqa: ARG005 - as before


def _option(*names: str, **more: Any) -> click.Option:
    return click.Option(names, **more)


#: The settings as options: of `fakeping contract`, and of a file that a suite's `--target` names.
OPTIONS = [
    _option("--target", required=True, metavar="URL", help="The deployment's base URL."),
    _option(
        *("--family", "families"),
        multiple=True,
        type=click.Choice([*SUITES]),
        help="This family alone.",
    ),
    _option(
        *("--edition", "editions"),
        multiple=True,
        metavar="FAMILY=NAME",
        callback=_editions,
        shell_complete=_beginning(edition_words),
        help="This edition alone.",
    ),
    _option(
        *("--rule", "rules"),
        multiple=True,
        metavar="GLOB",
        shell_complete=_beginning(every_rule),
        help="These rules alone: pingone.scope.*",
    ),
    _option("--against", metavar="URL", help="Compare the answers with those of another one."),
    _option("--known", type=FILE, help="known-divergences.toml"),
    _option(
        "--prefix",
        default="fakeping-contract-",
        show_default=True,
        callback=_not_empty,
        help="What the names of all that is made begin with.",
    ),
    _option("--allow-foreign", is_flag=True, help="Run beside what others have made."),
    _option("--ledger", type=FILE, help="What is still to be deleted."),
    _option(
        "--timeout",
        default=30.0,
        show_default=True,
        type=click.FloatRange(min=0, min_open=True, max=86_400),
        callback=_number,
        help="Seconds for an answer.",
    ),
]


def read(target: str) -> ContractSettings:
    """Read the settings from a URL or a TOML file. Raises `click.UsageError`."""
    said = ["--target", target]
    if target.endswith(".toml"):
        try:
            said = [*_options(tomllib.loads(text(Path(target))))]
        except OSError as error:
            raise click.UsageError(f"{target}: {error.strerror}") from None
        except (ValueError, RecursionError) as error:
            raise click.UsageError(f"{target}: {' '.join(str(error).split())}") from None
    command = click.Command("contract", params=[*OPTIONS], add_help_option=False)
    with command.make_context(target, said) as context:
        return chosen(**context.params)


def chosen(**options: Any) -> ContractSettings:
    """The settings of these options. Raises `click.UsageError` if no rule is selected."""
    settings = ContractSettings(**options)
    for family, edition in settings.editions.items():
        if settings.families and family not in settings.families:
            asked = " and ".join(settings.families)
            raise click.UsageError(
                f"--edition {family}={edition} is of no use where {asked} alone is asked for"
            )
    if not any(map(settings.wants, every_rule())):
        raise click.UsageError(f"no rule is called {' or '.join(settings.rules)}")
    return settings


def _options(document: Mapping[str, Any]) -> Iterator[str]:
    for name, value in document.items():
        for each in value if isinstance(value, list) else [value]:
            if each is not False:
                yield f"--{name}" if each is True else f"--{name}={each}"
