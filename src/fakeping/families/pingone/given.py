"""State that a test creates without HTTP, under the same rules as a request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar, Unpack

from fakeping.core import entry
from fakeping.core.exchange import JSON
from fakeping.core.guided import Guided
from fakeping.core.keywords import explained
from fakeping.core.names import names
from fakeping.core.problem import Refused
from fakeping.families.pingone import kinds
from fakeping.families.pingone.collection import Collection, Entity
from fakeping.families.pingone.document import applications, described, entries
from fakeping.families.pingone.giving import STATE
from fakeping.families.pingone.kind import Kind
from fakeping.families.pingone.model import Attribute, Population, Resource, Scope
from fakeping.families.pingone.naming import id_in
from fakeping.families.pingone.role_tenancy import GivenRoles
from fakeping.families.pingone.sign_on_tenancy import GivenSignOn
from fakeping.families.pingone.signin.model import Application, ApplicationAttribute
from fakeping.families.pingone.signin.tenancy import GivenSignIn
from fakeping.literals import members as m

E = TypeVar("E", bound=Entity)


@explained()
@dataclass(frozen=True, slots=True)
class Given(GivenSignOn, GivenRoles, GivenSignIn, Guided):
    """Creates state without HTTP, under the same rules as a request."""

    def resource(
        self,
        name: str,
        *,
        description: str | None = None,
        scopes: Iterable[str] = (),
        **members: Unpack[m.ResourceMembers],
    ) -> Resource:
        """Add a custom resource, with custom scopes of these names, or nothing.

        `members` are the rest of its wire form, such as `audience`, where the edition has it.
        Raises the `Problem` that a request for the same would meet, and `Invalid` for a member
        that the edition lacks.
        """
        with self._lock:
            resources = self._store.home.resources
            created = self._add(
                kinds.RESOURCES, resources, name=name, description=description, **members
            )
            try:
                for each in names(scopes, "scopes"):
                    self.scope(created, name=each)
            except Exception:
                resources.remove(created.id)
                raise
        return created

    def scope(
        self,
        resource: Resource | str,
        name: str,
        *,
        description: str | None = None,
        **members: Unpack[m.ScopeMembers],
    ) -> Scope:
        """Add a custom scope to a resource, or to the one with that id or name.

        `members` are the rest of its wire form, such as `mappedClaims`, where the edition has it.
        """
        with self._lock:
            home = self._store.home
            scopes = home.scopes.of(id_in(home.resources, resource))
            return self._add(kinds.SCOPES, scopes, name=name, description=description, **members)

    def attribute(
        self, resource: Resource | str, name: str, value: str, **members: Unpack[m.AttributeMembers]
    ) -> Attribute:
        """Add a custom attribute to a resource, or to the one with that id or name."""
        with self._lock:
            home = self._store.home
            attributes = home.attributes.of(id_in(home.resources, resource))
            return self._add(kinds.ATTRIBUTES, attributes, name=name, value=value, **members)

    def application_attribute(
        self,
        application: Application | str,
        name: str,
        value: str,
        *,
        required: bool = False,
        **members: Unpack[m.ApplicationAttributeMembers],
    ) -> ApplicationAttribute:
        """Add a claim to an application's ID tokens and user info.

        `members` are the rest of its wire form: `idToken`, `userInfo`, and `oidcScopes`, with ids
        or names of scopes of openid that the application was granted.
        """
        with self._lock:
            home = self._store.home
            id_ = id_in(home.applications, application)
            said = {"name": name, "value": value, "required": required, **members}
            plain = entry.plain(said, kinds.APPLICATION_ATTRIBUTES.name)
            values = applications.attribute_said(home, id_, plain)
            return home.application_attributes.of(id_).create(values)

    def population(
        self,
        name: str,
        *,
        description: str | None = None,
        default: bool = False,
        **members: Unpack[m.PopulationMembers],
    ) -> Population:
        """Add a population; a default one replaces the previous default.

        `members` are the rest of its wire form, such as `preferredLanguage`.
        """
        with self._lock:
            populations = self._store.home.populations
            said = {"name": name, "description": description, "default": default, **members}
            return populations.shown(self._add(kinds.POPULATIONS, populations, **said))

    @staticmethod
    def _add(kind: Kind[E], collection: Collection[E], **members: JSON) -> E:
        return entries.create(kind, collection, **members)

    def environment(self, name: str, *, description: str | None = None, **members: JSON) -> str:
        """Add an environment, with its built-in entities, and return its id.

        `members` are the rest of its description in a state document, such as `type` and
        `billOfMaterials`; what is left out is as in the tenant's own environment.
        """
        said = {"name": name, "description": description, **members}
        _require_described(members)
        with self._lock:
            entry.require(STATE, "environments", said)
            whole = described.description(self._store.home.said, said)
            return self._store.create_environment(whole).id


def _require_described(members: Mapping[str, JSON]) -> None:
    """Raise `ValueError` for what describes no environment, such as its resources."""
    for name in members:
        if name not in described.DESCRIBED:
            known = ", ".join(sorted(described.DESCRIBED))
            raise Refused(f"an environment has no {name!r} here; there are {known}")
