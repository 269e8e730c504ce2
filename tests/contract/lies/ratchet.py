"""The lies that no check notices: only for the reasons that are listed, and as many as are listed.

`survivors.toml` has the reasons, by patterns; people write it. `counts.toml` has how many lies
survive for each of them in each edition; `make lies ARGS=--write` writes it.
"""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from fnmatch import translate
from functools import cached_property
from pathlib import Path

LISTED = Path(__file__).with_name("survivors.toml")
COUNTS = Path(__file__).with_name("counts.toml")


@dataclass(frozen=True)
class Reason:
    """Why no check should notice some lies: those of its patterns, save for the exceptions."""

    name: str
    says: str
    lies: tuple[str, ...]
    but: tuple[str, ...] = ()

    def excuses(self, lie):
        """Whether a lie may survive for this reason."""
        return bool(self._lies.match(lie)) and not self._but.match(lie)

    @cached_property
    def _lies(self):
        return _any(self.lies)

    @cached_property
    def _but(self):
        return _any(self.but)


def _any(patterns):
    return re.compile("|".join(map(translate, patterns)) or r"(?!)")


class Ratchet:
    """What is listed, against what is found."""

    def __init__(self, listed=LISTED, counts=COUNTS):
        document = tomllib.loads(listed.read_text("utf-8"))
        self.reasons = [
            Reason(
                name=name,
                says=each["says"],
                lies=tuple(each["lies"]),
                but=tuple(each.get("but", ())),
            )
            for name, each in document["survivors"].items()
        ]
        #: Lies that are not worth telling: there are many, and nobody promises anything.
        self._untold = _any([each for entry in document["untold"] for each in entry["lies"]])
        #: By its name, why no lie breaks a rule.
        self.unbroken = document["rules"]
        self.counts = tomllib.loads(counts.read_text("utf-8"))

    def tells(self, lie):
        """Whether a lie is worth telling."""
        return not self._untold.match(str(lie))

    def reason(self, lie):
        """Why a lie may survive; `None` when no reason says so."""
        return next((each for each in self.reasons if each.excuses(lie)), None)

    def unexcused(self, outcomes):
        """A sentence for each lie that survives, and for which there is no reason."""
        for each in outcomes:
            if each.check is None and self.reason(each.lie) is None:
                yield f"no check notices: {each.lie}"

    def counted(self, outcomes):
        """How many lies survive, by their reason's name and by edition."""
        found: dict[str, Counter[str]] = {each.name: Counter() for each in self.reasons}
        for each in outcomes:
            reason = None if each.check else self.reason(each.lie)
            if reason is not None:
                found[reason.name][each.lie.partition(":")[0]] += 1
        return {name: dict(sorted(by_edition.items())) for name, by_edition in found.items()}

    def miscounted(self, outcomes):
        """A sentence for each reason for which more lies survive than are counted, or fewer."""
        found = self.counted(outcomes)
        for name in sorted(found.keys() | self.counts.keys()):
            now, then = found.get(name, {}), self.counts.get(name, {})
            for edition in sorted(now.keys() | then.keys()):
                if now.get(edition, 0) != then.get(edition, 0):
                    yield (
                        f"{now.get(edition, 0)} lies survive, {then.get(edition, 0)} are listed:"
                        f" {name} in {edition}"
                    )

    def idle(self, outcomes):
        """A sentence for each pattern for which no lie survives."""
        survivors = [each.lie for each in outcomes if each.check is None]
        for reason in self.reasons:
            for pattern in reason.lies:
                if not any(map(_any([pattern]).match, survivors)):
                    yield f"listed, though no such lie survives: {pattern}"

    def rules(self, unbroken):
        """A sentence for each rule that no lie breaks and should, or breaks and should not."""
        for each in sorted(unbroken - self.unbroken.keys()):
            yield f"no lie breaks a rule: {each}"
        for each in sorted(self.unbroken.keys() - unbroken):
            yield f"listed, though a lie breaks it: {each}"


def write(counts, path=COUNTS):
    """Write how many lies survive."""
    lines = ["# How many lies survive for each reason. Written by `make lies ARGS=--write`."]
    for name, by_edition in sorted(counts.items()):
        lines += ["", f"[{name}]"]
        lines += [f'"{edition}" = {number}' for edition, number in by_edition.items()]
    path.write_text("\n".join(lines) + "\n", "utf-8")
