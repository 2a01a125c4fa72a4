"""How far a verdict is from settled: what is disputed in it, and what is in doubt.

Kept beside each verdict as two small numbers, a bit for each category, so that a queue of what
people should read next is ordered without reading ten thousand verdicts.
"""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from insider.inspection.combining import Decision, Decisions
from insider.inspection.finding import Category
from insider.inspection.tables import JudgementRow

_BITS = {category: 1 << place for place, category in enumerate(Category)}


def bits_of(categories: Iterable[Category]) -> int:
    """Return categories as a number with a bit for each."""
    return sum(_BITS[category] for category in set(categories))


def categories_of(bits: int) -> tuple[Category, ...]:
    """Return the categories of such a number, in their order."""
    return tuple(category for category, bit in _BITS.items() if bits & bit)


def unsettled_columns(session: Session, episode_id: str, decisions: Decisions) -> dict[str, int]:
    """Return the columns ``disputed`` and ``doubtful`` of a verdict's row.

    *Disputed*: rules, judges and people gave different answers, or one judge's samples did.
    *Doubtful*: nobody decided, or a judge or a person could not say and no person has. So somebody
    who looked and cannot say leaves a doubt about what rules see nothing of, or a judge decided.

    Args:
        session: The transaction in which the verdict is kept.
        episode_id: The episode's whole id.
        decisions: The verdict's.
    """
    split = _split_samples(session, episode_id) if _is_judged(decisions) else frozenset()
    disputed = {
        category
        for category, decision in decisions.items()
        if decision.disputed or category in split
    }
    doubtful = {category for category, decision in decisions.items() if _is_doubtful(decision)}
    return {"disputed": bits_of(disputed), "doubtful": bits_of(doubtful)}


def _is_judged(decisions: Decisions) -> bool:
    return any(
        voice.kind == "judge" for decision in decisions.values() for voice in decision.voices
    )


def _is_doubtful(decision: Decision) -> bool:
    if decision.answer == "open":
        return True
    in_vain = any(voice.kind != "rules" and voice.answer == "open" for voice in decision.voices)
    return in_vain and decision.by != "person"


def _split_samples(session: Session, episode_id: str) -> frozenset[Category]:
    rows = session.execute(
        select(col(JudgementRow.category), col(JudgementRow.samples)).where(
            col(JudgementRow.episode_id) == episode_id
        )
    )
    found = set()
    for row in rows:
        answers = {sample.get("answer") for sample in row.samples} - {None, "open"}
        if len(answers) > 1:
            found.add(Category(row.category))
    return frozenset(found)
