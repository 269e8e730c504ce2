"""Whatever a tenant has been through, its snapshot can be put back, and says the same again."""

import json
from contextlib import suppress

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeping import FakePing
from fakeping.core.problem import Problem

NAMES = st.sampled_from(["a", "photos", "Fotos é 2026-01-01", "yes", "1e3", "null", "~", "'"])


def _resource(tenant, name):
    tenant.pingone.given.resource(name=name, scopes=[f"{name}:read"], description=name)


def _scope(tenant, name):
    tenant.pingone.given.scope(tenant.pingone.resources()[-1], name=name)


def _user(tenant, name):
    tenant.pingone.given.user(username=name, name=name, attributes={"locale": name})


def _application(tenant, name):
    made = tenant.pingone.given.application(name=name)
    tenant.pingone.given.grant(made, tenant.pingone.resources()[-1])


def _resource_set(tenant, name):
    tenant.pingam.given.resource_set(
        name=name, resource_scopes=["view", name], x={"y": [1.5, name]}
    )


def _shared(tenant, name):
    photo = tenant.pingam.given.resource_set(owner=name, resource_scopes=["view"])
    tenant.pingam.given.policy(photo, subject=name, scopes=["view"])


def _people(tenant, name):
    tenant.pingam.given.user(name, claims={"email": name})
    tenant.pingam.pat(name, scopes=["uma_protection", name])
    tenant.pingam.sso_token(name)


def _label(tenant, name):
    photo = tenant.pingam.given.resource_set(resource_scopes=[], labels=[name])
    tenant.pingam.given.label(name, resource_sets=[photo])


def _realm(tenant, name):
    tenant.pingam.given.realm(name)


def _clock(tenant, name):
    tenant.clock.advance(len(name) * 60.25)


def _freeze(tenant, name):
    tenant.clock.freeze()


def _empty(tenant, name):
    tenant.reset(to="empty")


DEEDS = [_resource, _scope, _user, _application, _resource_set, _shared, _people, _realm, _label]
DEEDS += [_clock, _freeze, _empty]

# A server's signing key takes long to make: one for all, and one that knows none of its secrets.
SERVERS = FakePing(ids_seed=1), FakePing(ids_seed=2)


def as_text(taken, folder):
    return json.loads(json.dumps(taken))


def as_json(taken, folder):
    (folder / "seed.json").write_text(json.dumps(taken, ensure_ascii=False), "utf-8")
    return folder / "seed.json"


def as_yaml(taken, folder):
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, _):
            return True

    text = yaml.dump(taken, Dumper=Plain, allow_unicode=True)
    (folder / "seed.yaml").write_text(text, "utf-8")
    return folder / "seed.yaml"


@pytest.mark.parametrize("written", [as_text, as_json, as_yaml])
@pytest.mark.parametrize("edition", ["p14c", "current"])
@settings(max_examples=12, deadline=None)
@given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), NAMES), max_size=12))
def test_a_snapshot_can_be_put_back_and_is_the_same_again(
    tmp_path_factory, written, edition, deeds
):
    server, elsewhere = SERVERS
    with server.tenant(edition={"pingone": edition}) as tenant:
        for deed, name in deeds:
            # A name that is taken, or that says too little, adds nothing.
            with suppress(Problem, ValueError, LookupError):
                deed(tenant, name)
        tenant.clock.freeze()
        taken = tenant.snapshot()
        document = written(taken, tmp_path_factory.mktemp("seed"))
        tenant.reset(to=document)
        assert tenant.snapshot() == taken

        addresses = {
            "environment_id": tenant.pingone.environment_id,
            "realm": tenant.pingam.realm,
        }
        with elsewhere.tenant(edition={"pingone": edition}, **addresses, seed=document) as other:
            assert other.snapshot() == taken
