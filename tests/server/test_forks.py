"""A forked child leaves the server to the process that started it, whichever way it ends."""

import os
import subprocess
import sys
import textwrap

import pytest

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded"),
]

_SETUP = """
import asyncio, contextlib, gc, http.client, multiprocessing, os, socket, sys, threading, time
from urllib.parse import urlsplit
from fakeping import FakePing, connect

def status(url, path="/__fakeping/health"):
    client = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    with contextlib.closing(client):
        client.request("GET", path)
        return client.getresponse().status

def ended(pid, within=60):
    # A bound so that nothing waits for ever; what counts is the status.
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        found, code = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(code)
        time.sleep(0.01)
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    return "hangs"

def is_free(url):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # nothing listens: enough
        try:
            probe.bind((urlsplit(url).hostname, urlsplit(url).port))
        except OSError:
            return False
        probe.listen()
        return True
"""


def ran(source):
    """What a program printed, in which an end that takes a minute is a failure."""
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore::DeprecationWarning",
            "-c",
            _SETUP + textwrap.dedent(source),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


ENDS = [
    pytest.param("pass", 0, id="leaves the block"),
    pytest.param("raise ValueError('in the child')", 1, id="raises"),
    pytest.param("sys.exit(3)", 3, id="exits"),
    pytest.param("os._exit(4)", 4, id="exits at once"),
    pytest.param("server.__exit__(None, None, None); gc.collect()", 0, id="leaves it twice"),
    pytest.param("del server, tenant; gc.collect()", 0, id="forgets it"),
    pytest.param("tenant.drop(); gc.collect(); sys.exit(0)", 0, id="drops the tenant"),
    pytest.param("assert status(server.url) == 200", 0, id="asks as a client"),
    pytest.param("with FakePing() as own: assert status(own.url) == 200", 0, id="has its own"),
    pytest.param(
        "pid = os.fork()\n        if pid: sys.exit(ended(pid))\n        sys.exit(5)",
        5,
        id="forks too",
    ),
]


@pytest.mark.parametrize(("child", "code"), ENDS)
def test_a_child_ends_and_its_parent_serves_on(child, code):
    done, out, err = ran(f"""
with FakePing() as server, server.tenant() as tenant:
    url = server.url
    pid = os.fork()
    if pid == 0:
        {child}
    else:
        print(ended(pid), status(url), len(server.tenants.all()))
if pid == 0:
    sys.exit(0)
print(is_free(url))
""")

    assert (done, out) == (0, f"{code} 200 1\nTrue\n"), err


@pytest.mark.parametrize(("child", "code"), ENDS[:4])
def test_a_child_of_a_coroutine_ends_and_its_parent_serves_on(child, code):
    """The child's copy of the loop shares the parent's epoll and its self-pipe."""
    done, out, err = ran(f"""
async def main():
    async with FakePing() as server, contextlib.AsyncExitStack() as stack:
        pid = os.fork()
        if pid == 0:
            {child}
            return
        waiting = asyncio.to_thread(ended, pid)
        found = await asyncio.wait_for(waiting, 120)
        print(found, await asyncio.wait_for(asyncio.to_thread(status, server.url), 120))
    print(is_free(server.url))

asyncio.run(main())
""")

    assert (done, out) == (0, f"{code} 200\nTrue\n"), err


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "0.0.0.0", "localhost"],  # noqa: S104 - a key guards it
)
def test_a_child_that_lives_on_keeps_neither_the_port_nor_a_connection(host):
    done, out, err = ran(f"""
reading, writing = os.pipe()
hearing, telling = os.pipe()
with FakePing(host={host!r}) as server:
    url = f"http://127.0.0.1:{{urlsplit(server.url).port}}"
    kept = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    kept.request("GET", "/__fakeping/health")
    kept.getresponse().read()
    pid = os.fork()
    if pid == 0:
        os.close(writing)
        os.write(telling, b"forked")
        os.read(reading, 1)  # until the parent has looked
        os._exit(6)
    os.read(hearing, 6)
print(is_free(url), kept.sock.recv(1))
os.close(writing)
print(ended(pid))
""")

    assert (done, out) == (0, "True b''\n6\n"), err


def test_a_child_of_multiprocessing_asks_as_a_client():
    done, out, err = ran("""
def ask(url, path, token):
    client = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    client.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    sys.exit(client.getresponse().status - 200)

with FakePing() as server, server.tenant() as tenant:
    path = f"/v1/environments/{tenant.pingone.environment_id}/resources"
    context = multiprocessing.get_context("fork")
    child = context.Process(target=ask, args=(server.url, path, tenant.pingone.token()))
    child.start()
    child.join(60)
    tenant.journal.assert_called("pingone.resource.list", count=1)
    print(child.exitcode)
""")

    assert (done, out) == (0, "0\n"), err


USES = [
    "tenant.pingone.given.resource(name='photos')",
    "tenant.pingone.token()",
    "tenant.pingam.pat()",
    "tenant.clock.advance(60)",
    "tenant.clock.freeze()",
    "tenant.reset()",
    "tenant.add({})",
    "tenant.snapshot()",
    "tenant.faults.truncate('pingone.jwks')",
    "list(tenant.journal)",
    "tenant.journal.assert_called('pingone.jwks')",
    "tenant.journal.wait_for('pingone.jwks', timeout=0)",
    "server.tenant()",
    "server.default_tenant()",
    "server.describe(tenant)",
    "list(server.unmatched)",
    "server.__enter__()",
    "asyncio.run(server.__aenter__())",
]


def test_a_child_is_told_that_it_holds_a_copy_even_where_a_lock_was_held():
    """The locks are those of threads that the child has not: waiting for one would never end."""
    done, out, err = ran(f"""
with FakePing() as server, server.tenant() as tenant:
    held, over = threading.Event(), threading.Event()

    def hold():
        with tenant._state.lock, tenant.clock._lock, server.tenants.world.unmatched.lock:
            held.set()
            over.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    pid = os.fork()
    if pid == 0:
        for use in {USES!r}:
            try:
                eval(use)
            except RuntimeError as error:
                if "was forked from the one that runs the server" not in str(error):
                    print(use, error)
            else:
                print(use, "works")
        sys.stdout.flush()
        os._exit(0)
    found = ended(pid)
    over.set()
    thread.join()
    print(found, tenant.pingone.given.resource(name="photos").name)
""")

    assert (done, out) == (0, "0 photos\n"), err


def test_a_fake_that_nobody_serves_is_the_childs_own():
    """As where a server of several processes loads an application before it forks."""
    done, out, err = ran("""
server = FakePing()
tenant = server.tenant()
pid = os.fork()
if pid == 0:
    tenant.pingone.given.resource(name="photos")
    with server:
        os._exit(0 if status(server.url) == 200 else 1)
print(ended(pid), len(tenant.pingone.resources()))
""")

    assert (done, out) == (0, "0 2\n"), err


def test_a_child_neither_drops_a_tenant_elsewhere_nor_asks_over_its_parents_connection():
    done, out, err = ran("""
with FakePing() as server, connect(server.url) as elsewhere:
    with elsewhere.tenant() as tenant:
        pid = os.fork()
        if pid == 0:
            tenant.pingone.given.resource(name="photos")
        else:
            code = ended(pid)
            print(code, tenant.pingone.resource("photos").name, len(server.tenants.all()))
    if pid == 0:
        os._exit(0)
print(len(server.tenants.all()))
""")

    assert (done, out) == (0, "0 photos 1\n0\n"), err


@pytest.mark.parametrize(
    "child",
    [
        pytest.param("pass", id="goes on"),
        pytest.param("raise ValueError", id="raises"),
        pytest.param("sys.exit(3)", id="exits"),
        pytest.param("fakeping.pingone.given.resource(name='x')", id="uses its copy"),
        pytest.param("assert len(list(fakeping.journal))", id="reads its copy"),
    ],
)
def test_a_child_that_goes_on_in_pytest_comes_to_an_end(pytester, child):
    """Whatever it reports: it goes through the rest of the session, and the teardowns."""
    pytester.makepyfile(f"""
        import http.client, os, sys, time
        from urllib.parse import urlsplit

        def test_forks(fakeping, fakeping_server):
            pid = os.fork()
            if pid == 0:
                {child}
                return
            deadline = time.monotonic() + 120
            found = 0
            while not found and time.monotonic() < deadline:
                found, _ = os.waitpid(pid, os.WNOHANG)
                time.sleep(0.01)
            if not found:
                os.kill(pid, 9)
                os.waitpid(pid, 0)
            assert found, "the child hangs"
            fakeping.pingone.given.resource(name="photos")

        def test_another(fakeping):
            fakeping.pingone.given.resource(name="photos")
    """)

    ran = pytester.runpytest_subprocess("-p", "no:cacheprovider", timeout=300)

    assert ran.ret == 0
    ran.stdout.fnmatch_lines("*2 passed*")
    ran.stdout.no_fnmatch_line("*INTERNALERROR*")
    ran.stderr.no_fnmatch_line("*INTERNALERROR*")
