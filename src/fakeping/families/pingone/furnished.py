"""An environment's description, and its stores, made when somebody first asks for one of them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from fakeping.core.counted import weight
from fakeping.core.part import Restorable, captured, restored
from fakeping.core.store_config import StoreConfig
from fakeping.families.pingone.collection import Surroundings
from fakeping.families.pingone.edition import Edition
from fakeping.families.pingone.model import EnvironmentDescription
from fakeping.families.pingone.role_scopes import RoleScopes

# The size of an empty environment, measured roughly.
_ITSELF = 8_000


class SignedIn(Restorable, Protocol):
    """Sessions and what else signing in leaves."""

    def restore_keeping_new(self, snapshot: Any) -> None:
        """Go back to a snapshot, but keep what came since."""


class Furnished:
    """An environment whose stores a subclass makes: a tenant may have thousands of environments."""

    __slots__ = (
        "_config",
        "_first",
        "_role_scopes",
        "_said",
        "_signin",
        "created_at",
        "edition",
        "id",
        "stored",
        "surroundings",
        "updated_at",
        "worker_secret",
    )  # fmt: skip

    _signin: SignedIn
    surroundings: Surroundings

    def __init__(
        self,
        id_: str,
        said: EnvironmentDescription,
        *,
        config: StoreConfig,
        edition: Edition,
        created_at: str,
        worker_secret: str,
        role_scopes: RoleScopes,
    ) -> None:
        self.id = id_
        #: Its size in bytes, which is part of the tenant's.
        self.stored = config.changed.part()
        self.stored.grew(_ITSELF + weight(said))
        self._said = said
        self.edition = edition
        self.created_at = created_at
        self.updated_at = created_at
        self._config = config
        self._role_scopes = role_scopes
        #: The secret that the built-in worker application has at first.
        self.worker_secret = worker_secret
        # A snapshot of the stores when they were made; `None` until then.
        self._first: Any = None

    @property
    def is_furnished(self) -> bool:
        """Whether its stores are made."""
        return self._first is not None

    if not TYPE_CHECKING:  # or any name would be an attribute

        def __getattr__(self, name: str) -> Any:
            """Make the stores, and return one of them."""
            if self._first is not None or not self._is_slot(name):
                raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")
            self._furnish()
            return getattr(self, name)

    @classmethod
    def _is_slot(cls, name: str) -> bool:
        return any(name in getattr(each, "__slots__", ()) for each in cls.__mro__)

    def _furnish(self) -> None:
        """Make the stores."""
        raise NotImplementedError

    def _stores(self) -> Iterable[Restorable]:
        """The stores of entities."""
        raise NotImplementedError

    @property
    def said(self) -> EnvironmentDescription:
        """The environment's description."""
        return self._said

    @said.setter
    def said(self, said: EnvironmentDescription) -> None:
        self.stored.grew(weight(said) - weight(self._said))
        self._said = said

    def _captured(self) -> Any:
        return captured(self._stores()), self._signin.capture()

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        said = self.said, self.created_at, self.updated_at
        return said, self._captured() if self.is_furnished else None

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        said, held = snapshot
        self.say(*said)
        if self.is_furnished:
            parts, signed_in = held or self._first
            restored(self._stores(), parts)
            self._signin.restore(signed_in)

    def reset(self, snapshot: Any) -> None:
        """Go back to a snapshot, but keep the sessions and tokens issued since."""
        said, held = snapshot
        self.say(*said)
        if self.is_furnished:
            parts, signed_in = held or self._first
            restored(self._stores(), parts)
            self._signin.restore_keeping_new(signed_in)

    def say(self, said: EnvironmentDescription, created_at: str, updated_at: str) -> None:
        """Set the description and dates; the built-in entities get the same creation date."""
        self.said = said
        self.created_at = created_at
        self.updated_at = updated_at
        if self.is_furnished:
            self.surroundings.created_at = created_at
