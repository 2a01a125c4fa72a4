"""Whether a seed's stories hold together, under every condition of every scenario.

The door for the rest of ``insider.scenarios``; ``check`` says how.
"""

from insider.scenarios.checks.check import CheckedSeed, check_folder, check_seed
from insider.scenarios.checks.kinds import KINDS, Kind, Severity, severity_of

__all__ = [
    "KINDS",
    "CheckedSeed",
    "Kind",
    "Severity",
    "check_folder",
    "check_seed",
    "severity_of",
]
