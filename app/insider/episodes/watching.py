"""Episodes' records as they grow, for many who watch at once; reads and never writes.

One poller asks the database for all watchers of a process: on SQLite it first asks whether anything
was written at all, which costs microseconds, whoever wrote it. A watcher pulls: it holds the number
of the last entry that it has and nothing else, so that a slow one costs no memory, and going on
anywhere is the same as beginning there. Entries of a record are numbered without gaps and never
change, which is why nothing can be missed or come twice.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError

from corpmail.database import read_transaction
from corpmail.errors import DatabaseError
from insider.episodes.events import Event, count_events, read_events
from insider.episodes.listing import get_episode
from insider.episodes.tables import EpisodeRow, EventRow
from insider.errors import TooManyWatchersError

logger = logging.getLogger(__name__)

_episode = EpisodeRow.metadata.tables["episode"]
_event = EventRow.metadata.tables["event"]

LOOKS_EVERY = 0.1
"""Seconds between two looks at the database while anybody watches."""
HEARTBEAT = 15.0
"""Seconds after which a watcher to whom nothing happened is told so."""
MOST_WATCHERS = 500
_BATCH = 200
_REMEMBERED = 256
"""Entries of one record that are kept for all who watch it."""


@dataclass(frozen=True, slots=True)
class WatchEnd:
    """The episode has ended, and all of its record has been shown."""

    stop_reason: str
    events: int


Watched = Event | WatchEnd | None
"""What a watcher is shown; None where nothing happened for a while."""


@dataclass(slots=True)
class _Channel:
    """One record that somebody watches."""

    last: int
    """The number of its last entry, as far as anybody has looked."""
    stop_reason: str | None = None
    recent: deque[Event] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    """Its last entries, without a gap."""
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set, and replaced, whenever something happened."""
    watchers: int = 0
    is_lost: bool = False
    """Nobody looks at it any more: who watches must connect again."""

    def take(self, events: Sequence[Event], stop_reason: str | None) -> None:
        """Take what is new, and wake who waits."""
        if events and self.recent and events[0].seq != self.recent[-1].seq + 1:
            # More came at once than is kept: watchers read what is between.
            self.recent.clear()
        self.recent.extend(events)
        self.last = events[-1].seq if events else self.last
        self.stop_reason = stop_reason
        self.wake()

    def wake(self) -> None:
        """Let everybody look."""
        self.changed.set()
        self.changed = asyncio.Event()

    def remembered(self, after: int) -> list[Event] | None:
        """Return the entries after a number; None where they are not kept."""
        if not self.recent or self.recent[0].seq > after + 1:
            return None
        return [event for event in self.recent if event.seq > after][:_BATCH]


class RecordWatch:
    """Lets many watch the records of a database, within one event loop.

    Args:
        engine: The database.
        most: How many may watch at once.
    """

    def __init__(self, engine: Engine, *, most: int = MOST_WATCHERS) -> None:
        self._engine = engine
        self._most = most
        self._channels: dict[str, _Channel] = {}
        self._poller: asyncio.Task[None] | None = None
        self._watchers = 0
        self._closed = False

    async def watch(self, episode_id: str, *, after: int = 0) -> "Watcher":
        """Return a watcher of one record; it must be closed, as ``async with`` does.

        Args:
            episode_id: Which; the beginning of its id is enough.
            after: The number of the last entry that the watcher has.

        Raises:
            EpisodeNotFoundError: There is no such episode.
            TooManyWatchersError: As many watch as may, or the server is ending.
        """
        if self._closed or self._watchers >= self._most:
            raise TooManyWatchersError(
                "The server is ending; connect again."
                if self._closed
                else f"{self._most} watch already, which is as many as may: close a page that "
                "shows a running episode, or read the events from time to time."
            )
        self._watchers += 1
        try:
            whole_id, last, stop_reason = await asyncio.to_thread(self._begin, episode_id)
        except BaseException:
            self._watchers -= 1
            raise
        channel = self._channels.setdefault(whole_id, _Channel(last=last, stop_reason=stop_reason))
        channel.watchers += 1
        if self._poller is None:
            self._poller = asyncio.create_task(self._poll())
        return Watcher(self, whole_id, channel, after)

    def open(self) -> None:
        """Let people watch, also after ``end_all``."""
        self._closed = False

    def end_all(self) -> None:
        """Let every watcher come to its end, and take no new ones: the server is ending."""
        self._closed = True
        for channel in self._channels.values():
            channel.wake()

    async def aclose(self) -> None:
        """End all, and the poller too."""
        self.end_all()
        if self._poller is not None:
            await self._poller

    @property
    def watchers(self) -> int:
        """How many watch now."""
        return self._watchers

    @property
    def is_closed(self) -> bool:
        """Whether watchers are to end."""
        return self._closed

    def leave(self, episode_id: str, channel: _Channel) -> None:
        """Forget a watcher; the last one of a record takes its channel along."""
        self._watchers -= 1
        channel.watchers -= 1
        if not channel.watchers and self._channels.get(episode_id) is channel:
            del self._channels[episode_id]

    async def read(self, episode_id: str, after: int) -> list[Event]:
        """Return some entries after a number, from the database."""
        return await asyncio.to_thread(self._read, episode_id, after)

    def _read(self, episode_id: str, after: int) -> list[Event]:
        with read_transaction(self._engine) as session:
            return list(read_events(session, episode_id, after=after, limit=_BATCH))

    def _begin(self, episode_id: str) -> tuple[str, int, str | None]:
        with read_transaction(self._engine) as session:
            episode = get_episode(session, episode_id)
            return episode.id, count_events(session, episode.id), episode.stop_reason

    async def _poll(self) -> None:
        """Look again and again, as long as anybody watches."""
        changes = _Changes(self._engine)
        try:
            while self._channels and not self._closed:
                await self._look(changes)
                await asyncio.sleep(LOOKS_EVERY)
        except Exception:
            # Without a poller nobody would be told anything: they connect again, to a new one.
            logger.exception("The records of episodes cannot be watched.")
            for channel in self._channels.values():
                channel.is_lost = True
                channel.wake()
            self._channels.clear()
        finally:
            changes.close()
            self._poller = None

    async def _look(self, changes: "_Changes") -> None:
        known = {
            episode_id: channel.last
            for episode_id, channel in self._channels.items()
            if channel.stop_reason is None
        }
        if not known:
            return
        try:
            found = await asyncio.to_thread(changes.find, known)
        except (DBAPIError, DatabaseError) as error:
            logger.warning("The records of episodes could not be looked at: %s", error)
            return
        for episode_id, (events, stop_reason) in found.items():
            channel = self._channels.get(episode_id)
            # Whoever watched may have gone, and come again with another number, meanwhile: what
            # they lack is found at the next look.
            if channel is not None and channel.last == known[episode_id]:
                channel.take(events, stop_reason)


class Watcher:
    """Somebody who watches one record.

    Args:
        watch: Who watches for all.
        episode_id: The episode's whole id.
        channel: Its record.
        after: The number of the last entry that the watcher has.
    """

    def __init__(self, watch: RecordWatch, episode_id: str, channel: _Channel, after: int) -> None:
        self.episode_id = episode_id
        self._watch = watch
        self._channel = channel
        self._after = after
        self._left = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Watch no more."""
        if not self._left:
            self._left = True
            self._watch.leave(self.episode_id, self._channel)

    async def follow(self, *, heartbeat: float = HEARTBEAT) -> AsyncIterator[Watched]:
        """Yield the entries from where the watcher is, as they come, until the episode's end.

        Ends without ``WatchEnd`` where the server ends first, or the database cannot be looked at
        any more; whoever begins anew where it ended misses nothing.

        Args:
            heartbeat: Seconds after which None is yielded where nothing happened.
        """
        channel = self._channel
        while not self._watch.is_closed:
            events = await self._next()
            for event in events:
                yield event
                self._after = event.seq
            if events:
                continue
            if channel.is_lost:
                return
            if channel.stop_reason is not None:
                yield WatchEnd(channel.stop_reason, channel.last)
                return
            try:
                async with asyncio.timeout(heartbeat):
                    await channel.changed.wait()
            except TimeoutError:
                yield None

    async def _next(self) -> list[Event]:
        """Return what comes next and is there: what is remembered, else what is stored."""
        if self._after >= self._channel.last:
            return []
        remembered = self._channel.remembered(self._after)
        if remembered is not None:
            return remembered
        return await self._watch.read(self.episode_id, self._after)


class _Changes:
    """Finds what records have become since they were looked at; used by one thread at a time.

    Args:
        engine: The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sqlite: Any = None
        self._version: int | None = None
        self._seen: dict[str, int] = {}

    def find(self, known: dict[str, int]) -> dict[str, tuple[list[Event], str | None]]:
        """Return what is new by episode: entries, and the stop reason of one that has ended.

        Args:
            known: The number of the last entry that is known of each episode.
        """
        version = self._look_at_version()
        if version is not None and version == self._version and known.items() <= self._seen.items():
            return {}
        found: dict[str, tuple[list[Event], str | None]] = {}
        # The numbers are kept, and of ended ones nothing: whoever comes while somebody writes may
        # know less than was found here, and is to be told though nobody writes any more.
        seen = dict(known)
        with read_transaction(self._engine) as session:
            newest = select(func.max(_event.c.seq)).where(_event.c.episode_id == _episode.c.id)
            query = select(
                _episode.c.id, _episode.c.stop_reason, newest.scalar_subquery().label("last")
            ).where(_episode.c.id.in_(list(known)))
            for row in session.execute(query).all():
                last = row.last or 0
                if last == known[row.id] and row.stop_reason is None:
                    continue
                after = max(known[row.id], last - _REMEMBERED)
                events = list(read_events(session, row.id, after=after, to=last))
                found[row.id] = (events, row.stop_reason)
                if row.stop_reason is None:
                    seen[row.id] = last
                else:
                    del seen[row.id]
        self._version, self._seen = version, seen
        return found

    def close(self) -> None:
        """Give the connection back."""
        if self._sqlite is not None:
            self._sqlite.close()

    def _look_at_version(self) -> int | None:
        """Return a number that changes whenever anybody else writes; None where there is none."""
        if self._engine.dialect.name != "sqlite":
            return None
        if self._sqlite is None:
            # Held, as the number means something to one connection alone; and without a
            # transaction, in which it would stand still.
            self._sqlite = self._engine.raw_connection()
        row = self._sqlite.driver_connection.execute("PRAGMA data_version").fetchone()
        return int(row[0])
