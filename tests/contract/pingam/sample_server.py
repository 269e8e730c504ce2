"""A resource server as people write it: it trusts an authorization server, by introspection.

Right as it stands; each of `faults` makes it wrong in one way.
"""

from typing import Any

from fakeping.contract.pingam.accounts import Account
from fakeping.contract.pingam.target import PingAMTarget


class SampleServer:
    def __init__(
        self, target: PingAMTarget, owners: dict[str, Account], *, faults: tuple[Any, ...] = ()
    ) -> None:
        self.target = target
        self.faults = frozenset(faults)
        self.pats = {name: target.pat(account) for name, account in owners.items()}
        self.resources = {
            name: target.register(
                {
                    target.behaviour.scopes_member: ["view", "edit"],
                    "name": target.name("sample"),
                },
                token=pat,
            ).json["_id"]
            for name, pat in self.pats.items()
        }
        self.seen: dict[str, Any] = {}

    def __call__(self, resource_id: str, scope: str, token: str | None) -> int:
        """What it answers to a request for a scope of a resource."""
        if token is None:
            return 200 if "asks nobody" in self.faults else 401
        found = self.introspected(token)
        if not found["active"]:
            return 200 if "any bearer" in self.faults else 401
        permissions = found.get("permissions")
        if permissions is None:
            return 200 if "any active token" in self.faults else 403
        if "ignores scope" in self.faults:
            allowed = any(each["resource_id"] == resource_id for each in permissions)
        elif "ignores owner" in self.faults:
            allowed = any(scope in each["resource_scopes"] for each in permissions)
        elif "mixes" in self.faults:
            ids = {each["resource_id"] for each in permissions}
            scopes = {each for one in permissions for each in one["resource_scopes"]}
            allowed = resource_id in ids and scope in scopes
        elif "refuses edit" in self.faults and scope == "edit":
            allowed = False
        else:
            allowed = any(
                each["resource_id"] == resource_id and scope in each["resource_scopes"]
                for each in permissions
            )
        return 200 if allowed else 500 if "falls over" in self.faults else 403

    def introspected(self, token: str) -> Any:
        if "keeps" in self.faults and token in self.seen:
            return self.seen[token]
        [pat, *_] = self.pats.values()
        answer = self.target.ask(
            "POST", f"{self.target.oauth2_url}/introspect", form={"token": token}, token=pat
        )
        self.seen[token] = answer.json
        return answer.json
