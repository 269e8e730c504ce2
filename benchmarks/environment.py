"""A tenant of a running fakeping: where its resources are, and how to ask for them."""

import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.request import Request, urlopen

from benchmarks import load
from benchmarks.processes import Served


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """One PingOne environment on a server."""

    server: Served
    url: str
    token: str

    @property
    def resources(self) -> str:
        """Where its resources are listed and created."""
        return f"{self.url}/resources"

    def seed(self, number: int) -> None:
        """Create so many resources."""
        load.drive(self.server, load.create(self.resources, self.token), number)

    def create(self) -> str:
        """Create one resource, and say where it is."""
        body = {"name": f"read-{time.time_ns()}", "description": "made by a benchmark"}
        created = fetch("POST", self.resources, body, token=self.token)
        return str(created["_links"]["self"]["href"])

    def read(self, url: str) -> Any:
        """The document at a URL."""
        return fetch("GET", url, token=self.token)


def first(server: Served) -> Environment:
    """The environment that `fakeping serve` starts with."""
    return _environment(server, server.says["tenants"][0])


def fresh(server: Served) -> Environment:
    """A new environment on a running server."""
    return _environment(server, fetch("POST", f"{server.says['control_url']}/tenants", {}))


def fetch(method: str, url: str, body: Any = None, *, token: str | None = None) -> Any:
    """Put one request to the loopback, and decode the answer."""
    request = Request(url, method=method)  # noqa: S310 - the URL of a server of ours
    if token is not None:
        request.add_header("Authorization", f"Bearer {token}")
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    with urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
        return json.load(answer)


def _environment(server: Served, described: Any) -> Environment:
    one = described["pingone"]
    return Environment(
        server=server,
        url=f"{one['url']}/environments/{one['environment_id']}",
        token=one["token"],
    )
