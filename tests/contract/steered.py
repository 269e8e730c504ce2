"""Steering a fake in process, by its control API."""

from dataclasses import dataclass

from fakeping import FakePing, Tenant
from fakeping.contract.target import Control, Target


@dataclass(kw_only=True)
class InProcess(Control):
    """The control API of a server that need not listen."""

    server: FakePing
    tenant: Tenant
    url: str = ""

    def __post_init__(self) -> None:
        self.url = f"{self.server.tenants.base_url}/__fakeping/tenants/{self.tenant.id}"


def steered(target: Target) -> Tenant:
    """The tenant that a target in process asks."""
    assert isinstance(target.control, InProcess)
    return target.control.tenant
