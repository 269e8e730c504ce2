"""Rendering of entities as JSON documents without their secrets."""

import json
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import Field, fields, is_dataclass
from datetime import datetime
from typing import Any

from fakeping.core.change import SCHEMAS
from fakeping.core.text import writable
from fakeping.redaction.redact import fingerprint, without_tokens
from fakeping.redaction.secrecy import Redactor
from fakeping.redaction.shape import shape_of
from fakeping.redaction.spelled import is_secret, without_spelled

#: Redacts a tenant's secrets in a text.
Hide = Callable[[str], str]


def document_of(value: object, hide: Hide | None = None) -> Any:  # noqa: PLR0911 - one for each kind of value
    """Render a frozen value, recursively, as a redacted JSON document.

    A field with `repr=False` is a secret and becomes a fingerprint; so do fields with a secret's
    name, and signed tokens anywhere. Of a client's document, the members in the field's `SCHEMAS`
    are shown; the others are fingerprints.
    """
    hide = hide or without_tokens
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return without_spelled(hide(writable(value)))
        case bytes():
            return _decoded(value, hide)
        case datetime():
            return value.isoformat()
        case Mapping():
            return {
                hide(writable(str(name))): _member(str(name), each, hide)
                for name, each in value.items()
            }
        case AbstractSet():
            return sorted((document_of(each, hide) for each in value), key=repr)
        case list() | tuple():
            return [document_of(each, hide) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _field(each, getattr(value, each.name), hide) for each in fields(value)}
    return f"<{type(value).__name__}>"  # its repr may tell anything


def _field(field: "Field[Any]", value: object, hide: Hide) -> Any:
    if field.metadata.get(SCHEMAS) and isinstance(value, bytes):
        shape = shape_of(*field.metadata[SCHEMAS])
        return Redactor(lambda text: without_spelled(hide(text))).document(json.loads(value), shape)
    return _member(field.name, value, hide, secret=not field.repr)


def _member(name: str, value: object, hide: Hide, *, secret: bool = False) -> Any:
    if value is None or not (secret or is_secret(name)):
        return document_of(value, hide)
    return fingerprint(value) if isinstance(value, str) else "<secret>"


def _decoded(body: bytes, hide: Hide) -> Any:
    try:
        return document_of(json.loads(body), hide)
    except ValueError:
        return without_spelled(hide(body.decode("utf-8", "replace")))
