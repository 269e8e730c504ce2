"""The table of operations of device authorization."""

from collections.abc import Mapping
from typing import Any

from fakeping.core.operation import HTML, Operation
from fakeping.core.parameter import Parameter
from fakeping.families.pingone.row import TODAY, row
from fakeping.families.pingone.signin import device, device_page, device_rules
from fakeping.families.pingone.signin.forms import CLIENT, TOKEN
from fakeping.families.pingone.signin.problems import render_problem
from fakeping.families.pingone.store import Platform

_ERROR = "pingone/oauth_error"

# Of both.
_COMMON: Mapping[str, Any] = {
    "confidential": True,
    "editions": TODAY,
    "render_problem": render_problem,
}


def _page(name: str, path: str, summary: str) -> Operation[Platform]:
    return row(
        name,
        f"GET /{{environment_id}}/{path}",
        device_page.device_page,
        {200: HTML, 302: None, 400: _ERROR},
        summary=summary,
        secret_query={"user_code": Parameter(says="The code that the device shows")},
        rule=device_rules.DEVICE_PAGE,
        public=True,
        adds=True,
        **_COMMON,
    )


OPERATIONS: tuple[Operation[Platform], ...] = (
    row(
        "device_authorization",
        "POST /{environment_id}/as/device_authorization",
        device.authorize_device,
        {200: "pingone/current/device_authorization", 400: _ERROR, 401: _ERROR},
        summary="Issue the codes of a device, and say where its user enters theirs",
        form={"scope": TOKEN["scope"], "resource": TOKEN["resource"], **CLIENT},
        rule=device_rules.DEVICE,
        authenticate=device.authenticate,
        security=("", "client"),
        **_COMMON,
    ),
    _page("device", "device", "Let a user enter the code of a device"),
    _page(
        "device.application",
        "device/{application_identifier}",
        "Let a user enter the code of a device of an application",
    ),
)
