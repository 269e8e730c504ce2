"""Escaping of untrusted text to one printable line, for terminals, comments and logs."""

import json
import re
from dataclasses import is_dataclass

# PingAM's ids of resource sets have a digit more.
_UUID = re.compile(r"\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\d?\b")

# The longest value that a message shows whole.
_LONGEST = 100


def shown(text: str) -> str:
    """Escape unprintable characters, such as line ends, as Python's `repr` does."""
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )


def short_ids(text: str) -> str:
    """Cut each UUID of a text to its first part, and an ellipsis."""
    return _UUID.sub(r"\1…", text)


def without_ids(text: str) -> str:
    """A text without its UUIDs, in which others are the same but for theirs."""
    return _UUID.sub("…", text)


def json_line(document: object) -> str:
    """Encode a JSON document in one line, also for readers with other line ends, such as U+2028."""
    text = json.dumps(document, ensure_ascii=False)
    if text.isprintable():
        return text
    # JSON is printable outside strings, and has an escape for every character inside.
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in text)


def value_of(said: object) -> str:
    """A value as a message shows it: of an entity its class and its name, which tell it."""
    if is_dataclass(said):
        called = getattr(said, "name", None) or getattr(said, "id", "")
        return f"the {type(said).__name__} {called!r:.60}"
    text = repr(said)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
