"""Where a state document comes from: a mapping, or a file of JSON or YAML."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fakeping import notation
from fakeping.core.body import read_json
from fakeping.core.exchange import JSON
from fakeping.core.findings import BadDocument
from fakeping.core.problem import Malformed, Violation

_YAML = frozenset({".yaml", ".yml"})


def document(seed: Mapping[str, Any] | str | Path) -> JSON:
    """A state document: itself, or what a file of that name holds.

    Raises `OSError` for a file that can't be read, and `BadDocument` for one that is no JSON
    or YAML.
    """
    if not isinstance(seed, str | Path):
        return seed
    path = Path(seed)
    raw = path.read_bytes()
    try:
        return notation.read(raw) if path.suffix.lower() in _YAML else read_json(raw)
    except Malformed as problem:
        detail = f"{path.name}: {problem.detail.replace('the body', 'the document')}"
        raise BadDocument((Violation(keyword="", target="", message=detail),)) from None
