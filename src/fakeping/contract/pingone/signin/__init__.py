"""PingOne's sign-in under check: applications, codes, tokens, and what is asked about them."""

from fakeping.contract.pingone.signin import (
    about,
    authorize,
    claims,
    clients,
    endings,
    grants,
    pages,
    responses,
    scopes,
)

#: The modules that the checks are in.
NOUNS = (clients, grants, scopes, claims, authorize, responses, pages, about, endings)
