"""Rules of PingOne's users."""

from fakeping.core.rules import Evidence, Rule

_PLATFORM = "PingOne Platform API"
_USERS = ("pingone.user.create", "pingone.user.update", "pingone.user.patch")
_TODAY = ("current",)

USER_CREATED = Rule(
    name="pingone.user.created",
    says="A new user is enabled, in the default population unless another is said, and OK in"
    " `account` and `lifecycle`; every documented member that was sent comes back.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Create a test environment; Users data model",
    editions=_TODAY,
)
USER_REQUIRED = Rule(
    name="pingone.user.required",
    says="A user needs a user name of at most 128 characters: 400 INVALID_DATA. An email address"
    " may be left out.",
    evidence=Evidence.DOCUMENTED,
    source="PingOne Go SDK, User. Without an email address: answers of the live service that Cortex"
    " XSOAR's integration quotes, where the SDK requires one",
    operations=_USERS,
    statuses=(400,),
    editions=_TODAY,
)
USER_VALUES = Rule(
    name="pingone.user.values",
    says="A user name has no control characters, an email address a local part and a domain, and"
    " texts at most 256 characters, phone numbers 32 and an external id 1024: 400 INVALID_DATA with"
    " the detail INVALID_VALUE.",
    evidence=Evidence.OBSERVED,
    source="PingOne Go SDK, User; PingOne's sample sign-on page, registration; of an email address:"
    " an answer of the live service that DaVinci's PingOne connector quotes",
    operations=_USERS,
    statuses=(400,),
    editions=_TODAY,
)
USERNAME_UNIQUE = Rule(
    name="pingone.user.username-unique",
    says="A user name is unique in its environment, whatever the population: 400 INVALID_DATA with"
    " the detail UNIQUENESS_VIOLATION.",
    evidence=Evidence.OBSERVED,
    source="PingOne Go SDK, User; an answer of the live service that DaVinci's PingOne connector"
    " quotes",
    operations=_USERS,
    statuses=(400,),
    editions=_TODAY,
)
USER_PATCH = Rule(
    name="pingone.user.patch",
    says="PATCH leaves what it does not say, also within `name` and `address`; null clears.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Update user (PATCH). Within an object: inferred",
    editions=_TODAY,
)
USER_ONCE = Rule(
    name="pingone.user.once",
    says="PUT and PATCH leave a user's population, `enabled`, `mfaEnabled`, `lifecycle` and"
    " `verifyStatus` as they are; the first three have a PUT of their own.",
    evidence=Evidence.DOCUMENTED,
    source="PingOne Go SDK, User. `lifecycle` and `verifyStatus`: inferred, as Terraform's provider"
    " makes the user anew",
    operations=("pingone.user.update_enabled", "pingone.user.update_mfa_enabled"),
    statuses=(400,),
    editions=_TODAY,
)
USER_POPULATION = Rule(
    name="pingone.user.population",
    says="A user moves to another population by PUT of its id; an unknown one is 400 INVALID_DATA"
    " with the detail INVALID_VALUE.",
    evidence=Evidence.DOCUMENTED,
    source="PingOne Go SDK, User populations. The error: unspecified",
    operations=(
        "pingone.user.create",
        "pingone.user.update",
        "pingone.user.update_population",
    ),
    statuses=(400,),
    editions=_TODAY,
)
USER_ACCOUNT = Rule(
    name="pingone.user.account",
    says="The media types `account.lock` and `account.unlock` lock and unlock a user's account:"
    " `canAuthenticate` follows, and a locked one says since when.",
    evidence=Evidence.DOCUMENTED,
    source="PingOne Go SDK, User accounts. That `enabled` counts too: inferred",
    editions=_TODAY,
)
USER_SIGNS_IN = Rule(
    name="pingone.user.signs-in",
    says="A user who is disabled or locked does not sign in: the page does not show them, and"
    " neither their session nor their refresh tokens bring tokens.",
    evidence=Evidence.UNSPECIFIED,
    source=f"{_PLATFORM}, Users: a disabled user can't authenticate. What sign-in answers: chosen",
    operations=("pingone.token",),
    statuses=(400,),
)

RULES = tuple(each for each in globals().values() if isinstance(each, Rule))
