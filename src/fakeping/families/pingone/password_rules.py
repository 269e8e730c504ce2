"""Rules of the passwords of PingOne's users, and of their policies."""

from fakeping.core.rules import Evidence, Rule

_PLATFORM = "PingOne Platform API"
_TODAY = ("current",)

PASSWORD_STATE = Rule(
    name="pingone.password.state",
    says="A password's state is OK, NO_PASSWORD without `lastChangedAt`, or MUST_CHANGE_PASSWORD"
    " after a password that was set with `forceChange`; no answer has the password.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Create a test environment; User passwords",
    editions=_TODAY,
)
PASSWORD_SET = Rule(
    name="pingone.password.set",
    says="PUT with the media type `password.set` sets a password, with `password.reset` it changes"
    " it with the current one; at least one character: 400 INVALID_DATA.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, User passwords; Go SDK. What a password needs: chosen",
    operations=(
        "pingone.password.update",
        "pingone.password.check",
        "pingone.user.create",
        "pingone.flow.act",
    ),
    statuses=(400,),
    editions=_TODAY,
)
PASSWORD_CHECK = Rule(
    name="pingone.password.check",
    says="POST with the media type `password.check` answers the state if the password is the"
    " user's, whether it must be changed or not.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Check password",
    editions=_TODAY,
)
WRONG = Rule(
    name="pingone.password.wrong",
    says="A password that is not the user's, or of a user who has none, is 400 INVALID_DATA with"
    " the detail INVALID_VALUE.",
    evidence=Evidence.OBSERVED,
    source="PingOne's sample sign-on page, change of a password. Of a check: the detail is chosen",
    operations=("pingone.password.update", "pingone.password.check"),
    statuses=(400,),
    editions=_TODAY,
)
USER_IMPORT = Rule(
    name="pingone.user.import",
    says="An import, by its media type, may also say the password and `emailVerified`, and needs no"
    " email address.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Create user (import)",
    editions=_TODAY,
)
POLICIES = Rule(
    name="pingone.password-policy.built-in",
    says="Each environment has the password policies Standard, which is the default, Basic and"
    " Passphrase, which can be read.",
    evidence=Evidence.OBSERVED,
    source="Acceptance tests of the Terraform provider. What each asks for: chosen, and not"
    " enforced",
    editions=_TODAY,
)

RULES = tuple(each for each in globals().values() if isinstance(each, Rule))
