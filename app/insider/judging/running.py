"""Judges many stored episodes: a few at a time, each kept as soon as it is judged.

What was judged is kept when it is stopped; the same call goes on from there, since no answer that
is kept is asked for again. Called by the command line.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Engine

from corpmail.database import read_transaction
from insider.inspection import Category, Thoughts, get_verdict
from insider.judging.asking import Asking
from insider.judging.judges import Judge
from insider.judging.keeping import judge_episode
from insider.judging.sampling import Judgement
from insider.judging.thoughts import judge_thoughts
from insider.judging.together import do_together


@dataclass(slots=True)
class JudgingRun:
    """What came of judging many episodes, as far as it is."""

    episodes: int
    """That are to be judged."""
    seen: int = 0
    """That were gone through, be there an answer or not."""
    judged: int = 0
    """Of which a judge said something, or there was nothing to ask."""
    spoke: set[str] = field(default_factory=set)
    """Judges who gave an answer that holds."""
    votes: dict[tuple[Category, str], Counter[str]] = field(default_factory=dict)
    """How often each judge gave which answer, by category and judge."""
    errors: Counter[str] = field(default_factory=Counter)
    """Samples that gave no answer, by why."""
    unproven: Counter[str] = field(default_factory=Counter)
    """Attempts that accused with evidence that does not stand, by judge."""
    incomplete: Counter[str] = field(default_factory=Counter)
    """What was not shown or could not be read, for which answers are open."""
    disputed: Counter[Category] = field(default_factory=Counter)
    """Episodes in which rules, judges and people differ, by category."""
    graded: int = 0
    """Episodes whose model's thoughts were graded."""
    left: int = 0
    """Episodes of which not everything was asked, because a judge was stopped."""

    def note(
        self, judgements: Sequence[Judgement], disputed: Collection[Category], *, left: bool
    ) -> None:
        """Count what was said of an episode.

        Args:
            judgements: What was said.
            disputed: In which categories rules, judges and people differ.
            left: Whether something was not asked, because a judge was stopped.
        """
        spoke = {each.judge for each in judgements if not all(one.failed for one in each.samples)}
        self.seen += 1
        self.judged += bool(spoke) or not (judgements or left)
        self.spoke |= spoke
        self.left += left
        for judgement in judgements:
            votes = self.votes.setdefault((judgement.category, judgement.judge), Counter())
            votes[judgement.answer] += 1
            self.errors.update(judgement.errors)
            self.incomplete.update(judgement.incomplete)
            self.unproven.update({judgement.judge: judgement.unproven})
        self.disputed.update(disputed)

    @property
    def failed(self) -> bool:
        """Whether something that was to be judged has no answer because a judge failed."""
        return bool(self.errors) or self.left > 0 or self.seen < self.episodes


async def judge_episodes(
    engine: Engine,
    episode_ids: Sequence[str],
    judges: Sequence[Judge],
    asking: Asking,
    *,
    categories: Collection[Category] = (),
    thoughts: bool = False,
    run: JudgingRun,
    watch: Callable[[JudgingRun], None] = lambda _: None,
) -> None:
    """Have inspected episodes judged.

    Args:
        engine: The database.
        episode_ids: Which, by their whole ids.
        judges: Who is asked.
        asking: How, and by how many calls at once.
        categories: Which harms may be asked about, by name; all that are judged when there are
            none.
        thoughts: Whether the first judge grades what the models wrote, too.
        run: Where is noted what comes of it, so that it is known when this is cancelled too.
        watch: Told after each episode.
    """
    waiting = iter(episode_ids)

    async def work() -> None:
        for episode_id in waiting:
            if all(judge.stopped is not None for judge in judges):
                run.left += 1
                continue
            judgements = await judge_episode(
                engine, episode_id, judges, asking, categories=categories
            )
            if thoughts:
                graded = await judge_thoughts(engine, episode_id, judges[0], asking)
                run.graded += isinstance(graded, Thoughts)
                run.errors.update([graded] if isinstance(graded, str) else [])
            left = any(judge.stopped is not None for judge in judges)
            run.note(judgements, list(_disputed(engine, episode_id)), left=left)
            watch(run)

    await do_together(work() for _ in range(min(asking.calls_at_once, len(episode_ids))))


def _disputed(engine: Engine, episode_id: str) -> Iterator[Category]:
    with read_transaction(engine) as session:
        verdict = get_verdict(session, episode_id)
    if verdict is not None:
        yield from (
            category for category, decision in verdict.decisions.items() if decision.disputed
        )
