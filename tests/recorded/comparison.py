"""Whether an answer of the fake is the recorded one: all but ids, times, tokens and hosts."""

import re
from collections.abc import Collection, Iterator
from typing import Any, TypedDict

_CHANGING = (
    (re.compile(r"eyJ[\w.…-]+"), "(token)"),
    (re.compile(r"(?<=[?&#]code=)[\w-]+"), "(code)"),
    (re.compile(r"https?://[^/\s\"]+(?:/(?:openam|am)(?=/))?"), "(server)"),
    (re.compile(r"https?%3A%2F%2F[\w.%-]+?%2F(?:openam|am)(?=%2F)"), "(server)"),
    (re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\d*"), "(id)"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z"), "(time)"),
    (re.compile(r'W/"-?\d+"'), "(tag)"),
)


#: What a source leaves out of a text.
_GAP = "…"


def differences(
    recorded: Any, answered: Any, *, part: bool = False, varies: Collection[str] = (), at: str = ""
) -> Iterator[str]:
    """Say where a body is not the recorded one.

    Of a part, what the fake has more is none; of what varies, the type counts alone.
    """
    how: _How = {"part": part, "varies": varies}
    if at in varies:
        if type(recorded) is not type(answered):
            yield f"{at}: {answered!r}, which is of another type than {recorded!r}"
    elif isinstance(recorded, dict) and isinstance(answered, dict):
        yield from _members(recorded, answered, at, how)
    elif isinstance(recorded, list) and isinstance(answered, list):
        if not part and len(recorded) != len(answered):
            yield f"{at}: {len(answered)} elements, not {len(recorded)}"
        for one, other in zip(recorded, answered, strict=False):
            yield from differences(one, other, at=f"{at}[]", **how)
    elif not _is_same(recorded, answered):
        yield f"{at}: {answered!r}, not {recorded!r}"


class _How(TypedDict):
    part: bool
    varies: Collection[str]


def _members(
    recorded: dict[str, Any], answered: dict[str, Any], at: str, how: _How
) -> Iterator[str]:
    for name in sorted({*recorded, *(() if how["part"] else answered)}):
        inner = f"{at}.{name}".lstrip(".")
        if name not in answered:
            yield f"{inner} is missing"
        elif name not in recorded:
            yield f"{inner} was not recorded"
        else:
            yield from differences(recorded[name], answered[name], at=inner, **how)


def _is_same(recorded: Any, answered: Any) -> bool:
    one, other = steady(recorded), steady(answered)
    if isinstance(one, str) and isinstance(other, str) and _GAP in one:
        pattern = ".*".join(map(re.escape, one.split(_GAP)))
        return re.fullmatch(pattern, other, re.DOTALL) is not None
    return bool(one == other)


def steady(value: Any) -> Any:
    """A value without what is another in each run."""
    if isinstance(value, str):
        for pattern, stands in _CHANGING:
            value = pattern.sub(stands, value)
    return value
