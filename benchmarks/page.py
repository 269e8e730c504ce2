"""The page: its first view, what it reads while requests come, and what it costs the server."""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import load
from benchmarks.environment import Environment, first
from benchmarks.load import Load
from benchmarks.measure import ROUNDS, Goal, Row, compared
from benchmarks.processes import Served, fakeping

_EXCHANGES, _RESOURCES, _SETS = 10_000, 4_000, 1_000
_REQUESTS = 3_000


def run() -> Iterator[Row]:
    """Open the page of a tenant that holds and has seen much; needs Playwright and a browser."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the others need none

    static = (each.read_bytes() for each in (files("fakeping.control") / "static").iterdir())
    packed = sum(len(gzip.compress(each)) for each in static) / 1024
    yield Row(name="all files, compressed", unit="KiB", measured=packed, goal=Goal(limit=120))
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        seed = Path(folder) / "seed.json"
        seed.write_text(json.dumps(_seed()))
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        with fakeping("--seed", str(seed), "--journal-entries", str(2 * _EXCHANGES)) as server:
            there = first(server)
            _read(there, _EXCHANGES)
            page = browser.new_page()
            yield from _first_views(page, server)
            yield from _live(page, there)
            yield from _beside(page, there)
        browser.close()


def _seed() -> dict[str, Any]:
    return {
        "pingone": {"resources": [{"name": f"resource {n}"} for n in range(_RESOURCES)]},
        "pingam": {
            "resource_sets": [
                {"owner": "alice", "name": f"set {n}", "resource_scopes": ["view"]}
                for n in range(_SETS)
            ]
        },
    }


def _first_views(page: Any, server: Served) -> Iterator[Row]:
    shown = {"overview": "pingone.resources", "journal": "requests shown of", "state": "rows, 1 to"}
    for view, text in shown.items():
        took = []
        for _ in range(5):
            page.goto("about:blank")
            page.goto(f"{server.url}/__fakeping/#/t/default/{view}", wait_until="commit")
            page.get_by_text(text).first.wait_for()
            took.append(page.evaluate(_SINCE_FILES))
        median = sorted(took)[2]
        name = f"{view}, after the page's own files"
        yield Row(name=name, unit="ms", measured=median, goal=Goal(limit=300))


#: Milliseconds since the last of the page's own files was there.
_SINCE_FILES = """() => performance.now() - Math.max(...performance.getEntriesByType('resource')
  .filter(each => each.name.includes('/page/')).map(each => each.responseEnd))"""


def _live(page: Any, there: Environment) -> Iterator[Row]:
    page.goto(f"{there.server.url}/__fakeping/#/t/default/journal")
    page.get_by_text("requests shown of").wait_for()
    counted = page.context.new_cdp_session(page)
    counted.send("Network.enable")
    came = [0]
    counted.on("Network.dataReceived", lambda each: came.append(each["encodedDataLength"]))
    seconds, began = 5, time.monotonic()
    one = there.create()
    for n in range(100 * seconds):
        there.read(one)
        page.wait_for_timeout(max(0, (began + n / 100 - time.monotonic()) * 1000))
    page.wait_for_timeout(500)
    rate = sum(came) / 1024 / (time.monotonic() - began)
    name = "on the wire at 100 requests a second"
    yield Row(name=name, unit="KiB/s", measured=rate, goal=Goal(limit=50))


def _beside(page: Any, there: Environment) -> Iterator[Row]:
    for name, ask in (("read one", _read), ("create", _create)):
        rounds: list[tuple[Load, Load]] = []
        for _ in range(ROUNDS):
            page.goto(f"{there.server.url}/__fakeping/#/t/default/journal")
            page.reload()
            page.get_by_text("requests shown of").wait_for()
            with_page = ask(there, _REQUESTS)
            page.goto("about:blank")
            rounds.append((with_page, ask(there, _REQUESTS)))
        cpu = [(a.cpu * 1e6, b.cpu * 1e6) for a, b in rounds if a.cpu and b.cpu]
        if cpu:
            yield compared(f"{name}: with a page : none, CPU", "us", cpu, Goal(limit=1.11))


def _read(there: Environment, requests: int) -> Load:
    return _driven(there, load.get(there.create(), there.token), requests)


def _create(there: Environment, requests: int) -> Load:
    return _driven(there, load.create(there.resources, there.token), requests)


def _driven(there: Environment, message: Callable[[], bytes], requests: int) -> Load:
    # Playwright has an event loop running in this thread.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(load.drive, there.server, message, requests).result()
