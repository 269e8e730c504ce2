"""Sign-off: the end of a session."""

from collections.abc import Iterable, Mapping

from fakeping.core.exchange import JSON, Reply
from fakeping.families.oauth import NO_STORE
from fakeping.families.pingone.signin import pages, rules
from fakeping.families.pingone.signin.call import SignInCall, environment_of
from fakeping.families.pingone.signin.cookies import cookie, set_cookie
from fakeping.families.pingone.signin.model import Application
from fakeping.families.pingone.signin.parameters import parameters
from fakeping.families.pingone.signin.problems import invalid_request, redirect_url


def signoff(call: SignInCall) -> Reply:
    """End the session of the cookie and of the hint, and send the user on."""
    said = parameters(call.request)
    environment = environment_of(call)
    hint = _hint(call, said)
    where = _where(environment.applications.table, hint, said)
    environment.signin.sessions.end(cookie=cookie(call), id_=hint.get("sid", ""))
    headers = {**NO_STORE, "Set-Cookie": set_cookie(call, "")}
    if where is None:
        return pages.reply(pages.signed_off(), headers)
    url = redirect_url(where, {"state": said.get("state")}, fragment=False).rstrip("?&")
    return Reply(302, b"", {**headers, "Location": url})


def _hint(call: SignInCall, said: Mapping[str, str]) -> JSON:
    """The claims of `id_token_hint`, expired or not."""
    if "id_token_hint" not in said:
        return {}
    claims = call.store.tokens.id_token(said["id_token_hint"])
    if claims is None or claims["env"] != call.address:
        raise invalid_request(
            "id_token_hint is no ID token of this environment", rule=rules.SIGNOFF
        )
    return claims


def _where(applications: Iterable[Application], hint: JSON, said: Mapping[str, str]) -> str | None:
    """The post-logout redirect URI, if the application registered exactly this one."""
    uri = said.get("post_logout_redirect_uri")
    if uri is None:
        return None
    named = said.get("client_id") or hint.get("aud")
    for each in applications:
        if named in {None, each.client_id} and uri in each.post_logout_redirect_uris:
            return uri
    raise invalid_request(
        "post_logout_redirect_uri is not one of the application's", rule=rules.SIGNOFF
    )
