"""What the contract reads of a deployment's answers: no more than a suite can have use for."""

import gzip
import tracemalloc

import pytest

from fakeping import FakePing
from fakeping.contract.transport import OverHttp
from tests.client.test_keys_kept import answering

MOST = 1_000_000
_CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
_PACKED = gzip.compress(b"[" * 100 * MOST, 1)

ENDLESS = {
    "no end": (b"Connection: close\r\n\r\n", b"[" * 65_536),
    "chunks": (_CHUNKED, b"10000\r\n" + b"[" * 65_536 + b"\r\n"),
    "a length": (b"Content-Length: 99999999999999\r\n\r\n", b"[" * 65_536),
    "packed": (b"Connection: close\r\nContent-Encoding: gzip\r\n\r\n" + _PACKED, b""),
}


@pytest.mark.parametrize(("head", "part"), ENDLESS.values(), ids=ENDLESS)
def test_an_answer_without_end_is_not_read_to_its_end(
    head: bytes, part: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fakeping.core.outside.MAX_ANSWER", MOST)
    ask = OverHttp()
    with answering(head, part) as url:
        tracemalloc.start()
        with pytest.raises(OSError, match=f"longer than {MOST} bytes"):
            ask("GET", url, headers={}, body=b"")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert peak < 60 * MOST


def test_an_answer_is_read_whole_and_its_connection_used_again(server_url: str) -> None:
    ask = OverHttp()
    for _ in range(3):
        answer = ask("GET", f"{server_url}/__fakeping/health", headers={}, body=b"")
        assert (answer.status, answer.json["status"]) == (200, "ok")
        assert ask("HEAD", f"{server_url}/__fakeping/health", headers={}, body=b"").body == b""

    [pool] = ask._pool.pools._container.values()
    assert pool.num_connections == 1


@pytest.fixture
def server_url(listening: FakePing) -> str:
    return listening.url
