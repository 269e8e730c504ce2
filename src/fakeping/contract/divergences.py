"""known-divergences.toml: the differences to expect of a deployment.

A difference that is not there is an error, and so is an entry that differs no longer.
"""

import json
import tomllib
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path

from fakeping.contract.outcome import AGREES, DIFFERS, Finding
from fakeping.core.outside import text

_HEAD = """\
# In what a deployment is known to differ from fakeping's rules.
# `fakeping contract --known FILE` fails when a difference appears or disappears;
# `--update-known` writes this file anew, and keeps the reasons.
"""


class BadDivergences(ValueError):
    """Raised for a bad file of known divergences; says where and why."""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Divergence:
    """One rule that a deployment is known to break."""

    rule: str
    edition: str
    reason: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What identifies it."""
        return self.rule, self.edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The findings compared with the known divergences."""

    #: Differences that are known.
    known: tuple[Divergence, ...] = ()
    #: Differences that are not in the file.
    appeared: tuple[Finding, ...] = ()
    #: What is said to differ, and agrees.
    disappeared: tuple[Divergence, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether there are no new differences, and none that have disappeared."""
        return not self.appeared and not self.disappeared

    def knows(self, finding: Finding) -> Divergence | None:
        """Whether a finding is a known divergence, or `None`."""
        for each in self.known:
            if each.key == (finding.rule.name, finding.edition):
                return each
        return None


def judge(findings: Iterable[Finding], known: Iterable[Divergence]) -> Judgement:
    """Compare findings with known divergences. Rules that were not run are ignored."""
    outcomes = {(each.rule.name, each.edition): each for each in findings}
    known_by_key = {each.key: each for each in known}
    return Judgement(
        known=tuple(
            each
            for key, each in known_by_key.items()
            if key in outcomes and _differs(outcomes[key])
        ),
        appeared=tuple(
            each for key, each in outcomes.items() if _differs(each) and key not in known_by_key
        ),
        disappeared=tuple(
            each
            for key, each in known_by_key.items()
            if key in outcomes and outcomes[key].outcome == AGREES
        ),
    )


def _differs(finding: Finding) -> bool:
    return finding.outcome == DIFFERS


def read(path: Path, *, rules: Container[str]) -> list[Divergence]:
    """Read a file of known divergences. Raises `BadDivergences`; also for an unknown rule."""
    try:
        document = tomllib.loads(text(path))
        entries = [_entry(each) for each in document.get("divergence", [])]
    except OSError as error:
        raise BadDivergences(f"{path}: {error.strerror}") from None
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise BadDivergences(f"{path}: {' '.join(str(error).split())}") from None
    for each in entries:
        if each.rule not in rules:
            raise BadDivergences(f"{path}: there is no rule {each.rule!r}")
    return entries


def _entry(said: dict[str, object]) -> Divergence:
    unknown = said.keys() - {"rule", "edition", "reason"}
    if unknown or not {"rule", "edition"} <= said.keys():
        raise ValueError("a divergence has a `rule`, an `edition` and a `reason`")
    return Divergence(**{name: str(value) for name, value in said.items()})


def updated(findings: Iterable[Finding], known: Iterable[Divergence]) -> list[Divergence]:
    """The divergences to write: entries of rules that were not run stay, and so do reasons."""
    findings = list(findings)
    known_by_key = {each.key: each for each in known}
    found = {(each.rule.name, each.edition): each for each in findings}
    kept = [
        each
        for key, each in known_by_key.items()
        if key not in found or found[key].outcome != AGREES
    ]
    new = [
        Divergence(rule=each.rule.name, edition=each.edition, reason=_first_line(each.detail))
        for key, each in found.items()
        if _differs(each) and key not in known_by_key
    ]
    return sorted([*kept, *new])


def _first_line(detail: str) -> str:
    return detail.partition("\n")[0]


def written(divergences: Iterable[Divergence]) -> str:
    """The text of a file of known divergences."""
    return _HEAD + "".join(
        f"\n[[divergence]]\nrule = {_quoted(each.rule)}\nedition = {_quoted(each.edition)}\n"
        f"reason = {_quoted(each.reason)}\n"
        for each in divergences
    )


def _quoted(text: str) -> str:
    """A basic string of TOML, whose escapes are JSON's. DEL is one that JSON leaves alone."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
