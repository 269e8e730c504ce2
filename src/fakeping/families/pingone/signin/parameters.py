"""The parameters of an OAuth request, from its query or form. None may be repeated."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from fakeping.core.body import read_form
from fakeping.core.exchange import Request
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


def form(request: Request) -> Mapping[str, str]:
    """Read a form, also before the operation's body is validated."""
    if request.unread:
        raise request.unread
    return read_form(request.headers, request.body)


def required(said: Mapping[str, str], name: str) -> str:
    """A required parameter. Raises `OAuthError` if it is missing."""
    if name not in said:
        raise invalid_request(f"Missing required parameter: {name}")
    return said[name]


def words(said: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The distinct words of a space-separated parameter."""
    return tuple(dict.fromkeys(said.get(name, "").split()))
