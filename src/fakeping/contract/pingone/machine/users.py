"""The machine's rules for users, which today's environments have."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, precondition, rule

from fakeping.contract.pingone.machine.base import MachineBase
from fakeping.contract.pingone.machine.today import today
from fakeping.contract.pingone.model import ModelCall
from fakeping.core.exchange import JSON

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


class UserSteps(MachineBase):
    """Steps that create, replace, patch and delete users."""

    users: Bundle[str] = Bundle("users")

    def teardown(self) -> None:
        """Delete the users too."""
        for id_ in self.of("user"):
            self.driver.delete_user(id_)
        super().teardown()

    @precondition(today)
    @rule(target=users, name=_NAMES, said=_SAID)
    def create_user(self, name: str, said: JSON) -> Any:
        """Create a user; the name may be taken."""
        return self.add("user", "", self._body(name, said))

    @precondition(today)
    @rule(id_=users, name=_NAMES, said=_SAID)
    def update_user(self, id_: str, name: str, said: JSON) -> None:
        """Replace what can be said of a user."""
        self.put("user", ("", id_), self._body(name, said))

    @precondition(today)
    @rule(id_=users, said=_SAID, cleared=st.sampled_from(["title", "locale", "name", None]))
    def patch_user(self, id_: str, said: JSON, cleared: str | None) -> None:
        """Change some members, and clear one."""
        body = {**said, **({cleared: None} if cleared else {})}
        self.asks(ModelCall(operation="patch", kind="user", id=id_, said=body))
        self.asks(ModelCall(operation="read", kind="user", id=id_))

    @precondition(today)
    @rule(id_=consumes(users))
    def delete_user(self, id_: str) -> None:
        """Delete a user."""
        self.remove("user", ("", id_))

    @precondition(today)
    @rule()
    def list_users(self) -> None:
        """List the users, in the order of creation."""
        self.lists("user")

    def _body(self, name: str, said: JSON) -> JSON:
        username = f"{self.prefix}{self.run}-{name}"
        return {"username": username, "email": f"{name}@example.com", **said}
