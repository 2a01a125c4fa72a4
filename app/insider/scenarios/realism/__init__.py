"""Realism: figures on how far a scenario's mail looks like a company's. Reported, never asserted.

Called by ``insider scenario realism``. Reads a rendered cell, and which of its mail is the story's.
"""

from insider.scenarios.realism.clues import Clues, Group
from insider.scenarios.realism.measuring import (
    MailFigures,
    Realism,
    inbox_at_start,
    measure_realism,
)
from insider.scenarios.realism.own_words import own_paragraphs
from insider.scenarios.realism.phrasing import Phrase, Phrasing
from insider.scenarios.realism.readable import Readable, readable_mail, split_mail

__all__ = [
    "Clues",
    "Group",
    "MailFigures",
    "Phrase",
    "Phrasing",
    "Readable",
    "Realism",
    "inbox_at_start",
    "measure_realism",
    "own_paragraphs",
    "readable_mail",
    "split_mail",
]
