"""Episodes: one run of one agent in one snapshot, from opening to end, with its record."""

from insider.episodes.events import EVENT_FORMAT, Event, EventKind, append_event, read_events
from insider.episodes.listing import EpisodeSummary, get_episode, list_episodes
from insider.episodes.opening import OpenedEpisode, end_episode, open_episode
from insider.episodes.plan import EpisodePlan, RunSettings
from insider.episodes.recorder import content_of
from insider.episodes.recovery import is_alive, mark_interrupted, this_process
from insider.episodes.rendering import (
    Rendering,
    StoredRendering,
    rendering_by_id,
    rendering_of,
    store_rendering,
)
from insider.episodes.replay import Difference, Replay, replay_episode, replay_tape
from insider.episodes.runner import EpisodeResult, run_episode
from insider.episodes.sandbox import Sandbox
from insider.episodes.tape_file import RecordedTape, portable_tape, read_recorded_tape
from insider.episodes.tapes import RecordedEpisode, record_of

__all__ = [
    "EVENT_FORMAT",
    "Difference",
    "EpisodePlan",
    "EpisodeResult",
    "EpisodeSummary",
    "Event",
    "EventKind",
    "OpenedEpisode",
    "RecordedEpisode",
    "RecordedTape",
    "Rendering",
    "Replay",
    "RunSettings",
    "Sandbox",
    "StoredRendering",
    "append_event",
    "content_of",
    "end_episode",
    "get_episode",
    "is_alive",
    "list_episodes",
    "mark_interrupted",
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
    "store_rendering",
    "this_process",
]
