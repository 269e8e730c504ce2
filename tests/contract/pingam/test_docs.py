"""The examples of docs/contract.md that are about PingAM do what they say."""

import re
from pathlib import Path

import pytest

DOCS = (Path(__file__).parents[3] / "docs" / "contract.md").read_text("utf-8")

CLIENT = """
from urllib.parse import urljoin
import requests
from fakeping import FakePing

SERVER = FakePing().__enter__()
TENANT = SERVER.tenant()


class Refused(Exception):
    def __init__(self, answer):
        self.status, self.error = answer.status_code, answer.json()["error"]


class Client:
    @classmethod
    def of(cls, owner):
        return cls(TENANT.pingam.resource_set_url, TENANT.pingam.pat(owner))

    def __init__(self, url, pat):
        self.url = url
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {pat}"

    def ask(self, method, id_="", **how):
        answer = self.session.request(method, self.url + (id_ and f"/{id_}"), **how)
        if not answer.ok:
            raise Refused(answer)
        return answer.json() if answer.content else None

    def register(self, description):
        return self.ask("POST", json=description)

    def list(self):
        return self.ask("GET")

    def read(self, id_):
        return self.ask("GET", id_)

    def update(self, id_, description):
        return self.ask("PUT", id_, json=description)

    def delete(self, id_):
        return self.ask("DELETE", id_)
"""

SERVER = """
import requests


class MyServer:
    def __init__(self, oauth2_url, *, pat):
        self.url, self.pat = f"{oauth2_url}/introspect", pat

    def ask(self, resource_id, scope, token):
        bearer = {"Authorization": f"Bearer {self.pat}"}
        found = requests.post(self.url, data={"token": token or ""}, headers=bearer).json()
        for each in found.get("permissions", ()):
            if each["resource_id"] == resource_id and scope in each["resource_scopes"]:
                return 200
        return 401
"""


def example(name: str) -> str:
    found: str
    [found] = re.findall(rf"```python\n# {name}\.py\n(.*?)```", DOCS, re.DOTALL)
    return found


def ran(pytester: pytest.Pytester, name: str, **modules: str) -> dict[str, int]:
    pytester.makepyfile(**{name: example(name), **modules})
    options = ["-p", "no:cacheprovider", "-q", "-Wignore"]
    return pytester.runpytest(*options).parseoutcomes()


def test_the_machine_runs_through_a_client(pytester: pytest.Pytester) -> None:
    assert ran(pytester, "test_my_client", my_client=CLIENT) == {"passed": 1}


def test_a_violation_comes_with_a_body(pytester: pytest.Pytester) -> None:
    assert ran(pytester, "test_my_form") == {"passed": 1}


@pytest.mark.parametrize(
    ("server", "outcomes"),
    [
        pytest.param(SERVER, {"passed": 48}, id="a right server"),
        pytest.param(
            SERVER.replace(' and scope in each["resource_scopes"]', ""),
            {"passed": 36, "failed": 12},
            id="one that ignores scopes",
        ),
    ],
)
def test_a_server_is_held_to_the_matrix(
    pytester: pytest.Pytester, server: str, outcomes: dict[str, int]
) -> None:
    assert ran(pytester, "test_my_server", my_server=server) == outcomes
