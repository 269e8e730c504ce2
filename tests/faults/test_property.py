"""Whatever the script: as many faults fire as a small model says, and nothing else is disturbed."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from fakeping import FakePing
from tests.drive import ask

OPERATIONS = {
    "pingone.resource.list": lambda tenant: (
        "GET",
        f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources",
        tenant.pingone.token(),
    ),
    "pingone.resource.create": lambda tenant: (
        "POST",
        f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources",
        tenant.pingone.token(),
    ),
    "pingam.resource_set.list": lambda tenant: (
        "GET",
        tenant.pingam.resource_set_url,
        tenant.pingam.pat(),
    ),
}
WHICH = {
    **{name: {name} for name in OPERATIONS},
    "pingone.*": {name for name in OPERATIONS if name.startswith("pingone.")},
    None: set(OPERATIONS),
}


@dataclass
class Model:
    """One fault, as simple as it can be said."""

    kind: str
    op: str | None
    times: int | None
    after: int
    matched: int = 0
    fired: int = 0

    def strikes(self, *, refused):
        """Whether a request that it fits is met."""
        if self.times is not None and self.fired >= self.times:
            return False
        if self.kind == "after_commit" and refused:
            return False
        self.matched += 1
        if self.matched <= self.after:
            return False
        self.fired += 1
        return True


MODELS = st.builds(
    Model,
    kind=st.sampled_from(["next", "drop", "truncate", "malformed", "after_commit", "delay"]),
    op=st.sampled_from(sorted(WHICH, key=str)),
    times=st.none() | st.integers(1, 3),
    after=st.integers(0, 3),
)
BEFORE = {"next", "drop"}


def expected(models, operation, *, refused):
    """The kinds of the faults that a request meets, in the order in which they are met."""
    met = []
    fitting = [each for each in models if operation in WHICH[each.op]]
    for each in fitting:
        if each.kind in BEFORE and each.strikes(refused=False):
            met.append(each.kind)
            break
    settled = bool(met)
    for each in fitting:
        if each.kind in BEFORE or (settled and each.kind != "delay"):
            continue
        if each.strikes(refused=refused or (settled and each.kind == "after_commit")):
            met.append(each.kind)
            settled = settled or each.kind != "delay"
    return met


def named(kind):
    return {"next": "status_503", "after_commit": "after_commit.drop"}.get(kind, kind)


def script(tenant, model):
    more = {"times": model.times, "after": model.after}
    if model.kind == "delay":
        return tenant.faults.delay(model.op, 0, **more)
    if model.kind == "next":
        more["status"] = 503
    return getattr(tenant.faults, model.kind)(model.op, **more)


@given(
    models=st.lists(MODELS, max_size=5),
    requests=st.lists(
        st.tuples(st.sampled_from(sorted(OPERATIONS)), st.booleans()), min_size=1, max_size=20
    ),
)
def test_as_many_fire_as_the_model_says(models, requests):
    server = FakePing(ids_seed=3)
    tenant, plain = server.tenant(), server.tenant()
    faults = [script(tenant, each) for each in models]
    names = 0
    for number, (operation, valid) in enumerate(requests):
        method, url, token = OPERATIONS[operation](tenant)
        more = {}
        refused = operation.endswith("create") and not valid
        if operation.endswith("create"):
            more["body"] = {"name": f"resource {number}" if valid else ""}

        reply = ask(server, method, url, token=token, **more)

        met = expected(models, operation, refused=refused)
        names += operation.endswith("create") and valid and not BEFORE & set(met)
        assert (reply.fault or "") == "+".join(map(named, met))
    assert [(each.matched, each.fired) for each in faults] == [
        (each.matched, each.fired) for each in models
    ]
    assert len(tenant.pingone.resources()) == 2 + names
    assert len(plain.journal) == 0
