"""An authorization request's parameters: what they ask for, and what is refused."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from fakeping.families.oauth import PLAIN, RESPONSE_MODES, S256, OAuthError
from fakeping.families.pingam.model import Client, Session
from fakeping.families.pingam.rules import signin as rules

PROMPTS = ("none", "login", "consent")

_REFUSED = {
    "request": "request_not_supported",
    "request_uri": "request_uri_not_supported",
    "authorization_details": "invalid_authorization_details",
}


def check(asked: Mapping[str, str], client: Client) -> None:
    """Check what does not depend on the user. Raises `OAuthError`."""
    if asked.get("response_mode", RESPONSE_MODES[0]) not in RESPONSE_MODES:
        detail = f"Unsupported response_mode, it must be one of {', '.join(RESPONSE_MODES)}"
        raise OAuthError("invalid_request", detail, rule=rules.RESPONSE_MODE)
    for name, error in _REFUSED.items():
        if name in asked:
            raise OAuthError(error, f"The {name} parameter is not supported", rule=rules.OBJECTS)
    if asked.get("response_type") != "code":
        detail = "Response type is not supported."
        raise OAuthError("unsupported_response_type", detail, rule=rules.AUTHORIZE)
    if client.client_secret is None and not asked.get("code_challenge"):
        detail = "Missing parameter, 'code_challenge'"
        raise OAuthError("invalid_request", detail, rule=rules.CODE)
    if asked.get("code_challenge_method", PLAIN) not in {PLAIN, S256}:
        detail = "The code_challenge_method is not supported"
        raise OAuthError("invalid_request", detail, rule=rules.CHALLENGE)
    prompts = prompts_of(asked)
    if not prompts <= set(PROMPTS) or ("none" in prompts and len(prompts) > 1):
        detail = f"Invalid prompt parameter {asked['prompt']!r}"
        raise OAuthError("invalid_request", detail, rule=rules.PROMPT)
    if "max_age" in asked and not _is_number(asked["max_age"]):
        detail = "The max_age parameter must be a number of seconds"
        raise OAuthError("invalid_request", detail, rule=rules.PROMPT)


def prompts_of(asked: Mapping[str, str]) -> frozenset[str]:
    """What the user is to be asked for, or `none`."""
    return frozenset(asked.get("prompt", "").split())


def suffices(session: Session | None, asked: Mapping[str, str], *, now: float) -> bool:
    """Whether a session is there, and young enough, and nobody wants another sign-in."""
    if session is None or "login" in prompts_of(asked):
        return False
    return "max_age" not in asked or now - session.began <= int(asked["max_age"])


def wants_consent(asked: Mapping[str, str], client: Client) -> bool:
    """Whether the user is asked for consent. Raises `OAuthError` if they may not be."""
    prompts = prompts_of(asked)
    if client.asks_consent and "none" in prompts:
        said = "The request requires consent."
        raise OAuthError("consent_required", said, rule=rules.PROMPT)
    return client.asks_consent or "consent" in prompts


def mode_of(asked: Mapping[str, str]) -> str:
    """How an answer goes to the client, also one to a mode that is not supported."""
    mode = asked.get("response_mode", RESPONSE_MODES[0])
    return mode if mode in RESPONSE_MODES else RESPONSE_MODES[0]


def after_sign_in(query: str) -> str:
    """The query with which a user comes back from signing in: without `prompt=login`."""
    pairs = parse_qsl(query, keep_blank_values=True)
    if not any(name == "prompt" and "login" in value.split() for name, value in pairs):
        return query
    left = [(name, _without_login(value) if name == "prompt" else value) for name, value in pairs]
    return urlencode([(name, value) for name, value in left if value or name != "prompt"])


def _without_login(prompt: str) -> str:
    return " ".join(each for each in prompt.split() if each != "login")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 12  # noqa: PLR2004 - seconds
