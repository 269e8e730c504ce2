"""Coverage as a self-contained HTML page."""

import re
from collections.abc import Iterator
from html import escape
from http import HTTPStatus

from fakeping.core.rules import Rule
from fakeping.coverage.summary import Line, Summary
from fakeping.coverage.text import total

_STYLE = """
:root { color-scheme: light dark; --covered: #1a7f37; --not: #b42318; --line: #8884; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem; }
th, td { text-align: left; vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
code { font: 13px ui-monospace, monospace; }
.covered, .not, .extra { border: 1px solid; border-radius: 4px; padding: 0 .4rem; }
.covered, .not, .extra { margin-right: .3rem; white-space: nowrap; }
.covered { color: var(--covered); } .not { color: var(--not); border-style: dashed; }
.extra { opacity: .7; } meter { width: 20rem; } small { opacity: .75; }
"""

# The page shows texts of a server: it must not run scripts, or load anything.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

_NAMED = re.compile("`([^`]*)`")


def page(summary: Summary, *, title: str = "Coverage of the APIs") -> str:
    """The page: every operation with its statuses, every rule with its sentence."""
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{escape(title)}</h1>",
            f'<p><meter min="0" max="100" value="{summary.percent:.2f}"></meter>',
            f"{escape(total(summary))}.</p>",
            *_operations(summary),
            *_rules(summary),
            *_faults(summary),
            "</body></html>",
            "",
        ]
    )


def _operations(summary: Summary) -> Iterator[str]:
    yield "<h2>Operations</h2><table><thead><tr><th>operation</th><th>covered</th>"
    yield "<th>answers</th><th>rules</th></tr></thead><tbody>"
    for each in summary.lines:
        yield (
            f"<tr><td><code>{escape(each.operation)}</code></td>"
            f'<td class="number">{each.covered} of {len(each.promised)}</td>'
            f"<td>{''.join(_status(each, status) for status in each.known)}</td>"
            f"<td>{_deciding(each)}</td></tr>"
        )
    yield "</tbody></table>"


def _status(line: Line, status: int) -> str:
    times = line.statuses.get(status, 0)
    if status not in line.promised:
        kind, why = "extra", "not promised: a scripted failure, or one of ours"
    else:
        kind, why = ("covered", "covered") if times else ("not", "not covered")
    often = f" x{times}" if times else ""
    return f'<span class="{kind}" title="{_phrase(status)}, {why}">{status}{often}</span>'


def _phrase(status: int) -> str:
    try:
        return escape(HTTPStatus(status).phrase)
    except ValueError:
        return "no standard status"


def _deciding(line: Line) -> str:
    names = sorted({*line.rules, *line.promised_rules})
    covered = sum(1 for name in line.promised_rules if line.rules.get(name))
    items = "".join(
        f'<div><span class="{"covered" if line.rules.get(name) else "not"}">'
        f"{line.rules.get(name, 0)}</span> <code>{escape(name)}</code></div>"
        for name in names
    )
    return f"<details><summary>{covered} of {len(line.promised_rules)}</summary>{items}</details>"


def _rules(summary: Summary) -> Iterator[str]:
    yield "<h2>Rules</h2><table><thead><tr><th>rule</th><th>decided</th>"
    yield "<th>what it says, and how we know</th></tr></thead><tbody>"
    for name, rule in summary.rules.items():
        times = summary.decided.get(name, 0)
        kind = "covered" if times else "not"
        yield (
            f"<tr><td><code>{escape(name)}</code></td>"
            f'<td class="number"><span class="{kind}">{times}</span></td>'
            f"<td>{_said(rule)}</td></tr>"
        )
    yield "</tbody></table>"


def _said(rule: Rule) -> str:
    source = f"{escape(rule.evidence)}: {_text(rule.source)}"
    return f"{_text(rule.says)} <small>{source}</small>"


def _text(said: str) -> str:
    """A sentence as HTML; text between backticks becomes code."""
    return _NAMED.sub(r"<code>\1</code>", escape(said))


def _faults(summary: Summary) -> Iterator[str]:
    if summary.faults:
        yield "<h2>Faults</h2><table><thead><tr><th>fault</th><th>applied</th></tr></thead><tbody>"
        for name, times in sorted(summary.faults.items()):
            yield f'<tr><td><code>{escape(name)}</code></td><td class="number">{times}</td></tr>'
        yield "</tbody></table>"
