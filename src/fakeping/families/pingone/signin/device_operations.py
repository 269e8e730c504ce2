"""The table of operations of device authorization."""

from fakeping.core.operation import HTML, Operation
from fakeping.core.parameter import Parameter
from fakeping.families.pingone.edition import CURRENT
from fakeping.families.pingone.signin import device, device_page, device_rules
from fakeping.families.pingone.signin.forms import CLIENT, TOKEN
from fakeping.families.pingone.signin.problems import render_problem
from fakeping.families.pingone.store import Platform

_TODAY = frozenset({CURRENT.name})

OPERATIONS: tuple[Operation[Platform], ...] = (
    Operation(
        name="pingone.device_authorization",
        method="POST",
        path="/{environment_id}/as/device_authorization",
        handler=device.authorize_device,
        replies={
            200: "pingone/current/device_authorization",
            400: "pingone/oauth_error",
            401: "pingone/oauth_error",
        },
        summary="Issue the codes of a device, and say where its user enters theirs",
        form={"scope": TOKEN["scope"], "resource": TOKEN["resource"], **CLIENT},
        rule=device_rules.DEVICE,
        confidential=True,
        authenticate=device.authenticate,
        security=("", "client"),
        editions=_TODAY,
        render_problem=render_problem,
    ),
    *(
        Operation(
            name=f"pingone.{name}",
            method="GET",
            path=f"/{{environment_id}}/{path}",
            handler=device_page.device_page,
            replies={200: HTML, 302: None, 400: "pingone/oauth_error"},
            summary=summary,
            secret_query={"user_code": Parameter(says="The code that the device shows")},
            rule=device_rules.DEVICE_PAGE,
            public=True,
            confidential=True,
            editions=_TODAY,
            render_problem=render_problem,
            adds=True,
        )
        for name, path, summary in (
            ("device", "device", "Let a user enter the code of a device"),
            (
                "device.application",
                "device/{application_identifier}",
                "Let a user enter the code of a device of an application",
            ),
        )
    ),
)
