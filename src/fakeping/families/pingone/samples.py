"""Every sample of "PingOne for Customers API, Resources", in an order that can be replayed.

`{builtInId}` and `{platformScopeId}` stand where the document's `{resourceId}` and `{scopeId}`
must name an entity that each environment has from the start.
"""

from fakeping.core.exchange import JSON
from fakeping.core.sample import Sample

_SOURCE = "PingOne for Customers API, Resources"
_API = "https://api.pingone.com"
_AUTHORIZE = (
    "https://auth.pingone.com/{environmentID}/as/authorize?response_type=code&client_id={appID}"
    "&redirect_uri=https://example.com"
)
_BEARER = {"Authorization": "Bearer jwtToken"}
_JSON = {"Content-type": "application/json", **_BEARER}


def _link(path: str) -> JSON:
    return {"href": f"https://api.pingone.com/v1/environments/{path}"}


_ENVIRONMENT = "0271641f-2d74-4bb0-b416-4a39b8714261"
_API_RESOURCE = "607d2326-5d08-475d-aab3-8e8df5237c18"
_OPENID_RESOURCE = "79d29353-1508-4276-b0fa-2bffd5566aed"
_OTHER_ENVIRONMENT = "5da98f13-ad62-4234-ba04-2b6e2e85c8ca"
_OTHER_RESOURCE = f"{_OTHER_ENVIRONMENT}/resources/3dd4ac35-f06a-4569-90b7-a5e3dba6b4d2"
_OTHER_SCOPE = f"{_OTHER_RESOURCE}/scopes/a0a346fb-3866-4100-89d9-cb9e88bc9638"

LISTED: JSON = {
    "_links": {"self": _link(f"{_ENVIRONMENT}/resources")},
    "_embedded": {
        "items": [
            {
                "_links": {
                    "self": _link(f"{_ENVIRONMENT}/resources/{_API_RESOURCE}"),
                    "environment": _link(_ENVIRONMENT),
                },
                "id": _API_RESOURCE,
                "name": "https://api.pingone.com",
                "description": "APIs to manage all aspects of the PingOne platform.",
            },
            {
                "_links": {
                    "self": _link(f"{_ENVIRONMENT}/resources/{_OPENID_RESOURCE}"),
                    "environment": _link(_ENVIRONMENT),
                },
                "id": _OPENID_RESOURCE,
                "name": "openid",
                "description": "OpenID Connect scopes can be used to request that specific sets of"
                " information be made available as Claim Values in the ID token and the userinfo"
                " endpoint.",
            },
        ]
    },
    "count": 2,
    "size": 2,
}

SCOPE: JSON = {
    "_links": {
        "self": _link(_OTHER_SCOPE),
        "resource": _link(_OTHER_RESOURCE),
        "environment": _link(_OTHER_ENVIRONMENT),
    },
    "id": "a0a346fb-3866-4100-89d9-cb9e88bc9638",
    "environment": {"id": _OTHER_ENVIRONMENT},
    "resource": {"id": "3dd4ac35-f06a-4569-90b7-a5e3dba6b4d2"},
    "name": "p1:read:user",
    "description": "Ability for the user to retrieve their own user identity and all attributes",
}

SAMPLES = (
    Sample(
        title="Get resources",
        source=f"{_SOURCE}, Get resources",
        method="GET",
        url=f"{_API}/v1/environments/{{environmentId}}/resources",
        headers=_BEARER,
        operation="pingone.resource.list",
        status=200,
        reply=LISTED,
    ),
    Sample(
        title="Get one resource",
        source=f"{_SOURCE}, Get one resource",
        method="GET",
        url=f"{_API}//v1/environments/{{environmentId}}/resources/{{builtInId}}",
        headers=_BEARER,
        operation="pingone.resource.read",
        status=200,
        note="The sample doubles a slash: it is answered, not redirected.",
    ),
    Sample(
        title="Create resources",
        source=f"{_SOURCE}, Create resources",
        method="POST",
        url=f"{_API}/v1/environments/{{environmentId}}/resources",
        headers=_JSON,
        body='{\n  "name": "MyNewResource"\n}',
        operation="pingone.resource.create",
        status=201,
        binds={"resourceId": ("body", "id")},
    ),
    Sample(
        title="Update resources",
        source=f"{_SOURCE}, Update resources",
        method="PUT",
        url=f"{_API}/v1/environments/{{environmentId}}/resources/{{resourceId}}",
        headers=_JSON,
        body='{\n  "name": "https://api.photostore.com",\n'
        '  "description": "Resource for PhotoStore application endpoints."\n}',
        operation="pingone.resource.update",
        status=200,
    ),
    Sample(
        title="Create scopes",
        source=f"{_SOURCE}, Create scopes",
        method="POST",
        url=f"{_API}/v1//environments/{{environmentId}}/resources/{{resourceId}}/scopes",
        headers=_JSON,
        body='{\n  "name": "photoapp:MyNewScope"\n}',
        operation="pingone.scope.create",
        status=201,
        binds={"scopeId": ("body", "id")},
        note="The sample doubles a slash: it is answered, not redirected.",
    ),
    Sample(
        title="Update scopes",
        source=f"{_SOURCE}, Update scopes",
        method="PUT",
        url=f"{_API}/v1/environments/{{environmentId}}/resources/{{resourceId}}/scopes/{{scopeId}}/",
        headers=_JSON,
        body='{\n  "name": "photoapp:edit:photos",\n'
        '  "description": "Allows users to edit their photo files."\n}',
        operation="pingone.scope.update",
        status=200,
        note="The sample has a slash at the end: it is answered, not redirected.",
    ),
    Sample(
        title="Get scopes for a resource",
        source=f"{_SOURCE}, Get scopes for a resource",
        method="GET",
        url=f"{_API}/v1/environments/{{environmentId}}/resources/{{resourceId}}/scopes",
        headers=_BEARER,
        operation="pingone.scope.list",
        status=200,
    ),
    Sample(
        title="Get all scopes for all resources",
        source=f"{_SOURCE}, Get scopes for a resource: the note",
        method="GET",
        url=f"{_API}/v1/environments/{{environmentId}}/resources?expand=scopes",
        headers=_BEARER,
        operation="pingone.resource.list",
        status=200,
    ),
    Sample(
        title="Get one scope",
        source=f"{_SOURCE}, Get one scope",
        method="GET",
        url=f"{_API}/v1/environments/{{environmentId}}/resources/{{platformResourceId}}"
        "/scopes/{platformScopeId}",
        headers=_BEARER,
        operation="pingone.scope.read",
        status=200,
        reply=SCOPE,
    ),
    Sample(
        title="Delete scopes",
        source=f"{_SOURCE}, Delete scopes",
        method="DELETE",
        url=f"{_API}/v1/environments/{{environmentId}}/resources/{{resourceId}}/scopes/{{scopeId}}",
        headers=_BEARER,
        operation="pingone.scope.delete",
        status=204,
    ),
    Sample(
        title="Delete resources, as the sample is printed",
        source=f"{_SOURCE}, Delete resources",
        method="DELETE",
        url=f"{_API}/v1/environments/f29547a1-841c-45f8-977e-00d0fdb73ede",
        headers=_BEARER,
        operation=None,
        status=405,
        note="The sample's URL is an environment's, against the text above it: a slip of the"
        " document, which would delete the environment. It is refused.",
    ),
    Sample(
        title="Delete resources, as the text describes it",
        source=f"{_SOURCE}, Delete resources",
        method="DELETE",
        url=f"{_API}/v1/environments/{{environmentId}}/resources/{{resourceId}}",
        headers=_BEARER,
        operation="pingone.resource.delete",
        status=204,
    ),
    Sample(
        title="Authorize, one scope",
        source=f"{_SOURCE}, Resources",
        method="GET",
        url=f"{_AUTHORIZE}&scope=p1:read:user&acr_values=Single_Factor",
        operation="pingone.authorize",
        status=302,
    ),
    Sample(
        title="Authorize, several scopes",
        source=f"{_SOURCE}, Resources",
        method="GET",
        url=f"{_AUTHORIZE}&scope=p1:read:user p1:update:user p1:reset:userPassword"
        "&acr_values=Single_Factor",
        operation="pingone.authorize",
        status=302,
        note="The sample's spaces are sent as %20: a request line has no room for them.",
    ),
)
