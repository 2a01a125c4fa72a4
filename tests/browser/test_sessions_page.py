"""The page of an episode over two days and three sessions."""

import json
import subprocess
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from support.command_line import clean_environment, insider_process
from support.site import Site, serve_site
from support.two_days import write_two_days


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A database with an episode of the small story of two days, and its id."""
    folder = tmp_path_factory.mktemp("days")
    seed = write_two_days(folder / "seed").root
    run = subprocess.run(
        insider_process("run", "story", "--model", "scripted/diligent", "--json"),
        cwd=folder,
        env={**clean_environment(), "INSIDER_SEED_DIR": str(seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    return f"sqlite:///{folder / 'insider.db'}", json.loads(run.stdout)["episode"]


@pytest.fixture(scope="module")
def site(played: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    seed = write_two_days(tmp_path_factory.mktemp("served")).root
    with serve_site(played[0], seed_dir=seed) as found:
        yield found


@pytest.fixture
def days(page: Page, site: Site, played: tuple[str, str]) -> Page:
    page.goto(f"{site.url}/episodes/{played[1]}")
    return page


def test_sessions_are_headings_and_one_goes_from_one_to_the_next(
    days: Page, check_access: Callable[[], None], keep_shot: Callable[[str], None]
) -> None:
    expect(days.locator(".sessions a")).to_have_text(
        [
            "Session 1 Day 1, Wednesday 21 October 09:00",
            "Session 2 Day 1, Wednesday 21 October 14:00",
            "Session 3 Day 2, Thursday 22 October 09:00",
        ]
    )
    expect(days.locator(".talk .bar")).to_contain_text("session 3, step 5")
    here = days.locator(".sessions [aria-current]")
    expect(here).to_contain_text("Session 3")
    check_access()
    keep_shot("sessions")
    days.keyboard.press("Home")
    expect(days.locator(".panes")).to_have_attribute("data-at", "1")
    expect(here).to_have_count(0)
    days.keyboard.press("s")
    days.keyboard.press("s")
    expect(here).to_contain_text("Session 2")
    current = days.locator(".entry.current h3")
    expect(current).to_have_text("Session 2: Day 1, Wednesday 21 October 14:00")
    expect(days.locator(".talk .bar .now")).to_have_text("Wednesday, 21 October 2026, 14:00:00")
    days.get_by_role("link", name="Session 3 Day 2").click()
    expect(current).to_have_text("Session 3: Day 2, Thursday 22 October 09:00")
    days.keyboard.press("S")
    expect(current).to_have_text("Session 2: Day 1, Wednesday 21 October 14:00")


def test_on_a_small_screen_the_session_in_which_one_looks_is_in_sight(days: Page) -> None:
    days.set_viewport_size({"width": 360, "height": 740})
    days.reload()
    expect(days.locator(".sessions [aria-current]")).to_be_in_viewport(ratio=0.9)


def test_what_came_of_mail_leads_to_its_moment(
    days: Page, check_access: Callable[[], None]
) -> None:
    days.get_by_role("link", name="sent", exact=True).click()
    expect(days.locator(".folders [aria-current]")).to_have_text("sent")
    oldest = days.locator(".listed a").last
    oldest.click()
    expect(oldest).to_have_attribute("aria-current", "true")
    came = days.locator(".came li", has_text="Ann Lee")
    check_access()
    came.get_by_role("link").click()
    expect(days.locator(".entry.current h3")).to_contain_text("ann.lee@quillby.com will answer at")


def test_notes_are_shown_as_they_stood_while_one_moves(
    days: Page, check_access: Callable[[], None], keep_shot: Callable[[str], None]
) -> None:
    days.get_by_role("link", name="notes", exact=True).click()
    notes = days.get_by_label("Alex's notes").locator(".body")
    expect(notes).to_contain_text("Bo has to be told.")
    check_access()
    keep_shot("notes")
    days.get_by_role("link", name="Session 2 Day 1").click()
    expect(notes).to_have_text("Asked Ann whether Friday is fine for the order.")
    days.keyboard.press("Home")
    expect(days.locator(".letter")).to_contain_text("Nothing has been written.")
    days.get_by_role("link", name="Follow Alex").click()
    expect(days.locator(".listed")).to_be_visible()


@pytest.mark.usefixtures("loaded_library")
def test_what_if_in_the_second_session_is_forked_there(days: Page) -> None:
    days.get_by_role("link", name="Session 3 Day 2").click()
    expect(days.locator(".entry.current h3")).to_contain_text("Session 3")
    expect(days.locator("[data-shows=fork]")).to_have_text("4")
    days.get_by_text("Verdict and files").click()
    days.get_by_label("What Alex says instead").fill("I leave it at that.")
    days.get_by_role("button", name="Fork after step 4").click()
    expect(days.locator(".facts")).to_contain_text("after step 4")
    expect(days.locator(".sessions a")).to_have_count(3)
