"""Plays a tape as a new episode and holds its record against the first one's.

Same snapshot and same tape give the same events, byte for byte, but for wall-clock fields: that is
what makes a record worth believing. Replay runs the whole path again, mail server and all; only
the model is the tape. An episode that was cut off from outside (a dead provider, a kill) left the
beginning of a record: its replay must begin with it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue
from sqlalchemy import Engine

from alex.tape import Tape, TapeModel
from corpmail.database import read_transaction
from insider.episodes.events import canonical_json
from insider.episodes.listing import get_episode
from insider.episodes.opening import CUT_OFF
from insider.episodes.plan import EpisodePlan
from insider.episodes.played_decisions import TapedDecision
from insider.episodes.rendering import StoredRendering, rendering_of
from insider.episodes.runner import run_episode
from insider.episodes.sandbox import Sandbox
from insider.episodes.tape_file import RecordedTape
from insider.episodes.tapes import record_of
from insider.errors import ReplayError


@dataclass(frozen=True, slots=True)
class Difference:
    """The first event in which a replay went another way."""

    number: int
    """From 1."""
    recorded: str | None
    """Canonical JSON; null where the first record had ended."""
    replayed: str | None


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay came to."""

    episode_id: str
    replay_id: str
    compared: int
    """How many events were compared."""
    cut_off: bool
    """Whether only the beginning could be compared."""
    difference: Difference | None
    """Null when all are the same."""


async def replay_episode(
    sandbox: Sandbox, episode_id: str, *, opened: Callable[[str], None] | None = None
) -> Replay:
    """Play an episode's tape on its snapshot, as a new episode.

    Args:
        sandbox: Where the episode is; the replay is stored there too and names its original.
        episode_id: Which; the beginning of its id is enough.
        opened: Told the replay's id as soon as it has one.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        ReplayError: It has no tape, or still runs.
    """
    with read_transaction(sandbox.engine) as session:
        episode = get_episode(session, episode_id)
        stored = rendering_of(session, episode.id)
    recorded = record_of(sandbox.engine, episode.id)
    plan = EpisodePlan(
        model=episode.model,
        settings=episode.settings,
        seed=episode.seed,
        epoch=episode.epoch,
        replay_of=episode.id,
        fork=episode.fork,
    )
    return await _play(
        sandbox,
        stored,
        tape=recorded.tape,
        plan=plan,
        recorded=recorded.events,
        decisions=recorded.decisions,
        opened=opened,
    )


def compare_replay(engine: Engine, replay_id: str) -> Replay:
    """Hold the record of a replay that was played before against that of its original.

    Args:
        engine: The database that has both.
        replay_id: The replay; the beginning of its id is enough.

    Raises:
        EpisodeNotFoundError: There is no such episode, or its original is not here.
        ReplayError: It is no replay, or still runs.
    """
    with read_transaction(engine) as session:
        replay = get_episode(session, replay_id)
    if replay.replay_of is None:
        raise ReplayError(f"Episode {replay.id} is no replay of another one.")
    recorded = record_of(engine, replay.replay_of)
    return _compare(engine, recorded.episode_id, replay.id, recorded.events)


async def replay_tape(sandbox: Sandbox, stored: StoredRendering, recorded: RecordedTape) -> Replay:
    """Play a tape that has its record with it, as a new episode.

    Args:
        sandbox: Where.
        stored: The tape's scenario and condition, rendered here.
        recorded: The tape.

    Raises:
        ReplayError: What was rendered here is not what the tape was recorded on.
    """
    about = recorded.about
    if (about.snapshot, about.rendering) != (stored.snapshot_id, stored.id):
        raise ReplayError(
            f"The tape was recorded on snapshot {about.snapshot} and rendering {about.rendering}; "
            f"this seed gives snapshot {stored.snapshot_id} and rendering {stored.id}: it has "
            "changed, or the domains are set otherwise."
        )
    plan = EpisodePlan(
        model=recorded.tape.model,
        settings=about.settings,
        seed=recorded.tape.seed or 0,
        epoch=about.epoch,
        replay_of=about.episode,
        fork=about.fork,
    )
    return await _play(
        sandbox,
        stored,
        tape=recorded.tape,
        plan=plan,
        recorded=about.record,
        decisions=about.decisions,
    )


async def _play(
    sandbox: Sandbox,
    stored: StoredRendering,
    *,
    tape: Tape,
    plan: EpisodePlan,
    recorded: Sequence[Mapping[str, JsonValue]],
    decisions: Sequence[TapedDecision],
    opened: Callable[[str], None] | None = None,
) -> Replay:
    result = await run_episode(
        sandbox, stored, model=TapeModel(tape), plan=plan, played=decisions, opened=opened
    )
    return _compare(sandbox.engine, str(plan.replay_of), result.id, recorded)


def _compare(
    engine: Engine, episode_id: str, replay_id: str, recorded: Sequence[Mapping[str, JsonValue]]
) -> Replay:
    again = record_of(engine, replay_id)
    cut_off = _stop_reason(recorded) in CUT_OFF
    first = recorded[:-1] if cut_off else recorded
    second = again.events[: len(first)] if cut_off else again.events
    return Replay(
        episode_id=episode_id,
        replay_id=replay_id,
        compared=len(first),
        cut_off=cut_off,
        difference=first_difference(first, second),
    )


def _stop_reason(events: Sequence[Mapping[str, JsonValue]]) -> JsonValue:
    data = events[-1].get("data") if events else None
    return data.get("stop_reason") if isinstance(data, dict) else None


def first_difference(
    recorded: Sequence[Mapping[str, JsonValue]], replayed: Sequence[Mapping[str, JsonValue]]
) -> Difference | None:
    """Return where two records part, or None when they are the same byte for byte."""
    for number in range(1, max(len(recorded), len(replayed)) + 1):
        one, other = _line(recorded, number), _line(replayed, number)
        if one != other:
            return Difference(number=number, recorded=one, replayed=other)
    return None


def _line(events: Sequence[Mapping[str, JsonValue]], number: int) -> str | None:
    if number > len(events):
        return None
    return canonical_json(events[number - 1])
