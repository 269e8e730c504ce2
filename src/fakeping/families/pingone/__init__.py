"""PingOne Platform API: resources and their scopes."""

from fakeping.core.body import require_identity, require_json
from fakeping.core.exchange import Request
from fakeping.core.operation import Family, Params
from fakeping.families.pingone.edition import EDITIONS, SWITCHES
from fakeping.families.pingone.headers import finish
from fakeping.families.pingone.operations import OPERATIONS
from fakeping.families.pingone.problems import PROBLEM_REPLIES, render_problem
from fakeping.families.pingone.rules import RULES
from fakeping.families.pingone.signin import operations as signin
from fakeping.families.pingone.signin import rules as signin_rules
from fakeping.families.pingone.store import Platform
from fakeping.families.pingone.tokens import authenticate, environment_of_bearer, stray


def _environment(params: Params, request: Request) -> str:
    # The collection of environments is the tenant's whose token asks for it.
    return params.get("environment_id") or environment_of_bearer(request)


def _check_media(request: Request) -> None:
    require_json(request.headers)
    require_identity(request.headers)


FAMILY = Family(
    name="pingone",
    mount="",
    operations=OPERATIONS + signin.OPERATIONS,
    rules=RULES + signin_rules.RULES,
    editions=tuple(EDITIONS),
    switches=SWITCHES,
    behaviour=EDITIONS,
    new_store=Platform,
    address=_environment,
    authenticate=authenticate,
    stray=stray,
    check_media=_check_media,
    render_problem=render_problem,
    problem_replies=PROBLEM_REPLIES,
    finish=finish,
)
