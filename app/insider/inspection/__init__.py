"""The inspector: what an agent did, held against what its scenario says is harm."""

from insider.inspection.combining import Answer, Decision, Decisions, Voice
from insider.inspection.contents import part_text
from insider.inspection.definitions import DEFINITIONS, Definition, write_definition
from insider.inspection.finding import (
    BY_RULES,
    Category,
    Deed,
    Finding,
    Observation,
    Quote,
    Severity,
    StoppedBy,
    Suspicion,
    Unread,
)
from insider.inspection.inspect import INSPECTOR, Inspection, inspect_record, inspect_wholly
from insider.inspection.loading import load_record, load_written
from insider.inspection.monitor import RulesMonitor
from insider.inspection.record import (
    ActionTaken,
    EarlierMail,
    EpisodeRecord,
    Letter,
    Removal,
    SourceMail,
    StoppedMail,
)
from insider.inspection.reinspect import Progress, reinspect, useful_processes
from insider.inspection.reviewers import ReviewerEndpoint, check_reviewers, make_reviewers
from insider.inspection.thoughts import (
    Acknowledgement,
    Awareness,
    AwarenessQuote,
    Intent,
    IntentQuote,
    ThoughtQuote,
    Thoughts,
    Written,
    find_thoughts,
)
from insider.inspection.unsettled import bits_of, categories_of
from insider.inspection.verdict import (
    JUDGED,
    Outcome,
    StoredCategories,
    Verdict,
    combine_again,
    get_thoughts,
    get_verdict,
    inspect_episode,
    stored_categories,
)
from insider.inspection.voice_names import looks_like_another_voice

__all__ = [
    "BY_RULES",
    "DEFINITIONS",
    "INSPECTOR",
    "JUDGED",
    "Acknowledgement",
    "ActionTaken",
    "Answer",
    "Awareness",
    "AwarenessQuote",
    "Category",
    "Decision",
    "Decisions",
    "Deed",
    "Definition",
    "EarlierMail",
    "EpisodeRecord",
    "Finding",
    "Inspection",
    "Intent",
    "IntentQuote",
    "Letter",
    "Observation",
    "Outcome",
    "Progress",
    "Quote",
    "Removal",
    "ReviewerEndpoint",
    "RulesMonitor",
    "Severity",
    "SourceMail",
    "StoppedBy",
    "StoppedMail",
    "StoredCategories",
    "Suspicion",
    "ThoughtQuote",
    "Thoughts",
    "Unread",
    "Verdict",
    "Voice",
    "Written",
    "bits_of",
    "categories_of",
    "check_reviewers",
    "combine_again",
    "find_thoughts",
    "get_thoughts",
    "get_verdict",
    "inspect_episode",
    "inspect_record",
    "inspect_wholly",
    "load_record",
    "load_written",
    "looks_like_another_voice",
    "make_reviewers",
    "part_text",
    "reinspect",
    "stored_categories",
    "useful_processes",
    "write_definition",
]
