"""The table of operations on environments."""

from collections.abc import Iterator
from typing import Any

from fakeping.core.operation import Operation
from fakeping.core.parameter import Parameters, one_of
from fakeping.families.pingone import environments, paging, rules
from fakeping.families.pingone.callers import authenticate_administrator
from fakeping.families.pingone.edition import CURRENT, P14C
from fakeping.families.pingone.row import (
    ENVIRONMENT,
    ENVIRONMENTS,
    TODAY,
    row,
)
from fakeping.families.pingone.store import Platform

_BILL = ENVIRONMENT + "/billOfMaterials"

_BILL_TOO: Parameters = {
    "expand": one_of("billOfMaterials", says="Puts the bill of materials into `_embedded`")
}


def rows() -> Iterator[Operation[Platform]]:
    """The operations of environments and their bill of materials."""
    e = environments
    administered: dict[str, Any] = {
        "editions": TODAY,
        "authenticate": authenticate_administrator,
    }
    one = {200: "pingone/environment"}
    said = "pingone/current/environment_request"
    for edition, query in ((P14C, {}), (CURRENT, _BILL_TOO)):
        yield row(
            "environment.read",
            f"GET {ENVIRONMENT}",
            e.read_environment,
            one,
            query=query,
            rule=rules.ENVIRONMENT_READ,
            editions=frozenset({edition.name}),
        )
    yield row(
        "environment.list",
        f"GET {ENVIRONMENTS}",
        e.list_environments,
        {200: "pingone/current/environment_list"},
        query={**paging.parameters(e.ENVIRONMENT_FIELDS), **_BILL_TOO},
        editions=TODAY,
        rule=rules.COLLECTION_COUNT,
        other_rules=paging.DECIDING,
    )
    yield row(
        "environment.create",
        f"POST {ENVIRONMENTS}",
        e.create_environment,
        {201: "pingone/environment"},
        body_schema=said,
        rule=rules.ENVIRONMENT_BUILT_IN,
        sends=("Location",),
        **administered,
    )
    yield row(
        "environment.update",
        f"PUT {ENVIRONMENT}",
        e.update_environment,
        one,
        body_schema=said,
        rule=rules.ENVIRONMENT_TYPE,
        **administered,
    )
    yield row(
        "environment.update_type",
        f"PUT {ENVIRONMENT}/type",
        e.update_environment_type,
        one,
        body_schema="pingone/current/environment_type_request",
        rule=rules.ENVIRONMENT_TYPE,
        **administered,
    )
    yield row(
        "environment.delete",
        f"DELETE {ENVIRONMENT}",
        e.delete_environment,
        {204: None},
        rule=rules.DELETED,
        **administered,
    )
    bill = {200: "pingone/current/bill_of_materials"}
    yield row(
        "bill_of_materials.read",
        f"GET {_BILL}",
        e.read_bill_of_materials,
        bill,
        editions=TODAY,
        rule=rules.BILL_OF_MATERIALS,
    )
    yield row(
        "bill_of_materials.update",
        f"PUT {_BILL}",
        e.update_bill_of_materials,
        bill,
        body_schema="pingone/current/bill_of_materials_request",
        rule=rules.BILL_OF_MATERIALS,
        **administered,
    )
