"""A real server on loopback, for browsers and streams: its database, its address, and its end."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from insider.cli.serving import Server
from insider.settings import Settings
from insider.web import create_app


@dataclass(frozen=True, slots=True)
class Site:
    """A server that answers."""

    url: str
    settings: Settings


@contextmanager
def serve_site(database_url: str, **settings: object) -> Iterator[Site]:
    """Serve a database until the block ends.

    Args:
        database_url: Whose schema is current.
        settings: Further settings, such as ``operator_token``.
    """
    made = Settings(database_url=database_url, port=0, **settings)  # type: ignore[arg-type]
    app = create_app(made)
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=5
    )
    server = Server(config, app.state.end_streams)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            if not thread.is_alive():
                raise RuntimeError("The server did not start.")
            thread.join(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Site(f"http://127.0.0.1:{port}", made)
    finally:
        server.should_exit = True
        thread.join(10)
