"""Entity tags: Java's `hashCode` of a resource set, as a recorded tag confirms."""

import struct

from fakeping.core.exchange import JSON

_MASK = 0xFFFFFFFF
_SIGN = 2**31


def etag(*, id_: str, client: str, policy_uri: str, description: JSON) -> str:
    """The weak tag of a resource set: Java's `hashCode` of these four."""
    total = 0
    for part in (id_, client, policy_uri, description):
        total = 31 * total + bits_of(part) & _MASK
    return f'W/"{_signed(total)}"'


def java_hash(value: JSON) -> int:
    """The `hashCode` that Java computes for a JSON value, with its own lists and maps."""
    return _signed(bits_of(value))


def bits_of(value: JSON) -> int:  # noqa: PLR0911 - one for each type of JSON
    """A `hashCode` as an unsigned 32-bit number."""
    match value:
        case None:
            return 0
        case bool():
            return 1231 if value else 1237
        case str():
            return _string_hash(value)
        case int():
            folded: int = value if _signed(value) == value else value ^ (value >> 32)
            return folded & _MASK
        case float():
            bits: int = struct.unpack(">q", struct.pack(">d", value))[0]
            return (bits ^ (bits >> 32)) & _MASK
        case list():
            return _list_hash(value)
        case _:
            return sum([_string_hash(name) ^ bits_of(of) for name, of in value.items()]) & _MASK


def _list_hash(values: list[JSON]) -> int:
    total = 1
    known: dict[str, int] = {}  # a long list says the same again and again
    for each in values:
        if type(each) is str:
            found = known.get(each)
            if found is None:
                found = known[each] = _string_hash(each)
        elif type(each) is int and -_SIGN <= each < _SIGN:
            found = each
        else:
            found = bits_of(each)
        total = (31 * total + found) & _MASK
    return total


def _signed(number: int) -> int:
    """A number as Java's signed 32-bit `int`."""
    return (number + _SIGN) % 2**32 - _SIGN


def _string_hash(text: str) -> int:
    total = 0
    if text.isascii():
        for unit in text.encode():
            total = (31 * total + unit) & _MASK  # or a long text makes an endless number
    else:
        for (unit,) in struct.iter_unpack(">H", text.encode("utf-16-be", "surrogatepass")):
            total = (31 * total + unit) & _MASK
    return total
