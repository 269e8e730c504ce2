"""Checks of PingOne's sign-in: applications, codes, tokens, introspection."""

from fakeping.contract.pingone.signin import (
    about,
    authorize,
    claims,
    clients,
    devices,
    endings,
    exchange,
    flows,
    forgotten,
    grants,
    origins,
    pages,
    pushed,
    responses,
    scopes,
)

#: The modules that the checks are in.
NOUNS = (
    clients,
    grants,
    scopes,
    claims,
    authorize,
    responses,
    pages,
    about,
    endings,
    flows,
    forgotten,
    pushed,
    exchange,
    devices,
    origins,
)
