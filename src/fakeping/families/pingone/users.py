"""Users: who can sign in, in the populations of an environment."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fakeping.core.problem import NotFound, NotUnique
from fakeping.families.pingone import user_rules as rules
from fakeping.families.pingone.collection import Collection, Surroundings
from fakeping.families.pingone.model import Population, Stamp
from fakeping.families.pingone.problems import FieldError, refuse
from fakeping.families.pingone.record import Said
from fakeping.families.pingone.user import Password, User
from fakeping.families.pingone.user_record import custom
from fakeping.redaction.secret_digest import digest_of

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")

# What a creation says, and a replacement can't: requests of their own change most of it.
_ONCE = frozenset({"population_id", "mfa_enabled", "lifecycle", "verify_status"})


class Users(Collection[User]):
    """Users by id. User names are unique in the environment."""

    kind = "user"

    def __init__(
        self,
        surroundings: Surroundings,
        populations: Collection[Population],
        *,
        default: Callable[[], Population],
    ) -> None:
        super().__init__(surroundings)
        self._populations = populations
        #: The population of users that name none.
        self._default = default
        self._at_once: str | None = None
        #: The number of users in each population; `None` after a change.
        self._counts: Mapping[str, int] | None = None

    def key(self, entity: User) -> str:
        """The user name."""
        return entity.username

    def new(self, stamp: Stamp, said: Said) -> User:
        """Make a user, in the default population unless another is said. `roles` are names."""
        near = self.surroundings
        said = {**said, "population_id": said["population_id"] or self._default().id}
        said["assignments"] = near.assigned(said.pop("roles", ()), stamp.id)
        return User(environment_id=near.environment_id, **said, **stamp.members)

    def errors(self, said: Said, current: User | None) -> Iterator[FieldError]:
        """Values that the directory refuses. Raises `NotUnique` for a user name that is taken."""
        found = list(self._errors(said, creates=current is None))
        if not found and self.table.holder(said["username"]) not in {None, current and current.id}:
            raise NotUnique(
                "is unique but a non-unique value is provided",
                target="username",
                rule=rules.USERNAME_UNIQUE,
            )
        yield from found

    def _errors(self, said: Said, *, creates: bool) -> Iterator[FieldError]:
        if not all(map(_is_written, said["username"])):
            message = "The value contains characters that are not allowed."
            yield FieldError(target="username", message=message, rule=rules.USER_VALUES)
        email, population_id = said["email"], said["population_id"]
        if email is not None and not _EMAIL.fullmatch(email):
            message = "must be a well-formed email address"
            yield FieldError(
                target="email",
                message=message,
                rule=rules.USER_VALUES,
                top=f"Validation Error : [email {message}]",
            )
        if creates and population_id is not None:
            yield from self._lost(population_id)

    def _lost(self, population_id: str) -> Iterator[FieldError]:
        if self._populations.table.get(population_id) is None:
            message = f"There is no population {population_id}."
            yield FieldError(target="population", message=message, rule=rules.USER_POPULATION)

    def changes(self, current: User, said: Said) -> Said:
        """What a replacement can change; attributes that only tests can give stay."""
        kept = {name: value for name, value in said.items() if name not in _ONCE}
        attributes = {**custom(current), **dict(said["attributes"])}
        return {**kept, "attributes": tuple(sorted(attributes.items()))}

    def move(self, id_: str, population_id: str) -> User:
        """Move a user to another population. Raises `Unfit` for an unknown one."""
        refuse(self._lost(population_id))
        return self.set(id_, population_id=population_id)

    def set(self, id_: str, **values: Any) -> User:
        """Set some values of a user that have requests of their own."""
        return self.put(self.changed(self.get(id_), values))

    @property
    def now(self) -> str:
        """The time: RFC 3339."""
        return self.surroundings.clock.text()

    def password(
        self,
        value: str,
        *,
        username: str,
        must_change: bool = False,
        changed_at: str | None = None,
    ) -> Password:
        """A password for that user, of which the digest is kept; records hide its text."""
        if value != username:
            self.surroundings.learn(value)
        return Password(
            digest=digest_of(value), must_change=must_change, changed_at=changed_at or self.now
        )

    def named(self, name: str) -> User | None:
        """The user with that id or user name."""
        return self.table.get(name) or self.table.get(self.table.holder(name) or "")

    def count(self, population_id: str) -> int:
        """The number of users in a population."""
        if self._counts is None:
            self._counts = Counter(each.population_id for each in self.made)
        return self._counts.get(population_id, 0)

    def put(self, entity: User) -> User:
        """Hold a user, as they are."""
        self._counts = None
        return super().put(entity)

    def remove(self, id_: str) -> None:
        """Remove a user, and what depends on them."""
        self._counts = None
        super().remove(id_)
        if self._at_once == id_:
            self._at_once = None

    @property
    def at_once(self) -> User | None:
        """The user who signs in without the page being shown, if they can sign in."""
        found = self.table.get(self._at_once or "")
        return found if found is not None and found.can_sign_in else None

    @property
    def at_once_id(self) -> str | None:
        """The id of the user who was chosen to sign in without the page."""
        return self._at_once

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
        self._counts = None
        super().restore(users)


def _is_written(character: str) -> bool:
    """Whether a user name may have this character: no control, format or line character."""
    category = unicodedata.category(character)
    return category[0] != "C" and category not in {"Zl", "Zp"}
