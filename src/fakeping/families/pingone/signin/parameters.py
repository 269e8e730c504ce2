"""The parameters of an OAuth request, from its query or form. None may be repeated."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from fakeping.core.exchange import Request
from fakeping.families.oauth import form
from fakeping.families.pingone.signin.problems import invalid_request

_MAX_FIELDS = 1000


def parameters(request: Request) -> Mapping[str, str]:
    """Read a POST's form, or the query of anything else."""
    if request.method == "POST":
        return form(request)
    try:
        pairs = parse_qsl(request.query, errors="strict", max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise invalid_request("The query could not be read.") from None
    if len(pairs) != len(dict(pairs)):
        raise invalid_request("A parameter stands twice in the query.")
    return dict(pairs)


def required(said: Mapping[str, str], name: str) -> str:
    """A required parameter. Raises `OAuthError` if it is missing."""
    if name not in said:
        raise invalid_request(f"Missing required parameter: {name}")
    return said[name]
