"""Steering a fake in process, by the tenant itself."""

from dataclasses import asdict, dataclass
from typing import Any

from fakeping.contract.target import Control


@dataclass(kw_only=True)
class InProcess(Control):
    """All over the control API in process, but for entities, which the tenant is given."""

    server: Any
    tenant: Any
    url: str = ""

    def __post_init__(self):
        self.url = f"{self.server.url}/__fakeping/tenants/{self.tenant.id}"

    def given(self, family, kind, **members):
        given = getattr(self.tenant, family).given
        for name, known in (
            ("application", self._applications),
            ("user", self._users),
        ):
            if name in members and isinstance(members[name], str):
                members[name] = known()[members[name]]
        if kind == "sign_in":
            return given.sign_in(members["user"])
        made = getattr(given, kind)(**members)
        return made if isinstance(made, str) else asdict(made)

    def _applications(self):
        return self.tenant._state.stores["pingone"].home.signin.directory.applications

    def _users(self):
        return self.tenant._state.stores["pingone"].home.signin.directory.users
