"""Redact what is recorded by type: secrets, tokens, ids, e-mails and hosts."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from fakeping.core.exchange import JSON
from fakeping.importing.scrubbing import SECRET_NAME, KnownSecrets
from fakeping.redaction.redact import RECORDED_REPLY_HEADERS

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+[0-9][0-9 .()-]{6,}[0-9]")
# What a redirect or a link has in its query or its fragment.
_IN_URLS = re.compile(
    r"(?<=[?&#;])(code|state|nonce|ticket|rpt|[a-z_]*token|session_state|flowId|cursor)=[^&#\s\"]+"
)
_PLACEHOLDER = re.compile(r"\{[\w.-]+\}")
_PERSONAL = re.compile(
    r"^(?:given|family|formatted|middle|nickname|honorific\w*|\w*phone\w*|given_name|family_name"
    r"|streetAddress|street_address|locality|postalCode|postal_code)$",
    re.IGNORECASE,
)


class Redaction:
    """Replaces values by type, each the same throughout a recording."""

    def __init__(self, secrets: KnownSecrets, hosts: Mapping[str, str]) -> None:
        self._secrets = secrets
        self._hosts = {urlsplit(url).netloc: stands for url, stands in hosts.items()}
        self._ids: dict[str, str] = {}
        self._mails: dict[str, str] = {}

    def document(self, value: Any) -> tuple[Any, list[str]]:
        """A body without secrets, and the paths of members that stand for one."""
        varies: list[str] = []
        return self._redacted(value, "", "", varies), varies

    def request(self, value: Any) -> Any:
        """A part of a request; its placeholders stay."""
        return self._redacted(value, "", "", [])

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """The headers that a recording has."""
        kept = {name: headers[name] for name in RECORDED_REPLY_HEADERS if name in headers}
        return {name: self.text(value) for name, value in kept.items()}

    def text(self, text: str) -> str:
        """A text without secrets, and with other ids, e-mails and hosts."""
        text = self._secrets.hidden(text)
        text = _IN_URLS.sub(lambda found: f"{found[1]}=(secret)", text)
        for host, stands in self._hosts.items():
            text = text.replace(host, stands)
        text = _ID.sub(lambda found: self._id(found[0].lower()), text)
        text = _EMAIL.sub(lambda found: self._mail(found[0]), text)
        return _PHONE.sub("+1 555 0100", text)

    def _redacted(self, value: Any, name: str, path: str, varies: list[str]) -> Any:
        if isinstance(value, dict):
            return {
                self.text(each): self._redacted(one, each, f"{path}.{each}".lstrip("."), varies)
                for each, one in value.items()
            }
        if isinstance(value, list):
            return [self._redacted(each, name, f"{path}[]", varies) for each in value]
        stands = _stand_in(value, name)
        if stands is not None:
            varies.append(path)
            return stands
        return self.text(value) if isinstance(value, str) else value

    def _id(self, id_: str) -> str:
        """The id that stands for another, in the order of appearance."""
        return self._ids.setdefault(id_, f"00000000-0000-4000-8000-{len(self._ids) + 1:012d}")

    def _mail(self, mail: str) -> str:
        return self._mails.setdefault(mail, f"user-{len(self._mails) + 1}@example.com")


def _stand_in(value: JSON, name: str) -> JSON:
    """What stands for a value by its member's name; `None` for one that tells nothing."""
    if isinstance(value, bool) or value in {None, ""}:
        return None
    if not isinstance(value, str):
        return 0 if SECRET_NAME.search(name) else None
    if _PLACEHOLDER.search(value):
        return None
    if SECRET_NAME.search(name):
        return "(secret)"
    return f"({name})" if _PERSONAL.search(name) else None
