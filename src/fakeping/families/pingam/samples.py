"""Samples to replay: "PingAM 8.1, /uma/resource_set", with each of its methods."""

from fakeping.core.sample import Sample

_SOURCE = "PingAM 8.1, /uma/resource_set"
_ALL = "https://am.example.com:8443/am/uma/realms/root/realms/alpha/resource_set"
_ONE = f"{_ALL}/126615ba-b7fd-4660-b281-bae81aa45f7c0"
_BEARER = {"Authorization": "Bearer 515d6551-6512-5279-98b6-c0ef3f03a723"}

DESCRIPTION = """{
   "resource_scopes": [
       "view", "comment", "download"
   ],
   "name": "My Resource Name",
   "description": "An example resource stored in resourceserver.example.com",
   "type": "https://resourceserver.example.com/resources/",
   "icon_uri": "https://resourceserver.example.com/resources/resources.png"
}"""

SAMPLES = (
    Sample(
        title="Register",
        source=f"{_SOURCE}: the description, and Supported HTTP methods",
        method="POST",
        url=_ALL,
        headers={"Content-Type": "application/json", **_BEARER},
        body=DESCRIPTION,
        operation="pingam.resource_set.register",
        status=201,
    ),
    Sample(
        title="Read",
        source=f"{_SOURCE}: the sample with the resource ID in the URL",
        method="GET",
        url=_ONE,
        headers=_BEARER,
        operation="pingam.resource_set.read",
        status=200,
    ),
    Sample(
        title="List",
        source=f"{_SOURCE}: Supported HTTP methods",
        method="GET",
        url=_ALL,
        headers=_BEARER,
        operation="pingam.resource_set.list",
        status=200,
    ),
    Sample(
        title="Update",
        source=f"{_SOURCE}: the description, and Supported HTTP methods",
        method="PUT",
        url=_ONE,
        headers={"Content-Type": "application/json", **_BEARER},
        body=DESCRIPTION,
        operation="pingam.resource_set.update",
        status=200,
    ),
    Sample(
        title="Delete",
        source=f"{_SOURCE}: Supported HTTP methods",
        method="DELETE",
        url=_ONE,
        headers=_BEARER,
        operation="pingam.resource_set.delete",
        status=204,
    ),
)
