"""Samples of today's PingOne Platform API, in an order that can be replayed.

`{{$timestamp}}` of the vendor's collection is the number that its own answers show. Ids in
`reply` are the vendor's; `{openidId}` is the openid resource of the environment.
"""

from fakeping.core.exchange import JSON
from fakeping.core.sample import Sample

_SOURCE = "PingOne Platform API"
_RESOURCES = "https://api.pingone.com/v1/environments/{environmentId}/resources"
_RESOURCE = f"{_RESOURCES}/{{resourceId}}"
_OPENID = f"{_RESOURCES}/{{openidId}}"
_BEARER = {"Authorization": "Bearer jwtToken"}
_JSON = {"Content-Type": "application/json", **_BEARER}

_ENVIRONMENT = "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"
_OIDC = "71ff29d5-c666-4348-b54e-c5b64f0a80b8"
_SCOPE = "18725af1-828f-4e60-afc1-4a7092eb275a"
_CLAIM = "579dc6f8-bf83-43ae-816c-324506b5de21"
_OIDC_URL = f"https://api.pingone.com/v1/environments/{_ENVIRONMENT}/resources/{_OIDC}"

CREATED_SCOPE: JSON = {
    "_links": {
        "self": {"href": f"{_OIDC_URL}/scopes/{_SCOPE}"},
        "resource": {"href": _OIDC_URL},
    },
    "id": _SCOPE,
    "environment": {"id": _ENVIRONMENT},
    "resource": {"id": _OIDC},
    "name": "Scope_1655153042",
    "description": "My scope with a mapped claim",
    "mappedClaims": [_CLAIM],
    "createdAt": "2022-06-13T20:44:02.066Z",
    "updatedAt": "2022-06-13T20:44:02.066Z",
}

SAMPLES = (
    Sample(
        title="Create Resource",
        source=f"{_SOURCE}, Create Resource",
        edition="current",
        method="POST",
        url=_RESOURCES,
        headers=_JSON,
        body="""{
    "name": "CustomResource1709685712",
    "description": "This is my custom resource",
    "audience": "https://api.customresource1709685712.com",
    "accessTokenValiditySeconds": 7200,
    "applicationPermissionsSettings": {
        "claimEnabled": true
    }
}""",
        operation="pingone.resource.create",
        status=201,
        binds={"resourceId": ("body", "id")},
    ),
    Sample(
        title="Update Resource",
        source=f"{_SOURCE}, Update Resource",
        edition="current",
        method="PUT",
        url=_RESOURCE,
        headers=_JSON,
        body="""{
    "name": "CustomResource1709685712",
    "audience": "https://api.custom.eu",
    "applicationPermissionsSettings": {
        "claimEnabled": true
    }
}""",
        operation="pingone.resource.update",
        status=200,
        note="The description is cleared, and the token's lifetime is the default again.",
    ),
    Sample(
        title="Read All Resources",
        source=f"{_SOURCE}, Read All Resources",
        edition="current",
        method="GET",
        url=_RESOURCES,
        headers=_BEARER,
        operation="pingone.resource.list",
        status=200,
    ),
    Sample(
        title="Create a claim for the scope to map",
        source=f"{_SOURCE}, Create Resource Attribute",
        edition="current",
        method="POST",
        url=f"{_OPENID}/attributes",
        headers=_JSON,
        body='{"name": "fullName", "value": "${user.name.given + \', \' + user.name.family}"}',
        operation="pingone.attribute.create",
        status=201,
        note="The body is not the page's own: it makes the claim that the next sample maps.",
        binds={"attributeId": ("body", "id")},
    ),
    Sample(
        title="Create OpenID Connect Resource Scope",
        source=f"{_SOURCE}, Create Resource Scope",
        edition="current",
        method="POST",
        url=f"{_OPENID}/scopes",
        headers=_JSON,
        body="""{
    "name": "Scope_1655153042",
    "description": "My scope with a mapped claim",
    "mappedClaims": ["{attributeId}"]
}""",
        operation="pingone.scope.create",
        status=201,
        reply=CREATED_SCOPE,
        binds={"scopeId": ("body", "id")},
    ),
    Sample(
        title="Read All Resource Attributes",
        source=f"{_SOURCE}, Read All Resource Attributes",
        edition="current",
        method="GET",
        url=f"{_RESOURCE}/attributes",
        headers=_BEARER,
        operation="pingone.attribute.list",
        status=200,
        note="A custom resource has the core attribute `sub` from the start.",
    ),
    Sample(
        title="Read Resource Client Secret",
        source=f"{_SOURCE}, Read Resource Client Secret",
        edition="current",
        method="GET",
        url=f"{_RESOURCE}/secret",
        headers=_BEARER,
        operation="pingone.secret.read",
        status=200,
    ),
    Sample(
        title="Create Resource Client Secret",
        source=f"{_SOURCE}, Create Resource Client Secret",
        edition="current",
        method="POST",
        url=f"{_RESOURCE}/secret",
        headers=_BEARER,
        operation="pingone.secret.rotate",
        status=200,
    ),
    Sample(
        title="Create Environment",
        source=f"{_SOURCE}, Create Source Environment",
        edition="current",
        method="POST",
        url="https://api.pingone.com/v1/environments",
        headers=_JSON,
        body="""{
  "name": "Source_Environment_1709685712",
  "description": "New source environment",
  "type": "SANDBOX",
  "region": "NA",
  "billOfMaterials": {
    "products": [
      {
        "type": "PING_ONE_BASE",
        "description": "New source environment product description",
        "console": {
          "href": "https://example.com"
        }
      }
    ]
  },
  "license": {
    "id": "{licenseId}"
  }
}""",
        operation="pingone.environment.create",
        status=201,
    ),
    Sample(
        title="Read All Built-in Admin Roles",
        source=f"{_SOURCE}, Read All Built-in Admin Roles",
        edition="current",
        method="GET",
        url="https://api.pingone.com/v1/roles",
        headers=_BEARER,
        operation="pingone.role.list",
        status=200,
    ),
    Sample(
        title="Delete Resource",
        source=f"{_SOURCE}, Delete Resource",
        edition="current",
        method="DELETE",
        url=_RESOURCE,
        headers=_BEARER,
        operation="pingone.resource.delete",
        status=204,
    ),
)
