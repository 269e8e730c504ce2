"""`given` over HTTP, for other languages than Python."""

from difflib import get_close_matches

from fakeping.core.body import read_json
from fakeping.core.document_errors import DocumentErrors
from fakeping.core.exchange import JSON, encoded
from fakeping.core.problem import Invalid
from fakeping.families import named, tenancy_of
from fakeping.server.tenant import Tenant


def give(tenant: Tenant, document: JSON) -> JSON:
    """Create one entity, and return its document, secrets included.

    Raises `BadDocument` with the errors of a request for the same, and `Invalid` for an unknown
    kind.
    """
    family = named(document["family"])
    known = tenancy_of(family).seeds
    act = known.get(document["kind"])
    if act is None:
        near = get_close_matches(document["kind"], known, n=1)
        meant = f"; did you mean {near[0]}? Choose" if near else ": choose"
        raise Invalid(f"there is no kind {document['kind']!r}{meant} from {', '.join(known)}")
    findings = DocumentErrors("members")
    with findings.refused(), findings.caught():
        # No deeper than a request's body, so that the state document can be loaded again.
        members = read_json(encoded(document["members"]), what="the document")
        return act(tenant.handle(family), members)
