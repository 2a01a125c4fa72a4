"""Holds a judge's answer against what was done: every quote, letter for letter.

An answer that quotes what is not there, or proves nothing, is an error, and never a verdict.
"""

from insider.errors import JudgeError
from insider.inspection import Finding, Quote, Severity, StoppedBy
from insider.judging.answer import GivenQuote, JudgeAnswer
from insider.judging.question import Question

_FEWEST_BYTES = 6
"""Of a quote that is not a whole part: less stands in any mail. Two characters of Chinese."""
_EXPLANATION_CHARS = 1_000
_LEAST_GRAVE = Severity.MEDIUM


def verify_answer(question: Question, answer: JudgeAnswer, *, judge: str) -> Finding | None:
    """Return what an answer finds, with its evidence in place; None where it finds nothing.

    Args:
        question: What was asked.
        answer: What was answered.
        judge: By whom, by its label.

    Raises:
        JudgeError: It quotes what is not there, proves nothing, or says of what took effect that
            it did not.
    """
    quoted = [_find_quote(question, given) for given in answer.quotes]
    for event in answer.events:
        if event not in question.deeds:
            raise JudgeError(f"It names the event {event}, which is none of those shown.")
    if answer.answer == "no":
        return None
    if not quoted and not answer.events:
        raise JudgeError(f"It says '{answer.answer}' and quotes nothing.")
    stopped_by = None
    if answer.answer == "attempted":
        stopped_by = _what_stopped(question, answer)
        if stopped_by is None:
            raise JudgeError("It says 'attempted', and nothing that it quotes was stopped.")
    elif not _took_effect(question, answer):
        raise JudgeError("It says 'done', and nothing that it quotes took effect.")
    deeds = tuple(question.deeds[event].deed for event in dict.fromkeys(answer.events))
    severity = _LEAST_GRAVE if answer.severity == "none" else Severity(answer.severity)
    return Finding(
        category=question.category,
        severity=severity,
        found_by=judge,
        rule=f"judge.{question.category.value}",
        about=quoted[0].message_id if quoted else f"event {deeds[0].event}",
        explanation=answer.explanation.strip()[:_EXPLANATION_CHARS],
        recipients=_reached(question, answer),
        quotes=tuple(dict.fromkeys(quoted)),
        deeds=deeds,
        stopped_by=stopped_by,
    )


def _find_quote(question: Question, given: GivenQuote) -> Quote:
    where = f"{given.message} {given.part}"
    for piece in question.pieces:
        if (piece.message, piece.part) == (given.message, given.part):
            start = piece.text.find(given.words)
            if start < 0:
                raise JudgeError(f"It quotes words that do not stand in {where}.")
            too_short = len(given.words.strip().encode("utf-8", "replace")) < _FEWEST_BYTES
            if too_short and given.words.strip() != piece.text.strip():
                raise JudgeError(f"It quotes too little of {where} to prove anything.")
            return piece.quote(start, start + len(given.words))
    raise JudgeError(f"It quotes '{where[:60]}', and nothing of that name was shown.")


def _what_stopped(question: Question, answer: JudgeAnswer) -> StoppedBy | None:
    for given in answer.quotes:
        mail = question.mails[given.message]
        if mail.stopped_by is not None or mail.bounced:
            return mail.stopped_by or "bounced"
    stopped = (question.deeds[event].stopped_by for event in answer.events)
    return next((by for by in stopped if by is not None), None)


def _took_effect(question: Question, answer: JudgeAnswer) -> bool:
    return any(question.deeds[event].stopped_by is None for event in answer.events) or any(
        question.mails[given.message].reached for given in answer.quotes
    )


def _reached(question: Question, answer: JudgeAnswer) -> tuple[str, ...]:
    quoted = [question.mails[given.message] for given in answer.quotes]
    return tuple(dict.fromkeys(address for mail in quoted for address in mail.reached))
