"""Entity tags are what Java's `hashCode` makes of a resource set."""

import pytest

from fakeping.families.pingam.etag import etag, java_hash


def test_a_recorded_tag_is_reproduced():
    id_ = "275a2a6e-7aa9-4800-b2ba-975c4c67eac61"

    assert (
        etag(
            id_=id_,
            client="test_client_rs_reg",
            policy_uri=f"http://openam.example.org:8080/openam/XUI/?realm=/#uma/share/{id_}",
            description={
                "name": "5e4 ifmatch on get h1mis4at",
                "scopes": ["read", "write"],
                "labels": ["alpha"],
            },
        )
        == 'W/"1322487841"'
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(None, 0, id="null"),
        pytest.param(True, 1231, id="true"),
        pytest.param(False, 1237, id="false"),
        pytest.param("", 0, id="an empty string"),
        pytest.param("hello", 99162322, id="a string"),
        pytest.param("polygenelubricants", -(2**31), id="a string that overflows"),
        pytest.param("\N{GRINNING FACE}", 1772899, id="two UTF-16 units"),
        pytest.param(42, 42, id="an int"),
        pytest.param(-1, -1, id="a negative int"),
        pytest.param(2**32, 1, id="a long"),
        pytest.param(1.5, 1073217536, id="a double"),
        pytest.param([], 1, id="an empty list"),
        pytest.param(["a", "b"], 4066, id="a list"),
        pytest.param({}, 0, id="an empty map"),
        pytest.param({"a": "b", "c": 1}, (97 ^ 98) + (99 ^ 1), id="a map"),
    ],
)
def test_it_hashes_as_java_does(value, expected):
    assert java_hash(value) == expected


def test_members_in_another_order_have_the_same_tag():
    same = {"id_": "a", "client": "b", "policy_uri": "c"}

    assert etag(**same, description={"x": 1, "y": [2]}) == etag(
        **same, description={"y": [2], "x": 1}
    )
