"""Each view of the page has nothing that a screen reader stumbles over, in both colours."""

import pytest

from tests.page.conftest import NARROW, WIDE
from tests.page.test_stories import asked

pytestmark = pytest.mark.xdist_group("browser")

VIEWS = [
    *(("t", each) for each in ("overview", "state", "journal", "tokens", "faults", "setup")),
    *((each,) for each in ("rules", "operations", "coverage", "unmatched")),
]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(tenant, shown, dark):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    tenant.pingone.given.resource("photos", scopes=["read"])
    asked(tenant, "POST", json={"name": "photos"})
    found = {}
    for view in VIEWS:
        parts = (view[0], tenant.id, *view[1:]) if view[0] == "t" else view
        page = shown(*parts, width=NARROW if dark else WIDE, dark=dark)
        page.get_by_role("heading", level=1).wait_for()
        if view[0] == "operations":
            page.get_by_text("pingone.resource.create").first.wait_for()
        if view[-1] == "journal":
            page.locator("button.path").first.click()
            page.get_by_text("What happened").wait_for()
        if view[-1] == "state":
            page.get_by_role("button", name="Add", exact=True).click()
            page.get_by_role("button", name="Add it").wait_for()
        page.wait_for_timeout(300)
        violations = axe.Axe().run(page).response["violations"]
        if violations:
            found[view] = [
                (each["id"], [node["html"][:120] for node in each["nodes"]][:3])
                for each in violations
            ]
        page.close()
    shown.said[:] = [each for each in shown.said if "404" not in each]

    assert found == {}
