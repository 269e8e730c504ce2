"""Each page of recipes and tutorials does what it says, with the files that stand on it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted((DOCS / "recipes").glob("*.md"))
TUTORIALS = [DOCS / "index.md", *sorted((DOCS / "tutorial").glob("*.md"))]
_FILE = re.compile(r"^```\w+\n# (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)

#: What a client of a recipe covers: its edition, and the operations with the statuses that it took.
COVERS = {
    "Authlib": (
        "p14c",
        {"pingone.authorize": (302,), "pingone.jwks": (200,), "pingone.token": (200,)},
    ),
    "Authlib at PingAM": (
        "8.1",
        {"pingam.resource_set.register": (201,), "pingam.token": (200,)},
    ),
    "python-keycloak": (
        "8.1",
        {
            "pingam.resource_set.delete": (204,),
            "pingam.resource_set.list": (200,),
            "pingam.resource_set.read": (200, 404),
            "pingam.resource_set.register": (201,),
            "pingam.uma_discovery": (200,),
        },
    ),
}

# What a person would type to run a file.
_RUN = {"main.py": [sys.executable, "main.py"], "run.sh": ["bash", "run.sh"]}


def files_on(page):
    return dict(_FILE.findall(page.read_text("utf-8")))


RECIPES = [pytest.param(each, id=each.stem) for each in [*PAGES, *TUTORIALS] if files_on(each)]


@pytest.mark.loads("anyio", "hypothesispytest", "pytest_httpserver", "respx")
@pytest.mark.parametrize("page", RECIPES)
def test_a_recipe_works(page, pytester):
    files = files_on(page)
    for name, content in files.items():
        file = pytester.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    tests = sum(
        len(re.findall(r"^(?:async )?def test_", each, re.MULTILINE)) for each in files.values()
    )

    if tests:
        pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=tests)
    for name in files.keys() & _RUN.keys():
        subprocess.run(_RUN[name], check=True, cwd=pytester.path, env=_around(), timeout=300)


@pytest.mark.loads("anyio", "hypothesispytest", "pytest_httpserver", "respx")
@pytest.mark.parametrize("client", COVERS)
def test_a_client_of_a_recipe_covers_what_it_says(client, pytester):
    for name, content in files_on(DOCS / "recipes" / f"{client.split()[0].lower()}.md").items():
        (pytester.path / name).write_text(content, "utf-8")

    told = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--fakeping-cov=term").outlines

    for operation, statuses in COVERS[client][1].items():
        (line,) = [each for each in told if each.startswith(f"{operation} ")]
        assert all(f"{status}" in line for status in statuses), line


def _around():
    """The environment of somebody who has activated the virtual environment."""
    here = Path(sys.executable).parent
    return os.environ | {"PATH": f"{here}{os.pathsep}{os.environ['PATH']}"}


def test_every_page_of_recipes_is_listed():
    listed = set(re.findall(r"\]\((.*?\.md)\)", PAGES[0].read_text("utf-8")))

    assert listed == {each.name for each in PAGES[1:]}


def test_every_block_that_runs_has_a_name():
    for page in [*PAGES, *TUTORIALS]:
        assert page.read_text("utf-8").count("```python\n") == sum(
            name.endswith(".py") for name in files_on(page)
        )
