"""The strategies' input, the known entities, and their output, a body's defect."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fakeping.contract.pingam.accounts import Account

_NOBODY = Account(name="nobody", secret="none")  # noqa: S106 - nobody's


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntities:
    """Entities of the deployment that bodies can refer to."""

    #: What names begin with.
    prefix: str = "fakeping-contract-"
    #: A resource set of the caller's, and all of its scopes.
    resource_id: str = "126615ba-b7fd-4660-b281-bae81aa45f7c0"
    scopes: tuple[str, ...] = ("view", "edit")
    #: The ids of the caller's labels.
    labels: tuple[str, ...] = ()
    #: A client and a user who can sign in.
    client: Account = _NOBODY
    owner: Account = _NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """What is wrong with a body: the answer's status and error."""

    #: The `error`; `None` where AM's own REST endpoints answer `code`, `reason` and `message`.
    error: str | None
    #: What the description, or the message, begins with; empty where nobody knows the words.
    sentence: str = ""
    #: The member that is wrong; empty where it is the body.
    member: str = ""
    status: int = 400


Bodies = SearchStrategy[Any]

#: A body, and what is wrong with it.
Invalid = SearchStrategy[tuple[Any, Defect]]

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)

#: What is no string.
NO_STRING = st.sampled_from([1, 0.5, True, [], {}])
#: What is no array of strings.
NO_STRINGS = st.sampled_from(["text", 1, False, {}, [1], ["text", None], [["text"]]])


def some(scopes: Iterable[str]) -> SearchStrategy[list[str]]:
    """Some of the scopes, in any order."""
    return st.lists(st.sampled_from(list(scopes)), unique=True)


def replaced(bodies: Bodies, member: str, values: SearchStrategy[Any], wrong: Defect) -> Invalid:
    """Bodies with a member's value replaced, each with its defect."""
    return st.builds(lambda body, value: ({**body, member: value}, wrong), bodies, values)


def without(bodies: Bodies, member: str, wrong: Defect) -> Invalid:
    """Bodies with a member removed, each with its defect."""
    return bodies.map(
        lambda body: ({name: of for name, of in body.items() if name != member}, wrong)
    )
