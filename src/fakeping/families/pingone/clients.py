"""The clients of Ping's that read what only today's PingOne answers."""

from fakeping.core.family import KnownClient

# Both are generated from today's API: https://github.com/patrickcping/pingone-go-sdk-v2 and
# https://github.com/pingidentity/terraform-provider-pingone, which sends the SDK's name too.
CLIENTS = (
    KnownClient(agent="terraform-provider-pingone", name="Terraform's provider", edition="current"),
    KnownClient(agent="pingone-golang-sdk", name="PingOne's Go SDK", edition="current"),
)
