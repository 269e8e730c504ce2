"""The options, parsed and validated."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pytest

from pytest_fakeping.options import OPTIONS, given
from pytest_fakeping.shared import shared_url
from pytest_fakeping.workers import name_of

_AUTH = ("strict", "any", "off")
_JOURNAL = ("failed", "all", "off")
_COVERAGE = ("term", "html", "off")
_WORDS = {"1": True, "true": True, "yes": True, "on": True}
_WORDS |= {"0": False, "false": False, "no": False, "off": False}

#: The default file of the coverage page.
PAGE = Path("fakeping-coverage.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The options' values. Options that were not given have `FakePing`'s defaults."""

    url: str | None = None
    shared: bool = False
    control_key: str | None = None
    cafile: Path | None = None
    edition: Mapping[str, str] = field(default_factory=dict)
    switches: Mapping[str, bool] = field(default_factory=dict)
    auth: str | None = None
    seed: Path | None = None
    journal: str = "failed"
    journal_dir: Path | None = None
    journal_max: int | None = None
    strict: bool = False
    guard: bool = False
    guard_hosts: tuple[str, ...] = ()
    sweep: bool = False
    sweep_switches: tuple[str, ...] = ()
    cov: bool = False
    cov_page: Path | None = None
    cov_include: tuple[str, ...] = ()
    cov_fail_under: float | None = None
    #: This worker of pytest-xdist's, if others run the same tests.
    worker: str = ""
    #: Where each given option was given: the option itself, a variable or an ini key.
    given_by: Mapping[str, str] = field(default_factory=dict)

    @property
    def outlives_the_run(self) -> bool:
        """Whether the server is one that runs already."""
        return "url" in self.given_by

    def server(self) -> dict[str, Any]:
        """The arguments for `FakePing` that were given."""
        said = {"edition": self.edition, "switches": self.switches, "auth": self.auth}
        options = {name: value for name, value in said.items() if value}
        return options if self.journal_max is None else {**options, "journal": self.journal_max}


_SETTINGS = pytest.StashKey[Settings]()
_SERVERS = pytest.StashKey[list[str]]()


def servers_of(config: pytest.Config) -> list[str]:
    """The URLs of the session's servers, in the order in which they start."""
    return config.stash.setdefault(_SERVERS, [])


def settings(config: pytest.Config) -> Settings:
    """The session's settings. Raises `pytest.UsageError` for an invalid option."""
    known = config.stash.get(_SETTINGS, None)
    if known is None:
        known = config.stash[_SETTINGS] = _read(config)
    return known


def near(wanted: str, known: Sequence[str]) -> str:
    """A hint at similar names, to end a message with."""
    found = get_close_matches(wanted, known, n=3)
    choice = f"hoose from {', '.join(known)}"
    return f"; did you mean {' or '.join(found)}? C{choice}" if found else f": c{choice}"


def _read(config: pytest.Config) -> Settings:
    said: dict[str, Any] = {}
    given_by: dict[str, str] = {}
    for each in OPTIONS:
        value, where = given(config, each)
        if where:
            given_by[each.name] = where
            name, read = _READERS[each.name]
            try:
                said[name] = read(value)
            except ValueError as error:
                raise pytest.UsageError(f"{where}: {error}") from None
            if isinstance(said[name], Path):
                said[name] = _folder(config, where) / said[name]
    said.setdefault("url", shared_url(config))
    asked = "cov_fail_under" in said or "cov_include" in said
    said["cov"], page = said.get("cov", (asked, None))
    page = config.invocation_params.dir / page if page else None
    return Settings(**said, cov_page=page, given_by=given_by, worker=name_of(config))


def _folder(config: pytest.Config, where: str) -> Path:
    """The folder that paths are relative to: the ini file's, or where pytest was started."""
    if where.startswith("fakeping_") and config.inipath:
        return config.inipath.parent
    return config.invocation_params.dir


def _one_of(known: Sequence[str]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in known:
            raise ValueError(f"there is no {value!r}{near(value, known)}")
        return value

    return read


def _pairs(value: str | list[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in _some(value)]
    for name, _, wanted in pairs:
        if not name or not wanted:
            raise ValueError(f"{name!r} is not NAME=VALUE, such as pingone=current")
    return {name.strip(): wanted.strip() for name, _, wanted in pairs}


def _items(value: str | list[str]) -> list[str]:
    """A list from an ini file, the command line or an environment variable."""
    if isinstance(value, str):
        return value.replace(",", " ").split()
    return [item for each in value for item in _items(each)]


def _some(value: str | list[str]) -> tuple[str, ...]:
    items = _items(value)
    if not items:
        raise ValueError("names nothing")
    return tuple(items)


def _file(value: str) -> Path:
    if not value or "\0" in value:
        raise ValueError(f"{value!r} names no file")
    return Path(value)


def _switches(value: str | list[str]) -> dict[str, bool]:
    return {name: _on(wanted) for name, wanted in _pairs(value).items()}


def _on(value: str | bool) -> bool:  # noqa: FBT001 - that is what an ini file or argparse gives
    if isinstance(value, bool):
        return value
    if value.lower() not in _WORDS:
        raise ValueError(f"{value!r} is neither on nor off")
    return _WORDS[value.lower()]


def _url(value: str) -> str:
    from fakeping.core.authority import base_url

    base_url(value)
    return value.rstrip("/")


def _coverage(value: str) -> tuple[bool, Path | None]:
    kind, _, file = value.partition(":")
    _one_of(_COVERAGE)(kind)
    if kind != "html":
        return kind == "term", None
    return True, Path(file) if file else PAGE


def _number(value: str) -> int:
    if not value.isdecimal():
        raise ValueError(f"{value!r} is no number of exchanges")
    return int(value)


def _percent(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        raise ValueError(f"{value!r} is no number of percent") from None
    if not 0 <= number <= 100:  # noqa: PLR2004 - percent
        raise ValueError(f"{value} is not between 0 and 100")
    return number


# The member of Settings that each option sets, and the option's parser.
_READERS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "url": ("url", _url),
    "shared": ("shared", _on),
    "control-key": ("control_key", str),
    "cafile": ("cafile", _file),
    "edition": ("edition", _pairs),
    "switch": ("switches", _switches),
    "auth": ("auth", _one_of(_AUTH)),
    "seed": ("seed", _file),
    "journal": ("journal", _one_of(_JOURNAL)),
    "journal-dir": ("journal_dir", _file),
    "journal-max": ("journal_max", _number),
    "strict": ("strict", _on),
    "guard": ("guard", _on),
    "sweep": ("sweep", _on),
    "sweep-switch": ("sweep_switches", _some),
    "guard-host": ("guard_hosts", _some),
    "cov": ("cov", _coverage),
    "cov-include": ("cov_include", _some),
    "cov-fail-under": ("cov_fail_under", _percent),
}
