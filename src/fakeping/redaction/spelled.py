"""Credentials that a text spells out, or that a member's name promises."""

import json
import re

from fakeping.redaction.redact import fingerprint

_SCHEMES = ("bearer", "basic", "dpop", "negotiate", "token")

# A text that spells a credential out, and how it does.
_SPELLED_OUT = re.compile(
    rf"""[={{\[@>]|:\s|["']\s*:|--|(?:{"|".join(_SCHEMES)})\s""", re.IGNORECASE
)

_IN_A_SCHEME = re.compile(rf"\b({'|'.join(_SCHEMES)})(\s+)([\w~+/.=-]{{8,}})", re.IGNORECASE)

_FORM = re.compile(r"[\w.\[\]-]+=[^\s&]*(?:&[\w.\[\]-]+=[^\s&]*)+")

_NAMES = (
    r"(?:access|refresh|id|subject|claim|bearer|session|sso)?[_-]?token(?:_?id|_hint)?",
    r"(?:client[_-]?)?secret",
    r"(?:client_)?assertion",
    r"pass(?:word|wd|phrase|code)",
    r"(?:private|api)[_-]?key",
    r"code_verifier|authorization|cookie|ticket|rpt|pct|pat",
)

_NAME = re.compile("|".join(_NAMES), re.IGNORECASE)

# What people call secrets in a text, as the end of a name of any length.
_SAID = rf"""(?<![\w.-])[\w.-]{{0,40}}(?:{"|".join(_NAMES)}|pwd|otp|pin|credentials?
|access[_-]?key|secret[_-]?key|session[_-]?id)""".replace("\n", "")

# A name in front of a value: as an assignment, a member, a header, an element, an option. The
# value of a header is all of its line.
_NAMED = re.compile(
    rf"""((?:authorization|cookie)["'\\]*\s*[:=]\s+["'\\]*)([^\r\n"'\\]+)
|((?:{_SAID})(?:["'\\\]]*\s*(?:=>?|(?<=["'])\s*:|:(?=\s))|>)\s*["'\\]*)([^\s"'&,;}}<\\]+)
|((?<![\w-])--[\w-]{{0,40}}(?:{"|".join(_NAMES)})\s+)(\S+)
|([?&#]code=)([^\s&#"']+)
|(://[^/\s:@"']{{0,255}}:)([^/\s@"']{{1,255}})(?=@)""".replace("\n", ""),
    re.IGNORECASE,
)

# To look for a number in bytes takes a fourth of the time.
_EQUALS, _BACKSLASH, _APOSTROPHE, _AT = b"=\\'@"

# A member's end in other quotes, whatever blanks stand in it.
_MEMBER = re.compile(rb"'[^!-~]*:")

_IN_BYTES = (b"bearer", b"basic", *[f"{each} ".encode() for each in _SCHEMES[2:]])

# Longer names than these are none of them.
_LONGEST_NAME = 32


def is_secret(name: str) -> bool:
    """Whether a member of that name holds a secret."""
    return len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) is not None


def may_spell(body: bytes) -> bool:
    """Whether a text in a JSON document may spell a credential out; no is certain.

    Quick, for most documents have none: a quote with a bracket behind stands only in a text.
    """
    if _EQUALS in body or _BACKSLASH in body:
        return True
    find = body.find
    if find(b'"[') >= 0 or find(b'"{') >= 0 or find(b'" ') >= 0:
        return True
    if _APOSTROPHE in body and _MEMBER.search(body) is not None:
        return True
    if _AT in body or max(find(b"</"), find(b"--")) >= 0:
        return True
    if find(b": ") >= 0 and body.count(b": ") > body.count(b'": '):
        return True
    return max(map(body.lower().find, _IN_BYTES)) >= 0


def without_spelled(text: str) -> str:
    """A text that a client wrote, without what looks like a credential spelled out in it.

    `Bearer ...` and `password=...` lose what stands behind, and a text that is a JSON document or
    a form is a fingerprint as a whole: who knows what its members are.
    """
    if _SPELLED_OUT.search(text) is None:
        return text
    if _FORM.fullmatch(text) or _is_json(text):
        return fingerprint(text)
    return _NAMED.sub(_hidden_value, _IN_A_SCHEME.sub(_hidden_credential, text))


def without_named(path: str) -> str:
    """A path, without the values that stand behind a secret's name in it."""
    return _NAMED.sub(_hidden_value, path) if "=" in path else path


def _is_json(text: str) -> bool:
    if text.lstrip()[:1] not in {"{", "["}:
        return False
    try:
        json.loads(text)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def _hidden_credential(found: re.Match[str]) -> str:
    value = found[3]
    if value.isalpha() and (value.islower() or value.istitle()):
        return found[0]  # a word, as in "basic photography"
    return f"{found[1]}{found[2]}{fingerprint(value)}"


def _hidden_value(found: re.Match[str]) -> str:
    name, value = (each for each in found.groups() if each is not None)
    return f"{name}{fingerprint(value)}"
