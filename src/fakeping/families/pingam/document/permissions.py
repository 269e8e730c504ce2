"""An RPT's permissions in a state document."""

from fakeping.core.exchange import JSON
from fakeping.families.pingam.model import Permission


def permissions_of(said: JSON) -> tuple[Permission, ...] | None:
    """Read the permissions of a token's entry; `None` for a token that is no RPT."""
    if said is None:
        return None
    return tuple(
        Permission(resource_id=each["resource_id"], scopes=tuple(each["scopes"])) for each in said
    )
