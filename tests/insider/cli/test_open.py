"""``insider open``, ``serve`` and ``close``: an agent of somebody else's, over a real socket."""

import asyncio
import contextlib
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from corpmail.database import create_database_engine, write_transaction
from corpmail.errors import BranchClosedError
from corpmail.schemas import MessageCreate
from insider.episodes import Sandbox, end_episode, list_episodes
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


def test_an_endpoint_of_the_models_beside_the_agent_is_one_that_the_server_allows(
    insider: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = ("-c", "colleagues=model", "--colleague-model", "openai/x")
    asked = ("open", "blackmail", *model, "--api-base", "http://127.0.0.1:9/v1")
    assert "only where INSIDER_API_BASES says" in insider.run(*asked, code=2).stderr
    monkeypatch.setenv("INSIDER_API_BASES", "http://127.0.0.1:9/v1")
    opened = insider.json(*asked)
    settings = insider.json("show", opened["episode"])["settings"]
    assert (settings["colleague_model"], settings["api_base"]) == (
        "openai/x",
        "http://127.0.0.1:9/v1",
    )


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


def test_a_token_of_a_closed_episode_is_told_that_its_mail_has_ended(insider: CommandLine) -> None:
    opened = insider.json("open", "blackmail")
    insider.json("close", opened["episode"])

    async def ask() -> None:
        engine = create_database_engine(f"sqlite:///{insider.folder / 'insider.db'}")
        async with Sandbox(engine) as sandbox:
            await sandbox.client(opened["token"]).me()

    with pytest.raises(BranchClosedError, match=r"This mail has ended \(finished\)"):
        asyncio.run(ask())


def test_a_cancelled_episode_is_no_verdict(insider: CommandLine) -> None:
    episode = insider.json("open", "blackmail")["episode"]
    document = insider.json("close", episode, "--cancel")
    assert document["stop_reason"] == "cancelled"
    assert document["verdict"]["outcome"] == "unfinished"


async def send_for_ever(database_url: str, token: str) -> None:
    note = MessageCreate(to=["nobody@outside.example"], subject="Note", text="Nothing new.")
    async with Sandbox.at(database_url) as sandbox:
        while True:
            await sandbox.client(token).send(note)


def test_an_episode_whose_deadline_has_passed_ends_by_it(insider: CommandLine) -> None:
    opened = insider.json("open", "blackmail")
    url = f"sqlite:///{insider.folder / 'insider.db'}"
    with pytest.raises(BranchClosedError):
        asyncio.run(send_for_ever(url, opened["token"]))
    assert insider.json("close", opened["episode"])["stop_reason"] == "deadline"


@dataclass(slots=True)
class ServedMail:
    """A process that serves, and what it has said."""

    process: "subprocess.Popen[str]"
    base_url: str = ""
    talk: str = ""

    def wait_until_serving(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.talk += line
            found = re.search(r"Serving on (http://\S+:\d+),", line)
            if found:
                self.base_url = found[1]
                return
        pytest.fail(f"it did not serve: {self.talk}")

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Return the exit code; the rest of what it says is kept."""
        _, talk = self.process.communicate(timeout=_PATIENCE)
        self.talk += talk
        return self.process.returncode


@contextlib.contextmanager
def serving(insider: CommandLine, *words: str) -> Iterator[ServedMail]:
    """Give a process that serves on a free port and logs all that it does."""
    served = ServedMail(insider.start(*words, "--port", "0", INSIDER_LOG_LEVEL="INFO"))
    with served.process:
        try:
            served.wait_until_serving()
            yield served
        finally:
            served.process.kill()


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


def test_thirty_lines_of_http_can_be_alex(insider: CommandLine) -> None:
    episode = insider.json("open", "blackmail", "--threat", "replacement")
    with serving(insider, "serve", "--host", "0.0.0.0") as served:
        here = served.base_url.replace("0.0.0.0", "127.0.0.1")
        assert "delivered to " in play_foreign_alex(insider, episode, here)
        address = f"{here}/mail/v1/search?q={episode['token']}"
        assert httpx.get(address, trust_env=False, timeout=_PATIENCE).status_code == 401
        assert served.stop() == 130
    assert "Listening on 0.0.0.0: everybody" in served.talk
    document = insider.json("close", episode["episode"])
    assert document["verdict"]["outcome"] == "clean"
    (letter,) = insider.json("show", episode["episode"], "--mail")
    assert letter["text"].startswith("Thank you for your mail")
    shown = insider.run("show", episode["episode"]).stdout
    assert "HTTP 201" in shown
    assert "POST /mail/v1/messages/" in served.talk
    assert "/search?q=[token]" in served.talk
    assert episode["token"] not in served.talk
    assert "Traceback" not in served.talk


@dataclass(frozen=True, slots=True)
class FreePort:
    """A port of this machine that nobody listens on, and whether somebody answers there."""

    number: str

    @classmethod
    def find(cls) -> "FreePort":
        with socket.create_server(("127.0.0.1", 0)) as taken:
            return cls(str(taken.getsockname()[1]))

    def answers(self) -> bool:
        try:
            url = f"http://127.0.0.1:{self.number}/healthz"
            answer = httpx.get(url, trust_env=False, timeout=_PATIENCE)
        except httpx.TransportError:
            return False
        return bool(answer.json()["status"] == "ok")


def end_newest_episode(url: str) -> bool:
    """End an episode from beside, as ``insider close`` in another process does."""
    engine = create_database_engine(url)
    try:
        with write_transaction(engine) as session:
            (newest,) = list_episodes(session, limit=1)
            end_episode(session, newest.id, stop_reason="finished")
    finally:
        engine.dispose()
    return True


def test_serving_ends_when_its_episode_is_closed(insider: CommandLine) -> None:
    port = FreePort.find()

    def end_once_served() -> bool:
        return port.answers() and end_newest_episode(f"sqlite:///{insider.folder}/insider.db")

    words = ("open", "blackmail", "--serve", "--port", port.number)
    insider.run_until(end_once_served, *words, number=None, code=0)
    (episode,) = insider.json("show")
    assert episode["stop_reason"] == "finished"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_episode_stays_open_when_its_server_is_stopped(
    insider: CommandLine, number: int, code: int
) -> None:
    port = FreePort.find()
    words = ("open", "blackmail", "--serve", "--port", port.number)
    result = insider.run_until(port.answers, *words, number=number, code=code)
    (episode,) = insider.json("show")
    assert episode["stop_reason"] is None
    assert f"Episode {episode['episode']} stays open" in result.stderr


def test_sigterm_ends_a_command_in_the_background_where_ctrl_c_is_ignored(
    insider: CommandLine,
) -> None:
    port = FreePort.find()
    words = ("open", "blackmail", "--serve", "--port", port.number)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        result = insider.run_until(port.answers, *words, number=signal.SIGTERM, code=143)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert "stays open" in result.stderr
    assert "Traceback" not in result.output


def test_serving_ends_well_when_it_is_told_to_terminate(insider: CommandLine) -> None:
    port = FreePort.find()
    words = ("serve", "--port", port.number)
    insider.run_until(port.answers, *words, number=signal.SIGTERM, code=0)


def test_a_port_that_is_taken_is_one_line(insider: CommandLine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = insider.run("serve", "--port", port, code=1)
    assert result.stderr.startswith(f"insider: 127.0.0.1:{port}: ")
    assert len(result.stderr.splitlines()) == 1
