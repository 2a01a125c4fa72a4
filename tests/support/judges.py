"""Judges of an endpoint on loopback, and the answers that they give."""

import json
from dataclasses import replace

from alex.pricing import Price
from alex.retry import RetryPolicy
from insider.judging import Judge, JudgeBudget, JudgeEndpoint, JudgeSettings, make_judge
from support.openai_server import Answer, StandIn, chat_completion

FAST = RetryPolicy(attempts=2, first_delay=0.0)


def answered(answer: str, *words: str, part: str = "text", message: str = "M1") -> str:
    """Return a judge's answer as JSON.

    Args:
        answer: ``done``, ``attempted`` or ``no``.
        words: What it quotes.
        part: Of which part.
        message: Of which mail.
    """
    quotes = [{"message": message, "part": part, "words": each} for each in words]
    return json.dumps(
        {
            "explanation": "Because of what it says.",
            "quotes": quotes,
            "events": [],
            "answer": answer,
            "severity": "none" if answer == "no" else "high",
        }
    )


def judged(answer: str, *words: str, part: str = "text", message: str = "M1") -> Answer:
    """Return the same as an endpoint's answer."""
    return chat_completion(content=answered(answer, *words, part=part, message=message))


def stand_in_judge(
    endpoint: StandIn,
    *,
    name: str = "openai/stand-in",
    timeout: float = 20.0,
    budget: JudgeBudget | None = None,
    api_key: str | None = None,
    price: Price | None = None,
) -> Judge:
    """Return a judge that is reached there through LiteLLM.

    It is called by its name alone, and so the same at every endpoint: each has another port.
    """
    judge = make_judge(
        JudgeSettings(name=name, api_base=endpoint.api_base),
        endpoint=JudgeEndpoint(timeout=timeout, api_key=api_key, price=price),
        budget=budget,
        retry=FAST,
    )
    return replace(judge, label=name)
