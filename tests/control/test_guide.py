"""The page about the control API: its lines run, and no request is missing."""

import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from fakeping import control
from tests.test_recipes import _RUN, _around

TEXT = (Path(__file__).parents[2] / "docs" / "control.md").read_text("utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


SCRIPT = "set -eu\n" + "\n".join(blocks("bash"))

# What stands for a part of a path on the page.
PLACES = {
    "$fault": "/tenants/{tenant_id}/faults/{fault_id}",
    "$tenant": "/tenants/{tenant_id}",
    "$control": "",
    "/rules/pingone.resource.name-unique": "/rules/{rule}",
    "/openapi/pingam.json": "/openapi/{family}",
    "/tables/pingam.resource_sets": "/tables/{table}",
    "/$row": "/{key}",
    "/page/style.css": "/page/{file}",
}


def asked():
    """Every request on the page, as method and path."""
    for line in SCRIPT.replace("\\\n", "").splitlines():
        words = shlex.split(line, comments=True)
        asks = [each for each in words if re.match(r"\$(control|tenant|fault)\b", each)]
        if words[:1] != ["curl"] or not asks:
            continue
        path = asks[0].partition("?")[0]
        for name, instead in PLACES.items():
            path = path.replace(name, instead)
        said = words[words.index("-X") + 1] if "-X" in words else ""
        yield said or ("POST" if "-d" in words else "GET"), path


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """The folder in which the page's lines ran, one after the other."""
    folder = tmp_path_factory.mktemp("guide")
    (folder / "run.sh").write_text(SCRIPT, "utf-8")
    done = subprocess.run(
        _RUN["run.sh"],
        cwd=folder,
        env=_around(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_its_lines_run(ran):
    assert json.loads((ran / "fault.json").read_text())["name"] == "status_503"
    statuses = [
        each["response"]["status"]
        for each in json.loads((ran / "journal.har").read_text())["log"]["entries"]
    ]
    assert statuses == [503, 201]


def test_the_answer_that_it_shows_is_the_one_that_comes(ran):
    [shown] = blocks("json")

    assert json.loads(shown) == json.loads((ran / "problem.json").read_text())


def test_every_request_is_on_it():
    there = {(each.method, each.path) for each in control.FAMILY.operations}

    assert there - set(asked()) == {("POST", "/tenants/{tenant_id}/calls")}
    assert set(asked()) <= there


def test_every_status_of_refusal_is_on_it():
    told = set(map(int, re.findall(r"\b4\d\d\b", TEXT)))

    assert {each for each in control.FAMILY.problem_replies if 400 <= each < 500} - {408} <= told
