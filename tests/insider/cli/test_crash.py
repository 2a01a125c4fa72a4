"""Episodes that are cut off: killed processes, Ctrl-C, SIGTERM. Nothing that had ended is lost."""

import contextlib
import signal
import subprocess
import threading
from collections.abc import Iterator

import pytest

from support.command_line import CommandLine
from support.openai_server import HANG, StandIn, openai_server

_PATIENCE = 60.0


def wait_for_request(endpoint: StandIn, process: "subprocess.Popen[str]") -> None:
    """Return once the model has been asked, so that an episode is in the middle of its work."""
    pause = threading.Event()
    while not endpoint.requests:
        assert process.poll() is None, process.communicate()
        pause.wait(0.02)


@contextlib.contextmanager
def working_alex(insider: CommandLine) -> Iterator["subprocess.Popen[str]"]:
    """Give a process whose Alex waits for a model that says nothing."""
    with openai_server(HANG) as endpoint:
        process = insider.start(
            "run", "blackmail", "--model", "openai/silent", "--api-base", endpoint.api_base
        )  # fmt: skip
        try:
            wait_for_request(endpoint, process)
            yield process
        finally:
            process.kill()
            process.communicate()


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
