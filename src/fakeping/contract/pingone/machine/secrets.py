"""The state machine's steps for the secrets of resources and of applications."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from fakeping.contract.pingone.machine.applications import ApplicationSteps
from fakeping.contract.pingone.machine.resources import ResourceSteps
from fakeping.contract.pingone.machine.today import calls
from fakeping.contract.pingone.model import ModelCall
from fakeping.core.exchange import JSON

_OWNERS = st.one_of(ResourceSteps.resources, ApplicationSteps.applications)


class SecretSteps(ApplicationSteps):
    """Steps that read and rotate secrets."""

    @precondition(calls)
    @rule(id_=_OWNERS)
    def read_secret(self, id_: str) -> None:
        """Read a secret, which stays until it is rotated."""
        self._secret("read", id_)

    @precondition(calls)
    @rule(id_=_OWNERS, keep=st.booleans())
    def rotate_secret(self, id_: str, *, keep: bool) -> None:
        """Rotate a secret; the old one may live on for a while."""
        until = self.hour_later(id_) if keep else None
        self.rotate(id_, until)

    @precondition(calls)
    @rule(id_=_OWNERS, has_one=st.booleans())
    def forget_previous_secret(self, id_: str, *, has_one: bool) -> None:
        """Delete a secret's predecessor, if it has one."""
        if has_one:
            self.rotate(id_, self.hour_later(id_))
        self._secret("delete", id_)
        self._secret("read", id_)

    def rotate(self, id_: str, until: str | None) -> None:
        """Rotate a secret whose predecessor lives until then, if at all."""
        self._secret("read", id_)
        self._secret("rotate", id_, {"previous": {"expiresAt": until}} if until else {})
        self._secret("read", id_)

    def hour_later(self, id_: str) -> str:
        """An hour after an entity was made: text, as PingOne writes it."""
        made = datetime.fromisoformat(self.state[id_].document["createdAt"])
        later = made + timedelta(hours=1)
        return later.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _secret(self, operation: str, id_: str, said: JSON | None = None) -> Any:
        of = self.state[id_].kind
        kind = "secret" if of == "resource" else "application_secret"
        return self.asks(ModelCall(operation=operation, kind=kind, within=id_, said=said or {}))
