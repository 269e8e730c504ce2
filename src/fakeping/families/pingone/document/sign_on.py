"""The sign-on policies of an environment as entries of the state document."""

from collections.abc import Iterator

from fakeping.core.document_errors import DocumentErrors
from fakeping.core.exchange import JSON
from fakeping.families.pingone import kinds
from fakeping.families.pingone.document import entries
from fakeping.families.pingone.document.gaps import Gaps
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.sign_on import SignOnPolicy


def dump(environment: Environment) -> Iterator[JSON]:
    """The entries of policies that were added, and of built-in ones that changed or are gone."""
    policies = environment.sign_on_policies
    if not policies.made:
        return
    names = {id_: name for name, id_ in policies.builtin_ids().items()}
    for id_, name in names.items():
        if policies.table.get(id_) is None:
            yield {"builtIn": name, "deleted": True}
    first = {each.id: each for each in policies.builtins()}
    for each in policies.made:
        actions = _actions(environment, each)
        if first.get(each.id) == each and not actions:
            continue
        document = entries.entry(kinds.SIGN_ON_POLICIES, each, environment.edition)
        if each.id in names:
            document = {"builtIn": names[each.id], **document}
            del document["id"]
        yield {**document, **({"actions": actions} if actions else {})}


def _actions(environment: Environment, policy: SignOnPolicy) -> list[JSON]:
    """The entries of a policy's actions, unless they are those of a new environment."""
    made = list(environment.sign_on_policy_actions.made(policy.id))
    if made == list(environment.sign_on_policy_actions.of(policy.id).builtins()):
        return []
    kind, edition = kinds.SIGN_ON_POLICY_ACTIONS, environment.edition
    return [entries.entry(kind, each, edition) for each in made]


def dump_assignments(environment: Environment) -> Iterator[JSON]:
    """The entries of the policies that are assigned to applications."""
    kind, edition = kinds.SIGN_ON_POLICY_ASSIGNMENTS, environment.edition
    for application in environment.applications.made:
        for each in environment.sign_on_policy_assignments.made(application.id):
            policy = environment.sign_on_policies.get(each.sign_on_policy_id)
            document = entries.entry(kind, each, edition)
            yield {**document, "application": application.id, "signOnPolicy": policy.name}


def load_assignments(
    environment: Environment, document: JSON, findings: DocumentErrors, gaps: Gaps
) -> None:
    """Assign policies to applications, which are there."""
    listed = document.get("signOnPolicyAssignments", ())
    # Of several applications of the same name, the oldest.
    named = (
        {each.name: each.id for each in reversed(list(environment.applications.table))}
        if listed
        else {}
    )
    for place, each in enumerate(listed):
        with findings.at("signOnPolicyAssignments", place).caught():
            name = each["application"]
            found = environment.applications.find(name)
            application_id = found.id if found else named.get(name, name)
            assignments = environment.sign_on_policy_assignments.of(application_id)
            policy = environment.sign_on_policies.table.holder(each["signOnPolicy"])
            id_ = policy or each["signOnPolicy"]
            body = {**each, "signOnPolicy": {"id": id_}}
            del body["application"]
            said = entries.said(kinds.SIGN_ON_POLICY_ASSIGNMENTS, assignments, body)
            names = (assignments.kind, application_id, id_)
            stamp = gaps.stamp(each, assignments.table.get, *names)
            assignments.create(said, stamp=stamp)


def load(environment: Environment, document: JSON, findings: DocumentErrors, gaps: Gaps) -> None:
    """Add policies and change the built-in ones; deletions come last."""
    listed = list(enumerate(document.get("signOnPolicies", ())))
    _free_names(environment, {each.get("builtIn") for _, each in listed})
    for place, each in sorted(listed, key=lambda one: one[1].get("deleted", False)):
        at = findings.at("signOnPolicies", place)
        with at.caught():
            _policy(environment, each, gaps, at)


def _free_names(environment: Environment, built_in: set[str | None]) -> None:
    """Free the names of the built-in policies that a document changes."""
    policies = environment.sign_on_policies
    for name, id_ in policies.builtin_ids().items():
        current = policies.table.get(id_)
        if name in built_in and current is not None:
            entries.free_name(policies, current)


def _policy(environment: Environment, document: JSON, gaps: Gaps, findings: DocumentErrors) -> None:
    policies = environment.sign_on_policies
    built_in = document.get("builtIn")
    if document.get("deleted"):
        policies.delete(policies.builtin_ids()[_name(built_in)])
        return
    default = document.get("default", False)
    kind = kinds.SIGN_ON_POLICIES
    if built_in is None:
        policy = entries.add(kind, policies, {**document, "default": False}, gaps)
    else:
        current = policies.get(policies.builtin_ids()[built_in])
        said = entries.said(kind, policies, {"name": built_in, **document})
        updated_at = document.get("updatedAt")
        policy = policies.update(current.id, said, updated_at=updated_at)
    if default and not policy.default:
        policies.make_default(policy)
    actions = environment.sign_on_policy_actions.of(policy.id)
    if built_in is not None and document.get("actions"):
        for each in list(actions.table):
            actions.remove(each.id)
    for place, each in enumerate(document.get("actions", ())):
        with findings.at("actions", place).caught():
            said = entries.said(kinds.SIGN_ON_POLICY_ACTIONS, actions, each)
            stamp = gaps.stamp(each, actions.table.get, actions.kind, policy.id, each["type"])
            actions.create(said, stamp=stamp)


def _name(built_in: str | None) -> str:
    if built_in is None:
        raise ValueError("only a built-in policy is said to be deleted; leave others out")
    return built_in
