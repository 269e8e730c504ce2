"""A browser that shows the page of a server, where the machine has a browser."""

import os
import shutil
from pathlib import Path

import pytest

from fakeping import FakePing

#: Where a browser is: a machine of CI always has one.
CHROMIUM = os.environ.get("FAKEPING_TEST_CHROMIUM") or shutil.which("chromium")

#: Widths of a phone and of a desk.
NARROW, WIDE = 360, 1280


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here: these run where one is")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(CHROMIUM) or CHROMIUM, args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def fake():
    with FakePing(edition={"pingone": "current"}, ids_seed=1) as server:
        yield server


@pytest.fixture
def tenant(fake):
    tenant = fake.tenant(name="shop tests")
    yield tenant
    assert tenant.crashes == ()


@pytest.fixture
def shown(browser, fake):
    """Opens the page at an address of its own; at the end, nothing was said on its console."""
    contexts, said = [], []

    def show(*parts, width=WIDE, dark=False, server=fake):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda each: said.append(each.text) if each.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{server.url}/__fakeping/#/{'/'.join(parts)}")
        return page

    show.said = said
    yield show
    pictures = os.environ.get("FAKEPING_TEST_PICTURES")
    for n, context in enumerate(contexts):
        for page in context.pages if pictures else ():
            name = os.environ["PYTEST_CURRENT_TEST"].partition("::")[2].partition(" ")[0]
            page.screenshot(path=Path(pictures) / f"{name}-{n}.png", full_page=True)
        context.close()
    assert said == []
