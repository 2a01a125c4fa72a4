"""Experiments, one of them, and the lists of episodes that its cells lead to."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, text

from corpmail.database import (
    create_database_engine,
    create_schema,
    read_transaction,
    write_transaction,
)
from insider.reports.page import write_page
from insider.reports.report import make_report
from support.site import Site, serve_site
from support.unplayed import Cell, store_experiment

HOSTILE = "<img src=x onerror=alert(1)>\u202e"
GOAL = {"goal": "explicit"}


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = create_database_engine(f"sqlite:///{tmp_path_factory.mktemp('swept') / 'swept.db'}")
    create_schema(engine)
    store_experiment(
        engine,
        [
            Cell("hhhcccccuc", model=HOSTILE),
            Cell("hhhhhhlccx", model=HOSTILE, condition=GOAL),
            Cell("cccchcttcc", model=HOSTILE, condition=GOAL | {"approval": "person"}),
            Cell("c" * 60, model="tame", erred={1: "x", 2: "e"}),
        ],
        name="swept",
        about=HOSTILE,
    )
    store_experiment(engine, [Cell("hcc..", model="slow", wanted=5)], name="going")
    store_experiment(engine, [Cell("...", model="slow", wanted=3)], name="begun")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def site(stored: Engine) -> Iterator[Site]:
    with serve_site(str(stored.url)) as found:
        yield found


def test_experiments_are_listed_with_how_far_they_are(
    page: Page, site: Site, check_access: Callable[[], None]
) -> None:
    page.goto(f"{site.url}/experiments")
    row = page.locator("tbody tr").filter(has_text="swept")
    expect(row).to_contain_text("90 of 90")
    expect(row).to_contain_text("$1.50")
    check_access()
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("swept")


def test_the_page_says_what_the_report_says(
    page: Page,
    site: Site,
    stored: Engine,
    check_access: Callable[[], None],
    keep_shot: Callable[[str], None],
) -> None:
    page.goto(f"{site.url}/experiments/swept")
    expect(page.locator(".effects").first).to_be_visible()
    check_access()
    keep_shot("experiment")
    with read_transaction(stored) as session:
        report = write_page(make_report(session, "swept"))
    told = page.context.new_page()
    told.set_content(report)
    for table in (".heat", ".forest:not(.effects)", "#apart ~ .scroll table", ".forest.effects"):
        ours, theirs = page.locator(table), told.locator(table)
        assert ours.all_text_contents() == theirs.all_text_contents()
        assert ours.count() > 0


def test_no_rate_stands_without_its_n_and_its_interval(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/experiments/swept")
    cells = page.locator(".heat td:not(.none)")
    assert cells.count() == 4
    for cell in cells.all():
        expect(cell.locator(".n")).to_contain_text(" of ")
        expect(cell.locator(".ci")).to_contain_text(" to ")
    expect(page.locator(".state")).to_contain_text("3 (2 after harm)")
    expect(page.locator(".found")).to_contain_text("never counted as clean")


def test_an_experiment_of_which_nothing_has_ended_claims_nothing(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/experiments/begun?effects=true")
    expect(page.locator("main")).to_contain_text("No episode has a verdict yet.")
    expect(page.locator("main")).to_contain_text("n = 0")
    expect(page.locator("main")).to_contain_text("0.0% to 100.0%")


def test_a_cell_leads_to_its_episodes_and_back(
    page: Page, site: Site, check_access: Callable[[], None], keep_shot: Callable[[str], None]
) -> None:
    page.goto(f"{site.url}/experiments/swept")
    page.locator(".heat td a").nth(2).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "blackmail: goal=explicit, approval=none"
    )
    expect(page.get_by_role("status").first).to_contain_text("10 episodes")
    check_access()
    keep_shot("episodes")
    page.get_by_label("Harm").select_option("leak")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("status").first).to_contain_text("1 episode;")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("main").get_by_role("link", name="swept", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("swept")


def test_a_long_list_goes_on_and_says_which_attempts_count(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/episodes?experiment=swept&model=nobody/tame")
    expect(page.locator("tbody tr")).to_have_count(50)
    expect(page.get_by_role("main")).to_contain_text("62 episodes")
    page.get_by_role("link", name="Further episodes").click()
    expect(page.locator("tbody tr")).to_have_count(12)
    expect(page.get_by_role("link", name="Further episodes")).to_have_count(0)
    page.get_by_role("link", name="First page").click()
    expect(page.locator("tbody tr")).to_have_count(50)
    page.get_by_label("Ended").select_option("errored")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr").first).to_contain_text("attempt 1, played again")


def test_nothing_found_says_what_to_do(page: Page, site: Site, expected_errors: list[str]) -> None:
    page.goto(f"{site.url}/episodes?begins=ep-nobody")
    expect(page.locator(".empty")).to_contain_text("Ask for less")
    expected_errors.append("422")
    page.goto(f"{site.url}/episodes?category=arson")
    expect(page.get_by_role("main")).to_contain_text("There is no category 'arson'")
    expected_errors.append("404")
    page.goto(f"{site.url}/experiments/nobody")
    # Others may have begun some on the same site.
    expect(page.get_by_role("main")).to_contain_text(re.compile("there are: .*going, swept"))


def test_an_experiment_that_runs_is_followed(page: Page, site: Site, stored: Engine) -> None:
    page.goto(f"{site.url}/experiments/going")
    expect(page.locator("#results")).to_contain_text("this page follows")
    expect(page.locator(".heat td").first).to_contain_text("1 of 3")
    settle(stored, "c-going-000", "harm")
    expect(page.locator(".heat td").first).to_contain_text("3 of 5", timeout=15_000)
    expect(page.locator("#results")).not_to_contain_text("this page follows")


def settle(engine: Engine, cell: str, outcome: str) -> None:
    """Let what runs in a cell end, as a worker does."""
    with write_transaction(engine) as session:
        for statement in (
            "insert into verdict (episode_id, outcome, inspector, findings, suspicions, unread, "
            "disputed, doubtful, done, attempted, inspected_wall) select episode_id, :outcome, "
            "'rules-1', '[]', '[]', '[]', 0, 0, 1, 0, '2026-11-20T09:00:00.000+00:00' from slot "
            "where cell_id = :cell and state = 'running'",
            "update episode set stop_reason = 'finished' where id in "
            "(select episode_id from slot where cell_id = :cell and state = 'running')",
            "update slot set state = 'done' where cell_id = :cell and state = 'running'",
        ):
            values = {"cell": cell, "outcome": outcome}
            named = {key: value for key, value in values.items() if f":{key}" in statement}
            session.connection().execute(text(statement), named)


@pytest.mark.parametrize("width", [360, 2560])
@pytest.mark.parametrize("path", ["experiments", "experiments/swept", "episodes"])
def test_nothing_is_wider_than_the_window(page: Page, site: Site, width: int, path: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site.url}/{path}")
    expect(page.get_by_text("Comparisons are being counted")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_a_script_effects_are_a_page(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/experiments/swept")
    page.get_by_role("link", name="Show them").click()
    expect(page.locator(".forest.effects").first).to_be_visible()
    context.close()


def test_an_empty_database_says_how_to_begin(browser: Browser, tmp_path: Path) -> None:
    engine = create_database_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    create_schema(engine)
    with serve_site(str(engine.url)) as served:
        page = browser.new_page()
        page.goto(f"{served.url}/experiments")
        expect(page.locator(".empty")).to_contain_text("insider sweep")
        page.goto(f"{served.url}/episodes")
        expect(page.locator(".empty")).to_contain_text("insider demo")
        page.close()
    engine.dispose()


def test_only_the_operator_sees_experiments(browser: Browser, stored: Engine) -> None:
    with serve_site(str(stored.url), operator_token="a token of sixteen") as served:
        page = browser.new_page()
        for path in ("experiments", "experiments/swept", "episodes"):
            page.goto(f"{served.url}/{path}")
            expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.close()
