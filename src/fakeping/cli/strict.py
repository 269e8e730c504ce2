"""Refuse what no command could mean: an empty value, and an option with two values."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import click
from click.core import ParameterSource

_MEND = "say a value, or leave it out"

_STRICT: set[click.Command] = set()


def strict(command: click.Command) -> click.Command:
    """Have a command refuse empty values, and options that stand twice and have one value."""
    if command in _STRICT:
        return command
    _STRICT.add(command)
    make_parser, parse_args = command.make_parser, command.parse_args

    def new_parser(context: click.Context) -> Any:
        parser = make_parser(context)
        parse = parser.parse_args

        def parsed(args: list[str]) -> Any:
            values, rest, order = parse(args)
            if not context.resilient_parsing:  # as completion does
                _check(values, order)
            return values, rest, order

        parser.parse_args = parsed  # type: ignore[method-assign]
        return parser

    def parse_strictly(context: click.Context, args: list[str]) -> list[str]:
        rest = parse_args(context, args)
        if not context.resilient_parsing:
            _check_variables(command, context)
        return rest

    command.make_parser = new_parser  # type: ignore[method-assign, assignment]
    command.parse_args = parse_strictly  # type: ignore[method-assign, assignment]
    return command


def is_empty(value: object) -> bool:
    """Whether a value is text without a character that shows."""
    return isinstance(value, str) and not value.strip()


def emptiness(what: str) -> click.UsageError:
    """The error for an empty value."""
    return click.UsageError(f"{what} is empty: {_MEND}")


def _check(values: dict[str, Any], order: Sequence[click.Parameter]) -> None:
    for param, times in Counter(order).items():
        if times > 1 and isinstance(param, click.Option) and _has_one_value(param):
            raise click.UsageError(f"{_name(param)} stands {_times(times)}: say it once")
        if any(map(is_empty, _each(values.get(param.name or "")))):
            raise emptiness(_name(param))


def _check_variables(command: click.Command, context: click.Context) -> None:
    for param in command.params:
        source = context.get_parameter_source(param.name or "")
        value = context.params.get(param.name or "")
        if source is ParameterSource.ENVIRONMENT and any(map(is_empty, _each(value))):
            raise emptiness(str(param.envvar))


def _has_one_value(option: click.Option) -> bool:
    return not (option.multiple or option.is_flag or option.count)


def _each(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, list | tuple) else [value]


def _name(param: click.Parameter) -> str:
    """How a parameter is called in usage: `--realm`, `URL`."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.human_readable_name.strip("[].")


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number} times"  # noqa: PLR2004 - what it says
