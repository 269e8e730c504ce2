"""Hypothesis strategies for the bodies that PingAM's operations take.

```python
from hypothesis import given
from fakeping.contract.pingam import strategies

@given(strategies.invalid("pingam.resource_set.register"))
def test_my_client_tells_what_is_wrong(pair):
    body, violation = pair
```

A body has one defect, or none. Bodies that refer to entities, such as a policy's, take these as
`known`: see `KnownEntities`. The bodies of `pingam.token`, `pingam.introspect` and `pingam.revoke`
are forms, of strings.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hypothesis.strategies import SearchStrategy

from fakeping.contract.pingam.strategies import descriptions, forms, sharing
from fakeping.contract.pingam.strategies.known import Bodies, Defect, Invalid, KnownEntities
from fakeping.families.pingam.edition import AM_8_1, Edition, switched

__all__ = [
    "Defect",
    "Invalid",
    "Known",
    "KnownEntities",
    "Violation",
    "boundary",
    "invalid",
    "operations",
    "valid",
]

#: Older names, kept for one release.
Known = KnownEntities
Violation = Defect


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strategies:
    valid: Callable[[Edition, KnownEntities], Bodies]
    boundary: Callable[[Edition, KnownEntities], Bodies]
    invalid: Callable[[Edition, KnownEntities], Invalid]


def _of(module: Any, noun: str) -> _Strategies:
    return _Strategies(
        valid=getattr(module, f"valid_{noun}"),
        boundary=getattr(module, f"boundary_{noun}"),
        invalid=getattr(module, f"invalid_{noun}"),
    )


_DESCRIPTION = _of(descriptions, "description")
_POLICY = _of(sharing, "policy")
_OPERATIONS: Mapping[str, _Strategies] = {
    "pingam.resource_set.register": _DESCRIPTION,
    "pingam.resource_set.update": _DESCRIPTION,
    "pingam.permission_request": _of(sharing, "permission_request"),
    "pingam.policy.create": _POLICY,
    "pingam.policy.put": _POLICY,
    "pingam.pending_request.decide": _of(sharing, "decision"),
    "pingam.owner_resource_set.update": _of(sharing, "labels"),
    "pingam.label.create": _of(sharing, "label"),
    "pingam.token": _of(forms, "form"),
    "pingam.introspect": _of(forms, "token"),
    "pingam.revoke": replace(_of(forms, "token"), invalid=forms.invalid_revocation),
}


def operations() -> list[str]:
    """The operations that have bodies."""
    return list(_OPERATIONS)


def valid(
    operation: str,
    *,
    edition: str = AM_8_1.name,
    switches: Mapping[str, bool] | None = None,
    known: KnownEntities | None = None,
) -> SearchStrategy[Any]:
    """Bodies that an operation accepts. Names may be taken already."""
    return _found(operation).valid(switched(edition, switches or {}), known or KnownEntities())


def boundary(
    operation: str,
    *,
    edition: str = AM_8_1.name,
    switches: Mapping[str, bool] | None = None,
    known: KnownEntities | None = None,
) -> SearchStrategy[Any]:
    """Valid bodies at the limits: the longest, empty ones, repeated values."""
    return _found(operation).boundary(switched(edition, switches or {}), known or KnownEntities())


def invalid(
    operation: str,
    *,
    edition: str = AM_8_1.name,
    switches: Mapping[str, bool] | None = None,
    known: KnownEntities | None = None,
) -> Invalid:
    """Invalid bodies with exactly one defect, each with that defect."""
    return _found(operation).invalid(switched(edition, switches or {}), known or KnownEntities())


def _found(operation: str) -> _Strategies:
    if operation not in _OPERATIONS:
        raise ValueError(f"no bodies for {operation!r}: choose from {', '.join(_OPERATIONS)}")
    return _OPERATIONS[operation]
