"""Steering a fake in process, by its control API."""

from dataclasses import dataclass
from typing import Any

from fakeping.contract.target import Control


@dataclass(kw_only=True)
class InProcess(Control):
    """The control API of a server that need not listen."""

    server: Any
    tenant: Any
    url: str = ""

    def __post_init__(self):
        self.url = f"{self.server.tenants.base_url}/__fakeping/tenants/{self.tenant.id}"
