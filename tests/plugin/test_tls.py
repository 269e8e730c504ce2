"""`fakeping_ssl_context`: a suite whose server speaks TLS."""

import ssl

import pytest
import trustme

from fakeping import FakePing

CONFTEST = """
import ssl
import pytest
import trustme

@pytest.fixture(scope="session")
def authority():
    return trustme.CA()

@pytest.fixture(scope="session")
def fakeping_ssl_context(authority):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context
"""

SUITE = """
import ssl
import urllib.request

def test_it(fakeping, authority):
    context = ssl.create_default_context()
    authority.configure_trust(context)
    bearer = {"Authorization": f"Bearer {fakeping.pingone.token()}"}
    asked = urllib.request.Request(resources(fakeping), headers=bearer)
    with urllib.request.urlopen(asked, context=context) as answer:
        assert answer.status == 200
    assert resources(fakeping).startswith("https://")
"""


def test_an_overriding_fixture_has_the_server_speak_tls(suite):
    pytester = suite(SUITE)
    pytester.makeconftest(CONFTEST)

    pytester.runpytest().assert_outcomes(passed=1)


def test_a_server_elsewhere_is_trusted_by_an_option(suite):
    pytester = suite("""
def test_it(fakeping):
    assert fakeping.pingone.given.resource(name="photos").name == "photos"
    assert fakeping.pingone.url.startswith("https://")
""")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(pytester.path / "ca.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    with FakePing(ssl_context=context) as server:
        url = f"--fakeping-url={server.url}"
        pytester.runpytest(url, "--fakeping-cafile=ca.pem").assert_outcomes(passed=1)
        assert pytester.runpytest(url).ret == pytest.ExitCode.USAGE_ERROR
