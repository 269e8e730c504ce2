"""What a test expects of an exchange, and how near the others came."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from fakeping.core.exchange import JSON

if TYPE_CHECKING:
    from fakeping.core.journal import Exchange

_NEAREST = 3


class _Anything:
    def __repr__(self) -> str:
        return "anything"


#: What `json=` stands for when it is left out: `None` is a document.
ANYTHING: Final = _Anything()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A description of exchanges. What is left out matches everything."""

    operation: str
    json: JSON = ANYTHING
    query: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, object] = field(default_factory=dict)
    status: int | None = None
    caller: str | None = None

    def misses(self, exchange: "Exchange") -> list[str]:
        """Say in what an exchange differs; nothing when it matches."""
        if exchange.operation != self.operation:
            return [f"it is {exchange.operation or 'no operation'}"]
        return list(self._differences(exchange))

    def __str__(self) -> str:
        """The operation, and what else is asked of it."""
        asked = [
            f"json {_shown(self.json)}" if self.json is not ANYTHING else "",
            f"query {_shown(dict(self.query))}" if self.query else "",
            f"headers {_shown(dict(self.headers))}" if self.headers else "",
            f"status {self.status}" if self.status is not None else "",
            f"caller {self.caller}" if self.caller is not None else "",
        ]
        return " with ".join([self.operation, ", ".join(filter(None, asked))]).removesuffix(
            " with "
        )

    def failure(self, exchanges: "Sequence[Exchange]", *, found: int, count: int | None) -> str:
        """Explain to a person why the exchanges don't satisfy this."""
        wanted = "at least once" if count is None else f"exactly {_times(count)}"
        lines = [f"{self} was called {_times(found)}, expected {wanted}."]
        same = [each for each in exchanges if each.operation == self.operation]
        near = sorted(((self.misses(each), each) for each in same), key=lambda pair: len(pair[0]))
        if near and near[-1][0]:
            lines += ["", f"Nearest of {_calls(len(same))} of {self.operation}:"]
            for misses, exchange in [pair for pair in near if pair[0]][:_NEAREST]:
                lines += [f"  {exchange}", *[f"      {miss}" for miss in misses]]
        matched = [exchange for misses, exchange in near if not misses]
        if matched:
            lines += ["", "Matching:", *[f"  {each}" for each in matched]]
        if exchanges:
            lines += ["", f"All of {_calls(len(exchanges))}:", *[f"  {each}" for each in exchanges]]
        else:
            lines += ["", "Nothing was called at all."]
        return "\n".join(lines)

    def _differences(self, exchange: "Exchange") -> Iterator[str]:
        if self.status is not None and exchange.status != self.status:
            yield f"status: {exchange.status}, expected {self.status}"
        if self.caller is not None and not _is_by(exchange, self.caller):
            yield f"caller: {exchange.caller or 'nobody'}, expected {self.caller}"
        if self.json is not ANYTHING:
            yield from _unlike("json", exchange.json, self.json)
        yield from _unlike("query", exchange.query, self.query)
        headers = {name.lower(): value for name, value in exchange.headers.items()}
        wanted = {name.lower(): value for name, value in self.headers.items()}
        yield from _unlike("headers", headers, wanted)


def _unlike(at: str, actual: JSON, expected: JSON) -> Iterator[str]:
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        for name, value in expected.items():
            if name in actual:
                yield from _unlike(f"{at}.{name}", actual[name], value)
            else:
                yield f"{at}.{name}: missing, expected {_shown(value)}"
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        for index, (have, want) in enumerate(zip(actual, expected, strict=True)):
            yield from _unlike(f"{at}[{index}]", have, want)
    elif not expected == actual:  # noqa: SIM201 - the expectation's own `==` decides
        yield f"{at}: {_shown(actual)}, expected {_shown(expected)}"


def _is_by(exchange: "Exchange", caller: str) -> bool:
    who = exchange.caller
    return who is not None and caller in {who.subject, who.client}


def _shown(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except TypeError:
        return repr(value)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _calls(count: int) -> str:
    return "1 call" if count == 1 else f"{count} calls"
