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
    source="PingOne's sample sign-on page, change of a password. Of a check: an answer of the live"
    " service that DaVinci's PingOne connector quotes",
    operations=("pingone.password.update", "pingone.password.check"),
    statuses=(400,),
    editions=_TODAY,
)
PASSWORD_EXPAND = Rule(
    name="pingone.password.expand",
    says="`expand=passwordPolicy` puts the password policy into the `_embedded` of the state.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Read password state; the form: inferred",
    operations=("pingone.password.read",),
    statuses=(400,),
    editions=_TODAY,
)
RECOVERY_CODE = Rule(
    name="pingone.password.recovery-code",
    says="The media type `password.sendRecoveryCode`, without a body, sends a user a code of eight"
    " letters and digits, which holds for five minutes and replaces the one before. A user who is"
    " disabled or locked, or has no password, is 400 REQUEST_FAILED.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Password resend recovery code; the errors: unspecified. fakeping sends"
    " nothing: `tenant.pingone.recovery_code(user)` has the code",
    operations=("pingone.password.check",),
    statuses=(400,),
    editions=_TODAY,
)
RECOVER = Rule(
    name="pingone.password.recover",
    says="The media type `password.recover` sets a new password with the `recoveryCode` that was"
    " sent, once; its letter case does not count.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Password recover. That an account that is locked stays so: unspecified",
    editions=_TODAY,
)
RECOVERY_WRONG = Rule(
    name="pingone.password.recovery-wrong",
    says="A wrong or expired recovery code is 400 INVALID_DATA with the detail INVALID_VALUE; after"
    " five wrong ones the right one is refused too, 'Maximum password recovery failures exceeded',"
    " until another is sent.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_PLATFORM}, Password recover; the codes: inferred. PASSWORD_LOCKED_OUT, which another"
    " page says the status becomes: not modelled",
    operations=("pingone.password.check",),
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
