"""What is asked of sessions over REST, and what becomes of them."""

from fakeping.core.rules import Evidence, Rule

_DOC = "PingAM 8.1, Manage sessions using REST"
_SOURCE = "Source of OpenAM"

TOKEN = Rule(
    name="pingam.session.token",
    says="An action is about the session whose SSO token is the `tokenId` of the query or of the"
    " body, else the caller's own. `validate` and `logout` need no caller beside it; where neither"
    " has a token the answer is 400.",
    evidence=Evidence.INFERRED,
    source=f"{_DOC}; {_SOURCE}, also for the 400",
    operations=("pingam.session.act",),
    statuses=(400,),
)
ANOTHERS = Rule(
    name="pingam.session.anothers",
    says="Another user's session is 403 for every action but `validate` and `logout`, save for an"
    " administrator.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: 'doesn't have sufficient access privileges', for properties. Others, and that"
    f" whoever knows a token may end its session: {_SOURCE}",
    operations=("pingam.session.act",),
    statuses=(403,),
)
INFO = Rule(
    name="pingam.session.info",
    says="`getSessionInfo` tells whose a session is and when it ends, in `8.1` with its"
    " `properties`, and does not reset its idle time; `getSessionInfoAndResetIdleTime`, which"
    " `openam` has not, does.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}; for `openam`: recordings of it",
)
VALIDATE = Rule(
    name="pingam.session.validate",
    says="`validate` of a session that lasts is `valid`, `uid` and `realm`, in `8.1` with a"
    " `sessionUid`; else `valid` is false, and nothing else is told. It resets the idle time unless"
    " `refresh` is `false`.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}. One that does not last: {_SOURCE}. That it is reset at once, and not at most"
    " each minute: unspecified",
)
REFRESH = Rule(
    name="pingam.session.refresh",
    says="`refresh` resets the idle time, and tells the times of a session in minutes, and its"
    " `idletime` and what is left of it in seconds. For one that does not last `valid` is false.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}. One that does not last: {_SOURCE}",
)
LOGOUT = Rule(
    name="pingam.session.logout",
    says="`logout` ends a session; the `result` of one that does not last is `Token has expired`.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}. That both are 200: {_SOURCE}",
)
LOGOUT_USER = Rule(
    name="pingam.session.logout-user",
    says="`logoutByUser`, in `8.1`, ends every session of the `username` in its body, who is the"
    " caller unless that is an administrator; the `result` is whether there was one.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}. Without a `username` 400, and a `result` of false: unspecified",
    operations=("pingam.session.act",),
    statuses=(400,),
)
PROPERTIES = Rule(
    name="pingam.session.properties",
    says="`getSessionProperties` tells the session's value of every property that the realm lists,"
    " an empty text where it has none; `updateSessionProperties` sets those that its body has, and"
    " tells all. A property that is not listed is 403 and sets nothing; no property, a value that"
    " is no text of at most 4096 characters, and a session that does not last are 400.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: the samples. The 400s: {_SOURCE}; of a long value: unspecified",
    operations=("pingam.session.act",),
    statuses=(400, 403),
)
ALL_PROPERTIES = Rule(
    name="pingam.session.all-properties",
    says="In `openam` an `updateSessionProperties` has every property that the realm lists; fewer"
    " are 403.",
    evidence=Evidence.INFERRED,
    source=f"{_SOURCE}. {_DOC} sets 'the list of properties' of the body. Switch"
    " `all_session_properties`",
    operations=("pingam.session.act",),
    statuses=(403,),
)
