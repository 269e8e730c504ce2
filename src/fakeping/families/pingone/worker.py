"""The worker application that each environment has from the start."""

from fakeping.core.sources import derived_uuid
from fakeping.families.oauth import POST
from fakeping.families.pingone.collection import Surroundings
from fakeping.families.pingone.signin.model import OPENID_CONNECT, WORKER, Application


def worker_id(environment_id: str) -> str:
    """The id of an environment's worker application."""
    return derived_uuid(environment_id, "worker")


def worker(near: Surroundings, secret: str) -> Application:
    """A worker application, which takes its secret by Basic or in the form."""
    id_ = worker_id(near.environment_id)
    return Application(
        id=id_,
        environment_id=near.environment_id,
        said={
            "name": "Worker",
            "enabled": True,
            "hiddenFromAppPortal": False,
            "type": WORKER,
            "protocol": OPENID_CONNECT,
            "accessControl": {"role": {"type": "ADMIN_USERS_ONLY"}},
            "assignActorRoles": False,
            "responseTypes": [],
            "grantTypes": ["CLIENT_CREDENTIALS"],
            "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC",
            "pkceEnforcement": "OPTIONAL",
        },
        client_secret=secret,
        further_methods=frozenset({POST}),
        assignments=near.assigned(near.edition.worker_roles, id_),
        built_in=True,
        created_at=near.created_at,
        updated_at=near.created_at,
    )
