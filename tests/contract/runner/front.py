"""Deployments that are no fakeping: a fake behind a front that hides what only a fake has."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from fakeping import Tenant

_HOP = {"connection", "transfer-encoding", "content-length", "date", "server"}


class Asked:
    """A request on its way through, and what to answer instead; `None` sends it on."""

    def __init__(self, method: str, path: str, headers: Message, body: bytes) -> None:
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body


#: A status, headers and a body.
Found = tuple[int, dict[str, str], bytes]


@contextmanager
def fronted(
    url: str,
    *,
    instead: Callable[["Asked"], Found | None] | None = None,
    after: Callable[["Asked", Found], Found] | None = None,
) -> Iterator[str]:
    """A front of the server at `url`; its own URL.

    `instead` may answer a request by itself with a status, headers and a body, and `after` may
    change an answer.
    """

    class Front(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet: else each waits for the other's receipt
        disable_nagle_algorithm = True

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            asked = Asked(self.command, self.path, self.headers, self.rfile.read(length))
            if asked.path.startswith("/__fakeping"):
                found = (404, {"Content-Type": "text/plain"}, b"nothing here")
            else:
                found = (instead and instead(asked)) or self._passed_on(asked)
                found = after(asked, found) if after else found
            status, headers, body = found
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204 and self.command != "HEAD":
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                with suppress(BrokenPipeError, ConnectionResetError):  # nobody waits any more
                    self.wfile.write(body)

        def _passed_on(self, asked: Asked) -> tuple[int, dict[str, str], bytes]:
            behind = HTTPConnection(urlsplit(url).netloc, timeout=300)
            try:
                behind.request(asked.method, asked.path, asked.body, dict(asked.headers.items()))
                answer = behind.getresponse()
                kept = {n: v for n, v in answer.getheaders() if n.lower() not in _HOP}
                if asked.method == "HEAD":
                    kept["Content-Length"] = answer.headers["Content-Length"]
                return answer.status, kept, answer.read()
            finally:
                behind.close()

        def log_message(self, *_: str) -> None:
            pass

    for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "PROPFIND", "TRACE"):
        setattr(Front, f"do_{method}", Front._answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Front)
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def variables(tenant: Tenant, *, prefix: str = "FAKEPING") -> dict[str, str]:
    """What the environment must say of a tenant that is asked as a real deployment."""
    one, am = tenant.pingone, tenant.pingam
    tenant.pingam.given.user("second", password="second's own")
    return {
        f"{prefix}_PINGONE_ENVIRONMENT_ID": one.environment_id,
        f"{prefix}_PINGONE_CLIENT_ID": one.credentials.client_id,
        f"{prefix}_PINGONE_CLIENT_SECRET": one.credentials.client_secret,
        f"{prefix}_PINGAM_REALM": am.realm,
        f"{prefix}_PINGAM_CLIENT_ID": am.credentials.client_id,
        f"{prefix}_PINGAM_CLIENT_SECRET": am.credentials.client_secret,
        f"{prefix}_PINGAM_OWNER": am.credentials.username,
        f"{prefix}_PINGAM_OWNER_PASSWORD": am.credentials.password,
        f"{prefix}_PINGAM_SECOND_OWNER": "second",
        f"{prefix}_PINGAM_SECOND_OWNER_PASSWORD": "second's own",
    }
