"""A tenant's PingOne: its environments, one from the start, and who may do what in them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fakeping.core.exchange import JSON
from fakeping.core.operation import Caller, Seat
from fakeping.core.problem import NotFound
from fakeping.core.sources import derived_uuid
from fakeping.families.pingone import rules
from fakeping.families.pingone.attributes import Attributes
from fakeping.families.pingone.edition import Edition, chosen
from fakeping.families.pingone.model import EnvironmentDescription, Scope, ScopeDescription
from fakeping.families.pingone.populations import Populations
from fakeping.families.pingone.problems import PlatformOwned, refuse, taken
from fakeping.families.pingone.resources import Resources
from fakeping.families.pingone.secret import Secrets
from fakeping.families.pingone.signin.model import Application
from fakeping.families.pingone.signin.state import SignIn
from fakeping.families.pingone.tokens import Tokens

# Clients take a 404 in a young environment for one that is not there yet, and wait.
_AGE = timedelta(days=365)


class Environment:
    """One environment: what it holds, each under its own noun."""

    def __init__(
        self,
        id_: str,
        said: EnvironmentDescription,
        *,
        seat: Seat,
        edition: Edition,
        created_at: str,
    ) -> None:
        self.id = id_
        self.said = said
        self.edition = edition
        self.created_at = created_at
        self.updated_at = created_at
        new_id = seat.ids.uuid
        self.resources = Resources(
            id_, edition=edition, clock=seat.clock, new_id=new_id, created_at=created_at
        )
        self.attributes = Attributes(self.resources, clock=seat.clock, new_id=new_id)
        self.secrets = Secrets(self.resources, clock=seat.clock, ids=seat.ids)
        self.populations = Populations(id_, clock=seat.clock, new_id=new_id, created_at=created_at)
        self.worker = Application(
            client_id=derived_uuid(id_, "worker"),
            client_secret=seat.ids.opaque(),
            roles=edition.worker_roles,
        )
        self.signin = SignIn(seat, worker=self.worker)
        self.applications = self.signin.directory.applications

    def delete_resource(self, id_: str) -> None:
        """Remove a custom resource with its scopes, its attributes and its secret."""
        self.resources.delete(id_)
        self.attributes.drop(id_)
        self.secrets.drop(id_)

    def create_scope(self, resource_id: str, said: ScopeDescription) -> Scope:
        """Add a custom scope to a resource, which maps attributes only where it may."""
        faults = self.attributes.mapping_faults(resource_id, said)
        return self.resources.create_scope(resource_id, said, faults=faults)

    def update_scope(self, resource_id: str, id_: str, said: ScopeDescription) -> Scope:
        """Replace what a client may say of a scope, likewise."""
        faults = self.attributes.mapping_faults(resource_id, said)
        return self.resources.update_scope(resource_id, id_, said, faults=faults)

    def worker_with(self, roles: frozenset[str]) -> Application:
        """The worker application that has just these roles, registered now or before."""
        if roles == self.worker.roles:
            return self.worker
        client_id = derived_uuid(self.id, "worker with roles", *sorted(roles))
        application = Application(
            client_id=client_id,
            client_secret=derived_uuid(self.worker.client_secret, client_id),
            roles=roles,
        )
        return self.applications.setdefault(client_id, application)


class Platform:
    """A tenant's environments. The first is the tenant's own; more can come and go."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self.auth = seat.auth
        self.edition = chosen(seat.edition, seat.switches)
        self.clock = seat.clock
        self.organization_id = derived_uuid(seat.address, "organization")
        self.home = Environment(
            seat.address,
            EnvironmentDescription(
                name=f"fakeping {seat.address[:8]}",
                license_id=derived_uuid(seat.address, "license"),
                products=({"type": "PING_ONE_BASE"},),
            ),
            seat=seat,
            edition=self.edition,
            created_at=_midnight(seat.clock.now() - _AGE),
        )
        self._environments = {self.home.id: self.home}
        self.tokens = Tokens(seat, self._environments, organization_id=self.organization_id)

    def environments(self) -> list[Environment]:
        """Every environment, the tenant's own first."""
        return list(self._environments.values())

    def environment(self, id_: str) -> Environment:
        """One environment."""
        found = self._environments.get(id_)
        if found is None:
            raise NotFound(f"no environment {id_}")
        return found

    def create_environment(self, said: EnvironmentDescription) -> Environment:
        """Add an environment with its built-ins; it is this tenant's."""
        self._check_name(said.name)
        id_ = self._seat.ids.uuid()
        self._seat.claim(id_)
        created = self._environments[id_] = Environment(
            id_, said, seat=self._seat, edition=self.edition, created_at=self.clock.text()
        )
        return created

    def update_environment(self, id_: str, said: EnvironmentDescription) -> Environment:
        """Replace what a client may say of an environment, but for what is said elsewhere."""
        current = self.environment(id_)
        self._check_name(said.name, besides=id_)
        kept = current.said
        current.said = replace(
            said,
            type=kept.type,
            region=kept.region,
            products=kept.products,
            solution=kept.solution,
        )
        current.updated_at = self.clock.text()
        return current

    def set_type(self, id_: str, type_: str) -> Environment:
        """Make an environment a sandbox or a production one."""
        current = self.environment(id_)
        current.said = replace(current.said, type=type_)
        current.updated_at = self.clock.text()
        return current

    def set_products(self, id_: str, products: JSON) -> Environment:
        """Replace an environment's bill of materials."""
        current = self.environment(id_)
        current.said = replace(current.said, products=products)
        current.updated_at = self.clock.text()
        return current

    def delete_environment(self, id_: str) -> None:
        """Remove an environment and all that it holds, but not the tenant's own."""
        current = self.environment(id_)
        if current is self.home or current.said.type == "PRODUCTION":
            raise PlatformOwned(
                "A production environment, or the tenant's own, cannot be deleted.",
                rule=rules.ENVIRONMENT_KEPT,
            )
        del self._environments[id_]
        self._seat.release(id_)

    def roles(self, caller: Caller) -> frozenset[str]:
        """The roles that a caller acts by: a worker's own, or its user's."""
        home = self._environments.get(caller.issuer)
        if home is None:
            return frozenset()
        return home.signin.directory.roles(client_id=caller.client, user_id=caller.subject)

    def _check_name(self, name: str, *, besides: str | None = None) -> None:
        if any(
            each.said.name == name and each.id != besides for each in self._environments.values()
        ):
            refuse([taken("An environment", rule=rules.ENVIRONMENT_NAME_UNIQUE)])


def _midnight(when: datetime) -> str:
    day = datetime(when.year, when.month, when.day, tzinfo=UTC)
    return day.isoformat(timespec="milliseconds").replace("+00:00", "Z")
