"""Rules about every answer, checked on all exchanges after all other checks.

A rule about every answer would be looked at in a few places by checks of its own. Here each
answer that any check was given is held to it.
"""

from collections.abc import Callable, Iterable

from fakeping.contract.target import Differs, HttpExchange

# Sentences, and exchanges that show them: nobody reads more.
_SHOWN = 5


def hold(exchanges: Iterable[HttpExchange], judge: Callable[[HttpExchange], None]) -> None:
    """Run `judge` on every exchange; raise `Differs` with each sentence once."""
    found: dict[str, HttpExchange] = {}
    for each in exchanges:
        try:
            judge(each)
        except Differs as difference:
            found.setdefault(str(difference), each)
    if found:
        sentences = list(found)
        more = f"\nand {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        differs = Differs("\n".join(sentences[:_SHOWN]) + more)
        differs.exchanges = tuple(found.values())[:_SHOWN]
        raise differs
