"""The entities of one kind in an environment, or in one of its entities."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from fakeping.core.problem import NotFound
from fakeping.core.sources import Clock, Ids
from fakeping.core.stored import Stored
from fakeping.core.table import Table
from fakeping.families.pingone.edition import Edition
from fakeping.families.pingone.model import Stamp
from fakeping.families.pingone.problems import FieldError, refuse
from fakeping.families.pingone.record import Said
from fakeping.families.pingone.roles import RoleAssignment, assigned


@dataclass(slots=True, kw_only=True)
class Surroundings:
    """What the collections of one environment share."""

    environment_id: str
    organization_id: str
    edition: Edition
    clock: Clock
    ids: Ids
    changed: Stored
    #: Hides a secret in the journal.
    learn: Callable[[str], None]
    #: When built-in entities were created: RFC 3339.
    created_at: str

    def assigned(self, roles: Iterable[str], owner_id: str) -> tuple[RoleAssignment, ...]:
        """The assignments of roles to an application or a user of the environment."""
        return assigned(
            roles,
            owner_id,
            environment_id=self.environment_id,
            organization_id=self.organization_id,
        )

    def new_secret(self) -> str:
        """A secret of more than 64 characters of the documented alphabet, hidden in the journal."""
        secret = f"{self.ids.opaque()}~{self.ids.opaque()}.{self.ids.opaque()}"
        self.learn(secret)
        return secret


class Entity(Protocol):
    """A frozen dataclass with an id."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> str:
        """Its id."""


E = TypeVar("E", bound=Entity)


class Collection(Generic[E]):
    """Entities of one kind by id, the built-in ones first.

    Built-in ones are created when something first reads the collection: most tenants of a test
    suite use few kinds. Subclasses add a kind's own rules.
    """

    #: The kind, as in operation names: `resource`, `scope`.
    kind: ClassVar[str]

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self._table: Table[str, E] | None = None
        #: Called with an entity's id before it is removed, to remove what depends on it.
        self.before_delete: list[Callable[[str], None]] = []

    # What a kind is.

    def builtins(self) -> Iterable[E]:
        """The built-in entities, as they are before any change."""
        return ()

    def key(self, entity: E) -> Hashable:
        """The value that is unique in the collection; `None` for none."""
        del entity
        return None

    def new(self, stamp: Stamp, said: Said) -> E:
        """Make an entity of values."""
        raise NotImplementedError

    def is_builtin(self, entity: E) -> bool:
        """Whether an entity is built in."""
        del entity
        return False

    # What it refuses.

    def require_open(self) -> None:
        """Raise a problem if nothing can be added."""

    def errors(self, said: Said, current: E | None) -> Iterable[FieldError]:
        """Everything wrong with the values of a new entity, or of the `current` one."""
        del said, current
        return ()

    def changes(self, current: E, said: Said) -> Said:
        """The values that a replacement sets. Raises a problem for an entity that is fixed."""
        del current
        return said

    def require_removable(self, entity: E) -> None:
        """Raise a problem for an entity that cannot be deleted."""

    # What it does.

    @property
    def edition(self) -> Edition:
        """The environment's edition."""
        return self.surroundings.edition

    @property
    def table(self) -> Table[str, E]:
        """Every entity."""
        if self._table is None:
            self._table = Table(self.kind, self.surroundings.changed, unique=self.key)
            for each in self.builtins():
                self._table.keep(each.id, each)
        return self._table

    @property
    def made(self) -> Iterable[E]:
        """Every entity; empty if nothing has read or changed them yet."""
        return self._table or ()

    def get(self, id_: str) -> E:
        """One entity. Raises `NotFound`."""
        found = self.table.get(id_)
        if found is None:
            raise NotFound(f"no {self.kind} {id_}")
        return found

    def shown(self, entity: E) -> E:
        """An entity with what answers say of it beside its own values, such as a count."""
        return entity

    def create(self, said: Said, *, stamp: Stamp | None = None) -> E:
        """Add an entity. Raises `Unfit` with everything wrong with its values."""
        self.require_open()
        refuse(self.errors(said, None))
        near = self.surroundings
        stamp = stamp or Stamp.new(near.ids.uuid(), near.clock.text())
        return self.put(self.new(stamp, said))

    def update(self, id_: str, said: Said, *, updated_at: str | None = None) -> E:
        """Replace an entity's values. Raises `Unfit` with everything wrong with them."""
        current = self.get(id_)
        changes = self.changes(current, said)
        refuse(self.errors(said, current))
        return self.put(self.changed(current, changes, updated_at=updated_at))

    def changed(self, current: E, said: Said, *, updated_at: str | None = None) -> E:
        """A copy of an entity with other values, and today's date."""
        updated_at = updated_at or self.surroundings.clock.text()
        changed: E = replace(current, **said, updated_at=updated_at)
        return changed

    def put(self, entity: E) -> E:
        """Hold an entity, as it is."""
        self.table.put(entity.id, entity)
        return entity

    def delete(self, id_: str) -> None:
        """Remove an entity, and what depends on it."""
        self.require_removable(self.get(id_))
        self.remove(id_)

    def remove(self, id_: str) -> None:
        """Remove an entity that may be a built-in one, and what depends on it."""
        for each in self.before_delete:
            each(id_)
        self.table.remove(id_)

    def remove_all(self) -> None:
        """Remove every entity, as one does with those of an entity that is deleted."""
        for each in list(self.made):
            self.remove(each.id)

    def remove_added(self) -> None:
        """Remove every entity but the built-in ones."""
        for each in list(self.made):
            if not self.is_builtin(each):
                self.remove(each.id)

    def capture(self) -> Any:
        """A snapshot, for `restore`; `None` if nothing was read or changed yet."""
        return None if self._table is None else self._table.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        if snapshot is not None:
            self.table.restore(snapshot)
        else:
            self.clear()

    def clear(self) -> None:
        """Forget every entity without reporting changes."""
        if self._table is not None:
            self._table.clear()
            self._table = None


class _Part(Protocol):
    """A collection whose type variable is of no interest."""

    @property
    def made(self) -> Iterable[Any]: ...
    def remove_all(self) -> None: ...
    def remove_added(self) -> None: ...
    def capture(self) -> Any: ...
    def restore(self, snapshot: Any) -> None: ...
    def clear(self) -> None: ...


C_co = TypeVar("C_co", bound=_Part, covariant=True)
P = TypeVar("P", bound=Entity)


class PartsOf(Generic[P, C_co]):
    """A collection for each entity of another, such as the scopes of each resource."""

    def __init__(self, parents: Collection[P], new: Callable[[P], C_co]) -> None:
        self._parents = parents
        self._new = new
        self._of: dict[str, C_co] = {}
        parents.before_delete.append(self.drop)

    def of(self, parent_id: str) -> C_co:
        """The collection of one parent. Raises `NotFound` for an unknown one."""
        found = self._of.get(parent_id)
        if found is None:
            found = self._of[parent_id] = self._new(self._parents.get(parent_id))
        return found

    def existing(self, parent_id: str) -> C_co | None:
        """The collection of one parent; `None` if nothing has read or changed it yet."""
        return self._of.get(parent_id)

    def made(self, parent_id: str) -> Iterable[Any]:
        """The entities of a parent; empty if nothing has read or changed them yet."""
        found = self._of.get(parent_id)
        return found.made if found is not None else ()

    def collections(self) -> Iterable[C_co]:
        """The collections that something has read or changed."""
        return list(self._of.values())

    def drop(self, parent_id: str) -> None:
        """Remove the entities of a parent that is deleted."""
        found = self._of.pop(parent_id, None)
        if found is not None:
            found.remove_all()

    def remove_added(self) -> None:
        """Remove every entity but the built-in ones."""
        for each in list(self._of.values()):
            each.remove_added()

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return {id_: each.capture() for id_, each in self._of.items()}

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot; the parents must be there."""
        for id_ in self._of.keys() - snapshot.keys():
            self._of.pop(id_).clear()
        for id_, each in snapshot.items():
            self.of(id_).restore(each)
