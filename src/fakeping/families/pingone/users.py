"""Users: who can sign in, in the populations of an environment."""

from typing import Any

from fakeping.core.problem import NotFound, NotUnique
from fakeping.families.pingone.collection import Collection, Surroundings
from fakeping.families.pingone.signin import rules
from fakeping.families.pingone.user import User


class Users(Collection[User]):
    """Users by id. User names are unique in the environment."""

    kind = "user"

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._at_once: str | None = None

    def key(self, entity: User) -> str:
        """The user name."""
        return entity.username

    def named(self, name: str) -> User | None:
        """The user with that id or user name."""
        return self.table.get(name) or self.table.get(self.table.holder(name) or "")

    def add(self, user: User) -> User:
        """Add a user. Raises `NotUnique` for a user name that is taken."""
        if self.table.holder(user.username) is not None:
            raise NotUnique(
                "A user with the specified username already exists.",
                target="username",
                rule=rules.AUTHORIZE_PAGE,
            )
        return self.put(user)

    @property
    def at_once(self) -> User | None:
        """The user who signs in without the page being shown."""
        return self.table.get(self._at_once or "")

    def sign_in(self, user_id: str | None) -> None:
        """Sign this user in without showing the page; `None` brings the page back."""
        if user_id is not None and self.table.get(user_id) is None:
            raise NotFound(f"no user {user_id}")
        self._at_once = user_id

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return super().capture(), self._at_once

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        users, self._at_once = snapshot
        super().restore(users)
