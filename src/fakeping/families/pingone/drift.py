"""What changes behind a client's back: entities that a test changes or removes without HTTP."""

from collections.abc import Mapping
from threading import RLock
from typing import Any, TypeVar

from fakeping.core.entry import plain
from fakeping.core.exchange import JSON
from fakeping.core.names import name
from fakeping.core.problem import Refused
from fakeping.families.pingone import kinds
from fakeping.families.pingone.collection import Collection, Entity
from fakeping.families.pingone.document import entries
from fakeping.families.pingone.document.user_entries import password_said
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.kind import Kind
from fakeping.families.pingone.model import Attribute, Population, Resource, Scope
from fakeping.families.pingone.naming import id_in
from fakeping.families.pingone.sign_on import (
    SignOnPolicy,
    SignOnPolicyAction,
    SignOnPolicyAssignment,
)
from fakeping.families.pingone.signin.model import Application, ApplicationAttribute, Grant
from fakeping.families.pingone.store import Platform
from fakeping.families.pingone.user import User

E = TypeVar("E", bound=Entity)

_KINDS: Mapping[type, Kind[Any]] = {
    Resource: kinds.RESOURCES,
    Scope: kinds.SCOPES,
    Attribute: kinds.ATTRIBUTES,
    Population: kinds.POPULATIONS,
    Application: kinds.APPLICATIONS,
    ApplicationAttribute: kinds.APPLICATION_ATTRIBUTES,
    Grant: kinds.GRANTS,
    User: kinds.USERS,
    SignOnPolicy: kinds.SIGN_ON_POLICIES,
    SignOnPolicyAction: kinds.SIGN_ON_POLICY_ACTIONS,
    SignOnPolicyAssignment: kinds.SIGN_ON_POLICY_ASSIGNMENTS,
}

# What a user has that no replacement of one can set.
_OF_USERS = ("enabled", "population", "password")


class Drift:
    """Changes and removals without HTTP, under the same rules as a request."""

    _store: Platform
    _lock: RLock

    def remove(self, entity: Entity) -> None:
        """Remove an entity of the environment, and what depends on it: a resource, a user, ...

        Raises the `Problem` that a request for the same would meet, and `NotFound` for one that
        is gone.
        """
        with self._lock:
            _, collection = _place(self._store.home, entity)
            collection.delete(entity.id)

    def change(self, entity: E, **members: JSON) -> E:
        """Change some members of an entity, by their names on the wire; `None` clears one.

        Returns it as it is then. A user's `enabled`, `population` and `password` are among them.
        Raises as `remove` does.
        """
        with self._lock:
            home = self._store.home
            kind, collection = _place(home, entity)
            current = collection.get(entity.id)
            own = {
                each: members.pop(each)
                for each in (_OF_USERS if isinstance(entity, User) else ())
                if each in members
            }
            values = _values_of_user(home, current, own)
            if members:
                said = {**kind.record.dump(current, collection.edition), **members}
                document = plain(
                    {each: value for each, value in said.items() if value is not None}, kind.name
                )
                schema = kind.schema(collection.edition.name)
                schema += "_creation" if isinstance(entity, User) else "_request"
                values_said = entries.read(kind, collection, document, schema=schema)
                collection.update(current.id, values_said)
            if values:
                home.users.set(current.id, **values)
            changed: E = collection.shown(collection.get(current.id))
            return changed


def _place(home: Environment, entity: Entity) -> tuple[Kind[Any], Collection[Any]]:
    kind = _KINDS.get(type(entity))
    if kind is None:
        raise Refused(
            f"{entity!r:.100} is no entity that can be changed or removed; pass one, such as"
            " pingone.resource('photos')"
        )
    param = {kind.parent.param: kind.parent_id(entity)} if kind.parent else {}
    return kind, kind.collection(home, param)


def _values_of_user(home: Environment, user: Any, said: Mapping[str, JSON]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if "enabled" in said:
        if not isinstance(said["enabled"], bool):
            raise Refused(f"a user is enabled or not, and not {said['enabled']!r:.100}")
        values["enabled"] = said["enabled"]
    if "population" in said:
        values["population_id"] = id_in(home.populations, said["population"])
    if "password" in said:
        password = said["password"]
        text = None if password is None else name(password, "password")
        entry = {"username": user.username, "password": text}
        values["password"] = password_said(home, entry)
    return values
