"""What a user installs: whole, small, and one version."""

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path

import pytest

import fakeping
import pytest_fakeping
from fakeping.cli import main
from fakeping.core import schemas
from fakeping.families import FAMILIES
from pytest_fakeping import plugin

ROOT = Path(__file__).parents[1]
INSTALLED = bool(os.environ.get("FAKEPING_TEST_INSTALLED"))

only_installed = pytest.mark.skipif(not INSTALLED, reason="FAKEPING_TEST_INSTALLED is not set")


@pytest.fixture(scope="module")
def dist():
    return distribution("fakeping")


def entry_point(dist, group):
    (found,) = dist.entry_points.select(group=group, name="fakeping")
    return found.load()


def test_the_command_is_installed(dist):
    assert entry_point(dist, "console_scripts") is main.main


def test_the_plugin_is_installed(dist, request):
    assert entry_point(dist, "pytest11") is plugin
    assert request.config.pluginmanager.get_plugin("fakeping") is plugin


def test_the_version_is_one(dist):
    assert dist.version == fakeping.__version__


@pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="there is no pyproject.toml")
def test_the_version_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["version"] == fakeping.__version__


@pytest.mark.skipif(not (ROOT / "CHANGELOG.md").is_file(), reason="there is no CHANGELOG.md")
def test_the_changelog_is_not_behind():
    headings = re.findall(
        r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )

    assert headings[0] == "Unreleased"
    assert headings[1:2] in ([], [fakeping.__version__])


def test_few_things_are_installed_along_with_it(dist):
    needed = {
        re.split(r"[^\w.-]", each)[0].lower() for each in dist.requires or () if "extra" not in each
    }

    assert needed == {
        "aiohttp",
        "click",
        "google-re2",
        "joserfc",
        "jsonschema",
    }


def test_it_says_what_it_needs_and_is(dist):
    meta = dist.metadata

    assert meta["Requires-Python"] == ">=3.11"
    assert meta["License-Expression"] == "Apache-2.0"
    assert "Typing :: Typed" in meta.get_all("Classifier")
    assert "Framework :: Pytest" in meta.get_all("Classifier")


@pytest.mark.parametrize("package", [fakeping, pytest_fakeping])
def test_types_are_for_others_to_check(package):
    assert (files(package) / "py.typed").is_file()


def test_every_schema_is_at_hand():
    asked_for = {
        name
        for family in FAMILIES
        for operation in family.operations
        for name in (operation.body_schema, *operation.replies.values())
        if name and "/" in name and name != "text/html"
    } | {name for family in FAMILIES for name in family.problem_replies.values() if name}

    assert asked_for <= {*schemas.names()}
    for name in schemas.names():
        document = schemas.document(name)
        assert document["$id"] == schemas.URN + name.replace("/", ":")
        assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("missing", ["urllib3", "hypothesis", "pytest"])
@pytest.mark.parametrize("family", ["pingone", "pingam"])
def test_the_contract_says_which_extra_it_needs(family, missing):
    code = f"import sys; sys.modules['{missing}'] = None; import fakeping.contract.{family}"

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )

    sentence = f"fakeping.contract needs {missing}: pip install 'fakeping[contract]'"
    assert done.stderr.splitlines()[-1] == f"ModuleNotFoundError: {sentence}"


def test_the_public_names_are_few():
    public = {name: getattr(fakeping, name) for name in fakeping.__all__}
    errors = {
        name
        for name, each in public.items()
        if isinstance(each, type) and issubclass(each, Exception)
    }

    assert len(public.keys() - errors) <= 16
    assert len(errors) <= 14
    assert all(each is not None for each in public.values())


@only_installed
def test_it_was_imported_from_the_wheel():
    for package in (fakeping, pytest_fakeping):
        assert Path(package.__file__ or "").is_relative_to(sys.prefix)
    assert not (ROOT / "src").exists()


@only_installed
def test_the_wheel_holds_the_schemas():
    packaged = files(fakeping) / "schemas"

    assert packaged.is_dir()
    assert json.loads((packaged / "pingone" / "p14c" / "resource.json").read_text("utf-8"))["title"]


@only_installed
def test_the_wheel_holds_the_licence_and_no_tests(dist):
    names = [str(each) for each in dist.files or ()]

    assert any(each.endswith("licenses/LICENSE") for each in names)
    assert not any(each.startswith(("tests/", "benchmarks/", "src/")) for each in names)
    tops = {each.partition("/")[0] for each in names if not each.startswith("..")}
    assert {each for each in tops if not each.endswith(".dist-info")} == {
        "fakeping",
        "pytest_fakeping",
    }
