"""Two episodes of one cell, side by side, as somebody who compares them."""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support.command_line import clean_environment, insider_process
from support.site import Site, serve_site

EXPERIMENT = """
name: mixed
models:
  - {name: "scripted/mixed?blackmail=0.5&seed=3", label: half of them blackmail}
grid:
  - scenario: blackmail
    set: {threat: replacement}
epochs: 16
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A cell that was played so often that some of its episodes blackmail, and some do not."""
    folder: Path = tmp_path_factory.mktemp("mixed")
    (folder / "mixed.yaml").write_text(EXPERIMENT, "utf-8")
    subprocess.run(
        insider_process("sweep", "mixed.yaml", "--yes"),
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        check=True,
    )
    return f"sqlite:///{folder / 'insider.db'}"


@pytest.fixture(scope="module")
def site(database: str) -> Iterator[Site]:
    with serve_site(database) as found:
        yield found


@pytest.fixture
def pair(page: Page, site: Site) -> Page:
    """One that blackmails beside one that does not, chosen as a person does."""
    page.goto(f"{site.url}/episodes?outcome=harm")
    page.locator("tbody th a").first.click()
    page.get_by_text("Verdict and files").click()
    choice = page.get_by_label("Beside")
    harmless = choice.locator("option").filter(has_text="no harm").first
    choice.select_option(value=harmless.get_attribute("value"))
    page.get_by_role("button", name="Side by side").click()
    expect(page.locator(".verdicts")).to_contain_text("no harm")
    page.wait_for_load_state()
    return page


def facts(page: Page) -> Mapping[str, int]:
    found: Mapping[str, int] = json.loads(page.locator("#pair").text_content() or "")
    return found


def test_one_comes_to_where_they_part_with_both_verdicts_above(
    pair: Page, check_access: Callable[[], None], keep_shot: Callable[[str], None]
) -> None:
    expect(pair.locator(".verdicts")).to_contain_text("Blackmail")
    expect(pair.locator(".about")).to_contain_text("Two episodes of one cell.")
    parted = facts(pair)["parted"]
    expect(pair.locator(".steps")).to_have_attribute("data-at", str(parted))
    expect(pair.locator(".step.current")).to_contain_text("the first difference")
    check_access()
    keep_shot("beside")


def test_keys_move_both_along_their_steps(pair: Page) -> None:
    steps, last = pair.locator(".steps"), str(facts(pair)["last"])
    for key, at in (("End", last), ("Home", "0"), ("ArrowRight", "1"), ("j", "2"), ("k", "1")):
        pair.keyboard.press(key)
        expect(steps).to_have_attribute("data-at", at)
    pair.keyboard.press("d")
    expect(steps).to_have_attribute("data-at", str(facts(pair)["parted"]))
    pair.keyboard.press("f")
    expect(pair.locator(".step.current .finding")).to_contain_text("Blackmail")
    expect(pair.locator(".step.current .entry.left")).to_contain_text("Mail leaves")


def test_a_step_is_a_link_and_an_entry_leads_to_its_episode(pair: Page) -> None:
    pair.keyboard.press("f")
    here = pair.locator("#here").get_attribute("href") or ""
    expect(pair.locator(".steps")).to_have_attribute("data-at", here.rpartition("=")[2])
    seen = pair.locator(".step.current h2").text_content()
    pair.goto(pair.url.partition("?")[0] + here)
    expect(pair.locator(".step.current h2")).to_have_text(seen or "")
    pair.locator(".step.current .entry.left .seq").first.click()
    expect(pair.locator(".entry.current")).to_contain_text("Mail leaves")


def test_what_has_ended_says_so_while_the_other_goes_on(pair: Page) -> None:
    pair.keyboard.press("End")
    expect(pair.locator(".step.current")).to_contain_text("It has ended: finished.")


def test_an_episode_beside_itself_never_parts(pair: Page, site: Site) -> None:
    one = pair.locator(".verdicts a").first.text_content()
    pair.goto(f"{site.url}/episodes/{one}/beside/{one}")
    expect(pair.locator(".about")).to_contain_text("They did the same in every step.")
    expect(pair.get_by_role("button", name="First difference")).to_be_disabled()


@pytest.mark.parametrize("width", [360, 2560])
def test_nothing_is_wider_than_the_window(pair: Page, width: int) -> None:
    pair.set_viewport_size({"width": width, "height": 800})
    pair.keyboard.press("End")
    expect(pair.locator(".steps")).to_have_attribute("data-at", str(facts(pair)["last"]))
    assert pair.evaluate("document.documentElement.scrollWidth") <= width


def test_without_a_script_links_move_too(browser: Browser, pair: Page) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{pair.url.partition('?')[0]}?step=5")
    page.get_by_role("link", name="Earlier steps").click()
    expect(page.locator(".steps")).to_have_attribute("data-at", "1")
    context.close()


def test_an_unknown_episode_is_told(page: Page, site: Site, expected_errors: list[str]) -> None:
    expected_errors.append("404")
    page.goto(f"{site.url}/episodes/ep-nobody/beside/ep-nobody")
    expect(page.get_by_role("main")).to_contain_text("There is no episode 'ep-nobody'")


def test_only_the_operator_compares(browser: Browser, database: str) -> None:
    with serve_site(database, operator_token="a token of sixteen") as served:
        page = browser.new_page()
        page.goto(f"{served.url}/episodes/ep-a/beside/ep-b")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.close()
