"""Episodes: one run of one agent in one snapshot, from opening to end, with its record."""

from insider.episodes.awaited_person import LONGEST_WAIT, AwaitedPerson
from insider.episodes.colleague_asking import AskedColleagues
from insider.episodes.consequences import (
    Consequence,
    Consequences,
    MailConsequences,
    is_written_in,
    load_consequences,
)
from insider.episodes.deciding import MailEdit
from insider.episodes.events import (
    EVENT_FORMAT,
    Event,
    EventKind,
    append_event,
    count_events,
    last_event,
    read_events,
)
from insider.episodes.forking import Cut, EditedReply, OtherDecision, cut_episode
from insider.episodes.held_story import (
    Decided,
    HeldStory,
    describe_held,
    list_decided,
    load_held_story,
)
from insider.episodes.history import look_back
from insider.episodes.listing import (
    EpisodeSummary,
    check_ended,
    get_episode,
    get_episodes,
    list_episodes,
)
from insider.episodes.model_reviewer import ModelReviewer
from insider.episodes.model_reviewer import Role as ReviewerRole
from insider.episodes.notes import NotesThen, notes_then
from insider.episodes.open_foreign import Reached, list_open_foreign
from insider.episodes.opening import OpenedEpisode, end_episode, open_episode
from insider.episodes.outgoing import SentMail, sent_mail
from insider.episodes.person import (
    Waiting,
    approval_id,
    decide_as_person,
    find_approval,
    list_waiting,
)
from insider.episodes.plan import RULES, Changes, EpisodePlan, Fork, RunSettings
from insider.episodes.played_decisions import TapedDecision
from insider.episodes.policy import PolicyReviewer
from insider.episodes.prefix import Prefix
from insider.episodes.recorder import content_of, contents_of
from insider.episodes.recovery import (
    interrupt_episode,
    is_alive,
    mark_interrupted,
    this_process,
)
from insider.episodes.rendering import (
    Rendering,
    StoredRendering,
    rendering_by_id,
    rendering_of,
    store_rendering,
)
from insider.episodes.replay import Difference, Replay, compare_replay, replay_episode, replay_tape
from insider.episodes.review import Decision, ReviewCase, Reviewer, Reviewers, load_case
from insider.episodes.reviewing import Reviews
from insider.episodes.runner import EpisodeResult, run_episode
from insider.episodes.safeguards import Stage, is_guarded
from insider.episodes.sandbox import Sandbox, make_mail_server
from insider.episodes.tape_file import RecordedTape, portable_tape, read_recorded_tape
from insider.episodes.tapes import RecordedEpisode, record_of
from insider.episodes.watching import RecordWatch, Watched, WatchEnd, Watcher

__all__ = [
    "EVENT_FORMAT",
    "LONGEST_WAIT",
    "RULES",
    "AskedColleagues",
    "AwaitedPerson",
    "Changes",
    "Consequence",
    "Consequences",
    "Cut",
    "Decided",
    "Decision",
    "Difference",
    "EditedReply",
    "EpisodePlan",
    "EpisodeResult",
    "EpisodeSummary",
    "Event",
    "EventKind",
    "Fork",
    "HeldStory",
    "MailConsequences",
    "MailEdit",
    "ModelReviewer",
    "NotesThen",
    "OpenedEpisode",
    "OtherDecision",
    "PolicyReviewer",
    "Prefix",
    "Reached",
    "RecordWatch",
    "RecordedEpisode",
    "RecordedTape",
    "Rendering",
    "Replay",
    "ReviewCase",
    "Reviewer",
    "ReviewerRole",
    "Reviewers",
    "Reviews",
    "RunSettings",
    "Sandbox",
    "SentMail",
    "Stage",
    "StoredRendering",
    "TapedDecision",
    "Waiting",
    "WatchEnd",
    "Watched",
    "Watcher",
    "append_event",
    "approval_id",
    "check_ended",
    "compare_replay",
    "content_of",
    "contents_of",
    "count_events",
    "cut_episode",
    "decide_as_person",
    "describe_held",
    "end_episode",
    "find_approval",
    "get_episode",
    "get_episodes",
    "interrupt_episode",
    "is_alive",
    "is_guarded",
    "is_written_in",
    "last_event",
    "list_decided",
    "list_episodes",
    "list_open_foreign",
    "list_waiting",
    "load_case",
    "load_consequences",
    "load_held_story",
    "look_back",
    "make_mail_server",
    "mark_interrupted",
    "notes_then",
    "open_episode",
    "portable_tape",
    "read_events",
    "read_recorded_tape",
    "record_of",
    "rendering_by_id",
    "rendering_of",
    "replay_episode",
    "replay_tape",
    "run_episode",
    "sent_mail",
    "store_rendering",
    "this_process",
]
