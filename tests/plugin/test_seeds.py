"""The state that a test begins with, and the ids that it meets."""

import pytest

NAMES = """
def names(tenant):
    return [each.name for each in tenant.pingone.resources()][2:]
"""


@pytest.fixture
def document(suite, tmp_path):
    """A state document that the fake itself wrote, with one resource."""
    pytester = suite(f"""{NAMES}
import json, pathlib

def test_it(fakeping):
    fakeping.pingone.given.resource(name="photos")
    pathlib.Path("photos.json").write_text(json.dumps(fakeping.snapshot()))
""")
    pytester.runpytest().assert_outcomes(passed=1)
    return pytester.path / "photos.json"


def test_a_marker_names_a_document_a_file_beside_the_test_or_a_function(suite, document):
    suite(f"""{NAMES}
import json, pathlib, pytest

WRITTEN = json.loads(pathlib.Path("photos.json").read_text())

def albums(tenant):
    tenant.pingone.given.resource(name="albums")

@pytest.mark.fakeping(seed=WRITTEN)
def test_a_document(fakeping, make_fakeping):
    assert names(fakeping) == names(make_fakeping()) == ["photos"]
    assert names(make_fakeping(seed=albums)) == ["albums"]
    fakeping.pingone.given.resource(name="albums")
    fakeping.reset()
    assert names(fakeping) == ["photos"]

@pytest.mark.fakeping(seed="photos.json")
def test_a_file(fakeping):
    assert names(fakeping) == ["photos"]

@pytest.mark.fakeping(seed=albums)
def test_a_function(fakeping):
    assert names(fakeping) == ["albums"]

def test_nothing(fakeping):
    assert names(fakeping) == []
""").runpytest().assert_outcomes(passed=4)


def test_an_option_is_for_every_test_and_a_fixture_for_those_below_it(suite, document):
    suite(f"""{NAMES}
import pytest

def test_the_option(fakeping):
    assert names(fakeping) == ["photos"]

class TestClass:
    @pytest.fixture
    def fakeping_seed(self, tmp_path):
        return lambda tenant: tenant.pingone.given.resource(name=tmp_path.name[:4])

    def test_the_fixture(self, fakeping):
        assert names(fakeping) == ["test"]

    @pytest.mark.fakeping(seed={{}})
    def test_the_marker(self, fakeping):
        assert names(fakeping) == []

def test_the_option_again(fakeping):
    assert names(fakeping) == ["photos"]
""").runpytest("--fakeping-seed=photos.json").assert_outcomes(passed=4)


@pytest.mark.parametrize(
    ("seed", "sentence"),
    [
        pytest.param('"nothing.json"', "the fakeping marker: *nothing.json*", id="no such file"),
        pytest.param(
            '{"pingone": {"resorces": []}}', "the fakeping marker: *resorces*", id="no such member"
        ),
    ],
)
def test_a_bad_seed_is_a_usage_error(suite, seed, sentence):
    result = suite(f"""
import pytest

@pytest.mark.fakeping(seed={seed})
def test_it(fakeping):
    pass
""").runpytest()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([sentence])


@pytest.mark.parametrize("elsewhere", [False, True], ids=["of its own", "elsewhere"])
@pytest.mark.parametrize(
    ("option", "marker", "told"),
    [
        pytest.param(
            None, "", "the fixture fakeping_seed: *pingone*resorces*", id="of the fixture"
        ),
        pytest.param(
            "good.json",
            "seed={'pingone': {'users': 1}}",
            "the fakeping marker: *users*",
            id="beside",
        ),
    ],
)
def test_a_bad_seeds_error_names_the_option_or_fixture(
    suite, listening, elsewhere, option, marker, told
):
    pytester = suite(f"""
import pytest

@pytest.mark.fakeping({marker})
def test_it(fakeping):
    pass
""")
    pytester.makefile(".json", good='{"pingone": {}}')
    if option is None:
        pytester.makeconftest("""
            import pytest

            @pytest.fixture
            def fakeping_seed():
                return {"pingone": {"resorces": []}}
        """)
    options = [f"--fakeping-seed={option}"] if option else []
    options += [f"--fakeping-url={listening.url}"] if elsewhere else []

    result = pytester.runpytest(*options)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([told])


def test_a_seed_in_yaml_says_which_extra_it_needs(suite):
    pytester = suite("""
import sys

import pytest

@pytest.mark.fakeping(seed="seed.yaml")
def test_a_marker(fakeping):
    pass

def test_a_reset(fakeping):
    fakeping.reset(to="seed.yaml")
""")
    pytester.makefile(".yaml", seed="{}")
    pytester.makeconftest("import sys\nsys.modules['yaml'] = None")

    result = pytester.runpytest_subprocess()

    result.assert_outcomes(errors=1, failed=1)
    sentence = "a seed in YAML needs PyYAML: pip install 'fakeping[[]yaml]', or write it as JSON"
    result.stdout.fnmatch_lines([f"the fakeping marker: {sentence}", f"E * {sentence}"])
    result.stdout.no_fnmatch_line("*notation.py*")


IDS = """
import pathlib, pytest

@pytest.mark.parametrize("number", range(4))
def test_it(fakeping, make_fakeping, number):
    other = make_fakeping()
    photos = fakeping.pingone.given.resource(name="photos")
    album = fakeping.pingam.given.resource_set(resource_scopes=["view"])
    ids = [fakeping.pingone.environment_id, fakeping.pingam.realm, photos.id, album.id,
           fakeping.pingam.pat(), other.pingone.environment_id, other.pingam.realm]
    assert len(set(ids)) == 7
    with open("ids", "a") as file:
        print(number, *ids, file=file)
"""


def test_ids_are_the_same_with_any_number_of_workers(suite):
    pytester = suite(IDS)
    runs = []
    for options in ([], ["-n", "2"], ["-k", "2 or 3"]):
        run = pytester.runpytest_subprocess if "-n" in options else pytester.runpytest
        run(*options)
        runs.append(set((pytester.path / "ids").read_text().splitlines()))
        (pytester.path / "ids").unlink()

    assert len(runs[0]) == 4
    assert runs[0] == runs[1]
    assert runs[2] < runs[0]


ORDERS = """
import json

def test_it(fakeping):
    with open("ids", "a") as file:
        one, am = fakeping.pingone, fakeping.pingam
        shared = am.given.resource_set(resource_scopes=["view"])
        said = [am.pat(), am.sso_token("bob"), am.credentials.client_secret, shared.id]
        said += [am.given.client("c").client_secret]
        said += [one.credentials.client_id, one.credentials.client_secret]
        photos = one.given.resource(name="photos", scopes=["view"])
        said += [photos.id, *(each.id for each in one.scopes(photos)), one.environment_id]
        said += [one.given.application().client_secret, one.secret(photos).secret, am.realm]
        said += [one.given.user(username="u").id, one.given.environment(name="e")]
        print(json.dumps(said), file=file)
"""


def test_ids_are_the_same_on_a_remote_server(suite, listening):
    pytester = suite(ORDERS)

    for options in ([], [f"--fakeping-url={listening.url}"]):
        pytester.runpytest("-p", "no:cacheprovider", *options).assert_outcomes(passed=1)

    one, other = (pytester.path / "ids").read_text().splitlines()
    assert one == other


def test_a_tenant_is_named_after_its_test(suite):
    suite("""
def test_it(fakeping, fakeping_server):
    url, token = resources(fakeping), fakeping.pingone.token()
    fakeping.drop()
    ask(url, token)
    assert "of test_it.py::test_it, which was dropped" in fakeping_server.unmatched[-1].hint
""").runpytest().assert_outcomes(passed=1)
