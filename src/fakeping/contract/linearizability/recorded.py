"""Clients of a target that record their calls in a history, as the models expect them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from fakeping.contract.linearizability.entities import NAMED
from fakeping.contract.linearizability.history import History, Result
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer

_OK, _CREATED = 200, 201


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedResources:
    """One client of PingOne's resources, or of another kind, for the model `Resources`.

    Any number of them may share a target and a history; each is for one thread.
    """

    target: PingOneTarget
    history: History
    client: str | None = None
    #: As the model's.
    kind: str = "resource"

    def create(self, name: str, description: str | None = None) -> Result:
        """Create one. Only names with the target's prefix are listed."""
        body = self._body(name, description)

        def do() -> Result:
            answer = self.target.ask("POST", self._url(), json=body)
            return answer.status, _member(answer, "id", at=_CREATED)

        return self.history.act(
            "create", do, client=self.client, name=name, description=description
        )

    def read(self, id_: str) -> Result:
        """Read one."""

        def do() -> Result:
            answer = self.target.ask("GET", self._url(id_))
            if answer.status != _OK:
                return answer.status, None
            _, named, described = NAMED[self.kind]
            return _OK, (answer.json[named], answer.json.get(described))

        return self.history.act("read", do, client=self.client, id=id_)

    def update(self, id_: str, name: str, description: str | None = None) -> Result:
        """Replace what can be said of one."""
        body = self._body(name, description)

        def do() -> Result:
            return self.target.ask("PUT", self._url(id_), json=body).status, None

        return self.history.act(
            "update", do, client=self.client, id=id_, name=name, description=description
        )

    def delete(self, id_: str) -> Result:
        """Delete one."""

        def do() -> Result:
            return self.target.ask("DELETE", self._url(id_)).status, None

        return self.history.act("delete", do, client=self.client, id=id_)

    def list(self) -> Result:
        """List those whose names have the target's prefix, on one page."""
        plural, named, _ = NAMED[self.kind]
        embedded = self.target.expected.embedded.get(plural, plural)

        def do() -> Result:
            answer = self.target.ask("GET", self._url())
            if answer.status == _OK and "next" in answer.json["_links"]:
                # Several pages are of several instants: what others made is left out.
                own_ones = urlencode({"filter": f'{named} sw "{self.target.prefix}"'})
                answer = self.target.ask("GET", f"{self._url()}?{own_ones}")
            if answer.status != _OK:
                return answer.status, frozenset()
            listed = answer.json["_embedded"][embedded]
            own = (each for each in listed if each[named].startswith(self.target.prefix))
            return _OK, frozenset(each["id"] for each in own)

        return self.history.act("list", do, client=self.client)

    def _url(self, id_: str = "") -> str:
        plural, *_ = NAMED[self.kind]
        return f"{self.target.environment_url}/{plural}" + (f"/{id_}" if id_ else "")

    def _body(self, name: str, description: str | None) -> dict[str, object]:
        _, named, described = NAMED[self.kind]
        address = {"email": f"{name}@example.com"} if self.kind == "user" else {}
        return _said(**{named: name, described: description, **address})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedResourceSets:
    """One client of PingAM's resource sets, for the model `ResourceSets`.

    Any number of them may share a target and a history; each is for one thread. `excluding` are
    the ids that the owner had before.
    """

    target: PingAMTarget
    history: History
    client: str | None = None
    excluding: frozenset[str] = frozenset()

    def register(self, name: str, description: str | None = None) -> Result:
        """Register a resource set without scopes."""

        def do() -> Result:
            answer = self.target.ask(
                "POST", self.target.resource_set_url, json=self._described(name, description)
            )
            if answer.status != _CREATED:
                return answer.status, None
            return _CREATED, (answer.json["_id"], answer.headers["ETag"])

        return self.history.act(
            "register", do, client=self.client, name=name, description=description
        )

    def read(self, id_: str) -> Result:
        """Read one."""

        def do() -> Result:
            answer = self.target.ask("GET", self._url(id_))
            if answer.status != _OK:
                return answer.status, None
            document = answer.json
            tag = answer.headers["ETag"]
            return _OK, (document.get("name"), document.get("description"), tag)

        return self.history.act("read", do, client=self.client, id=id_)

    def update(
        self, id_: str, name: str, description: str | None = None, *, if_match: str | None = None
    ) -> Result:
        """Replace a resource set's description, with `If-Match`."""
        body = self._described(name, description)

        def do() -> Result:
            answer = self.target.ask(
                "PUT", self._url(id_), json=body, headers=self._condition(if_match)
            )
            return answer.status, answer.headers["ETag"] if answer.status == _OK else None

        return self.history.act(
            "update",
            do,
            client=self.client,
            id=id_,
            name=name,
            description=description,
            if_match=if_match,
        )

    def delete(self, id_: str, *, if_match: str | None = None) -> Result:
        """Delete a resource set, with `If-Match`."""

        def do() -> Result:
            answer = self.target.ask("DELETE", self._url(id_), headers=self._condition(if_match))
            return answer.status, None

        return self.history.act("delete", do, client=self.client, id=id_, if_match=if_match)

    def list(self) -> Result:
        """List the owner's."""

        def do() -> Result:
            answer = self.target.ask("GET", self.target.resource_set_url)
            listed = answer.json if answer.status == _OK else ()
            return answer.status, frozenset(listed) - self.excluding

        return self.history.act("list", do, client=self.client)

    def _described(self, name: str, description: str | None) -> dict[str, object]:
        scopes = self.target.behaviour.scopes_member
        return {scopes: [], **_said(name=name, description=description)}

    def _condition(self, if_match: str | None) -> dict[str, str]:
        return self.target.condition() if if_match is None else {"If-Match": if_match}

    def _url(self, id_: str) -> str:
        return f"{self.target.resource_set_url}/{id_}"


def _said(**members: object) -> dict[str, object]:
    return {name: value for name, value in members.items() if value is not None}


def _member(answer: Answer, name: str, *, at: int) -> object:
    return answer.json[name] if answer.status == at else None
