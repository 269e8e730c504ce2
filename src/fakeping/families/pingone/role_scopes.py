"""The scopes of role assignments: what there is in an organization, and what lies in what."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fakeping.families.pingone.roles import (
    APPLICATION,
    ENVIRONMENT,
    ORGANIZATION,
    POPULATION,
    RoleScope,
)


class RoleScopes:
    """The organization, its environments, and their populations and applications."""

    __slots__ = ("_environments", "organization_id")

    def __init__(self, organization_id: str, environments: Mapping[str, Any]) -> None:
        """`environments` are the organization's (`Environment`, which this need not know)."""
        self.organization_id = organization_id
        self._environments = environments

    def exists(self, scope: RoleScope) -> bool:
        """Whether there is what a scope names."""
        if scope.type == ORGANIZATION:
            return scope.id == self.organization_id
        return self._environment_of(scope) is not None

    def contains(self, outer: RoleScope, inner: RoleScope) -> bool:
        """Whether one scope is the same as another, or broader."""
        if outer == inner or outer.type == ORGANIZATION:
            return True
        return outer.type == ENVIRONMENT and outer.id == self._environment_of(inner)

    def forget(self, id_: str) -> None:
        """Remove every assignment whose scope was what is deleted."""
        for environment in self._environments.values():
            if not environment.is_furnished:  # its own worker has roles in no other environment
                continue
            for owners in (environment.applications, environment.users):
                for each in list(owners.made):
                    kept = tuple(one for one in each.assignments if one.scope.id != id_)
                    if kept != each.assignments:
                        owners.put(replace(each, assignments=kept))

    def _environment_of(self, scope: RoleScope) -> str | None:
        """The id of the environment of a scope; `None` if there is none."""
        if scope.type == ENVIRONMENT:
            return scope.id if scope.id in self._environments else None
        if scope.type not in {POPULATION, APPLICATION}:
            return None
        holders = (id_ for id_, each in self._environments.items() if each.holds(scope))
        return next(holders, None)
