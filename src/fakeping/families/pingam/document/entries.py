"""Entries of a state document that say all of themselves: sessions, lines of audit histories."""

from fakeping.core.exchange import JSON
from fakeping.families.pingam.history import History
from fakeping.families.pingam.model import AuditEntry, Session
from fakeping.families.pingam.people import OWNER


def session(said: JSON, value: str, *, realm: str, now: float) -> Session:
    """Read a session, with the value of its SSO token."""
    return Session(
        id=value,
        user=said["username"],
        realm=realm,
        began=said.get("began", now),
        used=said.get("used", now),
        properties=said.get("properties", {}),
    )


def audit_entry(said: JSON, history: History, *, realm: str, now: float) -> AuditEntry:
    """Read an entry of an audit history. One without an id is given the next."""
    owner = said.get("owner", OWNER)
    return AuditEntry(
        id=said.get("_id") or history.new_id(realm, owner),
        realm=realm,
        owner=owner,
        resource_id=said["resource_set"],
        resource=said.get("resource", said["resource_set"]),
        party=said["party"],
        type=said["type"],
        at=said.get("at", now),
    )
