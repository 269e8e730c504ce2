"""Who asks, as an access token says."""

from dataclasses import dataclass
from typing import Self

from fakeping.core.values import JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The subject, client and scopes of an access token."""

    subject: str | None
    client: str
    #: The environment or realm that issued the token.
    issuer: str = ""
    scopes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, document: JSON) -> Self:
        """Read a caller from `document`'s form, which has no issuer."""
        return cls(
            subject=document["subject"],
            client=document["client"],
            scopes=frozenset(document["scopes"]),
        )

    def document(self) -> dict[str, str | list[str] | None]:
        """The caller as a JSON document, as in the journal's exports."""
        return {
            "subject": self.subject,
            "client": self.client,
            "scopes": sorted(self.scopes),
        }

    def __str__(self) -> str:
        """`alice via UMA-Resource-Server`, or the client alone."""
        return f"{self.subject} via {self.client}" if self.subject else self.client
