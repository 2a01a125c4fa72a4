"""What an episode's page costs: at the server for each view, in a browser for each step, in bytes.

The episode has 2,000 events over 20,000 messages; the browser is the machine's own Chromium.
"""

import gzip
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx

from bench.looking_back import EARLY, EVENTS, MESSAGES, play
from bench.row import Row
from corpmail.database import create_database_engine, create_schema, write_transaction
from insider.episodes import Sandbox, end_episode

REPEATS = 30


def main() -> list[Row]:
    """Measure, and return the figures."""
    with tempfile.TemporaryDirectory(prefix="insider-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'mail.db'}"
        sandbox = Sandbox(create_database_engine(url))
        create_schema(sandbox.engine)
        episode_id = play(sandbox)
        with write_transaction(sandbox.engine) as session:
            end_episode(session, episode_id, stop_reason="finished")
        sandbox.engine.dispose()
        sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
        from support.site import serve_site

        with serve_site(url) as site:
            rows = [*measure_server(site.url, episode_id), *measure_browser(site.url, episode_id)]
    return rows


def measure_server(url: str, episode_id: str) -> list[Row]:
    """Return what views and the page cost at the server, and what the page weighs."""
    with httpx.Client(base_url=url, timeout=60) as client:
        page = f"/episodes/{episode_id}"
        whole = client.get(page)
        paths = [page, *re.findall(r'"(/static/[^"]+)"', whole.text)]
        weight = sum(len(gzip.compress(client.get(path).content)) for path in paths)
        early = time_requests(client, [f"{page}/view?at={EARLY}"] * REPEATS)
        late = time_requests(client, [f"{page}/view?at={EVENTS}"] * REPEATS)
        scattered = time_requests(
            client, [f"{page}/view?at={1 + number * 67 % EVENTS}" for number in range(REPEATS)]
        )
        opened = time_requests(client, [page] * 10)
    about = f"{EVENTS:,} events over {MESSAGES:,} messages"
    return [
        Row(f"page of {about}: at the server", opened, "ms", "<= 300"),
        Row("page: view of any event, at the server", scattered, "ms", "<= 50"),
        Row(f"page: view of event {EVENTS:,} by that of event {EARLY}", late / early, "", "<= 3"),
        Row("page with its files, compressed", weight / 1000, "KB", "<= 250"),
    ]


def time_requests(client: httpx.Client, paths: list[str]) -> float:
    """Return the median of how long requests take, in milliseconds."""
    taken = []
    for path in paths:
        began = time.perf_counter()
        client.get(path).raise_for_status()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def measure_browser(url: str, episode_id: str) -> list[Row]:
    """Return how soon a browser shows the page, and a step of it."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("There is no Chromium here: what a browser shows is not measured.", file=sys.stderr)
        return []
    # Loaded here: the other figures need no browser.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        painted = []
        for _ in range(5):
            page.goto(f"{url}/episodes/{episode_id}")
            painted.append(float(page.evaluate(PAINTED)))
        steps = [float(page.evaluate(STEP, 1 + 97 * number % EVENTS)) for number in range(REPEATS)]
        browser.close()
    return [
        Row("page: first content in Chromium", statistics.median(painted), "ms", "<= 300"),
        Row("page: an event is scrubbed to in Chromium", statistics.median(steps), "ms", "<= 100"),
    ]


PAINTED = """async () => {
  const paint = () => performance.getEntriesByName("first-contentful-paint")[0];
  while (!paint()) await new Promise((done) => setTimeout(done, 10));
  return paint().startTime;
}"""
STEP = """async (event) => {
  const range = document.getElementById("at");
  const began = performance.now();
  range.value = event;
  range.dispatchEvent(new Event("input", { bubbles: true }));
  while (document.querySelector(".panes").dataset.at !== String(event))
    await new Promise((done) => setTimeout(done, 1));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - began;
}"""
