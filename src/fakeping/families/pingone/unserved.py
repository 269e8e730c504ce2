"""What PingOne serves and fakeping does not, so that an unmatched request says so."""

from collections.abc import Mapping
from types import MappingProxyType

#: By the segment of a path that stands for it.
UNSERVED: Mapping[str, str] = MappingProxyType(
    {
        "activities": "audit activities; the journal has what was asked",
        "agreements": "agreements",
        "alertChannels": "alerts",
        "brandingSettings": "branding",
        "capabilities": "capabilities",
        "certificates": "certificates",
        "connectorInstances": "DaVinci",
        "credentialTypes": "PingOne Credentials",
        "customDomains": "custom domains",
        "davinci": "DaVinci",
        "deviceAuthenticationPolicies": "MFA policies",
        "devices": "MFA devices",
        "fido2Policies": "MFA policies",
        "flowDefinitions": "DaVinci",
        "flowPolicies": "DaVinci",
        "forms": "forms",
        "gateways": "gateways",
        "groups": "groups",
        "identityProviders": "identity providers",
        "idp": "SAML",
        "keys": "keys; `/{environment}/as/jwks` has the one that signs tokens",
        "languages": "languages",
        "licenses": "licenses",
        "linkedAccounts": "linked accounts",
        "memberOfGroups": "groups",
        "mfaSettings": "MFA settings",
        "notificationsPolicies": "notifications",
        "notificationsSettings": "notifications",
        "organizations": "organizations",
        "pairingKeys": "MFA devices",
        "phoneDeliverySettings": "notifications",
        "riskEvaluations": "PingOne Protect",
        "riskPolicySets": "PingOne Protect",
        "riskPredictors": "PingOne Protect",
        "roles": "custom roles; `/v1/roles` lists the built-in ones",
        "saml20": "SAML",
        "schemas": "schemas",
        "subscriptions": "webhooks",
        "templates": "notifications",
        "verifyPolicies": "PingOne Verify",
        "verifyTransactions": "PingOne Verify",
    }
)
