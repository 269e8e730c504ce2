"""Detection of credentials by their context, such as `password=...` or `Bearer ...`."""

import json
import re
from typing import Any

import re2

from fakeping.redaction.redact import fingerprint

_SCHEMES = ("bearer", "basic", "dpop", "negotiate", "token")

# Ends of names whose value may stand right behind a colon.
_BEFORE_A_COLON = (
    *("password", "passwd", "passphrase", "passcode", "pwd"),
    *("secret", "token", "key", "credential", "credentials", "otp"),
    *("sessionid", "session_id", "session-id"),
)

# Blanks of ASCII, as `re` knows them.
_S = r"[\s\x0b\x1c-\x1f]"

# Pre-check: characters without which a text cannot spell a credential out.
_SPELLED_OUT = (
    rf"""[={{\[@>]|:{_S}|["']{_S}*:|--|{_S}"|(?:{"|".join(_BEFORE_A_COLON)}):"""
    rf"""|(?:{"|".join(_SCHEMES)}){_S}"""
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

# Common names of secrets in texts, also as the end of a longer name.
_SAID = rf"""(?<![\w.-])[\w.-]{{0,40}}(?:{"|".join(_NAMES)}|pwd|otp|pin|credentials?
|access[_-]?key|secret[_-]?key|session[_-]?id)""".replace("\n", "")

# A secret's name before a value: as assignment, JSON member, header, XML element or option, or in
# a filter. The value of a header is the rest of its line.
_NAMED = re.compile(
    rf"""((?:authorization|cookie)["'\\]*\s*[:=]\s+["'\\]*)([^\r\n"'\\]+)
|((?:{_SAID})(?:["'\\\]]*\s*(?:=>?|(?<=["'])\s*:|:(?=\s))|>)\s*["'\\]*)([^\s"'&,;}}<\\]+)
|((?<![\w-])--[\w-]{{0,40}}(?:{"|".join(_NAMES)})\s+)(\S+)
|((?<![\w.-])[\w.-]{{0,40}}(?:password|passwd|passphrase|passcode|pwd|secret|token|otp|session[_-]?id
|(?:private|api|access|secret)[_-]?key|credentials?):)([^\s"'&,;}}<\\]+)
|([?&#]code=)([^\s&#"']+)
|(://[^/\s:@"']{{0,255}}:)([^/\s@"']{{1,255}})(?=@)
|((?:{_SAID})(?:[./]\w{{1,40}})?\s{{1,9}}(?:eq|ne|co|sw|ew|gt|ge|lt|le)\s{{1,9}}")([^"]+)""".replace(
        "\n", ""
    ),
    re.IGNORECASE,
)

# A name and its parts, as in the scope `token:write`.
_WORDS = re.compile("[a-z]+(?:[:._-][a-z]+)*")
_PASSWORD = re.compile(r"(?:pass(?:word|wd|phrase|code)|pwd):\Z", re.IGNORECASE)

# What a JSON document has only where its strings may spell a credential out: a quote before a
# bracket or a blank, and a blank behind another colon than a member's, occur only within a string.
# One expression of RE2's takes a third of the time of a search for each.
_IN_BYTES = (
    rb"""=|\\|://[^/"@]*@|"[\[{ ]|>|--|(?:^|[^"]): |'[^!-~]*:"""
    + (
        rf"|(?i:{'|'.join(_SCHEMES)})[ \x80-\xff]"
        f"|(?i:(?:{'|'.join(_BEFORE_A_COLON)}):)"
    ).encode()
)


def _fast(expression: bytes | str, *, encoding: Any = re2.Options.Encoding.UTF8) -> Any:
    options = re2.Options()
    options.encoding = encoding
    options.never_capture = True
    return re2.compile(expression, options=options)


_MAY_SPELL = _fast(_IN_BYTES, encoding=re2.Options.Encoding.LATIN1)  # each byte is a character
_SPELLED_OUT_IN_ASCII = _fast(f"(?i:{_SPELLED_OUT})")
_SPELLED_OUT_IN_TEXT = re.compile(_SPELLED_OUT, re.IGNORECASE)

# Longer names are not secrets' names.
_LONGEST_NAME = 32


def is_secret(name: str) -> bool:
    """Whether a member's name is that of a secret."""
    return len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) is not None


def may_spell(body: bytes) -> bool:
    """Whether a JSON document's strings may spell a credential out; false is certain."""
    return _MAY_SPELL.search(body) is not None


def without_spelled(text: str) -> str:
    """Replace credentials that a client's text spells out.

    The values in `Bearer ...`, `password=...` and `password:...` become fingerprints; so does a
    whole text that is a JSON document or a form, whose members are unknown.
    """
    if text.isascii():  # RE2 counts the characters of a text, and need not count bytes
        found = _SPELLED_OUT_IN_ASCII.search(text.encode())
    else:
        found = _SPELLED_OUT_IN_TEXT.search(text)
    if found is None:
        return text
    if _FORM.fullmatch(text) or _is_json(text):
        return fingerprint(text)
    return _NAMED.sub(_hidden_value, _IN_A_SCHEME.sub(_hidden_credential, text))


def without_named(path: str) -> str:
    """Replace the values behind secrets' names, such as `token=...`, in a path."""
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
    if name.endswith(":") and _WORDS.fullmatch(value) and not _PASSWORD.search(name):
        return found[0]  # a scope, as `token:write`
    return f"{name}{fingerprint(value)}"
