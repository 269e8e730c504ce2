"""Schemathesis against the fake: each document is held to what is answered, on a socket.

Before each request of the phases without memory the tenant is made anew from one seed, so that
what a request meets follows from its own bytes.
"""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import AcceptedNegativeData, ServerError
from schemathesis.engine import events, from_schema
from schemathesis.hooks import unregister
from schemathesis.openapi.checks import (
    AllowHeaderMismatch,
    RejectedPositiveData,
    UnsupportedMethodResponse,
)

from fakeping import FakePing, control
from fakeping.core import schemas
from fakeping.core.problem import Invalid
from fakeping.families import FAMILIES
from fakeping.reference.openapi import document

ENVIRONMENT = "0271641f-2d74-4bb0-b416-4a39b8714261"
REALM = "alpha"
REDIRECT = "https://client.example.com/back"

BY_NAME = {each.name: each for each in (*FAMILIES, control.FAMILY)}


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a request gets through to what is behind: parameters that name what is there."""

    #: Those of the tenant itself.
    home: Mapping[str, str]
    #: Those of what is in it; a run that makes and deletes by itself does without.
    parameters: Mapping[str, str]
    #: Credentials by the security scheme.
    auth: Mapping[str, Mapping[str, str]]


def pingone(tenant, token=None):
    one = tenant.pingone
    resource = one.given.resource(name="photos")
    scope = one.given.scope(resource, name="photos:read")
    application = one.given.application(name="app", redirect_uris=[REDIRECT])
    one.given.grant(application, resource, [scope])
    path = {"resource_id": resource.id, "scope_id": scope.id}
    if one.edition == "current":
        path["attribute_id"] = one.given.attribute(resource, name="shelf", value="${user.id}").id
    worker = one.credentials
    return Way(
        home={"path.environment_id": ENVIRONMENT},
        parameters={
            **{f"path.{name}": value for name, value in path.items()},
            "query.client_id": application.client_id,
            "query.redirect_uri": REDIRECT,
        },
        auth={
            "token": {"bearer": token or one.token()},
            "client": {"username": worker.client_id, "password": worker.client_secret},
        },
    )


def pingam(tenant, token=None):
    am = tenant.pingam
    photo = am.given.resource_set(owner="alice", resource_scopes=["view"])
    return Way(
        home={"path.realm": REALM, "path.user": "alice"},
        parameters={"path.id": photo.id},
        auth={
            "token": {"bearer": am.pat(owner="alice")},
            "client": {
                "username": am.credentials.client_id,
                "password": am.credentials.client_secret,
            },
            "session": {"api_key": am.sso_token("alice")},
        },
    )


def of_control(tenant, token=None):
    return Way(home={}, parameters={"path.tenant_id": tenant.id}, auth={})


#: Rules that refuse what is well formed, for they know what is there, who has it, and which members
#: go together. No schema foresees that, so a 400 or a 412 of theirs is no reason to complain.
OF_MEANING = frozenset(
    {
        "pingone.attribute.fixed",
        "pingone.attribute.name-unique",
        "pingone.attribute.place",
        "pingone.attribute.reserved",
        "pingone.attribute.value-required",  # of a custom one
        "pingone.authorize.pkce",
        "pingone.authorize.redirect",
        "pingone.collection.cursor",
        "pingone.collection.filter",
        "pingone.device.client",  # of an application that has not the grant type
        "pingone.device.ended",
        "pingone.device.pending",
        "pingone.device.user-code",
        "pingone.environment.kept",
        "pingone.environment.name-unique",
        "pingone.error.invalid-data",  # several of these at once
        "pingone.password.recovery-code",
        "pingone.password.recovery-wrong",
        "pingone.population.default",
        "pingone.population.name-unique",
        "pingone.resource.name-unique",
        "pingone.scope.default",
        "pingone.scope.granted",
        "pingone.scope.mapped-claims",
        "pingone.scope.name-unique",
        "pingone.scope.one-resource",
        "pingone.scope.schema-attributes",
        "pingone.scope.self-management",
        "pingone.secret.previous",
        "pingone.sign_on_policy.default",
        "pingone.token.grant-unsupported",  # of a grant that another edition has
        "pingone.sign_on_policy.default-later",
        "pingone.sign_on_policy.name",
        "pingone.sign_on_policy.name-unique",
        "pingone.sign_on_policy_action.last",
        "pingone.sign_on_policy_action.limit",
        "pingone.sign_on_policy_assignment.action",
        "pingone.sign_on_policy_assignment.once",
        "pingone.sign_on_policy_assignment.same",
        "pingone.sign_on_policy_assignment.unknown",
        "pingone.role-assignment.actor",  # of what the actor may, and of whose it is
        "pingone.role-assignment.duplicate",
        "pingone.role-assignment.limit",
        "pingone.role-assignment.opens",
        "pingone.role-assignment.read-only",
        "pingone.role-assignment.role",
        "pingone.role-assignment.scope",
        "pingone.signin.request-invalid",
        "pingone.signoff",
        "pingone.signon.once",
        "pingone.token.grant-invalid",
        "pingone.token.grant-unauthorized",
        "pingam.authorize.consent",
        "pingam.authorize.untrusted",
        "pingam.conditions",
        "pingam.conditions.malformed",  # `0` passes for a text, whatever the pattern of a header
        "pingam.introspect.get",
        "pingam.resource_set.name-unique",
        "pingam.label.missing",
        "pingam.label.revision",
        "pingam.label.system",
        "pingam.policy.id",
        "pingam.policy.resource",
        "pingam.query.filter",  # its grammar is no pattern
        "pingam.query.missing",  # a filter or an id of a query
        "pingam.query.parameters",  # of two that exclude each other
        "pingam.rpt.scope",
        "pingam.session.logout-user",
        "pingam.session.properties",
        "pingam.session.token",
        "pingam.ticket.resource",
        "pingam.ticket.scope",
        "pingam.token.code",
        "pingam.token.grant",
        "pingam.token.parameter",
        "pingam.token.refresh",
    }
)

#: Bytes of a request line that the door reads.
MAX_LINE = 8_000

#: What the ancestor was seen to do against HTTP's rules: it says `Allow: POST, PUT, GET, DELETE`
#: wherever it refuses a method, and looks at a write's conditions before its method. A query that
#: its code can't carry out is documented as a 500, and what an endpoint of Common REST does not
#: serve as a 501, a method among it.
SEEN = {
    AllowHeaderMismatch: frozenset({"pingam.error.method"}),
    UnsupportedMethodResponse: frozenset(
        {
            "pingam.conditions",
            "pingam.conditions.required",
            "pingam.conditions.collection",
            "pingam.label.unserved",
        }
    ),
    RejectedPositiveData: OF_MEANING,
    ServerError: frozenset(
        {
            "pingam.label.unserved",
            "pingam.owner_resource_set.revoke-all",
            "pingam.query.members",
            "pingam.query.missing",
        }
    ),
}


def is_no_http(request):
    """Whether a request ends where every server's patience does.

    A line too long, a control, a length that is no number.
    """
    controls = any(
        ord(each) < 32 and each != "\t"
        for value in request.headers.values()
        for each in as_text(value)
    )
    length = as_text(request.headers.get("Content-Length", "0"))
    return len(request.url) > MAX_LINE or controls or not length.isdigit()


def as_text(value):
    return value.decode("latin-1") if isinstance(value, bytes) else value


def is_of_meaning(case, response):
    """Whether the control API's own schema takes a body that its reader then refuses.

    In a query, that is the name of an operation or of an edition alone.
    """
    [name] = {
        each.body_schema
        for each in control.FAMILY.operations
        if each.name == case.operation.definition.raw["operationId"]
    }
    if name is None:
        return re.search("no operation|no edition", response.json()["detail"]) is not None
    try:
        schemas.validate(name, case.body)
    except Invalid:
        return False
    return True


def foreseen(failure, response, case):
    """Whether the document could have said that this would be refused."""
    if response.status_code == 400 and is_no_http(response.request):
        return False  # nobody has read its path yet
    [rule] = response.headers.get("x-fakeping-rule", [None])
    if rule is None and isinstance(failure, RejectedPositiveData):
        # The control API answers 422 when what a document means decides.
        return response.status_code == 400 and not is_of_meaning(case, response)
    if rule is not None and isinstance(failure, AcceptedNegativeData):
        return False  # it was refused, on the way back to the client or by its conditions
    return rule not in SEEN.get(type(failure), ())


def hurry(case):
    """Let nothing that may wait for something wait for long: who generates has no patience."""
    for said in (case.query, case.body):
        if (
            isinstance(said, dict)
            and isinstance(said.get("wait"), int | float)
            and said["wait"] > 0
        ):
            said["wait"] = min(said["wait"], 0.01)


WAYS = {"pingone": pingone, "pingam": pingam, "control": of_control}


class Run:
    """One document, run through some of Schemathesis's phases."""

    def __init__(self, server, family, edition, *, phases, examples, seed=1, only=""):
        self._server = server
        self._family = family
        self._edition = {family: edition} if edition else {}
        self._renews = "stateful" not in phases
        self._tenant = None
        self.way = None
        self.way = self._renew()
        self.requests = 0
        config = {
            "seed": seed,
            "base-url": server.url,
            "generation": {"deterministic": True, "max-examples": examples, "database": "none"},
            "phases": {
                name: {"enabled": name in phases}
                for name in ("examples", "coverage", "fuzzing", "stateful")
            },
            "parameters": {**self.way.home, **(self.way.parameters if self._renews else {})},
        }
        if self.way.auth:
            schemes = {name: dict(each) for name, each in self.way.auth.items()}
            config["auth"] = {"openapi": schemes}
        described = document(BY_NAME[family], edition=edition, server=server.url)
        self.schema = schemathesis.openapi.from_dict(
            described, config=SchemathesisConfig.from_dict(config)
        ).include(path_regex=only)
        # Of so many kinds, each with members of its own, Schemathesis can't make a body:
        # `tests/families/test_given.py` goes through each kind and member.
        self.schema = self.schema.exclude(path_regex=r"/given$")

    def _renew(self):
        if self._tenant is not None:
            self._server.tenants.drop(self._tenant.id)
        self._tenant = self._server.tenant(
            environment_id=ENVIRONMENT, realm=REALM, edition=self._edition, ids_seed=7
        )
        # A signature takes a millisecond, and holds for the next tenant of that name.
        known = self.way.auth["token"]["bearer"] if self.way and "token" in self.way.auth else None
        return WAYS[self._family](self._tenant, known)

    def failures(self):
        """What was found: a way to see it, by check, operation and message."""

        @schemathesis.hook("before_call")
        def renew(context, case, kwargs):
            self.requests += 1
            hurry(case)
            if self._renews:
                self._renew()

        @schemathesis.hook("filter_failure")
        def filter_failure(context, failure, case, response):
            return foreseen(failure, response, case)

        try:
            return self._failures()
        finally:
            unregister(renew)
            unregister(filter_failure)
            self._server.tenants.drop(self._tenant.id)

    def _failures(self):
        found = {}
        for event in from_schema(self.schema).execute():
            if isinstance(event, events.ScenarioFinished):
                found |= dict(seen(event.recorder))
            elif isinstance(event, events.NonFatalError):
                found[str(event.label), "error", str(event.value)] = ""
            elif isinstance(event, events.FatalError):
                raise event.exception
        return found


def seen(recorder):
    """What failed in a scenario: the check, the operation, and the rule with the message."""
    for case_id, checks in recorder.checks.items():
        operation = recorder.cases[case_id].value.operation.label
        for each in checks:
            if each.failure_info is not None:
                response = recorder.interactions[case_id].response
                rule = response.headers.get("x-fakeping-rule") if response else None
                message = f"{rule}: {each.failure_info.failure.message}"
                yield (each.name, operation, message), each.failure_info.code_sample


def main():
    """Run every document through every phase, at length; 1 when something was found."""
    found = 0
    for family in BY_NAME.values():
        for edition in family.editions or (None,):
            for phases in (("examples", "coverage"), ("fuzzing",), ("stateful",)):
                with FakePing(edition={family.name: edition} if edition else None) as server:
                    run = Run(server, family.name, edition, phases=phases, examples=100)
                    failures = run.failures()
                what = f"{family.name} {edition or ''} {' and '.join(phases)}"
                print(f"{what}: {run.requests} requests, {len(failures)} found")  # noqa: T201 - a program
                for (check, operation, message), sample in failures.items():
                    print(f"  {check}, {operation}\n    {message}\n    {sample}")  # noqa: T201
                found += len(failures)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
