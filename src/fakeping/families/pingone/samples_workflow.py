"""The seventeen requests of the vendor's workflow "Get a token for custom resource access".

Paths, members and media types are those of its pages, names are ours. What one answer has and a
later request needs, such as an id, the session's cookie or the code, is a placeholder.
"""

from fakeping.core.sample import Sample

_SOURCE = "PingOne Workflow Library, Get a token for custom resource access"
_ENVIRONMENT = "https://api.pingone.com/v1/environments/{environmentId}"
_APPLICATION = f"{_ENVIRONMENT}/applications/{{applicationId}}"
_AUTH = "https://auth.pingone.com/{environmentId}"
_BEARER = {"Authorization": "Bearer jwtToken"}
_JSON = {"Content-Type": "application/json", **_BEARER}
_FORM = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Authorization": "Basic {applicationId}:{applicationSecret}",
}

SAMPLES = (
    Sample(
        title="Step 1: Create an application",
        source=f"{_SOURCE}, step 1",
        edition="current",
        method="POST",
        url=f"{_ENVIRONMENT}/applications",
        headers=_JSON,
        body="""{
    "enabled": true,
    "name": "CustomResourceApp_1709685712",
    "type": "WEB_APP",
    "protocol": "OPENID_CONNECT",
    "grantTypes": ["AUTHORIZATION_CODE"],
    "responseTypes": ["CODE"],
    "redirectUris": ["https://www.google.com"],
    "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC"
}""",
        operation="pingone.application.create",
        status=201,
        binds={"applicationId": ("body", "id")},
    ),
    Sample(
        title="Step 2: Get the application's secret",
        source=f"{_SOURCE}, step 2",
        edition="current",
        method="GET",
        url=f"{_APPLICATION}/secret",
        headers=_BEARER,
        operation="pingone.application_secret.read",
        status=200,
        binds={"applicationSecret": ("body", "secret")},
    ),
    Sample(
        title="Step 3: Create a custom resource",
        source=f"{_SOURCE}, step 3",
        edition="current",
        method="POST",
        url=f"{_ENVIRONMENT}/resources",
        headers=_JSON,
        body="""{
    "name": "CustomResource_1709685713",
    "description": "My custom resource",
    "audience": "https://api.customresource1709685713.com",
    "accessTokenValiditySeconds": 7200
}""",
        operation="pingone.resource.create",
        status=201,
        binds={"customResourceId": ("body", "id")},
    ),
    Sample(
        title="Step 4: Create a custom scope",
        source=f"{_SOURCE}, step 4",
        edition="current",
        method="POST",
        url=f"{_ENVIRONMENT}/resources/{{customResourceId}}/scopes",
        headers=_JSON,
        body="""{
    "name": "CustomScope_1709685713",
    "description": "My custom scope"
}""",
        operation="pingone.scope.create",
        status=201,
        binds={"customScopeId": ("body", "id"), "customScope": ("body", "name")},
    ),
    Sample(
        title="Step 5: Grant the scope to the application",
        source=f"{_SOURCE}, step 5",
        edition="current",
        method="POST",
        url=f"{_APPLICATION}/grants",
        headers=_JSON,
        body="""{
    "resource": {"id": "{customResourceId}"},
    "scopes": [{"id": "{customScopeId}"}]
}""",
        operation="pingone.grant.create",
        status=201,
    ),
    Sample(
        title="Step 6: Create a sign-on policy",
        source=f"{_SOURCE}, step 6",
        edition="current",
        method="POST",
        url=f"{_ENVIRONMENT}/signOnPolicies",
        headers=_JSON,
        body="""{
    "name": "Sign_On_Policy_1709685713",
    "default": "false",
    "description": "A policy with one login"
}""",
        operation="pingone.sign_on_policy.create",
        status=201,
        binds={"signOnPolicyId": ("body", "id")},
        note="`default` is a string, as on the page.",
    ),
    Sample(
        title="Step 7: Create the policy's login action",
        source=f"{_SOURCE}, step 7",
        edition="current",
        method="POST",
        url=f"{_ENVIRONMENT}/signOnPolicies/{{signOnPolicyId}}/actions",
        headers=_JSON,
        body='{\n    "priority": 1,\n    "type": "LOGIN"\n}',
        operation="pingone.sign_on_policy_action.create",
        status=201,
    ),
    Sample(
        title="Step 8: Assign the policy to the application",
        source=f"{_SOURCE}, step 8",
        edition="current",
        method="POST",
        url=f"{_APPLICATION}/signOnPolicyAssignments",
        headers=_JSON,
        body="""{
    "priority": 1,
    "signOnPolicy": {"id": "{signOnPolicyId}"}
}""",
        operation="pingone.sign_on_policy_assignment.create",
        status=201,
    ),
    Sample(
        title="Step 9: Create a population",
        source=f"{_SOURCE}, step 9",
        edition="current",
        method="POST",
        url=f"{_ENVIRONMENT}/populations",
        headers=_JSON,
        body="""{
    "name": "Population_1709685713",
    "description": "Users of the custom resource"
}""",
        operation="pingone.population.create",
        status=201,
        binds={"populationId": ("body", "id")},
    ),
    Sample(
        title="Step 10: Create a user",
        source=f"{_SOURCE}, step 10",
        edition="current",
        method="POST",
        url=f"{_ENVIRONMENT}/users",
        headers=_JSON,
        body="""{
    "email": "user1709685713@example.com",
    "name": {"given": "Ada", "family": "Lovelace"},
    "population": {"id": "{populationId}"},
    "username": "user1709685713"
}""",
        operation="pingone.user.create",
        status=201,
        binds={"userId": ("body", "id")},
    ),
    Sample(
        title="Step 11: Set the user's password",
        source=f"{_SOURCE}, step 11",
        edition="current",
        method="PUT",
        url=f"{_ENVIRONMENT}/users/{{userId}}/password",
        headers={**_BEARER, "Content-Type": "application/vnd.pingidentity.password.set+json"},
        body='{\n    "value": "2FederateM0re!",\n    "forceChange": false\n}',
        operation="pingone.password.update",
        status=200,
        note="The workflow's list of steps says POST, the step's own page PUT.",
    ),
    Sample(
        title="Step 12: Send the authorize request",
        source=f"{_SOURCE}, step 12",
        edition="current",
        method="GET",
        url=f"{_AUTH}/as/authorize?response_type=code&client_id={{applicationId}}"
        "&redirect_uri=https://www.google.com&scope={customScope}",
        operation="pingone.authorize",
        status=302,
        binds={"flowId": ("Location", "flowId")},
    ),
    Sample(
        title="Step 13: Get the flow",
        source=f"{_SOURCE}, step 13",
        edition="current",
        method="GET",
        url=f"{_AUTH}/flows/{{flowId}}",
        operation="pingone.flow.read",
        status=200,
    ),
    Sample(
        title="Step 14: Check the user's name and password",
        source=f"{_SOURCE}, step 14",
        edition="current",
        method="POST",
        url=f"{_AUTH}/flows/{{flowId}}",
        headers={"Content-Type": "application/vnd.pingidentity.usernamePassword.check+json"},
        body='{\n    "username": "user1709685713",\n    "password": "2FederateM0re!"\n}',
        operation="pingone.flow.act",
        status=200,
        binds={"sessionToken": ("Set-Cookie", "ST")},
    ),
    Sample(
        title="Step 15: Call the resume endpoint",
        source=f"{_SOURCE}, step 15",
        edition="current",
        method="GET",
        url=f"{_AUTH}/as/resume?flowId={{flowId}}",
        headers={"Cookie": "ST={sessionToken}"},
        operation="pingone.resume",
        status=302,
        binds={"code": ("Location", "code")},
        note="The page shows no cookie; the vendor's collection runs in a client that keeps them.",
    ),
    Sample(
        title="Step 16: Get the access token",
        source=f"{_SOURCE}, step 16",
        edition="current",
        method="POST",
        url=f"{_AUTH}/as/token",
        headers=_FORM,
        body="grant_type=authorization_code&code={code}&redirect_uri=https://www.google.com",
        operation="pingone.token",
        status=200,
        binds={"accessToken": ("body", "access_token")},
    ),
    Sample(
        title="Step 17: Introspect the token",
        source=f"{_SOURCE}, step 17",
        edition="current",
        method="POST",
        url=f"{_AUTH}/as/introspect",
        headers=_FORM,
        body="token={accessToken}",
        operation="pingone.introspect",
        status=200,
        note="The token is for the custom resource's audience, with the custom scope.",
    ),
)
