"""Access tokens of a tenant's environment, for tests."""

from collections.abc import Iterable
from threading import RLock
from typing import Any

from fakeping.core.caller import Caller
from fakeping.core.duration import lifetime as checked
from fakeping.core.named import unknown
from fakeping.core.names import names
from fakeping.families.oauth import OPENID
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import Resource, Scope
from fakeping.families.pingone.naming import one_in
from fakeping.families.pingone.roles import built_in
from fakeping.families.pingone.signin import claims
from fakeping.families.pingone.signin.model import Access, Application
from fakeping.families.pingone.signin.scopes import access, audience, resources_of
from fakeping.families.pingone.store import Platform
from fakeping.families.pingone.tokens import LIFETIME
from fakeping.families.pingone.user import User


class TokenViews:
    """Access tokens of an environment, as a worker or a user has them."""

    _store: Platform
    _lock: RLock

    @property
    def auth_url(self) -> str:
        """The base URL of the sign-in endpoints."""
        raise NotImplementedError

    def token(
        self,
        *,
        client: Application | str | None = None,
        subject: User | str | None = None,
        scopes: Iterable[str] = (),
        roles: Iterable[str] | None = None,
        lifetime: float = LIFETIME,
        expired: bool = False,
    ) -> str:
        """Return an access token that this environment issued: an RS256 JWT.

        Without arguments it is the worker application's, which has the Client Application
        Developer role. `roles` asks for a worker with just these of PingOne's roles; `client` for
        any client id, known or not; `subject` for a user's token, which no role of a worker opens
        anything to, and `user_token` for one as sign-in issues it. It holds for `lifetime` seconds
        of the tenant's clock, or has already expired.
        """
        with self._lock:
            home = self._store.home
            wanted = None if roles is None else built_in(roles)
            application = home.worker if wanted is None else home.worker_with(wanted)
            caller = Caller(
                subject=subject.id if isinstance(subject, User) else subject,
                client=_client_id(client) or application.client_id,
                issuer=home.id,
                scopes=frozenset(names(scopes, "scopes")),
            )
            return self._store.tokens.issue(
                caller,
                issuer=self.auth_url,
                lifetime=checked(lifetime),
                age=lifetime + 1 if expired else 0,
            )

    def headers(self, **said: Any) -> dict[str, str]:
        """The headers of a request with a token: `token` says which arguments shape it."""
        return {"Authorization": f"Bearer {self.token(**said)}"}

    def user_token(
        self,
        user: User | str,
        *,
        client: Application | str | None = None,
        scopes: Iterable[Scope | str] = (OPENID,),
        lifetime: float | None = None,
        expired: bool = False,
    ) -> str:
        """Return an access token as a user gets it by signing in, with these scopes.

        User, client and scopes may be named by id or by name. A client has what it was granted;
        without one, the token is the built-in worker's, and has any scopes that there are. Raises
        `Refused` for others. By default it holds as long as its resource says.
        """
        with self._lock:
            home = self._store.home
            found = one_in(home.users, user)
            wanted = [
                each if isinstance(each, str) else each.name for each in names(scopes, "scopes")
            ]
            if client is None:
                application, asked = home.worker, _any(home, wanted)
            else:
                application = one_in(home.applications, client)
                asked = access(home, application, {"scope": " ".join(wanted)}, user=True)
            resources = resources_of(home, asked)
            if lifetime is None:
                lifetime = min(each.access_token_validity or LIFETIME for each in resources)
            caller = Caller(
                subject=found.id,
                client=application.client_id,
                issuer=home.id,
                scopes=frozenset(asked.names),
            )
            return self._store.tokens.issue(
                caller,
                issuer=self.auth_url,
                lifetime=checked(lifetime),
                age=lifetime + 1 if expired else 0,
                audience=[audience(each) for each in resources],
                claims={
                    **claims.in_access_token(home, found, resources, asked.names),
                    "acr": home.policies_of(application)[0],
                    "auth_time": int(self._store.clock.timestamp()),
                    "sid": home.signin.ids.uuid(),
                },
            )


def _any(home: Environment, wanted: Iterable[str]) -> Access:
    """Scopes of whatever resources have them. Raises `Unknown` for one that none has."""
    of: dict[str, Resource] = {}
    for each in home.resources.table:
        for scope in home.scopes.of(each.id).table:
            of.setdefault(scope.name, each)
    for name in wanted:
        if name not in of and name != OPENID:
            raise unknown(name, of, kind="scope")
    own = tuple(name for name in wanted if name == OPENID or of[name].name == OPENID)
    others = tuple(name for name in wanted if name not in own)
    first, *further = (*dict.fromkeys(of[name].id for name in others), "")
    return Access(
        resource_id=first or None,
        further_ids=tuple(filter(None, further)),
        scopes=others,
        openid=own,
    )


def _client_id(client: Application | str | None) -> str | None:
    return client.client_id if isinstance(client, Application) else client
