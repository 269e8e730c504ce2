"""Settings: each option of a command is an environment variable and a key of a file, too."""

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from fakeping.cli.strict import emptiness, is_empty
from fakeping.core import outside

# In the working directory: the first that is there, and has the table.
_FILES: Mapping[str, tuple[str, ...]] = {
    "fakeping.toml": (),
    "pyproject.toml": ("tool", "fakeping"),
}

_EPILOG = (
    "Each option is also an environment variable, FAKEPING_JOURNAL_ENTRIES for --journal-entries,"
    " and a key of fakeping.toml, journal-entries, or of [tool.fakeping] in pyproject.toml, in the"
    " working directory. An option goes before a variable, and that before a file."
)


class Words(click.ParamType):  # type: ignore[type-arg]  # click 8.1 has none
    """Text; a variable has several, with spaces or commas between them."""

    name = "text"

    def split_envvar_value(self, rv: str) -> list[str]:
        """Split a variable's value."""
        return rv.replace(",", " ").split()


class Configured(click.Command):
    """A command whose options are settings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"epilog": _EPILOG, **kwargs})
        for each in self._options():
            each.envvar = f"FAKEPING_{_key(each).replace('-', '_').upper()}"

    def _options(self) -> Iterator[click.Option]:
        return (each for each in self.params if isinstance(each, click.Option))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; a wrong value of a variable or a file is told with its place."""
        file, said = _read()
        ctx.default_map = self._defaults(file, said)
        try:
            return super().parse_args(ctx, args)
        except click.BadParameter as error:
            param = error.param
            source = param and param.name and ctx.get_parameter_source(param.name)
            if source is ParameterSource.ENVIRONMENT and param is not None:
                where = str(param.envvar)
            elif source is ParameterSource.DEFAULT_MAP:
                where = file
            else:
                raise
            raise click.BadParameter(f"{where}: {error.message}", ctx, param) from None

    def _defaults(self, file: str, said: Mapping[str, Any]) -> dict[str, Any]:
        options = {_key(each): each for each in self._options()}
        found: dict[str, Any] = {}
        for key, value in said.items():
            option = options.get(key.replace("_", "-"))
            if option is None or option.name is None:
                raise click.UsageError(f"{file}: there is no {key!r}{_near(key, list(options))}")
            found[option.name] = _value(f"{file}: {key}", value, option)
        return found


def setting(name: str, args: list[str]) -> str | None:
    """The value of an option before it is parsed, also if others are wrong; `None` without one.

    It is that of the arguments, of its variable or of the file.
    """
    flag = f"--{name}"
    for at, each in enumerate(args):
        if each == flag and at + 1 < len(args):
            return args[at + 1]
        if each.startswith(f"{flag}="):
            return each.partition("=")[2]
    variable = os.environ.get(f"FAKEPING_{name.replace('-', '_').upper()}")
    if variable:
        return variable
    try:
        _, said = _read()
    except click.UsageError:
        return None
    value = said.get(name, said.get(name.replace("-", "_")))
    return value if isinstance(value, str) else None


def _key(option: click.Option) -> str:
    """The option's name: `journal-entries`."""
    return max(option.opts, key=len).removeprefix("--")


def _read() -> tuple[str, Mapping[str, Any]]:
    """The name of the settings' file, and what it says. Raises `UsageError`."""
    for name, path in _FILES.items():
        try:
            found: Any = tomllib.loads(outside.text(Path(name)))
        except FileNotFoundError:
            continue
        except (OSError, ValueError, RecursionError) as error:
            if path:
                continue  # not ours to judge
            raise click.UsageError(f"{name}: {error}") from None
        for each in path:
            found = found.get(each, {}) if isinstance(found, dict) else {}
        if found or not path:
            return name, _table(name, found)
    return "", {}


def _table(name: str, found: Any) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise click.UsageError(f"{name}: [tool.fakeping] is no table")
    return found


def _value(what: str, value: Any, option: click.Option) -> Any:
    """A value of TOML as one, or as several, of the command line. Raises `UsageError`."""
    if not option.multiple:
        if isinstance(value, dict | list):
            raise click.UsageError(f"{what} is one value")
        if is_empty(value):
            raise emptiness(what)
        return value
    if isinstance(value, dict):
        return [f"{name}={_word(each)}" for name, each in _flat(value)]
    several = value if isinstance(value, list) else [value]
    return [json.dumps(each) if isinstance(each, dict) else str(each) for each in several]


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """The values of a table; TOML nests a key such as `pingam.require_if_match`."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def _near(wanted: str, known: list[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    near = get_close_matches(wanted, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f": choose from {', '.join(known)}"
