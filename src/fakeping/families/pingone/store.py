"""A tenant's PingOne: its environments, and the roles of its callers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from fakeping.core.caller import Caller
from fakeping.core.change import Change
from fakeping.core.exchange import JSON
from fakeping.core.problem import NotFound
from fakeping.core.sources import derived_uuid
from fakeping.core.store_config import StoreConfig
from fakeping.families.pingone import rules
from fakeping.families.pingone.edition import chosen
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import EnvironmentDescription, Stamp
from fakeping.families.pingone.problems import FieldError, PlatformOwned, refuse, taken
from fakeping.families.pingone.role_scopes import RoleScopes
from fakeping.families.pingone.roles import (
    ENVIRONMENT,
    ORGANIZATION,
    RoleAssignment,
    RoleScope,
)
from fakeping.families.pingone.tokens import Tokens

# Clients take a 404 in a young environment for eventual consistency, and wait.
_AGE = timedelta(days=365)


class Platform:
    """A tenant's environments: its own, which cannot be deleted, and those created later."""

    __slots__ = (
        "_config",
        "_environments",
        "_named",
        "auth",
        "clock",
        "edition",
        "first_said",
        "home",
        "organization_id",
        "role_scopes",
        "stored",
        "tokens",
    )  # fmt: skip

    def __init__(self, config: StoreConfig) -> None:
        self._config = config
        self.stored = config.changed
        self.auth = config.auth
        self.edition = chosen(config.edition, config.switches)
        self.clock = config.clock
        self.organization_id = derived_uuid(config.address, "organization")
        self._environments: dict[str, Environment] = {}
        self.role_scopes = RoleScopes(self.organization_id, self._environments)
        self.home = Environment(
            config.address,
            EnvironmentDescription(
                name=f"fakeping {config.address[:8]}",
                license_id=derived_uuid(config.address, "license"),
                products=({"type": "PING_ONE_BASE"},),
            ),
            config=config,
            edition=self.edition,
            created_at=_midnight(config.clock.now() - _AGE),
            worker_secret=config.ids.opaque(),
            role_scopes=self.role_scopes,
        )
        #: Its description at first.
        self.first_said = self.home.said
        self._environments[self.home.id] = self.home
        self.stored.join(self.home.stored)
        # The id by name; rebuilt on use after a change.
        self._named: dict[str, str] | None = None
        self.tokens = Tokens(config, self._environments, organization_id=self.organization_id)

    def environments(self) -> list[Environment]:
        """Every environment, the tenant's own first."""
        return list(self._environments.values())

    def environment(self, id_: str) -> Environment:
        """One environment."""
        found = self._environments.get(id_)
        if found is None:
            raise NotFound(f"no environment {id_}")
        return found

    def create_environment(
        self, said: EnvironmentDescription, *, stamp: Stamp | None = None
    ) -> Environment:
        """Add an environment, with its built-in entities, to the tenant.

        One of a state document, with a `stamp`, may lie in any region: the organization has the
        regions of its environments.
        """
        errors = list(self._name_errors(said.name))
        refuse(errors if stamp else [*errors, *self._region_errors(said.region)])
        stamp = stamp or Stamp.new(self._config.ids.uuid(), self.clock.text())
        id_ = stamp.id
        self._config.register(id_)
        created = self._environments[id_] = Environment(
            id_,
            said,
            config=self._config,
            edition=self.edition,
            created_at=stamp.created_at,
            # Unguessable, and the same each time that a document is loaded.
            worker_secret=derived_uuid(self.home.worker_secret, id_),
            role_scopes=self.role_scopes,
        )
        self.stored.join(created.stored)
        created.updated_at = stamp.updated_at
        if self._named is not None:
            self._named[said.name] = id_
        self._config.changed(Change("environment", id_, None, said))
        return created

    def update_environment(self, id_: str, said: EnvironmentDescription) -> Environment:
        """Replace an environment's description, except its type, region and products."""
        current = self.environment(id_)
        self.check_environment_name(said.name, excluding=id_)
        kept = current.said
        return self._say(
            current,
            replace(
                said,
                type=kept.type,
                region=kept.region,
                products=kept.products,
                solution=kept.solution,
            ),
        )

    def set_type(self, id_: str, type_: str) -> Environment:
        """Set an environment's type: `SANDBOX` or `PRODUCTION`."""
        current = self.environment(id_)
        return self._say(current, replace(current.said, type=type_))

    def set_products(self, id_: str, products: JSON) -> Environment:
        """Replace an environment's bill of materials."""
        current = self.environment(id_)
        return self._say(current, replace(current.said, products=products))

    def delete_environment(self, id_: str) -> None:
        """Remove an environment. Raises `PlatformOwned` for production and the tenant's own."""
        current = self.environment(id_)
        if current is self.home or current.said.type == "PRODUCTION":
            raise PlatformOwned(
                "A production environment, or the tenant's own, cannot be deleted.",
                rule=rules.ENVIRONMENT_KEPT,
            )
        current.delete_all()
        self.role_scopes.forget(id_)
        del self._environments[id_]
        self.stored.leave(current.stored)
        self._named = None
        self._config.unregister(id_)
        self._config.changed(Change("environment", id_, current.said, None))

    def capture(self) -> Any:
        """A snapshot: copies of dictionaries, of immutable entities."""
        held = {id_: (each, each.capture()) for id_, each in self._environments.items()}
        return held, self.tokens.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        environments, tokens = snapshot
        self._come_back(environments)
        for each, held in environments.values():
            each.restore(held)
        self.tokens.restore(tokens)

    def reset(self, snapshot: Any) -> None:
        """Go back to a snapshot, but keep the tokens and sessions issued since."""
        environments, tokens = snapshot
        self._come_back(environments)
        for each, held in environments.values():
            each.reset(held)
        self.tokens.restore_keeping_new(tokens)

    def _come_back(self, environments: Any) -> None:
        """Replace the environments, and register their ids with the server."""
        for id_ in environments:
            self._config.register(id_)
        for id_ in self._environments.keys() - environments.keys():
            self._config.unregister(id_)
        for each in self._environments.values():
            self.stored.leave(each.stored)
        self._environments.clear()
        self._environments.update({id_: each for id_, (each, _) in environments.items()})
        for each in self._environments.values():
            self.stored.join(each.stored)
        self._named = None

    def describe_home(
        self, said: EnvironmentDescription, *, created_at: str, updated_at: str
    ) -> None:
        """Set the description and dates of the tenant's own environment."""
        self.check_environment_name(said.name, excluding=self.home.id)
        self.home.say(said, created_at, updated_at)
        self._named = None

    def _say(self, environment: Environment, said: EnvironmentDescription) -> Environment:
        self._config.changed(Change("environment", environment.id, environment.said, said))
        environment.said = said
        environment.updated_at = self.clock.text()
        self._named = None
        return environment

    def roles(self, caller: Caller) -> tuple[RoleAssignment, ...]:
        """The roles of a caller: those of a worker application, or of its user."""
        home = self._environments.get(caller.issuer)
        return () if home is None else home.roles(caller)

    def scopes_of(self, caller: Caller, roles: frozenset[str]) -> list[RoleScope]:
        """The scopes within which a caller has one of these roles."""
        return [each.scope for each in self.roles(caller) if each.role in roles]

    def opens(self, caller: Caller, roles: frozenset[str], environment_id: str) -> bool:
        """Whether a caller has one of these roles in all of an environment."""
        anywhere = not self.edition.role_scopes
        for each in self.roles(caller):  # a list of scopes takes every request a microsecond
            scope = each.scope
            if each.role in roles and (
                anywhere
                or scope.type == ORGANIZATION
                or (scope.type == ENVIRONMENT and scope.id == environment_id)
            ):
                return True
        return False

    def check_environment_name(self, name: str, *, excluding: str | None = None) -> None:
        """Raise `Unfit` if another environment has the name."""
        refuse(self._name_errors(name, excluding=excluding))

    def _name_errors(self, name: str, *, excluding: str | None = None) -> Iterator[FieldError]:
        if self._named is None:
            self._named = {each.said.name: id_ for id_, each in self._environments.items()}
        if self._named.get(name) not in {None, excluding}:
            yield taken("An environment", rule=rules.ENVIRONMENT_NAME_UNIQUE)

    def _region_errors(self, region: str) -> Iterator[FieldError]:
        regions = sorted({each.said.region for each in self._environments.values()})
        if region not in regions:
            yield FieldError(
                target="region",
                message="The organization does not have this region.",
                rule=rules.ENVIRONMENT_REGION,
                inner={"allowedValues": list(regions)},
            )


def _midnight(when: datetime) -> str:
    day = datetime(when.year, when.month, when.day, tzinfo=UTC)
    return day.isoformat(timespec="milliseconds").replace("+00:00", "Z")
