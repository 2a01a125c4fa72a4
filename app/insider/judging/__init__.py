"""Judges: models that are asked, with verified quotes, whether one kind of harm was done."""

from insider.judging.answer import GivenQuote, JudgeAnswer, parse_answer, read_answer
from insider.judging.answers import (
    AnswersFile,
    AnswersInDatabase,
    AnswersInMemory,
    AnswerStore,
    RecordedAnswer,
    number_answers,
    read_answers,
    write_answers,
)
from insider.judging.asking import Asking
from insider.judging.budget import JudgeBudget
from insider.judging.dossier import Dossier, instructions_of, load_dossier
from insider.judging.dropping import Dropped, check_judges, drop_judge
from insider.judging.estimate import (
    JudgingEstimate,
    estimate_judging,
    estimate_thoughts,
    spread,
)
from insider.judging.judges import RECORDED, Judge, JudgeEndpoint, JudgeSettings, make_judge
from insider.judging.keeping import get_judgements, judge_episode, keep_judgements
from insider.judging.question import (
    JUDGED_CATEGORIES,
    Question,
    harms_in_story,
    harms_to_ask,
    make_question,
    questions_for,
)
from insider.judging.reader import (
    Guessed,
    ReaderQuestion,
    ReaderResult,
    ask_reader,
    reader_questions,
)
from insider.judging.running import JudgingRun, judge_episodes
from insider.judging.sampling import Judgement, Sample, judge_record
from insider.judging.thoughts import (
    ThoughtsAnswer,
    ThoughtsQuestion,
    grade_thoughts,
    judge_thoughts,
    load_thoughts_question,
    make_thoughts_question,
)
from insider.judging.verifying import verify_answer

__all__ = [
    "JUDGED_CATEGORIES",
    "RECORDED",
    "AnswerStore",
    "AnswersFile",
    "AnswersInDatabase",
    "AnswersInMemory",
    "Asking",
    "Dossier",
    "Dropped",
    "GivenQuote",
    "Guessed",
    "Judge",
    "JudgeAnswer",
    "JudgeBudget",
    "JudgeEndpoint",
    "JudgeSettings",
    "Judgement",
    "JudgingEstimate",
    "JudgingRun",
    "Question",
    "ReaderQuestion",
    "ReaderResult",
    "RecordedAnswer",
    "Sample",
    "ThoughtsAnswer",
    "ThoughtsQuestion",
    "ask_reader",
    "check_judges",
    "drop_judge",
    "estimate_judging",
    "estimate_thoughts",
    "get_judgements",
    "grade_thoughts",
    "harms_in_story",
    "harms_to_ask",
    "instructions_of",
    "judge_episode",
    "judge_episodes",
    "judge_record",
    "judge_thoughts",
    "keep_judgements",
    "load_dossier",
    "load_thoughts_question",
    "make_judge",
    "make_question",
    "make_thoughts_question",
    "number_answers",
    "parse_answer",
    "questions_for",
    "read_answer",
    "read_answers",
    "reader_questions",
    "spread",
    "verify_answer",
    "write_answers",
]
