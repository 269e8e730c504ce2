"""The parameters of the forms and queries of sign-in."""

from fakeping.core.parameter import Parameter, Parameters, one_of
from fakeping.families.oauth import ACCESS_TOKEN, ID_TOKEN

CLIENT: Parameters = {
    "client_id": Parameter(says="The application, where the header does not name it"),
    "client_secret": Parameter(says="Its secret, for `client_secret_post`"),
}

#: What the token endpoint takes beside the type of the grant.
TOKEN: Parameters = {
    "scope": Parameter(says="The names of scopes, with spaces between them"),
    "resource": Parameter(says="The audience of the one resource that is asked for"),
    "code": Parameter(says="The authorization code"),
    "redirect_uri": Parameter(says="The URI that the code was sent to"),
    "device_code": Parameter(says="The code of a device that the user has allowed"),
    "code_verifier": Parameter(says="What the challenge of PKCE was made from"),
    "refresh_token": Parameter(says="The refresh token, which is spent"),
    "subject_token": Parameter(says="The token to exchange"),
    "subject_token_type": one_of(ACCESS_TOKEN, ID_TOKEN, says="What it is"),
    "actor_token": Parameter(says="A token of who acts for the subject"),
    "actor_token_type": one_of(ACCESS_TOKEN, ID_TOKEN, says="What it is"),
    "requested_token_type": one_of(ACCESS_TOKEN, says="What to exchange it for"),
    **CLIENT,
}

ABOUT_A_TOKEN: Parameters = {
    "token": Parameter(says="The token", required=True),
    "token_type_hint": Parameter(says="Counts for nothing: every kind is looked at"),
    **CLIENT,
}

AUTHORIZE: Parameters = {
    "response_type": Parameter(says="`code`, `token` and `id_token`, with spaces between them"),
    "client_id": Parameter(says="The application", required=True),
    "redirect_uri": Parameter(
        says="Where the answer goes: one of the application's, letter for letter", required=True
    ),
    "scope": Parameter(says="The names of scopes, with spaces between them"),
    "resource": Parameter(says="The audience of the one resource that is asked for"),
    "state": Parameter(says="Comes back as it is"),
    "nonce": Parameter(says="Comes back in the ID token"),
    "acr_values": Parameter(says="The policy to sign in by"),
    "prompt": Parameter(says="`none`, or any of `login`, `consent` and `select_account`"),
    "max_age": Parameter(says="Seconds after which a session is too old"),
    "login_hint": Parameter(says="Who is probably there"),
    "response_mode": one_of(
        "query", "fragment", "form_post", "pi.flow", says="How the answer goes"
    ),
    "request_uri": Parameter(says="The URI of a pushed request, in place of the others"),
    "code_challenge": Parameter(says="PKCE's challenge"),
    "code_challenge_method": one_of("S256", "plain", says="How the challenge was made"),
}
