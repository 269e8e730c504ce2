"""What every answer has that no rule speaks of, and what the documented edition leaves alone."""

import pytest

CACHING = {
    "Cache-Control": "no-cache, no-store, max-age=0, must-revalidate",
    "Pragma": "no-cache",
    "Expires": "0",
}


@pytest.mark.parametrize("path", ["/resources", "/resources/x", "/secret"])
def test_every_answer_has_the_standard_headers(call, path):
    headers = call("GET", path).headers

    assert {name: headers[name] for name in CACHING} == CACHING
    assert headers["Access-Control-Expose-Headers"] == "Correlation-Id"


def test_every_error_has_an_id_of_its_own(call):
    ids = {call("GET", "/resources/x").json["id"] for _ in range(5)}

    assert len(ids) == 5


@pytest.mark.parametrize("query", ["limit=1", "filter=name%20eq%20%22x%22", "x", "%FF=%FF", "&&"])
def test_parameters_that_are_not_documented_are_ignored(call, query):
    assert call("GET", f"/resources?{query}").json == call("GET", "/resources").json
