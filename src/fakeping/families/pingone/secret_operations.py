"""The operations on the secrets of a kind: of resources, of applications."""

from collections.abc import Callable, Iterator
from typing import Any

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.operation import Call, Operation
from fakeping.families.pingone import replies, rules
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.kind import Kind, environment_url
from fakeping.families.pingone.model import Secret
from fakeping.families.pingone.row import TODAY, row
from fakeping.families.pingone.secret import Secrets
from fakeping.families.pingone.store import Platform

PlatformCall = Call[Platform]


def rows(
    kind: Kind[Any], name: str, secrets: Callable[[Environment], Secrets]
) -> Iterator[Operation[Platform]]:
    """Reading and rotating an entity's secret, and expiring its previous one."""

    def answer(call: PlatformCall, environment: Environment, held: Secret) -> Reply:
        document = _document(kind, call.request.base_url, environment.id, held)
        return replies.reply(encoded(document))

    def read(call: PlatformCall) -> Reply:
        environment = call.store.environment(call.address)
        return answer(call, environment, secrets(environment).get(call.params[kind.param]))

    def rotate(call: PlatformCall) -> Reply:
        environment = call.store.environment(call.address)
        expires_at = (call.body.get("previous") or {}).get("expiresAt")
        rotated = secrets(environment).rotate(
            call.params[kind.param], previous_expires_at=expires_at
        )
        return answer(call, environment, rotated)

    def delete_previous(call: PlatformCall) -> Reply:
        secrets(call.store.environment(call.address)).forget_previous(call.params[kind.param])
        return Reply(204)

    path = f"{kind.path()}/{{{kind.param}}}/secret"
    shown = {200: f"pingone/current/{name}"}
    confidential: dict[str, Any] = {"editions": TODAY, "confidential": True}
    yield row(
        f"{name}.read",
        f"GET {path}",
        read,
        shown,
        summary=f"Read the secret of {kind.a}",
        rule=rules.SECRET_FORM,
        **confidential,
    )
    yield row(
        f"{name}.rotate",
        f"POST {path}",
        rotate,
        shown,
        summary=f"Make a new secret for {kind.a}",
        body_schema="pingone/current/secret_request",
        body_optional=True,
        rule=rules.SECRET_FORM,
        **confidential,
    )
    yield row(
        f"{name}.delete_previous",
        f"DELETE {path}",
        delete_previous,
        {204: None},
        summary=f"Expire the previous secret of {kind.a}",
        rule=rules.SECRET_PREVIOUS,
        **confidential,
    )


def _document(kind: Kind[Any], base_url: str, environment_id: str, held: Secret) -> JSON:
    owner = f"{kind.url(base_url, environment_id)}/{held.owner_id}"
    links = {
        "self": f"{owner}/secret",
        "environment": environment_url(base_url, environment_id),
        kind.name: owner,
    }
    previous = {"secret": held.previous, "expiresAt": held.previous_expires_at}
    return {
        "_links": {name: {"href": url} for name, url in links.items()},
        "environment": {"id": environment_id},
        "secret": held.secret,
        **({"previous": previous} if held.previous is not None else {}),
    }
