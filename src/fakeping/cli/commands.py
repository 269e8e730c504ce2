"""The command group. Commands of an extra are imported when they are called."""

from typing import NoReturn

import click

from fakeping.cli.strict import strict


class Commands(click.Group):
    """The command group; commands of the extra `contract` are imported when they are called."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted({*super().list_commands(context), "contract"})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of that name."""
        found = _contract() if name == "contract" else super().get_command(context, name)
        return found and strict(found)


def _contract() -> click.Command:
    try:
        from fakeping.contract.command import contract  # noqa: PLC0415 - pytest and urllib3 take a while
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("fakeping"):
            raise
        return _without(missing.name or "")
    return contract


def _without(package: str) -> click.Command:
    """A command that says which extra is not installed."""

    @click.command(
        "contract",
        short_help="Hold a deployment to the rules.",
        context_settings={"ignore_unknown_options": True},
    )
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def refuse(arguments: tuple[str, ...]) -> NoReturn:  # noqa: ARG001 - whatever they are
        """Hold a deployment to the rules; needs the extra `contract`."""
        raise click.ClickException(
            f"{package} is not installed: pip install 'fakeping[contract]' brings it"
        )

    return refuse
