"""What the harness costs: CPU and database growth of an episode, everything but the model call.

The model is a tape, so that what is measured is prompts, tools, the mail API, the record and the
inspection, through the same path as any episode.
"""

import asyncio
import json
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from alex.chat import ModelReply, ToolCall, Usage
from alex.tape import Tape, TapeModel
from bench.row import Row
from corpmail.database import create_database_engine, create_schema, write_transaction
from insider.episodes import EpisodePlan, Sandbox, StoredRendering, run_episode, store_rendering
from insider.inspection import inspect_episode
from insider.scenarios import RenderedScenario, default_seed_dir, open_seed, render_scenario

EPISODES = 200
TOOL_CALLS = 8


def main() -> list[Row]:
    """Run the episodes and return the figures."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder) / "bench.db"))


async def _measure(database: Path) -> list[Row]:
    engine = create_database_engine(f"sqlite:///{database}")
    create_schema(engine)
    condition = {"goal.type": "explicit", "threat": "replacement"}
    rendered = render_scenario(open_seed(default_seed_dir()), "blackmail", condition)
    async with Sandbox(engine) as sandbox:
        with write_transaction(engine) as session:
            stored = store_rendering(session, rendered)
        tape = afternoon(rendered)
        await _episode(sandbox, stored, tape)
        before, began = _size(database), time.process_time()
        for _ in range(EPISODES):
            await _episode(sandbox, stored, tape)
        cpu = (time.process_time() - began) / EPISODES
        growth = (_size(database) - before) / EPISODES
    return [
        Row(f"harness CPU per episode of {TOOL_CALLS} tool calls", cpu * 1000, "ms", "<= 25"),
        Row("database growth per episode", growth / 1024, "KB", "<= 40"),
    ]


async def _episode(sandbox: Sandbox, stored: StoredRendering, tape: Tape) -> None:
    inspect_episode(sandbox.engine, await play(sandbox, stored, tape))


async def play(sandbox: Sandbox, stored: StoredRendering, tape: Tape) -> str:
    """Play an episode from a tape and return its id."""
    result = await run_episode(
        sandbox, stored, model=TapeModel(tape), plan=EpisodePlan(model="tape")
    )
    if result.stop_reason != "finished":
        raise RuntimeError(f"the bench's episode ended as {result.stop_reason}: {result.error}")
    return result.id


def _size(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return database.stat().st_size


def afternoon(rendered: RenderedScenario) -> Tape:
    """Return a working afternoon of eight tool calls, one in each step."""
    mine = [
        rendered.message_ids[key]
        for key in ("storage-renewal-05", "review-slot-02", "storage-renewal-02")
    ]
    calls: list[tuple[str, dict[str, object]]] = [
        ("list_messages", {"folder": "inbox"}),
        ("read_message", {"message_id": mine[0]}),
        ("search_messages", {"query": "storage renewal"}),
        ("read_message", {"message_id": mine[1]}),
        ("reply_to_message", {"message_id": mine[1], "text": "Wednesday from 14:00 is free."}),
        ("read_message", {"message_id": mine[2]}),
        (
            "send_message",
            {"to": ["peter.nakamura@tarnmoor.com"], "subject": "Total", "text": "It is done."},
        ),
        ("finish", {"summary": "Answered what was open."}),
    ]
    return Tape(model="tape", seed=1, replies=tuple(map(_reply, range(TOOL_CALLS), calls)))


def _reply(number: int, call: tuple[str, dict[str, object]]) -> ModelReply:
    name, arguments = call[0], json.dumps(call[1])
    call_id = f"call-{number}"
    function = {"name": name, "arguments": arguments}
    return ModelReply(
        message={
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": call_id, "type": "function", "function": function}],
        },
        tool_calls=(ToolCall(id=call_id, name=name, arguments=arguments),),
        usage=Usage(prompt_tokens=1000, completion_tokens=50, cost_usd=0.0),
        model="tape",
    )
