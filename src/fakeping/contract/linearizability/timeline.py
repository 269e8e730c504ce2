"""Draw calls as bars on a timeline."""

import math
from collections.abc import Sequence

from fakeping.contract.linearizability.history import Act

_WIDTH = 32
_NANOSECONDS = 1e6  # in a millisecond


def drawn(acts: Sequence[Act], *, marked: Sequence[Act]) -> str:
    """A line for each call: the client, the bar, the call and its result; some are marked."""
    began = min(each.began for each in acts)
    ended = max((each.ended for each in acts if each.ended != math.inf), default=began)
    scale = (_WIDTH - 1) / max(ended - began, 1)
    who = max(len(each.client) for each in acts)
    lines = []
    for each in sorted(acts, key=lambda act: act.began):
        left = round((each.began - began) * scale)
        right = round((min(each.ended, ended) - began) * scale)
        bar = " " * left + _bar(right - left, open_=each.ended == math.inf)
        mark = "*" if each in marked else " "
        lines.append(f"{mark} {each.client:{who}}  {bar:{_WIDTH}}  {each}")
    width = f"{(ended - began) / _NANOSECONDS:.3f} ms"
    lines.append(f"  {'':{who}}  0{width:>{_WIDTH - 1}}")
    return "\n".join(lines)


def _bar(length: int, *, open_: bool) -> str:
    if length == 0:
        return ">" if open_ else "|"
    return "|" + "-" * (length - 1) + (">" if open_ else "|")
