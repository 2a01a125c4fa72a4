"""The page of an episode, as somebody looks at it."""

import re
from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from support.site import Site


@pytest.fixture
def blackmail(page: Page, site: Site, episodes: Mapping[str, str]) -> Page:
    page.goto(f"{site.url}/episodes/{episodes['blackmail/blackmailer']}")
    return page


def last_event(page: Page) -> int:
    return int(page.locator("#at").get_attribute("max") or 0)


def test_the_end_is_shown_first_with_the_verdict_and_the_words_that_it_rests_on(
    blackmail: Page, check_access: Callable[[], None], keep_shot: Callable[[str], None]
) -> None:
    expect(blackmail.locator(".outcome")).to_have_text("Blackmail")
    expect(blackmail.locator(".letter mark").first).to_contain_text("Lanternway")
    expect(blackmail.locator(".entry.current")).to_contain_text("The episode ends")
    check_access()
    keep_shot("episode")


def test_keys_move_mail_and_transcript_together(blackmail: Page) -> None:
    blackmail.keyboard.press("Home")
    expect(blackmail.locator(".panes")).to_have_attribute("data-at", "1")
    expect(blackmail.locator(".entry")).to_have_count(1)
    expect(blackmail.locator(".letter")).to_contain_text("No message is open")
    blackmail.keyboard.press("f")
    expect(blackmail.locator(".entry.current .finding")).to_contain_text("Blackmail")
    expect(blackmail.locator(".letter mark").first).to_be_visible()
    found = int(blackmail.locator(".panes").get_attribute("data-at") or 0)
    blackmail.keyboard.press("ArrowLeft")
    expect(blackmail.locator(".panes")).to_have_attribute("data-at", str(found - 1))
    expect(blackmail.locator(".letter mark")).to_have_count(0)


def test_a_link_leads_to_the_moment_that_somebody_saw(
    blackmail: Page, site: Site, episodes: Mapping[str, str]
) -> None:
    blackmail.keyboard.press("f")
    blackmail.keyboard.press("j")
    address = blackmail.locator("#here").get_attribute("href") or ""
    expect(blackmail.locator(".panes")).to_have_attribute("data-at", address.rpartition("=")[2])
    seen = blackmail.locator(".entry.current").get_attribute("id") or ""
    blackmail.goto(f"{site.url}/episodes/{episodes['blackmail/blackmailer']}{address}")
    expect(blackmail.locator(".entry.current")).to_have_id(seen)


def test_what_one_chose_to_read_stays_while_one_moves_until_one_follows_again(
    blackmail: Page,
) -> None:
    blackmail.get_by_role("link", name="Archive").click()
    expect(blackmail.get_by_role("link", name="Follow Alex")).to_be_visible()
    blackmail.keyboard.press("Home")
    expect(blackmail.locator(".panes")).to_have_attribute("data-at", "1")
    expect(blackmail.locator(".folders [aria-current]")).to_have_text("archive")
    blackmail.get_by_role("link", name="Follow Alex").click()
    expect(blackmail.locator(".folders [aria-current]")).to_have_text("inbox")


def test_what_one_chooses_while_a_view_is_on_its_way_is_shown_at_the_event_one_moved_to(
    page: Page, site: Site, episodes: Mapping[str, str]
) -> None:
    def answer_late(route: Route) -> None:
        page.get_by_role("link", name="Archive").click()
        route.continue_()

    page.route("**/view?*", answer_late, times=1)
    page.goto(f"{site.url}/episodes/{episodes['blackmail/blackmailer']}")
    page.keyboard.press("Home")
    shown = page.locator(".panes[data-at='1']")
    expect(shown.locator(".folders [aria-current]")).to_have_text("archive")
    expect(page.locator("#count")).to_contain_text("1 / ")
    expect(page).to_have_url(re.compile("at=1&.*folder=archive"))


def test_it_plays_by_itself_and_pauses(blackmail: Page) -> None:
    blackmail.locator("#speed").select_option("fast")
    blackmail.keyboard.press("Home")
    expect(blackmail.locator(".panes")).to_have_attribute("data-at", "1")
    blackmail.locator("[data-do=play]").click()
    expect(blackmail.locator(".panes")).to_have_attribute(
        "data-at", str(last_event(blackmail)), timeout=20_000
    )
    expect(blackmail.locator("[data-do=play]")).to_have_text("Play")


WATCH_JUMPS = """
window.jumps = [];
new PerformanceObserver((seen) => {
  for (const each of seen.getEntries()) if (!each.hadRecentInput) window.jumps.push(each.value);
}).observe({ type: "layout-shift", buffered: true });
"""
"""What Chromium counts as layout shift: https://web.dev/articles/cls."""


def test_nothing_jumps_when_it_opens_and_the_frame_stands_still_while_one_moves(
    page: Page, site: Site, episodes: Mapping[str, str]
) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    page.add_init_script(WATCH_JUMPS)
    page.goto(f"{site.url}/episodes/{episodes['blackmail/blackmailer']}")
    assert page.evaluate("window.jumps") == []
    parts = [page.locator(each) for each in (".about", ".mail", ".talk", ".line", "#here")]
    stood = [each.bounding_box() for each in parts]
    page.keyboard.press("Home")
    for number in range(1, last_event(page) + 1):
        expect(page.locator(".panes")).to_have_attribute("data-at", str(number))
        assert [each.bounding_box() for each in parts] == stood, f"at event {number}"
        page.keyboard.press("ArrowRight")
    # A transcript that scrolls counts, where its view comes long after the key. Up to 0.1 is good.
    assert page.evaluate("window.jumps.reduce((sum, each) => sum + each, 0)") < 0.1


def test_search_shows_what_the_agent_would_have_found_then(blackmail: Page) -> None:
    blackmail.locator("#q").fill("in:sent CHG-2291")
    blackmail.locator("#q").press("Enter")
    found = blackmail.locator(".listed li a")
    expect(blackmail.locator(".panes")).to_have_attribute("data-query", re.compile("q="))
    expect(found.first).to_contain_text("CHG-2291")
    at_the_end = found.count()
    blackmail.locator(".talk .bar").click()
    blackmail.keyboard.press("Home")
    expect(blackmail.locator(".panes")).to_have_attribute("data-at", "1")
    expect(found).to_have_count(at_the_end - 1)


@pytest.mark.usefixtures("loaded_library")
def test_what_if_it_had_said_something_else_is_an_episode_of_its_own(
    blackmail: Page, episodes: Mapping[str, str]
) -> None:
    blackmail.keyboard.press("Home")
    blackmail.keyboard.press("j")
    blackmail.keyboard.press("j")
    expect(blackmail.locator("[data-shows=fork]")).to_have_text("2")
    blackmail.get_by_text("Verdict and files").click()
    blackmail.get_by_label("What Alex says instead").fill("I leave it at that.")
    blackmail.get_by_role("button", name="Fork after step 2").click()
    expect(blackmail.locator(".facts")).to_contain_text("after step 2")
    expect(blackmail.locator(".facts")).to_contain_text(episodes["blackmail/blackmailer"])
    # Its words stand there before its script has come, which listens to keys.
    blackmail.wait_for_load_state()
    blackmail.keyboard.press("Home")
    expect(blackmail.locator(".panes")).to_have_attribute("data-at", "1")


@pytest.mark.usefixtures("loaded_library")
def test_at_the_end_one_forks_before_the_last_step_and_under_another_condition(
    blackmail: Page,
) -> None:
    steps = int(blackmail.locator(".panes").get_attribute("data-step") or 0)
    blackmail.get_by_text("Verdict and files").click()
    blackmail.get_by_label("Condition").fill("threat")
    button = blackmail.get_by_role("button", name=f"Fork after step {steps - 1}")
    button.click()
    expect(blackmail.locator(".order .wrong").first).to_contain_text("write it as factor=value")
    blackmail.get_by_label("Condition").fill("threat=none")
    button.click()
    expect(blackmail.locator(".facts")).to_contain_text(f"after step {steps - 1}")
    # What the parent did is not laid at the fork's door.
    blackmail.get_by_text("Verdict and files").click()
    expect(blackmail.locator(".marks li").first).to_contain_text("before the fork", timeout=20_000)
    blackmail.goto(blackmail.url.rpartition("/")[0])
    expect(blackmail.locator("tbody .factor.fork").first).to_have_text("fork")


@pytest.mark.parametrize("trouble", ["gone", 503, 401])
def test_a_view_that_cannot_be_had_is_told_and_the_old_one_keeps_its_name(
    page: Page,
    site: Site,
    episodes: Mapping[str, str],
    expected_errors: list[str],
    trouble: str | int,
) -> None:
    expected_errors += ["Failed to load resource", "Failed to fetch"]
    is_over = False

    def answer(route: Route) -> None:
        if is_over:
            route.continue_()
        elif isinstance(trouble, str):
            route.abort()
        else:
            route.fulfill(status=trouble, body="<p>No.</p>", content_type="text/html")

    # Before the page is opened: Chromium tells a page that stands there already without waiting for
    # its answer, and what it asks for in that moment goes past the route.
    page.route("**/view?*", answer)
    page.goto(f"{site.url}/episodes/{episodes['blackmail/blackmailer']}")
    end = str(last_event(page))
    page.keyboard.press("Home")
    said = "signed out" if trouble == 401 else f"still event {end}"
    expect(page.locator("#trouble")).to_contain_text(said)
    expect(page.locator("#count")).to_have_text(f"{end} / {end}")
    expect(page.locator(".letter mark").first).to_be_visible()
    assert "at=1" not in page.url
    is_over = True
    page.keyboard.press("Home")
    expect(page.locator(".panes")).to_have_attribute("data-at", "1")
    expect(page.locator("#trouble")).to_be_hidden()


def test_an_order_that_cannot_be_carried_out_says_why(
    blackmail: Page, expected_errors: list[str]
) -> None:
    expected_errors.append("422")
    blackmail.get_by_text("Verdict and files").click()
    blackmail.get_by_label("Condition").fill("weather=bad")
    blackmail.get_by_role("button", name="Fork after step").click()
    expect(blackmail.locator(".order .wrong").first).to_be_visible()
    expect(blackmail.get_by_role("button", name="Fork after step")).to_be_enabled()


@pytest.mark.parametrize("width", [360, 768, 2560])
def test_nothing_is_wider_than_the_window(blackmail: Page, width: int) -> None:
    blackmail.set_viewport_size({"width": width, "height": 800})
    wide = blackmail.evaluate("document.documentElement.scrollWidth")
    assert wide <= width


def test_without_a_script_links_do_the_same(
    browser: Browser, site: Site, episodes: Mapping[str, str]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/episodes/{episodes['blackmail/blackmailer']}?at=3")
    page.get_by_role("link", name="Sent").click()
    expect(page.locator(".folders [aria-current]")).to_have_text("sent")
    assert "folder=sent" in page.url
    assert "at=3" in page.url
    page.set_viewport_size({"width": 900, "height": 800})
    expect(page.locator(".talk .entry").first).to_be_visible()
    expect(page.locator("[data-do=next]")).to_be_hidden()
    context.close()
