"""Load the applications, users, grants and sessions of an environment from a document."""

import math
from dataclasses import replace

from fakeping.core.caller import Caller
from fakeping.core.document_errors import DocumentErrors
from fakeping.core.exchange import JSON
from fakeping.core.sources import derived_uuid
from fakeping.families.pingone.builtins import AUDIENCE
from fakeping.families.pingone.document import applications, flows, user_entries
from fakeping.families.pingone.document.gaps import Gaps
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import Token
from fakeping.families.pingone.signin.authorizations import Kept
from fakeping.families.pingone.signin.model import (
    Access,
    Application,
    Authorization,
    AuthorizationRequest,
    Session,
)
from fakeping.families.pingone.store import Platform


def load(
    store: Platform, environment: Environment, document: JSON, findings: DocumentErrors, gaps: Gaps
) -> None:
    """Add applications, users and grants; replace listed kinds of tokens and sessions."""
    with findings.at("worker").caught():
        _worker(environment, document.get("worker", {}), gaps, findings.at("worker"))
    for place, each in enumerate(document.get("applications", ())):
        at = findings.at("applications", place)
        with at.caught():
            applications.add(environment, each, gaps, at)
    for place, each in enumerate(document.get("users", ())):
        with findings.at("users", place).caught():
            user_entries.add(environment, each, gaps)
    _tokens(store, environment, document, findings)
    _sessions(environment, document, gaps)
    _authorizations(environment, document, findings, gaps)
    flows.load(environment, document, findings, gaps)


def _worker(environment: Environment, document: JSON, gaps: Gaps, findings: DocumentErrors) -> None:
    if "secret" in document:
        applications.set_secret(environment, document["secret"], gaps)
    if "roles" in document:
        worker = environment.worker
        assigned = environment.surroundings.assigned(document["roles"], worker.id)
        environment.applications.put(replace(worker, assignments=assigned))
    applications.add_parts(environment, environment.worker.id, document, gaps, findings)


def _tokens(
    store: Platform, environment: Environment, document: JSON, findings: DocumentErrors
) -> None:
    preset = store.tokens.preset
    known = environment.applications
    # Of several applications of the same name, the oldest.
    named = {each.name: each.id for each in reversed(list(known.table))}
    for place, each in enumerate(document.get("tokens", ())):
        with findings.at("tokens", place).caught():
            if preset.holds(each["token"]):
                raise ValueError("another token is the same")
            name = each.get("application", environment.worker.client_id)
            client_id = name if known.find(name) else named.get(name, name)
            preset.put(each["token"], _token(environment, each, client_id))


def _token(environment: Environment, document: JSON, client_id: str) -> Token:
    user = document.get("user")
    found = environment.users.named(user) if user is not None else None
    return Token(
        id=document.get("id") or derived_uuid(environment.id, "token", document["token"]),
        caller=Caller(
            subject=found.id if found else user,
            client=client_id,
            issuer=environment.id,
            scopes=frozenset(document.get("scopes", ())),
        ),
        audience=frozenset(document.get("audience", (AUDIENCE,))),
        expires_at=document.get("expiresAt", math.inf),
    )


def _sessions(environment: Environment, document: JSON, gaps: Gaps) -> None:
    sessions = environment.signin.sessions
    if "sessions" in document:
        sessions.forget()
    for each in document.get("sessions", ()):
        cookie = gaps.opened(each["cookie"])
        sessions.load(cookie, _session(each), expires_at=each["expiresAt"])


def _session(document: JSON) -> Session:
    return Session(
        id=document["id"],
        user_id=document["user"],
        auth_time=document["authTime"],
        acr=document["acr"],
    )


def _authorizations(
    environment: Environment, document: JSON, findings: DocumentErrors, gaps: Gaps
) -> None:
    authorizations = environment.signin.authorizations
    if "authorizations" in document:
        authorizations.forget()
    for place, each in enumerate(document.get("authorizations", ())):
        with findings.at("authorizations", place).caught():
            authorizations.load(_kept(environment, each, gaps))


def _kept(environment: Environment, document: JSON, gaps: Gaps) -> Kept:
    application: Application | None = environment.applications.find(document["application"])
    if application is None:
        raise LookupError(f"there is no application {document['application']!r}")
    resource = environment.resources.named(document.get("resource", ""))
    return Kept(
        Authorization(
            id=document["id"],
            session=_session(document["session"]),
            request=_request(
                application,
                Access(
                    resource_id=resource.id if resource else document.get("resource"),
                    further_ids=tuple(document.get("furtherResources", ())),
                    scopes=tuple(document.get("scopes", ())),
                    openid=tuple(document.get("openidScopes", ())),
                ),
                acr=document["session"]["acr"],
            ),
        ),
        refresh_tokens=[
            (gaps.opened(each["token"]), each["expiresAt"])
            for each in document.get("refreshTokens", ())
        ],
        spent=[gaps.opened(each) for each in document.get("spent", ())],
        tokens={each["id"]: each["expiresAt"] for each in document.get("accessTokens", ())},
    )


def _request(application: Application, access: Access, *, acr: str) -> AuthorizationRequest:
    """The authorization request behind a refresh token, without what the code needed alone."""
    return AuthorizationRequest(
        client_id=application.client_id,
        response_types=frozenset({"code"}),
        response_mode="query",
        access=access,
        acr=acr,
    )
