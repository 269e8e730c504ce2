"""What checks of users have in common: what a new one has, and how one is imported."""

from fakeping.contract.check import ABSENT
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer
from fakeping.core.exchange import JSON

#: What every new user has.
NEW: JSON = {
    "enabled": True,
    "mfaEnabled": False,
    "account": {"canAuthenticate": True, "status": "OK", "lockedAt": ABSENT},
    "lifecycle": {"status": "ACCOUNT_OK"},
    "identityProvider": {"type": "PING_ONE"},
    "verifyStatus": "NOT_INITIATED",
}


def imported(target: PingOneTarget, said: JSON) -> Answer:
    """What is answered to an import."""
    headers = {"Content-Type": "application/vnd.pingidentity.user.import+json"}
    return target.ask("POST", target.users_url, json=said, headers=headers)


def account(target: PingOneTarget, user: JSON, act: str, *, body: bytes = b"") -> Answer:
    """What is answered to a lock or an unlock."""
    headers = {"Content-Type": f"application/vnd.pingidentity.account.{act}+json"}
    return target.ask("POST", target.user_url(user), raw=body, headers=headers)


def placed(population_id: str) -> JSON:
    """What a user says of a population."""
    return {"population": {"id": population_id}}
