"""The authorization endpoint: signs a browser's user in, and redirects with a code."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from fakeping.core.exchange import Reply, Request
from fakeping.core.operation import HTML, Operation, row
from fakeping.core.parameter import Parameter, Parameters, one_of
from fakeping.core.problem import Problem
from fakeping.core.rules import Rule
from fakeping.core.sources import Ids
from fakeping.families.oauth import PLAIN, RESPONSE_MODES, S256, OAuthError
from fakeping.families.pingam import authorization, refusals
from fakeping.families.pingam.callers import session_of
from fakeping.families.pingam.model import Client, Session
from fakeping.families.pingam.operations.call import AMCall, deployment, issuer
from fakeping.families.pingam.operations.grants import scopes_of
from fakeping.families.pingam.parameters import REALM
from fakeping.families.pingam.problems import UnknownClient, Untrusted, WrongCredentials
from fakeping.families.pingam.rules import signin as rules
from fakeping.families.pingam.sessions import sso_token
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import common_rest, oauth, pages
from fakeping.redaction.secret_digest import matches


def authorize(call: AMCall) -> Reply:
    """Send a signed-in user to the client with a code, or first to consent or sign-in."""
    asked = call.query
    client, uri = _client(call, asked)
    try:
        authorization.check(asked, client)
        session = _session(call, asked)
        if session is None:
            return _to_sign_in(call)
        scopes = scopes_of(client, asked.get("scope"))
        if authorization.wants_consent(asked, client):
            return pages.consent(client.client_id, scopes, csrf=sso_token(call.request) or "")
    except OAuthError as problem:
        return _refused(problem, asked, uri)
    return _code(call, asked, client, session, uri)


def decide(call: AMCall) -> Reply:
    """Send the user to the client with their decision: a code, or `access_denied`."""
    if any(call.body.get(name, value) != value for name, value in call.query.items()):
        detail = "A parameter says one thing in the query and another one in the form"
        raise Untrusted("invalid_request", detail, rule=rules.AUTHORIZE_UNTRUSTED)
    asked = {**call.query, **call.body}
    client, uri = _client(call, asked)
    session = session_of(call)
    if session is None or not matches(session.id, asked.get("csrf", "")):
        raise Untrusted(
            "access_denied", "The csrf parameter is not the SSO token", rule=rules.CONSENT
        )
    if asked.get("decision") != "allow":
        denied = OAuthError(
            "access_denied", "Resource Owner did not authorize the request", rule=rules.CONSENT
        )
        return _refused(denied, asked, uri)
    try:
        authorization.check(asked, client)
        return _code(call, asked, client, session, uri)
    except OAuthError as problem:
        return _refused(problem, asked, uri)


def sign_in_page(call: AMCall) -> Reply:
    """Show the page to sign in with."""
    return pages.sign_in(call.address)


def sign_in(call: AMCall) -> Reply:
    """Sign a user in, and redirect to `goto` if that is on this server."""
    name, password = call.body.get("username", ""), call.body.get("password", "")
    goto = call.query.get("goto", "")
    try:
        user = call.store.people.signed_in(name, password, realm=call.address)
    except WrongCredentials:
        page = pages.sign_in(call.address, message="Authentication Failed", status=401)
        return _told(page, rules.PASSWORD)
    session = call.store.sessions.begin(user.name, realm=call.address)
    cookie = common_rest.signed_in(session, mount=call.store.mount).headers["Set-Cookie"]
    # No redirect to another server.
    target = goto if goto.startswith(f"{call.request.base_url}/") else f"{deployment(call)}/console"
    return Reply(302, b"", {"Location": target, "Set-Cookie": cookie, "Cache-Control": "no-store"})


def refuse(problem: Problem, request: Request, ids: Ids) -> Reply:
    """Render a problem as a page for people."""
    reply = refusals.oauth(problem, request, ids)
    if not isinstance(problem, (OAuthError, UnknownClient)):
        return reply
    page = pages.error(400, problem.detail)
    rule = reply.rule
    return Reply(400, page.body, {**page.headers, "X-Fakeping-Rule": rule or ""}, rule)


def _client(call: AMCall, asked: Mapping[str, str]) -> tuple[Client, str]:
    """The client and its redirect URI. Raises `Untrusted` if either is unknown."""
    try:
        client = call.store.people.client(asked.get("client_id", ""), realm=call.address)
    except UnknownClient:
        detail = "Client authentication failed"
        raise Untrusted("invalid_client", detail, rule=rules.AUTHORIZE_UNTRUSTED) from None
    uri = asked.get("redirect_uri") or next(iter(client.redirect_uris), "")
    known = client.redirect_uris
    if not _is_absolute(uri):
        detail = "The redirection URI provided is not absolute."
        raise Untrusted("relative_redirect_uri", detail, rule=rules.AUTHORIZE_UNTRUSTED)
    if known and uri not in known:
        detail = "The redirection URI provided does not match a pre-registered value."
        raise Untrusted("redirect_uri_mismatch", detail, rule=rules.AUTHORIZE_UNTRUSTED)
    return client, uri


def _is_absolute(uri: str) -> bool:
    try:
        return bool(urlsplit(uri).scheme)
    except ValueError:
        return False


def _session(call: AMCall, asked: Mapping[str, str]) -> Session | None:
    """The user's session, if it suffices. Raises `OAuthError` if they may not be asked."""
    session = session_of(call)
    if authorization.suffices(session, asked, now=call.store.clock.timestamp()):
        return session
    if "none" in authorization.prompts_of(asked):
        said = "The request requires some interaction that is not allowed."
        raise OAuthError("interaction_required", said, rule=rules.PROMPT)
    return None


def _to_sign_in(call: AMCall) -> Reply:
    query = authorization.after_sign_in(call.request.query)
    goto = f"{call.request.base_url}{call.request.path}?{query}"
    return oauth.redirection(f"{deployment(call)}/XUI/", {"realm": call.address, "goto": goto})


def _code(
    call: AMCall, asked: Mapping[str, str], client: Client, session: Session, uri: str
) -> Reply:
    scopes = scopes_of(client, asked.get("scope"))
    code = call.store.codes.issue(
        realm=call.address,
        client=client.client_id,
        user=session.user,
        redirect_uri=asked.get("redirect_uri"),
        scopes=scopes,
        nonce=asked.get("nonce"),
        challenge=asked.get("code_challenge"),
        challenge_method=asked.get("code_challenge_method", "plain"),
        auth_time=session.began,
    )
    said = {
        "code": code.value,
        "scope": " ".join(sorted(scopes)),
        "iss": issuer(call),
        "state": asked.get("state"),
        "client_id": client.client_id,
    }
    return _sent_back(said, asked, uri)


def _refused(problem: OAuthError, asked: Mapping[str, str], uri: str) -> Reply:
    said = {
        "error_description": problem.detail,
        "state": asked.get("state"),
        "error": problem.error,
    }
    return _told(_sent_back(said, asked, uri), problem.rule or rules.AUTHORIZE)


def _sent_back(said: Mapping[str, str | None], asked: Mapping[str, str], uri: str) -> Reply:
    """Send the user to the client with an answer, in the mode that the request asks for."""
    mode = authorization.mode_of(asked)
    if mode == "form_post":
        reply = pages.form_post(uri, said)
        return Reply(reply.status, reply.body, reply.headers, rules.RESPONSE_MODE.name)
    return oauth.redirection(uri, said, in_fragment=mode == "fragment")


def _told(page: Reply, rule: Rule) -> Reply:
    """An error, with the rule that decided."""
    return Reply(page.status, page.body, {**page.headers, "X-Fakeping-Rule": rule.name}, rule.name)


_PATH = "/oauth2/{realm*}/authorize"

_ASKED: Parameters = {
    "response_type": Parameter(says="`code`"),
    "client_id": Parameter(says="The client", required=True),
    "redirect_uri": Parameter(says="Where the answer goes: one of the client's"),
    "scope": Parameter(says="The names of scopes, with spaces between them"),
    "response_mode": one_of(*RESPONSE_MODES, says="How the answer goes to the client"),
    "prompt": Parameter(says="`none`, or any of `login` and `consent`, with spaces between them"),
    "max_age": Parameter(
        says="Seconds after which a user signs in again",
        schema={"type": "string", "pattern": "^[0-9]{1,12}$"},
    ),
    **REALM,
}
_SECRETLY_ASKED: Parameters = {
    "state": Parameter(says="Comes back as it is"),
    "nonce": Parameter(says="Comes back in the ID token"),
    "code_challenge": Parameter(says="PKCE's challenge"),
    "code_challenge_method": one_of(S256, PLAIN, says="How the challenge was made"),
}
_UNMODELLED = {
    "acr_values": "how strong the sign-in must be",
    "claims": "which claims the ID token has",
    "id_token_hint": "who is expected to be signed in",
    "login_hint": "the name that the sign-in page begins with",
    "save_consent": "whether the user is asked again",
    "service": "the journey that signs the user in",
    "ui_locales": "the language of the pages",
}
_GOTO: Parameters = {"goto": Parameter(says="Where the user goes then, on this server")}

OPERATIONS: tuple[Operation[AccessManager], ...] = (
    row(
        "pingam.authorize",
        f"GET {_PATH}",
        authorize,
        {200: HTML, 302: None, 400: HTML},
        summary="Send a signed-in user to the client with a code, or ask for consent",
        query=_ASKED,
        secret_query=_SECRETLY_ASKED,
        rule=rules.AUTHORIZE,
        other_rules=(rules.RESPONSE_MODE,),
        unmodelled=_UNMODELLED,
        public=True,
        confidential=True,
        trailing_slash=False,
        render_problem=refuse,
        adds=True,
        head=False,
    ),
    row(
        "pingam.authorize.decide",
        f"POST {_PATH}",
        decide,
        {302: None, 200: HTML, 400: HTML},
        summary="Send the user to the client with their decision",
        form={
            **_ASKED,
            **_SECRETLY_ASKED,
            "decision": Parameter(says="`allow`, or anything else"),
            "csrf": Parameter(says="The SSO token", required=True),
        },
        rule=rules.CONSENT,
        other_rules=(rules.RESPONSE_MODE,),
        unmodelled=_UNMODELLED,
        public=True,
        confidential=True,
        trailing_slash=False,
        render_problem=refuse,
    ),
    row(
        "pingam.login.page",
        "GET /XUI",
        sign_in_page,
        {200: HTML},
        summary="Show the sign-in page",
        rule=rules.AUTHORIZE,
        secret_query={**REALM, **_GOTO},
        public=True,
        render_problem=refusals.common_rest,
    ),
    row(
        "pingam.login",
        "POST /XUI",
        sign_in,
        {302: None, 401: HTML},
        summary="Sign a user in, and redirect to `goto`",
        secret_query={**REALM, **_GOTO},
        form={
            "username": Parameter(says="Who signs in", required=True),
            "password": Parameter(says="Their password", required=True),
        },
        rule=rules.CREDENTIALS,
        public=True,
        confidential=True,
        render_problem=refusals.common_rest,
        spare=True,
    ),
)
