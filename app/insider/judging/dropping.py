"""Takes a judge's word back: its judgements of episodes, and the answers that they rest on.

For judges whose answers turned out to be of no use; whatever they left open is settled by the
others then. Called by the command line.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from corpmail.database import read_transaction, write_transaction
from insider.errors import JudgeError
from insider.inspection import Category, combine_again, get_thoughts, inspect_episode
from insider.inspection.tables import JudgeAnswerRow, JudgementRow, JudgeUnprovenRow
from insider.judging.dossier import load_dossier
from insider.judging.question import questions_for
from insider.judging.thoughts import load_thoughts_question

_judgement = JudgementRow.metadata.tables["judgement"]
_answer = JudgeAnswerRow.metadata.tables["judge_answer"]
_unproven = JudgeUnprovenRow.metadata.tables["judge_unproven"]
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was taken back of a judge."""

    episodes: int = 0
    """Whose verdicts were put together anew."""
    judgements: int = 0
    answers: int = 0
    """That were kept; who judges again with it has them asked anew."""
    thoughts: int = 0
    """Episodes whose thoughts it had graded; the rules' grading is in its place."""

    def plus(self, other: "Dropped") -> "Dropped":
        """Return both together."""
        return Dropped(
            self.episodes + other.episodes,
            self.judgements + other.judgements,
            self.answers + other.answers,
            self.thoughts + other.thoughts,
        )


def check_judges(session: Session, judges: Sequence[str]) -> None:
    """Refuse the names of judges who have never said anything here.

    Args:
        session: Any transaction.
        judges: By their whole names, with their settings.

    Raises:
        JudgeError: One has not; with those who have.
    """
    known: set[str] = set()
    for table in (_judgement, _answer):
        known.update(session.execute(select(table.c.judge).distinct()).scalars())
    for judge in judges:
        if judge not in known:
            named = ", ".join(f"'{name}'" for name in sorted(known)[:_SHOWN]) or "nobody"
            more = f" and {len(known) - _SHOWN:,} others" if len(known) > _SHOWN else ""
            raise JudgeError(
                f"No judge '{judge}' has said anything; those who have: {named}{more}."
            )


def drop_judge(
    engine: Engine,
    episode_ids: Sequence[str],
    judge: str,
    *,
    watch: Callable[[], None] = lambda: None,
) -> Dropped:
    """Take back what a judge says of inspected episodes, and put their verdicts together anew.

    Its answers go as far as they are to questions about these episodes: another one whose question
    is the same keeps its judgement, and has it asked anew when it is judged again.

    Args:
        engine: The database.
        episode_ids: Which, by their whole ids.
        judge: By its whole name, with its settings.
        watch: Told after each episode.

    Raises:
        EpisodeNotFoundError: There is no such episode.
    """
    with read_transaction(engine) as session:
        keys: set[str] = set()
        for table in (_answer, _unproven):
            theirs = select(table.c.key).where(table.c.judge == judge)
            keys.update(session.execute(theirs).scalars())
        taken = session.execute(select(_judgement.c.samples).where(_judgement.c.judge == judge))
        samples = max((len(each) for each in taken.scalars()), default=1)
    dropped = Dropped()
    for episode_id in episode_ids:
        dropped = dropped.plus(_drop(engine, episode_id, judge, keys, samples))
        watch()
    return dropped


def _drop(engine: Engine, episode_id: str, judge: str, keys: set[str], samples: int) -> Dropped:
    with read_transaction(engine) as session:
        thoughts = get_thoughts(session, episode_id)
        theirs = set(_keys(session, episode_id, judge, samples)) & keys
    graded = thoughts is not None and any(
        part is not None and part.graded_by == judge
        for part in (thoughts.awareness, thoughts.intent, thoughts.acknowledgement)
    )
    with write_transaction(engine) as session:
        said = (_judgement.c.episode_id == episode_id, _judgement.c.judge == judge)
        judgements = session.execute(delete(_judgement).where(*said).returning(_judgement.c.judge))
        answers = session.execute(
            delete(_answer).where(_answer.c.key.in_(theirs)).returning(_answer.c.key)
        )
        session.execute(delete(_unproven).where(_unproven.c.key.in_(theirs)))
        counted = len(judgements.all()), len(answers.all())
        if counted[0]:
            combine_again(session, episode_id)
    if graded:
        inspect_episode(engine, episode_id)
    return Dropped(int(counted[0] > 0 or graded), *counted, int(graded))


def _keys(session: Session, episode_id: str, judge: str, samples: int) -> Iterator[str]:
    for question in questions_for(load_dossier(session, episode_id), tuple(Category)):
        for number in range(1, samples + 1):
            yield question.key(judge, sample=number)
    about = load_thoughts_question(session, episode_id)
    if about is not None:
        yield about.key(judge)
