"""TLS: what a server shows to its clients, and whom a client trusts."""

import ssl
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit


def server_context(certificate: Path, key: Path | None = None) -> ssl.SSLContext:
    """A server's context, from a certificate with its chain and a key, each as PEM.

    The key may stand in the certificate's file. Raises `OSError`, of which `ssl.SSLError` is one,
    for files that can't be read or do not belong together, and for a key with a password: nobody
    is asked for it.
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key, password=str)
    return context


def client_context(url: str, cafile: str | Path | None) -> ssl.SSLContext | None:
    """Whom to trust at a URL: the system, or a file's authorities alone. `None` without TLS.

    Raises `OSError` for a file that holds no certificate.
    """
    if not url.startswith("https:"):
        return None
    return ssl.create_default_context(cafile=cafile)


def connection(url: str, *, context: ssl.SSLContext | None, timeout: float) -> HTTPConnection:
    """A connection to a URL's host, which is opened when it is used; with a context, by TLS."""
    host = urlsplit(url).netloc
    if context is None:
        return HTTPConnection(host, timeout=timeout)
    return HTTPSConnection(host, timeout=timeout, context=context)
