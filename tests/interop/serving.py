"""`fakeping serve` for a client that starts none, over TLS for one that speaks nothing else."""

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
    """A server with a certificate: its ready-file, and the certificate's authority."""

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
    """Start a server that speaks TLS, with its files in a folder, and end it."""
    authority, certificate = folder / "authority.pem", folder / "server.pem"
    issuer = trustme.CA()
    issuer.cert_pem.write_to_path(str(authority))
    issued = issuer.issue_cert(*HOSTS, "127.0.0.1")
    issued.private_key_and_cert_chain_pem.write_to_path(str(certificate))
    options = ["--coverage", "--tls-cert", str(certificate)]
    for host in HOSTS:
        options += ["--allowed-host", host]
    with serving(folder, "--edition", edition, *options) as ready:
        yield Served(ready_file=ready, authority=authority)


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Path]:
    """Start a server on a free port, and end it. Its ready-file, in a folder."""
    ready = folder / "ready.json"
    command = [sys.executable, "-m", "fakeping", "serve", "--port", "0"]
    command += ["--ready-file", str(ready), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait(process, ready)
        yield ready
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
