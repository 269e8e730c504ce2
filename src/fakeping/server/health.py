"""Whether a server answers, as `fakeping healthcheck` asks."""

from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPSHandler, ProxyHandler, build_opener

from fakeping.core.outside import json_text
from fakeping.server.tls import client_context

# Seconds in which a health check is answered, or is not.
_PATIENCE = 5

# Bytes of an answer: a fakeping's is shorter.
_LONGEST = 64 * 1024


def is_ours(document: object) -> bool:
    """Whether what `/__fakeping/health` answered is a fakeping's, which may be shown a key."""
    return (
        isinstance(document, dict)
        and document.keys() == {"status", "version"}
        and document["status"] == "ok"
        and isinstance(document["version"], str)
    )


def version_at(url: str, *, cafile: Path | None = None) -> object:
    """The version of the fakeping at a URL. Raises whatever shows that none answers there.

    `cafile` holds the authorities to trust, instead of the system's.
    """
    handlers = [ProxyHandler({}), HTTPSHandler(context=client_context(url, cafile))]
    try:
        # The server is near: a proxy for the outside, which the environment may name, is not asked.
        with build_opener(*handlers).open(url, timeout=_PATIENCE) as answer:
            document = json_text(answer.read(_LONGEST))
            if not is_ours(document):
                raise ValueError("what answers is no fakeping")
            return document["version"]
    except HTTPError as error:
        error.close()
        raise
