"""The server class, and the composition root: wall clock and randomness come in here."""

import secrets
import ssl
import time
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from aiohttp import web

from fakeping import control
from fakeping.core.authority import LAST_PORT, base_url
from fakeping.core.guided import Guided
from fakeping.core.keywords import explained
from fakeping.core.problem import Refused
from fakeping.core.stored import MAX_STORED
from fakeping.core.tally import Tally
from fakeping.families import AM_CONTEXT_PATH, FAMILIES, TenantDescription, deployed
from fakeping.journal.journal import Journal
from fakeping.journal.limits import JournalLimits
from fakeping.literals.names import Editions
from fakeping.regression import as_test
from fakeping.server import addresses
from fakeping.server.aiohttp_door import Answer, build_answer, build_app
from fakeping.server.control_host import ControlHost
from fakeping.server.hosts import HostNames
from fakeping.server.lifetime import Lifetime
from fakeping.server.options import Auth
from fakeping.server.registry import Tenants
from fakeping.server.tenant import Seed, Tenant

if TYPE_CHECKING:
    from fakeping.coverage import Summary

#: The key of the fake in its application.
FAKE: web.AppKey["FakePing"] = web.AppKey("fakeping")


@explained("__init__", "tenant", "default_tenant")
class FakePing(Lifetime, Guided):
    """A fake PingOne and PingAM, which listens on a port of the loopback.

    `with FakePing() as server` serves from a thread and an event loop of its own, as between
    `start()` and `stop()`; `async with` serves from the caller's loop. Port 0 lets the system
    choose. `edition` names an edition for a family, such as `{"pingone": "p14c"}`, and `switches`
    turns one behaviour of it on or off, such as `{"pingam.require_if_match": True}`; `auth` is
    `strict` (only tokens that the tenant issued), `any` (any bearer token) or `off`.

    Absolute links begin with `public_url`, or else with the name that the request gives the
    server; `trust_forwarded` honours `X-Forwarded-Proto` and `X-Forwarded-Host`. A `host` that
    is not a loopback address lets strangers in: the control API then wants a key, which is made
    up when `control_key` is left out. Raises `ValueError` for an address that no URL can have.
    `ids_seed`, a number or a text, makes every id repeatable.

    `journal` limits each journal: `JournalLimits`, or a number of exchanges, 0 for none.
    `record_secrets` keeps tokens, credentials and the bodies of token requests in it, unredacted:
    for debugging, and never where somebody else can read the journal. `max_stored` limits the
    bytes of each tenant's state, of both families: past it, requests that add to it are 507.
    `coverage` counts how requests are answered, for `coverage()`. With `ssl_context` the server
    speaks only TLS: its URLs and links begin with `https`.
    """

    _parts = MappingProxyType({"tenant()": Tenant})

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        edition: Editions | Mapping[str, str] | None = None,
        switches: Mapping[str, bool] | None = None,
        auth: Auth = "strict",
        am_context_path: str = AM_CONTEXT_PATH,
        public_url: str | None = None,
        trust_forwarded: bool = False,
        allowed_hosts: Iterable[str] = (),
        control_key: str | None = None,
        ids_seed: int | str | None = None,
        journal: JournalLimits | int | None = None,
        record_secrets: bool = False,
        max_stored: int = MAX_STORED,
        coverage: bool = False,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        host = addresses.host(host, "host")
        if public_url is not None:
            public_url = base_url(public_url, "a public_url").geturl().rstrip("/")
        if control_key:
            addresses.key(control_key, "control_key")
        if not 0 <= port <= LAST_PORT:
            raise Refused(f"port is 0 to {LAST_PORT}, and 0 is any that is free, not {port}")
        if max_stored < 0:
            raise Refused(f"max_stored is a number of bytes, 0 or more, not {max_stored}")
        self.loopback = addresses.is_loopback(host)
        if not control_key:
            control_key = None if self.loopback else secrets.token_urlsafe(24)
        self.control_key = control_key
        self.record_secrets = record_secrets
        names = HostNames(
            anything=not self.loopback,
            allowed=frozenset(addresses.host(each, "an allowed host") for each in allowed_hosts)
            | {host},
            public_url=public_url,
            trust_forwarded=trust_forwarded,
            scheme="https" if ssl_context else "http",
        )
        mount = addresses.context_path(am_context_path, "am_context_path")
        self.tenants = Tenants(
            (*deployed(mount), control.FAMILY),
            real_clock=time.time,
            ids_seed=ids_seed,
            edition=cast("Mapping[str, str]", edition or {}),
            switches=switches,
            auth=auth,
            journal=journal,
            record_secrets=record_secrets,
            max_stored=max_stored,
            as_test=as_test,
        )
        if coverage:
            self.tenants.world.count_answers()
        self._control_host = ControlHost(self.tenants, control_key=control_key)
        self.tenants.world.services[control.FAMILY.name] = self._control_host
        super().__init__(self.tenants, names, host=host, port=port, ssl_context=ssl_context)

    @property
    def control_url(self) -> str:
        """The base URL of the control API."""
        return f"{self.url}{control.FAMILY.mount}"

    @property
    def listening_url(self) -> str:
        """The URL of the address that it listens on, even with a `public_url`."""
        return self._names.own_url

    @property
    def unmatched(self) -> Journal:
        """The journal of unmatched requests: those that belong to no tenant."""
        return self.tenants.world.unmatched.journal

    strays = unmatched  # the older name, kept for one release

    @property
    def crashes(self) -> tuple[Exception, ...]:
        """Bugs of fakeping that requests of no tenant ran into. There should be none."""
        return tuple(self.tenants.world.unmatched.crashes)

    def tenant(
        self,
        *,
        environment_id: str | None = None,
        realm: str | None = None,
        edition: Editions | Mapping[str, str] | None = None,
        switches: Mapping[str, bool] | None = None,
        auth: Auth | None = None,
        seed: Seed | None = None,
        ids_seed: int | str | None = None,
        journal: JournalLimits | int | None = None,
        record_secrets: bool | None = None,
        name: str | None = None,
    ) -> Tenant:
        """Return a fresh tenant; `with server.tenant() as tenant` drops it at the end.

        By default the environment id and realm are random, and editions, authentication and
        the journal's limits are the server's. `switches` override single behaviours of the
        edition. `name`, such as a test's, identifies it for people. Raises `ValueError` when
        another tenant has the environment or realm, or for an unknown edition or switch.
        """
        return self.tenants.create(
            environment_id=environment_id,
            realm=realm,
            edition=cast("Mapping[str, str] | None", edition),
            switches=switches,
            auth=auth,
            seed=seed,
            ids_seed=ids_seed,
            journal=journal,
            record_secrets=record_secrets,
            name=name,
        )

    def default_tenant(self, *, seed: Seed | None = None, realm: str | None = None) -> Tenant:
        """Return a fresh tenant with the ids of the source documents' own samples."""
        return self.tenants.create_default(loopback=self.loopback, seed=seed, realm=realm)

    def describe(self, tenant: Tenant) -> TenantDescription:
        """What a client of any language needs to use a tenant: URLs, ids, credentials, tokens.

        Raises `LookupError` for a tenant that was dropped, or once the server has stopped.
        """
        if self.tenants.stopped:
            raise LookupError("the server has stopped: nothing answers for its tenants")
        return self._control_host.describe(tenant)

    def coverage(self) -> "Summary":
        """The coverage of the APIs so far. Raises `LookupError` if coverage is disabled."""
        from fakeping.coverage import summarized  # noqa: PLC0415 - few ask

        return summarized(self.tally, FAMILIES)

    @property
    def tally(self) -> Tally:
        """The count of replies so far. Raises `LookupError` if coverage is disabled."""
        tally = self.tenants.world.tally
        if tally is None:
            raise LookupError("nobody counts: FakePing(coverage=True) does")
        return tally

    def app(self) -> web.Application:
        """The aiohttp application that serves these tenants."""
        app = build_app(self.tenants.world, self._names)
        app[FAKE] = self
        self._control_host.waiters.open()

        async def let_go(_: web.Application) -> None:
            self._let_go()

        app.on_shutdown.append(let_go)
        return app

    def _build_answer(self) -> Answer:
        self._control_host.waiters.open()
        return build_answer(self.tenants.world, self._names)

    def _let_go(self) -> None:
        """Release every held reply. Later ones are not held."""
        self._control_host.waiters.close()
        for each in self.tenants.all():
            each.release_held(remove_faults=False)


def create_app(server: FakePing | None = None) -> web.Application:
    """Return a fake as an aiohttp application, for aiohttp's test client and for embedding.

    By default it makes a new fake. The fake is `app[FAKE]`; `app[FAKE].tenant()` makes a tenant.
    """
    return (server or FakePing()).app()
