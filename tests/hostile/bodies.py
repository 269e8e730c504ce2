"""Bodies that cost more than they look like: for every place of a schema, of any length.

`size` is in bytes, more or less. Each shape is one way to make a reader, a validator or a store
work: half a million wrong items, a wide object, depth, long texts and numbers, names twice.
"""

import json
from collections.abc import Callable, Iterator
from urllib.parse import quote_plus

from fakeping.core import schemas

Make = Callable[[int], bytes]


def _repeated(item: str) -> Make:
    """A list of as many equal items as fit."""
    return lambda size: ("[" + ",".join([item] * (size // (len(item) + 1))) + "]").encode()


def _numbered(item: str) -> Make:
    """A list of as many items as fit, none of them like another."""

    def make(size: int) -> bytes:
        count = size // (len(item) + 6)
        return (
            "[" + ",".join(item.replace("#", str(each)) for each in range(count)) + "]"
        ).encode()

    return make


def _wide(value: str) -> Make:
    def make(size: int) -> bytes:
        count = size // (len(value) + 11)
        members = ",".join(f'"m{each}":{value}' for each in range(count))
        return ("{" + members + "}").encode()

    return make


def _deep(opening: str, closing: str, levels: int) -> Make:
    """As deep as is taken, and as long as may be."""

    def make(size: int) -> bytes:
        one = opening * levels + "1" + closing * levels
        return ("[" + ",".join([one] * max(1, size // (len(one) + 1))) + "]").encode()

    return make


def _text(unit: str) -> Make:
    return lambda size: ('"' + unit * (size // len(unit)) + '"').encode()


def _twice(size: int) -> bytes:
    members = ",".join(f'"m{each}":1' for each in range(size // 12))
    return ("{" + members + ',"m0":1}').encode()


SHAPES: dict[str, Make] = {
    "numbers": _repeated("1"),
    "nulls": _repeated("null"),
    "empty texts": _repeated('""'),
    "empty objects": _repeated("{}"),
    "empty lists": _repeated("[]"),
    "different texts": _numbered('"t#"'),
    "different objects": _numbered('{"a":#}'),
    "different names": _numbered('{"name":"n#"}'),
    "objects with a wrong member": _repeated('{"x":1}'),
    "a wide object": _wide("1"),
    "a wide object of texts": _wide('"a"'),
    "a wide object of objects": _wide("{}"),
    "deep lists": _deep("[", "]", 90),
    "deep objects": _deep('{"a":', "}", 90),
    "too deep": lambda size: b"[" * (size // 2) + b"]" * (size // 2),
    "a long text": _text("x"),
    "blanks": _text(" "),
    "words": _text("w "),
    "escapes": _text("\\u0041"),
    "pairs": _text("\\ud83d\\ude00"),
    "quotes": _text('\\"'),
    "many numbers": _repeated("1" * 4000),
    "a large number": lambda _: b"1e308",
    "a large negative number": lambda _: b"-1e308",
    "digits": lambda _: b"9" * 400,
    "a long number": lambda size: b"1" * size,
    "a long fraction": lambda size: b"0." + b"1" * (size - 2),
    "a member twice": _twice,
    "a long name": lambda size: b'{"' + b"x" * size + b'":1}',
    "a cut list": lambda size: b"[" + b"1," * (size // 2),
}


#: What is tried at places further inside, of which a state document has hundreds.
_INSIDE = (
    "numbers", "empty objects", "different names", "a wide object", "words", "many numbers",
    "a large number", "digits",
)  # fmt: skip


def documents(name: str, *, deepest: int = 5) -> Iterator[tuple[str, Make]]:
    """Each shape at each place that a schema describes, and what else there is as it should be."""
    for place, wrap in _places(schemas.document(name), name, deepest):
        inside = place.count(".") > 1
        for shape in _INSIDE if inside else SHAPES:
            yield f"{shape} at {place or 'the root'}", _placed(wrap, SHAPES[shape])


def _placed(wrap: "Wrap", make: Make) -> Make:
    return lambda size: wrap(make(size))


Wrap = Callable[[bytes], bytes]


def _places(schema: object, name: str, deepest: int) -> Iterator[tuple[str, Wrap]]:
    """The places of a schema: how each is called, and what puts a JSON text there."""
    yield "", bytes
    seen: set[str] = set()
    if deepest < 0:
        return
    for within, properties, others in _objects(schema, name):
        for member, inside in properties.items():
            if member in seen:
                continue
            seen.add(member)
            fixed = {
                each: minimal(properties.get(each, {}), within) for each in others if each != member
            }
            for place, wrap in _places(inside, within, deepest - 1):
                yield f".{member}{place}", _as_member(fixed, member, wrap)
    items, within = _resolved(schema, name)
    if isinstance(items, dict) and isinstance(items.get("items"), dict):
        for place, wrap in _places(items["items"], within, deepest - 1):
            if place:
                yield f"[]{place}", _as_item(wrap)


def _as_member(fixed: dict[str, object], member: str, wrap: Wrap) -> Wrap:
    head = "".join(f"{json.dumps(each)}:{json.dumps(value)}," for each, value in fixed.items())
    return lambda text: b"{" + f"{head}{json.dumps(member)}:".encode() + wrap(text) + b"}"


def _as_item(wrap: Wrap) -> Wrap:
    return lambda text: b"[" + wrap(text) + b"]"


def _resolved(schema: object, name: str) -> tuple[object, str]:
    if isinstance(schema, dict) and "$ref" in schema:
        target, _, inside = str(schema["$ref"]).partition("#")
        other = target.removeprefix(schemas.URN).replace(":", "/") or name
        found = schemas.document(other)
        for step in inside.split("/")[1:]:
            found = found[step]
        return _resolved(found, other)
    return schema, name


def _objects(schema: object, name: str) -> Iterator[tuple[str, dict[str, object], list[str]]]:
    """The members of each way to be an object: where they are said, and which must be there."""
    schema, name = _resolved(schema, name)
    if not isinstance(schema, dict):
        return
    own, needed = dict(schema.get("properties", {})), list(schema.get("required", []))
    if own:
        yield name, own, needed
    for each in (*schema.get("allOf", ()), *schema.get("oneOf", ()), *schema.get("anyOf", ())):
        part = each.get("then", each) if isinstance(each, dict) else each
        for within, properties, others in _objects(part, name):
            chosen = each.get("if", {}).get("properties", {}) if isinstance(each, dict) else {}
            yield within, {**own, **properties, **chosen}, [*needed, *others, *chosen]


def minimal(schema: object, name: str) -> object:
    """Something small that a schema takes, as far as can be told."""
    schema, name = _resolved(schema, name)
    if not isinstance(schema, dict):
        return "x"
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type", "string")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        members = schema.get("properties", {})
        return {each: minimal(members.get(each, {}), name) for each in schema.get("required", ())}
    plain = {"array": [], "boolean": True, "null": None, "integer": 1, "number": 1}
    return plain.get(kind, "x" * max(1, schema.get("minLength", 1)))


def forms(fields: dict[str, str], names: list[str]) -> Iterator[tuple[str, Make]]:
    """A form with each of these fields at its worst, and forms of too many fields."""
    for name in names:
        head = "&".join(f"{each}={quote_plus(of)}" for each, of in fields.items() if each != name)
        for shape, unit in _VALUES.items():
            yield f"{shape} in {name}", _field(head, name, unit)
    yield "many fields", lambda size: "&".join(f"f{n}=1" for n in range(size // 9)).encode()
    yield "many separators", lambda size: b"&" * size
    yield "one field again and again", lambda size: b"a=1&" * (size // 4)
    yield "a long name", lambda size: b"a" * size


_VALUES = {
    "a long text": "x", "words": "w+", "different words": "#+", "escapes": "%41", "lines": "%0A",
    "bad escapes": "%ff", "commas": ",", "dots": ".", "tildes": "a~",
}  # fmt: skip


def _field(head: str, name: str, unit: str) -> Make:
    def make(size: int) -> bytes:
        if "#" in unit:
            value = "".join(unit.replace("#", str(each)) for each in range(size // 7))
        else:
            value = unit * (size // len(unit))
        return f"{head}&{name}={value}".lstrip("&").encode()

    return make
