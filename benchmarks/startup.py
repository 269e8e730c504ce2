"""`fakeping serve`, from the start of the process to the first answer, and its idle memory."""

import http.client
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from benchmarks.measure import Goal, Row, alone, compared, paired
from benchmarks.processes import ended, fakeping, rss_mib, start

_IDLE = 0.3


def run() -> Iterator[Row]:
    """Compare a start with the import that no aiohttp server can do without."""
    memory: list[float] = []

    def serve() -> float:
        began = time.perf_counter()
        with ended(start("-m", "fakeping", "serve", "--port", "0")) as process:
            assert process.stdout is not None  # noqa: S101 - for mypy
            where = urlsplit(process.stdout.readline().rsplit(None, 1)[-1])
            _answer(where.hostname, where.port)
            took = time.perf_counter() - began
            time.sleep(_IDLE)
            memory.extend(value for value in [rss_mib(process.pid)] if value is not None)
        return took * 1e3

    pairs = paired(serve, _import)
    yield compared("serve to first answer : import aiohttp.web", "ms", pairs, Goal(limit=1.35))
    ready = paired(_ready, _import)
    yield compared("with --ready-file, which signs a token", "ms", ready)
    if memory:
        yield alone("idle memory", "MiB", memory, Goal(limit=55))


def _import() -> float:
    began = time.perf_counter()
    with ended(start("-c", "import aiohttp.web")) as process:
        process.wait()
        return (time.perf_counter() - began) * 1e3


def _ready() -> float:
    began = time.perf_counter()
    with fakeping():
        return (time.perf_counter() - began) * 1e3


def _answer(host: str | None, port: int | None) -> None:
    if host is None:
        raise RuntimeError("fakeping serve did not say where it listens")
    connection = http.client.HTTPConnection(host, port, timeout=10)
    connection.request("GET", "/__fakeping/health")
    if connection.getresponse().status != 200:
        raise RuntimeError("fakeping serve does not answer its health check")
    connection.close()
