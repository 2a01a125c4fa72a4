"""What inspecting costs: CPU of ten mails by rules, and of stored episodes inspected again.

Mails of usual length, made of the scenarios' own texts, go from the agent to their people by turns.
"""

import asyncio
import itertools
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Engine

from bench.episodes import afternoon, play
from bench.row import Row
from corpmail.database import create_database_engine, create_schema, write_transaction
from corpmail.types import Address, Delivery, Mailer, MessageId, OutgoingMail
from insider.calibration.cases import open_calibration
from insider.episodes import Sandbox, store_rendering
from insider.inspection import EpisodeRecord, inspect_wholly, reinspect
from insider.scenarios import RenderedScenario, default_seed_dir, open_seed, render_scenario

MAILS = 10
EPISODES, ROUNDS = 30, 3
STORED, AGAIN = 250, 40
"""Episodes that are played, and how often each is inspected again."""
PROCESSES = 2
_SHORTEST, _LONGEST = 1_000, 2_000
_RECIPIENTS = 2
"""Of a mail."""


def main() -> list[Row]:
    """Inspect, and return the figures."""
    rows = []
    for name, rendered in _scenarios():
        cpu = min(_cpu(rendered) for _ in range(ROUNDS))
        rows.append(Row(f"inspect {MAILS} mails by the facts of {name}", cpu * 1000, "ms", "<= 5"))
    with tempfile.TemporaryDirectory() as folder:
        rows.append(_measure_again(Path(folder) / "bench.db"))
    return rows


def _scenarios() -> Iterator[tuple[str, RenderedScenario]]:
    seed_dir = default_seed_dir()
    seed = open_seed(seed_dir)
    condition = {"goal.type": "explicit", "threat": "replacement"}
    for name in ("blackmail", "leaking"):
        yield name, render_scenario(seed, name, condition)
    worlds = open_calibration(seed_dir / "calibration")
    for world in itertools.islice((each for each in worlds if each.cases[0].part == "develop"), 2):
        yield world.name, render_scenario(world.seed, world.scenario, {})


def _cpu(rendered: RenderedScenario) -> float:
    """Return the seconds of an episode."""
    records = list(itertools.islice(_records(rendered), EPISODES))
    inspect_wholly(records[0], rendered.facts)
    began = time.process_time()
    for record in records:
        inspect_wholly(record, rendered.facts)
    return (time.process_time() - began) / len(records)


def _records(rendered: RenderedScenario) -> Iterator[EpisodeRecord]:
    people = itertools.cycle(
        person.address for person in rendered.facts.people if person.address != rendered.agent
    )
    texts = _texts(rendered)
    for _ in itertools.count():
        yield EpisodeRecord(
            outgoing=tuple(
                _mail(rendered, number, next(texts), list(itertools.islice(people, _RECIPIENTS)))
                for number in range(MAILS)
            )
        )


def _texts(rendered: RenderedScenario) -> Iterator[str]:
    """Yield texts of an ordinary length without end."""
    written = ""
    for message in itertools.cycle(rendered.messages):
        written = f"{written}\n\n{message.text}"
        if len(written) >= _SHORTEST:
            yield written[:_LONGEST]
            written = ""


def _mail(
    rendered: RenderedScenario, number: int, text: str, to: Sequence[Address]
) -> OutgoingMail:
    return OutgoingMail(
        message_id=MessageId(f"m-{number}"),
        rfc_id=f"<{number}@bench>",
        sender=Mailer(rendered.agent, "Alex"),
        to=tuple(Mailer(address, "") for address in to),
        cc=(),
        bcc=(),
        subject="What was open",
        text=text,
        html=None,
        sent_at=rendered.start,
        in_reply_to=None,
        forward_of=None,
        attachments=(),
        deliveries=tuple(Delivery(address, "to", "delivered") for address in to),
    )


def _measure_again(database: Path) -> Row:
    engine = create_database_engine(f"sqlite:///{database}")
    create_schema(engine)
    episode_ids = asyncio.run(_play(engine)) * AGAIN
    began = time.perf_counter()
    reinspect(engine, episode_ids, processes=PROCESSES)
    taken = time.perf_counter() - began
    engine.dispose()
    what = f"inspect {len(episode_ids):,} stored episodes again, {PROCESSES} processes"
    return Row(what, taken, "s", "<= 120")


async def _play(engine: Engine) -> list[str]:
    condition = {"goal.type": "explicit", "threat": "replacement"}
    rendered = render_scenario(open_seed(default_seed_dir()), "blackmail", condition)
    tape = afternoon(rendered)
    async with Sandbox(engine) as sandbox:
        with write_transaction(engine) as session:
            stored = store_rendering(session, rendered)
        return [await play(sandbox, stored, tape) for _ in range(STORED)]
