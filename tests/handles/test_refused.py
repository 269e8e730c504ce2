"""What a test says and may not: one exception, with what was meant."""

import pytest

import fakeping
from fakeping import FakePing, Refused, WrongArguments, connect
from fakeping.core.keywords import explained

WRONG = [
    (lambda tenant: tenant.pingone.given.resource(name=""), fakeping.Invalid),
    (lambda tenant: tenant.pingone.given.resource(name="openid"), Refused),
    (lambda tenant: tenant.pingone.given.resource(name="photos", scopes="view"), Refused),
    (lambda tenant: tenant.pingam.given.resource_set(resource_scopes="view"), Refused),
    (lambda tenant: tenant.pingam.given.label("red", type="PINK"), Refused),
    (lambda tenant: tenant.pingam.pat("bob", realm="elsewhere"), Refused),
    (lambda tenant: tenant.pingone.given.resource(name="photos", scopes=5), Refused),
    (lambda tenant: tenant.pingone.scopes("nowhere"), fakeping.NotFound),
    (lambda tenant: tenant.reset(to={"pingone": {"resources": 5}}), Refused),
    (lambda tenant: tenant.add({"pingone": {"resources": [{"nam": "x"}]}}), Refused),
    (lambda tenant: tenant.faults.next("pingone.resource.lst"), Refused),
    (lambda tenant: tenant.faults.preset("throtled"), Refused),
    (lambda tenant: tenant.pingone.given.resource(name="x", audience=5), Refused),
]


@pytest.mark.parametrize(("act", "kind"), WRONG, ids=range(len(WRONG)))
def test_what_is_refused_is_a_value_error_of_one_class(tenant, act, kind):
    before = tenant.snapshot()

    with pytest.raises(kind) as refused:
        act(tenant)

    assert isinstance(refused.value, Refused)
    assert isinstance(refused.value, ValueError)
    assert tenant.snapshot() == before


@pytest.mark.parametrize(
    "options",
    [{"edition": {"pingone": "p14"}}, {"switches": {"pingam.x": True}}, {"auth": "none"},
     {"seed": {"pingone": 5}}, {"realm": ".."}],
    ids=str,
)  # fmt: skip
def test_so_is_a_tenants_option(held, options):
    with pytest.raises(Refused):
        held.tenant(**options)


def test_an_address_that_is_taken_is_refused(held, tenant):
    with pytest.raises(Refused, match="another tenant has"):
        held.tenant(environment_id=tenant.pingone.environment_id)


@pytest.mark.parametrize(
    ("act", "meant"),
    [
        (lambda tenant: tenant.pingone.token(ttl=5), "'ttl'; did you mean lifetime?"),
        (lambda tenant: tenant.pingone.token(scope=[]), "'scope'; did you mean scopes?"),
        (lambda tenant: tenant.pingam.pat(user="bob"), "'user'; did you mean owner?"),
        (lambda tenant: tenant.pingam.pat(zzz=1), "no 'zzz'; it takes owner, client, scopes"),
        (lambda tenant: tenant.pingone.given.resource(nam="x"), "'name': is it meant by 'nam'?"),
        (lambda tenant: tenant.pingone.given.user(usernam="x"), "did you mean username?"),
        (lambda tenant: tenant.pingam.given.client("a", secret="b"), "mean client_secret?"),
        (lambda tenant: tenant.clock.advance(minute=1), "'minute'; did you mean minutes?"),
        (lambda tenant: tenant.clock.advance(1, 2), "too many positional"),
        (lambda tenant: tenant.pingam.claim_token(), r"lacks 'party'; it takes party, client"),
    ],
)  # fmt: skip
def test_a_wrong_keyword_says_what_was_meant(tenant, act, meant):
    with pytest.raises(WrongArguments) as refused:
        act(tenant)

    assert meant in str(refused.value)


def test_so_does_one_of_a_server(held):
    with pytest.raises(WrongArguments, match="did you mean environment_id"):
        held.tenant(environment="x")
    with pytest.raises(WrongArguments, match=r"FakePing\(\) takes no 'hosts'; did you mean host?"):
        FakePing(hosts="x")
    with pytest.raises(WrongArguments, match=r"RemoteServer\(\) takes no 'editions'"):
        connect("http://127.0.0.1:1", editions={})


def test_an_error_of_the_method_itself_is_left_alone():
    @explained()
    class Thing:
        def act(self, number):
            return "a" + number

    with pytest.raises(TypeError, match="concatenate") as error:
        Thing().act(5)

    assert not isinstance(error.value, WrongArguments)


def test_the_public_names_are_all_there_and_nothing_else():
    assert {each for each in dir(fakeping) if not each.startswith("__")} == {
        each for each in fakeping.__all__ if not each.startswith("__")
    }
    for name in fakeping.__all__:
        assert getattr(fakeping, name) is not None
