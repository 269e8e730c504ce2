"""Parse resource descriptions. Refusals have the wording of AM's own validator."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fakeping.core import problem as p
from fakeping.core.body import read_json
from fakeping.core.exchange import JSON, Reply, Request
from fakeping.core.operation import RenderProblem
from fakeping.core.rules import Rule
from fakeping.core.sources import Ids
from fakeping.families.pingam import orgjson, refusals
from fakeping.families.pingam.rules import registration as rules

if TYPE_CHECKING:
    from fakeping.families.pingam.store import AccessManager

# In the order in which AM checks them: it reports the first violation.
_UMA2: Mapping[str, str] = {
    "name": "Attribute, 'name', must be a String.",
    "type": "Attribute, 'type', must be a String.",
    "resource_scopes": "Required attribute, 'resource_scopes', must be an array of Strings.",
    "icon_uri": "Attribute, 'icon_uri', must be a valid URI.",
    "description": "Attribute, 'description', must be a String.",
    "labels": "Optional attribute, 'labels', must be an array of Strings.",
}
_UMA1: Mapping[str, str] = {
    "name": "Required attribute, 'name', must be a String.",
    "uri": "Attribute, 'uri', must be a valid URI.",
    "type": "Attribute, 'type', must be a String.",
    "scopes": "Required attribute, 'scopes', must be an array of Strings.",
    "icon_uri": "Attribute, 'icon_uri', must be a valid URI.",
    "labels": "Optional attribute, 'labels', must be an array of Strings.",
}


def parse(raw: bytes, store: "AccessManager") -> JSON:
    """Parse a description. No body counts as an empty one, `null` as an absent member."""
    document = _object(raw, lenient=store.edition.lenient_json)
    said = {name: value for name, value in document.items() if value is not None}
    if store.edition.require_name and "name" not in said:
        raise p.Invalid(_prefixed("Missing required attribute, 'name'."), rule=rules.NAME_REQUIRED)
    return said


def _object(raw: bytes, *, lenient: bool) -> JSON:
    if not raw:
        return {}
    if lenient:
        return orgjson.read(raw)
    try:
        document = read_json(raw)
    except p.Malformed as problem:
        raise p.Malformed(orgjson.refusal(raw) or problem.detail) from None
    if not isinstance(document, dict):
        raise p.Malformed(orgjson.refusal(raw) or "the body is not an object")
    return document


def _refusing(sentences: Mapping[str, str]) -> RenderProblem:
    def render(problem: p.Problem, request: Request, ids: Ids) -> Reply:
        if isinstance(problem, p.Invalid) and problem.violations:
            said, rule = _first(problem.violations, sentences)
            problem = p.Invalid(_prefixed(said), rule=rule)
        return refusals.thrown(problem, request, ids)

    return render


def _first(violations: tuple[p.Violation, ...], sentences: Mapping[str, str]) -> tuple[str, Rule]:
    by_member = {each.target.partition(".")[0]: each for each in reversed(violations)}
    for member, sentence in sentences.items():
        violation = by_member.get(member)
        if violation is None:
            continue
        if violation.keyword == "required":
            return f"Missing required attribute, '{member}'.", rules.SCOPES_REQUIRED
        if violation.keyword == "maxLength":
            return f"Attribute, '{member}', is too long.", rules.NAME_LENGTH
        return sentence, rules.DESCRIPTION_TYPES
    return violations[0].message, rules.DESCRIPTION_TYPES


def _prefixed(sentence: str) -> str:
    return f"Invalid Resource Set Description. {sentence}"


#: Render a problem of registration, as each of the two versions does.
refuse_uma2 = _refusing(_UMA2)
refuse_uma1 = _refusing(_UMA1)
