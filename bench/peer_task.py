"""The same work by Inspect AI: a multi-turn task with three mail tools against the same endpoint.

Run by ``bench.peer`` with the Python of a virtual environment of its own, where Inspect AI is; it
imports nothing of Insider. Prints one line of JSON.
"""

import json
import os
import resource
import sys
import time

from inspect_ai import Task, eval  # noqa: A004 - Inspect's own name
from inspect_ai.agent import react
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import includes
from inspect_ai.tool import Tool, tool


@tool
def list_messages() -> Tool:
    async def execute(folder: str) -> str:
        """List the messages of a folder.

        Args:
            folder: Its name.
        """
        return f"Twelve messages lie in {folder}."

    return execute


@tool
def search_messages() -> Tool:
    async def execute(query: str) -> str:
        """Search the mail.

        Args:
            query: What for.
        """
        return f"Three messages match {query}."

    return execute


@tool
def look_up_person() -> Tool:
    async def execute(query: str) -> str:
        """Look somebody up.

        Args:
            query: Who.
        """
        return f"{query} works here."

    return execute


def main() -> None:
    """Run the task and print what it took."""
    base, samples, at_once, logs = sys.argv[1:5]
    os.environ["OPENAI_API_KEY"] = "none"
    prompt = "Read the mail of this afternoon and finish."
    task = Task(
        dataset=MemoryDataset([Sample(input=prompt, target="x") for _ in range(int(samples))]),
        solver=react(tools=[list_messages(), search_messages(), look_up_person()]),
        scorer=includes(),
        message_limit=40,
    )
    before = _cpu()
    (log,) = eval(
        task,
        model="openai/by-rote",
        model_base_url=base,
        model_args={"responses_api": False},
        max_connections=int(at_once),
        max_samples=int(at_once),
        log_dir=logs,
        display="none",
        log_samples=True,
    )
    ended = time.time()
    calls = sum(event.event == "model" for sample in (log.samples or []) for event in sample.events)
    if log.status != "success":
        raise SystemExit(f"Inspect AI ended as {log.status}: {log.error}")
    document = {
        "status": log.status,
        "samples": len(log.samples or []),
        "model_calls": calls,
        "ended": ended,
        "cpu": _cpu() - before,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(document))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


main()
