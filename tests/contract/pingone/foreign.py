"""Somebody's own client of PingOne, made with requests, and a driver over it."""

from collections.abc import Callable
from typing import Any

import requests
from requests.models import Response

from fakeping.contract.pingone.driver import Outcome
from fakeping.core.exchange import JSON


class Refused(Exception):
    """What the client raises for an answer that it can't use."""

    def __init__(self, answer: Response) -> None:
        super().__init__(f"{answer.status_code} {answer.reason}")
        self.answer = answer


class PhotoShopClient:
    """A client as people write them: it knows paths, raises errors, returns documents."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, *path: str, **how: Any) -> Any:
        answer = self.session.request(method, "/".join([self.url, *path]), timeout=300, **how)
        if not answer.ok:
            raise Refused(answer)
        return answer.json() if answer.content else None

    def every(self, *path: str) -> list[dict[str, Any]]:
        document = self.call("GET", *path)
        [entities] = document["_embedded"].values()
        return list(entities)


class PhotoShopDriver:
    """Each operation through the client; its errors are outcomes again."""

    def __init__(self, client: PhotoShopClient) -> None:
        self.client = client

    def _outcome(self, status: int, ask: Callable[..., Any]) -> Outcome:
        try:
            return Outcome(status=status, document=ask())
        except Refused as refused:
            answer = refused.answer
            return Outcome(
                status=answer.status_code,
                document=answer.json(),
                asked=f"{answer.request.method} {answer.url}",
            )

    def _call(self, status: int, method: str, *path: str, **how: dict[str, Any]) -> Outcome:
        return self._outcome(status, lambda: self.client.call(method, *path, **how))

    def list_resources(self) -> Outcome:
        return self._outcome(200, lambda: self.client.every("resources"))

    def create_resource(self, body: dict[str, Any]) -> Outcome:
        return self._call(201, "POST", "resources", json=body)

    def read_resource(self, resource_id: str) -> Outcome:
        return self._call(200, "GET", "resources", resource_id)

    def update_resource(self, resource_id: str, body: dict[str, Any]) -> Outcome:
        return self._call(200, "PUT", "resources", resource_id, json=body)

    def delete_resource(self, resource_id: str) -> Outcome:
        return self._call(204, "DELETE", "resources", resource_id)

    def list_scopes(self, resource_id: str) -> Outcome:
        return self._outcome(200, lambda: self.client.every("resources", resource_id, "scopes"))

    def create_scope(self, resource_id: str, body: dict[str, Any]) -> Outcome:
        return self._call(201, "POST", "resources", resource_id, "scopes", json=body)

    def read_scope(self, resource_id: str, scope_id: str) -> Outcome:
        return self._call(200, "GET", "resources", resource_id, "scopes", scope_id)

    def update_scope(self, resource_id: str, scope_id: str, body: dict[str, Any]) -> Outcome:
        return self._call(200, "PUT", "resources", resource_id, "scopes", scope_id, json=body)

    def delete_scope(self, resource_id: str, scope_id: str) -> Outcome:
        return self._call(204, "DELETE", "resources", resource_id, "scopes", scope_id)

    def list_attributes(self, resource_id: str) -> Outcome:
        return self._outcome(200, lambda: self.client.every("resources", resource_id, "attributes"))

    def create_attribute(self, resource_id: str, body: dict[str, Any]) -> Outcome:
        return self._call(201, "POST", "resources", resource_id, "attributes", json=body)

    def read_attribute(self, resource_id: str, attribute_id: str) -> Outcome:
        return self._call(200, "GET", "resources", resource_id, "attributes", attribute_id)

    def update_attribute(
        self, resource_id: str, attribute_id: str, body: dict[str, Any]
    ) -> Outcome:
        path = ("resources", resource_id, "attributes", attribute_id)
        return self._call(200, "PUT", *path, json=body)

    def delete_attribute(self, resource_id: str, attribute_id: str) -> Outcome:
        return self._call(204, "DELETE", "resources", resource_id, "attributes", attribute_id)

    def list_users(self) -> Outcome:
        return self._outcome(200, lambda: self.client.every("users"))

    def create_user(self, body: JSON) -> Outcome:
        return self._call(201, "POST", "users", json=body)

    def read_user(self, user_id: str) -> Outcome:
        return self._call(200, "GET", "users", user_id)

    def update_user(self, user_id: str, body: JSON) -> Outcome:
        return self._call(200, "PUT", "users", user_id, json=body)

    def patch_user(self, user_id: str, body: JSON) -> Outcome:
        return self._call(200, "PATCH", "users", user_id, json=body)

    def delete_user(self, user_id: str) -> Outcome:
        return self._call(204, "DELETE", "users", user_id)
