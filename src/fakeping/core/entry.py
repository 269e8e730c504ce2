"""A check of what is added to a state without a document: a document could have added it."""

from fakeping.core import schemas
from fakeping.core.body import read_json
from fakeping.core.exchange import JSON, encoded
from fakeping.core.problem import Invalid, Malformed, Refused, Violation


def plain(entry: JSON, what: str) -> JSON:
    """The entry as JSON has it. Raises `ValueError` for what JSON can't write."""
    try:
        return read_json(encoded(entry), what=what)
    except Malformed as problem:
        raise Refused(problem.detail) from None
    except UnicodeEncodeError:
        raise Refused(f"{what} has half of a surrogate pair") from None


def require(schema: str, kind: str, entry: JSON) -> None:
    """Raise `Invalid` unless a family's state document may have this entry in its list of a kind.

    Raises `ValueError` for what JSON can't write.
    """
    said = plain(entry, kind)
    if said != entry:
        raise Refused(f"{kind}: the names of members are texts")
    try:
        schemas.validate(schema, {kind: [said]})
    except Invalid as problem:
        where = f"{kind}.0"
        violations = tuple(
            Violation(
                keyword=each.keyword,
                target=each.target.removeprefix(where).lstrip("."),
                message=each.message,
            )
            for each in problem.violations
        )
        detail = problem.detail.removeprefix(where).lstrip(".: ")
        raise Invalid(detail, violations=violations, more=problem.more) from None
