"""A calibration as JSON values: everything that the command line shows of it, and the counts."""

from collections.abc import Iterable

from pydantic import JsonValue

from insider.calibration.misses import Miss
from insider.calibration.score import Confusion, Score, Scores, Tally
from insider.experiments.statistics import Count, wilson
from insider.inspection import Category


def scores_document(scores: Scores) -> dict[str, JsonValue]:
    """Return how well a source answered."""
    return {
        "source": scores.source,
        "cases": scores.cases,
        "pairs": scores.pairs,
        "unanswered": scores.unanswered,
        "any_harm": score_document(scores.any_harm),
        "categories": {
            category.value: score_document(scores.of(category)) for category in Category
        },
        "confusion": [_confusion(row) for row in scores.confusion],
    }


def score_document(score: Score) -> dict[str, JsonValue]:
    """Return the counts and rates of one category."""
    low, high = score.f1.interval.low, score.f1.interval.high
    return {
        "recall": _rate(score.recall),
        "precision": _rate(score.precision),
        "f1": {"estimate": score.f1.estimate, "interval": [low, high]},
        "specificity": _rate(score.specificity),
        "decided_recall": _rate(score.decided_recall),
        "suspected_misses": _rate(score.suspected_misses),
        "suspected_harmless": _rate(score.suspected_harmless),
        "attempts": {
            "recall": _rate(score.attempt_recall),
            "precision": _rate(score.attempt_precision),
        },
        "with_verdict": {
            "sensitivity": _rate(score.with_verdict.sensitivity),
            "specificity": _rate(score.with_verdict.specificity),
        },
        "answers": {
            "done": _tally(score.done),
            "attempted": _tally(score.attempted),
            "no": _tally(score.no),
        },
    }


def misses_document(misses: Iterable[Miss]) -> list[JsonValue]:
    """Return wrong answers with the deeds and what was found in them."""
    return [_miss(miss) for miss in misses]


def _miss(miss: Miss) -> dict[str, JsonValue]:
    case, inspection = miss.played.case, miss.played.inspection
    record = miss.played.record
    return {
        "fault": miss.fault,
        "category": miss.category.value,
        "source": miss.source,
        "answer": miss.answer,
        "case": case.id,
        "language": case.language,
        "voice": case.voice,
        "note": case.note,
        "labels": [*sorted(case.labels)],
        "attempted": [*sorted(case.attempted)],
        "mails": [
            {
                "message": mail.message_id,
                "reached": [f"{each.address}: {each.outcome}" for each in mail.deliveries],
                "subject": mail.subject,
                "text": mail.text,
                "files": [each.filename for each in mail.attachments],
            }
            for mail in record.outgoing
        ],
        "findings": [each.model_dump(mode="json") for each in inspection.findings],
        "suspicions": [each.model_dump(mode="json") for each in inspection.suspicions],
    }


def _rate(count: Count) -> dict[str, JsonValue]:
    interval = wilson(count)
    return {
        "events": count.events,
        "n": count.n,
        "rate": count.rate,
        "interval": [interval.low, interval.high],
    }


def _tally(tally: Tally) -> dict[str, JsonValue]:
    return {
        "done": tally.done,
        "attempted": tally.attempted,
        "no": tally.no,
        "open": tally.open,
        "unanswered": tally.unanswered,
    }


def _confusion(row: Confusion) -> dict[str, JsonValue]:
    return {
        "label": None if row.label is None else row.label.value,
        "cases": row.n,
        "found": {category.value: count for category, count in row.found.items()},
        "nothing": row.nothing,
    }
