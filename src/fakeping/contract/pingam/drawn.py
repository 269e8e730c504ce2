"""Generated values for the state machine of resource sets: few names, so that they conflict."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fakeping.families.pingam.edition import Edition

_LABELS = st.lists(st.sampled_from(["3D", "VIP", "фото"]), max_size=3)
_NO_URI = "Attribute, 'icon_uri', must be a valid URI."

#: An `If-Match` of a write, with `{}` for the current tag's number.
CONDITIONS = st.sampled_from(
    [None, 'W/"{}"', '"{}"', 'W/"stale", W/"{}"', "*", 'W/"stale"', 'W/"{}0"']
)
#: An `If-None-Match` of a read.
HELD = st.sampled_from(['W/"{}"', 'W/"stale", W/"{}"', '"{}"', 'W/"{}0"', "*"])


def descriptions(behaviour: Edition, names: str) -> SearchStrategy[dict[str, Any]]:
    """Valid descriptions; names begin with one of `names`."""
    scopes = st.lists(st.sampled_from(["view", "edit", "http://s.invalid/p"]), max_size=3)
    called = st.sampled_from([f"{names}{each}" for each in ("Photo", "photo", "фото")])
    required = {behaviour.scopes_member: scopes}
    optional: dict[str, SearchStrategy[Any]] = {
        "type": st.sampled_from([None, "http://photoz.example.com/dev/rtypes/photoalbum"]),
        "description": st.sampled_from(["Photos", "Albums"]),
        "icon_uri": st.sampled_from([None, "http://photoz.example.com/icons/flower.png"]),
        "labels": st.none() | _LABELS,
        # Unknown members are kept; of these two the server says what they are.
        "colours": st.sampled_from([[1, 2.5, {"deep": [None, True]}], {"é": "\u2028"}]),
        "_id": st.just("chosen"),
        "user_access_policy_uri": st.just("http://elsewhere.invalid/"),
    }
    if behaviour.require_name:
        return st.fixed_dictionaries(required | {"name": called}, optional=optional)
    return st.fixed_dictionaries(
        required, optional=optional | {"name": called | called | called | st.none()}
    )


def wrong_descriptions(
    behaviour: Edition, names: str
) -> SearchStrategy[tuple[dict[str, Any], str]]:
    """Invalid descriptions, each with its error."""
    member, named = behaviour.scopes_member, {"name": f"{names}wrong"}
    missing, strings = (
        f"Missing required attribute, '{member}'.",
        "must be an array of Strings.",
    )
    kind = "Required attribute" if behaviour.require_name else "Attribute"
    return st.sampled_from(
        [
            (named, missing),
            (named | {member: None}, missing),
            (named | {member: "view"}, f"Required attribute, '{member}', {strings}"),
            (named | {member: ["view", 1]}, f"Required attribute, '{member}', {strings}"),
            ({member: [], "name": 5}, f"{kind}, 'name', must be a String."),
            ({member: 1, "name": 5}, f"{kind}, 'name', must be a String."),
            (named | {member: [], "type": []}, "Attribute, 'type', must be a String."),
            (named | {member: [], "icon_uri": "a b"}, _NO_URI),
            (named | {member: [], "labels": "VIP"}, f"Optional attribute, 'labels', {strings}"),
        ]
    )
