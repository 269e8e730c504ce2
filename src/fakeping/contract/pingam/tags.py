"""Compute entity tags independently of the fake, as Java's `hashCode` of JSON."""

from typing import Any


def tag(*parts: Any) -> str:
    """The weak tag of these parts, in order."""
    total = 0
    for each in parts:
        total = _signed(31 * total + _hash(each))
    return f'W/"{total}"'


def _hash(value: Any) -> int:
    if value is None:
        return 0
    if isinstance(value, bool):
        return 1231 if value else 1237
    if isinstance(value, int):  # as Java's Integer: no check sends a longer one
        return value
    if isinstance(value, str):
        return _in_order((unit for unit in _units(value)), start=0)
    if isinstance(value, list):
        return _in_order(map(_hash, value), start=1)
    return _signed(sum(_hash(name) ^ _hash(of) for name, of in value.items()))


def _in_order(hashes: Any, *, start: int) -> int:
    total = start
    for each in hashes:
        total = _signed(31 * total + each)
    return total


def _units(text: str) -> Any:
    raw = text.encode("utf-16-be")
    return (256 * high + low for high, low in zip(raw[::2], raw[1::2], strict=True))


def _signed(number: int) -> int:
    number &= 0xFFFF_FFFF
    return number - 0x1_0000_0000 if number & 0x8000_0000 else number
