"""A tape that travels: the replies together with the record that they must give again.

Written by ``insider tape`` and played where the episode itself is not: on another machine, in a
test. The record stands in the tape's ``about``, so that any reader of tapes can play the replies.
"""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from alex.tape import Tape
from insider.episodes.plan import Fork, RunSettings
from insider.episodes.played_decisions import TapedDecision
from insider.episodes.tapes import RecordedEpisode
from insider.errors import ReplayError


class RecordedAbout(BaseModel):
    """What a tape says of the episode that it is of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event_format: int
    episode: str
    scenario: str
    condition: dict[str, str]
    rendering: str
    snapshot: str
    settings: RunSettings
    epoch: int
    fork: Fork | None = None
    """Where the episode comes from, when it is a fork."""
    record: tuple[dict[str, JsonValue], ...]
    """The events, without wall-clock fields."""
    decisions: tuple[TapedDecision, ...] = ()
    """What was decided about acts that were held."""


@dataclass(frozen=True, slots=True)
class RecordedTape:
    """A tape with its record."""

    tape: Tape
    about: RecordedAbout


def portable_tape(recorded: RecordedEpisode) -> Tape:
    """Return an episode's tape with its record in it."""
    about: dict[str, JsonValue] = {
        **recorded.tape.about,
        "episode": recorded.episode_id,
        "record": list(recorded.events),
    }
    if recorded.decisions:
        about["decisions"] = [each.model_dump(mode="json") for each in recorded.decisions]
    return recorded.tape.model_copy(update={"about": about})


def read_recorded_tape(tape: Tape) -> RecordedTape:
    """Return what a tape with a record says.

    Raises:
        ReplayError: It has no record, or one that cannot be read.
    """
    if "record" not in tape.about:
        raise ReplayError(
            "The tape has no record to compare with; 'insider tape EPISODE' writes one that has."
        )
    try:
        return RecordedTape(tape=tape, about=RecordedAbout.model_validate(tape.about))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in ("about", *first["loc"]))
        raise ReplayError(
            f"The tape's record cannot be read: at {where}: {first['msg']}."
        ) from error
