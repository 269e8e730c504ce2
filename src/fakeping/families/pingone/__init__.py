"""PingOne Platform API: resources and their scopes."""

from fakeping.core.body import require_identity, require_json
from fakeping.core.exchange import Request
from fakeping.core.family import Document, Family, Tenancy
from fakeping.core.operation import Params
from fakeping.core.parameter import Parameter
from fakeping.core.sample import samples_of
from fakeping.families.pingone import document, model, roles, sign_on, user
from fakeping.families.pingone.callers import authenticate
from fakeping.families.pingone.clients import CLIENTS
from fakeping.families.pingone.credential import credential
from fakeping.families.pingone.demo import DEMO
from fakeping.families.pingone.edition import EDITIONS, SWITCHES
from fakeping.families.pingone.headers import finish
from fakeping.families.pingone.incidents import incidents
from fakeping.families.pingone.operations import OPERATIONS
from fakeping.families.pingone.problems import PROBLEM_REPLIES, render_problem
from fakeping.families.pingone.rulebook import RULES
from fakeping.families.pingone.seeds import SEEDS, describe
from fakeping.families.pingone.signin import model as signin_model
from fakeping.families.pingone.signin import operations as signin
from fakeping.families.pingone.store import Platform
from fakeping.families.pingone.tenancy import PingOne
from fakeping.families.pingone.tokens import LIFETIME
from fakeping.families.pingone.unmatched import (
    environment_named_in,
    environment_of_bearer,
    unknown_environment,
)
from fakeping.families.pingone.unserved import UNSERVED


def _environment(params: Params, request: Request) -> str:
    # The tenant of the collection of environments is the one of the bearer token.
    return params.get("environment_id") or environment_of_bearer(request)


def _check_media(request: Request) -> None:
    require_json(request.headers)
    require_identity(request.headers)


def _id(of: str) -> Parameter:
    return Parameter(says=f"The {of}'s id")


FAMILY = Family(
    name="pingone",
    title="PingOne Platform API",
    mount="",
    operations=OPERATIONS + signin.OPERATIONS,
    rules=RULES,
    editions=tuple(EDITIONS),
    switches=SWITCHES,
    ignores_unknown=True,
    unserved=UNSERVED,
    clients=CLIENTS,
    behaviour=EDITIONS,
    new_store=Platform,
    address=_environment,
    authenticate=authenticate,
    unknown_address=unknown_environment,
    issued=lambda store, token: store.tokens.issued(token),
    address_in=environment_named_in,
    check_media=_check_media,
    render_problem=render_problem,
    problem_replies=PROBLEM_REPLIES,
    incidents=incidents(OPERATIONS),
    path_parameters={
        "environment_id": _id("environment"),
        "resource_id": _id("resource"),
        "scope_id": _id("scope"),
        "attribute_id": _id("attribute"),
        "population_id": _id("population"),
        "application_id": _id("application"),
        "grant_id": _id("grant"),
        "flow_id": _id("flow"),
        "user_id": _id("user"),
        "password_policy_id": _id("password policy"),
        "theme_id": _id("theme"),
        "language_id": _id("language"),
        "sign_on_policy_id": _id("sign-on policy"),
        "sign_on_policy_action_id": _id("action"),
        "sign_on_policy_assignment_id": _id("assignment"),
        "application_attribute_id": _id("attribute"),
        "role_id": _id("role"),
        "application_identifier": Parameter(says="An application's id, or its `devicePathId`"),
        "application_role_assignment_id": _id("role assignment"),
        "user_role_assignment_id": _id("role assignment"),
    },
    security={
        "token": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "An access token of the environment",
        },
        "client": {
            "type": "http",
            "scheme": "basic",
            "description": "An application's id and secret. The form may have them instead",
        },
    },
    samples=lambda: samples_of(__name__),
    tenancy=Tenancy(
        handle=PingOne,
        values=(model, roles, sign_on, signin_model, user),
        issue=PingOne.token,
        seeds=SEEDS,
        describe=describe,
        option="environment_id",
        entry=lambda handle: f"{handle.url}/environments/{handle.environment_id}/resources",
        credential=credential,
        lifetime=LIFETIME,
        demo=DEMO,
    ),
    finish=finish,
    document=Document(dump=document.dump, load=document.load, secrets=document.secrets),
)
