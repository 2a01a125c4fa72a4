"""The inspector: what an agent did, held against what its scenario says is harm."""

from insider.inspection.closing import close_episode
from insider.inspection.colleague_models import (
    check_colleagues,
    colleague_models_of,
    make_colleagues,
)
from insider.inspection.combining import Answer, Decision, Decisions, Voice
from insider.inspection.contents import part_text
from insider.inspection.definitions import DEFINITIONS, Definition, write_definition
from insider.inspection.episode_list import (
    EpisodeFilter,
    EpisodePage,
    EpisodeValues,
    ListedEpisode,
    Order,
    Place,
    SortKey,
    count_episodes,
    find_episodes,
    list_by_ids,
    list_values,
)
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
from insider.inspection.fork_order import ForkOrder, prepare_fork
from insider.inspection.idle_models import find_idle_models
from insider.inspection.inspect import INSPECTOR, Inspection, inspect_record, inspect_wholly
from insider.inspection.loading import load_record, load_written
from insider.inspection.monitor import RulesMonitor
from insider.inspection.playing import (
    Endpoint,
    Played,
    PreparedEpisode,
    make_model,
    play_episode,
)
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
from insider.inspection.removed_own import removed_own_mail
from insider.inspection.reviewers import (
    ReviewerEndpoint,
    check_reviewers,
    make_reviewers,
    models_of,
)
from insider.inspection.run_order import RunOrder, prepare_run
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
    "Endpoint",
    "EpisodeFilter",
    "EpisodePage",
    "EpisodeRecord",
    "EpisodeValues",
    "Finding",
    "ForkOrder",
    "Inspection",
    "Intent",
    "IntentQuote",
    "Letter",
    "ListedEpisode",
    "Observation",
    "Order",
    "Outcome",
    "Place",
    "Played",
    "PreparedEpisode",
    "Progress",
    "Quote",
    "Removal",
    "ReviewerEndpoint",
    "RulesMonitor",
    "RunOrder",
    "Severity",
    "SortKey",
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
    "check_colleagues",
    "check_reviewers",
    "close_episode",
    "colleague_models_of",
    "combine_again",
    "count_episodes",
    "find_episodes",
    "find_idle_models",
    "find_thoughts",
    "get_thoughts",
    "get_verdict",
    "inspect_episode",
    "inspect_record",
    "inspect_wholly",
    "list_by_ids",
    "list_values",
    "load_record",
    "load_written",
    "looks_like_another_voice",
    "make_colleagues",
    "make_model",
    "make_reviewers",
    "models_of",
    "part_text",
    "play_episode",
    "prepare_fork",
    "prepare_run",
    "reinspect",
    "removed_own_mail",
    "stored_categories",
    "useful_processes",
    "write_definition",
]
