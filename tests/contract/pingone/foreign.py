"""Somebody's own client of PingOne, made with requests, and a driver over it."""

import requests

from fakeping.contract.pingone.driver import Outcome


class Refused(Exception):
    """What the client raises for an answer that it can't use."""

    def __init__(self, answer):
        super().__init__(f"{answer.status_code} {answer.reason}")
        self.answer = answer


class PhotoShopClient:
    """A client as people write them: it knows paths, raises errors, returns documents."""

    def __init__(self, url, token):
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Bearer {token}"

    def call(self, method, *path, **how):
        answer = self.session.request(method, "/".join([self.url, *path]), timeout=300, **how)
        if not answer.ok:
            raise Refused(answer)
        return answer.json() if answer.content else None

    def every(self, *path):
        document = self.call("GET", *path)
        [entities] = document["_embedded"].values()
        return entities


class PhotoShopDriver:
    """Each operation through the client; its errors are outcomes again."""

    def __init__(self, client):
        self.client = client

    def _outcome(self, status, ask):
        try:
            return Outcome(status=status, document=ask())
        except Refused as refused:
            answer = refused.answer
            return Outcome(
                status=answer.status_code,
                document=answer.json(),
                asked=f"{answer.request.method} {answer.url}",
            )

    def _call(self, status, method, *path, **how):
        return self._outcome(status, lambda: self.client.call(method, *path, **how))

    def list_resources(self):
        return self._outcome(200, lambda: self.client.every("resources"))

    def create_resource(self, body):
        return self._call(201, "POST", "resources", json=body)

    def read_resource(self, resource_id):
        return self._call(200, "GET", "resources", resource_id)

    def update_resource(self, resource_id, body):
        return self._call(200, "PUT", "resources", resource_id, json=body)

    def delete_resource(self, resource_id):
        return self._call(204, "DELETE", "resources", resource_id)

    def list_scopes(self, resource_id):
        return self._outcome(200, lambda: self.client.every("resources", resource_id, "scopes"))

    def create_scope(self, resource_id, body):
        return self._call(201, "POST", "resources", resource_id, "scopes", json=body)

    def read_scope(self, resource_id, scope_id):
        return self._call(200, "GET", "resources", resource_id, "scopes", scope_id)

    def update_scope(self, resource_id, scope_id, body):
        return self._call(200, "PUT", "resources", resource_id, "scopes", scope_id, json=body)

    def delete_scope(self, resource_id, scope_id):
        return self._call(204, "DELETE", "resources", resource_id, "scopes", scope_id)

    def list_attributes(self, resource_id):
        return self._outcome(200, lambda: self.client.every("resources", resource_id, "attributes"))

    def create_attribute(self, resource_id, body):
        return self._call(201, "POST", "resources", resource_id, "attributes", json=body)

    def read_attribute(self, resource_id, attribute_id):
        return self._call(200, "GET", "resources", resource_id, "attributes", attribute_id)

    def update_attribute(self, resource_id, attribute_id, body):
        path = ("resources", resource_id, "attributes", attribute_id)
        return self._call(200, "PUT", *path, json=body)

    def delete_attribute(self, resource_id, attribute_id):
        return self._call(204, "DELETE", "resources", resource_id, "attributes", attribute_id)

    def list_users(self):
        return self._outcome(200, lambda: self.client.every("users"))

    def create_user(self, body):
        return self._call(201, "POST", "users", json=body)

    def read_user(self, user_id):
        return self._call(200, "GET", "users", user_id)

    def update_user(self, user_id, body):
        return self._call(200, "PUT", "users", user_id, json=body)

    def patch_user(self, user_id, body):
        return self._call(200, "PATCH", "users", user_id, json=body)

    def delete_user(self, user_id):
        return self._call(204, "DELETE", "users", user_id)
