"""Authlib, beyond the recipe: refresh, introspection, revocation."""

import pytest
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from tests.interop.python.conftest import CALLBACK

VERIFIER = "a-verifier-is-forty-three-characters-at-least"


@pytest.fixture
def client(tenant, website):
    """A client in which alice has signed in."""
    one = tenant.pingone
    made = OAuth2Session(
        website.client_id,
        website.client_secret,
        scope="openid profile email",
        redirect_uri=CALLBACK,
        code_challenge_method="S256",
    )
    url, state = made.create_authorization_url(f"{one.auth_url}/authorize", code_verifier=VERIFIER)
    back = made.get(url, withhold_token=True, allow_redirects=False).headers["Location"]
    made.fetch_token(
        one.token_url, authorization_response=back, state=state, code_verifier=VERIFIER
    )
    yield made
    made.close()


def test_a_refresh_token_is_spent(tenant, client):
    one = tenant.pingone
    before = dict(client.token)

    after = client.refresh_token(one.token_url, refresh_token=before["refresh_token"])

    assert after["access_token"] != before["access_token"]
    with pytest.raises(OAuthError, match="invalid_grant"):
        client.refresh_token(one.token_url, refresh_token=before["refresh_token"])


def test_a_token_is_introspected_until_it_is_revoked(tenant, website, client):
    one = tenant.pingone
    asked = {"token": client.token["access_token"], "token_type_hint": "access_token"}

    about = client.introspect_token(f"{one.auth_url}/introspect", **asked).json()
    revoked = client.revoke_token(f"{one.auth_url}/revoke", **asked)

    assert (about["active"], about["sub"]) == (True, website.user_id)
    assert revoked.status_code == 200
    left = client.introspect_token(f"{one.auth_url}/introspect", **asked).json()
    assert left == {"active": False}
    assert client.get(f"{one.auth_url}/userinfo").status_code == 401
