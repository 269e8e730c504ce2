"""The behaviours of PingOne's token exchange: each has a name, and its evidence."""

from fakeping.core.rules import Evidence, Rule

_PLATFORM = "PingOne Platform API"
_THIRD = "Answers of auth.pingone.com as quoted by third parties"
_TODAY = ("current",)
_TOKEN = ("pingone.token",)

EXCHANGE = Rule(
    name="pingone.token.exchange",
    says="Token exchange makes an access token or ID token of the environment into an access token"
    " of one custom resource, for the same user; `requested_token_type` is access_token alone.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Token exchange grant type; RFC 8693. `issued_token_type` in the answer,"
    " and that `acr`, `auth_time` and `sid` stay: inferred",
    operations=_TOKEN,
    statuses=(400,),
    editions=_TODAY,
)
EXCHANGE_CLIENT = Rule(
    name="pingone.token.exchange-client",
    says="An application whose method is NONE is `unauthorized_client` at token exchange.",
    evidence=Evidence.INFERRED,
    source=f"{_PLATFORM}, Token exchange grant type: any method but NONE",
    operations=_TOKEN,
    statuses=(400,),
    editions=_TODAY,
)
EXCHANGE_TOKEN = Rule(
    name="pingone.token.exchange-token",
    says="A `subject_token` or `actor_token` that is unknown, expired, revoked, another"
    " environment's, of another type, or of a user who is gone, is `invalid_request`.",
    evidence=Evidence.INFERRED,
    source="RFC 8693, section 2.2.2",
    operations=_TOKEN,
    statuses=(400,),
    editions=_TODAY,
)
EXCHANGE_SCOPE = Rule(
    name="pingone.token.exchange-scope",
    says="Scopes of OpenID Connect, or of two resources, are `invalid_scope` at token exchange,"
    " 'May not request scopes for multiple resources'.",
    evidence=Evidence.OBSERVED,
    source=_THIRD,
    operations=_TOKEN,
    statuses=(400,),
    editions=_TODAY,
)
EXCHANGE_ACTOR = Rule(
    name="pingone.token.exchange-actor",
    says="Where the subject's token has `may_act`, its `sub` must be the actor token's user or"
    " application, or without an actor token the client: else `invalid_grant`.",
    evidence=Evidence.OBSERVED,
    source=f"{_THIRD}. That the client is the actor otherwise: inferred",
    operations=_TOKEN,
    statuses=(400,),
    editions=_TODAY,
)

RULES = tuple(each for each in list(globals().values()) if isinstance(each, Rule))
