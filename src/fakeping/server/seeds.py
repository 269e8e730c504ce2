"""Read a state document: a mapping, or a JSON or YAML file."""

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
    """No file, and no built-in state such as `seed`, has that name."""


def document(seed: Mapping[str, Any] | str | Path) -> JSON:
    """Return a mapping itself, or read the file of that name.

    Raises `NoSuchFile`, another `OSError` for an unreadable file, and `BadDocument` for invalid
    JSON or YAML.
    """
    if not isinstance(seed, str | Path):
        return seed
    path = Path(seed)
    try:
        raw = contents(path)
    except FileNotFoundError:
        # The word may be meant for `reset`, which has two built-in states.
        ways = "" if path.suffix else ", and no way back of that name but 'seed' and 'empty'"
        raise NoSuchFile(f"there is no file {str(path)!r}{ways}") from None
    try:
        if path.suffix.lower() in _YAML:
            return notation.read(raw, what="the document")
        return read_json(raw, what="the document", depth=NESTED_DEPTH)
    except Malformed as problem:
        detail = f"{path.name}: {problem.detail}"
        raise BadDocument((Violation(keyword="", target="", message=detail),)) from None
