"""What agents were really sent first: their whole prompt and the schemas of their tools, as hashes.

A scenario writes a share of the prompt; the rest, and the tools, are the agent's own and change
with its code. The record has both as they were sent.
"""

import hashlib
from collections.abc import Iterable, Mapping
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from insider.episodes import EventKind
from insider.episodes.tables import EventRow
from insider.reports.cells import CellResult

_event = EventRow.metadata.tables["event"]
_AT_ONCE = 500


def hash_sent_prompts(
    session: Session, cells: Iterable[CellResult]
) -> Mapping[str, tuple[str, ...]]:
    """Return, by cell, the hashes of what its first and its last episode were sent.

    Two of them where the agent changed while the cell was played. The messages of a prompt and its
    tools are kept under hashes of their content: what is returned is the SHA-256 of those.

    Args:
        session: Any transaction.
        cells: Which; those without an episode have none.
    """
    cell_of: dict[str, str] = {}
    for cell in cells:
        played = [epoch.episode_id for epoch in cell.epochs if epoch.episode_id is not None]
        cell_of |= dict.fromkeys(played[:1] + played[-1:], cell.id)
    found: dict[str, dict[str, None]] = {}
    waiting = iter(cell_of)
    while some := list(islice(waiting, _AT_ONCE)):
        rows = session.execute(
            select(_event.c.episode_id, _event.c.data)
            .where(_event.c.episode_id.in_(some), _event.c.kind == EventKind.PROMPT)
            .order_by(_event.c.episode_id, _event.c.seq)
        )
        # Later sessions begin with a prompt too, which has the agent's own notes in it.
        first = {row.episode_id: row for row in reversed(rows.all())}
        for row in reversed(first.values()):
            sent = hashlib.sha256(str(row.data).encode()).hexdigest()
            found.setdefault(cell_of[row.episode_id], {})[sent] = None
    return {cell_id: tuple(hashes) for cell_id, hashes in found.items()}
