"""The editions of PingAM, and the single switches between what is known and what is not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from fakeping.core.rules import Rule
from fakeping.families.pingam.rules import everywhere, registration, signin


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A named set of behaviour switches. Each says which rule it stands for."""

    name: str
    #: Whether members, endpoints and errors have the names of UMA 1: `pingam.edition.openam`.
    uma1: bool = False
    #: Whether a write must come with an `If-Match`: `pingam.conditions.required`.
    require_if_match: bool = False
    #: Whether a token without `uma_protection` is refused: `pingam.auth.scope`.
    enforce_pat_scope: bool = True
    #: Whether a client may register one name twice for an owner: `pingam.resource_set.name-unique`.
    unique_names: bool = True
    #: Whether a description must have a name: `pingam.resource_set.name-required`.
    require_name: bool = False
    #: Whether a body may have single quotes and the like: `pingam.body.lenient`.
    lenient_json: bool = False
    #: Whether what a client registered for itself can be deleted: `pingam.auth.client-pat`.
    delete_with_client_pat: bool = True
    #: Whether a registration answers its URL: `pingam.resource_set.location`.
    location: bool = True
    #: Whether a client sees other clients' tokens when it asks: `pingam.introspect.own-tokens`.
    introspect_all_tokens: bool = False

    @property
    def scopes_member(self) -> str:
        """What the scopes of a resource set are called."""
        return "scopes" if self.uma1 else "resource_scopes"

    @property
    def id_member(self) -> str:
        """What a resource set's id is called where it is asked for."""
        return "resource_set_id" if self.uma1 else "resource_id"


AM_8_1 = Edition(name="8.1")

#: PingAM's open ancestor, which was measured: UMA 1, at `/oauth2/.../resource_set`.
OPENAM = Edition(
    name="openam",
    uma1=True,
    require_if_match=True,
    enforce_pat_scope=False,
    require_name=True,
    lenient_json=True,
    delete_with_client_pat=False,
    location=False,
    introspect_all_tokens=True,
)

EDITIONS = {each.name: each for each in (AM_8_1, OPENAM)}

#: What a tenant may switch, and the rule that it is about:
#: `switches={"pingam.require_if_match": True}`.
SWITCHES: Mapping[str, Rule] = MappingProxyType(
    {
        "require_if_match": registration.CONDITION_REQUIRED,
        "enforce_pat_scope": everywhere.AUTH_SCOPE,
        "unique_names": registration.NAME_UNIQUE,
        "require_name": registration.NAME_REQUIRED,
        "lenient_json": everywhere.LENIENT,
        "delete_with_client_pat": registration.CLIENT_PAT,
        "location": registration.LOCATION,
        "introspect_all_tokens": signin.INTROSPECT_OWN,
    }
)


def switched(name: str, switches: Mapping[str, bool]) -> Edition:
    """An edition, with single behaviours of it turned on or off. Raises `ValueError` for none."""
    if name not in EDITIONS:
        raise ValueError(f"there is no edition {name!r}: {', '.join(EDITIONS)}")
    return replace(EDITIONS[name], **switches)  # type: ignore[arg-type]  # their names are checked
