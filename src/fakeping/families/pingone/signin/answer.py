"""The authorization response: what goes to the application, and the browser's cookie."""

from typing import NoReturn

from fakeping.core.exchange import Reply
from fakeping.families.oauth import NO_STORE, OAuthError
from fakeping.families.pingone.signin import issue, pages, rules
from fakeping.families.pingone.signin.call import SignInCall, environment_of
from fakeping.families.pingone.signin.cookies import set_cookie
from fakeping.families.pingone.signin.model import (
    PI_FLOW,
    Authorization,
    AuthorizationRequest,
    Session,
)
from fakeping.families.pingone.signin.problems import SentBack, redirect_url


def send_back(error: OAuthError, *, uri: str, state: str | None, fragment: bool) -> NoReturn:
    """Report an error to the application: raises the redirect."""
    members = {"error": error.error, "error_description": error.detail, "state": state}
    raise SentBack(error, url=redirect_url(uri, members, fragment=fragment))


def signed_in(
    call: SignInCall,
    request: AuthorizationRequest,
    session: Session,
    *,
    new_cookie: str | None = None,
) -> Reply:
    """Redirect to the application, and set the session's cookie."""
    said = members(call, request, session)
    headers = {**NO_STORE}
    if new_cookie is not None:
        headers["Set-Cookie"] = set_cookie(call, new_cookie)
    if request.response_mode == "form_post":
        return pages.reply(pages.form_post(request.redirect_uri, said), headers)
    url = redirect_url(request.redirect_uri, said, fragment=request.response_mode == "fragment")
    return Reply(302, b"", {**headers, "Location": url})


def members(
    call: SignInCall, request: AuthorizationRequest, session: Session
) -> dict[str, str | None]:
    """The parameters of a response: a code, tokens, the state."""
    environment = environment_of(call)
    authorization = Authorization(
        id=environment.signin.ids.uuid(),
        session=session,
        request=request,
    )
    if "id_token" in request.response_types:
        try:
            issue.require_values(call, authorization, request.access)
        except OAuthError as error:
            refuse(request, error)
    said: dict[str, str | None] = {}
    if "code" in request.response_types:
        said["code"] = environment.signin.authorizations.new_code(authorization)
    if "token" in request.response_types:
        answer = issue.access_token(call, authorization, request.access)
        said |= {name: str(value) for name, value in answer.items()}
    if "id_token" in request.response_types:
        said["id_token"] = issue.id_token(
            call,
            authorization,
            request.access,
            nonce=request.nonce,
            access_token=said.get("access_token"),
            code=said.get("code"),
        )
    said["state"] = request.state
    return said


def give_up(request: AuthorizationRequest, error: str, description: str) -> NoReturn:
    """Report that nobody signed in: raises the error, as a redirect where there is one."""
    refuse(request, OAuthError(error, description, rule=rules.AUTHORIZE_PROMPT))


def refuse(request: AuthorizationRequest, error: OAuthError) -> NoReturn:
    """Report an error to the application: raises the redirect, or the error with `pi.flow`."""
    if request.response_mode == PI_FLOW:
        raise error
    send_back(
        error,
        uri=request.redirect_uri,
        state=request.state,
        fragment=request.response_mode == "fragment",
    )
