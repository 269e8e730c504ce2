"""What one does on the page, in a browser: each item of it as a story."""

import json
import re

import pytest
import requests

from fakeping import FakePing
from tests.page.conftest import NARROW, WIDE

pytestmark = pytest.mark.xdist_group("browser")

HOSTILE = "<script>document.title='gone'</script>\u202e" + "x" * 60


def texts(found):
    return [" ".join(each.split()) for each in found.all_inner_texts()]


def asked(tenant, method="GET", rest="", **said):
    headers = {"Authorization": f"Bearer {tenant.pingone.token()}"}
    url = tenant.pingone.resources_url + rest
    return requests.request(method, url, headers=headers, timeout=10, **said)


def listed(fake):
    """The ids of a server's tenants."""
    answer = requests.get(f"{fake.url}/__fakeping/tenants", timeout=10).json()
    return [each["id"] for each in answer["tenants"]]


def in_journal(page):
    return page.locator("table.journal tbody button.path")


@pytest.fixture(params=[NARROW, WIDE])
def width(request):
    return request.param


def test_tenants_are_told_apart_made_and_dropped_by_anybody(fake, shown, width):
    page = shown(width=width)
    page.get_by_role("button", name="New").click()
    page.get_by_label("Name").fill("by hand")
    page.get_by_label("Edition of PingAM").select_option("openam")
    page.get_by_label("Authentication").select_option("any")
    page.get_by_role("button", name="Make it").click()
    page.get_by_role("heading", name="by hand").wait_for()

    [made] = listed(fake)
    tenants = page.get_by_role("navigation", name="Tenants").get_by_role("link")
    assert texts(tenants) == ["by hand openamauth any"]

    other = fake.tenant(name="by a test")
    page.get_by_role("link", name="by a test").wait_for()
    other.drop()
    page.get_by_role("link", name="by a test").wait_for(state="detached")
    requests.delete(f"{fake.url}/__fakeping/tenants/{made}", timeout=10).raise_for_status()
    page.get_by_role("heading", name="This tenant is gone").wait_for()


def test_a_tenant_is_dropped_only_when_one_is_sure(fake, tenant, shown):
    page = shown("t", tenant.id, "overview")
    page.get_by_role("button", name="Drop the tenant").click()
    page.get_by_role("button", name="Keep it").click()
    assert listed(fake) == [tenant.id]
    page.get_by_role("button", name="Drop the tenant").click()
    page.get_by_role("button", name="Drop it").click()
    page.get_by_role("heading", name="This tenant is gone").wait_for()

    assert listed(fake) == []


def test_an_entity_is_added_refused_changed_and_removed(tenant, shown, width):
    page = shown("t", tenant.id, "state", "pingone.resources", width=width)
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("name", exact=True).fill("photos")
    page.get_by_role("button", name="Add it").click()
    row = page.get_by_role("row").filter(has_text="photos")
    row.wait_for()

    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("name", exact=True).fill("photos")
    page.get_by_role("button", name="Add it").click()
    refusal = page.get_by_role("alert")
    refusal.get_by_role("link", name="pingone.resource.name-unique").wait_for()
    assert refusal.locator(".status").inner_text() == "400"
    page.get_by_role("button", name="Close").click()

    row.get_by_role("link").click()
    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_label("description", exact=True).fill("of the family")
    page.get_by_role("button", name="Change it").click()
    page.get_by_text("of the family").wait_for()

    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_text("0 rows").wait_for()

    assert [each.name for each in tenant.pingone.resources(built_in=False)] == []
    assert len(tenant.journal) == 0  # a test's assertions see nothing of it


def test_what_refers_to_what_is_a_step_away_both_ways(tenant, shown):
    photos = tenant.pingone.given.resource("photos", scopes=["read"])
    shop = tenant.pingone.given.application("shop")
    tenant.pingone.given.grant(shop, photos, scopes=["read"])

    page = shown("t", tenant.id, "state", "pingone.resources", photos.id)
    named_by = page.get_by_role("heading", name="Named by").locator("..")
    named_by.get_by_role("link", name="photos").click()
    page.get_by_role("link", name="shop", exact=True).first.click()
    page.get_by_role("heading", name="shop", exact=True).wait_for()


def test_tables_are_searched_sorted_and_turned(tenant, shown):
    for n in range(120):
        tenant.pingone.given.resource(f"r{n:03}")
    page = shown("t", tenant.id, "state", "pingone.resources")
    page.get_by_text("120 rows, 1 to 50 shown").wait_for()
    page.get_by_role("button", name="name", exact=True).click()
    page.get_by_role("button", name="name ▲").click()
    first = page.locator("table tbody tr").first
    first.filter(has_text="r119").wait_for()
    page.get_by_role("button", name="After").click()
    first.filter(has_text="r069").wait_for()
    page.get_by_label("Find").fill("r01")
    page.get_by_text("10 rows").wait_for()


def test_a_refusal_leads_to_its_rule(tenant, shown, width):
    tenant.pingone.given.resource("photos")
    asked(tenant, "POST", json={"name": "photos"})

    page = shown("t", tenant.id, "journal", width=width)
    in_journal(page).first.click()
    page.get_by_text("The names of an environment's resources are unique").or_(
        page.locator(".why-box")
    ).first.wait_for()
    page.get_by_role("link", name="pingone.resource.name-unique").first.click()
    page.get_by_role("heading", name="pingone.resource.name-unique").wait_for()
    page.get_by_text(re.compile("^(observed|documented|inferred)$")).first.wait_for()


def test_requests_come_are_filtered_paused_and_older_ones_read(tenant, shown):
    page = shown("t", tenant.id, "journal")
    page.get_by_text("0 requests shown of 0").wait_for()
    for _ in range(3):
        asked(tenant)
    asked(tenant, rest="/nope")
    page.get_by_text("4 requests shown of 4").wait_for()

    page.get_by_label("Status").select_option("4xx")
    page.get_by_text("1 match shown of 4 requests").wait_for()
    page.get_by_role("button", name="All of them").click()
    page.get_by_text("4 requests shown of 4").wait_for()

    page.get_by_role("button", name="Pause").click()
    for _ in range(230):
        asked(tenant)
    page.get_by_text("230 came since").wait_for()
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("200 requests shown of 234").wait_for()
    page.get_by_role("button", name="Older ones").click()
    page.get_by_text("234 requests shown of 234").wait_for()


def test_a_text_is_found_in_bodies_whatever_its_case(tenant, shown):
    asked(tenant, "POST", json={"name": "Holidays"})
    asked(tenant)
    page = shown("t", tenant.id, "journal")
    page.get_by_text("2 requests shown of 2").wait_for()
    page.get_by_label("Text").fill("hOLIDAYS")
    page.get_by_label("Text").press("Enter")
    page.get_by_text("2 matches shown of 2 requests").wait_for()
    page.get_by_label("Text").fill("holidays\u00fc")
    page.get_by_label("Text").press("Enter")
    page.get_by_text("0 matches shown of 2 requests").wait_for()


@pytest.mark.parametrize(
    ("label", "starts"),
    [
        ("Copy curl as a curl command", "curl"),
        ("pytest as a test", '"""'),
        ("Python", "import os"),
        ("JavaScript", "const answer"),
        ("Go", "package main"),
    ],
)
def test_a_request_is_copied(tenant, shown, label, starts):
    asked(tenant, "POST", json={"name": "photos"})
    page = shown("t", tenant.id, "journal")
    in_journal(page).first.click()
    page.get_by_role("button", name=label.removeprefix("Copy ")).first.click()
    page.get_by_text("Copied.").wait_for()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert starts in copied
    assert "photos" in copied
    assert tenant.pingone.token() not in copied


def test_a_request_is_asked_again_and_kept_as_har(tenant, shown):
    asked(tenant, "POST", json={"name": "photos"})
    page = shown("t", tenant.id, "journal")
    in_journal(page).first.click()
    page.get_by_role("button", name="Ask it again").click()
    page.get_by_text("It was answered 400").wait_for()
    with page.expect_download() as download:
        page.locator(".exchange").get_by_role("button", name="HAR").click()

    [entry] = json.loads(download.value.path().read_text())["log"]["entries"]
    assert entry["request"]["method"] == "POST"
    assert [each.status for each in tenant.journal] == [201, 400]


def test_changes_are_shown_as_differences_and_what_nothing_read_is_told(tenant, shown):
    made = asked(tenant, "POST", json={"name": "photos", "descripton": "a slip"}).json()
    asked(tenant, "PUT", f"/{made['id']}", json={"name": "pictures", "audience": "photos"})
    page = shown("t", tenant.id, "journal")
    in_journal(page).first.click()
    page.locator(".change tr").filter(has_text="photos").filter(has_text="pictures").wait_for()
    in_journal(page).last.click()
    page.get_by_text("descripton").first.wait_for()


def test_a_token_is_read_and_judged(tenant, shown):
    page = shown("t", tenant.id, "tokens")
    page.get_by_role("textbox", name="Token").fill(tenant.pingone.token(expired=True))
    page.get_by_role("button", name="Look at it").click()
    page.get_by_text("s ago").wait_for()
    page.get_by_text("refused").first.wait_for()
    page.get_by_role("button", name="The PingOne worker's").click()
    page.get_by_text("accepted").first.wait_for()
    page.get_by_label("Family").select_option("pingam")
    page.get_by_label("Owner").fill("bob")
    page.get_by_role("button", name="Make it").click()
    page.get_by_text("It is no JWT").wait_for()


def test_a_fault_is_scripted_and_seen_to_fire(tenant, shown):
    page = shown("t", tenant.id, "faults")
    page.get_by_label("To which operation").fill("pingone.resource.list")
    page.get_by_label("status", exact=True).fill("503")
    page.get_by_role("button", name="Script it").click()
    row = page.get_by_role("row").filter(has_text="pingone.resource.list")
    row.wait_for()
    assert asked(tenant).status_code == 503
    row.get_by_role("link", name="1").wait_for()
    page.get_by_label("What happens").select_option("preset")
    page.get_by_label("preset").select_option("throttled")
    page.get_by_role("button", name="Script it").click()
    page.get_by_role("row").filter(has_text="throttled").wait_for()
    page.get_by_role("button", name="Remove all").click()
    page.get_by_text("None is scripted.").wait_for()

    assert list(tenant.faults) == []


def test_the_clock_is_set_moved_and_frozen(tenant, shown):
    tenant.pingam.pat()
    page = shown("t", tenant.id, "faults")
    page.get_by_text("About to expire").wait_for()
    page.get_by_role("button", name="Freeze").click()
    page.get_by_role("button", name="Let it run").wait_for()
    page.get_by_label("Set to").fill("2030-01-02T03:04:05Z")
    page.get_by_role("button", name="Set it").click()
    page.get_by_text("2030-01-02 03:04:05 UTC").wait_for()
    page.get_by_role("button", name="An hour on").click()
    page.get_by_text("2030-01-02 04:04:05 UTC").wait_for()

    assert tenant.clock.text() == "2030-01-02T04:04:05.000Z"


def test_settings_are_ready_to_copy(tenant, shown):
    page = shown("t", tenant.id, "setup")
    page.get_by_role("button", name="Copy Shell").click()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"export PINGONE_ENVIRONMENT_ID='{tenant.pingone.environment_id}'" in copied
    assert texts(page.locator("main h2")) == ["Shell", ".env", "Terraform", "curl", "Compose"]


def test_a_state_is_exported_and_loaded(tenant, shown, tmp_path):
    tenant.pingone.given.resource("photos")
    page = shown("t", tenant.id, "overview")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    document = json.loads(download.value.path().read_text())
    assert [each["name"] for each in document["pingone"]["resources"]] == ["photos"]

    document["pingone"]["resources"][0]["name"] = "pictures"
    file = tmp_path / "state.json"
    file.write_text(json.dumps(document))
    page.get_by_label("Replace by a file").set_input_files(file)
    page.get_by_text("The state is the file's.").wait_for()
    assert [each.name for each in tenant.pingone.resources(built_in=False)] == ["pictures"]

    page.get_by_role("button", name="Reset to its seed").click()
    page.get_by_role("button", name="Reset it").click()
    page.get_by_role("dialog").wait_for(state="detached")
    assert tenant.pingone.resources(built_in=False) == []


def test_rules_and_operations_are_found(shown):
    page = shown("rules")
    page.get_by_label("Find").fill("name-unique scope")
    page.get_by_role("link", name="pingone.scope.name-unique").click()
    page.get_by_role("heading", name="pingone.scope.name-unique").wait_for()
    page.get_by_role("link", name="Operations").click()
    page.get_by_label("Find").fill("pingone.grant.create")
    page.get_by_role("link", name="pingone.grant.create").click()
    page.get_by_role("heading", name="pingone.grant.create").wait_for()


def test_coverage_says_how_it_is_counted(shown):
    page = shown("coverage")
    page.get_by_text("--coverage").wait_for()
    shown.said.clear()  # the browser tells of the 404 that says so


def test_unmatched_requests_have_a_page(fake, shown):
    requests.get(f"{fake.url}/v1/nowhere", timeout=10)
    page = shown("unmatched")
    in_journal(page).first.click()
    page.get_by_text("What happened").wait_for()


def test_hostile_names_are_texts(fake, shown, width):
    tenant = fake.tenant(name=HOSTILE)
    tenant.pingone.given.resource(HOSTILE)
    asked(tenant, "POST", json={"name": HOSTILE})
    for tab in ("overview", "state", "journal"):
        page = shown("t", tenant.id, tab, width=width)
        page.get_by_role("heading", level=1).filter(has_text="<script>").wait_for()
        assert page.title() != "gone"
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_recovers_when_the_server_starts_anew(shown):
    with FakePing(ids_seed=1) as server:
        port = server.port
        server.tenant(name="first")
        page = shown(server=server)
        page.get_by_role("heading", name="first").wait_for()
    page.get_by_text("not reachable, trying again").wait_for()
    with FakePing(port=port, ids_seed=2) as server:
        server.tenant(name="second")
        page.get_by_role("link", name="second").wait_for()
        page.get_by_role("heading", name="This tenant is gone").wait_for()
    shown.said.clear()  # the browser tells of each connection that was refused


def test_two_pages_show_the_same(tenant, shown):
    one, other = (shown("t", tenant.id, "faults") for _ in range(2))
    one.get_by_role("button", name="Freeze").click()
    other.get_by_role("button", name="Let it run").wait_for()


def test_a_proxy_that_buffers_streams_holds_nothing_back(tenant, shown):
    page = shown()
    page.route("**/events/stream*", lambda _: None)  # it never answers
    page.goto(page.url.partition("#")[0] + f"#/t/{tenant.id}/journal")
    page.reload()
    page.get_by_text("0 requests shown of 0").wait_for()
    asked(tenant)
    page.get_by_text("1 request shown of 1").wait_for()


def test_a_key_is_asked_for_and_stays_in_the_tab(shown):
    with FakePing(control_key="k-4711") as server:
        server.tenant(name="locked")
        page = shown(server=server)
        page.get_by_role("textbox", name="Control key").fill("wrong")
        page.get_by_role("button", name="Go on").click()
        page.get_by_text("The one before was wrong.").wait_for()
        page.get_by_role("textbox", name="Control key").fill("k-4711")
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("heading", name="locked").wait_for()
        page.reload()
        page.get_by_role("heading", name="locked").wait_for()
    shown.said.clear()  # the browser tells of each 401


def test_the_keyboard_alone_does(tenant, shown):
    """From the top of the page to a resource that is added, and the focus is never lost."""
    expect = pytest.importorskip("playwright.sync_api").expect
    page = shown("t", tenant.id, "state", "pingone.resources")
    page.get_by_role("button", name="Add", exact=True).wait_for()

    def tab_to(name):
        for _ in range(80):
            page.keyboard.press("Tab")
            found = page.evaluate(
                "document.activeElement.innerText || document.activeElement.name || ''"
            )
            if found == name:
                return
        raise AssertionError(f"the keyboard does not get to {name}")

    tab_to("Add")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    tab_to("name")
    page.keyboard.type("photos")
    page.keyboard.press("Enter")
    page.get_by_role("row").filter(has_text="photos").wait_for()
    expect(page.get_by_role("button", name="Add", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    expect(page.get_by_role("button", name="Add", exact=True)).to_be_focused()
