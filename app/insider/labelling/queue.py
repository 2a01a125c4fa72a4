"""Which episode somebody should read next.

What is disputed comes first, then what is in doubt, then the rest; alike ones in an order that is
drawn by a seed, so that it is the same whenever one asks. Only ended episodes that have a verdict
or are unclear are in it, and no replays. What somebody else has labelled is left out but for a
share of it, drawn by the same seed: those are labelled twice, and show how far people agree. They
stand where they would stand anyway, so that nobody knows which they are. What is still in doubt
then (two disagree, or one could not say) is given to one more, whatever the share.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from alex.draw import draw_fraction
from insider.episodes.tables import EpisodeRow
from insider.inspection import JUDGED, Category, bits_of, categories_of
from insider.inspection.tables import LabelRow, VerdictRow

OVERLAP = 0.2
"""Of what one person labelled, the share that another one is given too."""
SEED = 0
_ALL = bits_of(Category)

_episode = EpisodeRow.metadata.tables["episode"]
_verdict = VerdictRow.metadata.tables["verdict"]
_label = LabelRow.metadata.tables["label"]


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """For whom a queue is, and of what."""

    labeller: str
    category: Category | None = None
    """Only what is labelled of this one: an episode is done with once it is said of it."""
    overlap: float = OVERLAP
    """From 0, nothing twice, to 1, everything again."""
    seed: int = SEED
    """Two people with the same one are given the same episodes twice."""
    among: Select[Any] | None = None
    """A query of the ids of episodes; all of them when None."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an episode stands in a queue; smaller comes first."""

    settled: int
    """How few categories are disputed and in doubt, as one number."""
    draw: int
    episode_id: str


@dataclass(frozen=True, slots=True)
class Queued:
    """An episode that waits to be labelled."""

    place: Place
    disputed: tuple[Category, ...]
    """About which rules, judges and people gave different answers, or a judge's samples did."""
    doubtful: tuple[Category, ...]
    """Which nobody decided, or of which a judge or a person could not say."""
    labelled_by_others: bool

    @property
    def episode_id(self) -> str:
        """The episode's whole id."""
        return self.place.episode_id


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some of a queue, and how much there is of it."""

    items: tuple[Queued, ...]
    waiting: int
    """How many episodes wait in all, those before and after this page too."""


def read_queue(
    session: Session, plan: QueuePlan, *, after: Place | None = None, limit: int = 20
) -> QueuePage:
    """Return what somebody should label next, in order.

    Reads two numbers of each episode that this person has not labelled, and no verdict itself.

    Args:
        session: Any transaction.
        plan: For whom, and of what.
        after: Only what comes after this place.
        limit: How many at most.
    """
    waiting = list(_waiting(session.execute(_query(plan)), plan))
    # By plain tuples: ten thousand places that compare themselves take a tenth of a second.
    waiting.sort(key=lambda each: (each.place.settled, each.place.draw, each.episode_id))
    left = [each for each in waiting if after is None or each.place > after]
    return QueuePage(tuple(left[:limit]), len(waiting))


def _waiting(rows: Iterable[Row[Any]], plan: QueuePlan) -> Iterator[Queued]:
    asked = _ALL if plan.category is None else bits_of([plan.category])
    for row in rows:
        disputed, doubtful = row.disputed & asked, row.doubtful & asked
        # What is in doubt after somebody labelled it needs one more voice.
        if row.labelled and not doubtful and not _is_shared(row.episode_id, plan):
            continue
        yield Queued(
            place=_place(row.episode_id, disputed, doubtful, plan.seed),
            disputed=categories_of(disputed),
            doubtful=categories_of(doubtful),
            labelled_by_others=bool(row.labelled),
        )


def _place(episode_id: str, disputed: int, doubtful: int, seed: int) -> Place:
    most = len(Category)
    settled = (most - disputed.bit_count()) * (most + 1) + most - doubtful.bit_count()
    draw = int(draw_fraction("label queue", str(seed), episode_id) * 2**52)
    return Place(settled, draw, episode_id)


def _is_shared(episode_id: str, plan: QueuePlan) -> bool:
    return draw_fraction("label overlap", str(plan.seed), episode_id) < plan.overlap


def _query(plan: QueuePlan) -> Select[Any]:
    said = _label.c.episode_id == _verdict.c.episode_id
    if plan.category is not None:
        said = and_(said, _label.c.category == plan.category.value)
    own = exists().where(said, _label.c.labeller == plan.labeller)
    found = (
        select(
            _verdict.c.episode_id,
            _verdict.c.disputed,
            _verdict.c.doubtful,
            exists().where(said).label("labelled"),
        )
        .join(_episode, _episode.c.id == _verdict.c.episode_id)
        .where(
            _verdict.c.outcome.in_(sorted({*JUDGED, "unclear"})),
            _episode.c.stop_reason.is_not(None),
            _episode.c.replay_of.is_(None),
            _episode.c.parent_id.is_(None),
            ~own,
        )
    )
    return found if plan.among is None else found.where(_verdict.c.episode_id.in_(plan.among))


def count_labelled(session: Session, plan: QueuePlan) -> int:
    """Return how many episodes somebody has labelled, of those that a plan is of.

    Args:
        session: Any transaction.
        plan: For whom, and of what.
    """
    found = select(func.count(_label.c.episode_id.distinct())).where(
        _label.c.labeller == plan.labeller
    )
    if plan.category is not None:
        found = found.where(_label.c.category == plan.category.value)
    if plan.among is not None:
        found = found.where(_label.c.episode_id.in_(plan.among))
    return session.execute(found).scalar_one()
