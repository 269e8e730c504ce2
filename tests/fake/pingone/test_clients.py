"""Sign-in as real clients and browsers do it, over a socket."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import requests


@pytest.fixture
def tenant(listening):
    with listening.tenant() as tenant:
        yield tenant
        assert tenant.crashes == ()


def test_requests_gets_a_token_and_uses_it(tenant):
    worker = tenant.pingone.credentials

    answer = requests.post(
        f"{tenant.pingone.auth_url}/token",
        data={"grant_type": "client_credentials"},
        auth=(worker.client_id, worker.client_secret),
        timeout=300,
    )

    token = answer.json()["access_token"]
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    listed = requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=300)
    assert (answer.status_code, listed.status_code) == (200, 200)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_scripted_browser_signs_in_and_stays_signed_in(tenant):
    given = tenant.pingone.given
    given.user(username="alice")
    web = given.application(redirect_uris=["http://127.0.0.1/cb"])
    found = requests.get(
        f"{tenant.pingone.auth_url}/.well-known/openid-configuration", timeout=10
    ).json()
    asked = {
        "response_type": "code",
        "client_id": web.client_id,
        "redirect_uri": "http://127.0.0.1/cb",
        "scope": "openid",
    }

    with requests.Session() as browser:
        page = browser.get(found["authorization_endpoint"], params=asked, timeout=300)
        [action] = re.findall(r'action="([^"]+)"', page.text)
        [flow] = re.findall(r'name="flow" value="([^"]+)"', page.text)
        form = {"flow": flow, "user": "alice"}
        back = browser.post(unescape(action), data=form, allow_redirects=False, timeout=300)
        again = browser.get(
            found["authorization_endpoint"],
            params={**asked, "prompt": "none"},
            allow_redirects=False,
            timeout=300,
        )

    for reply in (back, again):
        [code] = parse_qs(urlsplit(reply.headers["Location"]).query)["code"]
        answer = requests.post(
            found["token_endpoint"],
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": "http://127.0.0.1/cb",
            },
            auth=(web.client_id, web.client_secret),
            timeout=300,
        )
        assert answer.status_code == 200


def test_the_name_that_the_request_calls_the_server_is_the_issuer_s(tenant):
    url = tenant.pingone.auth_url.replace("127.0.0.1", "localhost")

    found = requests.get(f"{url}/.well-known/openid-configuration", timeout=300).json()

    assert found["issuer"] == url
