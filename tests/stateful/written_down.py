"""What is written down and read back elsewhere answers just the same."""

import json

from hypothesis.stateful import precondition, rule

from fakeping import FakePing
from tests.engine.full import reads

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


class WrittenDown:
    """A step of a machine with a `server` and a `tenant`: a copy answers just the same."""

    # How often an example is compared with a copy, which takes as long as ten other steps.
    copies_left = 3

    @precondition(lambda self: self.copies_left)
    @rule()
    def write_down_and_read_elsewhere(self):
        self.copies_left -= 1
        check_copy(self.server, self.tenant)


class ReadBack(WrittenDown):
    """One more step: a tenant that is put back to what it is goes on as before."""

    @rule()
    def write_down_and_read_back(self):
        self.tenant.reset(to=self.tenant.snapshot())
