"""A run's report as JSON."""

from collections.abc import Sequence
from typing import Any

from fakeping.contract.divergences import Judgement
from fakeping.contract.evidence import shown
from fakeping.contract.outcome import DIFFERS, Finding, Run, all_findings, counted
from fakeping.version import __version__


def as_json(runs: Sequence[Run], judgement: Judgement, *, target: str) -> Any:
    """The whole run: every rule with its outcome, and the exchanges of each difference."""
    return {
        "fakeping": __version__,
        "target": target,
        "holds": judgement.holds,
        "counts": counted(all_findings(runs)),
        "runs": [_run(each, judgement) for each in runs],
        "appeared": [_named(each) for each in judgement.appeared],
        "disappeared": [
            {"rule": each.rule, "edition": each.edition} for each in judgement.disappeared
        ],
    }


def _named(finding: Finding) -> Any:
    return {"rule": finding.rule.name, "edition": finding.edition}


def _run(run: Run, judgement: Judgement) -> Any:
    return {
        "family": run.family,
        "edition": run.edition,
        "skipped": run.skipped or None,
        "left": run.left,
        "rules": [_finding(each, judgement) for each in run.findings()],
    }


def _finding(finding: Finding, judgement: Judgement) -> Any:
    known = judgement.knows(finding)
    document: dict[str, Any] = {
        "rule": finding.rule.name,
        "says": finding.rule.says,
        "evidence": finding.rule.evidence.value,
        "source": finding.rule.source,
        "outcome": finding.outcome,
        "detail": finding.detail or None,
        "known": known.reason if known else None,
        "switch": finding.switch or None,
    }
    if finding.outcome == DIFFERS:
        document["exchanges"] = [
            {
                "curl": each.curl,
                "status": each.status,
                "headers": dict(each.headers),
                "body": each.body,
            }
            for each in shown(finding.exchanges)
        ]
    return document
