"""The tenant of PingOne's samples: its entities, and the values of the samples' placeholders."""

from collections.abc import Mapping

from fakeping.core.family import Demo
from fakeping.core.sample import Sample
from fakeping.core.sources import derived_uuid
from fakeping.families.pingone.tenancy import PingOne

DEFAULT_APPLICATION = "5b5d0d3e-6f0c-4b0e-9c5a-2f4b7c1d8e90"

# The application of the samples' authorization requests, and the user who signs in instantly.
_SEED = {
    "applications": [
        {
            "id": DEFAULT_APPLICATION,
            "name": "Sample",
            "type": "WEB_APP",
            "redirectUris": ["https://example.com"],
            "grants": [
                {
                    "resource": "https://api.pingone.com",
                    "scopes": ["p1:read:user", "p1:update:user", "p1:reset:userPassword"],
                }
            ],
        }
    ],
    "users": [{"username": "sample", "signsInAtOnce": True}],
}


def _placeholders(samples: tuple[Sample, ...], handle: PingOne) -> Mapping[str, str]:
    api, openid = handle.resources()[:2]
    (read,) = [each for each in handle.scopes(api) if each.name == "p1:read:user"]
    known = {
        "{environmentId}": handle.environment_id,
        "{environmentID}": handle.environment_id,
        "{builtInId}": openid.id,
        "{openidId}": openid.id,
        "{licenseId}": derived_uuid("license"),
        "{platformResourceId}": api.id,
        "{platformScopeId}": read.id,
        "jwtToken": handle.token(),
    }
    if any("{appID}" in sample.url for sample in samples):
        known["{appID}"] = _application(handle)
    return known


def _application(handle: PingOne) -> str:
    """The id of an application with grants for the samples' requests, and instant sign-in."""
    given = handle.given
    application = given.application(redirect_uris=["https://example.com"])
    given.grant(application, handle.resources()[0])
    given.sign_in(given.user(username="demo"))
    return application.client_id


DEMO = Demo(seed=_SEED, placeholders=_placeholders)
