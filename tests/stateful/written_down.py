"""What is written down and read back elsewhere answers just the same."""

import json

from hypothesis.stateful import precondition, rule

from fakeping import FakePing
from tests.drive import ask
from tests.engine.full import reads

# One for all, since a server's signing key takes long to make.
ELSEWHERE = FakePing()


def check_copy(server, tenant):
    """Write a tenant down, read it back on another server, and compare all that they say."""
    taken = tenant.snapshot()
    ELSEWHERE.tenants.base_url = server.tenants.base_url
    with ELSEWHERE.tenant(
        environment_id=tenant.pingone.environment_id,
        realm=tenant.pingam.realm,
        edition={"pingone": tenant.pingone.edition, "pingam": tenant.pingam.edition},
    ) as copy:
        copy.reset(to=json.loads(json.dumps(taken)))

        assert copy.snapshot() == taken
        assert reads(ELSEWHERE, copy) == reads(server, tenant)
        put_back(ELSEWHERE, copy)


def put_back(server, tenant):
    """Put every entity of PingOne back as it was read: it stays as it is, or is the platform's."""
    token = tenant.pingone.token(lifetime=10**9)
    home = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}"
    for url in entities(server, tenant, home, token):
        read = ask(server, "GET", url, token=token).json

        answer = ask(server, "PUT", url, read, token=token)

        if answer.status == 400:
            # A grant whose last scope has gone reads as one that no request may make.
            said = answer.json["code"] == "REQUEST_FAILED" or read.get("scopes") == []
            assert said, (url, answer.json)
        else:
            assert answer.status == 200, (url, answer.json)
            assert _undated(answer.json) == _undated(read) | _defaults(url, answer.json, read), url
            read = answer.json
        assert ask(server, "GET", url, token=token).json == read, url


def entities(server, tenant, home, token):
    """The URL of each entity that an environment's collections list, but for pages' next ones."""
    kinds = ["resources"]
    if tenant.pingone.edition == "current":
        yield from (home, f"{home}/billOfMaterials")
        kinds += ["populations", "applications", "users"]
    parts = {"resources": ("scopes", "attributes"), "applications": ("grants",)}
    for kind in kinds:
        for url in _listed(server, f"{home}/{kind}", token):
            yield url
            for part in parts.get(kind, ()):
                yield from _listed(server, f"{url}/{part}", token)


def _listed(server, url, token):
    reply = ask(server, "GET", url, token=token)
    if reply.status != 200:  # p14c has no attributes
        return []
    [items] = reply.json["_embedded"].values()
    return [f"{url}/{each['id']}" for each in items]


def _defaults(url, document, read):
    """What a built-in application does not say until it is put back."""
    if not url.rpartition("/")[0].endswith("/applications"):
        return {}
    return {name: each for name, each in document.items() if name not in read}


def _undated(document):
    return {name: each for name, each in document.items() if name != "updatedAt"}


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
