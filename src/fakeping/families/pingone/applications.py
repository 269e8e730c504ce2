"""The applications of an environment, which users sign in to and which ask for tokens."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from fakeping.core.exchange import JSON
from fakeping.families.pingone import application_rules as rules
from fakeping.families.pingone import platforms_own
from fakeping.families.pingone.collection import Collection, Surroundings
from fakeping.families.pingone.model import Stamp
from fakeping.families.pingone.problems import FieldError, PlatformOwned, UnknownId
from fakeping.families.pingone.record import DocumentRecord, Said, member
from fakeping.families.pingone.roles import inherited
from fakeping.families.pingone.signin import model
from fakeping.families.pingone.signin.model import Application

_ROLLING_DURATION = 15_552_000


def _refreshes(said: Said) -> bool:
    return "REFRESH_TOKEN" in said.get("grantTypes", ())


def _access(said: Said) -> JSON:
    return {"role": {"type": "ADMIN_USERS_ONLY"}} if said["type"] == model.WORKER else None


# In the order of the vendor's sample, with its defaults. Members without one come back as they
# were sent.
APPLICATION = DocumentRecord(
    member("name"),
    member("description"),
    member("enabled", default=False),
    member("hiddenFromAppPortal", default=False),
    member("type"),
    member("protocol"),
    member("accessControl", default=_access),
    member("assignActorRoles", default=lambda said: said["type"] == model.WORKER),
    member("icon"),
    member("loginPageUrl"),
    member("homePageUrl"),
    member("initiateLoginUri"),
    member("targetLinkUri"),
    member("responseTypes"),
    member("grantTypes"),
    member("idpSignoff", default=False),
    member("additionalRefreshTokenReplayProtectionEnabled", default=True),
    member("tokenEndpointAuthMethod"),
    member("pkceEnforcement", default=model.PKCE_OPTIONAL),
    member("parRequirement", default="OPTIONAL"),
    member("parTimeout", default=60),
    member("devicePathId"),
    member("deviceCustomVerificationUri"),
    member("devicePollingInterval", default=5),
    member("deviceTimeout", default=600),
    member("redirectUris"),
    member("allowWildcardInRedirectUris"),
    member("postLogoutRedirectUris"),
    member(
        "refreshTokenDuration",
        default=lambda said: model.REFRESH_LIFETIME if _refreshes(said) else None,
    ),
    member("refreshTokenRollingDuration"),
    member("refreshTokenRollingGracePeriodDuration"),
    member("refreshTokenType"),
    member("requestScopesForMultipleResourcesEnabled", default=False),
    member("corsSettings"),
    member("includeX5t"),
    member("jwks"),
    member("jwksUrl"),
    member("kerberos"),
    member("mobile"),
    member("opSessionCheckEnabled"),
    member("requireSignedRequestObject"),
    member("supportUnsignedRequestObject"),
    member("signing"),
    member("tags"),
    member("applyDefaultTheme"),
    member("enableDefaultThemeFooter"),
)


class Applications(Collection[Application]):
    """Applications by id, which is their client id. Names need not be unique."""

    kind = "application"

    def __init__(self, surroundings: Surroundings, worker: Application) -> None:
        """`worker` is the environment's own worker application, as it is at first."""
        super().__init__(surroundings)
        self._worker = worker
        #: Workers behind tokens that tests issued, which survive a reset and are not listed.
        self.behind_tokens: dict[str, Application] = {}

    @property
    def first_worker(self) -> Application:
        """The environment's own worker application, as it is at first."""
        created_at = self.surroundings.created_at
        if self._worker.created_at != created_at:
            self._worker = replace(self._worker, created_at=created_at, updated_at=created_at)
        return self._worker

    def builtins(self) -> Iterator[Application]:
        """PingOne's own applications, where the edition has them, and the worker."""
        if self.edition.settings:
            yield from _platforms_own(self.surroundings)
        yield self.first_worker

    def is_builtin(self, entity: Application) -> bool:
        """Whether it was there from the start."""
        return entity.built_in

    def new(self, stamp: Stamp, said: Said) -> Application:
        """Make an application with a secret of its own.

        `roles` are names; `inherits` are assignments of another application.
        """
        near = self.surroundings
        made = {"client_secret": "", **said}
        made["client_secret"] = made["client_secret"] or near.new_secret()
        roles, inherits = made.pop("roles", ()), made.pop("inherits", ())
        made["assignments"] = (
            *near.assigned(roles, stamp.id),
            *inherited(inherits, stamp.id, near.environment_id),
        )
        return Application(environment_id=near.environment_id, **made, **stamp.members)

    def changed(
        self, current: Application, said: Said, *, updated_at: str | None = None
    ) -> Application:
        """A copy of an application with other values. `roles` are names."""
        values = dict(said)
        if "roles" in values:
            values["assignments"] = self.surroundings.assigned(values.pop("roles"), current.id)
        return super().changed(current, values, updated_at=updated_at)

    def get(self, id_: str) -> Application:
        """One application. Raises `UnknownId`."""
        found = self.table.get(id_)
        if found is None:
            raise UnknownId(
                f"Unable to find Application with ID {id_}", rule=rules.APPLICATION_UNKNOWN
            )
        return found

    def find(self, client_id: str) -> Application | None:
        """The application with that client id, also one behind a test's token."""
        if client_id == self._worker.id and self._table is None:
            return self.first_worker  # without making the others
        return self.table.get(client_id) or self.behind_tokens.get(client_id)

    @property
    def worker(self) -> Application:
        """The environment's own worker application."""
        return self.find(self._worker.id) or self.first_worker

    def errors(self, said: Said, current: Application | None) -> Iterator[FieldError]:
        """What an application of its type must not say."""
        wire = said["said"]
        if current is None and wire["type"] in platforms_own.BUILT_IN_TYPES:
            yield FieldError(
                target="type",
                message="Each environment has one application of this type.",
                rule=rules.APPLICATION_BUILT_IN,
            )
        if current is not None:
            for name in ("type", "protocol"):
                if wire[name] != current.said[name]:
                    yield FieldError(
                        target=name,
                        message=f"The {name} of an application cannot be changed.",
                        rule=rules.APPLICATION_TYPE,
                    )
        yield from _uri_errors(wire)
        yield from _pairs(wire)

    def changes(self, current: Application, said: Said) -> Said:
        """Everything that was said, but the choice of roles, which a creation makes alone."""
        if current.said["type"] == platforms_own.CONSOLE:
            raise _built_in("changed")
        wire = {**said["said"], "assignActorRoles": current.said["assignActorRoles"]}
        return {**said, "said": wire}

    def require_removable(self, entity: Application) -> None:
        """Raise `PlatformOwned` for a built-in application."""
        if entity.built_in:
            raise _built_in("deleted")

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return super().capture(), dict(self.behind_tokens)

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot. Workers behind tokens stay with their tokens."""
        table, _ = snapshot
        super().restore(table)


def _built_in(done: str) -> PlatformOwned:
    return PlatformOwned(
        f"A built-in application cannot be {done}.", rule=rules.APPLICATION_BUILT_IN
    )


def _uri_errors(wire: Mapping[str, JSON]) -> Iterator[FieldError]:
    wildcards = wire.get("allowWildcardInRedirectUris")
    for each in wire.get("redirectUris", ()):
        if "*" in each and not wildcards:
            yield FieldError(
                target="redirectUris",
                message="Wildcards are not allowed in redirect URIs.",
                top="Wildcards are not allowed in redirect URIs.",
                rule=rules.APPLICATION_WILDCARD,
            )
            break  # one detail for a member, however long its list
    for name in ("redirectUris", "postLogoutRedirectUris"):
        for each in wire.get(name, ()):
            if not is_redirect_uri(each):
                yield FieldError(
                    target=name,
                    message=f"not a redirect URI: {each!r}; https, or a scheme of its own",
                    rule=rules.APPLICATION_REDIRECT_URI,
                )
                break


def _pairs(wire: Mapping[str, JSON]) -> Iterator[FieldError]:
    """Members that decide together."""
    rolling = wire.get("refreshTokenRollingDuration")
    if rolling is not None and wire.get("refreshTokenDuration", 0) > rolling:
        yield FieldError(
            target="refreshTokenDuration",
            message="A refresh token lasts no longer than the rolling duration.",
            rule=rules.APPLICATION_REFRESH,
        )
    if wire.get("supportUnsignedRequestObject") and wire.get("requireSignedRequestObject"):
        yield FieldError(
            target="requireSignedRequestObject",
            message="Unsigned request objects are supported, so signed ones cannot be required.",
            rule=rules.APPLICATION_REQUEST_OBJECT,
        )
    keys = {"jwks", "jwksUrl"} & wire.keys()
    if wire["tokenEndpointAuthMethod"] == "PRIVATE_KEY_JWT" and not keys:
        yield FieldError(
            target="tokenEndpointAuthMethod",
            message="PRIVATE_KEY_JWT needs jwks or jwksUrl.",
            rule=rules.APPLICATION_KEYS,
        )


def is_redirect_uri(uri: str) -> bool:
    """Whether a URI is absolute, without a fragment, and not plain http to another machine."""
    parts = urlsplit(uri)
    if not parts.scheme or parts.fragment or not uri.isprintable() or " " in uri:
        return False
    return parts.scheme != "http" or parts.hostname in {"localhost", "127.0.0.1"}


_ADMINISTRATORS = {"role": {"type": "ADMIN_USERS_ONLY"}}


def _platforms_own(near: Surroundings) -> Iterable[Application]:
    """The administrators' console, the portal and the self-service pages."""
    for type_, name, more in (
        (platforms_own.CONSOLE, "PingOne Admin Console", {"accessControl": _ADMINISTRATORS}),
        (
            platforms_own.PORTAL,
            "PingOne Application Portal",
            {"applyDefaultTheme": True, "enableDefaultThemeFooter": True},
        ),
        (
            platforms_own.SELF_SERVICE,
            "PingOne Self-Service - MyAccount",
            {"applyDefaultTheme": True},
        ),
    ):
        yield Application(
            id=platforms_own.id_of(near.environment_id, type_),
            environment_id=near.environment_id,
            said={
                "name": name,
                "enabled": True,
                "type": type_,
                "protocol": model.OPENID_CONNECT,
                "pkceEnforcement": model.PKCE_OPTIONAL,
                "tokenEndpointAuthMethod": "NONE",
                "assignActorRoles": False,
                **more,
            },
            client_secret="",
            built_in=True,
            created_at=near.created_at,
            updated_at=near.created_at,
        )
