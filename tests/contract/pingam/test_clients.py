"""The machine through clients that people write: asynchronous ones, and ones with a bug."""

import asyncio
import re
import ssl
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from fakeping import FakePing
from fakeping.contract.check import RuleBroken
from fakeping.contract.pingam import ResourceSetMachine
from fakeping.contract.pingam.driver import Outcome
from fakeping.core.exchange import JSON
from tests.contract.pingam.test_machine import FEW, UNTIL_FOUND

#: A client that is asked by HTTP alone need not read the machine's certificates each time.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class PhotoClient:
    """An asynchronous client, made with httpx."""

    def __init__(self, url: str, pat: str) -> None:
        self.url = url
        self.headers = {"Authorization": f"Bearer {pat}"}

    async def call(
        self, method: str, id_: str = "", *, said: JSON = None, **conditions: str | None
    ) -> httpx.Response:
        names = {"if_match": "If-Match", "if_none_match": "If-None-Match"}
        sent = {names[name]: value for name, value in conditions.items() if value is not None}
        url = f"{self.url}/{id_}" if id_ else self.url
        async with httpx.AsyncClient(verify=_NO_TLS, trust_env=False) as http:
            return await self.send(http, method, url, headers={**self.headers, **sent}, json=said)

    async def send(
        self, http: httpx.AsyncClient, method: str, url: str, **how: Any
    ) -> httpx.Response:
        return await http.request(method, url, **how)


class ForgetsConditions(PhotoClient):
    async def send(
        self, http: httpx.AsyncClient, method: str, url: str, **how: Any
    ) -> httpx.Response:
        how["headers"].pop("If-Match", None)
        return await http.request(method, url, **how)


class DropsAScope(PhotoClient):
    async def send(
        self, http: httpx.AsyncClient, method: str, url: str, **how: Any
    ) -> httpx.Response:
        scopes = (how["json"] or {}).get("resource_scopes")
        if isinstance(scopes, list) and len(scopes) > 1:
            how["json"] = {**how["json"], "resource_scopes": scopes[1:]}
        return await http.request(method, url, **how)


class RegistersTwice(PhotoClient):
    """It thinks that an answer was lost."""

    async def send(
        self, http: httpx.AsyncClient, method: str, url: str, **how: Any
    ) -> httpx.Response:
        answer = await http.request(method, url, **how)
        return await http.request(method, url, **how) if method == "POST" else answer


class ForgetsToDelete(PhotoClient):
    async def send(
        self, http: httpx.AsyncClient, method: str, url: str, **how: Any
    ) -> httpx.Response:
        if method == "DELETE" and "If-Match" not in how["headers"]:
            return httpx.Response(204)
        return await http.request(method, url, **how)


class Synchronous:
    """A driver over clients that are asked in a loop of their own."""

    conditional = True

    def __init__(self, clients: Mapping[str, PhotoClient]) -> None:
        self.clients = clients
        self.owners = tuple(clients)

    def _tell(self, owner: str, method: str, id_: str = "", **how: Any) -> Outcome:
        answer = asyncio.run(self.clients[owner].call(method, id_, **how))
        document = answer.json() if answer.content else None
        refused = answer.status_code >= 400
        said = document if refused and isinstance(document, dict) else {}
        return Outcome(
            done=not refused,
            status=answer.status_code,
            document=None if refused else document,
            error=said.get("error"),
            sentence=said.get("error_description"),
            etag=answer.headers.get("ETag"),
            location=answer.headers.get("Location"),
        )

    def register(self, owner: str, description: Mapping[str, Any]) -> Outcome:
        return self._tell(owner, "POST", said=dict(description))

    def list_ids(self, owner: str) -> Outcome:
        return self._tell(owner, "GET")

    def read(self, owner: str, id_: str, *, if_none_match: str | None = None) -> Outcome:
        return self._tell(owner, "GET", id_, if_none_match=if_none_match)

    def update(
        self, owner: str, id_: str, description: Mapping[str, Any], *, if_match: str | None = None
    ) -> Outcome:
        return self._tell(owner, "PUT", id_, said=dict(description), if_match=if_match)

    def delete(self, owner: str, id_: str, *, if_match: str | None = None) -> Outcome:
        return self._tell(owner, "DELETE", id_, if_match=if_match)


def machine(server: FakePing, kind: type[PhotoClient]) -> type[ResourceSetMachine]:
    """A machine through clients of a kind, in a tenant of its own for each example."""

    class Machine(ResourceSetMachine):
        def new_driver(self) -> Synchronous:
            self.tenant = server.tenant()
            am = self.tenant.pingam
            owners = ("alice", "bob")
            return Synchronous({each: kind(am.resource_set_url, am.pat(each)) for each in owners})

        def teardown(self) -> None:
            super().teardown()
            self.tenant.drop()

    return Machine


def test_an_asynchronous_client_gets_on_with_the_machine(listening: FakePing) -> None:
    run_state_machine_as_test(
        machine(listening, PhotoClient), settings=settings(FEW, max_examples=3)
    )


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        pytest.param(ForgetsConditions, "pingam.conditions", id="it forgets If-Match"),
        pytest.param(DropsAScope, "pingam.resource_set.read", id="it drops a scope"),
        pytest.param(RegistersTwice, "pingam.resource_set.name-unique", id="it repeats a POST"),
        # Its own, or as if it could delete another owner's.
        pytest.param(
            ForgetsToDelete, "pingam.resource_set.(deleted|isolated)", id="it deletes nothing"
        ),
    ],
)
def test_a_clients_own_bug_is_told_by_the_rule_that_it_breaks(
    listening: FakePing, kind: type[PhotoClient], rule: str
) -> None:
    with pytest.raises(RuleBroken) as failure:
        run_state_machine_as_test(machine(listening, kind), settings=UNTIL_FOUND)

    broken = failure.value.rule
    assert re.fullmatch(rule, broken.name)
    assert str(failure.value).startswith(f"{broken.name}: ")
    assert broken.says in str(failure.value)
