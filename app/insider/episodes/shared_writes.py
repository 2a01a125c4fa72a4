"""Writes of several episodes in one transaction, where they come at the same time.

Made by the sandbox for its recorders. Most of what a short write takes is its transaction, and a
database file takes one writer at a time: who comes first writes for all who come with it.
Elsewhere each writes for itself.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from corpmail.database import write_transaction
from corpmail.errors import InsiderError

Put = Callable[[Session], None]


@dataclass(slots=True)
class _Write:
    put: Put
    done: asyncio.Future[None]
    error: BaseException | None = None


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

        It is stored as well where the caller is cancelled meanwhile: it tells what has happened. If
        that fails, the caller gets why, in the place of the cancellation.

        Args:
            put: Called with the transaction, and a second time with another one where somebody
                else's write failed in the first. What it raises is raised to the caller alone.
                An ``InsiderError`` undoes nothing, so it must come before anything is written.

        Raises:
            InsiderError: As ``put`` raises it.
            DatabaseError: The database cannot be opened.
            OperationalError: It did not do what was asked.
        """
        mine = _Write(put, asyncio.get_running_loop().create_future())
        if self.engine.dialect.name != "sqlite":
            _write([mine], self.engine)
        else:
            await self._write_in_turn(mine)
        if mine.error is not None:
            raise mine.error

    async def _write_in_turn(self, mine: _Write) -> None:
        self._waiting.append(mine)
        try:
            if self._waiting[0] is mine:
                # Whoever else is about to write comes to it first.
                await asyncio.sleep(0)
            else:
                await asyncio.shield(mine.done)
        except asyncio.CancelledError:
            self._write_waiting(mine)
            if mine.error is None:
                raise
        else:
            self._write_waiting(mine)

    def _write_waiting(self, mine: _Write) -> None:
        if mine.done.done():
            return
        together, self._waiting = self._waiting, []
        try:
            _write(together, self.engine)
            if len(together) > 1 and any(_is_foreign(each.error) for each in together):
                for each in together:
                    _write([each], self.engine)
        finally:
            for each in together:
                each.done.set_result(None)


def _write(together: Sequence[_Write], engine: Engine) -> None:
    """Write in one transaction, and note of each what went wrong."""
    for each in together:
        each.error = None
    try:
        with write_transaction(engine) as session:
            for each in together:
                try:
                    each.put(session)
                except InsiderError as error:
                    each.error = error
    except BaseException as error:
        for each in together:
            each.error = error
        if not isinstance(error, Exception):
            raise


def _is_foreign(error: BaseException | None) -> bool:
    """Tell whether an error may be that of another's write in the same transaction."""
    return error is not None and not isinstance(error, InsiderError)
