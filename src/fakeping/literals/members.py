"""Members of PingOne's entities, by their wire names. Written from the code by `make docs`."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict

#: Values of `introspectEndpointAuthMethod`.
ResourceIntrospectEndpointAuthMethod = Literal[
    "NONE",
    "CLIENT_SECRET_BASIC",
    "CLIENT_SECRET_POST",
]


class ResourceMembers(TypedDict, total=False):
    """Members of a resource."""

    audience: str | None
    accessTokenValiditySeconds: float | None
    introspectEndpointAuthMethod: ResourceIntrospectEndpointAuthMethod | None
    applicationPermissionsSettings: Mapping[str, Any] | None


class ScopeMembers(TypedDict, total=False):
    """Members of a scope."""

    schemaAttributes: Sequence[Any] | None
    mappedClaims: Sequence[Any] | None


class AttributeMembers(TypedDict, total=False):
    """Members of an attribute."""

    idToken: bool | None
    userInfo: bool | None


class PopulationMembers(TypedDict, total=False):
    """Members of a population."""

    theme: Mapping[str, Any] | None
    preferredLanguage: str | None
    passwordPolicy: Mapping[str, Any] | None
    alternativeIdentifiers: Sequence[Any] | None


class ApplicationAttributeMembers(TypedDict, total=False):
    """Members of an application attribute."""

    idToken: bool | None
    userInfo: bool | None
    oidcScopes: Sequence[Any] | None
    nameFormat: str | None


class SignOnPolicyActionMembers(TypedDict, total=False):
    """Members of a sign on policy action."""

    condition: Mapping[str, Any] | None
    acrValues: str | None
    confirmIdentityProviderAttributes: bool | None
    discoveryRules: Sequence[Any] | None
    enforceLockoutForIdentityProviders: bool | None
    identityProvider: Mapping[str, Any] | None
    newUserProvisioning: Mapping[str, Any] | None
    passUserContext: bool | None
    recovery: Mapping[str, Any] | None
    registration: Mapping[str, Any] | None
    socialProviders: Sequence[Any] | None
    applications: Sequence[Any] | None
    authenticator: Mapping[str, Any] | None
    boundBiometrics: Mapping[str, Any] | None
    deviceAuthenticationPolicy: Mapping[str, Any] | None
    email: Mapping[str, Any] | None
    noDevicesMode: str | None
    securityKey: Mapping[str, Any] | None
    sms: Mapping[str, Any] | None
    voice: Mapping[str, Any] | None
    agreement: Mapping[str, Any] | None
    disableDeclineOption: bool | None
    attributes: Sequence[Any] | None
    preventMultiplePromptsPerFlow: bool | None
    promptIntervalSeconds: float | None
    promptText: str | None
    offlineMode: Mapping[str, Any] | None
    uniqueUserAttribute: str | None


#: Values of `protocol`.
ApplicationProtocol = Literal["OPENID_CONNECT"]


#: Values of `pkceEnforcement`.
ApplicationPkceEnforcement = Literal[
    "OPTIONAL",
    "REQUIRED",
    "S256_REQUIRED",
]


#: Values of `parRequirement`.
ApplicationParRequirement = Literal[
    "OPTIONAL",
    "REQUIRED",
]


#: Values of `refreshTokenType`.
ApplicationRefreshTokenType = Literal[
    "JSON_WEB_TOKEN",
    "OPAQUE_TOKEN",
]


class ApplicationMembers(TypedDict, total=False):
    """Members of an application."""

    id: str
    description: str
    enabled: bool
    hiddenFromAppPortal: bool
    protocol: ApplicationProtocol
    accessControl: Mapping[str, Any]
    assignActorRoles: bool
    icon: Mapping[str, Any]
    loginPageUrl: str
    homePageUrl: str
    initiateLoginUri: str
    targetLinkUri: str
    responseTypes: Sequence[Any] | None
    grantTypes: Sequence[Any] | None
    idpSignoff: bool
    additionalRefreshTokenReplayProtectionEnabled: bool
    tokenEndpointAuthMethod: str | Sequence[Any]
    pkceEnforcement: ApplicationPkceEnforcement
    parRequirement: ApplicationParRequirement
    parTimeout: int
    devicePathId: str
    deviceCustomVerificationUri: str
    devicePollingInterval: int
    deviceTimeout: int
    redirectUris: Sequence[Any]
    allowWildcardInRedirectUris: bool
    postLogoutRedirectUris: Sequence[Any]
    refreshTokenDuration: int
    refreshTokenRollingDuration: int
    refreshTokenRollingGracePeriodDuration: int
    requestScopesForMultipleResourcesEnabled: bool
    corsSettings: Mapping[str, Any]
    includeX5t: bool
    jwks: str
    jwksUrl: str
    kerberos: Mapping[str, Any]
    mobile: Mapping[str, Any]
    refreshTokenType: ApplicationRefreshTokenType
    opSessionCheckEnabled: bool
    requireSignedRequestObject: bool
    supportUnsignedRequestObject: bool
    signing: Mapping[str, Any]
    tags: Sequence[Any]
    applyDefaultTheme: bool
    enableDefaultThemeFooter: bool
    secret: str | Mapping[str, Any]
    createdAt: str
    updatedAt: str
