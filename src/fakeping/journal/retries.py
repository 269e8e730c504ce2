"""Detection of retries of writes whose answers were lost, and of duplicate effects."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from fakeping.journal.assertion import Unmet
from fakeping.journal.entry import Exchange
from fakeping.redaction.redact import Excerpt, Withheld

#: The result of a retry: a second creation or deletion, a refusal because of the first write,
#: success without further effect, or no retry at all.
Fate = Literal["twice", "refused", "as it was", "not retried"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """A write that took effect and whose answer was lost, with its retries."""

    first: Exchange
    again: tuple[Exchange, ...]
    fate: Fate

    def __str__(self) -> str:
        """A sentence on the write, and on the result of its retry."""
        lines = [
            f"{self.first}",
            *[f"      {each}" for each in self.first.changes],
            f"    The answer was lost{_how(self.first)}; the write was not.",
        ]
        for each in self.again:
            lines += [f"  again as {each}", *[f"      {change}" for change in each.changes]]
        return "\n".join([*lines, f"    {_SAID[self.fate]}"])


_SAID: dict[Fate, str] = {
    "twice": "The retry took effect a second time.",
    "refused": "The retry tripped over what the first had done, and was refused.",
    "as it was": "The retry left all as it was.",
    "not retried": "Nobody asked again.",
}


def retries_of(exchanges: Sequence[Exchange]) -> tuple[Retry, ...]:
    """Find the writes that took effect while their answers were lost, with their retries.

    A retry is a later request with the same operation, path, body and caller.
    """
    taken: set[int] = set()
    found = []
    alike: dict[object, list[Exchange]] = {}
    places = []
    for each in exchanges:
        those = alike.setdefault(_asked(each), [])
        places.append((each, those, len(those)))
        those.append(each)
    for first, those, place in places:
        if first.number in taken or not _is_lost(first):
            continue
        later = (those[each] for each in range(place + 1, len(those)))
        again = tuple(_up_to_an_answer(later))
        taken.update(each.number for each in again)
        found.append(Retry(first=first, again=again, fate=_fate(first, again)))
    return tuple(found)


def duplicated(bad: Sequence[Retry]) -> Unmet:
    """Report retries with a duplicate effect, or refused because of the first write."""
    twice = sum(each.fate == "twice" for each in bad)
    refused = len(bad) - twice
    said = [f"{twice} took effect twice"] if twice else []
    said += [f"{refused} tripped over what the first had done"] if refused else []
    opening = f"Of the writes whose answers were lost and that were tried again, {', '.join(said)}."
    advice = (
        "A client that looks before it tries again, or takes the refusal for a success, is safe:"
        " for that, say allow_refused=True."
        if refused and not twice
        else "Look whether the first took effect before trying again."
    )
    return Unmet(
        "\n\n".join([opening, *map(str, bad), advice]),
        found=[each.first for each in bad],
        nearest=[one for each in bad for one in each.again],
    )


def _is_lost(exchange: Exchange) -> bool:
    """Whether the exchange changed something while its caller got an error, or no answer."""
    answered = exchange.cut is None and exchange.status < HTTPStatus.BAD_REQUEST
    return bool(exchange.changes) and not answered


def _asked(exchange: Exchange) -> object:
    """A key that retries share; unique if the body was not recorded whole."""
    if isinstance(exchange.request_body, Excerpt | Withheld):
        return exchange.number
    return (
        exchange.operation,
        exchange.method,
        exchange.target,
        exchange.caller,
        exchange.request_body,
    )


def _up_to_an_answer(again: Iterable[Exchange]) -> Iterator[Exchange]:
    """The retries up to the first that is answered; later ones are new requests."""
    for each in again:
        yield each
        if each.cut is None and each.fault is None:
            return


def _fate(first: Exchange, again: Sequence[Exchange]) -> Fate:
    if not again:
        return "not retried"
    if any(_adds(each) for each in again):
        return "twice"
    refused = any(each.status >= HTTPStatus.BAD_REQUEST and not each.fault for each in again)
    return "refused" if refused and not _removes(first) else "as it was"


def _adds(exchange: Exchange) -> bool:
    """Whether it created or deleted an entity; repeating an update does no harm."""
    return any(each.before is None or each.after is None for each in exchange.changes)


def _removes(exchange: Exchange) -> bool:
    """Whether it deleted an entity: a 404 to the retry is correct."""
    return all(each.after is None for each in exchange.changes)


def _how(exchange: Exchange) -> str:
    return f" ({exchange.fault})" if exchange.fault else ""
