"""Load a state document, under the rules of the requests that would create the same.

An entry with an id is restored unchanged; one without is created as by a request of today. Each
error is noted with its path, and loading goes on with the next entry.
"""

from collections.abc import Callable, Mapping
from functools import cached_property

from fakeping.core import schemas
from fakeping.core.caller import Caller
from fakeping.core.document_errors import DocumentErrors
from fakeping.core.exchange import JSON
from fakeping.core.family import SecretOf
from fakeping.core.problem import Invalid
from fakeping.families.pingam import policies, records
from fakeping.families.pingam import stored_resource_set as stored
from fakeping.families.pingam.document.writing import OURS
from fakeping.families.pingam.model import (
    AuditEntry,
    Client,
    Identity,
    Label,
    PendingRequest,
    ResourceSet,
    Session,
    Token,
    User,
)
from fakeping.families.pingam.people import CLIENT, OWNER, UMA_PROTECTION
from fakeping.families.pingam.policy_conditions import expiration
from fakeping.families.pingam.realms import ROOT
from fakeping.families.pingam.rules import registration as rules
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import resource_sets as wire
from fakeping.redaction.secret_digest import digest_of


def load(
    store: AccessManager,
    document: JSON,
    findings: DocumentErrors,
    *,
    opened: SecretOf,
    base_url: str,
) -> None:
    """Add a document's entries, each that is valid."""
    if "tokens" in document:
        store.tokens.forget()
    if "sessions" in document:
        store.sessions.forget()
    reading = _Reading(store, opened, base_url)
    for name, read in (
        ("realms", reading.realm),
        ("users", reading.user),
        ("session_properties", reading.session_property),
        ("clients", reading.client),
        ("labels", reading.label),
        ("resource_sets", reading.resource_set),
        ("policies", reading.policy),
        ("pending_requests", reading.request),
        ("history", reading.audit_entry),
        ("tokens", reading.token),
        ("sessions", reading.session),
    ):
        _each(document.get(name, ()), read, findings.at(name))


def _each(entries: JSON, read: Callable[[JSON], object], findings: DocumentErrors) -> None:
    for place, each in enumerate(entries):
        with findings.at(place).caught():
            read(each)


class _Reading:
    """A store that is being filled from a document, and the defaults of its entries."""

    def __init__(self, store: AccessManager, opened: SecretOf, base_url: str) -> None:
        self._store = store
        self._opened = opened
        self._base_url = base_url
        #: The digests of the existing tokens, by realm.
        self._digests = {(each.realm, digest_of(each.value)) for each in store.tokens.all()}

    def realm(self, name: str) -> None:
        """Add a further realm."""
        self._store.add_realm(self._absolute(name))

    def user(self, said: JSON) -> None:
        """Add a user."""
        realm = self._realm(said)
        self._store.people.add_user(
            User(
                password=self._secret(said.get("password"), realm, said["username"]),
                **records.USER.read(said),
            ),
            realm=realm,
        )

    def session_property(self, said: JSON) -> None:
        """Let a realm's sessions have a property."""
        self._store.session_properties.add(said["name"], realm=self._realm(said))

    def client(self, said: JSON) -> None:
        """Register an OAuth 2.0 client."""
        secret = None
        if not said.get("public"):
            names = (self._realm(said), said["client_id"])
            secret = self._secret(said.get("client_secret"), *names)
        self._store.people.add_client(
            Client(client_secret=secret, **records.CLIENT.read(said)), realm=self._realm(said)
        )

    def label(self, said: JSON) -> Label:
        """Restore a label that has an id, or create one that has none."""
        store, realm = self._store, self._realm(said)
        values = records.LABEL.read(said)
        if values["id"] is not None:
            return store.labels.add(Label(realm=realm, **values))
        name, type_ = values["name"], values["type"]
        return store.create_label(name, type_, realm=realm, owner=values["owner"])

    def resource_set(self, said: JSON) -> ResourceSet:
        """Restore a resource set that has an id, or register one that has none."""
        store = self._store
        identity = Identity(
            realm=self._realm(said),
            owner=said.get("owner", OWNER),
            client=said.get("client", CLIENT),
        )
        description = wire.description(self._described(said), store.edition)
        id_, labels = said.get("_id"), self._labels(said, identity)
        if id_ is None:
            registered = store.resource_sets.register(
                description, identity=identity, base_url=self._base_url
            )
        else:
            deployment = self._base_url + store.mount
            usual = stored.policy_uri(deployment, realm=identity.realm, id_=id_)
            registered = store.resource_sets.load(
                stored.resource_set(
                    id_=id_,
                    identity=identity,
                    description=description,
                    policy_uri=said.get("user_access_policy_uri", usual),
                    owner_labels=labels,
                )
            )
        return (
            store.resource_sets.label(registered, labels) if id_ is None and labels else registered
        )

    def _labels(self, said: JSON, identity: Identity) -> tuple[Label, ...]:
        """The labels of an owner that an entry names, each by its id or its name."""
        whose = {"realm": identity.realm, "owner": identity.owner}
        found: list[Label] = []
        for name in dict.fromkeys(said.get("owner_labels", ())):
            label = self._store.labels.find(name, **whose)
            if label is None:
                named = [each for each in self._store.labels.of(**whose) if each.name == name]
                if len(named) != 1:
                    raise LookupError(f"{identity.owner} has {len(named) or 'no'} labels {name!r}")
                label = named[0]
            found.append(label)
        return tuple(found)

    def _described(self, said: JSON) -> JSON:
        edition = self._store.edition
        flat = {name: of for name, of in said.items() if name not in OURS and name != "members"}
        body = {name: of for name, of in (said.get("members", {}) | flat).items() if of is not None}
        if edition.require_name and "name" not in body:
            raise Invalid("'name' is a required property", rule=rules.NAME_REQUIRED)
        version = "uma1_" if edition.uma1 else ""
        schemas.validate(f"pingam/{version}resource_set_request", body)
        return body

    def policy(self, said: JSON) -> None:
        """Share a resource set."""
        store, members = self._store, said.get("members", {})
        body = {name: said[name] for name in ("policyId", "permissions")}
        schemas.validate("pingam/policy_request", members | body)
        found = self._shared(said, said["policyId"])
        shares = records.shares(said["permissions"])
        expires_at = said.get("expires_at", expiration(members))
        if found.id == said["policyId"]:
            name = said.get("name", found.name)
            made = policies.as_it_is(
                found, shares, name=name, members=members, expires_at=expires_at
            )
        else:
            made = policies.policy(found, shares, members=members, expires_at=expires_at)
        store.policies.create(made)

    def request(self, said: JSON) -> None:
        """Restore a UMA request."""
        store = self._store
        found = self._shared(said, said["resource_set"])
        store.requests.load(
            PendingRequest(
                realm=found.identity.realm,
                **records.PENDING_REQUEST.read(
                    {
                        "at": store.clock.timestamp(),
                        "resource": found.name or found.id,
                        **said,
                        "_id": said.get("_id") or store.resource_sets.new_id(),
                        "resource_set": found.id,
                    }
                ),
            )
        )

    def audit_entry(self, said: JSON) -> None:
        """Restore an entry of an audit history."""
        history, realm = self._store.history, self._realm(said)
        id_ = said.get("_id") or history.new_id(realm, said.get("owner", OWNER))
        whole = {"at": self._store.clock.timestamp(), **said, "_id": id_}
        history.load(AuditEntry(realm=realm, **records.AUDIT_ENTRY.read(whole)))

    def _shared(self, said: JSON, name: str) -> ResourceSet:
        """An owner's resource set, by its id or its name."""
        owner, realm = said.get("owner", OWNER), self._realm(said)
        found = self._store.resource_sets.find(name, realm=realm, owner=owner)
        if found is not None:
            return found
        named = self._named.get((realm, owner, name), [])
        if len(named) != 1:
            raise LookupError(f"{owner} has {len(named) or 'no'} resource sets {name!r}")
        return named[0]

    @cached_property
    def _named(self) -> Mapping[tuple[str, str, str | None], list[ResourceSet]]:
        """Resource sets by name, once the document's own are loaded."""
        named: dict[tuple[str, str, str | None], list[ResourceSet]] = {}
        for each in self._store.resource_sets.table:
            key = (each.identity.realm, each.identity.owner, each.name)
            named.setdefault(key, []).append(each)
        return named

    def token(self, said: JSON) -> None:
        """Restore a token, by default a PAT."""
        value, realm = self._opened(said["token"]), self._realm(said)
        if (realm, digest_of(value)) in self._digests:
            raise ValueError("another token is the same")
        self._digests.add((realm, digest_of(value)))
        self._store.tokens.load(
            Token(
                value=value,
                caller=Caller(
                    subject=said.get("owner", OWNER),
                    client=said.get("client", CLIENT),
                    scopes=frozenset(said.get("scopes", (UMA_PROTECTION,))),
                ),
                realm=realm,
                **records.TOKEN.read({"issued_at": self._store.clock.timestamp(), **said}),
            )
        )

    def session(self, said: JSON) -> None:
        """Restore a session."""
        now, value = self._store.clock.timestamp(), self._opened(said["sso_token"])
        values = records.SESSION.read({"began": now, "used": now, **said})
        self._store.sessions.load(Session(id=value, realm=self._realm(said), **values))

    def _secret(self, said: str | None, *names: str) -> str:
        """The entry's secret, or else one derived from these names."""
        return self._store.people.made_up(*names) if said is None else self._opened(said)

    def _realm(self, said: JSON) -> str:
        """The entry's realm, by default the tenant's own. Raises `LookupError`."""
        realm = self._absolute(said["realm"]) if "realm" in said else self._store.realm
        if realm not in self._store.realms:
            raise LookupError(f"there is no realm {said['realm']!r}: 'realms' lists them")
        return realm

    def _absolute(self, name: str) -> str:
        """A realm's absolute name; a relative one is below the tenant's own."""
        parent = "" if name.startswith(ROOT) else self._store.realm.rstrip(ROOT) + ROOT
        return ROOT + f"{parent}{name}".strip(ROOT)
