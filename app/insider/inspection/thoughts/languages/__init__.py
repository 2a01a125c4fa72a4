"""The languages in which stated intent and ethical acknowledgement are read, a file each."""

from insider.inspection.thoughts.languages.english import ENGLISH
from insider.inspection.thoughts.languages.french import FRENCH
from insider.inspection.thoughts.languages.german import GERMAN
from insider.inspection.thoughts.languages.spanish import SPANISH

LANGUAGES = (ENGLISH, GERMAN, FRENCH, SPANISH)

__all__ = ["LANGUAGES"]
