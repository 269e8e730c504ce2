"""Write the names that type checkers complete: `python -m fakeping.reference.literals`."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from fakeping.core import schemas
from fakeping.core.exchange import JSON
from fakeping.families import FAMILIES, pingone
from fakeping.faults.presets import PRESETS

_FOLDER = Path("src/fakeping/literals")

_HEAD = '"""{}. Written from the code by `make docs`."""\n'

#: The kinds of entities whose members `given` takes, with what names a schema of them, and the
#: members that are arguments of their own.
_KINDS: Mapping[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "Resource": (
        ("pingone/p14c/resource_request", "pingone/current/resource_request"),
        frozenset({"name", "description"}),
    ),
    "Scope": (
        ("pingone/p14c/scope_request", "pingone/current/scope_request"),
        frozenset({"name", "description"}),
    ),
    "Attribute": (("pingone/current/attribute_request",), frozenset({"name", "value"})),
    "Population": (
        ("pingone/current/population_request",),
        frozenset({"name", "description", "default"}),
    ),
    "ApplicationAttribute": (
        ("pingone/current/application_attribute_request",),
        frozenset({"name", "value", "required"}),
    ),
    "SignOnPolicyAction": (
        ("pingone/current/sign_on_policy_action_request",),
        frozenset({"type", "priority"}),
    ),
    "Application": (
        ("pingone/pingone_state#application",),
        frozenset({"name", "type", "roles", "attributes", "grants", "builtIn"}),
    ),
}

_TYPES = {
    "string": "str",
    "boolean": "bool",
    "integer": "int",
    "number": "float",
    "array": "Sequence[Any]",
    "object": "Mapping[str, Any]",
    "null": "None",
}


def names() -> str:
    """The module of the names of operations, presets, editions and switches."""
    parts = [
        _HEAD.format("Names of operations, presets, editions and switches"),
        "from typing import Literal, TypedDict\n",
        *(
            _literal(f"{each.product}Edition", each.editions, f"An edition of {each.product}")
            for each in FAMILIES
        ),
        _literal(
            "OperationName",
            sorted({one.name for each in FAMILIES for one in each.operations}),
            "An operation, as in the journal; where it is a pattern, any text may stand",
        ),
        _literal("PresetName", sorted(PRESETS), "A preset of faults"),
        _literal(
            "SwitchName",
            sorted(f"{each.name}.{switch}" for each in FAMILIES for switch in each.switches),
            "A behaviour that can be turned on or off",
        ),
        "#: An operation, or a pattern such as `pingone.resource.*`.",
        "Op = OperationName | str\n\n",
        'class Editions(TypedDict, total=False):\n    """An edition for each family."""\n',
        *(f"    {each.name}: {each.product}Edition" for each in FAMILIES),
    ]
    return "\n".join(parts)


def members() -> str:
    """The module of the members of entities, as `given` takes them."""
    return "\n".join(
        [
            _HEAD.format(f"Members of {pingone.FAMILY.product}'s entities, by their wire names"),
            "from collections.abc import Mapping, Sequence",
            "from typing import Any, Literal, TypedDict",
            *(line for name in _KINDS for line in _typed_dict(name)),
        ]
    ).replace("\n\n\n#:", "\n\n#:", 1)  # one empty line after imports


def _literal(name: str, values: Iterable[str], says: str) -> str:
    values = tuple(values)
    if len(values) == 1:
        return f'#: {says}.\n{name} = Literal["{values[0]}"]\n'
    listed = "".join(f'    "{each}",\n' for each in values)
    return f"#: {says}.\n{name} = Literal[\n{listed}]\n"


def _typed_dict(name: str) -> Iterator[str]:
    sources, ours = _KINDS[name]
    found: dict[str, JSON] = {}
    for source in sources:
        found |= _properties(source)
    found = {each: of for each, of in found.items() if each not in ours and each.isidentifier()}
    for each, schema in found.items():
        if "enum" in schema:
            values = [value for value in schema["enum"] if value is not None]
            yield f"\n\n{_literal(_alias(name, each), values, f'Values of `{each}`').rstrip()}"
    words = "".join(f" {each}" if each.isupper() else each for each in name).strip().lower()
    a = "an" if words[0] in "aeio" else "a"
    yield f'\n\nclass {name}Members(TypedDict, total=False):\n    """Members of {a} {words}."""\n'
    for each, schema in found.items():
        yield f"    {each}: {_type(schema, _alias(name, each))}"


def _alias(name: str, member: str) -> str:
    return f"{name}{member[0].upper()}{member[1:]}"


def _properties(source: str) -> Mapping[str, JSON]:
    name, _, part = source.partition("#")
    document = schemas.document(name)
    found: Mapping[str, JSON] = (document["$defs"][part] if part else document)["properties"]
    return found


def _type(schema: Mapping[str, Any], alias: str) -> str:
    if "enum" in schema:
        return alias + (" | None" if None in schema["enum"] else "")
    said = schema.get("type", ())
    kinds = [said] if isinstance(said, str) else said
    return " | ".join(_TYPES[each] for each in kinds) or "Any"


def main() -> None:
    """Write the modules of a checkout. Run it in the top folder."""
    (_FOLDER / "names.py").write_text(f"{names().rstrip()}\n", "utf-8")
    (_FOLDER / "members.py").write_text(f"{members().rstrip()}\n", "utf-8")


if __name__ == "__main__":
    main()
