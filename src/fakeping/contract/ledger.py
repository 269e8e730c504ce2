"""The ledger: a file of everything that a run created and has not deleted yet.

One JSON object a line, written as soon as something is made: a run that is killed leaves it
behind, and the next one, or `fakeping contract --clean`, finishes what it began.
"""

import json
import os
import re
from dataclasses import dataclass, field
from glob import escape
from hashlib import sha256
from pathlib import Path

from fakeping.core.outside import json_text, text

# In the names of ledgers of pytest-xdist's workers.
_WORKER = "worker-"


def default_path(target: str) -> Path:
    """The default path of a deployment's ledger."""
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    name = sha256(target.encode()).hexdigest()[:12]
    return Path(state) / "fakeping" / f"contract-{name}.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """An entity to delete: a family's, or a fake's tenant (`control`)."""

    family: str
    url: str


@dataclass
class Ledger:
    """A ledger file and its entries."""

    path: Path
    _left: dict[LedgerEntry, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the entries of earlier runs. Raises `ValueError` if it is another kind of file."""
        if self.path.exists():
            for number, line in enumerate(text(self.path).splitlines(), 1):
                self._replay(line, number)

    def of(self, worker: str) -> "Ledger":
        """The ledger of one worker of a run."""
        if not worker:
            return self
        suffix = re.sub(r"[^A-Za-z0-9_-]", "-", worker)  # `--tx` may name a worker anything
        return Ledger(self.path.with_name(f"{self.path.name}.{_WORKER}{suffix}"))

    def all(self) -> list["Ledger"]:
        """This ledger, and those of workers that were killed. Raises `ValueError` as above."""
        workers = self.path.parent.glob(f"{escape(self.path.name)}.{_WORKER}*")
        return [self, *map(Ledger, sorted(workers))]

    def left(self) -> list[LedgerEntry]:
        """The entities still to delete, the newest first."""
        return list(reversed(self._left))

    def made(self, family: str, url: str) -> None:
        """Add an entity."""
        entry = LedgerEntry(family=family, url=url)
        if entry not in self._left:
            self._left[entry] = None
            self._append({"made": url, "family": family})

    def gone(self, family: str, url: str) -> None:
        """Remove an entity; the last one removes the file."""
        entry = LedgerEntry(family=family, url=url)
        if entry not in self._left:
            return
        del self._left[entry]
        if self._left:
            self._append({"gone": url, "family": family})
        else:
            self.path.unlink(missing_ok=True)

    def _append(self, document: dict[str, str]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(document) + "\n")

    def _replay(self, line: str, number: int) -> None:
        try:
            entry = json_text(line)
            family = str(entry["family"])
            if "made" in entry:
                self._left[LedgerEntry(family=family, url=str(entry["made"]))] = None
            else:
                self._left.pop(LedgerEntry(family=family, url=str(entry["gone"])), None)
        except (ValueError, LookupError, TypeError):
            raise ValueError(f"{self.path}, line {number}: not a ledger of fakeping's") from None
