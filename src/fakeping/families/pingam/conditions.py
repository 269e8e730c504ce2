"""Entity tags and conditional requests, as RFC 9110 section 13 and PingAM's ancestor have them."""

import re
import struct
from collections.abc import Mapping

from fakeping.core.exchange import JSON

_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def etag(*, id_: str, client: str, policy_uri: str, description: JSON) -> str:
    """The weak tag of a resource set: what Java's `hashCode` makes of these four."""
    total = 0
    for part in (id_, client, policy_uri, description):
        total = _int32(31 * total + _java_hash(part))
    return f'W/"{total}"'


def holds(condition: str, current: str) -> bool | None:
    """Whether a list of tags, or `*`, names the current one; `None` when it is no such list.

    Weak and strong forms of a tag are the same here.
    """
    if condition.strip() == "*":
        return True
    tags = [_TAG.fullmatch(each.strip()) for each in condition.split(",")]
    if not all(tags):
        return None
    return current.removeprefix("W/").strip('"') in {each[1] for each in tags if each}


def fails(headers: Mapping[str, str], current: str) -> bool:
    """Whether a write's `If-Match` or `If-None-Match` forbids it."""
    must, must_not = headers.get("If-Match"), headers.get("If-None-Match")
    if must is not None and holds(must, current) is False:
        return True
    return must_not is not None and holds(must_not, current) is True


def _int32(number: int) -> int:
    return (number + 2**31) % 2**32 - 2**31


def _java_hash(value: JSON) -> int:  # noqa: PLR0911 - one for each type of JSON
    match value:
        case None:
            return 0
        case bool():
            return 1231 if value else 1237
        case str():
            return _string_hash(value)
        case int():
            return _int32(value ^ (value >> 32)) if _int32(value) != value else value
        case float():
            (bits,) = struct.unpack(">q", struct.pack(">d", value))
            return _int32(bits ^ (bits >> 32))
        case list():
            total = 1
            for each in value:
                total = _int32(31 * total + _java_hash(each))
            return total
        case _:
            return _int32(sum(_string_hash(name) ^ _java_hash(of) for name, of in value.items()))


def _string_hash(text: str) -> int:
    total = 0
    for unit in struct.iter_unpack(">H", text.encode("utf-16-be", "surrogatepass")):
        total = 31 * total + unit[0]
    return _int32(total)
