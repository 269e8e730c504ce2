"""What type checkers complete is what there is, and a mistake is one to them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from fakeping import literals
from fakeping.reference import literals as written

FOLDER = Path(literals.__file__).parent


@pytest.mark.parametrize("module", ["names", "members"])
def test_the_names_are_up_to_date(module: str) -> None:
    text = (FOLDER / f"{module}.py").read_text("utf-8")

    assert text == getattr(written, module)().rstrip() + "\n", "make docs"


def test_members_of_every_kind_are_taken_by_given() -> None:
    source = (FOLDER / "members.py").read_text("utf-8")

    assert "    mappedClaims: Sequence[Any] | None\n" in source
    assert "    redirectUris: Sequence[Any]\n" in source
    assert len(re.findall(r"^class ", source, re.MULTILINE)) == 7


#: A downstream suite: each line with a comment is a mistake, of which mypy says that.
DOWNSTREAM = """
from fakeping import FakePing, Refused, Tenant, connect
import fakeping as package
import pytest
from pytest_fakeping import MakeTenant


def test_right(fakeping: Tenant, fakeping_class: Tenant, make_fakeping: MakeTenant) -> None:
    one, am = fakeping.pingone, fakeping.pingam
    photos = one.given.resource("photos", scopes=["view"], audience="https://photos.example")
    one.given.scope("photos", "edit", mappedClaims=["album"])
    one.change(photos, name="pictures").id.upper()
    fakeping.journal.assert_called_once("pingone.resource.create", status=201).status + 1
    fakeping.journal.count("pingone.*") + 1
    fakeping.faults.next("pingone.resource.list", 503)
    fakeping.faults.preset("throttled")
    with fakeping.clock.freeze("2030-01-01T00:00:00Z") as clock:
        clock.tick()
    with pytest.raises(Refused):
        am.rpt("bob", ("photos", ["view"]))
    headers: dict[str, str] = am.headers("alice")
    port: int = FakePing(edition={"pingone": "current"}).start().port
    named = {"pingone": "current"}
    with connect("http://127.0.0.1:1").tenant(edition=named) as tenant:
        tenant.reset("empty")
    package.FakePign  # "FakePign"
    one.given.resource("photos", audiense="x")  # "audiense"
    one.given.resource("photos", audience=5)  # "audience"
    fakeping.faults.preset("throtled")  # "throtled"
    one.tokn()  # "tokn"
    one.token(ttl=5)  # "ttl"
    fakeping.journal.assert_called("pingone.resource.list", staus=200)  # "staus"
    make_fakeping(editon={"pingone": "current"})  # "editon"
    FakePing(edition=5)  # "edition"
    FakePing(hosts=[])  # "hosts"
"""


def test_a_downstream_suite_is_checked_strictly(tmp_path: Path) -> None:
    (tmp_path / "downstream.py").write_text(DOWNSTREAM, "utf-8")
    wanted = {
        number: line.rpartition('# "')[2].rstrip('"')
        for number, line in enumerate(DOWNSTREAM.splitlines(), 1)
        if '# "' in line
    }

    told = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--config-file=",
            "--strict",
            "--no-error-summary",
            "downstream.py",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    found = re.findall(r"^downstream\.py:(\d+): error: (.*)$", told, re.MULTILINE)

    assert {int(number) for number, _ in found} == wanted.keys(), told
    for number, message in found:
        assert wanted[int(number)] in message, told
