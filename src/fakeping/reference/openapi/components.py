"""The schemas of a document, each included once, with references that point inside it."""

from collections.abc import Iterator

from fakeping.core import schemas
from fakeping.core.exchange import JSON
from fakeping.reference.openapi.clients import for_clients

_OF_A_FILE = frozenset({"$schema", "$id"})


class Components:
    """The schemas that a document refers to, and those that they refer to."""

    def __init__(self) -> None:
        self._named: dict[str, str] = {}
        self._schemas: dict[str, JSON] = {}

    def reference(self, name: str) -> JSON:
        """A reference to the schema `family/name`, which is included from now on."""
        return {"$ref": self._pointer(name)}

    def schemas(self) -> JSON:
        """Every schema, by the last part of its name."""
        return {each: self._schemas[each] for each in sorted(self._schemas)}

    def _pointer(self, name: str) -> str:
        short = name.rpartition("/")[2]
        if self._named.setdefault(short, name) != name:
            raise ValueError(f"both {self._named[short]} and {name} would be called {short}")
        if short not in self._schemas:
            self._schemas[short] = {}  # so that one that refers to itself ends
            whole = schemas.document(name)
            kept = {key: value for key, value in whole.items() if key not in _OF_A_FILE}
            self._schemas[short] = for_clients(self._pointing_inside(kept, here=short))
        return f"#/components/schemas/{short}"

    def _pointing_inside(self, part: JSON, *, here: str) -> JSON:
        if isinstance(part, list):
            return [self._pointing_inside(each, here=here) for each in part]
        if not isinstance(part, dict):
            return part
        return dict(self._members(part, here=here))

    def _members(self, part: JSON, *, here: str) -> Iterator[tuple[str, JSON]]:
        for name, value in part.items():
            if name == "$ref" and isinstance(value, str):
                target, _, inside = value.partition("#")
                named = target.removeprefix(schemas.URN).replace(":", "/")
                start = self._pointer(named) if target else f"#/components/schemas/{here}"
                yield name, start + inside
            else:
                yield name, self._pointing_inside(value, here=here)
