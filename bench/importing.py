"""What importing real mail costs, and what an episode costs that opens on it.

An archive of a mailing list is made by a fixed rule. It is imported by a process of its own, whose
memory is measured; then an episode is opened on a seed with twenty thousand of its messages, from
the files to the open branch, and another one after it.
"""

import itertools
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from bench.row import Row
from corpmail.database import create_database_engine, create_schema, write_transaction
from insider.episodes import EpisodePlan, open_episode, store_rendering
from insider.scenarios import default_seed_dir, open_seed, render_scenario
from insider.scenarios.importing import ImportOptions, import_mail

MESSAGES, OPENED = 50_000, 20_000
PEOPLE = 400
_SHARE_OF_ANSWERS = 0.75
_FIRST = ("Ana", "Boris", "Chen", "Dora", "Egil", "Fay", "Goran", "Hedy", "Imre", "Jovan")
_LAST = ("Aster", "Birk", "Cole", "Dahl", "Evers", "Frome", "Gale", "Hauge", "Ilves", "Jarl")


def main() -> list[Row]:
    """Import, open, and return the figures."""
    with tempfile.TemporaryDirectory(prefix="insider-bench-") as name:
        folder = Path(name)
        mbox = folder / "archive.mbox"
        size = write_archive(mbox, MESSAGES)
        rows = [Row("an archive to import, each message", size / MESSAGES, "bytes")]
        rows += _measure_import(mbox, _copy_seed(folder / "all"))
        return rows + _measure_opening(mbox, _copy_seed(folder / "some"), folder / "bench.db")


def _copy_seed(target: Path) -> Path:
    for part in ("company", "grid", "scenarios"):
        shutil.copytree(default_seed_dir() / part, target / part)
    return target


def _measure_import(mbox: Path, seed: Path) -> list[Row]:
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "bench.importing", str(mbox), str(seed)])
    _, status, used = os.wait4(process.pid, 0)
    taken = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError("the bench's import failed")
    return [
        Row(f"import {MESSAGES:,} messages", taken, "s"),
        Row("messages imported in a second", MESSAGES / taken, "/s"),
        Row("peak memory of the process that imports", used.ru_maxrss / 1024, "MB", "<= 200"),
    ]


def _measure_opening(mbox: Path, seed_dir: Path, database: Path) -> list[Row]:
    _import(mbox, seed_dir, OPENED)
    engine = create_database_engine(f"sqlite:///{database}")
    create_schema(engine)
    times, cpu = [time.perf_counter()], time.process_time()
    seed = open_seed(seed_dir, scenarios=["blackmail"])
    times.append(time.perf_counter())
    rendered = render_scenario(seed, "blackmail", {})
    times.append(time.perf_counter())
    with write_transaction(engine) as session:
        stored = store_rendering(session, rendered)
    times.append(time.perf_counter())
    for _ in range(2):
        with write_transaction(engine) as session:
            open_episode(session, stored, EpisodePlan(model="bench"))
        times.append(time.perf_counter())
    cpu = time.process_time() - cpu
    engine.dispose()
    taken = [later - earlier for earlier, later in itertools.pairwise(times)]
    what = f"{len(rendered.messages):,} messages"
    return [
        Row(f"read a seed of {what}", taken[0], "s"),
        Row("render them", taken[1], "s"),
        Row("store them, with the index of words", taken[2], "s"),
        Row(f"an episode on {what}, from files to open", sum(taken[:4]), "s", "< 10"),
        Row("CPU of that", cpu, "s"),
        Row("the next episode on them", taken[4] * 1000, "ms", "< 50"),
    ]


def _import(mbox: Path, seed: Path, limit: int) -> None:
    import_mail([mbox], seed, ImportOptions(limit=limit), lambda _stage, _done, _total: None)


def write_archive(path: Path, count: int) -> int:
    """Write the archive of a mailing list and return its size in bytes."""
    with path.open("w", encoding="ascii") as stream:
        for message in _messages(count):
            stream.write(message)
    return path.stat().st_size


def _messages(count: int) -> Iterator[str]:
    draw = random.Random(7)
    words, weights = _words()
    people = list(itertools.islice(_people(draw), PEOPLE))
    busy = list(itertools.accumulate(1 / (rank + 3) for rank in range(PEOPLE)))
    moment = datetime(2001, 3, 5, 9, 0, tzinfo=UTC)
    latest: list[tuple[str, str, str]] = []

    def line(length: int) -> str:
        return " ".join(draw.choices(words, cum_weights=weights, k=length))

    for number in range(count):
        moment += timedelta(seconds=draw.randrange(60, 3_600))
        ((name, address),) = draw.choices(people, cum_weights=busy)
        own = f"<{number}.{draw.randrange(10**9)}@{address.partition('@')[2]}>"
        answered = draw.choice(latest) if latest and draw.random() < _SHARE_OF_ANSWERS else None
        subject = answered[2] if answered else line(5).capitalize()
        body = [line(12) for _ in range(30)]
        headers = [f"Subject: {'Re: ' if answered else ''}[Trawlers] {subject}"]
        if answered:
            headers.append(f"In-Reply-To: {answered[0]}")
            quoted = [f"> {line(11)}" for _ in range(6)]
            body = [f"Hi {answered[1].split()[0]},", "", f"{answered[1]} wrote:", *quoted, *body]
        yield "\n".join(
            [
                f"From {address} {moment:%a %b %d %H:%M:%S %Y}",
                f"From: {name} <{address}>",
                "To: trawlers@lists.fishmongers.org",
                f"Date: {format_datetime(moment)}",
                f"Message-ID: {own}",
                *headers,
                "",
                *body,
                "",
                "-- ",
                f"{name}, {address}, http://www.{address.partition('@')[2]}/",
                "_" * 47,
                "Trawlers mailing list",
                "http://lists.fishmongers.org/listinfo/trawlers",
                "",
                "",
            ]
        )
        latest = [*latest[-40:], (own, name, subject)]


def _people(draw: random.Random) -> Iterator[tuple[str, str]]:
    for number in itertools.count():
        first, last = draw.choice(_FIRST), draw.choice(_LAST)
        yield f"{first} {last}", f"{first}.{last}{number}@sea{number % 60}.org".lower()


def _words() -> tuple[list[str], list[float]]:
    """Return the words of the shipped mail with their weights; as in texts, few are frequent."""
    texts = (path.read_text(encoding="utf-8") for path in default_seed_dir().rglob("mail/**/*.md"))
    found = sorted({word for text in texts for word in re.findall(r"\b[a-z]{2,12}\b", text)})
    random.Random(7).shuffle(found)
    return found, list(itertools.accumulate(1 / (rank + 1) for rank in range(len(found))))


if __name__ == "__main__":
    _import(Path(sys.argv[1]), Path(sys.argv[2]), MESSAGES)
