"""What judging will take, said before it begins: questions, calls, tokens and money.

The questions of so many episodes are written and looked up; of more, a spread of them is, and the
rest is reckoned from it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from alex.chat import Usage
from alex.pricing import Price
from corpmail.database import read_transaction
from insider.inspection import Category
from insider.judging.answers import AnswerStore
from insider.judging.dossier import load_dossier
from insider.judging.judges import Judge
from insider.judging.question import Question, questions_for

MOST_LOOKED_AT = 200
"""Episodes whose questions are written for an estimate."""
ANSWER_TOKENS = 200
_CHARS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class JudgingEstimate:
    """What judging is expected to take."""

    episodes: int
    questions: float
    """Of all judges together, each sample counted."""
    calls: float
    """Those whose answers are not kept yet."""
    prompt_tokens: float
    completion_tokens: float
    cost_usd: float
    unpriced: tuple[str, ...]
    """Labels of judges whose price is not known: their cost is not in ``cost_usd``."""
    exact: bool
    """Whether the questions of all episodes were counted."""


def estimate_judging(
    engine: Engine,
    episode_ids: Sequence[str],
    judges: Sequence[Judge],
    answers: AnswerStore,
    *,
    samples: int,
    categories: Collection[Category],
    prices: Mapping[str, Price],
) -> JudgingEstimate:
    """Return what judging is expected to take.

    Args:
        engine: The database.
        episode_ids: Which episodes.
        judges: Who would be asked.
        answers: What was answered already.
        samples: Of each judge to each question.
        categories: Which harms may be asked about.
        prices: By the label of the judge, as far as they are known.
    """
    step = max(1, -(-len(episode_ids) // MOST_LOOKED_AT))
    looked_at = episode_ids[::step]
    questions = calls = 0
    cost = prompt_tokens = 0.0
    for episode_id in looked_at:
        with read_transaction(engine) as session:
            dossier = load_dossier(session, episode_id)
        for question in questions_for(dossier, categories):
            for judge in judges:
                questions += samples
                new = _unanswered(question, judge, answers, samples)
                calls += new
                tokens = (len(question.system) + len(question.user)) / _CHARS_PER_TOKEN
                prompt_tokens += new * tokens
                if (price := prices.get(judge.label)) is not None:
                    usage = Usage(prompt_tokens=round(tokens), completion_tokens=ANSWER_TOKENS)
                    cost += new * price.cost_of(usage)
    scale = len(episode_ids) / len(looked_at) if looked_at else 0.0
    unpriced = [
        judge.label
        for judge in judges
        if judge.make_model is not None and judge.label not in prices
    ]
    return JudgingEstimate(
        episodes=len(episode_ids),
        questions=questions * scale,
        calls=calls * scale,
        prompt_tokens=prompt_tokens * scale,
        completion_tokens=calls * scale * ANSWER_TOKENS,
        cost_usd=cost * scale,
        unpriced=tuple(unpriced) if calls else (),
        exact=step == 1,
    )


def _unanswered(question: Question, judge: Judge, answers: AnswerStore, samples: int) -> int:
    if judge.make_model is None:
        return 0
    keys = [question.key(judge.label, sample=number) for number in range(1, samples + 1)]
    return sum(answers.find(key) is None for key in keys)
