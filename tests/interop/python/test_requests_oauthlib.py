"""requests-oauthlib: code with PKCE, refresh, client credentials, password."""

from contextlib import ExitStack
from functools import partial

import pytest
from oauthlib.oauth2 import (
    BackendApplicationClient,
    InvalidClientError,
    InvalidGrantError,
    LegacyApplicationClient,
    MismatchingStateError,
)
from requests_oauthlib import OAuth2Session

from tests.interop.python.conftest import CALLBACK


@pytest.fixture
def session(monkeypatch):
    """Makes sessions that speak plain HTTP, and closes them."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    with ExitStack() as made:
        yield lambda *said, **more: made.enter_context(OAuth2Session(*said, **more))


@pytest.fixture
def signed_in(tenant, website, session):
    """Makes sessions of alice's, by a code."""
    return partial(_signed_in, session, tenant.pingone, website)


def _signed_in(session, one, website, **more):
    client = session(
        website.client_id,
        redirect_uri=CALLBACK,
        scope=["openid", "profile", "email"],
        pkce="S256",
        **more,
    )
    url, _ = client.authorization_url(f"{one.auth_url}/authorize")
    back = client.get(url, withhold_token=True, allow_redirects=False).headers["Location"]
    client.fetch_token(
        one.token_url, authorization_response=back, client_secret=website.client_secret
    )
    return client


def test_a_user_signs_in_with_a_code_and_pkce(tenant, website, signed_in):
    client = signed_in()

    told = client.get(f"{tenant.pingone.auth_url}/userinfo").json()

    assert (told["sub"], told["email"]) == (website.user_id, "alice@example.com")


def test_another_state_is_noticed(tenant, website, session):
    one = tenant.pingone
    client = session(website.client_id, redirect_uri=CALLBACK, scope="openid", pkce="S256")
    url, state = client.authorization_url(f"{one.auth_url}/authorize")
    back = client.get(url, withhold_token=True, allow_redirects=False).headers["Location"]

    with pytest.raises(MismatchingStateError):
        client.fetch_token(one.token_url, authorization_response=back.replace(state, "another"))


def test_an_expired_token_is_refreshed_by_itself(tenant, website, signed_in):
    one = tenant.pingone
    fresh = []
    client = signed_in(
        auto_refresh_url=one.token_url,
        token_updater=fresh.append,
    )
    before = client.token
    tenant.clock.advance("2h")
    # The client judges by its own clock.
    client.token = {**before, "expires_in": -1, "expires_at": 1}

    auth = website.client_id, website.client_secret
    answer = client.get(f"{one.auth_url}/userinfo", auth=auth)

    assert answer.json()["sub"] == website.user_id
    assert [each["refresh_token"] == before["refresh_token"] for each in fresh] == [False]
    with pytest.raises(InvalidGrantError):
        client.refresh_token(one.token_url, refresh_token=before["refresh_token"], auth=auth)


def test_a_worker_signs_in(tenant, session):
    one = tenant.pingone
    who = one.credentials
    client = session(client=BackendApplicationClient(who.client_id))
    client.fetch_token(one.token_url, auth=(who.client_id, who.client_secret))

    assert client.get(one.resources_url).status_code == 200

    with pytest.raises(InvalidClientError):
        client.fetch_token(one.token_url, auth=(who.client_id, "wrong"))


def test_a_resource_owner_gets_a_pat(tenant, session):
    am = tenant.pingam
    who = am.credentials
    client = session(client=LegacyApplicationClient(who.client_id, scope="uma_protection"))
    client.fetch_token(
        am.token_url,
        username=who.username,
        password=who.password,
        auth=(who.client_id, who.client_secret),
    )

    assert client.post(am.resource_set_url, json={"resource_scopes": ["view"]}).status_code == 201
    with pytest.raises(InvalidGrantError):
        client.fetch_token(
            am.token_url,
            username=who.username,
            password="wrong",
            auth=(who.client_id, who.client_secret),
        )
