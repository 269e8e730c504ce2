"""A tenant's PingOne: its environments, one from the start, and who may do what in them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from fakeping.core.change import Change
from fakeping.core.exchange import JSON
from fakeping.core.operation import Caller, Seat
from fakeping.core.problem import NotFound
from fakeping.core.shelf import captured, restored
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
        clock, new_id, changed = seat.clock, seat.ids.uuid, seat.changed
        self.resources = Resources(
            id_,
            edition=edition,
            clock=clock,
            new_id=new_id,
            created_at=created_at,
            changed=changed,
        )
        self.attributes = Attributes(self.resources, clock=clock, new_id=new_id, changed=changed)
        self.secrets = Secrets(self.resources, clock=clock, ids=seat.ids, changed=changed)
        self.populations = Populations(
            id_, clock=clock, new_id=new_id, created_at=created_at, changed=changed
        )
        self.worker = Application(
            client_id=derived_uuid(id_, "worker"),
            client_secret=seat.ids.opaque(),
            roles=edition.worker_roles,
        )
        self.signin = SignIn(seat, worker=self.worker)
        self._parts = (
            self.resources,
            self.attributes,
            self.secrets,
            self.populations,
            self.signin.directory,
        )
        self.applications = self.signin.directory.applications
        # Made for the tokens of tests; these go on working after a reset.
        self._workers: dict[str, Application] = {}

    def delete_resource(self, id_: str) -> None:
        """Remove a custom resource with its scopes, its attributes and its secret."""
        self.resources.custom(id_)
        self.attributes.drop(id_)
        self.secrets.drop(id_)
        self.signin.directory.revoke_grants(id_)
        self.resources.delete(id_)

    def delete_all(self) -> None:
        """Remove all that somebody added to it."""
        for each in self.resources.custom_ids():
            self.delete_resource(each)
        self.resources.delete_scopes()
        self.attributes.drop_all()
        self.populations.drop_all()
        self.signin.directory.delete_all()

    def capture(self) -> Any:
        """What it holds now."""
        return self.said, self.updated_at, captured(self._parts), self.signin.capture()

    def restore(self, memento: Any) -> None:
        """Hold what it held then."""
        self.said, self.updated_at, parts, signed_in = memento
        restored(self._parts, parts)
        self.signin.restore(signed_in)

    def reset(self, memento: Any) -> None:
        """Hold what it held then, but leave whoever has signed in signed in."""
        self.said, self.updated_at, parts, signed_in = memento
        restored(self._parts, parts)
        self.signin.rejoin(signed_in)
        for client_id, each in self._workers.items():
            self.applications.setdefault(client_id, each)

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
        if client_id not in self.applications:
            self._workers[client_id] = self.signin.directory.add_application(application)
        return self.applications[client_id]


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
        self._seat.changed(Change("environment", id_, None, said))
        return created

    def update_environment(self, id_: str, said: EnvironmentDescription) -> Environment:
        """Replace what a client may say of an environment, but for what is said elsewhere."""
        current = self.environment(id_)
        self._check_name(said.name, besides=id_)
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
        """Make an environment a sandbox or a production one."""
        current = self.environment(id_)
        return self._say(current, replace(current.said, type=type_))

    def set_products(self, id_: str, products: JSON) -> Environment:
        """Replace an environment's bill of materials."""
        current = self.environment(id_)
        return self._say(current, replace(current.said, products=products))

    def delete_environment(self, id_: str) -> None:
        """Remove an environment and all that it holds, but not the tenant's own."""
        current = self.environment(id_)
        if current is self.home or current.said.type == "PRODUCTION":
            raise PlatformOwned(
                "A production environment, or the tenant's own, cannot be deleted.",
                rule=rules.ENVIRONMENT_KEPT,
            )
        current.delete_all()
        del self._environments[id_]
        self._seat.release(id_)
        self._seat.changed(Change("environment", id_, current.said, None))

    def capture(self) -> Any:
        """All that it holds now: copies of dictionaries, of entities that never change."""
        held = {id_: (each, each.capture()) for id_, each in self._environments.items()}
        return held, self.tokens.capture()

    def restore(self, memento: Any) -> None:
        """Hold all that it held then, and nothing else."""
        environments, tokens = memento
        self._come_back(environments)
        for each, held in environments.values():
            each.restore(held)
        self.tokens.restore(tokens)

    def reset(self, memento: Any) -> None:
        """Hold what it held then, but leave every token and session that was issued since."""
        environments, tokens = memento
        self._come_back(environments)
        for each, held in environments.values():
            each.reset(held)
        self.tokens.restore(tokens)

    def _come_back(self, environments: Any) -> None:
        """Have these environments, under their own ids."""
        for id_ in environments:
            self._seat.claim(id_)
        for id_ in self._environments.keys() - environments.keys():
            self._seat.release(id_)
        self._environments.clear()
        self._environments.update({id_: each for id_, (each, _) in environments.items()})

    def _say(self, environment: Environment, said: EnvironmentDescription) -> Environment:
        self._seat.changed(Change("environment", environment.id, environment.said, said))
        environment.said = said
        environment.updated_at = self.clock.text()
        return environment

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
