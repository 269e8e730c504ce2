"""The JSON Schemas: found, compiled once, asked.

They are package data in a wheel, and the top-level folder in a checkout. jsonschema is
imported with the first validation, so that a server is up before it.
"""

import json
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from fakeping.core import acceptance
from fakeping.core.exchange import JSON
from fakeping.core.problem import Invalid, Violation

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError
    from referencing import Registry, Resource

URN = "urn:fakeping:schema:"

_ANNOTATIONS = frozenset({"description", "title", "$comment"})


def root() -> Traversable:
    """The folder of the schemas."""
    packaged = files("fakeping") / "schemas"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "schemas"


def names() -> list[str]:
    """Every schema there is, as `family/name` or `family/edition/name`."""
    return sorted(_names(root(), ""))


def _names(folder: Traversable, prefix: str) -> Iterator[str]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _names(each, f"{prefix}{each.name}/")
        elif each.name.endswith(".json"):
            yield prefix + each.name.removesuffix(".json")


@cache
def document(name: str) -> JSON:
    """The schema `family/name`, decoded."""
    return json.loads((root() / f"{name}.json").read_text("utf-8"))


@cache
def validator(name: str) -> "Draft202012Validator":
    """The schema `family/name`, compiled."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - 23 ms that start-up need not pay

    return Draft202012Validator(document(name), registry=_registry())


@cache
def _registry() -> "Registry[JSON]":
    from referencing import Registry, Resource  # noqa: PLC0415 - comes with jsonschema

    def retrieve(uri: str) -> "Resource[JSON]":
        return Resource.from_contents(document(uri.removeprefix(URN).replace(":", "/")))

    return Registry(retrieve=retrieve)  # type: ignore[call-arg]  # attrs' private alias


@cache
def _acceptance(name: str, place: str = "") -> acceptance.Predicate:
    part = document(name)
    for step in place.split("/")[1:]:
        part = part[step]

    def find(reference: str) -> acceptance.Predicate:
        target, _, inside = reference.partition("#")
        named = target.removeprefix(URN).replace(":", "/") or name
        # Later, for a schema may refer to itself.
        return lambda instance: _acceptance(named, inside)(instance)  # noqa: PLW0108

    return acceptance.compiled(part, find)


def validate(name: str, instance: JSON) -> None:
    """Raise `Invalid` with every violation, in the order of their targets."""
    if _acceptance(name)(instance):
        return
    found = {
        (each.target, each.keyword): each
        for error in validator(name).iter_errors(instance)
        for each in _violations(error)
    }
    if found:
        violations = tuple(found[key] for key in sorted(found))
        first = violations[0]
        raise Invalid(f"{first.target or 'the body'}: {first.message}", violations=violations)


def _violations(error: "ValidationError") -> list[Violation]:
    path = ".".join(str(step) for step in error.absolute_path)
    keyword = str(error.validator)
    if keyword == "required":
        missing = [name for name in error.validator_value if name not in error.instance]  # type: ignore[union-attr,operator]
        return [
            Violation(
                keyword=keyword,
                target=f"{path}.{name}".lstrip("."),
                message=f"'{name}' is a required property",
            )
            for name in missing
        ]
    return [
        Violation(
            keyword=keyword,
            target=path,
            message=f"{error.message[:200]}{_meant(error)}",
            limits=_limits(error.schema),
        )
    ]


def _meant(error: "ValidationError") -> str:
    """Of a member that nothing takes: which may have been meant, or which there are."""
    if error.validator != "additionalProperties" or not isinstance(error.schema, dict):
        return ""
    known = sorted(error.schema.get("properties", ()))
    unknown = [name for name in error.instance if name not in known]  # type: ignore[union-attr]
    near = dict.fromkeys(each for name in unknown for each in get_close_matches(name, known, n=1))
    return f"; did you mean {' or '.join(near)}?" if near else f"; there are {', '.join(known)}"


def _limits(schema: JSON) -> dict[str, JSON]:
    """What a schema says of an instance, for whoever words the refusal."""
    if not isinstance(schema, dict):
        return {}
    return {name: of for name, of in schema.items() if name not in _ANNOTATIONS}
