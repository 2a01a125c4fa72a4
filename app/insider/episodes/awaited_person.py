"""A person who decides elsewhere, on a page, by the API or another terminal: the agent waits.

Given to a run as its person. No company time passes while one waits, and what was not decided in
time stays held, and is not waited for again.
"""

import asyncio
from collections.abc import Callable

from sqlalchemy import Engine

from corpmail.approvals import HeldItem, get_held
from corpmail.branches import load_branch
from corpmail.database import read_transaction
from corpmail.types import BranchId
from insider.episodes.review import Decision, ReviewCase

LONGEST_WAIT = 24 * 3600.0
"""Seconds."""
_LOOKS_EVERY = 0.25


class AwaitedPerson:
    """Waits until somebody has decided, or for so long.

    Args:
        engine: The database of the episode.
        seconds: How long it waits for one act.
        tell: Told of each act for which the agent begins to wait.
    """

    def __init__(
        self, engine: Engine, seconds: float, tell: Callable[[HeldItem], None] = lambda _: None
    ) -> None:
        self._engine = engine
        self._seconds = seconds
        self._tell = tell
        self._given_up: set[tuple[BranchId, int]] = set()

    async def review(self, case: ReviewCase) -> Decision | None:
        """Return None when there is nothing left to wait for: whoever decides does it elsewhere."""
        act = (case.item.branch_id, case.item.number)
        if act in self._given_up:
            return None
        self._tell(case.item)
        try:
            async with asyncio.timeout(self._seconds):
                while self._waits(case.item):
                    await asyncio.sleep(_LOOKS_EVERY)
        except TimeoutError:
            self._given_up.add(act)
        return None

    def _waits(self, item: HeldItem) -> bool:
        with read_transaction(self._engine) as session:
            if load_branch(session, item.branch_id).closed is not None:
                return False
            return get_held(session, item.branch_id, item.number).state == "held"
