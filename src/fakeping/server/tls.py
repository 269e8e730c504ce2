"""TLS contexts for servers and clients."""

import ssl
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit


def server_context(certificate: Path, key: Path | None = None) -> ssl.SSLContext:
    """A server's TLS context, from a certificate chain and a key in PEM files.

    The key may stand in the certificate's file. Raises `OSError`, of which `ssl.SSLError` is one,
    for files that can't be read or do not belong together, and for a key with a password: nobody
    is asked for it.
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key, password=str)
    return context


def client_context(url: str, cafile: str | Path | None) -> ssl.SSLContext | None:
    """The TLS context for a URL, with the system's authorities or a file's; `None` for http.

    Raises `OSError` for a file that holds no certificate.
    """
    if not url.startswith("https:"):
        return None
    return ssl.create_default_context(cafile=cafile)


def connection(url: str, *, context: ssl.SSLContext | None, timeout: float) -> HTTPConnection:
    """An unopened connection to a URL's host, over TLS if there is a context."""
    host = urlsplit(url).netloc
    if context is None:
        return HTTPConnection(host, timeout=timeout)
    return HTTPSConnection(host, timeout=timeout, context=context)
