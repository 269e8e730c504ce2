"""A fake in process that tells a lie: what a check finds of it."""

from contextlib import contextmanager
from dataclasses import fields

from fakeping import FakePing
from fakeping.contract.suites import SUITES
from fakeping.contract.transport import in_process
from fakeping.core.problem import Problem
from fakeping.engine.world import World
from fakeping.server.registry import DEFAULT_ENVIRONMENT
from tests.contract.lies.lie import about_answer
from tests.contract.steered import InProcess

# Requests of a check that a lie sends around in circles, for each that it makes otherwise.
_CIRCLES = 5
_FEWEST = 100


class FellOver(Exception):
    """A fake that can't live with a lie about its own data: whoever asks notices."""


# Every reply of the suite is held against its schema. One of a lie need not be.
_handle = getattr(World.handle, "__wrapped__", World.handle)


class Circles(Exception):
    """A check that asks on and on."""


# What the control API tells of a tenant, save for its tokens, which take as long as a check.
_KNOWN = {
    "pingone": lambda tenant: {
        "url": tenant.pingone.url,
        "auth_url": tenant.pingone.auth_url,
        "environment_id": tenant.pingone.environment_id,
        "client_id": tenant.pingone.credentials.client_id,
        "client_secret": tenant.pingone.credentials.client_secret,
    },
    "pingam": lambda tenant: {
        "url": tenant.pingam.url,
        "realm": tenant.pingam.realm,
        **_members(tenant.pingam.credentials),
    },
}


def _members(credentials):
    return {each.name: getattr(credentials, each.name) for each in fields(credentials)}


def heard(world, request):
    """The operation that a request is for, its tenant's state, and what it may write to."""
    route = world._router.find(request.path)
    tenant = world.tenant_at(route.family, route.address(request))
    edition = world.edition(route.family, tenant or world.asking(route.family, request))
    try:
        name = route.operation(request.method, edition).name.partition(".")[2]
    except Problem:
        name = "nothing"
    return name, tenant.stores[route.family.name] if tenant else None


class Fake:
    """A server with a tenant for each check, asked in process."""

    def __init__(self):
        self.server = FakePing(ids_seed=1)
        self.world = self.server.tenants.world

    @contextmanager
    def target(self, edition, handle):
        """A target in an edition (`pingone.current`), asked by `handle(request)`."""
        family, _, name = edition.partition(".")
        honest = in_process(lambda request: _handle(self.world, request))
        own = self.server.tenant(environment_id=DEFAULT_ENVIRONMENT, edition={family: name})
        with own as tenant:
            yield SUITES[family].of_tenant(
                in_process(handle),
                {family: _KNOWN[family](tenant)},
                control=InProcess(transport=honest, server=self.server, tenant=tenant),
                edition=name,
            )

    def listen(self, check, edition, note):
        """Run a check; `note(operation, request, reply, wrote)` hears of every exchange."""

        def handle(request):
            operation, store = heard(self.world, request)
            before = store and store.capture()
            reply = _handle(self.world, request)
            note(operation, request, reply, wrote=store is not None and store.capture() != before)
            return reply

        with self.target(edition, handle) as target:
            return check.verdict(target)

    def notices(self, checks, lie, *, usual):
        """The first of a few checks that differs when a lie is told; `None` where none does.

        They make so many requests otherwise.
        """
        left, mistakes = [max(_FEWEST, _CIRCLES * usual)], []

        def handle(request):
            left[0] -= 1
            if left[0] < 0:
                raise Circles
            try:
                return told(request)
            except FellOver:
                raise
            except Exception as mistake:
                mistakes.append(mistake)  # ours, which a check may take for the fake's
                raise

        def told(request):
            operation, store = heard(self.world, request)
            loses = store is not None and lie.loses(operation)
            before = store.capture() if loses else None
            asked = lie.asked(operation, request)
            try:
                reply = _handle(self.world, asked)
            except Exception as error:
                raise FellOver from error
            about = about_answer(operation, reply)
            if loses and lie.about == about:
                store.restore(before)
            return lie.answered(about, reply)

        with self.target(lie.edition, handle) as target:
            found = next((each for each in checks if _differs(each, target)), None)
        if mistakes:
            raise mistakes[0]
        return found


def _differs(check, target):
    """Whether a check differs, or is surprised by what it is answered."""
    try:
        return check.verdict(target).outcome == "differs"
    except (OSError, RuntimeError):
        return False  # as the runner has it: not run
    except Exception:  # noqa: BLE001 - a check that is surprised has noticed
        return True
