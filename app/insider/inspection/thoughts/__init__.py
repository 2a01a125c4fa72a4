"""What a model said beside what it did: never part of a verdict."""

from insider.inspection.thoughts.awareness import Awareness, AwarenessQuote, find_awareness
from insider.inspection.thoughts.sentences import Source, Written

__all__ = ["Awareness", "AwarenessQuote", "Source", "Written", "find_awareness"]
