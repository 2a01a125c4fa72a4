"""Runs the web server for the commands that serve."""

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

import click
import uvicorn
from fastapi import FastAPI

from corpmail.branches import load_branch
from corpmail.database import create_database_engine, read_transaction
from corpmail.types import BranchId
from insider.cli.command import Invocation
from insider.episodes import get_episode
from insider.settings import Settings
from insider.web import create_app

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., object])

_LOOKS_EVERY = 1.0
"""Seconds between two looks at whether an episode has ended."""
_ENDS_WITHIN = 10
"""Seconds that the last answers have to be read when the server ends."""


def address_options(function: CommandFunction) -> CommandFunction:
    """Give a command the options ``host`` and ``port``."""
    for option in (
        click.option(
            "--port",
            type=click.IntRange(0, 65535),
            help="INSIDER_PORT, else 8025; 0 takes a free one.",
        ),
        click.option(
            "--host", metavar="ADDRESS", help="Where to listen; INSIDER_HOST, else 127.0.0.1."
        ),
    ):
        function = option(function)
    return function


def read_address(*, host: str | None, port: int | None) -> Mapping[str, object]:
    """Return the settings that these options change."""
    given = {"host": host, "port": port}
    return {key: value for key, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Place:
    """A port that is held, and its address for clients."""

    socket: socket.socket
    url: str


@contextlib.contextmanager
def hold_place(settings: Settings) -> Iterator[Place]:
    """Take the port of the settings, and give it back afterwards.

    Raises:
        OSError: The port is taken, or the address is none of this machine.
    """
    listener = _listen(settings.host, settings.port)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    with contextlib.closing(listener):
        yield Place(listener, f"http://{host}:{listener.getsockname()[1]}")


def serve(invocation: Invocation, place: Place, *, episode_id: str | None = None) -> None:
    """Serve until Ctrl-C or, given an episode, until that has ended; it stays open on Ctrl-C.

    Args:
        invocation: Whose database.
        place: Where.
        episode_id: An open episode.
    """
    if episode_id is not None:
        invocation.console.kept = (
            f"Episode {episode_id} stays open; "
            f"'{invocation.next_command(f'close {episode_id}')}' ends and inspects it."
        )
    asyncio.run(_serve(invocation, place, episode_id))


class Server(uvicorn.Server):
    """uvicorn without its own signal handling: Ctrl-C is the command's.

    Args:
        config: How it serves.
        ending: Called before it waits for its last answers, some of which would never end.
    """

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ending = ending

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more requests, and come to an end."""
        self._ending()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to asyncio, which cancels the task that serves."""
        yield


async def _serve(invocation: Invocation, place: Place, episode_id: str | None) -> None:
    settings, console = invocation.settings, invocation.console
    if not settings.listens_on_loopback:
        console.warn(
            f"Listening on {settings.host}: everybody who reaches this machine can reach it. "
            "Tokens are all that guards the mail, and they travel in the clear."
        )
    app = create_app(settings)
    end_streams: Callable[[], None] = app.state.end_streams
    server = Server(_config(app, level=settings.log_level), end_streams)
    console.say(f"Serving on {place.url}, documented at {place.url}/docs.")
    serving = asyncio.create_task(server.serve(sockets=[place.socket]))
    if episode_id is None:
        # Whoever runs a container ends it with SIGTERM, which is a good end; where there is an
        # episode it is as Ctrl-C. Not every system has such handlers.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(
                signal.SIGTERM, server.handle_exit, signal.SIGTERM, None
            )
    try:
        # Waited for, not awaited: Ctrl-C cancels this task, and the server must end by itself.
        if episode_id is None:
            await asyncio.wait([serving])
        else:
            await _wait_for_end(invocation, episode_id, serving)
    finally:
        server.should_exit = True
        await serving


async def _wait_for_end(
    invocation: Invocation, episode_id: str, serving: asyncio.Task[None]
) -> None:
    engine = create_database_engine(invocation.settings.database_url)
    try:
        while not serving.done():
            with read_transaction(engine) as session:
                ended = get_episode(session, episode_id).stop_reason is not None
                closed = load_branch(session, BranchId(episode_id)).closed
            if ended:
                return
            if closed is not None:
                invocation.console.say(f"Episode {episode_id} has reached its {closed}.")
                invocation.console.say(str(invocation.console.kept))
                return
            await asyncio.wait([serving], timeout=_LOOKS_EVERY)
    finally:
        engine.dispose()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        error.filename = f"{host}:{port}"
        raise
    return listener


def _config(app: FastAPI, *, level: str) -> uvicorn.Config:
    # Its own log configuration would add handlers beside ours. Access lines have addresses only:
    # tokens travel in a header, which is never logged, and our handler knows them elsewhere.
    for name in ("uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).setLevel(level)
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=True,
        server_header=False,
        timeout_graceful_shutdown=_ENDS_WITHIN,
    )
