"""Validate a tenant's options: editions, switches, authentication."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeVar, get_args

from fakeping.core.family import Family
from fakeping.core.problem import Refused
from fakeping.families import FAMILIES

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


def edition_words() -> list[str]:
    """Every edition, as the command line takes it."""
    return [f"{family.name}={each}" for family in FAMILIES for each in family.editions]


def switch_names() -> list[str]:
    """Every switch, with its family's name in front."""
    return [f"{family.name}.{each}" for family in FAMILIES for each in sorted(family.switches)]


def said_editions(words: Iterable[str]) -> dict[str, str]:
    """Parse editions from words such as `pingone=current`, or `current`. Raises `ValueError`."""
    found: dict[str, str] = {}
    for each in words:
        family, mark, name = each.partition("=")
        if not mark:
            family, name = _family_with(each), each
        _add(found, family, name, option=f"--edition of {family}")
    return known_editions({each.name: each for each in FAMILIES}, found)


def said_switches(words: Iterable[str]) -> dict[str, bool]:
    """Parse switches from words such as `pingam.require_if_match=on`. Raises `ValueError`."""
    found: dict[str, bool] = {}
    for each in words:
        name, _, value = each.partition("=")
        if value not in _ON_OFF:
            usage = "--switch takes NAME=on or NAME=off, such as pingam.require_if_match=on"
            raise ValueError(f"{usage}, not {each!r}")
        _add(found, name, _ON_OFF[value], option=f"--switch {name}")
    return known_switches({each.name: each for each in FAMILIES}, found)


_V = TypeVar("_V")
_ON_OFF = {"on": True, "off": False}


def _add(found: dict[str, _V], name: str, value: _V, *, option: str) -> None:
    if name in found:
        raise ValueError(f"{option} stands twice: say it once")
    found[name] = value


def _family_with(edition: str) -> str:
    """The family that alone has an edition. Raises `UnknownEdition`."""
    having = [each.name for each in FAMILIES if edition in each.editions]
    if len(having) != 1:
        import difflib  # noqa: PLC0415 - only a mistake needs it

        words = {each.partition("=")[2]: each for each in edition_words()}
        near = difflib.get_close_matches(edition, words, n=1)
        raise _unknown(f"edition {edition!r}", words[near[0]] if near else edition, words.values())
    return having[0]


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
