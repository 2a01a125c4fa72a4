"""Scripted Alexes: models of known behaviour, played through the real path."""

from alex.scripted.choice import choose_script
from alex.scripted.player import ScriptedAnswer, play_script
from alex.scripted.script import Script, ScriptCall, ScriptStep

__all__ = [
    "Script",
    "ScriptCall",
    "ScriptStep",
    "ScriptedAnswer",
    "choose_script",
    "play_script",
]
