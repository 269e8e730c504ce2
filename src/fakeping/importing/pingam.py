"""Read what the owners of a PingAM realm have, as its API shows it, as a state document."""

from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import quote

from fakeping.contract.pingam.accounts import Account
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.core.exchange import JSON
from fakeping.importing.asking import NotShown, document
from fakeping.importing.summary import ImportSummary

#: What can be chosen, as the state document calls it.
KINDS = (
    "users", "clients", "labels", "resource_sets", "policies", "pending_requests", "history",
)  # fmt: skip

# Where an owner's entities of a kind are.
_PATHS = {
    "labels": "oauth2/resources/labels",
    "resource_sets": "oauth2/resources/sets",
    "policies": "uma/policies",
    "pending_requests": "uma/pendingrequests",
    "history": "uma/auditHistory",
}

# Members of an answer that are no part of a description.
_OF_THE_SERVER = frozenset({"_id", "_rev", "user_access_policy_uri", "policy"})
_OF_POLICIES = frozenset({"_id", "_rev", "policyId", "name", "permissions"})
_MILLISECONDS = 1000


def read(target: PingAMTarget, kinds: Collection[str], summary: ImportSummary) -> JSON:
    """The owners' part of a realm, without passwords and secrets. Raises `OSError`."""
    owners = [each for each in (target.owner, target.second) if each is not None]
    reading = _Reading(target, summary)
    found: dict[str, list[JSON]] = {each: [] for each in KINDS}
    for owner in owners:
        for kind in _PATHS:
            if kind in kinds or (kind == "labels" and "resource_sets" in kinds):
                found[kind] += reading.of(owner, kind)
    names = dict.fromkeys([each.name for each in owners])
    for policy in found["policies"]:
        names |= dict.fromkeys(each["subject"] for each in policy["permissions"])
    names |= dict.fromkeys(each["user"] for each in found["pending_requests"])
    found["users"] = [{"username": each} for each in names]
    clients = dict.fromkeys(
        [target.client.name, *(each["client"] for each in found["resource_sets"])]
    )
    found["clients"] = [{"client_id": each} for each in clients]
    for kind in KINDS:
        summary.read[f"{kind} of PingAM"] += len(found[kind]) if kind in kinds else 0
    why = "it is shown to administrators alone: add what your tests need"
    summary.leave("other users, other owners' resource sets, claims, session properties", why)
    summary.leave("scopes and redirect URIs of clients", why)
    summary.leave("password of users, secret of clients", "it is a secret: made up at load")
    return {kind: each for kind, each in found.items() if each and kind in kinds}


class _Reading:
    def __init__(self, target: PingAMTarget, summary: ImportSummary) -> None:
        self._target = target
        self._summary = summary
        #: The names of each owner's labels, by their ids.
        self._known: dict[str, dict[str, str]] = {}
        #: The names of labels that clients have given.
        self._systems: set[str] = set()

    def of(self, owner: Account, kind: str) -> list[JSON]:
        """An owner's entries of a kind; none, and why, where they are not shown."""
        try:
            listed = list(self._listed(owner, _PATHS[kind]))
        except NotShown as reason:
            self._summary.leave(f"{kind} of PingAM", str(reason))
            return []
        return [
            entry
            for each in listed
            if (entry := getattr(self, f"_{kind}")(owner, each)) is not None
        ]

    def _listed(self, owner: Account, path: str) -> Iterator[JSON]:
        cookie = ""
        while True:
            more = f"&_pagedResultsCookie={quote(cookie, safe='')}" if cookie else ""
            answer = self._target.own("GET", f"{path}?_queryFilter=true{more}", user=owner)
            page = document(answer)
            yield from page.get("result", ())
            following = page.get("pagedResultsCookie")
            if not following or following == cookie:
                return
            cookie = following

    def _labels(self, owner: Account, each: JSON) -> JSON:
        """A label of the owner's; those of clients follow from what they have registered."""
        if each.get("type") == "SYSTEM":
            self._systems.add(each["name"])
            return None
        self._known.setdefault(owner.name, {})[each["_id"]] = each["name"]
        named = {name: each[name] for name in ("name", "type") if name in each}
        return {"_id": each["_id"], "owner": owner.name, **named}

    def _resource_sets(self, owner: Account, each: JSON) -> JSON:
        """A resource set of the owner's: its description as its client reads it, if it is ours."""
        if each.get("resourceOwnerId") != owner.name:
            return None
        client = each.get("resourceServer", self._target.client.name)
        described = (
            self._described(owner, each["_id"]) if client == self._target.client.name else None
        )
        if described is None:
            described = {
                ("resource_scopes" if name == "scopes" else name): of
                for name, of in each.items()
                if name not in {"resourceServer", "resourceOwnerId", "labels"}
            }
        members = {name: of for name, of in described.items() if name not in _OF_THE_SERVER}
        # A read names the client's labels and the owner's, of which the owner is told the ids.
        known = self._known.get(owner.name, {})
        labels = [label for label in each.get("labels", ()) if label in known]
        own = {known[label] for label in labels} - self._systems
        members["labels"] = [name for name in members.get("labels", ()) if name not in own]
        if not members["labels"]:
            del members["labels"]
        return {
            "_id": each["_id"],
            "owner": owner.name,
            "client": client,
            "members": members,
            **({"owner_labels": labels} if labels else {}),
        }

    def _described(self, owner: Account, id_: str) -> Any:
        token = self._target.pat(owner)
        try:
            return document(self._target.ask("GET", self._target.url_of(id_), token=token))
        except NotShown as reason:
            self._summary.leave("description of a resource set", str(reason))
            return None

    def _policies(self, owner: Account, each: JSON) -> JSON:
        permissions = [
            {"subject": one["subject"], "scopes": one["scopes"]} for one in each["permissions"]
        ]
        for name in each.keys() - _OF_POLICIES:
            self._summary.leave(f"{name} of policies", "it is not modelled")
        return {
            "policyId": each["policyId"],
            "owner": owner.name,
            "name": each.get("name"),
            "permissions": permissions,
        }

    def _pending_requests(self, owner: Account, each: JSON) -> JSON:
        return {
            "_id": each["_id"],
            "owner": owner.name,
            "resource_set": each["resource"],
            "resource": each["resource"],
            "user": each["user"],
            "scopes": each["permissions"],
            "at": each["when"] / _MILLISECONDS,
        }

    def _history(self, owner: Account, each: JSON) -> JSON:
        return {
            "_id": each["_id"],
            "owner": owner.name,
            "resource_set": each["resourceSetId"],
            "resource": each["resourceSetName"],
            "party": each["requestingPartyId"],
            "type": each["type"],
            "at": each["eventTime"] / _MILLISECONDS,
        }
