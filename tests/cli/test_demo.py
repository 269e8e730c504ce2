"""`fakeping demo` is a tour; `--samples` plays the documents' samples (tests/test_samples.py)."""

import json
import os
import re
import signal
import subprocess
import sys
from urllib.request import urlopen

import pytest

from fakeping.cli import tour
from fakeping.cli.main import main


@pytest.fixture(scope="module")
def told():
    """What the tour says, as lines."""
    ran = subprocess.run(
        [sys.executable, "-m", "fakeping", "demo"], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.splitlines()


def test_the_tour_has_some_sixty_lines(told):
    assert 50 <= len(told) <= 70


@pytest.mark.parametrize(
    "fact",
    [
        "The list has photos:view and photos:edit.",
        '< 400 Bad Request  [pingone.resource.name-unique]  code: "INVALID_DATA"',
        '< 404 Not Found  [pingam.resource_set.isolated]  error: "not_found"',
        '< 401 Unauthorized  [pingone.auth.token]  code: "ACCESS_FAILED"',
        "< no answer: the connection was closed",
        "The journal tells: The retry tripped over what the first had done, and was refused.",
        "It opens holiday.jpg for view, and nothing else.",
    ],
)
def test_the_tour_shows_each_thing(told, fact):
    assert fact in [each.strip() for each in told]


def test_the_tour_ends_with_the_pages_address(told):
    assert told[-1].strip() == "http://127.0.0.1:8900/__fakeping/"


def test_an_unexpected_answer_is_told_and_fails_the_tour(monkeypatch, capsys):
    wrong = lambda each: each.ask("GET", f"{each.server.url}/v1/x", status=200)  # noqa: E731
    monkeypatch.setattr(tour, "_refusal", wrong)

    assert main(["demo"]) == 1
    assert "< 404 Not Found  [pingone.error.no-route]  (expected 200)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--samples", "--stay"], "--stay goes with the tour, not with --samples"),
        (["--verbose"], "--verbose goes with --samples"),
    ],
)
def test_options_that_do_not_go_together(options, told, capsys):
    assert main(["demo", *options]) == 2
    assert capsys.readouterr().err == f"fakeping: {told}\n"


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_a_tour_that_stays_serves_its_page():
    process = subprocess.Popen(
        [sys.executable, "-m", "fakeping", "demo", "--stay"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        url = next(each for each in process.stdout if "/__fakeping/" in each).strip()
        with urlopen(f"{url}tenants/default/journal?operation=pingam.token") as answer:
            assert len(json.load(answer)["exchanges"]) == 1
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate()

    assert (process.returncode, err) == (0, "")


def test_the_tour_has_no_colour_in_a_pipe(told):
    assert not re.search("\x1b", "".join(told))
