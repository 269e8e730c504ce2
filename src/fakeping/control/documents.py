"""Documents about the server, without a tenant: OpenAPI, and the rules."""

from typing import Any

from fakeping.control.surface import ControlCall, ControlledServer, answer, row
from fakeping.core.exchange import Reply
from fakeping.core.family import Family
from fakeping.core.parameter import Parameter
from fakeping.core.problem import Invalid, NotFound
from fakeping.reference import rulebook
from fakeping.reference.openapi import document

_OWN = "control"


def openapi(call: ControlCall) -> Reply:
    """Describe the control API in OpenAPI."""
    return _document(call, _OWN)


def openapi_of_family(call: ControlCall) -> Reply:
    """Describe a family in OpenAPI."""
    return _document(call, call.params["family"].removesuffix(".json"))


def list_rules(call: ControlCall) -> Reply:
    """List every rule of every family."""
    entries = rulebook.entries(call.store.families)
    return answer({"rules": [each.document() for each in entries]})


def read_rule(call: ControlCall) -> Reply:
    """Read one rule."""
    for each in rulebook.entries(call.store.families):
        if each.rule.name == call.params["rule"]:
            return answer(each.document())
    near = rulebook.near(call.params["rule"], call.store.families)
    raise NotFound(rulebook.unknown(call.params["rule"], near))


def _document(call: ControlCall, name: str) -> Reply:
    family = _family(call.store, name)
    try:
        made = document(family, edition=call.query.get("edition"), server=call.request.base_url)
    except ValueError as error:
        raise Invalid(str(error)) from None
    return answer(made)


def _family(host: ControlledServer, name: str) -> Family[Any]:
    for each in host.families:
        if each.name == name:
            return each
    raise NotFound(f"there is no family {name!r}")


OPERATIONS = (
    row("openapi.read", "GET /openapi.json", openapi, {200: "control/openapi"}),
    row(
        "openapi.family",
        "GET /openapi/{family}",
        openapi_of_family,
        {200: "control/openapi"},
        query={"edition": Parameter(says="The edition; the family's first when it is left out")},
    ),
    row("rule.list", "GET /rules", list_rules, {200: "control/rule_list"}),
    row("rule.read", "GET /rules/{rule}", read_rule, {200: "control/rule"}),
)
