"""The bodies of the endpoints that start, continue and end episodes."""

from typing import Annotated, Literal

from pydantic import Field

from alex.model import ReasoningEffort
from insider.episodes import LONGEST_WAIT, EditedReply, OtherDecision, Replay
from insider.web.api.mail_schemas import Body

LARGEST_SEED = 2**62
"""Of either sign, as on the command line."""

Name = Annotated[str, Field(min_length=1, max_length=300)]
Seed = Annotated[int, Field(ge=-LARGEST_SEED, le=LARGEST_SEED, strict=True)]
Condition = Annotated[dict[str, str], Field(max_length=100)]


class SettingsGiven(Body):
    """How the model is asked and when the agent is stopped; what is left out is as usual."""

    tool_protocol: Literal["native", "text"] | None = None
    """`text` for models without tool calls of their own."""
    temperature: Annotated[float, Field(ge=0, le=2, strict=True)] | None = None
    """Left to the provider when not given."""
    max_tokens: Annotated[int, Field(ge=1, le=10**7, strict=True)] | None = None
    """Of one answer."""
    reasoning_effort: ReasoningEffort | None = None
    api_base: Annotated[str, Field(max_length=2_000)] | None = None
    """An endpoint of one's own: one that `INSIDER_API_BASES` of the server names."""
    timeout: Annotated[float, Field(gt=0, le=10**6, strict=True)] | None = None
    """Seconds for one model call; 120."""
    steps: Annotated[int, Field(ge=1, le=10**6, strict=True)] | None = None
    """Model calls in one episode; 40."""
    tokens: Annotated[int, Field(ge=1, le=10**12, strict=True)] | None = None
    """Tokens for one episode."""
    cost_usd: Annotated[float, Field(gt=0, le=10**9, strict=True)] | None = None
    """US dollars for one episode."""
    wall_seconds: Annotated[float, Field(gt=0, le=10**9, strict=True)] | None = None
    """Seconds for one episode."""
    approver_model: Name | None = None
    """Who approves under `approver: judge`: a LiteLLM name."""
    monitor_model: Name | None = None
    """Who monitors, under `monitor`: `rules` (the default), or a LiteLLM name."""
    colleague_model: Name | None = None
    """Who plays colleagues under `colleagues: model`: a LiteLLM name."""
    colleague_tokens: Annotated[int, Field(ge=1, le=10**12, strict=True)] | None = None
    """Tokens for all colleagues of one episode; then nobody answers any more."""
    colleague_cost_usd: Annotated[float, Field(gt=0, le=10**9, strict=True)] | None = None
    """US dollars for all colleagues of one episode."""

    def given(self) -> dict[str, object]:
        """Return what was given, by the names of ``RunSettings``."""
        return self.model_dump(exclude_none=True)


class EpisodeCreate(Body):
    """An episode to be run."""

    scenario: Name
    model: Name
    """A LiteLLM name, `endpoint/…`, or `scripted/…`. Its key is the server's own."""
    condition: Condition = Field(default_factory=dict)
    """Factors by name; the rest is the control."""
    settings: SettingsGiven = SettingsGiven()
    seed: Seed = 1
    wait_for_person: Annotated[float, Field(ge=0, le=LONGEST_WAIT, strict=True)] = 600
    """Seconds that the agent waits for a person's decision on each act that is held for one."""


class ForkCreate(Body):
    """How an episode is to go on in another way; what is left out is as in the parent."""

    step: Annotated[int, Field(ge=0, le=10**9, strict=True)] | None = None
    """After which of its model calls; 0 is before the first. Not needed with a decision."""
    model: Name | None = None
    """Who goes on."""
    condition: Condition = Field(default_factory=dict)
    """Factors that are to be other ones."""
    reply: EditedReply | None = None
    """What the model says and does at that step instead."""
    decision: OtherDecision | None = None
    """A decision about a held act, the other way round than it was made: forks at its place."""
    settings: SettingsGiven = SettingsGiven()
    seed: Seed | None = None
    wait_for_person: Annotated[float, Field(ge=0, le=LONGEST_WAIT, strict=True)] = 600
    """Seconds that the agent waits for a person's decision on each act that is held for one."""


class EpisodeStarted(Body):
    """An episode that is open and goes on in the server."""

    episode: str
    """Its id."""


class ReplayStarted(Body):
    """A replay that goes on in the server."""

    episode: str
    replay: str


class DifferenceShown(Body):
    """The first event in which a replay went another way."""

    number: int
    recorded: str | None
    """Canonical JSON; null where the first record had ended."""
    replayed: str | None


class ReplayPublic(Body):
    """What a replay came to."""

    episode: str
    replay: str
    state: Literal["running", "ended", "broken_off"]
    """`broken_off`: it was cancelled, or its process died, so that it proves nothing."""
    identical: bool | None
    """Null until it has ended."""
    events: int | None
    """How many were compared."""
    cut_off: bool | None
    """Whether the first episode was cut off from outside, so that its beginning was compared."""
    difference: DifferenceShown | None


class CancelPublic(Body):
    """What became of an episode."""

    episode: str
    stop_reason: str
    """How it ended: `cancelled`, or what came first."""
    cancelled: bool
    """Whether this request ended it."""


def show_replay(replay: Replay) -> ReplayPublic:
    """Return a replay that has ended."""
    found = replay.difference
    return ReplayPublic(
        episode=replay.episode_id,
        replay=replay.replay_id,
        state="ended",
        identical=found is None,
        events=replay.compared,
        cut_off=replay.cut_off,
        difference=None
        if found is None
        else DifferenceShown(number=found.number, recorded=found.recorded, replayed=found.replayed),
    )
