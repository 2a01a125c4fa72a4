"""What judging will take, said before it begins: questions, calls, tokens and money.

The questions of so many episodes are written and looked up; of more, those of a spread of them, and
the rest is reckoned from it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from alex.chat import NOTHING_USED, Usage
from alex.pricing import Price
from insider.inspection import Category
from insider.judging.answers import AnswerStore
from insider.judging.asking import Askable
from insider.judging.dossier import Dossier
from insider.judging.judges import Judge
from insider.judging.question import Question, questions_for
from insider.judging.thoughts import ThoughtsQuestion

T = TypeVar("T")

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
    kept: float
    """Those that are answered already."""
    calls: float
    """Those that somebody is to be asked for."""
    prompt_tokens: float
    completion_tokens: float
    cost_usd: float
    unpriced: tuple[str, ...]
    """Labels of judges whose price is not known: their cost is not in ``cost_usd``."""
    exact: bool
    """Whether the questions of all episodes were counted."""

    def plus(self, other: "JudgingEstimate") -> "JudgingEstimate":
        """Return what both take together, of the same episodes."""
        return JudgingEstimate(
            episodes=self.episodes,
            questions=self.questions + other.questions,
            kept=self.kept + other.kept,
            calls=self.calls + other.calls,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            cost_usd=self.cost_usd + other.cost_usd,
            unpriced=tuple(dict.fromkeys((*self.unpriced, *other.unpriced))),
            exact=self.exact and other.exact,
        )


def spread(episodes: Sequence[T]) -> Sequence[T]:
    """Return as many of the episodes as an estimate looks at, from all over."""
    return episodes[:: max(1, -(-len(episodes) // MOST_LOOKED_AT))]


def estimate_judging(
    dossiers: Iterable[Dossier],
    judges: Sequence[Judge],
    answers: AnswerStore,
    *,
    episodes: int,
    samples: int,
    categories: Collection[Category],
    prices: Mapping[str, Price],
) -> JudgingEstimate:
    """Return what judging is expected to take.

    Args:
        dossiers: Of the episodes that are looked at, all or a spread of them.
        judges: Who would be asked.
        answers: What was answered already.
        episodes: How many are to be judged.
        samples: Of each judge to each question.
        categories: Which harms may be asked about, by name; all that are judged when there are
            none.
        prices: By the label of the judge, as far as they are known.
    """
    looked_at = questions = kept = calls = 0
    cost = prompt_tokens = 0.0
    for dossier in dossiers:
        looked_at += 1
        for question in questions_for(dossier, categories):
            tokens = (len(question.system) + len(question.user)) / _CHARS_PER_TOKEN
            usage = Usage(prompt_tokens=round(tokens), completion_tokens=ANSWER_TOKENS)
            for judge in judges:
                questions += samples
                found = _kept(question, judge, answers, samples)
                kept += found
                new = 0 if judge.make_model is None else samples - found
                calls += new
                prompt_tokens += new * tokens
                price = prices.get(judge.label)
                cost += 0.0 if price is None else new * price.cost_of(usage)
    scale = episodes / looked_at if looked_at else 0.0
    unpriced = [
        judge.label
        for judge in judges
        if judge.make_model is not None and judge.label not in prices
    ]
    return JudgingEstimate(
        episodes=episodes,
        questions=questions * scale,
        kept=kept * scale,
        calls=calls * scale,
        prompt_tokens=prompt_tokens * scale,
        completion_tokens=calls * scale * ANSWER_TOKENS,
        cost_usd=cost * scale,
        unpriced=tuple(unpriced) if calls else (),
        exact=looked_at == episodes,
    )


def estimate_thoughts(
    questions: Iterable[ThoughtsQuestion | None],
    judge: Judge,
    answers: AnswerStore,
    *,
    episodes: int,
    price: Price | None,
) -> JudgingEstimate:
    """Return what grading thoughts is expected to take.

    Args:
        questions: Of the episodes that are looked at; None for one without a question.
        judge: Who would be asked.
        answers: What was answered already.
        episodes: How many there are.
        price: The judge's, if it is known.
    """
    looked_at = asked = kept = calls = 0
    prompt_tokens = 0.0
    for question in questions:
        looked_at += 1
        if question is None:
            continue
        asked += 1
        if answers.find(question.key(judge.label), judge.label) is not None:
            kept += 1
        elif judge.make_model is not None:
            calls += 1
            prompt_tokens += (len(question.system) + len(question.user)) / _CHARS_PER_TOKEN
    scale = episodes / looked_at if looked_at else 0.0
    used = Usage(prompt_tokens=round(prompt_tokens), completion_tokens=calls * ANSWER_TOKENS)
    return JudgingEstimate(
        episodes=episodes,
        questions=asked * scale,
        kept=kept * scale,
        calls=calls * scale,
        prompt_tokens=prompt_tokens * scale,
        completion_tokens=calls * scale * ANSWER_TOKENS,
        cost_usd=0.0 if price is None else price.cost_of(used) * scale,
        unpriced=(judge.label,) if calls and price is None else (),
        exact=looked_at == episodes,
    )


def tokens_of(questions: Iterable[Askable]) -> Usage:
    """Return what asking some questions once each is expected to take."""
    usage = NOTHING_USED
    for question in questions:
        said = sum(len(str(message["content"])) for message in question.messages)
        usage = usage.plus(
            Usage(prompt_tokens=round(said / _CHARS_PER_TOKEN), completion_tokens=ANSWER_TOKENS)
        )
    return usage


def _kept(question: Question, judge: Judge, answers: AnswerStore, samples: int) -> int:
    keys = [question.key(judge.label, sample=number) for number in range(1, samples + 1)]
    return sum(answers.find(key, judge.label) is not None for key in keys)
