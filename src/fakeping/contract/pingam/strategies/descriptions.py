"""Descriptions of resources."""

from typing import Any

from hypothesis import strategies as st

from fakeping.contract.pingam.strategies.known import (
    NO_STRING,
    NO_STRINGS,
    TEXT,
    Bodies,
    Defect,
    Invalid,
    KnownEntities,
    replaced,
    without,
)
from fakeping.families.pingam.edition import Edition

_LONGEST_NAME = 4096

_URIS = st.sampled_from(
    ["http://photoz.example.com/icons/flower.png", "urn:a:b", "/icon.png?size=1#a", ""]
)
_NO_URIS = st.sampled_from(["a b", "http://a.invalid/<b>", 'a"b', "{a}", "a\\b", "a^b"]) | NO_STRING

_JSON = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
#: Members that nobody knows.
_UNKNOWN = st.dictionaries(TEXT.map(lambda name: f"x-{name}"), _JSON, max_size=2)


def valid_description(behaviour: Edition, known: KnownEntities) -> Bodies:
    """Any members of the right types, known or unknown."""
    names = TEXT.map(known.prefix.__add__)
    required: dict[str, Any] = {behaviour.scopes_member: st.lists(TEXT, max_size=4)}
    optional: dict[str, Any] = {
        "name": st.none() | names,
        "type": st.none() | TEXT,
        "icon_uri": st.none() | _URIS,
        "labels": st.none() | st.lists(TEXT, max_size=3),
        "uri" if behaviour.uma1 else "description": st.none() | _URIS,
    }
    if behaviour.require_name:
        required["name"] = names
        del optional["name"]
    said = st.fixed_dictionaries(required, optional=optional)
    return st.builds(lambda body, more: {**more, **body}, said, _UNKNOWN)


def boundary_description(behaviour: Edition, known: KnownEntities) -> Bodies:
    """The longest name, the fewest members, a repeated scope, only nulls."""
    member = behaviour.scopes_member
    names = st.uuids().map(lambda each: f"{known.prefix}{each}")
    longest = names.map(lambda name: name.ljust(_LONGEST_NAME, "é"))
    least: dict[str, Any] = {member: []}
    nulls = dict.fromkeys(("type", "icon_uri", "labels", "x-unknown"))
    bodies = [
        st.builds(lambda name: {**least, "name": name}, longest),
        st.builds(lambda name: {**least, **nulls, "name": name}, names),
        st.builds(lambda name: {member: ["a", "a", ""], "labels": ["", ""], "name": name}, names),
    ]
    if not behaviour.require_name:
        bodies.append(st.sampled_from([least, {**least, **nulls}]))
    return st.one_of(bodies)


def invalid_description(behaviour: Edition, known: KnownEntities) -> Invalid:
    """A member missing or of a wrong type, a name too long, or no object."""
    bodies, scopes = valid_description(behaviour, known), behaviour.scopes_member
    too_long = st.just(known.prefix.ljust(_LONGEST_NAME + 1, "x"))
    pairs = [
        without(bodies, scopes, _missing(scopes)),
        replaced(bodies, scopes, st.none(), _missing(scopes)),
        replaced(bodies, scopes, NO_STRINGS, _wrong(_array(scopes, "Required attribute"), scopes)),
        replaced(
            bodies, "labels", NO_STRINGS, _wrong(_array("labels", "Optional attribute"), "labels")
        ),
        replaced(bodies, "type", NO_STRING, _wrong("Attribute, 'type', must be a String.", "type")),
        replaced(bodies, "icon_uri", _NO_URIS, _wrong(_uri("icon_uri"), "icon_uri")),
        replaced(bodies, "name", NO_STRING, _wrong(_name(behaviour), "name")),
        replaced(bodies, "name", too_long, _wrong("Attribute, 'name', is too long.", "name")),
        st.tuples(st.sampled_from([[], "text", 1, None, True]), st.just(_NO_OBJECT)),
    ]
    if behaviour.uma1:
        pairs.append(replaced(bodies, "uri", _NO_URIS, _wrong(_uri("uri"), "uri")))
    else:
        sentence = "Attribute, 'description', must be a String."
        pairs.append(replaced(bodies, "description", NO_STRING, _wrong(sentence, "description")))
    if behaviour.require_name:
        pairs.append(without(bodies, "name", _missing("name")))
        pairs.append(replaced(bodies, "name", st.none(), _missing("name")))
    return st.one_of(pairs)


_NO_OBJECT = Defect(error="bad_request", sentence="A JSONObject text must begin with '{'")


def _missing(member: str) -> Defect:
    return _wrong(f"Missing required attribute, '{member}'.", member)


def _wrong(sentence: str, member: str) -> Defect:
    said = f"Invalid Resource Set Description. {sentence}"
    return Defect(error="bad_request", sentence=said, member=member)


def _array(member: str, kind: str) -> str:
    return f"{kind}, '{member}', must be an array of Strings."


def _uri(member: str) -> str:
    return f"Attribute, '{member}', must be a valid URI."


def _name(behaviour: Edition) -> str:
    kind = "Required attribute" if behaviour.uma1 else "Attribute"
    return f"{kind}, 'name', must be a String."
