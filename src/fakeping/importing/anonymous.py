"""Replace personal data in a state document, each the same wherever it stands, and each time.

What stands for a user's data follows from the user's id in PingOne, which says nothing of them,
and in PingAM, where there is none, from their place.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from fakeping.core.exchange import JSON

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_DOMAIN = "example.com"

# Shorter texts are not looked for elsewhere: they may be a part of any word.
_LEAST = 4

# Attributes that say nothing of who it is.
_KEPT = frozenset(
    {"locale", "preferredLanguage", "timezone", "address.countryCode", "type", "zoneinfo",
     "email_verified", "phone_number_verified", "updated_at"}
)  # fmt: skip

_PHONES = re.compile(r"phone", re.IGNORECASE)
_MAILS = re.compile(r"e-?mail$", re.IGNORECASE)
_PICTURES = re.compile(r"photo|picture|website|profile", re.IGNORECASE)
_CODES = re.compile(r"postal_?code|zip", re.IGNORECASE)


def anonymous(document: JSON) -> JSON:
    """A state document with made-up people."""
    return _Anonymous(document).document(document)


class _Anonymous:
    def __init__(self, document: JSON) -> None:
        #: What stands for each text that tells who somebody is.
        self._now: dict[str, str] = {}
        for user in document.get("pingone", {}).get("users", ()):
            self._learn(user, hashlib.sha256(str(user.get("id")).encode()).hexdigest()[:8])
        places = count(1)
        for name in _people(document.get("pingam", {})):
            self._now.setdefault(name, f"person-{next(places)}")
        names = sorted((each for each in self._now if len(each) >= _LEAST), key=len, reverse=True)
        self._pattern = (
            re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)") if names else None
        )

    def document(self, document: JSON) -> JSON:
        """The document with what stands for its people."""
        whole = {name: self._part(each) for name, each in document.items()}
        for user in whole.get("pingone", {}).get("users", ()):
            self._person(user)
        for user in whole.get("pingam", {}).get("users", ()):
            if "claims" in user:
                user["claims"] = self._claims(user["claims"], user["username"])
        return whole

    def _learn(self, user: JSON, alias: str) -> None:
        username, email = user.get("username"), user.get("email")
        if username:
            self._now[username] = f"user-{alias}"
        if email:
            self._now[email] = f"user-{alias}@{_DOMAIN}"

    def _person(self, user: JSON) -> None:
        alias = hashlib.sha256(str(user.get("id")).encode()).hexdigest()[:8]
        if "name" in user:
            user["name"] = {part: f"{part.capitalize()}-{alias}" for part in user["name"]}
        attributes = user.get("attributes", {})
        user["attributes"] = {
            path: _stand_in(path, each, alias) for path, each in attributes.items()
        }

    def _claims(self, claims: JSON, name: str) -> JSON:
        if isinstance(claims, dict):
            return {
                claim: {
                    inner: _stand_in(f"{claim}.{inner}", of, name) for inner, of in each.items()
                }
                if isinstance(each, dict)
                else _stand_in(claim, each, name)
                for claim, each in claims.items()
            }
        return claims

    def _part(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {self._text(name): self._part(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._part(each) for each in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        if text in self._now:
            return self._now[text]
        if self._pattern is not None:
            text = self._pattern.sub(lambda found: self._now[found[0]], text)
        return _EMAIL.sub(_mail, text)


def _mail(found: "re.Match[str]") -> str:
    """An address that is nobody's; one that is nobody's already stays."""
    if found[0].endswith(f"@{_DOMAIN}"):
        return found[0]
    return f"{hashlib.sha256(found[0].encode()).hexdigest()[:8]}@{_DOMAIN}"


def _stand_in(path: str, value: JSON, alias: str) -> JSON:
    """What stands for an attribute; what tells nothing of who it is stays."""
    if path in _KEPT or not isinstance(value, str):
        return value
    made: tuple[tuple[re.Pattern[str], Callable[[], str]], ...] = (
        (_PHONES, lambda: f"+1 555 {_digits(alias, 7)}"),
        (_MAILS, lambda: f"{alias}@{_DOMAIN}"),
        (_PICTURES, lambda: f"https://{_DOMAIN}/{alias}"),
        (_CODES, lambda: _digits(alias, 5)),
    )
    for pattern, make in made:
        if pattern.search(path):
            return make()
    return f"{path.rpartition('.')[2]}-{alias}"


def _digits(alias: str, length: int) -> str:
    number = int(hashlib.sha256(alias.encode()).hexdigest(), 16)
    return str(number % 10**length).zfill(length)


def _people(part: JSON) -> Iterator[str]:
    """The names of PingAM's users, wherever a document has them, each in a fixed order."""
    for user in part.get("users", ()):
        yield user["username"]
    for kind in ("labels", "resource_sets", "policies", "pending_requests", "history"):
        for each in part.get(kind, ()):
            for member in ("owner", "user", "party"):
                if each.get(member):
                    yield each[member]
            for permission in each.get("permissions", ()):
                yield permission["subject"]
