"""Realms in a URL: `realms/root/realms/alpha`, `alpha` and `?realm=/alpha` are all `/alpha`."""

from urllib.parse import parse_qsl, quote, unquote

from fakeping.core.exchange import Request
from fakeping.core.operation import Params
from fakeping.core.problem import Refused

ROOT = "/"

#: The path segments that precede a realm.
_KINDS = frozenset({"uma", "oauth2", "json"})


class OutOfReach(Refused):
    """A realm name that no URL can address."""


def checked(realm: str) -> str:
    """A realm's absolute name. Raises `OutOfReach` for one that no URL can address.

    `root` is what a URL calls the realm above all others, whose name is `/`; clients
    take dots for a way through a path.
    """
    names = realm.split(ROOT)
    if not {".", ".."}.isdisjoint(names) or not _is_found(realm):
        hint = "; the root realm is /" if names[1:2] == ["root"] else ""
        raise OutOfReach(f"no URL leads to a realm that is called {realm!r}{hint}")
    return realm


def _is_found(realm: str) -> bool:
    """Whether the URL for a realm addresses that very realm."""
    try:
        return realm_of(unquote(path_of(realm), errors="strict")) == realm
    except ValueError:
        return False


def realm_of(segments: str) -> str:
    """The absolute name of the realm in a path's segments."""
    return _consumed([each for each in segments.split("/") if each])[0]


def addressed(params: Params, request: Request) -> str:
    """The realm of a request. `?realm=` overrides the path."""
    if request.query and (chosen := override(request)) is not None:
        return ROOT + chosen.strip(ROOT)
    return realm_of(params.get("realm", ""))


def override(request: Request) -> str | None:
    """The `realm` query parameter, as it was sent."""
    return dict(parse_qsl(request.query, errors="replace")).get("realm")


def path_of(realm: str) -> str:
    """A realm as path segments: `/alpha/beta` is `realms/root/realms/alpha/realms/beta`."""
    below = [f"realms/{quote(each)}" for each in realm.split(ROOT) if each]
    return "/".join(["realms/root", *below])


def is_below(realm: str, other: str) -> bool:
    """Whether a realm is below another."""
    return realm != other and realm.startswith(other.rstrip(ROOT) + ROOT)


def lost(path: str) -> str | None:
    """The realm that a path without an operation seems to name, or `None`.

    The ancestor takes the first of two segments that it has no endpoint for as a realm.
    """
    segments = unquote(path).rstrip("/").split("/")
    kinds = [index for index, each in enumerate(segments) if each in _KINDS]
    realm, rest = _consumed(segments[kinds[0] + 1 :] if kinds else [], hierarchical=True)
    return f"{realm.rstrip(ROOT)}/{rest[0]}" if len(rest) > 1 else None


def _consumed(segments: list[str], *, hierarchical: bool = False) -> tuple[str, list[str]]:
    """Split off a realm's name. With `hierarchical`, only `realms/NAME` pairs belong to it."""
    names: list[str] = []
    rest = list(segments)
    while rest:
        if rest[0] == "realms" and len(rest) > 1:
            _, name, *rest = rest
        elif hierarchical:
            break
        else:
            name, *rest = rest
        if name != "root" or names:
            names.append(name)
    return ROOT + ROOT.join(names), rest
