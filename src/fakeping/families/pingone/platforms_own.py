"""PingOne's own applications, one of each of their types in an environment."""

from fakeping.core.sources import derived_uuid

CONSOLE = "PING_ONE_ADMIN_CONSOLE"
PORTAL = "PING_ONE_PORTAL"
SELF_SERVICE = "PING_ONE_SELF_SERVICE"

#: Types that each environment has one application of, and no other.
BUILT_IN_TYPES = (CONSOLE, PORTAL, SELF_SERVICE)


def id_of(environment_id: str, type_: str) -> str:
    """The id of an environment's application of one of these types."""
    return derived_uuid(environment_id, "application", type_)
