"""Changes of JSON documents, texts and headers: each as small as a bug would make it.

A path is the names of members from the outside in; `#` stands for every item of an array.
"""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

#: Every item of an array, in a path.
EACH = "#"

# Nothing that anybody answers is deeper; what a check asks may be.
_DEEPEST = 10

_JWT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+")
# Names of members that are others in each run.
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\d*|fakeping-contract-.*")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT.*")


def paths(document):
    """Every path in a document, each once."""
    return tuple(dict.fromkeys(_paths(document, ())))


def _paths(document, path):
    if len(path) == _DEEPEST:
        return
    if isinstance(document, dict):
        for name, value in document.items():
            yield (*path, name)
            yield from _paths(value, (*path, name))
    elif isinstance(document, list):
        for value in document:
            yield (*path, EACH)
            yield from _paths(value, (*path, EACH))


def told(path):
    """A path as a text, the same in each run: what is called by an id is `ID`."""
    return ".".join("ID" if _ID.fullmatch(name) else name for name in path)


def at(document, path):
    """The values at a path, each with what it stands in and where."""
    name, *rest = path
    if name == EACH and isinstance(document, list):
        keys = list(range(len(document)))
    elif isinstance(document, dict) and name in document:
        keys = [name]
    else:
        return
    for key in keys:
        if rest:
            yield from at(document[key], rest)
        else:
            yield document, key, document[key]


def dropped(document, path):
    """The document without a member; without the first item where the path ends in an array."""
    found = list(at(document, path))
    for holder, key, _ in found:
        if not isinstance(holder, list):
            del holder[key]
    for holder in {id(holder): holder for holder, _, _ in found}.values():
        if isinstance(holder, list):
            del holder[0]
    return document


def changed(document, path):
    """The document with another value of the same type; the first one of an array's items."""
    for holder, key, value in at(document, path):
        if key == 0 or not isinstance(holder, list):
            holder[key] = near(value)
    return document


def retyped(document, path):
    """The document with a value of another type."""
    for holder, key, value in at(document, path):
        holder[key] = _of_another_type(value)
    return document


def turned(document, path):
    """The document with an array in the other order."""
    for holder, key, value in list(at(document, path)):
        holder[key] = value[::-1]
    return document


def is_leaf(value):
    """Whether a value has no parts that are changed by themselves."""
    return not isinstance(value, dict | list) or not value


def near(value):
    """Another value of the same type, which is easily taken for the first."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return _near_text(value)
    if isinstance(value, list):
        return ["added"]
    return {"added": True} if isinstance(value, dict) else "no longer null"


def _near_text(text):
    last = r"\d(?=\D*$)" if _DATE.fullmatch(text) else r"[^\W_](?=[\W_]*$)"
    if _JWT.fullmatch(text):
        last = r"\w(?=[\w-]{9}$)"  # the last bits of a signature mean nothing
    other, found = re.subn(last, lambda match: _neighbour(match[0]), text, count=1)
    return other if found else f"{text}x"


def _neighbour(letter):
    for known in ("0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        if letter in known:
            index = known.index(letter)
            return known[index - 1 if index else 1]
    return "x"


def _of_another_type(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return value[0] if value else {}
    return [value] if isinstance(value, dict) else False


def near_header(value):
    """Another value of a header field: `application/jsonx`, `Bearerx`, a number more."""
    if value.isdecimal():
        return str(int(value) + 1)
    if "://" in value or '"' in value.partition(" ")[0]:
        return _near_text(value)
    other, found = re.subn(r"^[\w/+.*-]+", lambda match: f"{match[0]}x", value, count=1)
    return other if found else f"{value}x"


def parameters(url):
    """The parameters in the query and in the fragment of a URL."""
    parts = urlsplit(url)
    return [name for part in (parts.query, parts.fragment) for name, _ in parse_qsl(part)]


def with_parameters(url, change):
    """The URL with other parameters, in its query and its fragment: `change(name, value)`.

    `None` in the place of a value leaves it out.
    """
    parts = urlsplit(url)
    query, fragment = (
        _with_pairs(each, change) if "=" in each else each for each in (parts.query, parts.fragment)
    )
    return urlunsplit(parts._replace(query=query, fragment=fragment))


def _with_pairs(text, change):
    pairs = [(name, change(name, value)) for name, value in parse_qsl(text, keep_blank_values=True)]
    return urlencode([(name, value) for name, value in pairs if value is not None])
