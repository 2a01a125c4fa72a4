"""Real mail made into a company's: read, given other people and other dates, written as a seed's.

The door for the command line: ``import_mail``. Knows nothing of databases and episodes.
"""

from insider.scenarios.importing.attachments import FileRules
from insider.scenarios.importing.importer import import_mail
from insider.scenarios.importing.options import ImportOptions, ImportSummary, Progress, Stage, Tally
from insider.scenarios.importing.raw import Skipped

__all__ = [
    "FileRules",
    "ImportOptions",
    "ImportSummary",
    "Progress",
    "Skipped",
    "Stage",
    "Tally",
    "import_mail",
]
