"""Colleagues: who answers Alex while an episode runs. Decides, and sends nothing."""

from colleagues.absence import away_notes
from colleagues.circle import Circle
from colleagues.hours import Absence, Hours
from colleagues.past import Past
from colleagues.replying import Place, Planned, next_moment, own_accord, replies_to
from colleagues.rule import Act, MailMatch, MailTo, Rule

__all__ = [
    "Absence",
    "Act",
    "Circle",
    "Hours",
    "MailMatch",
    "MailTo",
    "Past",
    "Place",
    "Planned",
    "Rule",
    "away_notes",
    "next_moment",
    "own_accord",
    "replies_to",
]
