from tests.drive import ask


def test_what_is_not_sent_is_gone(server, tenant):
    created = tenant.pingone.given.resource(name="photos", description="Photos")
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources/{created.id}"

    reply = ask(server, "PUT", url, {"name": "albums"}, token=tenant.pingone.token())

    assert (reply.status, reply.json["name"], "description" in reply.json) == (200, "albums", False)
