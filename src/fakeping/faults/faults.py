"""The API to script failures, such as: the next create answers 503, twice."""

from collections.abc import Mapping
from typing import Any, Unpack

from fakeping.core.duration import Duration, whole
from fakeping.core.exchange import JSON
from fakeping.core.keywords import explained
from fakeping.core.problem import Nonsense
from fakeping.faults import presets
from fakeping.faults.delay import ClockName, Delay
from fakeping.faults.distribution import Distribution, distribution
from fakeping.faults.effect import Effect, Garbling, Loss, Refusal, Truncation, refusal
from fakeping.faults.fault import Fault, When
from fakeping.faults.limit import Per, Quota
from fakeping.faults.pattern import Operations, Saying
from fakeping.faults.roster import Roster
from fakeping.literals.names import PresetName


@explained(
    *("next", "delay", "drop", "truncate", "malformed"),
    *("rate_limit", "after_commit", "preset"),
)
class Faults(Roster):
    """One tenant's scripted failures, oldest first, finished ones included.

    In all methods, `op` is the name of an operation, a glob such as `pingone.*`, several of
    these, or `None` for all; `json`, `query`, `headers`, `caller` and `path` restrict the
    requests further, as in `journal.assert_called`. The first `after` matches pass, the next
    `times` fail (`None`: all), each with a `probability`. Invalid arguments, such as an
    operation that does not exist, raise `ValueError`.

    Failures that replace the operation come before authentication, and nothing is written.
    """

    def next(
        self,
        op: Operations = None,
        status: int = 500,
        *,
        retry_after: Duration | None = None,
        body: JSON = None,
        times: int | None = 1,
        **said: Unpack[Saying],
    ) -> Fault:
        """Answer the next request with the vendor's error of this status, without processing it.

        `status` is 400 to 599. `retry_after` is sent in the header, and in the vendor's body if
        that has it. `body` replaces the vendor's: a document, or text such as a proxy's.
        """
        return self._add(
            refusal(
                status, retry_after=retry_after, body=body, at=self._tenant.clock, ids=self._ids
            ),
            parameters={"fault": "next"},
            op=op,
            times=times,
            said=said,
        )

    def delay(
        self,
        op: Operations,
        seconds: Duration | Distribution,
        *,
        clock: ClockName = "real",
        times: int | None = None,
        **said: Unpack[Saying],
    ) -> Fault:
        """Delay answers, by a constant time or by one that a distribution draws.

        The operation is carried out and journalled at once. With `clock="tenant"` the answer is
        sent when the tenant's clock has got there: `clock.advance` releases it, a frozen clock
        holds it. `cancel` and `clear` release it, too. Other requests do not wait.
        """
        return self._add(
            self._delay(seconds, clock),
            parameters={"fault": "delay"},
            op=op,
            when=When.ANSWER,
            times=times,
            said=said,
        )

    def drop(
        self,
        op: Operations = None,
        *,
        reset: bool = False,
        times: int | None = 1,
        **said: Unpack[Saying],
    ) -> Fault:
        """Close the connection without an answer, or reset it. The operation is not carried out.

        The journal has status 0 for it.
        """
        return self._add(
            Loss("reset" if reset else "drop"),
            parameters={"fault": "drop", "reset": reset},
            op=op,
            times=times,
            said=said,
        )

    def truncate(
        self,
        op: Operations = None,
        *,
        times: int | None = 1,
        **said: Unpack[Saying],
    ) -> Fault:
        """Close the connection halfway through the answer's body. The operation is carried out.

        An answer without a body is dropped.
        """
        return self._add(
            Truncation(),
            parameters={"fault": "truncate"},
            op=op,
            when=When.ANSWER,
            times=times,
            said=said,
        )

    def malformed(
        self,
        op: Operations = None,
        *,
        times: int | None = 1,
        **said: Unpack[Saying],
    ) -> Fault:
        """Send a complete body that is no JSON. The operation is carried out.

        An answer without a body passes.
        """
        return self._add(
            Garbling(),
            parameters={"fault": "malformed"},
            op=op,
            when=When.ANSWER,
            times=times,
            said=said,
        )

    def rate_limit(
        self,
        limit: int,
        window: Duration,
        *,
        retry_after: Duration | None = None,
        op: Operations = None,
        per: Per = "caller",
        times: int | None = None,
        **said: Unpack[Saying],
    ) -> Fault:
        """Answer 429 to more than `limit` requests in a window of the tenant's clock.

        Each caller has windows of its own, which begin with their first request; `per="tenant"`
        counts all callers together. `Retry-After` is the rest of the window, or `retry_after`.
        """
        quota = Quota(
            limit,
            window,
            per=per,
            retry_after=whole(retry_after),
            clock=self._tenant.clock,
        )
        return self._add(
            Refusal(
                name="rate_limit", problem=quota.refusal, ids=self._ids, parameters=quota.document()
            ),
            parameters={"fault": "rate_limit"},
            op=op,
            times=times,
            said=said,
        )

    def after_commit(
        self,
        op: Operations = None,
        *,
        status: int | None = None,
        retry_after: Duration | None = None,
        body: JSON = None,
        delay: Duration | Distribution | None = None,
        clock: ClockName = "real",
        drop: bool = False,
        reset: bool = False,
        truncate: bool = False,
        malformed: bool = False,
        times: int | None = 1,
        **said: Unpack[Saying],
    ) -> Fault:
        """Carry the operation out, then lose the answer: the write has taken effect.

        One of `drop`, the default, `reset`, `truncate`, `malformed`, `delay` and `status` says
        how. Requests that the operation refuses do not count.
        """
        effects: dict[str, Effect] = {}
        if status is not None:
            effects["status"] = refusal(
                status, retry_after=retry_after, body=body, at=self._tenant.clock, ids=self._ids
            )
        if delay is not None:
            effects["delay"] = self._delay(delay, clock, named="delay")
        choices: Mapping[str, tuple[bool, Effect]] = {
            "drop": (drop, Loss("drop")),
            "reset": (reset, Loss("reset")),
            "truncate": (truncate, Truncation()),
            "malformed": (malformed, Garbling()),
        }
        effects |= {name: effect for name, (chosen, effect) in choices.items() if chosen}
        if len(effects) > 1:
            raise Nonsense(f"one of {' and '.join(effects)} can happen", at=list(effects)[1])
        if status is None and (retry_after is not None or body is not None):
            raise Nonsense("an answer of your own has a status", at="status")
        name, effect = next(iter(effects.items()), ("drop", Loss("drop")))
        return self._add(
            effect,
            parameters={"fault": "after_commit"} | ({name: True} if name in choices else {}),
            op=op,
            when=When.AFTER_COMMIT,
            times=times,
            said=said,
        )

    def preset(self, name: PresetName, *, op: Operations = None, **said: Any) -> Fault:
        """Simulate a real incident, such as `throttled` or `stale_list`; docs/faults.md lists all.

        Keywords are the preset's own, such as `seconds`, and those that restrict the requests.
        """
        scene = presets.Scene(
            clock=self._tenant.clock,
            ids=self._ids,
            families=self._families,
            stores=self._tenant.stores,
            op=op,
        )
        played = presets.play(name, said, scene)
        return self._add(
            played.effect,
            parameters={"fault": "preset", "preset": name},
            op=played.op,
            among=played.among,
            times=played.times,
            said=played.said,
        )

    def _delay(
        self, length: Duration | Distribution, clock: ClockName, *, named: str = "seconds"
    ) -> Delay:
        own = self._tenant.clock
        return Delay(distribution(length), of=clock, clock=own, named=named)
