"""The state machine's steps for applications and grants, which today's environments have."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, initialize, multiple, precondition, rule

from fakeping.contract.pingone.machine.base import Pair, valid_bodies
from fakeping.contract.pingone.machine.scopes import ScopeSteps
from fakeping.contract.pingone.machine.today import calls
from fakeping.contract.pingone.model import ModelCall
from fakeping.core.exchange import JSON

WEB_APP = {
    "name": "photos",
    "type": "WEB_APP",
    "protocol": "OPENID_CONNECT",
    "tokenEndpointAuthMethod": "NONE",
}
_MORE = st.lists(ScopeSteps.scopes, max_size=1)


class ApplicationSteps(ScopeSteps):
    """Steps that create, replace and delete applications, and grant them scopes."""

    applications: Bundle[str] = Bundle("applications")
    grants: Bundle[Pair] = Bundle("grants")

    def teardown(self) -> None:
        """Delete the applications too."""
        for id_ in self.of("application"):
            self.asks(ModelCall(operation="delete", kind="application", id=id_))
        super().teardown()

    @initialize(target=applications, scope=ScopeSteps.scopes)
    def start_with_an_application(self, scope: Pair) -> Any:
        """Create an application that is granted a scope, if the edition has them."""
        if not calls(self):
            return multiple()
        id_: Any = self.create_application(WEB_APP)
        self.add("grant", id_, _grant(scope))
        return id_

    def cascaded(self, kind: str) -> None:
        """List the grants, which lose scopes that are deleted."""
        super().cascaded(kind)
        if kind in {"resource", "scope"}:
            for id_ in self.of("application"):
                self.lists("grant", id_)

    @precondition(calls)
    @rule(target=applications, body=valid_bodies("application.create"))
    def create_application(self, body: JSON) -> Any:
        """Create an application; several may have one name."""
        return self.add("application", "", self.named(body))

    @precondition(calls)
    @rule(id_=applications, body=valid_bodies("application.update"))
    def update_application(self, id_: str, body: JSON) -> None:
        """Replace an application; whether it has roles stays."""
        self.put("application", ("", id_), self.named(body))

    @precondition(calls)
    @rule(id_=consumes(applications))
    def delete_application(self, id_: str) -> None:
        """Delete an application, with its grants and assignments."""
        parts = [
            (each, part)
            for each in ("grant", "sign_on_policy_assignment")
            for part in self.of(each, id_)
        ]
        self.remove("application", ("", id_))
        for kind, part in parts:
            self.asks(ModelCall(operation="read", kind=kind, within=id_, id=part))

    @precondition(calls)
    @rule(target=grants, application_id=applications, scope=ScopeSteps.scopes, more=_MORE)
    def create_grant(self, application_id: str, scope: Pair, more: list[Pair]) -> Any:
        """Grant scopes; they may be gone or another resource's, or the resource granted."""
        return self.add("grant", application_id, _grant(scope, *more))

    @precondition(calls)
    @rule(ids=grants, scope=ScopeSteps.scopes, more=_MORE)
    def update_grant(self, ids: Pair, scope: Pair, more: list[Pair]) -> None:
        """Replace the scopes of a grant."""
        self.put("grant", ids, _grant(scope, *more))

    @precondition(calls)
    @rule(ids=consumes(grants))
    def delete_grant(self, ids: Pair) -> None:
        """Delete a grant, if its application still exists."""
        self.remove("grant", ids)

    @precondition(calls)
    @rule(id_=applications)
    def list_grants(self, id_: str) -> None:
        """List an application's grants."""
        self.lists("grant", id_)

    @precondition(calls)
    @rule()
    def list_applications(self) -> None:
        """List the applications, in the order of creation."""
        self.lists("application")


def _grant(scope: Pair, *more: Pair) -> JSON:
    ids = dict.fromkeys(id_ for _, id_ in (scope, *more))
    return {"resource": {"id": scope[0]}, "scopes": [{"id": each} for each in ids]}
