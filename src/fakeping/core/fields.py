"""Detection of repeated header fields, parameters and cookies in a request.

RFC 9110, section 5.3: only a field that is a list may be repeated. A server that reads the
first of two, and a proxy that reads the last, see two different requests.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

from fakeping.core.exchange import Headers
from fakeping.core.problem import Twice

#: Fields that may not be repeated in any request.
ONCE = frozenset(
    {
        "authorization",
        "content-encoding",
        "content-length",
        "content-type",
        "cookie",
        "host",
        "origin",
        "sec-fetch-site",
        "transfer-encoding",
    }
)


# Cache of `are_single`, since clients repeat the same lists of names: the number of lists, and
# the lengths up to which a list and a name are cached.
_MAX_KNOWN = 256
_LONGEST_KNOWN = 32
_LONGEST_NAME = 64

_SINGLE: dict[tuple[str, ...], bool] = {}


def are_single(names: tuple[str, ...]) -> bool:
    """Whether these names are distinct, letter case ignored."""
    single = _SINGLE.get(names)
    if single is None:
        single = len({each.lower() for each in names}) == len(names)
        if len(names) <= _LONGEST_KNOWN and max(map(len, names), default=0) <= _LONGEST_NAME:
            if len(_SINGLE) >= _MAX_KNOWN:
                _SINGLE.clear()
            _SINGLE[names] = single
    return single


def combined(
    fields: Iterable[tuple[str, str]], once: frozenset[str]
) -> tuple[Headers, Twice | None]:
    """Join repeated fields into lists; also return a problem if a field in `once` is repeated.

    The headers then have the first of its values, and the request must be refused.
    """
    values: dict[str, list[str]] = {}
    for name, value in fields:
        values.setdefault(name.lower(), []).append(value)
    twice = sorted(name for name, found in values.items() if len(found) > 1 and name in once)
    headers = Headers(
        {name: found[0] if name in once else ", ".join(found) for name, found in values.items()}
    )
    problem = Twice(f"the header {twice[0]} stands more than once") if twice else None
    return headers, problem


def check_once(query: str, names: Iterable[str]) -> None:
    """Raise `Twice` if one of these parameters is repeated in a query."""
    if "&" not in query:
        return
    known = set(names)
    seen = set[str]()
    for name, _ in parse_qsl(query, keep_blank_values=True, errors="replace"):
        if name in seen and name in known:
            raise Twice(f"the parameter {name} stands more than once")
        seen.add(name)


def cookie(headers: Mapping[str, str], name: str) -> str | None:
    """The value of a cookie; `None` without one. Raises `Twice` if it has two different values."""
    found = set[str]()
    for each in headers.get("Cookie", "").split(";"):
        said, mark, value = each.strip().partition("=")
        if said == name and mark:
            found.add(value.strip('"'))
    if len(found) > 1:
        raise Twice(f"the cookie {name} stands more than once")
    return found.pop() if found else None
