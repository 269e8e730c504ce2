"""Members of documents that hold a secret, by what they are called.

No operation that is open takes such a member. Somebody may send one all the same, by mistake or
because PingAM keeps whatever a resource set is described with.
"""

import json
import re
from functools import lru_cache
from typing import Any

from fakeping.core.redact import WITHHELD, fingerprint

_NAMES = (
    r"(?:access|refresh|id|subject|claim|bearer|session|sso)?[_-]?token(?:_?id|_hint)?",
    r"(?:client[_-]?)?secret",
    r"(?:client_)?assertion",
    r"pass(?:word|wd|phrase|code)",
    r"(?:private|api)[_-]?key",
    r"code_verifier|authorization|cookie|ticket|rpt|pct|pat",
)
_NAME = re.compile("|".join(_NAMES), re.IGNORECASE)

# What stands in front of a colon as a name that may be one of those: PingAM's ancestor takes other
# quotes too.
_MEMBER = re.compile(rb"""["']([A-Za-z_-]{3,24})["']\s*:""")


@lru_cache(maxsize=1024)
def is_secret(name: str) -> bool:
    """Whether a member of that name holds a secret."""
    return _NAME.fullmatch(name) is not None


def without_secrets(body: bytes) -> bytes:
    """A body, with a fingerprint for each text that stands under a secret's name.

    One that can't be read, and may hold a secret, is withheld.
    """
    if not _may_have_any(body):
        return body
    found: list[str] = []
    try:
        shown = _shown(json.loads(body), found)
    except (ValueError, RecursionError):
        return WITHHELD
    return json.dumps(shown, ensure_ascii=False).encode() if found else body


def _may_have_any(body: bytes) -> bool:
    """Whether it names a secret as a member, or spells a member's name with escapes."""
    return b"\\u00" in body or any(map(_names_one, _MEMBER.findall(body)))


@lru_cache(maxsize=1024)
def _names_one(name: bytes) -> bool:
    return is_secret(name.decode("ascii"))


def _shown(value: Any, found: list[str]) -> Any:
    """The value, without its secrets; their names are found."""
    if isinstance(value, dict):
        return {
            name: _hidden(each, found) if is_secret(name) else _shown(each, found)
            for name, each in value.items()
        }
    return [_shown(each, found) for each in value] if isinstance(value, list) else value


def _hidden(value: Any, found: list[str]) -> Any:
    """What stands under a secret's name: each text is one, and a number or a flag is not."""
    if isinstance(value, list):
        return [_hidden(each, found) for each in value]
    if not isinstance(value, str):
        return _shown(value, found)
    found.append(value)
    return fingerprint(value)
