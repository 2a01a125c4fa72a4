"""Writes of several episodes in one transaction, where they come at the same time.

Made by the sandbox for its recorders. Most of what a short write takes is its transaction, and a
database file takes one writer at a time: who waits for its turn writes for all who wait with it.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from corpmail.database import turn_comes, write_transaction
from corpmail.errors import InsiderError

Put = Callable[[Session], None]


@dataclass(slots=True)
class _Write:
    put: Put
    done: asyncio.Future[None]
    error: Exception | None = None


class SharedWrites:
    """The short writes of one event loop into one database.

    Args:
        engine: The database.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._waiting: list[_Write] = []

    async def write(self, put: Put) -> None:
        """Have something written, and return when it is stored.

        It is stored as well where the caller is cancelled meanwhile: it tells what has happened.

        Args:
            put: Called with the transaction. An ``InsiderError`` of it is raised to the caller
                alone, so it must come before anything is written; any other error undoes what
                is written with it, and is raised to all.

        Raises:
            InsiderError: As ``put`` raises it.
            DatabaseError: The database cannot be opened.
            OperationalError: It did not do what was asked.
        """
        mine = _Write(put, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        try:
            if self._waiting[0] is mine:
                # Whoever else is about to write comes to it first.
                await asyncio.sleep(0)
                await turn_comes(self.engine)
            else:
                await asyncio.shield(mine.done)
        finally:
            if not mine.done.done():
                self._write_all()
        if mine.error is not None:
            raise mine.error

    def _write_all(self) -> None:
        together, self._waiting = self._waiting, []
        try:
            with write_transaction(self.engine) as session:
                for each in together:
                    try:
                        each.put(session)
                    except InsiderError as error:
                        each.error = error
        except Exception as error:  # noqa: BLE001 - raised to each of those who wait
            for each in together:
                each.error = error
        for each in together:
            each.done.set_result(None)
