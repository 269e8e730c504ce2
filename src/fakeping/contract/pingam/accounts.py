"""Users and clients that a deployment knows."""

import base64
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody whom the deployment knows: a user by name and password, a client by id and secret.

    A client without a secret is public.
    """

    name: str
    secret: str | None = field(default=None, repr=False)


def basic(client: Account) -> dict[str, str]:
    """How a client says by Basic who it is."""
    pair = base64.b64encode(f"{client.name}:{client.secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}
