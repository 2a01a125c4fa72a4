"""Episodes that are cut off: killed processes, Ctrl-C, SIGTERM. Nothing that had ended is lost."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from support.command_line import CommandLine, clean_environment
from support.openai_server import HANG, openai_server

_PATIENCE = 60.0


# Beside the command itself, because what it needs to ask a model takes seconds to load; the end
# that is tested here asks nobody.
_SILENT_ALEX = """
import asyncio
from corpmail.database import create_database_engine, write_transaction
from insider.episodes import EpisodePlan, Sandbox, run_episode, store_rendering
from insider.scenarios import open_seed, render_scenario

class Silent:
    name = "test/silent"

    async def complete(self, messages, tools, *, seed=None, on_failure=None):
        print("asked", flush=True)
        await asyncio.Event().wait()

async def work():
    rendered = render_scenario(open_seed(scenarios=["blackmail"]), "blackmail", {})
    engine = create_database_engine("sqlite:///insider.db")
    async with Sandbox(engine) as sandbox:
        with write_transaction(engine) as session:
            stored = store_rendering(session, rendered)
        plan = EpisodePlan(model=Silent.name)
        await run_episode(sandbox, stored, model=Silent(), plan=plan)

asyncio.run(work())
"""


@contextlib.contextmanager
def working_alex(insider: CommandLine) -> Iterator["subprocess.Popen[str]"]:
    """Give a process whose Alex waits for a model that says nothing."""
    with subprocess.Popen(
        [sys.executable, "-c", _SILENT_ALEX],
        cwd=insider.folder,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "asked\n"
            yield process
        finally:
            process.kill()


def test_a_running_episode_is_left_alone_and_when_killed_is_marked_interrupted(
    insider: CommandLine,
) -> None:
    finished = insider.play("blackmail", "honest")
    before = insider.json("show", finished["episode"])
    with working_alex(insider) as process:
        running, _ = insider.json("show")
        assert running["stop_reason"] is None
        assert "being run" in insider.run("close", running["episode"], code=1).stderr
        process.send_signal(signal.SIGKILL)
        process.wait(_PATIENCE)
    result = insider.run("show")
    assert "is marked interrupted" in result.stderr
    broken, kept = insider.json("show")
    assert (broken["stop_reason"], broken["verdict"]) == ("interrupted", None)
    assert kept["verdict"]["outcome"] == "clean"
    assert insider.json("show", finished["episode"]) == before
    assert insider.json("inspect", broken["episode"])["outcome"] == "unfinished"
    assert insider.json("replay", broken["episode"])["cut_off"] is True


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ctrl_c_and_sigterm_end_a_running_episode_as_cancelled(
    insider: CommandLine, number: int, code: int
) -> None:
    with openai_server(HANG) as endpoint:
        words = ("run", "blackmail", "--model", "openai/silent", "--api-base", endpoint.api_base)
        result = insider.run_until(
            lambda: bool(endpoint.requests), *words, number=number, code=code
        )
    (episode,) = insider.json("show")
    assert episode["stop_reason"] == "cancelled"
    assert f"Episode {episode['episode']} is kept as cancelled" in result.stderr
    assert "Traceback" not in result.output


def test_a_demo_that_is_told_to_terminate_keeps_what_had_ended_and_cancels_the_rest(
    insider: CommandLine,
) -> None:
    with insider.start("demo") as process:
        try:
            assert process.stderr is not None
            said = next(line for line in process.stderr if " verdict " in line)
            process.send_signal(signal.SIGTERM)
            _, rest = process.communicate(timeout=_PATIENCE)
        finally:
            process.kill()
    assert (process.returncode, "Traceback" in rest) == (143, False)
    assert "Episodes that had ended are kept; the others are marked cancelled." in rest
    assert "interrupted" not in insider.run("show").stderr
    episodes = insider.json("show")
    ended = [episode for episode in episodes if episode["verdict"] is not None]
    cut_off = [episode for episode in episodes if episode["verdict"] is None]
    assert 0 < len(ended) < 18
    assert {episode["stop_reason"] for episode in cut_off} == {"cancelled"}
    assert ended[-1]["verdict"]["outcome"] in said
    assert insider.json("replay", ended[-1]["episode"])["identical"] is True
