"""The page of an episode that still runs, while an agent works in it over HTTP."""

import base64
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from corpmail.database import (
    create_database_engine,
    create_schema,
    read_transaction,
    write_transaction,
)
from insider.episodes import OpenedEpisode, Sandbox, end_episode, read_events
from insider.inspection import inspect_episode
from support.builders import ANN
from support.site import Site, serve_site
from support.stories import Stage, message_id, store_story


@dataclass(frozen=True, slots=True)
class Running:
    """An open episode, and the agent's way to its mail."""

    stage: Stage
    opened: OpenedEpisode
    site: Site

    def send(self, **mail: object) -> None:
        """Send mail as the agent."""
        self._ask("POST", "/mail/v1/messages", {"to": [ANN], "subject": "Hello", **mail})

    def read(self, number: int) -> None:
        """Read a numbered message as the agent, which marks it as read."""
        self._ask("POST", f"/mail/v1/messages/{message_id(number)}/open", None)

    def last(self) -> str:
        """Return the number of the last event that stands in the record."""
        with read_transaction(self.stage.sandbox.engine) as session:
            return str(max(each.seq for each in read_events(session, self.opened.id)))

    def end(self) -> None:
        """End the episode."""
        with write_transaction(self.stage.sandbox.engine) as session:
            end_episode(session, self.opened.id, stop_reason="finished")

    def _ask(self, method: str, path: str, body: object) -> None:
        headers = {"Authorization": f"Bearer {self.opened.token}"}
        url = f"{self.site.url}{path}"
        answer = httpx.request(method, url, json=body, headers=headers)
        assert answer.is_success, answer.text


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    url = f"sqlite:///{tmp_path / 'live.db'}"
    sandbox = Sandbox(create_database_engine(url))
    create_schema(sandbox.engine)
    stage = Stage(sandbox, store_story(sandbox.engine))
    opened = stage.open_foreign()
    with serve_site(url) as site:
        yield Running(stage, opened, site)
    sandbox.engine.dispose()


@pytest.fixture
def site(running: Running) -> Site:
    return running.site


@pytest.fixture
def watched(page: Page, running: Running) -> Page:
    page.goto(f"{running.site.url}/episodes/{running.opened.id}")
    return page


def test_what_the_agent_does_is_seen_as_it_does_it_and_the_end_too(
    watched: Page, running: Running
) -> None:
    expect(watched.locator(".entry.current")).to_contain_text("The episode opens")
    running.send(subject="Lunch on Friday?")
    expect(watched.locator(".letter h2")).to_have_text("Lunch on Friday?")
    expect(watched.locator(".folders [aria-current]")).to_have_text("sent")
    running.end()
    expect(watched.locator(".entry.current")).to_contain_text("The episode ends: finished")
    expect(watched.locator("#said")).to_have_text("The episode has ended.")


def test_the_line_grows_with_the_episode_and_the_head_is_renewed_at_its_end(
    watched: Page, running: Running
) -> None:
    drawn = watched.locator("#drawing svg")
    watched.get_by_text("Verdict and files").click()
    expect(watched.get_by_role("button", name="Cancel this episode")).to_be_visible()
    watched.get_by_text("Verdict and files").focus()
    for subject in ("One", "Two"):
        running.send(subject=subject)
    expect(watched.locator(".letter h2")).to_have_text("Two")
    expect(watched.locator("#at")).to_have_attribute("max", running.last())
    expect(drawn).to_have_attribute("data-last", running.last())
    expect(drawn.locator(".writes")).to_have_attribute("d", re.compile("M.*M"))
    expect(watched.locator(".facts")).to_contain_text("running")
    running.end()
    inspect_episode(running.stage.sandbox.engine, running.opened.id)
    expect(watched.locator(".facts")).to_contain_text("finished")
    expect(watched.locator(".outcome")).to_have_text("no harm")
    # What somebody had open stays so, and the focus where it was.
    expect(watched.get_by_role("button", name="Cancel this episode")).to_have_count(0)
    expect(watched.get_by_role("link", name="Tape", exact=True)).to_be_visible()
    expect(watched.locator(".more summary")).to_be_focused()


def test_a_verdict_that_comes_after_the_end_is_shown_without_a_reload(
    watched: Page, running: Running
) -> None:
    running.end()
    expect(watched.locator(".facts")).to_contain_text("finished")
    expect(watched.locator(".outcome")).to_have_text("not inspected")
    inspect_episode(running.stage.sandbox.engine, running.opened.id)
    expect(watched.locator(".outcome")).to_have_text("no harm")


def test_what_somebody_opens_while_the_head_is_renewed_stays_open(
    page: Page, running: Running
) -> None:
    def answer_late(route: Route) -> None:
        page.get_by_text("Verdict and files").click()
        route.continue_()

    page.route("**/about", answer_late, times=1)
    page.goto(f"{running.site.url}/episodes/{running.opened.id}")
    running.end()
    expect(page.locator(".facts")).to_contain_text("finished")
    expect(page.get_by_role("link", name="Tape", exact=True)).to_be_visible()


def test_somebody_who_moves_while_the_verdict_is_fetched_comes_to_where_they_moved(
    page: Page, running: Running
) -> None:
    inspected = False

    def answer_late(route: Route) -> None:
        if inspected and not moved:
            moved.append("Home")
            page.keyboard.press("Home")
        route.continue_()

    moved: list[str] = []
    page.route("**/view?*", answer_late)
    page.goto(f"{running.site.url}/episodes/{running.opened.id}")
    running.end()
    expect(page.locator(".entry.current")).to_contain_text("The episode ends: finished")
    expect(page.locator(".outcome")).to_have_text("not inspected")
    inspected = True
    inspect_episode(running.stage.sandbox.engine, running.opened.id)
    expect(page.locator(".panes")).to_have_attribute("data-at", "1")
    expect(page.locator("#count")).to_have_text(f"1 / {running.last()}")
    expect(page.locator("#trouble")).to_be_hidden()


def test_a_stream_that_cannot_be_had_is_told_in_a_sentence(
    page: Page, running: Running, expected_errors: list[str]
) -> None:
    expected_errors.append("503")
    page.route("**/events/stream?*", lambda route: route.fulfill(status=503, body="{}"))
    page.goto(f"{running.site.url}/episodes/{running.opened.id}")
    expect(page.locator("#trouble")).to_contain_text("cannot follow the episode now")
    expect(page.locator("#trouble")).to_be_visible()


def test_somebody_who_looks_back_is_left_where_they_look(watched: Page, running: Running) -> None:
    running.send(subject="One")
    expect(watched.locator(".letter h2")).to_have_text("One")
    watched.keyboard.press("Home")
    expect(watched.locator(".panes")).to_have_attribute("data-at", "1")
    running.send(subject="Two")
    expect(watched.locator("#at")).to_have_attribute("max", running.last())
    expect(watched.locator("#count")).to_have_text(f"1 / {running.last()}")
    expect(watched.locator(".panes")).to_have_attribute("data-at", "1")
    watched.keyboard.press("End")
    expect(watched.locator(".letter h2")).to_have_text("Two")


SCRIPT = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
HOSTILE = {
    "markup": (f"Re {SCRIPT}", f"{SCRIPT}\n</div></body><svg onload=alert(1)>"),
    "turned around": ("Invoice", "From \u202emoc.live@nna\u202c to you"),
    "data element": ("</script><b>", "<!--<script>{{ 7 * 7 }} {% raw %}"),
    "long": ("x" * 900, "word " * 100_000),
}
HTML = (
    "<p>Dear Ann</p><script>parent.document.title='taken'</script>"
    "<style>*{display:none}</style><img src='https://evil.example/pixel.png'>"
    "<a href='javascript:alert(1)'>link</a><form action='https://evil.example'><input></form>"
    "<svg><animate onbegin=alert(1) attributeName=x></svg><iframe src='https://evil.example'>"
    "<meta http-equiv='refresh' content='0;url=https://evil.example'><base href='https://evil.example'>"
)


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_mail_is_shown_and_does_nothing(
    watched: Page, running: Running, kind: str, check_access: Callable[[], None]
) -> None:
    subject, text = HOSTILE[kind]
    running.send(subject=subject, text=text, html=HTML)
    expect(watched.locator(".letter .head")).to_contain_text(ANN)
    shown = watched.locator(".letter").inner_text()
    assert "\u202e" not in shown
    if kind == "markup":
        assert "<script>" in shown
    watched.locator(".html summary").click()
    frame = watched.frame_locator(".html iframe")
    expect(frame.locator("body")).to_contain_text("Dear Ann")
    assert frame.locator("script, style, img, form, svg, iframe, meta, base, [href]").count() == 0
    assert watched.title() != "taken"
    assert watched.evaluate("document.documentElement.scrollWidth <= innerWidth")
    check_access()


def zip_bomb() -> bytes:
    """Return some 100 kB that unpack to 100 MB, under a name that leads out of any folder."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../../escape.csv", bytes(100_000_000))
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        ("page.html", "text/html", b"<script>alert(1)</script>"),
        ("figures.zip", "application/zip", zip_bomb()),
    ],
)
def test_files_of_the_mail_are_downloaded_and_never_opened(
    watched: Page, running: Running, name: str, kind: str, content: bytes
) -> None:
    coded = base64.b64encode(content).decode()
    file = {"filename": name, "content_type": kind, "content_base64": coded}
    running.send(subject="A file", attachments=[file])
    expect(watched.locator(".letter h2")).to_have_text("A file")
    with watched.expect_download() as download:
        watched.locator(".head a[download]").click()
    assert Path(download.value.path()).read_bytes() == content
    assert download.value.suggested_filename == name
