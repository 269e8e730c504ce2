"""The replies about sessions."""

from collections.abc import Iterable

from fakeping.core.exchange import JSON, Reply
from fakeping.core.rules import Rule
from fakeping.core.sources import derived_uuid
from fakeping.families.pingam.model import Session
from fakeping.families.pingam.sessions import IDLE, LONGEST
from fakeping.families.pingam.wire import common_rest
from fakeping.redaction.secret_digest import digest_of, is_digest

_MINUTE = 60


def answer(document: JSON, rule: Rule) -> Reply:
    """Reply with a document, by a rule."""
    reply = common_rest.answer(document)
    headers = {**reply.headers, "Content-API-Version": "resource=2.0"}
    return Reply(200, reply.body, headers, rule.name)


def information(of: Session, listed: Iterable[str] | None) -> JSON:
    """A session's document, with the properties that are listed, if any may be shown."""
    shown = {} if listed is None else {"properties": properties(of, listed)}
    return {**common_rest.session(of), **shown}


def properties(of: Session, listed: Iterable[str]) -> JSON:
    """A session's value of each listed property; an empty text where it has none."""
    return {name: of.properties.get(name, "") for name in listed}


def validity(of: Session | None, *, with_uid: bool) -> JSON:
    """Whether there is a session, and whose it is."""
    if of is None:
        return {"valid": False}
    uid = {"sessionUid": _uid(of)} if with_uid else {}
    return {"valid": True, **uid, "uid": of.user, "realm": of.realm}


def times(of: Session, *, now: float) -> JSON:
    """A session's times: minutes that it may last, seconds that it has idled and that are left."""
    return {
        "uid": of.user,
        "realm": of.realm,
        "idletime": int(now - of.used),
        "maxidletime": IDLE // _MINUTE,
        "maxsessiontime": LONGEST // _MINUTE,
        "maxtime": _whole(of.began + LONGEST - now),
    }


def _uid(of: Session) -> str:
    """The same for a session's token and for the digest of it, which a state document has."""
    digest = of.id if is_digest(of.id) else digest_of(of.id)
    uid = derived_uuid("session", of.realm, digest)
    return f"{uid}-{int(uid[:4], 16)}"


def _whole(seconds: float) -> int:
    """Whole seconds, of a difference that may be a hair below them."""
    return int(round(seconds, 3))
