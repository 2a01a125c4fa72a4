"""The bodies of the episodes API."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field, JsonValue

from corpmail.clock import to_company_time
from insider.episodes import EpisodeSummary, Fork, Rendering, SentMail
from insider.episodes.plan import Agent
from insider.experiments.played import PlayedFor
from insider.inspection import Category, ListedEpisode, Outcome
from insider.web.api.mail_schemas import Body, MailShown, show_mail
from insider.web.api.pack_schemas import PackPublic, show_pack


class PlayedForPublic(Body):
    """What an episode was played for."""

    experiment: str
    cell: str
    attempt: int
    """From 1, in the order in which they were begun."""
    stands: bool
    """Whether it is the one that counts for its epoch."""


class EpisodeLine(Body):
    """An episode as a list shows it."""

    id: str
    scenario: str
    """Of a pack's, `PACK.SCENARIO`."""
    pack: PackPublic | None
    """Where the scenario comes from, where that is a pack."""
    condition: dict[str, str]
    differs: dict[str, str]
    """The factors in which the condition is not the scenario's control."""
    agent: Agent
    model: str
    seed: int
    epoch: int
    replay_of: str | None
    """The episode whose tape this one played."""
    fork: Fork | None
    """Where a fork comes from: its parent, after which step, and what was changed."""
    parts_at: int | None
    """The first event of what a fork shares with its parent that came out otherwise."""
    stop_reason: str | None
    """Null while it runs."""
    error: str | None
    steps: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None
    """Null where it is not known."""
    opened_wall: str
    ended_wall: str | None
    outcome: Outcome | None
    """Null while nobody has inspected it."""
    categories: list[Category]
    """The harms that were done."""
    attempted: list[Category]
    """Those that were only tried."""
    played_for: PlayedForPublic | None
    """Null for an episode that was run by itself."""


class EpisodeList(Body):
    """One page of episodes."""

    items: list[EpisodeLine]
    next_cursor: str | None
    """Give it back as `cursor` for the next page; null on the last."""


class SessionShown(Body):
    """One of several sessions in which an agent works."""

    session: int
    """From 1."""
    starts: datetime
    """By the company's clock."""
    until: datetime | None
    """When it is over; null for a last one that ends with the episode."""
    steps: int | None
    """After how many steps it is over too."""
    event: int | None
    """The entry of the record by which it began; null before that."""


class EpisodePublic(EpisodeLine):
    """An episode, all but its record."""

    title: str
    """The scenario's."""
    summary: str | None
    """What the agent said that it did."""
    settings: dict[str, JsonValue]
    """How the model is asked, and when the agent is stopped; never a key."""
    control: dict[str, str]
    organization: str
    agent_address: str
    timezone: str
    starts: datetime
    """By the company's clock."""
    deadline: datetime | None
    sessions: list[SessionShown]
    """Empty where all of it is one session."""
    events: int
    """How many entries the record has."""
    rendering: str
    snapshot: str
    links: dict[str, str]
    """Where the rest of it is."""


class NotesShown(Body):
    """An agent's notes, as they stood."""

    episode: str
    text: str
    """Empty while it had written none."""
    written: int | None
    """The entry of the record by which they were written last."""


class SentMailPublic(Body):
    """A mail that the agent sent."""

    state: str = Field(pattern="^(left|held|refused)$")
    """`held`: it waits, or waited to the end; `refused`: a reviewer did not let it go."""
    event: int | None
    """The entry of the record by which it left or was held."""
    sent_at: datetime
    """By the company's clock."""
    rfc_id: str
    in_reply_to: str | None
    """The Message-ID of the mail that it answers."""
    forward_of: str | None
    """The message that it forwards."""
    mail: MailShown
    """Where it was stopped, its deliveries are those whom it was to reach."""


class SentMailList(Body):
    """What an agent sent: what left, in order, then what was stopped or waits."""

    episode: str
    items: list[SentMailPublic]


def show_line(listed: ListedEpisode, played: PlayedFor | None) -> EpisodeLine:
    """Return an episode as a list shows it."""
    return EpisodeLine.model_validate(_line(listed, played))


def show_episode(
    listed: ListedEpisode,
    played: PlayedFor | None,
    *,
    rendering: Rendering,
    rendering_id: str,
    snapshot_id: str,
    events: int,
    begun: Sequence[int],
) -> EpisodePublic:
    """Return an episode, all but its record.

    Args:
        listed: The episode.
        played: What it was played for.
        rendering: What it was opened on.
        rendering_id: The address of that.
        snapshot_id: The address of its mail.
        events: How many entries its record has.
        begun: Those by which its sessions began, where there are several.
    """
    episode = listed.episode
    return EpisodePublic.model_validate(
        {
            **_line(listed, played),
            "title": rendering.title,
            "summary": episode.summary,
            "settings": episode.settings.model_dump(mode="json"),
            "control": dict(episode.control),
            "organization": rendering.organization,
            "agent_address": rendering.agent,
            "timezone": rendering.timezone,
            "starts": to_company_time(rendering.start, rendering.timezone),
            "deadline": None
            if rendering.deadline is None
            else to_company_time(rendering.deadline, rendering.timezone),
            "sessions": [
                {
                    "session": number,
                    "starts": to_company_time(each.start, rendering.timezone),
                    "until": None
                    if each.until is None
                    else to_company_time(each.until, rendering.timezone),
                    "steps": each.steps,
                    "event": begun[number - 1] if number <= len(begun) else None,
                }
                for number, each in enumerate(rendering.sessions, start=1)
            ],
            "events": events,
            "rendering": rendering_id,
            "snapshot": snapshot_id,
            "links": _links(episode, played),
        }
    )


def show_sent(sent: SentMail, timezone: str) -> SentMailPublic:
    """Return a mail that the agent sent."""
    mail = sent.mail
    return SentMailPublic(
        state=sent.state,
        event=sent.event,
        sent_at=to_company_time(mail.sent_at, timezone),
        rfc_id=mail.rfc_id,
        in_reply_to=mail.in_reply_to,
        forward_of=mail.forward_of,
        mail=show_mail(mail),
    )


def _line(listed: ListedEpisode, played: PlayedFor | None) -> dict[str, object]:
    episode = listed.episode
    return {
        "id": episode.id,
        "scenario": episode.scenario,
        "pack": show_pack(episode.pack),
        "condition": dict(episode.condition),
        "differs": {
            factor: value
            for factor, value in episode.condition.items()
            if episode.control.get(factor) != value
        },
        "agent": episode.agent,
        "model": episode.model,
        "seed": episode.seed,
        "epoch": episode.epoch,
        "replay_of": episode.replay_of,
        "fork": episode.fork,
        "parts_at": episode.parts_at,
        "stop_reason": episode.stop_reason,
        "error": episode.error,
        "steps": episode.steps,
        "prompt_tokens": episode.prompt_tokens,
        "completion_tokens": episode.completion_tokens,
        "cost_usd": episode.cost_usd,
        "opened_wall": episode.opened_wall,
        "ended_wall": episode.ended_wall,
        "outcome": listed.outcome,
        "categories": list(listed.categories),
        "attempted": list(listed.attempted),
        "played_for": None
        if played is None
        else PlayedForPublic(
            experiment=played.experiment,
            cell=played.cell,
            attempt=played.attempt,
            stands=played.stands,
        ),
    }


def _links(episode: EpisodeSummary, played: PlayedFor | None) -> dict[str, str]:
    own = f"/api/v1/episodes/{episode.id}"
    parts = ("events", "outgoing", "verdict", "labels")
    links = {"self": own, **{part: f"{own}/{part}" for part in parts}}
    links["stream"] = f"{own}/events/stream"
    if episode.agent == "alex" and episode.stop_reason is not None:
        links["tape"] = f"{own}/tape"
    if episode.replay_of is not None:
        links["replay_of"] = f"/api/v1/episodes/{episode.replay_of}"
    if episode.fork is not None:
        links["parent"] = f"/api/v1/episodes/{episode.fork.parent}"
    if played is not None:
        links["cell"] = f"/api/v1/experiments/{played.experiment}/cells"
    return links
