"""The result of a replayed exchange: `same`, `differs` or `skipped`."""

from dataclasses import dataclass
from typing import Any

from fakeping.contract.comparison import Normal, unlike
from fakeping.core.exchange import JSON, Reply
from fakeping.core.outside import json_text
from fakeping.core.plain import shown
from fakeping.journal.entry import Exchange
from fakeping.redaction.redact import FINGERPRINT, RECORDED_REPLY_HEADERS, Excerpt, Withheld
from fakeping.replay.renaming import Renaming

_WORDS = ("recorded", "now")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayResult:
    """A recorded exchange, and the result of its replay."""

    exchange: Exchange
    #: Why it was not sent, or why its answer means nothing; nothing where it was compared.
    skipped: str = ""
    #: In what the answers differ; nothing where they are the same.
    differences: tuple[str, ...] = ()
    #: What was not compared although it was sent.
    note: str = ""

    @property
    def word(self) -> str:
        """`same`, `differs` or `skipped`."""
        if self.skipped:
            return "skipped"
        return "differs" if self.differences else "same"

    def document(self) -> dict[str, JSON]:
        """The result as JSON."""
        each = self.exchange
        return {
            "result": self.word,
            "number": each.number,
            "method": each.method,
            "target": each.target,
            "status": each.status,
            "skipped": self.skipped or None,
            "differences": list(self.differences),
            "note": self.note or None,
        }

    def __str__(self) -> str:
        """A line for it, and one for each difference."""
        each = self.exchange
        line = f"{self.word:8} #{each.number} {each.method} {each.target} -> {each.status}"
        reason = f": {self.skipped}" if self.skipped else ""
        note = f"  ({self.note})" if self.note else ""
        lines = [line + reason + note, *(f"         {one}" for one in self.differences)]
        return "\n".join(map(shown, lines))


class AnswerComparer:
    """Compares answers with recorded ones, after renaming ids."""

    def __init__(self, renamed: Renaming, normal: Normal) -> None:
        self._renamed = renamed
        self._normal = normal

    def __call__(self, exchange: Exchange, reply: Reply, *, hint: str = "") -> ReplayResult:
        """Compare an answer; `hint` may explain another status."""
        status = unlike(exchange.status, reply.status, at="status", words=_WORDS)
        found = [*status, *self._headers(exchange, reply)]
        note = ""
        if isinstance(exchange.reply_body, Withheld | Excerpt):
            note = "only the status and the headers: its body was not recorded as a whole"
        else:
            found += self._bodies(exchange, reply)
        if status and hint:
            found.append(hint)
        return ReplayResult(exchange=exchange, differences=tuple(found), note=note)

    def _headers(self, exchange: Exchange, reply: Reply) -> list[str]:
        old, new = exchange.reply_headers, reply.headers
        before: dict[str, str] = {}
        now: dict[str, str] = {}
        for name in RECORDED_REPLY_HEADERS:
            said = {"ETag": "<present>"}.get(name)
            if name in old:
                before[name] = said or self._normal.text(self._renamed(old[name]))
            if name in new:
                now[name] = said or self._normal.text(_veiled(old.get(name), new[name]))
        return unlike(before, now, at="header", words=_WORDS)

    def _bodies(self, exchange: Exchange, reply: Reply) -> list[str]:
        old, new = _document(exchange.reply_body), _document(reply.body)
        before = self._renamed.document(old)
        now = _veiled(before, new)
        return unlike(self._normal.document(before), self._normal.document(now), words=_WORDS)


def _veiled(old: Any, new: Any) -> Any:
    """A new answer with the recorded fingerprints in place of its secrets."""
    if isinstance(old, str) and isinstance(new, str):
        return old if FINGERPRINT.search(old) else new
    if isinstance(old, dict) and isinstance(new, dict):
        return {name: _veiled(old.get(name), value) for name, value in new.items()}
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [_veiled(before, now) for before, now in zip(old, new, strict=True)]
    return new


def _document(body: bytes) -> JSON:
    try:
        return json_text(body) if body else None
    except ValueError:
        return body.decode("utf-8", "replace")
