"""The plugin's options: each is also an ini key and an environment variable."""

import os
from typing import Any, NamedTuple

import pytest


class Option(NamedTuple):
    """One option; `many` may be given several times, a `flag` is on or off."""

    name: str
    help: str
    kind: str = "text"
    metavar: str | None = None

    @property
    def flag(self) -> str:
        """`--fakeping-journal-dir`."""
        return f"--fakeping-{self.name}"

    @property
    def key(self) -> str:
        """`fakeping_journal_dir`: the ini key."""
        return f"fakeping_{self.name.replace('-', '_')}"

    @property
    def variable(self) -> str:
        """`FAKEPING_JOURNAL_DIR`."""
        return self.key.upper()


OPTIONS = (
    Option("url", "Use the fakeping that answers there, instead of one in this process."),
    Option("shared", "With pytest-xdist, one server for the whole run.", "bool"),
    Option("control-key", "What that server's control API asks for.", metavar="KEY"),
    Option("cafile", "The authorities to trust there, instead of the system's.", metavar="FILE"),
    Option("edition", "An edition, such as pingone=current.", "many", "FAMILY=NAME"),
    Option("switch", "Turn one behaviour on or off.", "many", "NAME=on|off"),
    Option("auth", "Which tokens to take: strict (the default), any or off."),
    Option("seed", "A state document that every tenant begins with.", metavar="FILE"),
    Option("journal", "Whose exchanges to report: failed (the default), all or off."),
    Option("journal-dir", "Write the exchanges there, one HAR file a test.", metavar="DIR"),
    Option("journal-max", "How many exchanges a test's journal holds; 0 for none.", metavar="N"),
    Option("strict", "A request for nobody's environment, realm or path fails the test.", "bool"),
    Option("guard", "A test that tries to reach a real Ping host fails.", "bool"),
    Option("cov", "Report how much of the APIs the tests cover.", "cov", "term|html[:FILE]|off"),
    Option("cov-include", "Only these operations count: pingone.scope.*", "many", "GLOB"),
    Option("cov-fail-under", "Fail when that is less than N percent.", metavar="N"),
    Option("sweep", "Run the tests again with each switch inverted.", "bool"),
    Option("sweep-switch", "Invert only these switches: pingam.*", "many", "GLOB"),
    Option("guard-host", "One more host that is real: a name or *.domain.", "many", "HOST"),
)

_ARGUMENTS: dict[str, dict[str, Any]] = {
    "many": {"action": "append"},
    "cov": {"nargs": "?", "const": "term"},
}
_INI: dict[str, Any] = {"many": "linelist", "bool": "bool"}


def declare(parser: "pytest.Parser") -> None:
    """Register the options with pytest."""
    import argparse

    group = parser.getgroup("fakeping", "fakeping: a fake Ping for each test")
    _ARGUMENTS.setdefault("bool", {"action": argparse.BooleanOptionalAction})
    for each in OPTIONS:
        how = dict(_ARGUMENTS.get(each.kind, {}))
        if each.kind != "bool":
            how["metavar"] = each.metavar or each.name.upper()
        text = f"{each.help} Also {each.key} and ${each.variable}."
        group.addoption(each.flag, dest=each.key, default=None, help=text, **how)
        parser.addini(each.key, f"See {each.flag}.", _INI.get(each.kind, "string"), default=None)


def given(config: "pytest.Config", option: Option) -> tuple[Any, str]:
    """An option's value and where it was given: command line, environment, ini file, in this order.

    `None` and `""` if it was not given.
    """
    value = config.getoption(option.key, None)
    if value is not None:
        return value, option.flag
    value = os.environ.get(option.variable)
    if value:
        return value, option.variable
    try:
        value = config.getini(option.key)
    except (TypeError, ValueError, pytest.UsageError) as error:
        raise pytest.UsageError(f"{option.key}: {error}") from None
    return (value, option.key) if value not in (None, []) else (None, "")


def anything_given(config: "pytest.Config") -> bool:
    """Whether any option was given, or this session is a sweep's rerun."""
    return "FAKEPING_SWEEP_SWITCHED" in os.environ or any(
        given(config, each)[1] for each in OPTIONS
    )
