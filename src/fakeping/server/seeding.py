"""State that somebody puts there over HTTP: Python's `given`, for every other language."""

from fakeping.core.body import read_json
from fakeping.core.document_errors import Findings
from fakeping.core.exchange import JSON, encoded
from fakeping.core.problem import Invalid
from fakeping.families import named, tenancy_of
from fakeping.server.tenant import Tenant


def give(tenant: Tenant, document: JSON) -> JSON:
    """Put one entity there, and return its document, with the secrets that go with it.

    Raises `BadDocument` with what a request for the same would be refused for, and `Invalid`
    for a kind that there is not.
    """
    family = named(document["family"])
    known = tenancy_of(family).seeds
    act = known.get(document["kind"])
    if act is None:
        raise Invalid(f"there is no kind {document['kind']!r}: choose from {', '.join(known)}")
    findings = Findings("members")
    with findings.refused(), findings.caught():
        # As deep as a request's body, so that the state can be read and put back.
        members = read_json(encoded(document["members"]), what="the document")
        return act(tenant.handle(family), members)
