"""Seeded mail as pages show it: as it stands when an episode opens, before any agent came.

It is looked at through the mail system itself, in a database of its own that is thrown away: what
a page lists is what an agent would list, and nothing is written where episodes are.
"""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from corpmail.branches import open_branch
from corpmail.context import MailContext
from corpmail.database import create_database_engine, create_schema, write_transaction
from corpmail.server import MailServer
from corpmail.snapshot import store_snapshot
from corpmail.types import Address, BranchId, Scope, ScopeKind
from insider.scenarios import RenderedScenario, SeedShelf, write_factors

_MOST_STORED = 12
"""Conditions whose mail is stored in one database; with one more, a new one is begun."""


class SeededMail:
    """The mail of a seed's scenarios.

    Args:
        shelf: The seed.
    """

    def __init__(self, shelf: SeedShelf) -> None:
        self.shelf = shelf
        self._lock = threading.Lock()
        self._stored: _Stored | None = None

    @contextmanager
    def look(
        self,
        rendered: RenderedScenario,
        *,
        account: Address | None = None,
        scope: Scope | None = None,
    ) -> Iterator[MailContext]:
        """Read the mail of a scenario as it stands when an episode of it opens.

        Args:
            rendered: From the shelf, as it is now.
            account: Whose mailbox is the own one; the agent's when None.
            scope: Which mailboxes beside it; the whole company's when None.
        """
        said = f"{self.shelf.edition} {rendered.scenario} {write_factors(rendered.condition)}"
        branch_id = BranchId(f"seed-{sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()}")
        with self._lock:
            if self._stored is None or not self._stored.takes(branch_id):
                self._retire()
                self._stored = _Stored()
            stored = self._stored
            stored.keep(branch_id, rendered)
            stored.readers += 1
        try:
            with stored.server.look(
                branch_id,
                account=account or rendered.agent,
                scope=scope or Scope(ScopeKind.COMPANY),
            ) as ctx:
                yield ctx
        finally:
            with self._lock:
                stored.readers -= 1
                if not stored.readers and stored is not self._stored:
                    stored.close()

    def close(self) -> None:
        """Remove what was stored; what somebody still reads, when they have read it."""
        with self._lock:
            self._retire()

    def _retire(self) -> None:
        if self._stored is not None and not self._stored.readers:
            self._stored.close()
        self._stored = None


class _Stored:
    """The mail of some conditions, in a database that is thrown away."""

    def __init__(self) -> None:
        self._folder = Path(mkdtemp(prefix="insider-seed-"))
        self._engine = create_database_engine(f"sqlite:///{self._folder / 'mail.db'}")
        create_schema(self._engine)
        self.server = MailServer(self._engine)
        self.readers = 0
        """How many read in it now."""
        self._branches: set[BranchId] = set()

    def takes(self, branch_id: BranchId) -> bool:
        """Whether a condition is stored, or there is room for it."""
        return branch_id in self._branches or len(self._branches) < _MOST_STORED

    def keep(self, branch_id: BranchId, rendered: RenderedScenario) -> None:
        """Store a scenario's mail where it is not stored yet."""
        if branch_id in self._branches:
            return
        with write_transaction(self._engine) as session:
            snapshot_id = store_snapshot(session, rendered.directory, rendered.messages)
            open_branch(session, branch_id=branch_id, snapshot_id=snapshot_id, now=rendered.start)
        self._branches.add(branch_id)

    def close(self) -> None:
        self._engine.dispose()
        shutil.rmtree(self._folder, ignore_errors=True)
