"""Where a state document comes from: a mapping, or a file of JSON or YAML."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fakeping.core.body import NESTED_DEPTH, read_json
from fakeping.core.document_errors import BadDocument
from fakeping.core.exchange import JSON
from fakeping.core.outside import contents
from fakeping.core.problem import Malformed, Violation
from fakeping.server import notation

_YAML = frozenset({".yaml", ".yml"})


class NoSuchFile(FileNotFoundError):
    """There is no file of that name, nor another way back that is called so."""


def document(seed: Mapping[str, Any] | str | Path) -> JSON:
    """A state document: itself, or what a file of that name holds.

    Raises `NoSuchFile`, another `OSError` for a file that can't be read, and `BadDocument` for one
    that is no JSON or YAML.
    """
    if not isinstance(seed, str | Path):
        return seed
    path = Path(seed)
    try:
        raw = contents(path)
    except FileNotFoundError:
        # A word may be a slip: a reset knows two.
        ways = "" if path.suffix else ", and no way back of that name but 'seed' and 'empty'"
        raise NoSuchFile(f"there is no file {str(path)!r}{ways}") from None
    try:
        if path.suffix.lower() in _YAML:
            return notation.read(raw, what="the document")
        return read_json(raw, what="the document", depth=NESTED_DEPTH)
    except Malformed as problem:
        detail = f"{path.name}: {problem.detail}"
        raise BadDocument((Violation(keyword="", target="", message=detail),)) from None
