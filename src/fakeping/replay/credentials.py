"""Credentials for a replay: a new token for each caller of the recording."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Protocol

from fakeping.core.caller import Caller
from fakeping.core.exchange import AUTHORIZATION
from fakeping.families import pingam, pingone
from fakeping.families.pingam.people import OWNER
from fakeping.families.pingam.sessions import SSO
from fakeping.journal.entry import Exchange
from fakeping.redaction.redact import FINGERPRINT
from fakeping.server.tenant import Tenant

# Of callers that were turned away the record has no more than why.
_NO_ROLE = "pingone.auth.role"
_NO_SCOPE = "pingam.auth.scope"


_BELOW = re.compile(r"(?:^|/realms/root/realms/[^/?#]+)((?:/realms/[^/?#]+)+)")


class Unsayable(Exception):
    """Raised for a request that can't be authenticated again; says why."""


class TokenIssuer(Protocol):
    """Issues tokens for the callers of a recording."""

    def token(self, caller: Caller | None, *, roles: list[str] | None = None) -> str:
        """A PingOne token; `None` is any caller's. Raises `Unsayable`."""

    def pat(
        self, caller: Caller | None, *, scopes: list[str] | None = None, realm: str | None = None
    ) -> str:
        """A PingAM token, in a realm below the tenant's own. Raises `Unsayable`."""

    def sso(self, user: str, *, realm: str | None = None) -> str:
        """A user's SSO token. Raises `Unsayable`."""


def credentials(exchange: Exchange, issuer: TokenIssuer) -> dict[str, str]:
    """The authenticating headers. Raises `Unsayable`."""
    sent = exchange.headers.get(AUTHORIZATION, "")
    caller = exchange.caller
    family = (exchange.operation or "").partition(".")[0]
    if family == pingam.FAMILY.name and caller is not None and caller.client == SSO:
        return {SSO: issuer.sso(caller.subject or OWNER, realm=realm_below(exchange.path))}
    if not sent:
        return {}
    if sent.lower().startswith("basic "):
        raise Unsayable("the secret in its Authorization was not recorded")
    if caller is None and exchange.status == HTTPStatus.FORBIDDEN and exchange.rule != _NO_SCOPE:
        raise Unsayable("nobody recorded who was not allowed to")
    return {AUTHORIZATION: f"Bearer {_bearer(exchange, family, issuer)}"}


def is_redacted(exchange: Exchange) -> bool:
    """Whether the recorded credentials were redacted."""
    return FINGERPRINT.search(exchange.headers.get(AUTHORIZATION, "")) is not None


def _bearer(exchange: Exchange, family: str, issuer: TokenIssuer) -> str:
    if exchange.rule == _NO_ROLE:
        return issuer.token(None, roles=[])
    if exchange.rule == _NO_SCOPE:
        return issuer.pat(None, scopes=[], realm=realm_below(exchange.path))
    # Only our own exports tell of callers: a browser's HAR has just the outcome. Whoever asked for
    # an environment or a realm of nobody may well have had a token.
    unknown = exchange.operation is not None and exchange.status == HTTPStatus.NOT_FOUND
    refused = exchange.operation is not None or exchange.status >= HTTPStatus.BAD_REQUEST
    if exchange.caller is None and refused and not unknown:
        return "not-a-token"
    if family == pingone.FAMILY.name or (not family and "/environments/" in exchange.path):
        return issuer.token(exchange.caller)
    return issuer.pat(exchange.caller, realm=realm_below(exchange.path))


def realm_below(path: str) -> str | None:
    """The realm below the tenant's own in a path, or `None`."""
    found = _BELOW.search(path)
    return found[1].replace("/realms/", "/").strip("/") if found else None


class OfTenant:
    """Issues tokens by a fake's tenant; each caller has one."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._issued: dict[tuple[object, ...], str] = {}

    def token(self, caller: Caller | None, *, roles: list[str] | None = None) -> str:
        """A token of the worker's, or of a user's."""
        key = ("token", caller, roles is None)
        if key not in self._issued:
            subject, scopes = (caller.subject, caller.scopes) if caller else (None, ())
            said = {"subject": subject, "scopes": scopes, "roles": roles}
            if caller is not None and subject is not None:
                said["client"] = caller.client
            self._issued[key] = self._tenant.pingone.token(**said)  # type: ignore[arg-type]  # as its keywords
        return self._issued[key]

    def pat(
        self, caller: Caller | None, *, scopes: list[str] | None = None, realm: str | None = None
    ) -> str:
        """An owner's PAT."""
        key = ("pat", caller, scopes is None, realm)
        if key not in self._issued:
            said: dict[str, object] = {"realm": self._whole(realm)}
            if caller is not None:
                said |= {
                    "owner": caller.subject or OWNER,
                    "client": caller.client,
                    "scopes": caller.scopes,
                }
            if scopes is not None:
                said["scopes"] = scopes
            self._issued[key] = self._tenant.pingam.pat(**said)  # type: ignore[arg-type]  # as its keywords
        return self._issued[key]

    def sso(self, user: str, *, realm: str | None = None) -> str:
        """A user's SSO token."""
        key = ("sso", user, realm)
        if key not in self._issued:
            self._issued[key] = self._tenant.pingam.sso_token(user, realm=self._whole(realm))
        return self._issued[key]

    def _whole(self, realm: str | None) -> str | None:
        return realm and f"{self._tenant.pingam.realm}/{realm}"


class OfEnvironment:
    """Takes a real deployment's tokens from environment variables."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def token(self, caller: Caller | None, *, roles: list[str] | None = None) -> str:
        """The worker's token. Raises `Unsayable` for another caller's."""
        if roles is not None or (caller is not None and caller.subject is not None):
            raise Unsayable("a real deployment issues no token of that kind on request")
        return self._need("FAKEPING_PINGONE_TOKEN")

    def pat(
        self,
        caller: Caller | None,
        *,
        scopes: list[str] | None = None,
        realm: str | None = None,  # noqa: ARG002 - whose it is, the variable's name says
    ) -> str:
        """An owner's PAT. Raises `Unsayable` if there is none."""
        if scopes is not None:
            raise Unsayable("a real deployment issues no token of that kind on request")
        owner = (caller.subject if caller else None) or OWNER
        return self._need(f"FAKEPING_PINGAM_PAT_{owner.upper()}")

    def sso(self, user: str, *, realm: str | None = None) -> str:  # noqa: ARG002 - as above
        """A user's SSO token. Raises `Unsayable` if there is none."""
        return self._need(f"FAKEPING_PINGAM_SSO_{user.upper()}")

    def _need(self, name: str) -> str:
        if not self._environ.get(name):
            raise Unsayable(f"{name} is not set")
        return self._environ[name]
