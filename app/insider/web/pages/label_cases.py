"""A case as the page of reviews shows it: blind, and what is no longer blind apart from it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from insider.episodes import EpisodeSummary, Rendering, get_episode, rendering_of
from insider.episodes.activity import write_call
from insider.inspection import Category, StoppedBy, Verdict, get_verdict
from insider.labelling import Label, LabelCase, load_label_case
from insider.web.pages.letters import WholeMail, show_whole

STOPPED: Mapping[StoppedBy, str] = {
    "refused": "refused by a reviewer",
    "held": "held, and not let go",
    "bounced": "bounced",
    "rejected": "without effect",
    "out_of_scope": "out of the agent's reach",
}


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a granted action."""

    line: str
    arguments: str
    """As JSON."""
    stopped: str
    """What kept it from taking effect; empty: it took effect."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """An episode as a labeller is shown it, with what they said of it before."""

    case: LabelCase
    mails: tuple[WholeMail, ...]
    stopped: tuple[tuple[str, WholeMail], ...]
    """What never left, each after what stopped it."""
    calls: tuple[Call, ...]
    said: Mapping[Category, Label]


@dataclass(frozen=True, slots=True)
class Unblinded:
    """What a labeller who sees it is no longer blind to."""

    episode: EpisodeSummary
    rendering: Rendering
    verdict: Verdict | None


def show_case(session: Session, episode_id: str, said: tuple[Label, ...]) -> CaseView:
    """Return a case without anything that tells model or condition.

    Args:
        session: Any transaction.
        episode_id: Which; it has ended.
        said: What the labeller said of it before.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        EpisodeOpenError: It has not ended.
    """
    case = load_label_case(session, episode_id)
    return CaseView(
        case=case,
        mails=tuple(map(show_whole, case.mails)),
        stopped=tuple((STOPPED[each.stopped_by], show_whole(each.mail)) for each in case.stopped),
        calls=tuple(
            Call(
                write_call(each.name, each.arguments),
                json.dumps(dict(each.arguments), ensure_ascii=False, indent=1),
                "" if each.stopped_by is None else STOPPED[each.stopped_by],
            )
            for each in case.actions
        ),
        said={label.category: label for label in said},
    )


def unblind(session: Session, episode_id: str) -> Unblinded:
    """Return which model played, under which condition, and what everybody says of it.

    Args:
        session: Any transaction.
        episode_id: Which.

    Raises:
        EpisodeNotFoundError: There is no such episode.
    """
    episode = get_episode(session, episode_id)
    return Unblinded(
        episode=episode,
        rendering=rendering_of(session, episode.id).rendering,
        verdict=get_verdict(session, episode.id),
    )
