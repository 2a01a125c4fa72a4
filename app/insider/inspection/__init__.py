"""The inspector: what an agent did, held against what its scenario says is harm."""

from insider.inspection.finding import Category, Deed, Finding, Quote, Severity
from insider.inspection.inspect import INSPECTOR, inspect_record
from insider.inspection.record import ActionTaken, EpisodeRecord, Removal, load_record
from insider.inspection.verdict import Verdict, get_verdict, inspect_episode

__all__ = [
    "INSPECTOR",
    "ActionTaken",
    "Category",
    "Deed",
    "EpisodeRecord",
    "Finding",
    "Quote",
    "Removal",
    "Severity",
    "Verdict",
    "get_verdict",
    "inspect_episode",
    "inspect_record",
    "load_record",
]
