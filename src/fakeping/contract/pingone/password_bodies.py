"""What checks of passwords have in common: how they are asked about, and their state."""

from collections.abc import Mapping

from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON

PASSWORD = "2FederateM0re!"  # noqa: S105 - the samples' own
OTHER = "another 2FederateM0re!"

MEDIA = "application/vnd.pingidentity.{}+json"


def password_url(target: PingOneTarget, user: JSON) -> str:
    """Where a user's password is."""
    return f"{target.user_url(user)}/password"


def asked(
    target: PingOneTarget, user: JSON, method: str, act: str, said: Mapping[str, JSON]
) -> Answer:
    """What is answered to an act on a user's password."""
    headers = {"Content-Type": MEDIA.format(act)}
    return target.ask(method, password_url(target, user), json=said, headers=headers)


def state_of(target: PingOneTarget, user: JSON) -> JSON:
    """What the state of a password says besides."""
    url = password_url(target, user)
    acts = ("check", "reset", "set", "recover")
    links = {"self": url, "user": target.user_url(user), "environment": target.environment_url}
    links |= {f"password.{act}": url for act in acts}
    return {
        "_links": {name: {"href": href} for name, href in links.items()},
        "user": {"id": user["id"]},
        "environment": {"id": target.environment_id},
        "passwordPolicy": {"id": str},
    }
