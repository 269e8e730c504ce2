"""Take secrets out of what is written down: by the member's name, by their form, and known ones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from fakeping.core.exchange import JSON
from fakeping.redaction.redact import SIGNED
from fakeping.redaction.secret_digest import digest_of

#: The ends of the names of members that hold secrets, in any letter case.
SECRET_NAME = re.compile(
    r"(?:secret|passwords?|passwd|pwd|passphrase|passcode|private_?key|decryption_?key|api_?key"
    r"|verification_?key|credentials?|credentials_?json|token|token_?id|otp|rpt|pct"
    r"|cookie|assertion|ticket|user_?code|device_?code|code_?verifier|signature)$",
    re.IGNORECASE,
)
# Private keys, as PEM and as JWK.
_PRIVATE = re.compile(r"PRIVATE KEY-----|\\?\"d\\?\"\s*:")
# The members of a JWK that only its owner has (RFC 7518, section 6).
_OF_PRIVATE_KEYS = frozenset({"d", "p", "q", "dp", "dq", "qi", "k"})
# Shorter ones may be any word.
_LEAST = 4

_GONE: Final = object()


@dataclass(kw_only=True)
class KnownSecrets:
    """The secrets that are known, and texts without any."""

    known: set[str] = field(default_factory=set)
    #: The names of members that were taken out.
    found: list[str] = field(default_factory=list)

    def learn(self, *texts: str | None) -> None:
        """Remember texts as secrets, and how a URL has them."""
        for each in texts:
            if each and len(each) >= _LEAST:
                self.known |= {each, quote(each, safe="")}

    def learn_from(self, value: JSON) -> None:
        """Remember what stands under the name of a secret."""
        for name, text in _named(value, ""):
            if SECRET_NAME.search(name):
                self.learn(text)

    def holds(self, text: str) -> bool:
        """Whether a text has a secret in it."""
        if SIGNED.search(text) or _PRIVATE.search(text):
            return True
        return any(each in text for each in self.known)

    def hidden(self, text: str) -> str:
        """A text with a word in place of each secret."""
        if _PRIVATE.search(text):
            return "(secret)"
        for each in sorted(self.known, key=len, reverse=True):
            text = text.replace(each, "(secret)")
        return SIGNED.sub("(token)", text)

    def without(self, value: JSON) -> JSON:
        """A document without the members and elements that hold secrets."""
        left = self._left(value, "")
        return None if left is _GONE else left

    def _left(self, value: JSON, name: str) -> JSON:
        if isinstance(value, dict):
            members = {
                each: _GONE if self._is_secret(each, one) else self._left(one, each)
                for each, one in value.items()
            }
            self.found += [_shown(each, self) for each, one in members.items() if one is _GONE]
            return {each: one for each, one in members.items() if one is not _GONE}
        if isinstance(value, list):
            elements = [self._left(each, name) for each in value]
            self.found += [name for each in elements if each is _GONE]
            return [each for each in elements if each is not _GONE]
        return _GONE if isinstance(value, str) and self.holds(value) else value

    def _is_secret(self, name: str, value: JSON) -> bool:
        """Whether a member goes: by its name, unless its value can't be one."""
        if self.holds(name):
            return True
        return bool(SECRET_NAME.search(name)) and value is not None and not isinstance(value, bool)


def _shown(name: str, secrets: KnownSecrets) -> str:
    return digest_of(name)[:15] if secrets.holds(name) else name


def _named(value: JSON, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for each, one in value.items():
            # All that is below the name of a secret is one, but for links to it.
            if "kty" in value and each in _OF_PRIVATE_KEYS:
                yield "secret", str(one)
            elif each != "_links":
                yield from _named(one, name if SECRET_NAME.search(name) else each)
    elif isinstance(value, list):
        for one in value:
            yield from _named(one, name)
    elif isinstance(value, str):
        yield name, value
