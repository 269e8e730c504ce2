"""Real Ping hosts, however their names are written.

Clients normalize a name before they look it up: letter case, full-width letters, other dots, soft
hyphens, numbers for an address. So names are compared in every form that a client may make of them.
"""

import re
import socket
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

#: Domains where Ping Identity serves its customers.
REAL = (
    "pingone.com",
    "pingone.eu",
    "pingone.ca",
    "pingone.asia",
    "pingone.com.au",
    "pingone.sg",
    "pingidentity.com",
    "pingidentity.eu",
    "forgeblocks.com",
    "forgerock.io",
)

# The characters that IDNA maps to a full stop (RFC 3490, section 3.1).
_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")

# Invisible characters that IDNA drops, besides those of the category Cf: variation selectors.
_DROPPED = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0]")

# A number that C's `inet_aton` accepts as an address, or as a part of one.
_NUMBER = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}")

# Twice the longest host name, since mapping can shorten a name.
_LONGEST = 1_024


class Hosts:
    """The hosts that a guard refuses: Ping's domains, and those that a user names.

    A user names a host (`am.acme.com`), a domain and all below it (`*.acme.com`), or an address.
    """

    def __init__(self, named: Iterable[str] = ()) -> None:
        named = tuple(named)
        below = [each.removeprefix("*") for each in named if each.startswith("*.")]
        exact = [each for each in named if not each.startswith("*.")]
        self._exact = frozenset(form for each in exact for form in forms(each))
        suffixes = {f".{form.lstrip('.')}" for each in below for form in forms(each)}
        self._suffixes = (*(f".{each}" for each in REAL), *suffixes)

    def __contains__(self, host: object) -> bool:
        """Whether a host is one of them, in any form that a client may make of its name."""
        return isinstance(host, str) and any(
            each in self._exact or f".{each}".endswith(self._suffixes) for each in forms(host)
        )


def mistake(named: str) -> str | None:
    """The reason why a name can't be one of the hosts, or `None`."""
    name = named.removeprefix("*.")
    if _is_address(name):
        return None
    if not name.strip(".") or re.search(r"[\s/:@?#*\\]|\.\.", name.rstrip(".")):
        return f"{named!r} is no host: say am.acme.com, *.acme.com or an address, without a port"
    return None


def _is_address(name: str) -> bool:
    with suppress(ValueError):
        return bool(ip_address(name.strip("[]")))
    return False


@lru_cache(maxsize=256)  # a test asks the same few hosts for everything
def forms(host: str) -> frozenset[str]:
    """The forms that clients may make of a host's name before a look-up, in lower-case ASCII."""
    host = host[:_LONGEST]
    if host.isascii():
        return frozenset({_plain(host)})
    return frozenset(_plain(_ascii(each)) for each in {*_mapped(host)})


def _plain(name: str) -> str:
    """The usual form of an ASCII name or address, without a trailing dot."""
    name = name.strip("[]").partition("%")[0].lower().rstrip(".")
    with suppress(ValueError):
        address = ip_address(name)
        mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        return str(mapped or address)
    with suppress(OSError):
        if _NUMBER.fullmatch(name):
            return socket.inet_ntoa(socket.inet_aton(name))
    return name


def _mapped(host: str) -> Iterator[str]:
    """A name as IDNA 2003 (Python), UTS 46 (requests, yarl) and Unicode normalization map it."""
    from encodings.idna import nameprep

    yield host
    dotted = host.translate(_DOTS)
    visible = "".join(each for each in dotted if unicodedata.category(each) != "Cf")
    folded = unicodedata.normalize("NFKC", _DROPPED.sub("", visible)).casefold()
    yield unicodedata.normalize("NFKC", folded).translate(_DOTS)
    with suppress(UnicodeError):
        yield ".".join(nameprep(each) for each in dotted.split("."))
    with suppress(ImportError, UnicodeError):
        from idna import uts46_remap

        yield uts46_remap(host, std3_rules=False)


def _ascii(name: str) -> str:
    """A mapped name, with Punycode for what is not ASCII."""
    labels = name.translate(_DOTS).split(".")
    return ".".join(
        each if each.isascii() else "xn--" + each.encode("punycode", "replace").decode("ascii")
        for each in labels
    )
