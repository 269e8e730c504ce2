"""What to type in place of a name that an object does not have.

A mixin, whose methods type checkers do not see: to them a name that is not there stays an error.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

# What people call a member that has another name here, wherever that is.
_ALSO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("base_url", "server_url", "uri", "api_url", "root_url"), ("url",)),
        **dict.fromkeys(("env_id", "env", "environment"), ("environment_id",)),
        **dict.fromkeys(
            ("access_token", "bearer", "bearer_token", "issue_token"), ("token", "pat")
        ),
        **dict.fromkeys(("auth_headers", "auth", "authorization"), ("headers",)),
        **dict.fromkeys(("move", "travel", "forward", "sleep", "shift"), ("advance",)),
        **dict.fromkeys(("time", "today"), ("now",)),
        **dict.fromkeys(("once", "fail", "error", "inject", "on", "raise_"), ("next",)),
        **dict.fromkeys(("timeout", "slow", "latency"), ("delay",)),
        **dict.fromkeys(("disconnect", "abort"), ("drop",)),
        "close": ("stop", "drop"),
        "token": ("pat",),
        "app": ("application",),
        "client": ("application",),
        "add": ("next",),
        "share": ("policy",),
        **dict.fromkeys(("requests", "exchanges", "entries", "history", "all"), ("calls",)),
        **dict.fromkeys(("called", "assert_any_call", "assert_has_calls"), ("assert_called",)),
        **dict.fromkeys(("call_count", "called_times"), ("count",)),
        **dict.fromkeys(("first", "latest"), ("last",)),
        **dict.fromkeys(("wait", "wait_until", "until"), ("wait_for", "advance")),
        **dict.fromkeys(("create", "make", "seed", "put"), ("given", "reset")),
        **dict.fromkeys(("delete", "destroy"), ("remove", "drop")),
        **dict.fromkeys(("update", "patch", "modify"), ("change",)),
        **dict.fromkeys(("new_tenant", "create_tenant", "make_tenant"), ("tenant",)),
        **dict.fromkeys(("shutdown", "terminate"), ("stop",)),
        **dict.fromkeys(("run", "serve", "listen", "open"), ("start",)),
        **dict.fromkeys(("state", "dump", "export", "save"), ("snapshot",)),
        **dict.fromkeys(("restore", "load", "clear", "reset_state"), ("reset",)),
        **dict.fromkeys(("request", "body", "request_json", "data", "payload"), ("json",)),
        **dict.fromkeys(("response", "response_json", "answer"), ("reply_json",)),
        **dict.fromkeys(("response_headers",), ("reply_headers",)),
        **dict.fromkeys(("status_code", "code"), ("status",)),
        **dict.fromkeys(("requesting_party_token",), ("rpt",)),
        **dict.fromkeys(("session", "sso", "cookie"), ("sso_token",)),
        **dict.fromkeys(("id_", "_id", "uuid"), ("id",)),
        **dict.fromkeys(("secret", "password"), ("credentials",)),
    }
)


# A shorter name is in many others.
_LEAST = 4


class NoSuchMember(AttributeError):
    """The object has no member of that name."""


class Guided:
    """Says what to type in place of an unknown attribute, or of an attribute in brackets."""

    __slots__ = ()

    #: The classes of members that have members of their own, by how one gets there.
    _parts: ClassVar[Mapping[str, type]] = MappingProxyType({})

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Raise `NoSuchMember`, which says what is near."""
            if name.startswith("_"):
                raise AttributeError(name)
            kind = type(self)
            raise NoSuchMember(f"{kind.__name__} has no {name!r}{meant(kind, name)}")


class Value:
    """An entity: its members are attributes.

    It is no `Guided`, as that makes each attribute of it slower, and requests read many.
    """

    __slots__ = ()

    if not TYPE_CHECKING:
        __iter__ = None  # or `iter` would ask for its members by number

        def __getitem__(self, name: object) -> Any:
            """Raise `TypeError`: members are attributes."""
            kind = type(self)
            attribute = isinstance(name, str) and name in members(kind)
            hint = f": type .{name}" if attribute else meant(kind, name)
            raise TypeError(f"a {kind.__name__} has attributes, and no [{name!r}]{hint}")


def members(kind: type) -> list[str]:
    """The public members of a class."""
    fields = getattr(kind, "__dataclass_fields__", {})
    return sorted({each for each in (*dir(kind), *fields) if not each.startswith("_")})


def meant(kind: type, name: object) -> str:
    """`; did you mean a or b?`, or which members there are."""
    said = str(name)[:100]
    found = list(dict.fromkeys(_near(kind, said)))[:3]
    if found:
        return f"; did you mean {' or '.join(found)}?"
    return f"; there are {', '.join(members(kind))}"


def _near(kind: type, name: str) -> Iterator[str]:
    """What may be meant by a name, the likeliest first."""
    own = members(kind)
    parts: Mapping[str, type] = getattr(kind, "_parts", {})
    within = {part: members(each) for part, each in parts.items()}
    for part, each in parts.items():
        inside: Mapping[str, type] = getattr(each, "_parts", {})
        within |= {f"{part}.{name_}": members(kind_) for name_, kind_ in inside.items()}
    names = (name, *_ALSO.get(name, ()), _snake(name))
    yield from (each for each in names if each in own)
    yield from (f"{part}.{each}" for each in names for part, has in within.items() if each in has)
    yield from get_close_matches(name, own, n=3, cutoff=0.7)
    for part, has in within.items():
        yield from (f"{part}.{each}" for each in get_close_matches(name, has, n=1, cutoff=0.75))
    yield from (each for each in own if len(name) >= _LEAST and (name in each or each in name))


def _snake(name: str) -> str:
    """A name of the wire, such as `redirectUris`, as Python spells it."""
    return "".join(f"_{each.lower()}" if each.isupper() else each for each in name)
