"""The two files that are made, and their texts."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.fidelity.document import document
from tests.fidelity.page import page

_ROOT = Path(__file__).parents[2]
PAGE = _ROOT / "docs" / "fidelity.md"
DATA = _ROOT / "src" / "fakeping" / "reference" / "fidelity.json"

_made = cache(document)


def made() -> dict[str, Any]:
    """What the files tell."""
    return _made()


def data_text() -> str:
    """The JSON, with a line for each answer, rule, recording and source."""
    return f"{_indented(made(), '')}\n"


def _indented(value: Any, margin: str) -> str:
    if not isinstance(value, dict) or not any(isinstance(each, dict) for each in value.values()):
        return json.dumps(value, ensure_ascii=False)
    if "proof" in value or "evidence" in value:
        return json.dumps(value, ensure_ascii=False)
    inner = f"{margin} "
    members = (
        f"{inner}{json.dumps(name)}: {_indented(each, inner)}" for name, each in value.items()
    )
    return "{\n" + ",\n".join(members) + f"\n{margin}}}"


def page_text() -> str:
    """The page."""
    return page(made())
