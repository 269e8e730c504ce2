"""The settings of a contract run as options of a command, or as a file."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from fakeping.contract.settings import ContractSettings
from fakeping.contract.suites import SUITES, every_rule
from fakeping.core.outside import text

FILE = click.Path(dir_okay=False, path_type=Path)


def _editions(context: object, option: object, wanted: Sequence[str]) -> dict[str, str]:  # noqa: ARG001 - as click has it
    pairs = dict(each.partition("=")[::2] for each in wanted)
    for family, edition in pairs.items():
        known = SUITES[family].family.editions if family in SUITES else ()
        if edition not in known:
            choices = ", ".join(
                f"{name}={each}" for name, suite in SUITES.items() for each in suite.family.editions
            )
            raise click.UsageError(f"there is no edition {family}={edition}: choose from {choices}")
    return pairs


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
        help="This edition alone.",
    ),
    _option(
        "--rule", "rules", multiple=True, metavar="GLOB", help="These rules alone: pingone.scope.*"
    ),
    _option("--against", metavar="URL", help="Compare the answers with those of another one."),
    _option("--known", type=FILE, help="known-divergences.toml"),
    _option(
        "--prefix",
        default="fakeping-contract-",
        show_default=True,
        help="What the names of all that is made begin with.",
    ),
    _option("--allow-foreign", is_flag=True, help="Run beside what others have made."),
    _option("--ledger", type=FILE, help="What is still to be deleted."),
    _option(
        "--timeout",
        default=30.0,
        show_default=True,
        type=click.FloatRange(min=0, min_open=True),
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
    if not any(map(settings.wants, every_rule())):
        raise click.UsageError(f"no rule is called {' or '.join(settings.rules)}")
    return settings


def _options(document: Mapping[str, Any]) -> Iterator[str]:
    for name, value in document.items():
        for each in value if isinstance(value, list) else [value]:
            if each is not False:
                yield f"--{name}" if each is True else f"--{name}={each}"
