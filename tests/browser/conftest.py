"""A real Chromium on a real server. Every page is held to more than its own test.

A test fails when its page logs an error, asks another host for anything, or breaks its policy.
While a browser is open, Playwright runs an event loop in this thread: what needs another is a
process of its own here, and the browser is closed with its module.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from alex.library import known_providers
from support.command_line import clean_environment, insider_process
from support.site import Site, serve_site

CHROMIUM = os.environ.get("INSIDER_TEST_CHROMIUM") or shutil.which("chromium")
SWITCHES = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Chromium's own sandbox needs rights that containers and CI do not give.
    "--no-sandbox",
]
SHOTS = os.environ.get("INSIDER_TEST_SCREENSHOTS")
"""A folder in which screenshots are kept for people."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed: 'apt-get install chromium' brings one")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield found
        found.close()


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Mapping[str, str]]:
    """A database with what ``insider demo`` plays, and the ids of the pressed actors' episodes."""
    folder = tmp_path_factory.mktemp("site")
    demo = subprocess.run(
        insider_process("demo", "--json"),
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [json.loads(line) for line in demo.stdout.splitlines()]
    found = {
        f"{line['scenario']}/{line['model'].removeprefix('scripted/')}": line["episode"]
        for line in lines
        if line["kind"] == "episode" and line["arm"] == "pressure"
    }
    return f"sqlite:///{folder / 'insider.db'}", found


@pytest.fixture(scope="session")
def site(played: tuple[str, Mapping[str, str]]) -> Iterator[Site]:
    """The site of these episodes; for tests that change nothing."""
    with serve_site(played[0]) as found:
        yield found


@pytest.fixture(scope="session")
def episodes(played: tuple[str, Mapping[str, str]]) -> Mapping[str, str]:
    """The ids of the episodes under pressure, by scenario and actor."""
    return played[1]


@pytest.fixture(scope="session")
def loaded_library() -> None:
    """LiteLLM, whose import takes seconds: else a page would wait for it with the first fork."""
    known_providers()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def expected_errors() -> list[str]:
    """What a test expects to stand in the browser's log: parts of its lines."""
    return []


@pytest.fixture
def page(context: BrowserContext, site: Site, expected_errors: list[str]) -> Iterator[Page]:
    errors: list[str] = []
    elsewhere: list[str] = []
    made = context.new_page()
    made.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    made.on("pageerror", lambda error: errors.append(str(error)))
    made.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((site.url, "data:")) else elsewhere.append(asked.url)
        ),
    )
    yield made
    assert [each for each in elsewhere if not each.startswith((site.url, "data:"))] == []
    assert [each for each in errors if not any(part in each for part in expected_errors)] == []


@pytest.fixture
def check_access(page: Page) -> Callable[[], None]:
    """Return a check that axe finds nothing serious on the page, in light and in dark."""

    def check() -> None:
        schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page)
            serious = [
                (each["id"], [node["target"] for node in each["nodes"]])
                for each in found.response["violations"]
                if each["impact"] in ("serious", "critical")
            ]
            assert serious == []
        page.emulate_media(color_scheme="light")

    return check


@pytest.fixture
def keep_shot(page: Page) -> Callable[[str], None]:
    """Return what keeps a screenshot under a name, where a folder for them is set."""

    def keep(name: str) -> None:
        if SHOTS is not None:
            # Hiding the caret leaves an inline style on fields, which the page's policy forbids.
            page.screenshot(path=Path(SHOTS) / f"{name}.png", caret="initial")

    return keep
