"""Query parameters and headers that many of AM's operations read."""

from dataclasses import replace

from fakeping.core.parameter import Parameter, Parameters

#: The realm, which overrides the one in the path.
REALM: Parameters = {"realm": Parameter(says="The realm, instead of the one in the path")}

_TAGS = "Entity tags with commas between them, or `*`"

#: Preconditions.
CONDITIONS: Parameters = {
    "If-Match": Parameter(says=f"What must be there. {_TAGS}"),
    "If-None-Match": Parameter(says=f"What must not be there. {_TAGS}"),
}

_LISTED = r'^([ \t]*\*[ \t]*|[ \t,]*(W/)?"[!#-~]*"([ \t]*,([ \t]*(W/)?"[!#-~]*")?)*[ \t]*)$'

#: Preconditions of a write that need not have any: each is well formed.
WELL_FORMED: Parameters = {
    name: replace(each, schema={"type": "string", "pattern": _LISTED})
    for name, each in CONDITIONS.items()
}

#: The one with which a `PUT` creates.
NOTHING_THERE: Parameters = {
    "If-None-Match": Parameter(
        says="`*`: there must be nothing", schema={"type": "string", "enum": ["*"]}
    )
}

#: The one that a write must come with, where it must: at least one tag that is well formed.
REQUIRED: Parameters = {
    "If-Match": Parameter(
        says=f"What must be there. {_TAGS}",
        schema={"type": "string", "pattern": r'(^|,)[ \t]*(W/)?("[^",]*"|\*)[ \t]*(,|$)'},
        required=True,
    )
}


def action(*names: str) -> Parameters:
    """The `_action` parameter of an endpoint with several actions."""
    return {
        "_action": Parameter(
            says="What is to be done",
            schema={"type": "string", "enum": list(names)},
            required=True,
        )
    }


#: Of a creation: in protocol 2.1 it may be left out.
CREATION: Parameters = {
    "_action": Parameter(
        says="What is to be done. Protocol 1.0 and 2.0 want it to be said",
        schema={"type": "string", "enum": ["create"]},
    )
}

#: Client authentication in a form.
CLIENT: Parameters = {
    "client_id": Parameter(says="The client, where the header does not name it"),
    "client_secret": Parameter(says="Its secret"),
}
