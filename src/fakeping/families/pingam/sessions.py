"""Sessions of signed-in users, by SSO token."""

from collections.abc import Mapping
from dataclasses import replace

from fakeping.core.exchange import Request
from fakeping.core.fields import cookie
from fakeping.core.part import Part
from fakeping.core.store_config import StoreConfig
from fakeping.families.pingam.model import Session
from fakeping.families.pingam.secret_table import secret_table
from fakeping.redaction.secret_digest import digest_of, is_digest

#: The name of the header, and of the cookie, with the SSO token.
SSO = "iPlanetDirectoryPro"

#: The longest session, and the longest idle time, in seconds.
LONGEST = 7200
IDLE = 1800


class Sessions(Part[str, Session]):
    """Sessions by SSO token, until each ends or expires."""

    def __init__(self, config: StoreConfig) -> None:
        self._clock = config.clock
        self._new_token = config.ids.opaque
        super().__init__(secret_table(config, "session", secret=lambda each: each.id, ends=_ends))

    def begin(self, user: str, *, realm: str) -> Session:
        """Start a session for a user."""
        now = self._clock.timestamp()
        id_ = f"{self._new_token()}.*{self._new_token()}*"
        return self.table.put(id_, Session(id=id_, user=user, realm=realm, began=now, used=now))

    def find(self, id_: str | None, *, realm: str) -> Session | None:
        """The unexpired session of an SSO token, in this realm."""
        found = self.anywhere(id_)
        return found if found and found.realm == realm else None

    def anywhere(self, id_: str | None) -> Session | None:
        """The unexpired session of an SSO token, in whatever realm of the tenant."""
        id_ = id_ or ""
        found = self.table.get(self._key(id_))
        return replace(found, id=id_) if found and self._lasts(found) else None

    def touch(self, session: Session) -> Session:
        """Restart a session's idle time. Not recorded as a change."""
        used = replace(session, used=self._clock.timestamp())
        return self.table.keep(self._key(session.id), used)

    def set_properties(self, session: Session, properties: Mapping[str, str]) -> Session:
        """Give a session these properties besides its own."""
        changed = replace(session, properties={**session.properties, **properties})
        self.table.put(self._key(session.id), changed)
        return changed

    def end(self, id_: str) -> None:
        """End the session of an SSO token, if there is one."""
        self.table.remove(self._key(id_))

    def end_all(self, user: str, *, realm: str) -> bool:
        """End every session of a user. Returns whether there was one."""
        own = [
            key
            for key, each in self.table.items()
            if (each.user, each.realm) == (user, realm) and self._lasts(each)
        ]
        for key in own:
            self.table.remove(key)
        return bool(own)

    def all(self) -> list[Session]:
        """Every unexpired session, the oldest first."""
        return [replace(each, id=key) for key, each in self.table.items() if self._lasts(each)]

    def load(self, session: Session) -> None:
        """Restore a session from a document; its id may be a secret digest."""
        self.table.put(session.id, session)

    def forget(self) -> None:
        """End every session."""
        self.table.clear()

    def _lasts(self, session: Session) -> bool:
        return self._clock.timestamp() < _ends(session)

    def _key(self, id_: str) -> str:
        """The key of a session: its id, or the digest of it. A digest itself is no SSO token."""
        if is_digest(id_):
            return ""
        return id_ if self.table.has(id_) else digest_of(id_)


def _ends(session: Session) -> float:
    return min(session.began + LONGEST, session.used + IDLE)


def sso_token(request: Request) -> str | None:
    """The SSO token of a request, from its header or its cookie.

    Raises `Malformed` for cookies of that name that say different things.
    """
    header = request.headers.get(SSO)
    if header:
        return header
    return cookie(request.headers, SSO)


def universal_id(user: str, *, realm: str) -> str:
    """A user's universal id: a distinguished name with the realm's last name."""
    organization = realm.strip("/").split("/")[-1]
    below = f"o={organization},ou=services," if organization else ""
    return f"id={user},ou=user,{below}dc=fakeping,dc=invalid"
