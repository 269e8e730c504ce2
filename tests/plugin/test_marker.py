"""The marker: what it may say, and where."""

import pytest


def test_the_marker_goes_from_the_function_to_its_class_to_its_module(suite):
    suite("""
import pytest

pytestmark = pytest.mark.fakeping(auth="off", realm="photos")

def statuses(tenant):
    return [ask(resources(tenant)), ask(resources(tenant), "any")]

def test_the_module(fakeping):
    assert statuses(fakeping) == [200, 200]

@pytest.mark.fakeping(auth="any")
class TestClass:
    def test_the_class(self, fakeping):
        assert statuses(fakeping) == [401, 200]

    @pytest.mark.fakeping(auth="strict", edition={"pingone": "p14c"})
    def test_the_function(self, fakeping):
        assert statuses(fakeping) == [401, 401]
        assert fakeping.pingone.edition == "p14c"
        assert fakeping.pingam.realm == "photos"  # what only the module says still holds
""").runpytest().assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("marker", "sentence"),
    [
        pytest.param('"p14c"', "*takes keyword arguments alone, and no 'p14c'", id="a position"),
        pytest.param(
            'edition={"pingone": "p15"}', "*no edition 'p15' of pingone*", id="an edition"
        ),
        pytest.param(
            'editon="x"', "*takes no 'editon'; did you mean edition[?] Choose from*", id="a name"
        ),
        pytest.param(
            'edition="current"',
            'the fakeping marker: edition is a mapping, such as {"pingone": "current"}, not*',
            id="an edition of nothing",
        ),
        pytest.param(
            'switches=["unique"]', "*switches is a mapping, such as *", id="switches as a list"
        ),
        pytest.param(
            'auth="of"', "the fakeping marker: there is no authentication 'of': *", id="a value"
        ),
    ],
)
def test_an_invalid_marker_is_explained(suite, marker, sentence):
    result = suite(f"""
import pytest

@pytest.mark.fakeping({marker})
def test_it(fakeping):
    pass
""").runpytest()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*ERROR at setup of test_it*", sentence, "*short test summary*"])
    result.stdout.no_fnmatch_line("*.py:[0-9]*: *")
    result.stdout.no_fnmatch_line("*fakeping journal*")


def test_the_marker_is_declared(suite):
    result = suite("""
import pytest

@pytest.mark.fakeping(auth="off")
def test_it(fakeping):
    pass
""").runpytest("--strict-markers", "-W", "error")

    result.assert_outcomes(passed=1)
    result = suite("").runpytest("--markers")
    result.stdout.fnmatch_lines(["@pytest.mark.fakeping(edition=*auth=...*)*"])


def test_editions_and_switches_of_every_layer_hold_together(suite):
    suite("""
import pytest

pytestmark = pytest.mark.fakeping(
    edition={"pingone": "current", "pingam": "openam"},
    switches={"pingam.unique_names": False, "pingam.require_if_match": True},
)

@pytest.mark.fakeping(edition={"pingam": "8.1"}, switches={"pingam.require_if_match": False})
class TestClass:
    @pytest.mark.fakeping(switches={"pingam.enforce_pat_scope": False})
    def test_the_function(self, fakeping, make_fakeping):
        for tenant in [fakeping, make_fakeping()]:
            assert (tenant.pingone.edition, tenant.pingam.edition) == ("current", "8.1")
            edition = tenant.pingam._store.edition
            assert not edition.unique_names
            assert not edition.require_if_match
            assert not edition.enforce_pat_scope
""").runpytest().assert_outcomes(passed=1)
