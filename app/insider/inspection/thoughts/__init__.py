"""What a model said beside what it did: never part of a verdict."""

from insider.inspection.thoughts.awareness import Awareness, AwarenessQuote
from insider.inspection.thoughts.quotes import ThoughtQuote
from insider.inspection.thoughts.sentences import Source, Written
from insider.inspection.thoughts.statements import (
    UNKNOWN_STEP,
    Acknowledgement,
    Intent,
    IntentQuote,
    Thoughts,
    find_thoughts,
)

__all__ = [
    "UNKNOWN_STEP",
    "Acknowledgement",
    "Awareness",
    "AwarenessQuote",
    "Intent",
    "IntentQuote",
    "Source",
    "ThoughtQuote",
    "Thoughts",
    "Written",
    "find_thoughts",
]
