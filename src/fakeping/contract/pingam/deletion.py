"""Delete an entity, with its entity tag where a deployment demands it."""

from collections.abc import Mapping
from http import HTTPStatus

from fakeping.contract.target import Target

# How a deletion without the current tag is refused: OpenAM's 400, a 412, and RFC 6585's 428.
_WANT_A_TAG = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.PRECONDITION_FAILED,
        HTTPStatus.PRECONDITION_REQUIRED,
    }
)


def deleted(target: Target, url: str, headers: Mapping[str, str]) -> int:
    """Send a DELETE; if it is refused, read the `ETag` and send it again with `If-Match`.

    Whatever the edition says: a deployment may not be of the one that it is held to. Returns the
    last status, 404 for an entity that is gone. Raises `OSError`.
    """
    status = target.ask("DELETE", url, headers=headers).status
    if status not in _WANT_A_TAG:
        return status
    plain = {name: value for name, value in headers.items() if name != "If-Match"}
    read = target.ask("GET", url, headers=plain)
    if read.status == HTTPStatus.NOT_FOUND:
        return read.status
    if read.status != HTTPStatus.OK or "ETag" not in read.headers:
        return status
    return target.ask("DELETE", url, headers={**plain, "If-Match": read.headers["ETag"]}).status
