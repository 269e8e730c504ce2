"""Rules of what populations refer to, and of what refers to them."""

from fakeping.core.rules import Evidence, Rule

_PLATFORM = "PingOne Platform API"
_TODAY = ("current",)
_PROVIDER = "The Terraform provider"

MEMBERS = Rule(
    name="pingone.population.members",
    says="A population has the environment's default theme, to which a link leads, and language"
    " unless it says others; `passwordPolicy` and `alternativeIdentifiers` come back when they were"
    " said.",
    evidence=Evidence.OBSERVED,
    source=f"{_PROVIDER} waits for `theme.id`; {_PLATFORM}, Populations",
    editions=_TODAY,
)
REFERS = Rule(
    name="pingone.population.refers",
    says="A theme or a password policy that is not there is 400 INVALID_DATA with the detail"
    " INVALID_VALUE.",
    evidence=Evidence.UNSPECIFIED,
    source=f"{_PLATFORM}, Populations, says nothing of it",
    operations=("pingone.population.create", "pingone.population.update"),
    statuses=(400,),
    editions=_TODAY,
)
COUNTED = Rule(
    name="pingone.population.user-count",
    says="`userCount` is the number of a population's users.",
    evidence=Evidence.DOCUMENTED,
    source="PingOne Go SDK, Population",
    editions=_TODAY,
)
KEPT = Rule(
    name="pingone.population.kept",
    says="A population that has users can't be deleted: 400 REQUEST_FAILED with the detail"
    " CONSTRAINT_VIOLATION.",
    evidence=Evidence.INFERRED,
    source=f"{_PROVIDER} deletes a population's users first",
    operations=("pingone.population.delete",),
    statuses=(400,),
    editions=_TODAY,
)
LAST = Rule(
    name="pingone.population.last",
    says="The last population can't be deleted: 400 with the detail CONSTRAINT_VIOLATION, whose"
    " message has `must contain at least one population`.",
    evidence=Evidence.OBSERVED,
    source=f"{_PROVIDER}, deletion of a population",
    operations=("pingone.population.delete",),
    statuses=(400,),
    editions=_TODAY,
)
THEMES = Rule(
    name="pingone.theme.built-in",
    says="Each environment has one theme, which is the default, and can be read.",
    evidence=Evidence.INFERRED,
    source=f"{_PLATFORM}, Branding themes. How it looks: chosen",
    editions=_TODAY,
)
LANGUAGES = Rule(
    name="pingone.language.built-in",
    says="Each environment has the language `en`, which is the default, and can be read.",
    evidence=Evidence.INFERRED,
    source=f"{_PLATFORM}, Languages. The service has more of them: not modelled",
    editions=_TODAY,
)

RULES = tuple(each for each in globals().values() if isinstance(each, Rule))
