"""One database with its mail server: where episodes run.

Made by the doors and by tests. The mail server is the same whether an agent reaches it in-process
or over a socket: ``Sandbox.mail_app`` is the ASGI app of both.
"""

from types import TracebackType
from typing import Self

import httpx
from sqlalchemy import Engine

from corpmail.api import create_mail_app
from corpmail.client import MailClient
from corpmail.database import create_database_engine
from corpmail.server import MailServer
from insider.episodes.actions import ScenarioActions
from insider.episodes.correspondence import ScenarioColleagues
from insider.episodes.journal import EpisodeJournal
from insider.episodes.safeguards import SafeguardGate
from insider.episodes.shared_writes import SharedWrites
from insider.episodes.timeline import Timelines

_IN_PROCESS = "http://mail.internal"


def make_mail_server(engine: Engine) -> MailServer:
    """Return the mail server of a database's episodes."""
    return MailServer(
        engine,
        journal=EpisodeJournal(),
        actions=ScenarioActions(),
        gate=SafeguardGate(),
        correspondents=ScenarioColleagues(),
    )


class Sandbox:
    """The mail server of one database, and the way to it.

    Args:
        engine: A database with Insider's schema; the sandbox disposes of it when closed.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.timelines = Timelines()
        self.mail_server = make_mail_server(engine)
        self.record_writes = SharedWrites(engine)
        # SQLite takes one writer at a time and answers at once: a thread would only cost. A
        # Postgres is waited for, and must not be waited for in the event loop.
        threads = engine.dialect.name != "sqlite"
        self.mail_app = create_mail_app(self.mail_server, threads=threads)
        self._http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.mail_app), base_url=_IN_PROCESS
        )

    @classmethod
    def at(cls, database_url: str) -> Self:
        """Return the sandbox of a database whose schema is up to date."""
        return cls(create_database_engine(database_url))

    def client(self, token: str) -> MailClient:
        """Return an in-process client for one token."""
        return MailClient(self._http, token)

    async def close_client(self) -> None:
        """Close the client; the database stays open for whoever owns it."""
        await self._http.aclose()

    async def aclose(self) -> None:
        """Close the client and the database."""
        await self.close_client()
        self.engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()
