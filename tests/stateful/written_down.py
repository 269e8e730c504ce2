"""What is written down and read back elsewhere answers just the same."""

import json

from fakeping import FakePing
from tests.state.full import reads

# One for all, since a server's signing key takes long to make.
ELSEWHERE = FakePing()


def check_copy(server, tenant):
    """Write a tenant down, read it back on another server, and compare all that they say."""
    taken = tenant.snapshot()
    ELSEWHERE.tenants.base_url = server.url
    with ELSEWHERE.tenant(
        environment_id=tenant.pingone.environment_id,
        realm=tenant.pingam.realm,
        edition={"pingone": tenant.pingone.edition, "pingam": tenant.pingam.edition},
    ) as copy:
        copy.reset(to=json.loads(json.dumps(taken)))

        assert copy.snapshot() == taken
        assert reads(ELSEWHERE, copy) == reads(server, tenant)
