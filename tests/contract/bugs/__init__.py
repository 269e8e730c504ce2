"""Bugs that no lie can tell, each with the rules whose checks must find it.

Lies (`tests.contract.lies`) change single answers and requests. What shows only over several is
planted in the fake itself, at its seams: an end that comes too late, what one deletion leaves of
another entity, names across environments, who may have what, which check comes first.
"""

from tests.contract.bugs import (
    pingam_owners,
    pingam_resource_sets,
    pingam_tokens,
    pingone_applications,
    pingone_devices,
    pingone_entities,
    pingone_roles,
    pingone_sign_on,
    pingone_tokens,
    pingone_users,
    queries,
)

BUGS = (
    *pingone_applications.BUGS,
    *pingone_devices.BUGS,
    *pingone_entities.BUGS,
    *pingone_roles.BUGS,
    *pingone_sign_on.BUGS,
    *pingone_tokens.BUGS,
    *pingone_users.BUGS,
    *pingam_owners.BUGS,
    *pingam_resource_sets.BUGS,
    *pingam_tokens.BUGS,
    *queries.BUGS,
)
