"""The machine's rules for users, which today's environments have."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, multiple, precondition, rule

from fakeping.contract.check import ABSENT, ResponseLike, ensure_same, expect, holding
from fakeping.contract.pingone.driver import Outcome
from fakeping.contract.pingone.machine.base import MachineBase
from fakeping.contract.pingone.refusals import gone, invalid, not_found
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules, user_rules

# Few names, so that they clash.
_NAMES = st.sampled_from(["alice", "bob", "Alice"])

_TEXT = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=5)
_SAID = st.fixed_dictionaries(
    {},
    optional={
        "title": _TEXT,
        "locale": st.sampled_from(["en", "de"]),
        "name": st.fixed_dictionaries({}, optional={"given": _TEXT, "family": _TEXT}),
    },
)


def _today(machine: MachineBase) -> bool:
    return machine.model.edition.settings


class UserSteps(MachineBase):
    """Users come, change and go; what was said of each is kept here."""

    users: Bundle[str] = Bundle("users")

    def __init__(self) -> None:
        super().__init__()
        #: What each user of this example is expected to be, by id.
        self.known: dict[str, JSON] = {}

    def teardown(self) -> None:
        """Delete the users too."""
        for id_ in self.known:
            self.driver.delete_user(id_)
        super().teardown()

    @precondition(_today)
    @rule(target=users, name=_NAMES, said=_SAID)
    def create_user(self, name: str, said: JSON) -> Any:
        """Add a user, unless their name is taken."""
        body = self._body(name, said)
        outcome = self.driver.create_user(body)
        if self._is_taken(body, besides=None):
            self.refuses(user_rules.USERNAME_UNIQUE, _taken, outcome)
            return multiple()
        with holding(user_rules.USER_CREATED):
            expect(outcome, 201, {**_shown(_expected(body)), "id": str, "enabled": True})
        id_: str = outcome.document["id"]
        self.known[id_] = _expected(body)
        return id_

    @precondition(_today)
    @rule(id_=users, name=_NAMES, said=_SAID)
    def update_user(self, id_: str, name: str, said: JSON) -> None:
        """Replace what can be said of a user."""
        body = self._body(name, said)
        outcome = self.driver.update_user(id_, body)
        if self._is_taken(body, besides=id_):
            self.refuses(user_rules.USERNAME_UNIQUE, _taken, outcome)
        else:
            with holding(rules.PUT_CLEARS):
                expect(outcome, 200, _shown(_expected(body)))
            self.known[id_] = _expected(body)
        self._read(id_)

    @precondition(_today)
    @rule(id_=users, said=_SAID, cleared=st.sampled_from(["title", "locale", "name", None]))
    def patch_user(self, id_: str, said: JSON, cleared: str | None) -> None:
        """Change some of it, and clear some."""
        body = {**said, **({cleared: None} if cleared else {})}
        expected = {**self.known[id_]}
        for member, value in body.items():
            if value is None:
                expected[member] = _NOTHING[member]
            elif member == "name":
                expected["name"] = {**expected["name"], **value}
            else:
                expected[member] = value
        self.known[id_] = expected
        with holding(user_rules.USER_PATCH):
            expect(self.driver.patch_user(id_, body), 200, _shown(expected))
        self._read(id_)

    @precondition(_today)
    @rule(id_=consumes(users))
    def delete_user(self, id_: str) -> None:
        """Remove a user."""
        self.refuses(rules.DELETED, gone, self.driver.delete_user(id_))
        del self.known[id_]
        self.refuses(rules.DELETED, not_found, self.driver.read_user(id_))

    @precondition(_today)
    @rule()
    def list_users(self) -> None:
        """Ours are listed as they came."""
        listed = self.list_of(self.driver.list_users())
        ours = [each for each in listed if each["id"] in self.known]
        with holding(rules.ORDER):
            ensure_same([each["id"] for each in ours], list(self.known), "the order of users")
        for each in ours:
            with holding(rules.PUT_CLEARS):
                expect(Outcome(status=200, document=each), 200, _shown(self.known[each["id"]]))

    def _read(self, id_: str) -> None:
        with holding(rules.PUT_CLEARS):
            expect(self.driver.read_user(id_), 200, _shown(self.known[id_]))

    def _body(self, name: str, said: JSON) -> JSON:
        username = f"{self.prefix}{self.run}-{name}"
        return {"username": username, "email": f"{name}@example.com", **said}

    def _is_taken(self, body: JSON, *, besides: str | None) -> bool:
        names = [each["username"] for id_, each in self.known.items() if id_ != besides]
        return body["username"] in names


_NO_NAME = {"given": ABSENT, "family": ABSENT}
_NOTHING: JSON = {"title": ABSENT, "locale": ABSENT, "name": _NO_NAME}


def _expected(body: JSON) -> JSON:
    """What is said in a body, and what it leaves out."""
    return {**_NOTHING, **body, "name": {**_NO_NAME, **body.get("name", {})}}


def _shown(expected: JSON) -> JSON:
    """A user whose names are all cleared has none."""
    names = expected["name"]
    return {**expected, "name": ABSENT if set(names.values()) == {ABSENT} else names}


def _taken(outcome: ResponseLike) -> None:
    invalid(outcome, ("UNIQUENESS_VIOLATION", "username"))
