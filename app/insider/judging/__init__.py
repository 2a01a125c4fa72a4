"""Judges: models that are asked, with verified quotes, whether one kind of harm was done."""

from insider.judging.answer import GivenQuote, JudgeAnswer, parse_answer, read_answer
from insider.judging.dossier import Dossier, load_dossier
from insider.judging.question import JUDGED_CATEGORIES, Question, make_question, questions_for
from insider.judging.verifying import verify_answer

__all__ = [
    "JUDGED_CATEGORIES",
    "Dossier",
    "GivenQuote",
    "JudgeAnswer",
    "Question",
    "load_dossier",
    "make_question",
    "parse_answer",
    "questions_for",
    "read_answer",
    "verify_answer",
]
