"""What the fake remembers, as people may look at it: a document without its secrets."""

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from fakeping.core.redact import fingerprint, without_tokens
from fakeping.core.secrecy import is_secret


def document_of(value: object) -> Any:  # noqa: PLR0911 - one for each kind of value
    """A JSON document of a frozen value and all that it holds.

    A field that its class leaves out of its `repr` is a secret, and shows as a fingerprint;
    so is what is called like one, and a signed token wherever it stands.
    """
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return without_tokens(value)
        case bytes():
            return _decoded(value)
        case datetime():
            return value.isoformat()
        case Mapping():
            return {str(name): _member(str(name), each) for name, each in value.items()}
        case AbstractSet():
            return sorted(map(document_of, value), key=repr)
        case list() | tuple():
            return [document_of(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {
            each.name: _member(each.name, getattr(value, each.name), secret=not each.repr)
            for each in fields(value)
        }
    return f"<{type(value).__name__}>"  # its repr may tell anything


def _hidden(name: str, shown: bool) -> bool:  # noqa: FBT001 - a dataclass field's own flag
    return not shown or is_secret(name)


def _member(name: str, value: object, *, secret: bool = False) -> Any:
    if value is None or not _hidden(name, not secret):
        return document_of(value)
    return fingerprint(value) if isinstance(value, str) else "<secret>"


def _decoded(body: bytes) -> Any:
    try:
        return document_of(json.loads(body))
    except ValueError:
        return body.decode("utf-8", "replace")
