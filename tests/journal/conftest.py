import pytest

from fakeping.core import schemas

# What the journals' own tests read and write.
_THING = {
    "type": "object",
    "properties": {
        **{each: {} for each in ("a", "name", "count", "more", "list")},
        "deep": {
            "properties": {"list": {"items": {"properties": {"x": {}}}}, "more": {}},
        },
    },
}


@pytest.fixture(autouse=True)
def _a_schema_of_things(monkeypatch):
    """The schema `thing`, for operations that no family has."""
    document = schemas.document

    def found(name):
        return _THING if name == "thing" else document(name)

    monkeypatch.setattr(schemas, "document", found)
