"""Whatever arrives at sign-in is answered, in a shape that `tests.checked` holds to."""

import base64
from urllib.parse import urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeping import FakePing
from tests.drive import ask
from tests.fake.pingone.driver import FORM

SERVER = FakePing(ids_seed=1)
TENANT = SERVER.tenant()
GIVEN = TENANT.pingone.given
WEB = GIVEN.application(
    redirect_uris=["https://example.com"],
    grant_types=["client_credentials", "authorization_code", "refresh_token", "implicit"],
)
GIVEN.sign_in(GIVEN.user(username="alice"))
PAIR = base64.b64encode(f"{WEB.client_id}:{WEB.client_secret}".encode()).decode()

NAMES = st.sampled_from(
    ["grant_type", "code", "redirect_uri", "scope", "client_id", "client_secret", "token", "state",
     "refresh_token", "response_type", "response_mode", "prompt", "max_age", "nonce", "flow",
     "user", "code_challenge", "code_challenge_method", "code_verifier", "id_token_hint",
     "acr_values", "login_hint", "post_logout_redirect_uri"]
)  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(
        ["authorization_code", "client_credentials", "refresh_token", "openid", "code", "token",
         "id_token token", "https://example.com", WEB.client_id, WEB.client_secret, "alice",
         "none", "form_post", "fragment", "S256", "0", TENANT.pingone.token()]
    ),
    st.text(max_size=20),
)  # fmt: skip
FORMS = st.dictionaries(NAMES, VALUES, max_size=8)
PATHS = st.sampled_from(
    ["token", "authorize", "signon", "userinfo", "introspect", "revoke", "signoff", "jwks"]
)
CREDENTIALS = st.one_of(
    st.sampled_from(["", f"Basic {PAIR}", "Basic", "Bearer x"]),
    st.binary(max_size=20).map(lambda raw: f"Basic {base64.b64encode(raw).decode()}"),
    st.text(st.characters(max_codepoint=255), max_size=20),
)
FIXED = {
    "client_id": WEB.client_id,
    "redirect_uri": "https://example.com",
    "response_type": "code",
    "nonce": "n",
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=PATHS, form=FORMS, credential=CREDENTIALS, method=st.sampled_from(["GET", "POST"]))
def test_any_form_is_answered(path, form, credential, method):
    headers = {**FORM, "Authorization": credential, "Cookie": f"ST={credential}; x"}
    said = urlencode(form, errors="replace")
    url = f"{TENANT.pingone.auth_url}/{path}"

    if method == "POST":
        reply = ask(SERVER, method, url, raw=said.encode(), headers=headers)
    else:
        reply = ask(SERVER, method, f"{url}?{said}", headers=headers)

    assert reply.status < 500
    assert TENANT.crashes == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=FORMS)
def test_any_authorization_request_of_a_client_is_answered(form):
    query = urlencode({**form, **FIXED}, errors="replace")

    reply = ask(SERVER, "GET", f"{TENANT.pingone.auth_url}/authorize?{query}")

    assert reply.status in {200, 302}
    assert reply.status == 200 or reply.headers["Location"].startswith("https://example.com")
    assert TENANT.crashes == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=PATHS, raw=st.binary(max_size=200), media=st.sampled_from([*FORM.values(), "", "a/b"]))
def test_any_body_is_answered(path, raw, media):
    headers = {"Content-Type": media, "Authorization": f"Basic {PAIR}"}

    reply = ask(SERVER, "POST", f"{TENANT.pingone.auth_url}/{path}", raw=raw, headers=headers)

    assert reply.status < 500
    assert TENANT.crashes == ()
