"""A pattern that documents a parameter is the one that its reader enforces."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fakeping import FakePing, control
from fakeping.families import FAMILIES
from fakeping.families.pingam import presentation
from tests.control.test_control import TENANTS
from tests.drive import ask

REDIRECT = "https://client.example.com/back"


def patterns():
    """The patterns of query parameters and headers: by parameter, then by operation."""
    found = {}
    for family in (*FAMILIES, control.FAMILY):
        for row in family.operations:
            for name, each in (*row.query.items(), *row.headers.items()):
                if "pattern" in each.schema:
                    found.setdefault((family.name, name), {})[row.name] = each.schema["pattern"]
    return found


# What the ancestor wants of a write is measured: contract/pingam/checks/conditions.
ELSEWHERE = {("pingam", "If-Match"), ("pingam", "If-None-Match")}
ASKED = {("control", "status"), ("pingam", "max_age"), ("pingone", "order")}
READ = {("pingam", name) for name in ("_fields", "_sortKeys", "_totalPagedResultsPolicy")}


def test_every_pattern_is_held_to_its_reader():
    assert set(patterns()) == ELSEWHERE | ASKED | READ


ALPHABET = st.sampled_from(["a", "B", "/", "+", "-", ",", " ", "~", "0", "9", "é"])
TEXTS = st.text(ALPHABET, max_size=12)


@pytest.mark.parametrize("name", sorted(name for _, name in READ))
@given(text=TEXTS)
@example(text=",".join(["a"] * presentation.MAX_NAMES))
@example(text=",".join(["a"] * presentation.MAX_NAMES) + ",")
@example(text=",".join(["a"] * presentation.MAX_NAMES) + ",a")
@example(text="eXaCt")
@example(text="EXACTLY")
def test_a_query_of_a_collection_is_read_as_documented(name, text):
    [pattern] = set(patterns()["pingam", name].values())
    try:
        presentation.read({name.lower(): text})
    except presentation.WrongRequest:
        taken = False
    else:
        taken = True

    assert taken == bool(re.search(pattern, text))


VALUES = ["", "a", "5", "201", "2xx", "6xx", "20", "xx", "-1", "1.5", "9" * 12, "9" * 13, "name"]
VALUES += ["-name", "+name", "name,-id", "name,", ",name", "--name", "name id", "id,id"]


@pytest.fixture(scope="module")
def urls():
    server = FakePing()
    tenant = server.tenant(edition={"pingone": "current"})
    one, am = tenant.pingone, tenant.pingam
    client = am.given.client("app", redirect_uris=[REDIRECT])
    query = f"client_id={client.client_id}&response_type=code&redirect_uri={REDIRECT}"
    return server, {
        "status": ("control.journal.read", f"{TENANTS}/{tenant.id}/journal?", None),
        "order": (
            "pingone.resource.list",
            f"{one.url}/environments/{one.environment_id}/resources?",
            one.token(),
        ),
        "max_age": ("pingam.authorize", f"{am.oauth2_url}/authorize?{query}&", None),
    }


@pytest.mark.parametrize("text", VALUES)
@pytest.mark.parametrize("name", sorted(name for _, name in ASKED))
def test_a_request_is_read_as_documented(urls, name, text):
    server, by_name = urls
    operation, url, token = by_name[name]
    [found] = [found for key, found in patterns().items() if key[1] == name]
    reply = ask(
        server, "GET", f"{url}{name}={text.replace('+', '%2B').replace(' ', '%20')}", token=token
    )

    refused = reply.status >= 400 or "error=invalid_request" in reply.headers.get("Location", "")
    assert refused != bool(re.search(found[operation], text)), reply
