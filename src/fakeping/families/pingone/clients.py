"""The clients of Ping's that read what only today's PingOne answers."""

from fakeping.core.family import Client

# Both are generated from today's API: https://github.com/patrickcping/pingone-go-sdk-v2 and
# https://github.com/pingidentity/terraform-provider-pingone, which sends the SDK's name too.
CLIENTS = (
    Client(agent="terraform-provider-pingone", name="Terraform's provider", edition="current"),
    Client(agent="pingone-golang-sdk", name="PingOne's Go SDK", edition="current"),
)
