"""Forms for tokens, introspection and revocation, with the client's credentials."""

from typing import Any

from hypothesis import strategies as st

from fakeping.contract.pingam.strategies.known import (
    Bodies,
    Defect,
    Invalid,
    KnownEntities,
    replaced,
    without,
)
from fakeping.families.pingam.edition import Edition

#: Without a control character or a space: what a scope may be made of, and more.
_WORD = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=20)
_SCOPES = st.sampled_from(["uma_protection", "openid", "uma_protection openid"])

# For each grant, what is missed first.
_MISSED = {
    "password": ("username", "password"),
    "refresh_token": ("refresh_token",),
    "authorization_code": ("code",),
    "urn:ietf:params:oauth:grant-type:uma-ticket": ("ticket",),
}


def _client(known: KnownEntities) -> dict[str, str]:
    return {"client_id": known.client.name, "client_secret": known.client.secret or ""}


def _password(known: KnownEntities) -> Bodies:
    who = {"username": known.owner.name, "password": known.owner.secret or ""}
    fixed = {"grant_type": "password", **_client(known), **who}
    return st.builds(lambda scope: {**fixed, "scope": scope}, _SCOPES)


def valid_form(behaviour: Edition, known: KnownEntities) -> Bodies:  # noqa: ARG001 - as the others
    """The grants without prerequisites."""
    own = {"grant_type": "client_credentials", **_client(known)}
    return _password(known) | st.builds(lambda scope: {**own, "scope": scope}, _SCOPES)


def boundary_form(behaviour: Edition, known: KnownEntities) -> Bodies:  # noqa: ARG001 - as the others
    """A repeated scope, and unknown parameters."""
    more = {"scope": "openid  openid", "unknown": "x" * 1000}
    return _password(known).map(lambda form: {**form, **more})


def invalid_form(behaviour: Edition, known: KnownEntities) -> Invalid:  # noqa: ARG001 - as the others
    """A missing parameter, an unknown grant, a wrong secret, or an invalid token."""
    form, client = _password(known), _client(known)
    unset = Defect(error="invalid_request", sentence="Grant type is not set", member="grant_type")
    unknown = Defect(error="unsupported_grant_type", member="grant_type")
    nobody = Defect(error="invalid_client", status=401, member="client_secret")
    spent = Defect(error="invalid_grant")
    missed = [
        st.just((_short(grant, member, client), _missing(member)))
        for grant, members in _MISSED.items()
        for member in members
    ]
    unheld = [
        st.builds(_unheld, st.just(grant), _WORD, st.just(client), st.just(spent))
        for grant in _MISSED
    ]
    grants = _WORD.map(lambda word: f"no-such-grant-{word}")
    secrets = _WORD.map(lambda word: f"not-the-secret-{word}")
    return st.one_of(
        without(form, "grant_type", unset),
        replaced(form, "grant_type", grants, unknown),
        replaced(form, "client_secret", secrets, nobody),
        *missed,
        *unheld,
    )


def valid_token(behaviour: Edition, known: KnownEntities) -> Bodies:  # noqa: ARG001 - as the others
    """A token to introspect or to revoke, which may be unknown."""
    hints = st.sampled_from(["access_token", "refresh_token", "no-such-kind"])
    hint = st.fixed_dictionaries({}, optional={"token_type_hint": hints})
    return st.builds(lambda word, more: {**_client(known), "token": word, **more}, _WORD, hint)


def boundary_token(behaviour: Edition, known: KnownEntities) -> Bodies:
    """A long token, and unknown parameters."""
    return valid_token(behaviour, known).map(
        lambda form: {**form, "token": form["token"] * 400, "unknown": ""}
    )


def invalid_token(behaviour: Edition, known: KnownEntities) -> Invalid:
    """A missing token to introspect, or a wrong client."""
    return _invalid_token(behaviour, known, _missing("token"), status=401)


def invalid_revocation(behaviour: Edition, known: KnownEntities) -> Invalid:
    """A missing token to revoke, or a wrong client."""
    sentence = "Missing parameter: token"
    missing = Defect(error="invalid_request", sentence=sentence, member="token")
    return _invalid_token(behaviour, known, missing, status=400)


def _invalid_token(
    behaviour: Edition, known: KnownEntities, missing: Defect, *, status: int
) -> Invalid:
    form = valid_token(behaviour, known)
    secret, client = (
        Defect(error="invalid_client", status=status, member=member)
        for member in ("client_secret", "client_id")
    )
    return st.one_of(
        without(form, "token", missing),
        replaced(form, "client_secret", _WORD.map("not-the-secret-".__add__), secret),
        replaced(form, "client_id", _WORD.map("nobody-".__add__), client),
    )


def _missing(member: str) -> Defect:
    sentence = f"Missing parameter, '{member}'"
    return Defect(error="invalid_request", sentence=sentence, member=member)


def _short(grant: str, missing: str, client: dict[str, str]) -> dict[str, str]:
    said = {member: "x" for member in _MISSED[grant] if member != missing}
    return {"grant_type": grant, "scope": "openid", **client, **said}


def _unheld(
    grant: str, word: str, client: dict[str, str], wrong: Defect
) -> tuple[dict[str, Any], Defect]:
    said = dict.fromkeys(_MISSED[grant], f"nobody-has-{word}")
    return {"grant_type": grant, "scope": "openid", **client, **said}, wrong
