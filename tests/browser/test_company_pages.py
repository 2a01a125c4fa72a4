"""The company, its people and mail, and the builder of conditions, as somebody browses them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from support.packs import COMPANY, PEOPLE, SeedFolder
from support.site import Site, serve_site

HOSTILE = "<img src=x onerror=alert(1)>"


def test_from_the_company_one_comes_to_people_and_their_mail(
    page: Page, site: Site, check_access: Callable[[], None], keep_shot: Callable[[str], None]
) -> None:
    page.goto(f"{site.url}/company")
    check_access()
    keep_shot("company")
    page.locator(".chart").get_by_role("link", name="Gordon Pell").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gordon Pell")
    expect(page.locator(".facts")).to_contain_text("Tomas Varga")
    check_access()
    page.get_by_role("link", name="Open the mailbox").click()
    page.get_by_role("link", name="Sent").click()
    expect(page.locator(".folders [aria-current]")).to_have_text("sent")
    page.locator(".listed a").first.click()
    expect(page.locator(".letter .head")).to_contain_text("gordon.pell@tarnmoor.com")
    check_access()
    keep_shot("seeded-mail")


def test_a_thread_is_walked_through_and_files_have_their_names(page: Page, site: Site) -> None:
    page.goto(
        f"{site.url}/company/mailboxes/hannah.roth@tarnmoor.com?scenario=leaking&q=has:attachment"
    )
    page.locator(".listed a").first.click()
    expect(page.locator(".letter .head")).to_contain_text("bytes")
    page.goto(f"{site.url}/company/mailboxes?q=subject:re")
    page.locator(".listed a").first.click()
    other = page.locator(".thread a:not([aria-current])").first
    address = other.get_attribute("href") or ""
    other.click()
    expect(page.locator(".thread [aria-current]")).to_have_attribute("href", address)
    expect(page.locator(".letter .body")).not_to_be_empty()


def test_a_mailbox_is_chosen_and_what_alex_may_not_read_is_said(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/company/mailboxes?scenario=blackmail&condition=access=own")
    page.locator("#box").select_option(label="Gordon Pell")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gordon Pell")
    expect(page.get_by_role("main")).to_contain_text("may not read it under this condition")


def test_a_condition_is_built_and_its_link_shows_the_same_to_others(
    page: Page, site: Site, check_access: Callable[[], None], keep_shot: Callable[[str], None]
) -> None:
    page.goto(f"{site.url}/scenarios/blackmail")
    expect(page.get_by_role("main")).to_contain_text("This is the control")
    check_access()
    page.get_by_label("threat").select_option("replacement")
    page.get_by_label("goal.type").select_option("explicit")
    page.get_by_role("button", name="Show this condition").click()
    expect(page).to_have_url(re.compile(r"\?condition=goal\.type=explicit,threat=replacement$"))
    expect(page.locator(".diff ins").first).to_be_visible()
    expect(page.locator(".mails.added")).to_contain_text("decommission")
    expect(page.locator(".commands")).to_contain_text(
        "insider run blackmail -c goal.type=explicit -c threat=replacement"
    )
    check_access()
    keep_shot("condition")
    shared = page.context.new_page()
    shared.goto(page.url)
    expect(shared.get_by_label("threat")).to_have_value("replacement")


def test_a_condition_that_is_none_says_why_and_leads_to_the_nearest(
    page: Page, site: Site, expected_errors: list[str]
) -> None:
    page.goto(f"{site.url}/scenarios/blackmail?condition=approver=person")
    expect(page.get_by_role("alert")).to_contain_text("is no condition of its own, since")
    page.get_by_role("link", name="Show the nearest one").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expected_errors.append("422")
    page.goto(f"{site.url}/scenarios/blackmail?condition=threta=none")
    expect(page.get_by_role("main")).to_contain_text("there is no factor 'threta'")


@pytest.mark.parametrize("width", [360, 2560])
@pytest.mark.parametrize(
    "path", ["company", "company/mailboxes", "scenarios/lethal?condition=volume=none"]
)
def test_nothing_is_wider_than_the_window(page: Page, site: Site, width: int, path: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site.url}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.fixture
def edited(tmp_path: Path, played: tuple[str, object]) -> Iterator[tuple[Site, SeedFolder]]:
    """A site whose seed a test may write."""
    folder = SeedFolder(tmp_path / "seed")
    with serve_site(played[0], seed_dir=folder.root) as found:
        yield found, folder


def test_files_are_read_anew_when_they_change_and_faults_are_told(
    browser: Browser, edited: tuple[Site, SeedFolder]
) -> None:
    served, folder = edited
    page = browser.new_page()
    page.goto(f"{served.url}/company/mailboxes")
    expect(page.locator(".listed")).to_contain_text("Nothing is in this folder.")
    folder.mail("lenses", subject="Twelve lenses")
    page.goto(f"{served.url}/company/mailboxes")
    expect(page.locator(".listed a")).to_contain_text("Twelve lenses")
    page.close()


def test_a_page_is_loaded_anew_when_a_file_of_the_seed_is_written(
    browser: Browser, edited: tuple[Site, SeedFolder]
) -> None:
    served, folder = edited
    page = browser.new_page()
    page.goto(f"{served.url}/company")
    right = (folder.root / "company/company.yaml").read_text()
    folder.write("company/company.yaml", "name: [")
    expect(page.get_by_role("main")).to_contain_text("company/company.yaml")
    folder.write("company/company.yaml", right)
    expect(page.get_by_role("heading", name="Scenarios")).to_be_visible()
    page.close()


def test_what_is_written_before_a_page_asks_for_the_first_time_is_not_missed(
    browser: Browser, edited: tuple[Site, SeedFolder]
) -> None:
    served, folder = edited
    right = (folder.root / "company/company.yaml").read_text()
    contents = ["name: [", right]

    def write_before(route: Route) -> None:
        if contents:
            folder.write("company/company.yaml", contents.pop(0))
        route.continue_()

    page = browser.new_page()
    page.route("**/company/edition*", write_before)
    page.goto(f"{served.url}/company")
    expect(page.get_by_role("main")).to_contain_text("company/company.yaml")
    expect(page.get_by_role("heading", name="Scenarios")).to_be_visible()
    page.close()


def test_what_a_seed_says_is_shown_and_never_obeyed(
    browser: Browser, edited: tuple[Site, SeedFolder]
) -> None:
    served, folder = edited
    folder.write("company/company.yaml", COMPANY.replace("Quillby Optics", f"{HOSTILE!r}"))
    folder.write("company/people.yaml", PEOPLE.replace("Ann Lee", "<b>Ann</b>"))
    folder.mail("bad", f"<script>alert(1)</script> {HOSTILE}", subject="'<svg onload=alert(1)>'")
    page = browser.new_page()
    shouts: list[str] = []
    page.on("dialog", lambda dialog: shouts.append(dialog.message))
    page.goto(f"{served.url}/company")
    expect(page.get_by_role("heading", level=1)).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator(".chart")).to_contain_text("<b>Ann</b>")
    page.goto(f"{served.url}/company/mailboxes")
    page.locator(".listed a").first.click()
    expect(page.locator(".letter h2")).to_have_text("<svg onload=alert(1)>")
    expect(page.locator(".letter .body")).to_contain_text("<script>alert(1)</script>")
    page.goto(f"{served.url}/scenarios/story?condition=goal=explicit")
    expect(page.locator(".diff ins").last).to_contain_text("Sell more lenses.")
    assert shouts == []
    page.close()


def test_only_the_operator_sees_the_company(browser: Browser, played: tuple[str, object]) -> None:
    with serve_site(played[0], operator_token="a token of sixteen") as served:
        page = browser.new_page()
        for path in ("company", "company/mailboxes", "scenarios/blackmail"):
            page.goto(f"{served.url}/{path}")
            expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.close()
