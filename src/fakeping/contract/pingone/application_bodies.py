"""What bodies of applications, of their attributes and of grants mean beyond their schemas."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fakeping.contract.breaking import Broken
from fakeping.core.rules import Rule
from fakeping.families.pingone import application_attribute_rules as attribute_rules
from fakeping.families.pingone import application_rules as rules
from fakeping.families.pingone.grant_rules import GRANT_REQUIRED
from fakeping.families.pingone.rules import ATTRIBUTE_VALUE

Values = SearchStrategy[Any]

#: A member, the code of the error, values that a rule refuses, and the rule.
Refused = tuple[str, str, Values, Rule]

_URIS = ["https://a.example/cb", "my.app:/cb", "http://localhost:3000/cb"]


def meant(noun: str, text: Values) -> Mapping[str, Values]:
    """The members whose valid values a rule restricts further than the schema, of any text."""
    if noun == "application":
        uris = st.none() | st.lists(st.sampled_from(_URIS), max_size=2)
        return {
            "type": st.just("WEB_APP"),
            "tokenEndpointAuthMethod": st.sampled_from(["NONE", "CLIENT_SECRET_BASIC"]),
            "devicePathId": st.none() | st.from_regex(r"[a-zA-Z0-9_-]{1,50}", fullmatch=True),
            "redirectUris": uris,
            "postLogoutRedirectUris": uris,
            "refreshTokenRollingDuration": st.none() | st.just(2_147_483_647),
            "requireSignedRequestObject": st.none() | st.just(False),  # noqa: FBT003 - a value
        }
    if noun == "application_attribute":
        return {"value": text, "idToken": st.none() | st.just(True), "oidcScopes": st.none()}  # noqa: FBT003
    return {}


def keyword_of(broken: Broken) -> str:
    """What an error's detail goes by: a text that is no name can be wrong without being blank."""
    no_name = broken.keyword == "pattern" and broken.target == "devicePathId"
    return "not" if no_name else broken.keyword


def rule_of(operation: str, member: str) -> Rule | None:
    """The rule that a value breaks which the schema refuses; `None` for a common one."""
    noun = operation.split(".")[1]
    if noun == "application" and member in rules.BOUNDED:
        return rules.APPLICATION_RANGE
    if noun == "application" and member in {"type", "protocol", "tokenEndpointAuthMethod"}:
        return rules.APPLICATION_REQUIRED
    if noun == "grant":
        return GRANT_REQUIRED
    if noun == "application_attribute" and member == "required":
        return attribute_rules.ATTRIBUTE_REQUIRED
    return None


def refused(noun: str) -> list[Refused]:
    """Values that pass the schema and break a rule."""
    if noun == "application":
        uris = ["/cb", "http://a.example/cb", "https://a.example/#cb", ""]
        unsafe = st.lists(st.sampled_from(uris), min_size=1, max_size=1)
        return [
            ("redirectUris", "INVALID_VALUE", unsafe, rules.APPLICATION_REDIRECT_URI),
            ("postLogoutRedirectUris", "INVALID_VALUE", unsafe, rules.APPLICATION_REDIRECT_URI),
        ]
    if noun == "application_attribute":
        reserved = st.sampled_from(["aud", "nonce", "sub", "scope"])
        scopes = st.lists(_nobodys(), min_size=1, max_size=2)
        return [
            ("name", "INVALID_VALUE", reserved, attribute_rules.ATTRIBUTE_RESERVED),
            ("value", "EMPTY_VALUE", st.just(""), ATTRIBUTE_VALUE),
            ("oidcScopes", "INVALID_VALUE", scopes, attribute_rules.ATTRIBUTE_SCOPES),
            ("oidcScopes", "EMPTY_VALUE", st.just([]), attribute_rules.ATTRIBUTE_SCOPES),
        ]
    return []


def _nobodys() -> Values:
    """Ids that nothing has."""
    return st.uuids().map(str)
