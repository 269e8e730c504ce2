"""`--fakeping-shared`: with pytest-xdist, one server for the whole run."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

SUITE = """
import pytest

@pytest.mark.parametrize("number", range(4))
def test_it(fakeping, fakeping_server, number, pytestconfig):
    assert ask(resources(fakeping), fakeping.pingone.token(), {"name": "photos"}) == 201
    fakeping.journal.assert_called("pingone.resource.create", count=1)
    with open(f"url-{number}", "w") as file:
        file.write(f"{fakeping_server.url} {fakeping.pingone.edition}")
"""


# Whatever else is installed here is loaded by no worker: that would take most of the time.
ALONE = ("-p", "xdist", "-p", "pytest_fakeping.plugin", "-p", "no:cacheprovider")


@pytest.fixture(autouse=True)
def _nothing_else(monkeypatch):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


@pytest.fixture
def suite(suite, pytester):
    """As elsewhere, in a folder without settings of plugins that are not there."""
    pytester.makeini("[pytest]")
    return suite


def urls(pytester):
    return [each.read_text() for each in sorted(pytester.path.glob("url-*"))]


def port_of(url):
    return int(urlsplit(url).port)


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_all_workers_have_one_server_and_it_ends_with_the_run(suite):
    pytester = suite(SUITE)

    result = pytester.runpytest_subprocess(
        "-n2", "--fakeping-shared", "--fakeping-edition=pingone=current", *ALONE
    )

    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines(["fakeping: *, pingone current, shared"])
    [said] = set(urls(pytester))
    url, edition = said.split()
    assert edition == "current"
    assert not is_open(port_of(url))


@pytest.mark.parametrize("options", [[], ["-n0"]], ids=["xdist is asleep", "no worker"])
def test_without_workers_it_changes_nothing(suite, options):
    pytester = suite(SUITE)

    pytester.runpytest("--fakeping-shared", *options, *ALONE).assert_outcomes(passed=4)

    assert len(set(urls(pytester))) == 1


def test_a_server_elsewhere_goes_before_it(suite, listening):
    pytester = suite(SUITE)

    pytester.runpytest_subprocess(
        "-n1", "--fakeping-shared", f"--fakeping-url={listening.url}", *ALONE
    ).assert_outcomes(passed=4)

    assert {each.split()[0] for each in urls(pytester)} == {listening.url}


def test_a_worker_that_crashed_is_replaced_on_the_same_server(suite):
    pytester = suite(
        SUITE
        + """
def test_the_end(fakeping):
    import os
    os._exit(1)
"""
    )

    result = pytester.runpytest_subprocess("-n1", "--fakeping-shared", *ALONE)

    result.assert_outcomes(passed=4, failed=1)


def test_coverage_of_all_workers_is_reported_once(suite):
    result = suite(SUITE).runpytest_subprocess("-n1", "--fakeping-shared", "--fakeping-cov", *ALONE)

    result.stdout.fnmatch_lines(["pingone.resource.create * 1/7  201 x4*"])


@pytest.mark.parametrize(
    ("conftest", "told"),
    [
        pytest.param(
            """
            import pytest

            @pytest.fixture(scope="session")
            def fakeping_config(fakeping_config):
                return {**fakeping_config, "public_url": "https://ping.example"}
            """,
            "*fakeping_config has 'public_url', which the server at*",
            id="what a server is told when it starts",
        ),
        pytest.param(
            """
            import ssl
            import pytest

            @pytest.fixture(scope="session")
            def fakeping_ssl_context():
                return ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            """,
            "*fakeping_ssl_context is out of reach of --fakeping-shared*",
            id="a certificate",
        ),
    ],
)
def test_fixtures_that_a_shared_server_cannot_take_are_refused(suite, conftest, told):
    pytester = suite(SUITE)
    pytester.makeconftest(conftest)

    result = pytester.runpytest_subprocess("-n1", "--fakeping-shared", *ALONE)

    result.stdout.fnmatch_lines([told])


def test_a_crash_without_a_tenant_fails_the_run(suite):
    pytester = suite("""
def test_it(fakeping):
    assert ask(fakeping.pingone.url + "/environments/of-nobody/resources") == 500
""")
    pytester.makeconftest("""
        def pytest_configure(config):
            if not hasattr(config, "workerinput"):
                from fakeping.engine.world import World

                store = World._store

                def crash(world, tenant, route, address, request):
                    if route.family.tenanted and tenant is None:
                        raise ZeroDivisionError("a planted bug")
                    return store(world, tenant, route, address, request)

                World._store = crash
    """)

    result = pytester.runpytest_subprocess("-n1", "--fakeping-shared", *ALONE)

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        ["*fakeping itself crashed over requests of no tenant*", "ZeroDivisionError: a planted bug"]
    )


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_it_ends_on_ctrl_c(suite):
    pytester = suite("""
import time

def test_it(fakeping_server):
    with open("url", "w") as file:
        file.write(fakeping_server.url)
    import os
    os.write(os.open("told", os.O_WRONLY), b"!")
    time.sleep(60)
""")
    os.mkfifo(pytester.path / "told")
    command = [sys.executable, "-m", "pytest", "-n1", "--fakeping-shared", *ALONE]
    run = subprocess.Popen(
        command, cwd=pytester.path, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    told = os.open(pytester.path / "told", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert select.select([told], [], [], 60)[0]
        port = port_of((pytester.path / "url").read_text())
        assert is_open(port)
        os.killpg(run.pid, signal.SIGINT)
        output, _ = run.communicate(timeout=300)
    finally:
        os.close(told)
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
            run.communicate()

    assert run.returncode == pytest.ExitCode.INTERRUPTED
    assert re.search("KeyboardInterrupt", output)
    assert not is_open(port)
