"""The secrets with which resource servers introspect."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from fakeping.core.problem import NotFound
from fakeping.core.shelf import Shelf
from fakeping.families.pingone import rules
from fakeping.families.pingone.collection import Surroundings
from fakeping.families.pingone.model import CUSTOM, Secret
from fakeping.families.pingone.problems import FieldError, refuse
from fakeping.families.pingone.resources import Resources
from fakeping.redaction.secret_digest import matches

# The shortest and the longest life of a previous secret, in seconds.
_SHORTEST = 60
_LONGEST = 30 * 24 * 3600


class Secrets:
    """A secret for each custom resource and, until it expires, the previous one."""

    __slots__ = ("_resources", "_secrets", "_surroundings")

    def __init__(self, surroundings: Surroundings, resources: Resources) -> None:
        self._resources = resources
        self._surroundings = surroundings
        self._secrets: Shelf[str, Secret] = Shelf("secret", surroundings.changed, id_of=_resource)
        resources.before_delete.append(self.drop)

    def get(self, resource_id: str) -> Secret:
        """The secret of a custom resource. Raises `NotFound` for the platform's own."""
        if self._resources.get(resource_id).type != CUSTOM:
            raise NotFound("a platform resource has no secret", rule=rules.SECRET_BUILT_IN)
        found = self._secrets.get(resource_id)
        if found is None:
            found = self._secrets[resource_id] = Secret(resource_id=resource_id, secret=self._new())
        if (
            found.previous is not None
            and self._surroundings.clock.timestamp() >= found.previous_expires
        ):
            found = self._secrets[resource_id] = _alone(found)
        return found

    def rotate(self, resource_id: str, *, previous_expires_at: str | None) -> Secret:
        """Make a new secret. The old one expires at that instant or, with `None`, now."""
        current = self.get(resource_id)
        if previous_expires_at is None:
            rotated = Secret(resource_id=resource_id, secret=self._new())
        else:
            rotated = Secret(
                resource_id=resource_id,
                secret=self._new(),
                previous=current.secret,
                previous_expires_at=previous_expires_at,
                previous_expires=self._instant(previous_expires_at),
            )
        return self._secrets.put(resource_id, rotated)

    def forget_previous(self, resource_id: str) -> None:
        """Expire the previous secret now."""
        self._secrets.put(resource_id, _alone(self.get(resource_id)))

    def accepts(self, resource_id: str, secret: str) -> bool:
        """Whether this is a resource's secret, or its unexpired previous one."""
        held = self.get(resource_id)
        previous = held.previous is not None and matches(held.previous, secret)
        return matches(held.secret, secret) or previous

    def put(self, secret: Secret) -> None:
        """Set a resource's secret."""
        self._secrets.put(secret.resource_id, secret)

    def all(self) -> Iterator[str]:
        """Every stored secret, previous ones included."""
        for each in self._secrets.values():
            yield each.secret
            if each.previous is not None:
                yield each.previous

    def made(self, resource_id: str) -> Secret | None:
        """The secret of a resource; `None` if nothing has read it yet."""
        return self._secrets.get(resource_id)

    def drop(self, resource_id: str) -> None:
        """Remove the secret of a deleted resource."""
        self._secrets.take(resource_id)

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return self._secrets.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        self._secrets.restore(snapshot)

    def _new(self) -> str:
        ids = self._surroundings.ids
        # More than 64 characters of the documented alphabet.
        secret = f"{ids.opaque()}~{ids.opaque()}.{ids.opaque()}"
        self._surroundings.learn(secret)
        return secret

    def instant(self, text: str) -> float:
        """An RFC 3339 date as seconds of the tenant's clock."""
        return _seconds(text)

    def _instant(self, text: str) -> float:
        seconds = _seconds(text)
        if not _SHORTEST <= seconds - self._surroundings.clock.timestamp() <= _LONGEST:
            refuse([_EXPIRY])
        return seconds


_EXPIRY = FieldError(
    target="previous.expiresAt",
    message="The previous secret expires between one minute and 30 days from now.",
    rule=rules.SECRET_PREVIOUS,
)


def _alone(secret: Secret) -> Secret:
    return Secret(resource_id=secret.resource_id, secret=secret.secret)


def _resource(secret: Secret) -> str:
    return secret.resource_id


def _seconds(text: str) -> float:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return 0
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp()
