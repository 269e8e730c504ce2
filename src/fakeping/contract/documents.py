"""A run as documents for machines: JSON, and JUnit's XML."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from fakeping.contract.divergences import Judgement
from fakeping.contract.evidence import shown
from fakeping.contract.outcome import DIFFERS, NOT_RUN, Finding, Run, all_findings, counted
from fakeping.version import __version__

# What XML can't hold, however it is escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_json(runs: Sequence[Run], judgement: Judgement, *, target: str) -> Any:
    """The whole run: every rule with its outcome, and the exchanges of what differs."""
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


def as_junit(runs: Sequence[Run], judgement: Judgement) -> str:
    """A test case for each rule: skipped when it was not run, or differs as it is known to."""
    root = Element("testsuites", name="fakeping contract")
    for run in runs:
        cases = [_case(each, judgement) for each in run.findings()]
        gone = [each for each in judgement.disappeared if each.edition == run.edition]
        cases += [
            _failed(each.rule, run, f"it is known to differ, and agrees: {each.reason}")
            for each in gone
            if each.rule.startswith(f"{run.family}.")
        ]
        root.append(_suite(run, cases))
    _count(root, root.iter("testcase"))
    indent(root)
    declared = '<?xml version="1.0" encoding="utf-8"?>\n'
    return declared + tostring(root, encoding="unicode") + "\n"


def _suite(run: Run, cases: Sequence[Element]) -> Element:
    suite = Element("testsuite", name=f"{run.family} {run.edition}")
    _count(suite, cases)
    suite.extend(cases)
    return suite


def _count(element: Element, cases: Iterable[Element]) -> None:
    cases = list(cases)
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(each.find("failure") is not None for each in cases)))
    element.set("errors", "0")
    element.set("skipped", str(sum(each.find("skipped") is not None for each in cases)))


def _case(finding: Finding, judgement: Judgement) -> Element:
    case = _new_case(finding.rule.name, finding.family, finding.edition)
    known = judgement.knows(finding)
    if finding.outcome == NOT_RUN:
        SubElement(case, "skipped", message=_xml(finding.detail))
    elif known is not None:
        SubElement(case, "skipped", message=_xml(f"known to differ: {known.reason}"))
    elif finding.outcome == DIFFERS:
        first = finding.detail.partition("\n")[0]
        failure = SubElement(case, "failure", message=_xml(first), type="difference")
        failure.text = _xml(_told(finding))
    return case


def _failed(rule: str, run: Run, message: str) -> Element:
    case = _new_case(f"{rule} (no longer)", run.family, run.edition)
    SubElement(case, "failure", message=_xml(message), type="disappeared")
    return case


def _new_case(name: str, family: str, edition: str) -> Element:
    return Element("testcase", name=name, classname=f"{family}.{edition.replace('.', '_')}")


def _told(finding: Finding) -> str:
    lines = [finding.detail, "", finding.rule.says]
    lines.append(f"{finding.rule.evidence.value}: {finding.rule.source}")
    for each in shown(finding.exchanges[-1:]):
        lines += ["", each.curl, f"HTTP {each.status}", each.body]
    return "\n".join(lines)


def _xml(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
