"""Parse `WWW-Authenticate` by the grammar of RFC 9110, section 11.6.1."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fakeping.contract.target import Differs, HttpExchange

_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]++"
_QUOTED = r'"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\uffff]|\\[\t \x21-\x7e\x80-\uffff])*+"'
_PARAMETER = rf"({_WORD})[ \t]*=[ \t]*({_WORD}|{_QUOTED})"

_SCHEME = re.compile(_WORD)
_CREDENTIALS = re.compile(r" +([-._~+/0-9A-Za-z]+=*+)[ \t]*(?=,|$)")
_FIRST = re.compile(rf" +{_PARAMETER}")
_NEXT = re.compile(rf"[ \t]*,[ \t,]*{_PARAMETER}")
_COMMA = re.compile(r"[ \t]*(?:,[ \t,]*|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """An authentication scheme in lower case, and its parameters."""

    scheme: str
    parameters: tuple[tuple[str, str], ...] = ()


def challenges(header: str) -> list[Challenge]:
    """Parse the challenges of a header. Raises `ValueError` for an invalid one."""
    found, at = [], 0
    while at < len(header):
        scheme = _SCHEME.match(header, at)
        if scheme is None:
            raise ValueError(f"not a challenge: {header[:200]!r}")
        parameters, at = _parameters(header, scheme.end())
        found.append(Challenge(scheme=scheme[0].lower(), parameters=parameters))
        end = _COMMA.match(header, at)
        if end is None:
            raise ValueError(f"not a challenge: {header[:200]!r}")
        at = end.end()
    return found


def _parameters(header: str, at: int) -> tuple[tuple[tuple[str, str], ...], int]:
    if credentials := _CREDENTIALS.match(header, at):
        return (("", credentials[1]),), credentials.end()
    found = []
    pattern = _FIRST
    while said := pattern.match(header, at):
        found.append((said[1].lower(), said[2]))
        at, pattern = said.end(), _NEXT
    return tuple(found), at


def ensure_challenge(asked: str, header: str | None, scheme: str, *parameters: str) -> None:
    """Raise `Differs` unless a header is a challenge of this scheme with these parameters."""
    if header is None:
        raise Differs(f"{asked}: header WWW-Authenticate is missing, expected {scheme}")
    try:
        found = challenges(header)
    except ValueError as error:
        raise Differs(f"{asked}: header WWW-Authenticate: {error}") from None
    for each in found:
        if each.scheme == scheme.lower() and {*parameters} <= dict(each.parameters).keys():
            return
    wanted = " ".join([scheme, *(f"{each}=..." for each in parameters)])
    raise Differs(f"{asked}: header WWW-Authenticate: {header[:200]!r}, expected {wanted}")


def refusals(exchanges: Iterable[HttpExchange]) -> list[HttpExchange]:
    """Every exchange that was answered 401."""
    return [each for each in exchanges if each.answer.status == 401]  # noqa: PLR2004 - HTTP's own
