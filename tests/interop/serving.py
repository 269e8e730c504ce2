"""`fakeping serve` for a client that speaks TLS alone."""

import json
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import trustme

#: Names that the server answers to and its certificate is for.
HOSTS = ("api.fakeping.test", "auth.fakeping.test")

_PATIENCE = 120  # seconds, on a busy machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server: its ready-file, and the authority of its certificate."""

    ready_file: Path
    authority: Path

    def answered(self) -> dict[str, set[int]]:
        """The statuses that each operation answered until now."""
        url = json.loads(self.ready_file.read_text("utf-8"))["control_url"]
        trust = ssl.create_default_context(cafile=self.authority)
        with urlopen(f"{url}/coverage", context=trust) as answer:
            told = json.load(answer)["operations"]
        return {each["operation"]: set(map(int, each["statuses"])) for each in told}


@contextmanager
def served(folder: Path, *, edition: str) -> Iterator[Served]:
    """Start a server on a free port, with its files in a folder, and end it."""
    authority, certificate = folder / "authority.pem", folder / "server.pem"
    issuer = trustme.CA()
    issuer.cert_pem.write_to_path(str(authority))
    issued = issuer.issue_cert(*HOSTS, "127.0.0.1")
    issued.private_key_and_cert_chain_pem.write_to_path(str(certificate))
    ready = folder / "ready.json"
    command = [sys.executable, "-m", "fakeping", "serve", "--port", "0", "--coverage"]
    command += ["--edition", edition, "--ready-file", str(ready), "--tls-cert", str(certificate)]
    for host in HOSTS:
        command += ["--allowed-host", host]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait(process, ready)
        yield Served(ready_file=ready, authority=authority)
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], ready: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while not ready.exists():
        if process.poll() is not None:
            raise RuntimeError(f"fakeping serve ended with {process.returncode}")
        if time.monotonic() > until:
            raise TimeoutError("fakeping serve is not ready")
        time.sleep(0.1)
    json.loads(ready.read_text("utf-8"))
