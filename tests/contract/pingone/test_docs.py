"""The examples of docs/contract.md that are about PingOne run."""

import re
from pathlib import Path

import pytest

DOCS = (Path(__file__).parents[3] / "docs" / "contract.md").read_text("utf-8")

CLIENT = """
def message_for(body, violation):
    return f"{violation.target} of {body!r}: {violation.detail}"
"""


def test_a_violation_comes_with_a_body(pytester: pytest.Pytester) -> None:
    [found] = re.findall(r"```python\n# test_my_messages\.py\n(.*?)```", DOCS, re.DOTALL)
    pytester.makepyfile(test_my_messages=found, my_client=CLIENT)

    outcomes = pytester.runpytest("-p", "no:cacheprovider", "-q", "-Wignore")

    assert outcomes.parseoutcomes() == {"passed": 1}


def test_a_violation_comes_with_a_form(pytester: pytest.Pytester) -> None:
    [found] = re.findall(r"```python\n# test_my_sign_in\.py\n(.*?)```", DOCS, re.DOTALL)
    pytester.makepyfile(test_my_sign_in=found)

    outcomes = pytester.runpytest("-p", "no:cacheprovider", "-q", "-Wignore")

    assert outcomes.parseoutcomes() == {"passed": 1}


def test_the_machine_runs_through_a_client(pytester: pytest.Pytester) -> None:
    [found] = re.findall(r"```python\n# test_my_pingone_client\.py\n(.*?)```", DOCS, re.DOTALL)
    rest = "    ...  # and so on: `PingOneDriver` has every method, with its types\n"
    assert found.count(rest) == 1
    pytester.makepyfile(
        test_my_pingone_client=found.replace(rest, _REST),
        my_client=(Path(__file__).parent / "foreign.py").read_text("utf-8") + _CLIENT,
    )

    outcomes = pytester.runpytest("-p", "no:cacheprovider", "-q", "-Wignore")

    assert outcomes.parseoutcomes() == {"passed": 1}


# What the example leaves out, and what it takes for granted.
_REST = """\
    def __getattr__(self, operation):
        from my_client import PhotoShopDriver

        return getattr(PhotoShopDriver(self.client), operation)
"""
_CLIENT = """
from fakeping import FakePing
from hypothesis import settings

settings.register_profile("few", max_examples=5, stateful_step_count=15, deadline=None)
settings.load_profile("few")

SERVER = FakePing().__enter__()
TENANT = SERVER.tenant(edition={"pingone": "current"})


class Client(PhotoShopClient):
    def __init__(self, _):
        one = TENANT.pingone
        super().__init__(f"{one.url}/environments/{one.environment_id}", one.token())

    def create_resource(self, **body):
        try:
            return self.call("POST", "resources", json=body)
        except Refused as refused:
            answer = refused.answer
            refused.status, refused.body = answer.status_code, answer.json()
            raise
"""
