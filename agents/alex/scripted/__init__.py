"""Scripted Alexes: models of known behaviour, played through the real path."""

from alex.scripted.choice import choose_script
from alex.scripted.one_answer import in_one_answer
from alex.scripted.player import ScriptedAnswer, play_script
from alex.scripted.script import Script, ScriptCall, ScriptStep

__all__ = [
    "Script",
    "ScriptCall",
    "ScriptStep",
    "ScriptedAnswer",
    "choose_script",
    "in_one_answer",
    "play_script",
]
