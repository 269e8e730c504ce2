"""Checks of resources: built-in ones, lists, and members."""

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.refusals import bad_parameter, fixed, invalid
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.target import NotRun
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules

of = CHECKS.of

_CURRENT = ("current",)

_MEMBERS = {"_links", "id", "environment", "name", "description", "type", "createdAt", "updatedAt"}
# What the source document's sample shows of a listed one.
_SHOWN = {"_links", "id", "name", "description"}
_SETTINGS = {
    "audience",
    "accessTokenValiditySeconds",
    "introspectEndpointAuthMethod",
    "applicationPermissionsSettings",
}
# What each edition calls its two, and of which type they are: not the fake's own word for it.
_BUILT_IN = {
    "p14c": {"api": ("https://api.pingone.com", "PLATFORM"), "openid": ("openid", "PLATFORM")},
    "current": {"api": ("PingOne API", "PINGONE_API"), "openid": ("openid", "OPENID_CONNECT")},
}
_SELF = (
    "read:user update:user update:userMfaEnabled create:device read:device update:device"
    " delete:device read:userPassword reset:userPassword validate:userPassword"
    " read:userLinkedAccounts delete:userLinkedAccounts create:pairingKey read:pairingKey"
    " delete:pairingKey read:sessions delete:sessions read:userConsent verify:user"
    " read:oauthConsent update:oauthConsent"
)
_PLATFORM_SCOPES = {
    "api": {f"p1:{each}" for each in _SELF.split()},
    "openid": {"openid", "profile", "email", "address", "phone"},
}
# What the platform's API calls itself in tokens.
_AUDIENCE = "https://api.pingone.com"

_SAMPLES_ENVIRONMENT = "0271641f-2d74-4bb0-b416-4a39b8714261"
_SAMPLES_IDS = {
    "api": "607d2326-5d08-475d-aab3-8e8df5237c18",
    "openid": "79d29353-1508-4276-b0fa-2bffd5566aed",
}


@of(rules.LISTED)
def a_listed_resource_has_the_members_of_the_sample(target: PingOneTarget) -> None:
    """A list shows the sample's members; a read shows all of them."""
    made = target.resource(description="a thing")
    whole = target.read(target.resource_url(made))
    members = _MEMBERS | (_SETTINGS if target.expected.settings else set())
    ensure_same(sorted(whole), sorted(members), "the members of a resource")
    listed = _by_id(target, made)
    shown = members if target.is_current else _SHOWN
    ensure_same(listed, {name: whole[name] for name in sorted(shown)}, "a listed resource")


@of(rules.EXPAND)
def resources_are_listed_with_their_scopes(target: PingOneTarget) -> None:
    """`expand=scopes` embeds the scopes."""
    resource = target.resource(description="a resource")
    scopes = [target.scope(resource), target.scope(resource, description="a scope")]
    ensure("_embedded" not in _by_id(target, resource), "scopes come along unasked")
    listed = target.listed(f"{target.resources_url}?expand=scopes", "resources")
    found = target.identified(listed, resource["id"])
    ensure_same(found.get("_embedded"), {"scopes": scopes}, "what is embedded in a resource")
    own = {name: value for name, value in found.items() if name != "_embedded"}
    ensure_same(own, _by_id(target, resource), "a resource beside its scopes, as it is listed")


@of(rules.EXPAND_UNKNOWN)
def nothing_else_can_be_expanded(target: PingOneTarget) -> None:
    """Any other value of `expand` is refused."""
    for word in ("attributes", "", "scopes,attributes"):
        answer = target.ask("GET", f"{target.resources_url}?expand={word}")
        bad_parameter(answer, "expand")


@of(rules.BUILT_IN)
def each_environment_has_two_built_in_resources(target: PingOneTarget) -> None:
    """`api` and `openid`, with the platform's scopes."""
    known = {each["name"]: each for each in target.listed(target.resources_url, "resources")}
    for which, names in _PLATFORM_SCOPES.items():
        name, type_ = _BUILT_IN[target.edition][which]
        ensure(name in known, f"there is no resource called {name!r}")
        resource = target.read(target.resource_url(known[name]))
        ensure_same(resource["type"], type_, f"the type of {resource['name']}")
        scopes = {each["name"] for each in target.listed(target.scopes_url(resource), "scopes")}
        ensure(names <= scopes, f"{resource['name']} lacks {sorted(names - scopes)}")


@of(rules.BUILT_IN_FIXED)
def a_built_in_resource_stays_as_it_is(target: PingOneTarget) -> None:
    """Updates and deletions are refused."""
    for which in ("api", "openid"):
        resource = target.built_in(which)
        url = target.resource_url(resource)
        before = target.read(url)
        for name in (resource["name"], target.name(), "openid"):
            fixed(target.ask("PUT", url, json={"name": name}))
        fixed(target.ask("DELETE", url))
        expect(target.ask("GET", url), 200, before)


@of(rules.DOCUMENTED_IDS)
def the_samples_environment_has_the_samples_ids(target: PingOneTarget) -> None:
    """The documentation's samples run with only the host changed."""
    if target.environment_id != _SAMPLES_ENVIRONMENT:
        raise NotRun("this is not the environment of the document's samples")
    for which, id_ in _SAMPLES_IDS.items():
        ensure_same(target.built_in(which)["id"], id_, f"the id of the resource {which}")


@of(rules.TOKEN_VALIDITY, editions=_CURRENT)
def a_tokens_lifetime_is_between_five_minutes_and_thirty_days(target: PingOneTarget) -> None:
    """Whole seconds within the limits are accepted, others refused."""
    ensure_same(target.resource().get("accessTokenValiditySeconds"), 3600, "the default lifetime")
    for said, kept in (
        (300, 300),
        (2_592_000, 2_592_000),
        (300.9, 300),
        (2_592_000.9, 2_592_000),
        (1e3, 1000),
    ):
        made = target.resource(accessTokenValiditySeconds=said)
        ensure_same(str(made["accessTokenValiditySeconds"]), str(kept), f"the lifetime for {said}")
    for said in (299, 299.9, 0, -3600, 2_592_001):
        _refuses(target, "OUT_OF_RANGE", accessTokenValiditySeconds=said)
    asked = {"name": target.name(), "accessTokenValiditySeconds": 1}
    limits = {"rangeMinimumValue": 300, "rangeMaximumValue": 2_592_000}
    expect(
        target.ask("POST", target.resources_url, json=asked),
        400,
        {"details": [{"innerError": limits}]},
    )


@of(rules.AUDIENCE, editions=_CURRENT)
def an_audience_is_what_was_said_or_the_name(target: PingOneTarget) -> None:
    """The default is the name, whatever it is; some other values are reserved."""
    made = target.resource()
    ensure_same(made.get("audience"), made["name"], "the default audience")
    ensure_same(target.built_in("api")["audience"], _AUDIENCE, "the audience of the platform's API")
    for said in ("photos-1", "urn:x:y", "photos pi", "https://api.example.com/photos"):
        made = target.resource(audience=said)
        ensure_same(made["audience"], said, "the audience")
    other = {"name": target.name(), "audience": "https://api.example.com/albums"}
    expect(target.ask("PUT", target.resource_url(made), json=other), 200, other)
    for said in ("https://example.com/#a", "a@b", _AUDIENCE, "my-pingone-api", "PingIdentity"):
        _refuses(target, "INVALID_VALUE", audience=said)
        changed = {"name": target.name(), "audience": said}
        invalid(
            target.ask("PUT", target.resource_url(made), json=changed),
            ("INVALID_VALUE", "audience"),
        )
    for name in ("Orders #1", "orders@here", "pingone-billing", "PingIdentity"):
        made = target.resource(name=f"{target.name()} {name}")
        ensure_same(made["audience"], made["name"], "the default audience")
        url = target.resource_url(made)
        answer = target.ask("PUT", url, json=target.read(url))
        expect(answer, 200, {"name": made["name"], "audience": made["name"]})
        renamed = {**answer.json, "name": target.name()}
        invalid(target.ask("PUT", url, json=renamed), ("INVALID_VALUE", "audience"))


@of(rules.INTROSPECT_METHOD, editions=_CURRENT)
def a_resource_introspects_in_one_of_three_ways(target: PingOneTarget) -> None:
    """The default method is Basic."""
    name = "introspectEndpointAuthMethod"
    ensure_same(target.resource().get(name), "CLIENT_SECRET_BASIC", "the default method")
    ensure_same(target.resource(**{name: None})[name], "CLIENT_SECRET_BASIC", "for null")
    url = target.resource_url(target.resource())
    for said in ("NONE", "CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"):
        ensure_same(target.resource(**{name: said})[name], said, "the method")
        replaced = target.ask("PUT", url, json={"name": target.name(), name: said})
        expect(replaced, 200, {name: said})
    for method, where in (("POST", target.resources_url), ("PUT", url)):
        answer = target.ask(method, where, json={"name": target.name(), name: "PRIVATE_KEY"})
        expect(answer, 400, {"details": [{"target": name}]})


@of(rules.PERMISSIONS, editions=_CURRENT)
def permissions_are_no_claim_unless_that_is_said(target: PingOneTarget) -> None:
    """`applicationPermissionsSettings.claimEnabled` is false by default."""
    name = "applicationPermissionsSettings"
    ensure_same(target.resource().get(name), {"claimEnabled": False}, "the default")
    for said, kept in (
        ({"claimEnabled": True}, True),
        ({"claimEnabled": False}, False),
        ({"claimEnabled": None}, False),
        ({}, False),
        ({"unknown": 1}, False),
        (None, False),
    ):
        made = target.resource(**{name: said})
        ensure_same(made[name], {"claimEnabled": kept}, f"what becomes of {said}")


@of(rules.DEFAULTS_RESET, editions=_CURRENT)
def what_a_put_does_not_say_goes_back_to_its_default(target: PingOneTarget) -> None:
    """Omitted members get the defaults of a creation."""
    made = target.resource(
        audience="https://api.example.com",
        accessTokenValiditySeconds=600,
        introspectEndpointAuthMethod="NONE",
        applicationPermissionsSettings={"claimEnabled": True},
    )
    name = target.name()
    defaults = {
        "audience": name,
        "accessTokenValiditySeconds": 3600,
        "introspectEndpointAuthMethod": "CLIENT_SECRET_BASIC",
        "applicationPermissionsSettings": {"claimEnabled": False},
    }
    expect(target.ask("PUT", target.resource_url(made), json={"name": name}), 200, defaults)
    nothing = {"name": name, "description": None, **dict.fromkeys(defaults)}
    answer = target.ask("PUT", target.resource_url(made), json=nothing)
    expect(answer, 200, {**defaults, "description": ABSENT})


@of(rules.TYPE_CUSTOM, editions=_CURRENT)
def only_custom_resources_can_be_made(target: PingOneTarget) -> None:
    """A type other than CUSTOM is refused; it may be omitted."""
    kinds: tuple[JSON, ...] = ({}, {"type": "CUSTOM"}, {"type": None})
    for members in kinds:
        ensure_same(target.resource(**members)["type"], "CUSTOM", "the type")
    for said in ("OPENID_CONNECT", "PINGONE_API", "custom", 5):
        made = {"name": target.name(), "type": said}
        invalid(target.ask("POST", target.resources_url, json=made), ("INVALID_VALUE", "type"))
    url = target.resource_url(target.resource())
    for ignored in ("CUSTOM", "OPENID_CONNECT", "nonsense", None):
        answer = target.ask("PUT", url, json={"name": target.name(), "type": ignored})
        expect(answer, 200, {"type": "CUSTOM"})


def _refuses(target: PingOneTarget, code: str, **member: JSON) -> None:
    """Raise `Differs` unless a member is refused on POST and PUT."""
    [name] = member
    said = {"name": target.name(), **member}
    made = target.resource()
    invalid(target.ask("POST", target.resources_url, json=said), (code, name))
    invalid(target.ask("PUT", target.resource_url(made), json=said), (code, name))


def _by_id(target: PingOneTarget, resource: JSON) -> JSON:
    listed = {each["id"]: each for each in target.listed(target.resources_url, "resources")}
    ensure(resource["id"] in listed, f"the resource {resource['name']} is not listed")
    return listed[resource["id"]]
