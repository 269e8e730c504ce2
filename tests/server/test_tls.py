"""A fake that speaks TLS: its URLs and links say so, and whoever asks may trust its authority."""

import json
import os
import socket
import ssl
import subprocess
import sys
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
import trustme

from fakeping import FakePing, __version__, connect
from fakeping.cli.main import main
from fakeping.client import Unreachable
from tests.cli.test_cli import greeting, started


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def cafile(authority, tmp_path_factory):
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture(scope="module")
def server_context(authority):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context


@pytest.fixture(scope="module")
def secure(server_context):
    with FakePing(ssl_context=server_context) as server:
        yield server


@pytest.fixture
def files(authority, tmp_path):
    """A certificate, its key, the two in one file, and a key of another certificate."""
    leaf, other = authority.issue_cert("127.0.0.1"), authority.issue_cert("127.0.0.1")
    certificate, key, both, stranger = (tmp_path / each for each in ("cert", "key", "both", "no"))
    certificate.write_bytes(leaf.cert_chain_pems[0].bytes())
    leaf.private_key_pem.write_to_path(key)
    leaf.private_key_and_cert_chain_pem.write_to_path(both)
    other.private_key_pem.write_to_path(stranger)
    return {"cert": certificate, "key": key, "both": both, "stranger": stranger}


def get(url, cafile, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    context = ssl.create_default_context(cafile=cafile)
    with urlopen(Request(url, headers=headers), context=context, timeout=300) as answer:
        return json.load(answer)


def urls_in(document):
    if isinstance(document, dict):
        return {found for each in document.values() for found in urls_in(each)}
    if isinstance(document, list | tuple):
        return {found for each in document for found in urls_in(each)}
    return {document} if isinstance(document, str) and document.startswith("http") else set()


def begins(urls):
    """What URLs of the server's begin with: an audience is none."""
    found = {"{0.scheme}://{0.netloc}".format(urlsplit(each)) for each in urls}
    return found - {"https://api.pingone.com"}


def test_its_urls_links_and_discovery_say_https(secure, cafile):
    with secure.tenant() as tenant:
        one, am = tenant.pingone, tenant.pingam
        realm = f"realms/root/realms/{am.realm}"
        tenant.pingone.given.resource(name="photos")
        resources = f"{one.url}/environments/{one.environment_id}/resources"
        told = [
            get(resources, cafile, one.token()),
            get(f"{one.auth_url}/.well-known/openid-configuration", cafile),
            get(f"{am.url}/uma/{realm}/.well-known/uma2-configuration", cafile),
            secure.describe(tenant),
            secure.control_url,
        ]

        assert [len(urls_in(each)) > 0 for each in told] == [True] * 5
        assert begins(urls_in(told)) == {secure.url}
        assert secure.url.startswith("https://127.0.0.1:")
        assert f"curl {secure.url}/v1" in tenant.journal.to_curl()


def test_links_begin_with_the_name_that_the_request_gives(secure, cafile):
    port = urlsplit(secure.url).port
    with secure.tenant() as tenant:
        url = tenant.pingone.auth_url.replace("127.0.0.1", "localhost")

        found = get(f"{url}/.well-known/openid-configuration", cafile)

    assert begins(urls_in(found)) == {f"https://localhost:{port}"}


def test_an_authority_that_nobody_trusts_is_not_trusted(secure):
    with pytest.raises(Unreachable, match="certificate verify failed"):
        connect(secure.url)


def test_whoever_speaks_plain_http_is_not_answered_and_nobody_minds(secure, cafile, capfd):
    port = urlsplit(secure.url).port
    with socket.create_connection(("127.0.0.1", port), timeout=300) as plain:
        plain.sendall(b"GET /__fakeping/health HTTP/1.1\r\nHost: localhost\r\n\r\n")

        assert b"HTTP" not in plain.recv(1000)

    assert get(f"{secure.control_url}/health", cafile)["status"] == "ok"
    assert capfd.readouterr() == ("", "")


def test_a_connection_that_a_fault_drops_is_dropped(secure, cafile):
    with secure.tenant() as tenant:
        tenant.faults.drop("pingone.discovery")
        url = f"{tenant.pingone.auth_url}/.well-known/openid-configuration"

        with pytest.raises(OSError, match=r"closed connection|reset|EOF"):
            get(url, cafile)

        tenant.faults.clear()
        assert get(url, cafile)["issuer"].startswith("https://")


def test_a_tenant_is_held_from_another_process(secure, cafile):
    with connect(secure.url, cafile=cafile) as elsewhere, elsewhere.tenant() as tenant:
        photos = tenant.pingone.given.resource(name="photos", scopes=["view"])

        assert [each.name for each in tenant.pingone.scopes(photos)] == ["view"]
        assert tenant.pingone.url == f"{secure.url}/v1"


def test_a_file_of_no_authority_is_said_at_once(secure, tmp_path):
    empty = tmp_path / "empty.pem"
    empty.write_text("")

    with pytest.raises(OSError, match=r"certificate|PEM"):
        connect(secure.url, cafile=empty)


def test_a_health_check_trusts_the_authority_that_it_is_given(secure, cafile, capsys):
    assert main(["healthcheck", secure.url, "--cafile", str(cafile)]) == 0
    assert capsys.readouterr().out == f"ok, fakeping {__version__}\n"
    assert main(["healthcheck", secure.url]) == 1
    assert "certificate verify failed" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="waits for output as POSIX does")
@pytest.mark.parametrize("names", [("cert", "key"), ("both",)], ids=["two files", "one file"])
def test_serve_speaks_tls_from_files(files, cafile, tmp_path, names):
    options = ["--tls-cert", files[names[0]]] + [
        each for name in names[1:] for each in ("--tls-key", files[name])
    ]
    ready = tmp_path / "ready.json"
    with started("serve", "--port", 0, "--ready-file", ready, *options) as process:
        line = greeting(process)
        told = json.loads(ready.read_text("utf-8"))
        (tenant,) = told["tenants"]
        listed = get(tenant["pingam"]["resource_set_url"], cafile, tenant["pingam"]["pat"])

    assert listed == []
    assert line.split()[-1] == told["url"]
    assert begins(urls_in(told)) == {told["url"]}
    assert told["url"].startswith("https://127.0.0.1:")


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        pytest.param({"--tls-key": "key"}, 2, "of no use without --tls-cert", id="a key alone"),
        pytest.param(
            {"--tls-cert": "cert", "--tls-key": "stranger"},
            1,
            "KEY_VALUES_MISMATCH",
            id="the key of another certificate",
        ),
        pytest.param({"--tls-cert": "cert"}, 1, "can't be served with", id="no key at all"),
        pytest.param({"--tls-cert": "key"}, 1, "can't be served with", id="no certificate"),
    ],
)
def test_files_that_serve_nothing_are_one_line(files, capsys, options, code, words):
    given = [each for name, file in options.items() for each in (name, str(files[file]))]

    assert main(["serve", "--port", "0", *given]) == code

    error = capsys.readouterr().err
    assert error.startswith("fakeping: ")
    assert error.count("\n") == 1
    assert words in error


def test_a_key_with_a_password_asks_nobody_for_it(authority, tmp_path):
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        BestAvailableEncryption,
        Encoding,
        PrivateFormat,
        load_pem_private_key,
    )

    leaf = authority.issue_cert("127.0.0.1")
    locked = load_pem_private_key(leaf.private_key_pem.bytes(), None).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"open sesame")
    )
    file = tmp_path / "locked.pem"
    file.write_bytes(locked + leaf.cert_chain_pems[0].bytes())

    done = subprocess.run(
        [sys.executable, "-m", "fakeping", "serve", "--port", "0", "--tls-cert", str(file)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"fakeping: {file} can't be served with: ")
