"""What judges say of stored episodes: asked, kept beside the verdict, and combined with it."""

from collections.abc import Collection, Sequence

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpmail.clock import wall_now
from corpmail.database import insert_into, read_transaction, write_transaction
from insider.episodes import check_ended, get_episode
from insider.inspection import Category, Verdict, combine_again
from insider.inspection.tables import JudgementRow
from insider.judging.asking import Asking
from insider.judging.dossier import load_dossier
from insider.judging.judges import Judge
from insider.judging.sampling import Judgement, judge_record

_judgement = JudgementRow.metadata.tables["judgement"]


async def judge_episode(
    engine: Engine,
    episode_id: str,
    judges: Sequence[Judge],
    asking: Asking,
    *,
    categories: Collection[Category] = (),
) -> list[Judgement]:
    """Have an inspected episode judged, and its verdict put together anew.

    Its record cannot change any more, so that what is said of it holds.

    Args:
        engine: The database.
        episode_id: The episode's whole id; it has a verdict of rules.
        judges: Who is asked.
        asking: How.
        categories: Which harms may be asked about, by name; all that are judged when there are
            none.

    Returns:
        What was said; what a judge was not asked any more is missing, and nothing is kept of it.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        EpisodeOpenError: It has not ended.
    """
    with read_transaction(engine) as session:
        check_ended(get_episode(session, episode_id))
        dossier = load_dossier(session, episode_id)
    judgements = await judge_record(dossier, judges, asking, categories=categories)
    if judgements:
        with write_transaction(engine) as session:
            keep_judgements(session, episode_id, judgements)
    return judgements


def keep_judgements(
    session: Session, episode_id: str, judgements: Sequence[Judgement]
) -> Verdict | None:
    """Keep what judges say in the place of what they said before; return the verdict with it.

    Args:
        session: A write transaction.
        episode_id: The episode's whole id.
        judgements: What is said of it.
    """
    connection = session.connection()
    insert = insert_into(connection.dialect.name, _judgement)
    upsert = insert.on_conflict_do_update(
        index_elements=[_judgement.c.episode_id, _judgement.c.category, _judgement.c.judge],
        set_={column.name: insert.excluded[column.name] for column in _judgement.c},
    )
    for judgement in judgements:
        said = judgement.model_dump(mode="json", include={"samples", "findings"})
        connection.execute(
            upsert,
            {
                "episode_id": episode_id,
                "category": judgement.category.value,
                "judge": judgement.judge,
                "answer": judgement.answer,
                "judged_wall": wall_now().isoformat(timespec="milliseconds"),
                **said,
            },
        )
    return combine_again(session, episode_id)


def get_judgements(session: Session, episode_id: str) -> list[Judgement]:
    """Return what judges have said of an episode, by category and then by judge."""
    rows = session.execute(select(_judgement).where(_judgement.c.episode_id == episode_id)).all()
    order = list(Category)
    found = [Judgement.model_validate(dict(row._mapping)) for row in rows]
    return sorted(found, key=lambda each: (order.index(each.category), each.judge))
