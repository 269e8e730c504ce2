"""Each documented parameter of AM's OAuth endpoints is decided, refused, or told to be ignored."""

import pytest

from fakeping.families.pingam import FAMILY
from tests.drive import ask
from tests.fake.pingam.forms import OAuth

#: PingAM 8.1, /oauth2/authorize, and max_age of OpenID Connect.
AUTHORIZE = """acr_values authorization_details claims client_id code_challenge
code_challenge_method csrf decision id_token_hint login_hint max_age nonce prompt redirect_uri
response_mode response_type request request_uri save_consent scope service state ui_locales"""

#: PingAM 8.1, /oauth2/access_token, and the UMA grant's.
TOKEN = """actor_token actor_token_type auth_chain assertion client_assertion
client_assertion_type client_id client_secret cnf_key code code_verifier device_code grant_type
password redirect_uri refresh_token requested_token_type scope subject_token subject_token_type
username ticket claim_token claim_token_format pct rpt"""

#: What always ends in an error: see the rules of these names.
REFUSED = {
    "request": "pingam.authorize.request-object",
    "request_uri": "pingam.authorize.request-object",
    "authorization_details": "pingam.authorize.request-object",
    "client_assertion": "pingam.token.client",
    "client_assertion_type": "pingam.token.client",
    # Of grants that are not served.
    "actor_token": "pingam.token.grant-type",
    "actor_token_type": "pingam.token.grant-type",
    "assertion": "pingam.token.grant-type",
    "device_code": "pingam.token.grant-type",
    "requested_token_type": "pingam.token.grant-type",
    "subject_token": "pingam.token.grant-type",
    "subject_token_type": "pingam.token.grant-type",
}


def operation(name):
    return next(each for each in FAMILY.operations if each.name == name)


@pytest.mark.parametrize(
    ("name", "documented"),
    [
        ("pingam.authorize", set(AUTHORIZE.split()) - {"csrf", "decision"}),
        ("pingam.authorize.decide", set(AUTHORIZE.split())),
        ("pingam.token", set(TOKEN.split())),
    ],
)
def test_each_documented_parameter_is_read_refused_or_ignored_aloud(name, documented):
    row = operation(name)
    read = {*row.query, *row.secret_query, *row.form} - {"realm"}
    refused = documented & REFUSED.keys()

    assert read | refused | set(row.unmodelled) == documented
    assert not read & refused
    assert not read & set(row.unmodelled)
    assert not refused & set(row.unmodelled)
    assert set(REFUSED.values()) <= {each.name for each in FAMILY.rules}


@pytest.fixture
def oauth(server, tenant):
    return OAuth(server, tenant)


@pytest.mark.parametrize("name", operation("pingam.token").unmodelled)
def test_what_the_token_endpoint_ignores_changes_nothing(oauth, name):
    plain, more = (oauth.password(**extra) for extra in ({}, {name: "x"}))

    assert (plain.status, more.status) == (200, 200)
    assert sorted(plain.json) == sorted(more.json)


@pytest.mark.parametrize("name", operation("pingam.authorize").unmodelled)
def test_what_the_authorization_endpoint_ignores_changes_nothing(server, tenant, name):
    am = tenant.pingam
    am.given.client("app", redirect_uris=["https://app.invalid/"], scopes=["view"])
    url = f"{am.oauth2_url}/authorize?response_type=code&client_id=app&scope=view&{name}=x"

    reply = ask(server, "GET", url, headers={"iPlanetDirectoryPro": am.sso_token()})

    assert reply.status == 302
    assert "code=" in reply.headers["Location"]
