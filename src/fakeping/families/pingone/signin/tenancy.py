"""`given` for sign-in: applications, users and grants without HTTP."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Unpack

from fakeping.core import entry
from fakeping.core.exchange import JSON
from fakeping.core.names import names
from fakeping.core.problem import Refused
from fakeping.core.sources import Ids
from fakeping.families.pingone.document import applications as entries
from fakeping.families.pingone.document import user_entries
from fakeping.families.pingone.giving import STATE, Giving
from fakeping.families.pingone.model import Population, Resource, Scope
from fakeping.families.pingone.naming import id_in
from fakeping.families.pingone.signin import device_deciding, model
from fakeping.families.pingone.signin.model import Application, Grant
from fakeping.families.pingone.user import User
from fakeping.literals.members import ApplicationMembers

Type = Literal[
    "worker", "web", "spa", "native", "service",
    "WORKER", "WEB_APP", "SINGLE_PAGE_APP", "NATIVE_APP", "SERVICE", "CUSTOM_APP",
]  # fmt: skip
AuthMethod = Literal["client_secret_basic", "client_secret_post", "none"]
Pkce = Literal["OPTIONAL", "REQUIRED", "S256_REQUIRED"]

_TYPES: Mapping[str, str] = {
    "worker": model.WORKER,
    "web": model.WEB,
    "spa": model.SPA,
    "native": model.NATIVE,
    "service": model.SERVICE,
}


@dataclass(frozen=True, slots=True)
class GivenSignIn(Giving):
    """Creates applications, users and grants without HTTP, and signs a user in."""

    def application(
        self,
        name: str | None = None,
        *,
        type: Type = "web",  # noqa: A002 - what PingOne calls it
        redirect_uris: Iterable[str] = (),
        post_logout_redirect_uris: Iterable[str] = (),
        grant_types: Iterable[str] | None = None,
        response_types: Iterable[str] | None = None,
        token_endpoint_auth_method: AuthMethod | None = None,
        pkce_enforcement: Pkce | None = None,
        roles: Iterable[str] = (),
        refresh_lifetime: int | None = None,
        **members: Unpack[ApplicationMembers],
    ) -> Application:
        """Register an application, with a client id and a secret of its own.

        What is left out is what PingOne gives an application of that type: a web, spa or
        native one signs users in with codes and refresh tokens, a worker or service one has
        client credentials. `members` are the rest of an application's entry in a state document;
        the named ones have their names of there, too, such as `redirectUris`. Raises the `Problem`
        that a request for the same would meet.
        """
        _require_one_name(
            members,
            {
                "redirectUris": redirect_uris,
                "postLogoutRedirectUris": post_logout_redirect_uris,
                "grantTypes": grant_types,
                "responseTypes": response_types,
                "tokenEndpointAuthMethod": token_endpoint_auth_method,
                "pkceEnforcement": pkce_enforcement,
                "refreshTokenDuration": refresh_lifetime,
            },
        )
        said = {
            "type": _TYPES.get(type, type),
            "name": name or f"{type} application",
            "redirectUris": list(names(redirect_uris, "redirect_uris")),
            "postLogoutRedirectUris": list(
                names(post_logout_redirect_uris, "post_logout_redirect_uris")
            ),
            "grantTypes": _upper(names(grant_types, "grant_types")),
            "responseTypes": _upper(names(response_types, "response_types")),
            "tokenEndpointAuthMethod": token_endpoint_auth_method
            and token_endpoint_auth_method.upper(),
            "pkceEnforcement": pkce_enforcement,
            "roles": list(names(roles, "roles")),
            "refreshTokenDuration": refresh_lifetime,
            **members,
        }
        with self._lock:
            given = {name: each for name, each in said.items() if each is not None}
            plain = entry.plain(given, "the application")
            return self._store.home.applications.create(entries.said(plain))

    def user(
        self,
        username: str,
        *,
        email: str | None = None,
        name: str | None = None,
        population: Population | str | None = None,
        enabled: bool = True,
        password: str | None = None,
        roles: Iterable[str] = (),
        attributes: Mapping[str, str] | None = None,
    ) -> User:
        """Add a user to a population, by default to the default one.

        `population` is one, or the name or the id of one. `name` is split at its last space into
        given and family name; `attributes` are other values by their path, such as
        `{"locale": "en", "address.locality": "Denver"}`. Raises `NotUnique` for a user name that
        is taken, and the `Problem` that a request for the same would meet.
        """
        document = {
            "username": username,
            "email": email,
            "name": name,
            "population": getattr(population, "id", population),
            "enabled": enabled,
            "password": password,
            "roles": list(names(roles, "roles")),
            "attributes": dict(attributes or {}),
        }
        said = {name: value for name, value in document.items() if value is not None}
        with self._lock:
            home = self._store.home
            entry.require(STATE, "users", said)
            return home.users.create(user_entries.said(home, said))

    def grant(
        self,
        application: Application | str,
        resource: Resource | str,
        scopes: Iterable[Scope | str] | None = None,
    ) -> Grant:
        """Grant an application scopes of a resource, by default all of them.

        An application, a resource and a scope may be named by id or by name, such as `openid`. A
        further grant for the same resource replaces this one. Raises `LookupError` for one that
        is not there.
        """
        with self._lock:
            home = self._store.home
            resource_id = id_in(home.resources, resource)
            there = home.scopes.of(resource_id)
            chosen = list(there.table) if scopes is None else names(scopes, "scopes")
            ids = dict.fromkeys(id_in(there, each) for each in chosen)
            return home.grants.of(id_in(home.applications, application)).grant(resource_id, ids)

    def sign_in(self, user: User | str | None) -> None:
        """Sign this user in without showing the page; `None` brings the page back.

        A user may be named by id or by user name.
        """
        with self._lock:
            users = self._store.home.users
            users.sign_in(None if user is None else id_in(users, user))

    def recovery_code(self, user: User | str) -> str:
        """Send a user, or the one with that id or name, a recovery code, and return it.

        The code replaces the one before. Raises `LookupError` for an unknown user.
        """
        with self._lock:
            home = self._store.home
            found = home.users.named(user if isinstance(user, str) else user.id)
            if found is None:
                raise LookupError(f"there is no user {user!r}")
            return home.signin.recoveries.send(found.id)

    def device_consent(
        self, user_code: str, user: User | str | None = None, *, accept: bool = True
    ) -> None:
        """Let a user allow the device that shows this code, or refuse it.

        `user` is one, or their name or id; by default the one who is given to sign in at once.
        Raises `LookupError` for a code with which no device waits, and for a user who is not there
        or cannot sign in.
        """
        with self._lock:
            home = self._store.home
            waiting = device_deciding.waiting_for(home, None, user_code)
            if waiting is None:
                raise LookupError("no device waits with this user code")
            if not accept:
                home.signin.devices.decide(*waiting, None)
                return
            name = user if isinstance(user, str) or user is None else user.id
            found = home.users.at_once if name is None else home.users.named(name)
            if found is None or not found.can_sign_in:
                raise LookupError("there is no user who can sign in: name one, or give `sign_in`")
            device_deciding.allow(home, waiting, found)

    @property
    def _ids(self) -> Ids:
        return self._store.home.signin.ids


def _require_one_name(members: Mapping[str, JSON], said: Mapping[str, object]) -> None:
    """Raise `ValueError` for a member that is said by two names."""
    for name, value in said.items():
        if name in members and value is not None and value != ():
            raise Refused(f"{name} is said twice: by that name, and with underscores")


def _upper(said: Iterable[str] | None) -> list[str] | None:
    return None if said is None else [each.upper() for each in said]
