"""How to ask every operation that takes a body: its path, who asks, and what it would take."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass

from fakeping import FakePing, control
from fakeping.core.exchange import Headers, Reply, Request
from fakeping.core.operation import Operation
from fakeping.families import FAMILIES
from fakeping.families.pingone.roles import id_of
from tests.hostile import bodies

EVERY = (*FAMILIES, control.FAMILY)
BACK = "https://client.example.com/back"
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One hostile body of one operation."""

    family: str
    edition: str | None
    operation: Operation
    shape: str
    make: bodies.Make
    query: str = ""

    def __str__(self) -> str:
        of = f"{self.operation.name}@{self.edition}" if self.edition else self.operation.name
        return f"{of}{self.query and '?' + self.query}: {self.shape}"


def operations() -> Iterator[tuple[str, str | None, Operation]]:
    """Every operation that takes a body, in each edition that has it."""
    for family in EVERY:
        for edition in family.editions or (None,):
            for each in family.operations:
                if edition is not None and each.editions and edition not in each.editions:
                    continue
                if each.body_schema or each.body_read or each.form:
                    yield family.name, edition, each


_QUERIES = {
    "pingam.policy.create": ["_action=create"],
    "pingam.session.act": [
        f"_action={each}"
        for each in (
            *("getSessionInfo", "getSessionInfoAndResetIdleTime", "validate", "refresh"),
            *("getSessionProperties", "updateSessionProperties", "logoutByUser", "logout"),
        )
    ],
    "pingam.pending_request.decide_all": ["_action=approveAll"],
    "pingam.pending_request.decide": ["_action=approve"],
}

_GRANTS = {
    "pingone.token": [
        {"grant_type": "client_credentials"},
        {"grant_type": "authorization_code", "code": "c", "redirect_uri": BACK},
        {"grant_type": "refresh_token", "refresh_token": "r"},
    ],
    "pingam.token": [
        {"grant_type": "client_credentials"},
        {"grant_type": "password", "username": "alice", "password": "alice"},
        {"grant_type": "authorization_code", "code": "c", "redirect_uri": BACK},
        {"grant_type": "refresh_token", "refresh_token": "r"},
        {"grant_type": "urn:ietf:params:oauth:grant-type:uma-ticket", "ticket": "t"},
    ],
    "pingam.authorize.decide": [
        {"response_type": "code", "client_id": "app", "redirect_uri": BACK}
    ],
}


#: Their bodies are state documents, or have one inside: `control.state.replace` shows all of it.
_LIKE_ANOTHER = frozenset({"control.state.add", "control.tenant.create", "control.reset"})


def cases() -> Iterator[Case]:
    """Each hostile body for each operation."""
    for family, edition, operation in operations():
        schema = operation.body_schema or operation.body_read
        if operation.form:
            for fields in _GRANTS.get(operation.name, [{}]):
                of = f" of {fields['grant_type']}" if "grant_type" in fields else ""
                for shape, make in bodies.forms(fields, list(operation.form)):
                    yield Case(
                        family=family, edition=edition, operation=operation,
                        shape=shape + of, make=make,
                    )  # fmt: skip
            continue
        for query in _QUERIES.get(operation.name, [""]):
            deepest = 1 if operation.name in _LIKE_ANOTHER else 5
            for shape, make in bodies.documents(schema, deepest=deepest):
                yield Case(
                    family=family, edition=edition, operation=operation,
                    shape=shape, make=make, query=query,
                )  # fmt: skip


class House:
    """A server that is asked in process: a tenant for each edition, with one of everything."""

    def __init__(self) -> None:
        self.server = FakePing(ids_seed=1)
        self._places: dict[object, tuple[dict[str, str], dict[str, str]]] = {}
        self.tenants: dict[object, object] = {}

    def ask(self, case: Case, size: int) -> Reply:
        """Send a case's body of about that many bytes."""
        return self.send(case, case.make(size))

    def send(self, case: Case, body: bytes) -> Reply:
        """Send a body to a case's operation."""
        params, auth = self._place(case)
        path = re.sub(r"\{([\w*]+)\}", lambda name: params[name[1]], case.operation.path)
        mount = {each.name: each.mount for each in EVERY}[case.family]
        kind = _FORM if case.operation.form else "application/json"
        tenant = self.tenants[case.family, case.edition]
        auth = {**auth, "sso": tenant.pingam.sso_token("alice")}  # the last one may be signed out
        headers = {"Content-Type": kind, **_credentials(case, auth)}
        return self.server.tenants.world.handle(
            Request(
                method=case.operation.method,
                path=mount + path,
                query=case.query,
                headers=Headers(headers),
                body=body,
                base_url=self.server.tenants.base_url,
            )
        )

    def _place(self, case: Case) -> tuple[dict[str, str], dict[str, str]]:
        key = (case.family, case.edition)
        if key not in self._places:
            self._places[key] = self._furnished(*key)
        return self._places[key]

    def _furnished(self, family, edition):
        tenant = self.server.tenant(edition={family: edition} if edition else None)
        self.tenants[family, edition] = tenant
        one, am = tenant.pingone, tenant.pingam
        resource = one.given.resource(name="photos")
        scope = one.given.scope(resource, name="photos:read")
        application = one.given.application(name="app", redirect_uris=[BACK])
        grant = one.given.grant(application, resource, [scope])
        photo = am.given.resource_set(owner="alice", resource_scopes=["view"])
        am.given.client("app", redirect_uris=[BACK])
        params = {
            "environment_id": one.environment_id,
            "resource_id": resource.id,
            "scope_id": scope.id,
            "application_id": application.id,
            "grant_id": grant.id,
            "realm*": f"realms/root/realms/{am.realm}",
            "user": "alice",
            "id": photo.id,
            "tenant_id": tenant.id,
            "population_id": one.populations()[0].id,
        }
        if one.edition == "current":
            attribute = one.given.attribute(resource, name="shelf", value="${user.id}")
            params["attribute_id"] = attribute.id
            claim = one.given.application_attribute(application, name="shelf", value="${user.id}")
            params["application_attribute_id"] = claim.id
            user = one.given.user(username="bob", roles=["Identity Data Admin"])
            params["user_id"] = user.id
            params["role_id"] = id_of("Environment Admin")
            params["user_role_assignment_id"] = user.assignments[0].id
            assigned = one.given.role_assignment(application, "Identity Data Admin")
            params["application_role_assignment_id"] = assigned.id
            policy = one.given.sign_on_policy(name="p", actions=["LOGIN", "AGREEMENT"])
            params["sign_on_policy_id"] = policy.id
            params["sign_on_policy_action_id"] = one.sign_on_policy_actions(policy)[0].id
            assignment = one.given.sign_on_policy_assignment(application, policy)
            params["sign_on_policy_assignment_id"] = assignment.id
        auth = {
            "one": one.token(),
            "pat": am.pat(owner="alice"),
            "one-client": _basic(one.credentials.client_id, one.credentials.client_secret),
            "am-client": _basic(am.credentials.client_id, am.credentials.client_secret),
        }
        return params, auth


def _basic(name: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


def _credentials(case: Case, auth: dict[str, str]) -> dict[str, str]:
    if case.family == "control":
        return {}
    if case.family == "pingone":
        return {
            "Authorization": auth["one-client"] if case.operation.form else f"Bearer {auth['one']}"
        }
    cookie = {"Cookie": f"iPlanetDirectoryPro={auth['sso']}"}
    if case.operation.form:
        return {"Authorization": auth["am-client"], **cookie}
    return cookie if "/json/" in case.operation.path else {"Authorization": f"Bearer {auth['pat']}"}
