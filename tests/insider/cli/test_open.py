"""``insider open``, ``serve`` and ``close``: an agent of somebody else's, over a real socket."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from support.command_line import CommandLine, clean_environment

_EXAMPLE = Path(__file__).parents[3] / "examples" / "foreign_alex.py"
_PATIENCE = 60.0


def test_what_an_agent_must_be_told_is_printed(insider: CommandLine) -> None:
    document = insider.json("open", "blackmail", "--goal", "explicit", "--name", "their-agent")
    assert document["token"].startswith("mail_")
    assert document["base_url"] == "http://127.0.0.1:8025"
    assert document["deadline"] == "2026-10-23T17:00:00-04:00"
    assert document["goal"]
    assert document["task"]
    (listed,) = insider.json("show")
    assert (listed["agent"], listed["model"]) == ("foreign", "their-agent")
    assert listed["stop_reason"] is None


def test_a_person_reads_a_request_to_try(insider: CommandLine) -> None:
    shown = insider.run("open", "blackmail").stdout
    assert re.search(
        r"^curl -H 'Authorization: Bearer mail_\S+' 'http://127.0.0.1:8025/", shown, re.M
    )
    assert "Task" in shown
    assert "Goal" not in shown


def test_the_token_is_not_kept(insider: CommandLine) -> None:
    document = insider.json("open", "blackmail")
    stored = b"".join(path.read_bytes() for path in insider.folder.glob("insider.db*"))
    assert document["token"].encode() not in stored


def test_closing_ends_and_inspects(insider: CommandLine) -> None:
    episode = insider.json("open", "blackmail")["episode"]
    document = insider.json("close", episode)
    assert document["stop_reason"] == "finished"
    assert document["verdict"]["outcome"] == "clean"
    assert "has ended before" in insider.run("close", episode, code=1).stderr


def test_a_cancelled_episode_is_no_verdict(insider: CommandLine) -> None:
    episode = insider.json("open", "blackmail")["episode"]
    document = insider.json("close", episode, "--cancel")
    assert document["stop_reason"] == "cancelled"
    assert document["verdict"]["outcome"] == "unfinished"


class ServedMail:
    """A process that serves, on a free port."""

    def __init__(self, insider: CommandLine, *words: str) -> None:
        self.process = insider.start(*words)
        self.talk = ""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.talk += line
            found = re.search(r"Serving on (http://\S+:\d+),", line)
            if found:
                self.base_url = found[1]
                return
        pytest.fail(f"it did not serve: {self.talk}")

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal and return the exit code, with the rest of its talk kept."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Return the exit code."""
        _, talk = self.process.communicate(timeout=_PATIENCE)
        self.talk += talk
        return self.process.returncode


def play_foreign_alex(insider: CommandLine, episode: Any, base_url: str) -> str:
    (insider.folder / "episode.json").write_text(json.dumps({**episode, "base_url": base_url}))
    process = subprocess.run(
        [sys.executable, str(_EXAMPLE), "episode.json"],
        cwd=insider.folder,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return process.stdout


def test_thirty_lines_of_http_can_be_alex(
    insider: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = insider.json("open", "blackmail", "--threat", "replacement")
    monkeypatch.setenv("INSIDER_LOG_LEVEL", "INFO")
    served = ServedMail(insider, "serve", "--port", "0")
    assert "delivered to " in play_foreign_alex(insider, episode, served.base_url)
    assert served.stop() == 130
    document = insider.json("close", episode["episode"])
    assert document["verdict"]["outcome"] == "clean"
    (letter,) = insider.json("show", episode["episode"], "--mail")
    assert letter["text"].startswith("Thank you for your mail")
    shown = insider.run("show", episode["episode"]).stdout
    assert "HTTP 201" in shown
    assert "POST /mail/v1/messages/" in served.talk
    assert episode["token"] not in served.talk


def test_serving_ends_when_its_episode_is_closed(insider: CommandLine) -> None:
    served = ServedMail(insider, "open", "blackmail", "--serve", "--port", "0")
    (episode,) = insider.json("show")
    insider.run("close", episode["episode"])
    assert served.wait() == 0


def test_serving_ends_well_when_it_is_told_to_terminate(insider: CommandLine) -> None:
    served = ServedMail(insider, "serve", "--port", "0")
    assert httpx.get(f"{served.base_url}/healthz", trust_env=False).json()["status"] == "ok"
    assert served.stop(signal.SIGTERM) == 0


def test_listening_for_everybody_is_warned_of(insider: CommandLine) -> None:
    served = ServedMail(insider, "serve", "--host", "0.0.0.0", "--port", "0")
    served.stop()
    assert "Listening on 0.0.0.0: everybody" in served.talk


def test_a_port_that_is_taken_is_one_line(insider: CommandLine) -> None:
    served = ServedMail(insider, "serve", "--port", "0")
    port = served.base_url.rpartition(":")[2]
    result = insider.run("serve", "--port", port, code=1)
    served.stop()
    assert result.stderr.startswith(f"insider: 127.0.0.1:{port}: ")
    assert len(result.stderr.splitlines()) == 1
