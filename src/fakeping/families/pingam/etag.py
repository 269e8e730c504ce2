"""Entity tags: what Java's `hashCode` makes of a resource set, as a recorded tag bears out."""

import struct

from fakeping.core.exchange import JSON

_MASK = 0xFFFFFFFF


def etag(*, id_: str, client: str, policy_uri: str, description: JSON) -> str:
    """The weak tag of a resource set: what Java's `hashCode` makes of these four."""
    total = 0
    for part in (id_, client, policy_uri, description):
        total = _int32(31 * total + java_hash(part))
    return f'W/"{total}"'


def java_hash(value: JSON) -> int:  # noqa: PLR0911 - one for each type of JSON
    """The `hashCode` of a JSON value, with lists and maps as Java's collections."""
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
                total = (31 * total + java_hash(each)) & _MASK
            return _int32(total)
        case _:
            return _int32(sum(_string_hash(name) ^ java_hash(of) for name, of in value.items()))


def _int32(number: int) -> int:
    return (number + 2**31) % 2**32 - 2**31


def _string_hash(text: str) -> int:
    total = 0
    if text.isascii():
        for unit in text.encode():
            total = (31 * total + unit) & _MASK  # or a long text makes an endless number
    else:
        for (unit,) in struct.iter_unpack(">H", text.encode("utf-16-be", "surrogatepass")):
            total = (31 * total + unit) & _MASK
    return _int32(total)
