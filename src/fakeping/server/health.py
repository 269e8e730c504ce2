"""The health check of `fakeping healthcheck`."""

from pathlib import Path
from ssl import CERT_NONE
from urllib.error import HTTPError
from urllib.request import HTTPSHandler, ProxyHandler, build_opener

from fakeping.core.outside import json_text
from fakeping.server.tls import client_context

# Seconds to wait for the reply of a health check.
_PATIENCE = 5

#: The most bytes to read: a reply of fakeping's is shorter.
MOST = 64 * 1024


def is_ours(document: object) -> bool:
    """Whether a reply of `/__fakeping/health` is fakeping's, which may be sent a key."""
    return (
        isinstance(document, dict)
        and document.keys() == {"status", "version"}
        and document["status"] == "ok"
        and isinstance(document["version"], str)
    )


def version_at(url: str, *, cafile: Path | None = None, verify: bool = True) -> object:
    """The version of the fakeping at a URL. Raises if none answers there.

    `cafile` holds the authorities to trust, instead of the system's. Without `verify` any
    certificate will do.
    """
    context = client_context(url, cafile)
    if context is not None and not verify:
        context.check_hostname = False
        context.verify_mode = CERT_NONE
    handlers = [ProxyHandler({}), HTTPSHandler(context=context)]
    try:
        # Without a proxy that the environment may name: the server is near.
        with build_opener(*handlers).open(url, timeout=_PATIENCE) as answer:
            document = json_text(answer.read(MOST))
            if not is_ours(document):
                raise ValueError("what answers is no fakeping")
            return document["version"]
    except HTTPError as error:
        error.close()
        raise
