"""The editions of PingAM, as data, and a switch for each behaviour that is uncertain."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from fakeping.core.rules import Rule
from fakeping.families.pingam.rules import everywhere, labels, registration, session, signin


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A named set of behaviour switches. Each names the rule that it stands for."""

    name: str
    #: Whether members, endpoints and errors have the names of UMA 1: `pingam.edition.openam`.
    uma1: bool = False
    #: Whether a write requires an `If-Match`: `pingam.conditions.required`.
    require_if_match: bool = False
    #: Whether a token without `uma_protection` is refused: `pingam.auth.scope`.
    enforce_pat_scope: bool = True
    #: Whether names of one owner and client are unique: `pingam.resource_set.name-unique`.
    unique_names: bool = True
    #: Whether a description must have a name: `pingam.resource_set.name-required`.
    require_name: bool = False
    #: Whether a body may have single quotes and the like: `pingam.body.lenient`.
    lenient_json: bool = False
    #: Whether a client can delete a resource set of its own: `pingam.auth.client-pat`.
    delete_with_client_pat: bool = True
    #: Whether the reply to a registration has a `Location`: `pingam.resource_set.location`.
    location: bool = True
    #: Whether Basic and a `client_id` in the form are refused: `pingam.token.one-method`.
    one_client_method: bool = True
    #: Whether introspection shows a client other clients' tokens: `pingam.introspect.own-tokens`.
    introspect_all_tokens: bool = False
    #: Whether introspection takes `GET`, and a token in the query: `pingam.introspect.get`.
    introspect_by_get: bool = False
    #: Whether session properties are set all at once: `pingam.session.all-properties`.
    all_session_properties: bool = False
    #: Whether a new label is put on its `resourceSetIDs`: `pingam.label.placed`.
    label_resource_sets: bool = True
    #: Whether an owner can delete system labels: `pingam.label.system`.
    delete_system_labels: bool = False
    #: Whether deleting an unknown label is 404, not 400: `pingam.label.missing`.
    label_delete_404: bool = False

    @property
    def scopes_member(self) -> str:
        """The member of a resource set that lists its scopes."""
        return "scopes" if self.uma1 else "resource_scopes"

    @property
    def id_member(self) -> str:
        """The member of a permission request that holds the resource set's id."""
        return "resource_set_id" if self.uma1 else "resource_id"


AM_8_1 = Edition(name="8.1")

#: PingAM's open-source ancestor, which was measured: UMA 1, at `/oauth2/.../resource_set`.
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
    introspect_by_get=True,
    all_session_properties=True,
    label_resource_sets=False,
    delete_system_labels=True,
)

EDITIONS = {each.name: each for each in (AM_8_1, OPENAM)}

#: The switches of a tenant, each with its rule:
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
        "one_client_method": signin.ONE_METHOD,
        "introspect_all_tokens": signin.INTROSPECT_OWN,
        "introspect_by_get": signin.INTROSPECT_GET,
        "all_session_properties": session.ALL_PROPERTIES,
        "label_resource_sets": labels.PLACED,
        "delete_system_labels": labels.SYSTEM,
        "label_delete_404": labels.MISSING,
    }
)


def switched(name: str, switches: Mapping[str, bool]) -> Edition:
    """An edition with some switches overridden. Raises `ValueError` for an unknown name."""
    if name not in EDITIONS:
        raise ValueError(f"there is no edition {name!r}: {', '.join(EDITIONS)}")
    edition = EDITIONS[name]
    return replace(edition, **switches) if switches else edition  # type: ignore[arg-type]  # their names are checked
