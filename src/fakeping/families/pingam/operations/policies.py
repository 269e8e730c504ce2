"""Operations with which owners share resource sets."""

from collections.abc import Mapping

from fakeping.core.exchange import Reply
from fakeping.core.operation import Operation, row
from fakeping.core.problem import Forbidden
from fakeping.families.filters.fields import Field
from fakeping.families.pingam import queries, records
from fakeping.families.pingam.model import Policy
from fakeping.families.pingam.operations.call import (
    AMCall,
    check_creation,
    creates,
    listed,
    owned_url,
)
from fakeping.families.pingam.parameters import CONDITIONS, CREATION
from fakeping.families.pingam.policy_conditions import expiration
from fakeping.families.pingam.problems import PreconditionFailed, WrongRequest
from fakeping.families.pingam.rules import owner as rules
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import common_rest
from fakeping.families.pingam.wire.protocol import version

_COLLECTION: queries.Collection[Policy] = queries.Collection(
    show=common_rest.policy,
    own_id=False,
    fields={
        ("resourceServer",): Field(lambda each: each.client, ("eq",)),
        ("permissions", "subject"): Field(
            lambda each: [share.subject for share in each.shares], ("eq",)
        ),
    },
)


def query_policies(call: AMCall) -> Reply:
    """List the owner's policies that match a filter."""
    found = listed(call.store.policies.of(realm=call.address, owner=call.params["user"]))
    return queries.answer(_COLLECTION, found, call.query, protocol=version(call.request))


def read_policy(call: AMCall) -> Reply:
    """Read one policy."""
    found = call.store.policies.get(
        call.params["id"], realm=call.address, owner=call.params["user"]
    )
    return _answer(call, found)


def put_policy(call: AMCall) -> Reply:
    """Create with `If-None-Match: *`, replace with `If-Match`, else create or replace."""
    policy = _policy(call, call.params["id"])
    headers = call.request.headers
    current = call.store.policies.find(policy.id)
    if creates(call, there=current is not None):
        return _created(call, policy)
    before = call.store.policies.get(policy.id, realm=call.address, owner=call.params["user"])
    _check_revision(headers, before)
    call.store.history.shared(call.store.policies.put(policy), before=before)
    return _answer(call, policy)


def create_policy(call: AMCall) -> Reply:
    """Create the policy of the resource set that the body names."""
    check_creation(call)
    return _created(call, _policy(call, call.body["policyId"]))


def _created(call: AMCall, policy: Policy) -> Reply:
    if call.caller.subject != policy.owner:
        said = "Only resource owner of resource set can create UMA policies for it."
        raise Forbidden(said, rule=rules.POLICY_OWNER)
    call.store.history.shared(call.store.policies.create(policy), before=None)
    reference = common_rest.policy_reference(policy)
    within = owned_url(call, "uma/policies")
    return common_rest.created(call.request, reference, within=within, own_id=False)


def _answer(call: AMCall, policy: Policy) -> Reply:
    return common_rest.resource(call.request, common_rest.policy(policy), own_id=False)


def delete_policy(call: AMCall) -> Reply:
    """Delete one policy."""
    found = call.store.policies.get(
        call.params["id"], realm=call.address, owner=call.params["user"]
    )
    _check_revision(call.request.headers, found)
    call.store.policies.remove(found.id)
    return common_rest.answer({})


def _policy(call: AMCall, id_: str) -> Policy:
    if call.body["policyId"] != id_:
        raise WrongRequest("Policy ID does not match policy ID in the body.", rule=rules.POLICY_ID)
    return call.store.share(
        id_,
        records.shares(call.body["permissions"]),
        realm=call.address,
        owner=call.params["user"],
        members=common_rest.policy_members(call.body),
        expires_at=expiration(call.body),
    )


def _check_revision(headers: Mapping[str, str], current: Policy) -> None:
    wanted = headers.get("If-Match", "*").strip('"')
    if wanted not in {"*", current.revision}:
        raise PreconditionFailed(
            f"The resource could not be accessed because it did not match the requested version"
            f" '{wanted}'",
            rule=rules.POLICY_REVISION,
        )


_UNMODELLED = {"name": "what the policy is called; it has the name of its resource set"}

_POLICIES = "/json/{realm*}/users/{user}/uma/policies"

ROWS: tuple[Operation[AccessManager], ...] = (
    row(
        "pingam.policy.query",
        f"GET {_POLICIES}",
        query_policies,
        {200: "pingam/policy_list"},
        query=queries.parameters(_COLLECTION),
        rule=rules.QUERY,
    ),
    row(
        "pingam.policy.create",
        f"POST {_POLICIES}",
        create_policy,
        {201: "pingam/policy_reference"},
        query=CREATION,
        rule=rules.POLICY_CREATED,
        sends=("ETag", "Location"),
        body_schema="pingam/policy_request",
        unmodelled=_UNMODELLED,
    ),
    row(
        "pingam.policy.read",
        f"GET {_POLICIES}/{{id}}",
        read_policy,
        {200: "pingam/policy"},
        sends=("ETag",),
    ),
    row(
        "pingam.policy.put",
        f"PUT {_POLICIES}/{{id}}",
        put_policy,
        {200: "pingam/policy", 201: "pingam/policy_reference"},
        summary="Create or replace the policy of a resource set",
        headers=CONDITIONS,
        rule=rules.POLICY_CREATED,
        sends=("ETag",),
        body_schema="pingam/policy_request",
        unmodelled=_UNMODELLED,
    ),
    row(
        "pingam.policy.delete",
        f"DELETE {_POLICIES}/{{id}}",
        delete_policy,
        {200: "pingam/nothing"},
        headers={"If-Match": CONDITIONS["If-Match"]},
        rule=rules.POLICY_REVISION,
    ),
)
