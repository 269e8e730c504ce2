"""The attributes of an application: claims of its ID tokens and of userinfo."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from fakeping.core.rules import Rule
from fakeping.core.sources import derived_uuid
from fakeping.families.pingone import application_attribute_rules as rules
from fakeping.families.pingone.collection import Collection, Surroundings
from fakeping.families.pingone.model import CORE, CUSTOM, Stamp
from fakeping.families.pingone.problems import FieldError, PlatformOwned, taken
from fakeping.families.pingone.record import Record, Said, member, texts
from fakeping.families.pingone.rules import ATTRIBUTE_NAME_UNIQUE, ATTRIBUTE_VALUE
from fakeping.families.pingone.signin.model import Application, ApplicationAttribute

#: The claim that every application has from the start.
SUBJECT = "sub"

_RESERVED = frozenset(
    {
        "acr", "amr", "at_hash", "aud", "auth_time", "azp", "client_id", "exp", "iat", "iss",
        "jti", "nbf", "nonce", "org", "scope", "sid", SUBJECT,
    }
)  # fmt: skip

APPLICATION_ATTRIBUTE = Record(
    member("mappingType", settable=False),
    member("name"),
    member("value"),
    member("required"),
    member("idToken", default=True),
    member("userInfo", default=True),
    texts("oidcScopes"),
    member("nameFormat"),
)


class ApplicationAttributes(Collection[ApplicationAttribute]):
    """The attributes of one application. Its subject can be changed, but not removed."""

    kind = "application attribute"

    def __init__(
        self,
        surroundings: Surroundings,
        application: Application,
        *,
        granted: Callable[[], tuple[str, ...]],
    ) -> None:
        """`granted` returns the ids of the scopes of `openid` that the application has."""
        super().__init__(surroundings)
        self._application = application
        self._granted = granted

    def builtins(self) -> Iterator[ApplicationAttribute]:
        """The subject."""
        application = self._application
        yield ApplicationAttribute(
            id=derived_uuid(application.id, "attribute", SUBJECT),
            environment_id=application.environment_id,
            application_id=application.id,
            name=SUBJECT,
            value="${user.id}",
            required=True,
            mapping_type=CORE,
            id_token=True,
            user_info=True,
            created_at=application.created_at,
            updated_at=application.created_at,
        )

    def key(self, entity: ApplicationAttribute) -> str:
        """The name."""
        return entity.name

    def is_builtin(self, entity: ApplicationAttribute) -> bool:
        """Whether it is the subject."""
        return entity.mapping_type == CORE

    def new(self, stamp: Stamp, said: Said) -> ApplicationAttribute:
        """Make a custom attribute."""
        application = self._application
        return ApplicationAttribute(
            environment_id=application.environment_id,
            application_id=application.id,
            mapping_type=CUSTOM,
            **said,
            **stamp.members,
        )

    def changes(self, current: ApplicationAttribute, said: Said) -> Said:
        """Everything that was said, but where the subject stands: everywhere."""
        if self.is_builtin(current):
            return {**said, "id_token": True, "user_info": True, "oidc_scopes": None}
        return said

    def require_removable(self, entity: ApplicationAttribute) -> None:
        """Raise `PlatformOwned` for the subject."""
        if self.is_builtin(entity):
            raise PlatformOwned(
                "The subject's attribute cannot be deleted.", rule=rules.ATTRIBUTE_CORE
            )

    def errors(self, said: Said, current: ApplicationAttribute | None) -> Iterator[FieldError]:
        """A name that is reserved, taken or fixed; no value; no place; scopes not granted."""
        if current is not None and self.is_builtin(current):
            yield from _core_errors(said)
        elif said["name"] in _RESERVED:
            yield _error(
                "name",
                f"Attribute name '{said['name']}' is not valid for the"
                f" '{self._application.type}' application",
                rules.ATTRIBUTE_RESERVED,
            )
        elif self.table.holder(said["name"]) not in {None, current and current.id}:
            yield taken("An attribute", rule=ATTRIBUTE_NAME_UNIQUE)
        if not said["value"]:
            yield _error(
                "value", "The value must not be empty.", ATTRIBUTE_VALUE, code="EMPTY_VALUE"
            )
        if not said["id_token"] and not said["user_info"]:
            yield _error(
                "idToken",
                "An attribute stands in the ID token or the user info.",
                rules.ATTRIBUTE_PLACE,
            )
        yield from self._scope_errors(said["oidc_scopes"])

    def keep_granted(self) -> None:
        """Take scopes that are no longer granted from attributes, which go with their last."""
        granted = self._granted()
        for each in list(self.made):
            if each.oidc_scopes is None or set(granted).issuperset(each.oidc_scopes):
                continue
            left = tuple(id_ for id_ in each.oidc_scopes if id_ in granted)
            if left:
                self.put(replace(each, oidc_scopes=left))
            else:
                self.remove(each.id)

    def _scope_errors(self, ids: tuple[str, ...] | None) -> Iterator[FieldError]:
        if ids is None:
            return
        if not ids:
            yield _error(
                "oidcScopes",
                "The value must not be empty.",
                rules.ATTRIBUTE_SCOPES,
                code="EMPTY_VALUE",
            )
        elif not set(self._granted()).issuperset(ids):
            yield _error(
                "oidcScopes",
                "A scope is not one of openid's that is granted to the application.",
                rules.ATTRIBUTE_SCOPES,
            )


def _core_errors(said: Said) -> Iterator[FieldError]:
    if said["name"] != SUBJECT:
        yield _error("name", "The name of the subject's attribute is fixed.", rules.ATTRIBUTE_CORE)
    if not said["required"]:
        yield _error("required", "The subject is required.", rules.ATTRIBUTE_CORE)


def _error(target: str, message: str, rule: Rule, *, code: str = "INVALID_VALUE") -> FieldError:
    return FieldError(target=target, message=message, rule=rule, code=code)
