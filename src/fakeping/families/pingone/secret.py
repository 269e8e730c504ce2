"""Secrets that can be rotated: of resources, with which they introspect, and of applications."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from fakeping.core.part import Part
from fakeping.core.problem import NotFound
from fakeping.core.sources import Clock
from fakeping.core.table import Table
from fakeping.families.pingone import rules
from fakeping.families.pingone.collection import Collection, Surroundings
from fakeping.families.pingone.model import CUSTOM, Resource, Secret
from fakeping.families.pingone.problems import FieldError, refuse
from fakeping.families.pingone.signin.model import Application
from fakeping.redaction.secret_digest import matches

# The shortest and the longest life of a previous secret, in seconds.
_SHORTEST = 60
_LONGEST = 30 * 24 * 3600


class Secrets(Protocol):
    """A secret for each entity of a kind and, until it expires, the previous one."""

    def get(self, owner_id: str) -> Secret:
        """An entity's secret. Raises `NotFound`."""

    def rotate(self, owner_id: str, *, previous_expires_at: str | None) -> Secret:
        """Make a new secret. The old one expires at that instant or, with `None`, now."""

    def forget_previous(self, owner_id: str) -> None:
        """Expire the previous secret now."""

    def accepts(self, owner_id: str, secret: str) -> bool:
        """Whether this is an entity's secret, or its unexpired previous one."""


class ResourceSecrets(Part[str, Secret]):
    """A secret for each custom resource, made when something first asks for it."""

    __slots__ = ("_resources", "_surroundings")

    def __init__(self, surroundings: Surroundings, resources: Collection[Resource]) -> None:
        super().__init__(Table("secret", surroundings.changed, id_of=lambda each: each.owner_id))
        self._resources = resources
        self._surroundings = surroundings
        resources.before_delete.append(self.drop)

    def get(self, owner_id: str) -> Secret:
        """The secret of a custom resource. Raises `NotFound` for the platform's own."""
        if self._resources.get(owner_id).type != CUSTOM:
            raise NotFound("a platform resource has no secret", rule=rules.SECRET_BUILT_IN)
        found = self.table.get(owner_id)
        if found is None:
            found = self.table.keep(owner_id, Secret(owner_id=owner_id, secret=self._new()))
        living = _living(found, self._surroundings.clock)
        if living is not found:
            self.table.keep(owner_id, living)
        return living

    def rotate(self, owner_id: str, *, previous_expires_at: str | None) -> Secret:
        """Make a new secret. The old one expires at that instant or, with `None`, now."""
        clock = self._surroundings.clock
        rotated = _rotated(self.get(owner_id), self._new(), previous_expires_at, clock)
        return self.table.put(owner_id, rotated)

    def forget_previous(self, owner_id: str) -> None:
        """Expire the previous secret now."""
        self.table.put(owner_id, _alone(self.get(owner_id)))

    def accepts(self, owner_id: str, secret: str) -> bool:
        """Whether this is a resource's secret, or its unexpired previous one."""
        return _accepts(self.get(owner_id), secret)

    def put(self, secret: Secret) -> None:
        """Set a resource's secret."""
        self.table.put(secret.owner_id, secret)

    def values(self) -> Iterator[str]:
        """Every stored secret, previous ones included."""
        for each in self.table:
            yield each.secret
            if each.previous is not None:
                yield each.previous

    def made(self, owner_id: str) -> Secret | None:
        """The secret of a resource; `None` if nothing has read it yet."""
        return self.table.get(owner_id)

    def drop(self, owner_id: str) -> None:
        """Remove the secret of a deleted resource."""
        self.table.remove(owner_id)

    def _new(self) -> str:
        return self._surroundings.new_secret()


class ApplicationSecrets:
    """The client secrets of applications, which the applications hold."""

    __slots__ = ("_applications", "_clock", "_find")

    def __init__(
        self,
        applications: Collection[Application],
        find: Callable[[str], Application | None],
    ) -> None:
        """`find` also finds applications that are not listed."""
        self._applications = applications
        self._find = find
        self._clock = applications.surroundings.clock

    def get(self, owner_id: str) -> Secret:
        """An application's secret. Raises `NotFound`, with the usual message."""
        found = self._find(owner_id)
        if found is None or not found.client_secret:
            raise NotFound(f"no application {owner_id} with a secret")
        held = Secret(
            owner_id=owner_id,
            secret=found.client_secret,
            previous=found.previous,
            previous_expires_at=found.previous_expires_at,
        )
        return _living(held, self._clock)

    def rotate(self, owner_id: str, *, previous_expires_at: str | None) -> Secret:
        """Make a new secret. The old one expires at that instant or, with `None`, now."""
        new = self._applications.surroundings.new_secret()
        return self._put(_rotated(self.get(owner_id), new, previous_expires_at, self._clock))

    def forget_previous(self, owner_id: str) -> None:
        """Expire the previous secret now."""
        self._put(_alone(self.get(owner_id)))

    def accepts(self, owner_id: str, secret: str) -> bool:
        """Whether this is an application's secret, or its unexpired previous one."""
        return _accepts(self.get(owner_id), secret)

    def _put(self, secret: Secret) -> Secret:
        application = self._applications.get(secret.owner_id)
        self._applications.put(
            replace(
                application,
                client_secret=secret.secret,
                previous=secret.previous,
                previous_expires_at=secret.previous_expires_at,
            )
        )
        return secret


_EXPIRY = FieldError(
    target="previous.expiresAt",
    message="The previous secret expires between one minute and 30 days from now.",
    rule=rules.SECRET_PREVIOUS,
)


def _rotated(current: Secret, new: str, previous_expires_at: str | None, clock: Clock) -> Secret:
    if previous_expires_at is None:
        return Secret(owner_id=current.owner_id, secret=new)
    if not _SHORTEST <= _seconds(previous_expires_at) - clock.timestamp() <= _LONGEST:
        refuse([_EXPIRY])
    return Secret(
        owner_id=current.owner_id,
        secret=new,
        previous=current.secret,
        previous_expires_at=previous_expires_at,
    )


def _living(secret: Secret, clock: Clock) -> Secret:
    """A secret without a previous one that has expired."""
    expires_at = secret.previous_expires_at
    if expires_at is None or clock.timestamp() < _seconds(expires_at):
        return secret
    return _alone(secret)


def _alone(secret: Secret) -> Secret:
    return Secret(owner_id=secret.owner_id, secret=secret.secret)


def _accepts(held: Secret, secret: str) -> bool:
    previous = held.previous is not None and matches(held.previous, secret)
    return matches(held.secret, secret) or previous


def _seconds(text: str) -> float:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return 0
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp()
