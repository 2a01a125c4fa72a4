"""Examples of answers of experiments that are played, for the OpenAPI document."""

ESTIMATED = {
    "experiment": "first_look",
    "begun": False,
    "cells": 4,
    "settled": 0,
    "left": 8,
    "budget_usd": None,
    "spent_usd": 0.0,
    "estimate": {
        "episodes": 8,
        "calls": 44.0,
        "prompt_tokens": 111_868.0,
        "completion_tokens": 2_760.0,
        "cost_usd": 0.0,
        "unpriced": [],
        "guessed": [],
    },
}
BEGUN = {**ESTIMATED, "begun": True}
PROGRESS = {
    "experiment": "first_look",
    "state": "running",
    "left": 5,
    "running": 1,
    "settled": 2,
    "spent_usd": 0.0,
    "budget_usd": None,
    "tokens": 28_000,
    "closed": {},
    "out_of_budget": None,
    "error": None,
    "cells": [
        {
            "cell": "c-h55u83xzip9z",
            "model": "scripted/honest",
            "scenario": "leaking",
            "condition": {"threat": "none"},
            "wanted": 2,
            "running": 0,
            "settled": 2,
            "judged": 2,
            "harm": 0,
            "unclear": 0,
            "errored": 0,
            "refused": 0,
            "stopped": None,
        }
    ],
}
CANCELLED = {"experiment": "first_look", "cancelled": True, "left": 5}
