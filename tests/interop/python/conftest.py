"""Tenants of a server that listens, and users who sign in at once."""

from dataclasses import dataclass

import pytest

from fakeping import Tenant

CALLBACK = "https://photos.example/callback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Website:
    """An application that signs users in."""

    client_id: str
    client_secret: str
    #: The user who does.
    user_id: str


@pytest.fixture
def tenant(listening):
    made = listening.tenant(edition={"pingone": "current"})
    yield made
    made.drop()


@pytest.fixture
def website(tenant: Tenant) -> Website:
    given = tenant.pingone.given
    application = given.application(
        redirect_uris=[CALLBACK],
        grant_types=["authorization_code", "refresh_token"],
        pkce_enforcement="S256_REQUIRED",
    )
    given.grant(application, "openid", scopes=["profile", "email"])
    alice = given.user(username="alice", email="alice@example.com")
    given.sign_in(alice)
    return Website(
        client_id=application.client_id,
        client_secret=application.client_secret,
        user_id=alice.id,
    )
