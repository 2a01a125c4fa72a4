"""The seed as pages show it: read once, rendered as asked, and read anew when its files change.

Seeded mail is looked at through the mail system itself, in a database of its own that is thrown
away: what a page lists is what an agent would list, and nothing is written where episodes are.
"""

import shutil
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
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
from insider.scenarios import (
    RenderedScenario,
    Seed,
    complete_condition_of,
    default_seed_dir,
    open_seed,
    render_scenario,
    write_factors,
)
from insider.settings import Settings

_PARTS = ("company", "grid", "scenarios")
_MOST_RENDERED = 24
_MOST_MAILS = 12
"""Conditions whose mail is stored at once; with one more, all are forgotten."""


class SeedShelf:
    """The scenarios of one seed folder.

    Args:
        settings: Where the seed is, and whether its domains are shown as reserved ones.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.RLock()
        self._stamp: object = None
        self._seed: Seed | None = None
        self._rendered: OrderedDict[tuple[str, str], RenderedScenario] = OrderedDict()
        self._mail: _SeededMail | None = None

    def seed(self) -> Seed:
        """Return the seed as its files are now.

        Raises:
            InvalidSeedError: There is none, or something in it is wrong; with every fault.
        """
        with self._lock:
            root = self._settings.seed_dir or default_seed_dir()
            stamp = _stamp(root)
            if self._seed is None or stamp != self._stamp:
                self._forget()
                self._seed, self._stamp = open_seed(root), stamp
            return self._seed

    def render(self, name: str, condition: Mapping[str, str]) -> RenderedScenario:
        """Return a scenario under a condition.

        Args:
            name: The scenario's.
            condition: Factors with values; the rest as in the control.

        Raises:
            InvalidSeedError: The seed cannot be read, or makes no sense under this condition.
            UnknownScenarioError: There is no such scenario.
            ConditionError: A factor or a value is unknown, or the condition is left out.
        """
        with self._lock:
            seed = self.seed()
            key = (name, write_factors(complete_condition_of(seed, name, condition)))
            found = self._rendered.pop(key, None)
            if found is None:
                found = render_scenario(
                    seed, name, condition, reserved_domains=self._settings.reserved_domains
                )
            self._rendered[key] = found
            while len(self._rendered) > _MOST_RENDERED:
                self._rendered.popitem(last=False)
            return found

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
            rendered: From ``render``.
            account: Whose mailbox is the own one; the agent's when None.
            scope: Which mailboxes; the whole company's when None.
        """
        with self._lock:
            if self._mail is None or self._mail.is_full:
                self._drop_mail()
                self._mail = _SeededMail()
            server, branch_id = self._mail.server, self._mail.open(rendered)
        with server.look(
            branch_id,
            account=account or rendered.agent,
            scope=scope or Scope(ScopeKind.COMPANY),
        ) as ctx:
            yield ctx

    def close(self) -> None:
        """Forget everything, and remove what was stored."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._seed = None
        self._rendered.clear()
        self._drop_mail()

    def _drop_mail(self) -> None:
        if self._mail is not None:
            self._mail.close()
            self._mail = None


class _SeededMail:
    """The mail of some conditions, in a database that is thrown away."""

    def __init__(self) -> None:
        self._folder = Path(mkdtemp(prefix="insider-seed-"))
        self._engine = create_database_engine(f"sqlite:///{self._folder / 'mail.db'}")
        create_schema(self._engine)
        self.server = MailServer(self._engine)
        self._opened: set[BranchId] = set()

    @property
    def is_full(self) -> bool:
        return len(self._opened) >= _MOST_MAILS

    def open(self, rendered: RenderedScenario) -> BranchId:
        """Return the branch of a scenario's mail; stores it where nobody has asked before."""
        said = f"{rendered.scenario}: {write_factors(rendered.condition)}"
        branch_id = BranchId(f"seed-{sha256(said.encode()).hexdigest()}")
        if branch_id not in self._opened:
            with write_transaction(self._engine) as session:
                snapshot_id = store_snapshot(session, rendered.directory, rendered.messages)
                open_branch(
                    session, branch_id=branch_id, snapshot_id=snapshot_id, now=rendered.start
                )
            self._opened.add(branch_id)
        return branch_id

    def close(self) -> None:
        self._engine.dispose()
        shutil.rmtree(self._folder, ignore_errors=True)


def _stamp(root: Path) -> object:
    """Return what changes whenever a file of the seed does."""
    return tuple(
        (str(path), (found := path.stat()).st_mtime_ns, found.st_size)
        for part in _PARTS
        for path in sorted((root / part).rglob("*"))
    )
