"""Validate a tenant's options: editions, switches, authentication."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args

from fakeping.core.family import Family
from fakeping.core.problem import Refused

Auth = Literal["strict", "any", "off"]

_Families = Mapping[str, Family[Any]]


class UnknownEdition(Refused):
    """An unknown edition, family or switch."""


def require_mappings(
    *, edition: Mapping[str, str] | None, switches: Mapping[str, bool] | None
) -> None:
    """Raise `UnknownEdition` unless both are mappings or `None`."""
    if edition is not None:
        _require_mapping("edition", edition, such_as='{"pingone": "current"}')
    if switches is not None:
        _require_mapping("switches", switches, such_as='{"pingam.require_if_match": True}')


def known_editions(families: _Families, wanted: Mapping[str, str]) -> dict[str, str]:
    """Validate editions. Raises `UnknownEdition`."""
    require_mappings(edition=wanted, switches=None)
    for family, name in wanted.items():
        if family not in families:
            raise _unknown(f"family {family!r}", family, families)
        known = families[family].editions
        if name not in known:
            raise _unknown(f"edition {name!r} of {family}", name, known)
    return dict(wanted)


def known_switches(families: _Families, wanted: Mapping[str, bool]) -> dict[str, bool]:
    """Validate switches. Raises `UnknownEdition`."""
    require_mappings(edition=None, switches=wanted)
    if not wanted:  # as for most tenants, and the names take a while to list
        return {}
    known = [
        f"{each.name}.{switch}" for each in families.values() for switch in sorted(each.switches)
    ]
    for name, on in wanted.items():
        if name not in known:
            raise _unknown(f"switch {name!r}", name, known)
        if not isinstance(on, bool):  # "off" would turn it on
            raise UnknownEdition(f"the switch {name!r} is True or False, not {on!r}")
    return dict(wanted)


def said_editions(words: Iterable[str]) -> dict[str, str]:
    """Parse editions from words such as `pingone=p14c`. Raises `ValueError`."""
    return dict(_pairs(words, "--edition takes FAMILY=NAME, such as pingone=p14c"))


def said_switches(words: Iterable[str]) -> dict[str, bool]:
    """Parse switches from words such as `pingam.require_if_match=on`. Raises `ValueError`."""
    usage = "--switch takes NAME=on or NAME=off, such as pingam.require_if_match=on"
    pairs = _pairs(words, usage)
    if any(value not in {"on", "off"} for _, value in pairs):
        raise ValueError(usage)
    return {name: value == "on" for name, value in pairs}


def _pairs(words: Iterable[str], usage: str) -> list[tuple[str, str]]:
    pairs = [each.partition("=") for each in words]
    if not all(name and value for name, _, value in pairs):
        raise ValueError(usage)
    return [(name, value) for name, _, value in pairs]


def known_auth(auth: Auth) -> Auth:
    """Validate the authentication mode. Raises `ValueError`."""
    known = get_args(Auth)
    if auth not in known:
        raise Refused(f"there is no authentication {auth!r}: choose from {', '.join(known)}")
    return auth


def of(family: str, switches: Mapping[str, bool]) -> dict[str, bool]:
    """One family's switches, without the family's name in front."""
    prefix = f"{family}."
    return {
        name.removeprefix(prefix): on for name, on in switches.items() if name.startswith(prefix)
    }


def _require_mapping(what: str, said: object, *, such_as: str) -> None:
    if not isinstance(said, Mapping):
        raise UnknownEdition(f"{what} is a mapping, such as {such_as}, not {said!r}")


def _unknown(what: str, said: str, known: Iterable[str]) -> UnknownEdition:
    import difflib  # noqa: PLC0415 - only a mistake needs it

    near = difflib.get_close_matches(said, list(known), n=3)
    meant = f"; did you mean {' or '.join(near)}? Choose" if near else ": choose"
    return UnknownEdition(f"there is no {what}{meant} from {', '.join(known)}")
