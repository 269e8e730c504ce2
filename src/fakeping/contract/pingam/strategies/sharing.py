"""Permission requests, policies, decisions and labels."""

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
    some,
    without,
)
from fakeping.families.pingam.edition import Edition

_UNKNOWN = st.uuids().map(lambda each: f"no-such-thing-{each}")


def _one_permission(behaviour: Edition, known: KnownEntities) -> Bodies:
    return st.fixed_dictionaries(
        {
            behaviour.id_member: st.just(known.resource_id),
            behaviour.scopes_member: some(known.scopes),
        }
    )


def valid_permission_request(behaviour: Edition, known: KnownEntities) -> Bodies:
    """One permission, or several."""
    one = _one_permission(behaviour, known)
    return one | st.lists(one, min_size=1, max_size=3)


def boundary_permission_request(behaviour: Edition, known: KnownEntities) -> Bodies:
    """No scope, all scopes, repeated scopes."""
    ids, scopes = behaviour.id_member, behaviour.scopes_member
    every = list(known.scopes)
    bodies = [{ids: known.resource_id, scopes: each} for each in ([], every, every * 2)]
    return st.sampled_from([*bodies, bodies, bodies[:1]])


def invalid_permission_request(behaviour: Edition, known: KnownEntities) -> Invalid:
    """An unknown resource or scope, or a member missing or of a wrong type."""
    one = _one_permission(behaviour, known)
    ids, scopes = behaviour.id_member, behaviour.scopes_member
    missing = "Invalid Permission Request. Missing required attribute, "
    unknown = "Requested scopes are not in allowed scopes for resource set."

    def wrong(member: str, sentence: str) -> Defect:
        error = "invalid_scope" if member == scopes else f"invalid_{ids}"
        return Defect(error=error, sentence=sentence, member=member)

    def untyped(member: str) -> Defect:
        return Defect(error="bad_request", member=member)

    pairs = st.one_of(
        without(one, ids, wrong(ids, f"{missing}'{ids}'.")),
        without(one, scopes, wrong(scopes, f"{missing}'{scopes}'.")),
        replaced(one, ids, _UNKNOWN, wrong(ids, "Could not find Resource Set, no-such-thing-")),
        replaced(one, scopes, st.lists(_UNKNOWN, min_size=1), wrong(scopes, unknown)),
        replaced(one, ids, NO_STRING, untyped(ids)),
        replaced(one, scopes, NO_STRINGS, untyped(scopes)),
    )
    nothing: Invalid = st.just(([], Defect(error="bad_request")))
    listed = pairs.map(lambda pair: ([pair[0]], pair[1]))
    no_object = st.tuples(st.sampled_from(["text", 1, None]), st.just(Defect(error="bad_request")))
    return st.one_of(pairs, listed, nothing, no_object)


def _share(known: KnownEntities) -> Bodies:
    subject = TEXT.map(known.prefix.__add__)
    return st.fixed_dictionaries({"subject": subject, "scopes": some(known.scopes)})


def valid_policy(behaviour: Edition, known: KnownEntities) -> Bodies:  # noqa: ARG001 - as the others
    """Any parties, and any additional conditions."""
    return st.fixed_dictionaries(
        {
            "policyId": st.just(known.resource_id),
            "permissions": st.lists(_share(known), max_size=3),
        },
        optional={
            "conditions": st.lists(
                st.fixed_dictionaries(
                    {
                        "type": st.just("Expiration"),
                        "expirationDate": st.integers(0, 10**12 - 1).map(str),
                    }
                ),
                max_size=1,
            ),
            "name": TEXT,
        },
    )


def boundary_policy(behaviour: Edition, known: KnownEntities) -> Bodies:  # noqa: ARG001 - as the others
    """No parties, no scopes, and a repeated party."""
    share = {"subject": f"{known.prefix}party", "scopes": []}
    every = {**share, "scopes": list(known.scopes)}
    return st.sampled_from([[], [share], [every], [every, share], [every, every]]).map(
        lambda permissions: {"policyId": known.resource_id, "permissions": permissions}
    )


def invalid_policy(behaviour: Edition, known: KnownEntities) -> Invalid:
    """A member missing or of a wrong type, or an unknown scope."""
    bodies, share = valid_policy(behaviour, known), _share(known)

    def wrong(sentence: str, member: str, of: str = "policy") -> Defect:
        return Defect(error=None, sentence=f"Invalid UMA {of}. {sentence}", member=member)

    def missing(member: str, of: str = "policy") -> Defect:
        return wrong(f"Missing required attribute, '{member}'.", member, of)

    def typed(member: str, what: str, of: str = "policy") -> Defect:
        return wrong(f"Required attribute, '{member}', must be {what}.", member, of)

    part, strings = "policy permission", "an array of Strings"
    unknown = Defect(error=None, sentence="Defined Resource Set scopes, [", member="scopes")
    shares = st.one_of(
        without(share, "subject", missing("subject", part)),
        without(share, "scopes", missing("scopes", part)),
        replaced(share, "subject", NO_STRING, typed("subject", "a String", part)),
        replaced(share, "scopes", NO_STRINGS, typed("scopes", strings, part)),
        replaced(share, "scopes", st.lists(_UNKNOWN, min_size=1), unknown),
    )
    inside = st.builds(
        lambda body, pair: ({**body, "permissions": [pair[0]]}, pair[1]), bodies, shares
    )
    no_array: Bodies = st.sampled_from(["text", 1, {}, None])
    return st.one_of(
        without(bodies, "policyId", missing("policyId")),
        without(bodies, "permissions", missing("permissions")),
        replaced(bodies, "policyId", NO_STRING, typed("policyId", "a String")),
        replaced(bodies, "permissions", no_array, typed("permissions", "an array")),
        inside,
    )


def valid_decision(behaviour: Edition, known: KnownEntities) -> Bodies:  # noqa: ARG001 - as the others
    """Some of the scopes, or none mentioned."""
    return st.just({}) | st.fixed_dictionaries({"scopes": some(known.scopes)})


def boundary_decision(behaviour: Edition, known: KnownEntities) -> Bodies:  # noqa: ARG001 - as the others
    """No scopes, all scopes, repeated scopes."""
    return st.sampled_from([{"scopes": list(known.scopes) * times} for times in range(3)])


def invalid_decision(behaviour: Edition, known: KnownEntities) -> Invalid:  # noqa: ARG001 - as the others
    """Something else than an array of strings, or an unknown scope."""
    sentence = "The scopes must be an array of Strings."
    untyped = Defect(error=None, sentence=sentence, member="scopes")
    unknown = Defect(error=None, sentence="Defined Resource Set scopes, [", member="scopes")
    nothing: Bodies = st.just({})
    return st.one_of(
        replaced(nothing, "scopes", NO_STRINGS | st.none(), untyped),
        replaced(nothing, "scopes", st.lists(_UNKNOWN, min_size=1), unknown),
    )


def valid_labels(behaviour: Edition, known: KnownEntities) -> Bodies:
    """A whole description, with labels that there are."""
    whole = {behaviour.scopes_member: [], "name": "another"}
    labels = st.lists(st.sampled_from(known.labels), max_size=3) if known.labels else st.just([])
    more = st.sampled_from([{}, {"type": "album"}, {"policy": 1}])
    return st.builds(lambda ids, extra: {**whole, **extra, "labels": ids}, labels, more)


def boundary_labels(behaviour: Edition, known: KnownEntities) -> Bodies:
    """None, and the same twice."""
    whole = {behaviour.scopes_member: [], "name": ""}
    same = [[], [*known.labels, *known.labels]]
    return st.sampled_from([{**whole, "labels": each} for each in same])


def invalid_labels(behaviour: Edition, known: KnownEntities) -> Invalid:
    """No array of strings, or no whole description; or a label that there is not."""
    bodies = valid_labels(behaviour, known)

    def wrong(member: str) -> Defect:
        return Defect(error=None, sentence="Error retrieving labels.", member=member)

    scopes = behaviour.scopes_member
    unknown = Defect(error=None, sentence="Not Found", member="labels", status=404)
    return (
        without(bodies, "labels", wrong("labels"))
        | replaced(bodies, "labels", NO_STRINGS | st.none(), wrong("labels"))
        | without(bodies, scopes, wrong("resource_scopes"))
        | replaced(bodies, scopes, NO_STRINGS | st.none(), wrong("resource_scopes"))
        | replaced(bodies, "labels", st.just(["nothing"]), unknown)
    )


def valid_label(behaviour: Edition, known: KnownEntities) -> Bodies:  # noqa: ARG001 - as the others
    """A label of each type, put on resource sets or not."""
    label = {"name": TEXT, "type": st.sampled_from(["USER", "STAR", "SYSTEM"])}
    return st.fixed_dictionaries(
        label, optional={"resourceSetIDs": st.lists(st.just(known.resource_id), max_size=2)}
    )


def boundary_label(behaviour: Edition, known: KnownEntities) -> Bodies:  # noqa: ARG001 - as the others
    """No name to speak of, a hierarchy, and nothing to be put on."""
    names = ("", "2022/June/Bristol", "/")
    return st.sampled_from([{"name": each, "type": "USER", "resourceSetIDs": []} for each in names])


def invalid_label(behaviour: Edition, known: KnownEntities) -> Invalid:
    """Without a type or a name, or with one that no label can have."""
    bodies = valid_label(behaviour, known)

    def wrong(member: str, says: str = "") -> Defect:
        sentence = f"Invalid Json - /{member}: Expecting {says}"
        return Defect(error=None, sentence=sentence, member=member)

    types = NO_STRING | st.none() | st.sampled_from(["user", "", "OTHER"])
    return (
        without(bodies, "type", wrong("type", "a value"))
        | without(bodies, "name", wrong("name", "a value"))
        | replaced(bodies, "type", types, wrong("type"))
        | replaced(bodies, "name", NO_STRING | st.none(), wrong("name"))
    )
