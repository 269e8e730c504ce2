"""The defaults of a new application, by type."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from fakeping.families.pingone.signin import model
from fakeping.families.pingone.signin.model import Application

_SIGNS_IN = (model.AUTHORIZATION_CODE, model.REFRESH_TOKEN)
_ALONE = (model.CLIENT_CREDENTIALS,)

# The default grants, client authentication and PKCE of each type.
_DEFAULTS: Mapping[str, tuple[tuple[str, ...], str, str]] = {
    model.WORKER: (_ALONE, model.BASIC, model.PKCE_OPTIONAL),
    model.WEB: (_SIGNS_IN, model.BASIC, model.PKCE_OPTIONAL),
    model.SPA: (_SIGNS_IN, model.NONE, model.PKCE_S256_REQUIRED),
    model.NATIVE: (_SIGNS_IN, model.NONE, model.PKCE_S256_REQUIRED),
    model.SERVICE: (_ALONE, model.BASIC, model.PKCE_OPTIONAL),
}


def application(
    *,
    client_id: str,
    client_secret: str,
    type_: str,
    name: str,
    redirect_uris: Iterable[str] = (),
    post_logout_redirect_uris: Iterable[str] = (),
    grant_types: Iterable[str] | None = None,
    response_types: Iterable[str] | None = None,
    auth_methods: Iterable[str] | None = None,
    pkce: str | None = None,
    roles: Iterable[str] = (),
    refresh_lifetime: int = model.REFRESH_LIFETIME,
) -> Application:
    """Make an application of a type. Raises `ValueError` for an invalid redirect URI."""
    grants, method, its_pkce = _DEFAULTS[type_]
    allowed = frozenset(grants if grant_types is None else grant_types)
    types = {"code"} if model.AUTHORIZATION_CODE in allowed else set()
    if model.IMPLICIT in allowed:
        types |= {"token", "id_token"}
    return Application(
        client_id=client_id,
        client_secret=client_secret,
        roles=frozenset(roles),
        name=name,
        type=type_,
        grant_types=allowed,
        response_types=frozenset(types if response_types is None else response_types),
        redirect_uris=_checked(redirect_uris),
        post_logout_redirect_uris=_checked(post_logout_redirect_uris),
        auth_methods=frozenset(auth_methods or {method}),
        pkce=pkce or its_pkce,
        refresh_lifetime=refresh_lifetime,
    )


def _checked(uris: Iterable[str]) -> tuple[str, ...]:
    uris = tuple(uris)
    for each in uris:
        parts = urlsplit(each)
        if not parts.scheme or parts.fragment or not each.isprintable() or " " in each:
            raise ValueError(f"not a redirect URI: {each!r}")
    return uris
