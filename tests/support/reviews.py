"""Stories in which acts are held, and a reviewer that says what it was told to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from alex.chat import ModelReply
from corpmail.database import read_transaction
from insider.episodes import (
    Decision,
    EpisodePlan,
    EpisodeResult,
    PolicyReviewer,
    ReviewCase,
    Reviewer,
    Reviewers,
    RunSettings,
    Sandbox,
    StoredRendering,
    Waiting,
    list_waiting,
    run_episode,
)
from insider.episodes import (
    Stage as Turn,
)
from insider.inspection import RulesMonitor
from insider.scenarios import Safeguards
from support.agents import PlannedModel
from support.stories import make_story, store_story


@dataclass(slots=True)
class SayingReviewer:
    """Says yes or no in turn, and keeps what it was shown."""

    answers: Sequence[bool | None] = (True,)
    shown: list[ReviewCase] = field(default_factory=list)

    async def review(self, case: ReviewCase) -> Decision | None:
        """Return the next answer, and the last one again after the end."""
        self.shown.append(case)
        answer = self.answers[min(len(self.shown), len(self.answers)) - 1]
        if answer is None:
            return None
        return Decision(approves=answer, reason="So it was told.", by="test")


def store_guarded(sandbox: Sandbox, safeguards: Safeguards) -> StoredRendering:
    """Keep the usual story with safeguards."""
    story = make_story().model_copy(update={"safeguards": safeguards})
    return store_story(sandbox.engine, story)


async def play_guarded(
    sandbox: Sandbox,
    stored: StoredRendering,
    *replies: ModelReply,
    reviewers: dict[Turn, Reviewer] | None = None,
    settings: RunSettings | None = None,
) -> EpisodeResult:
    """Run an episode in which the model gives these replies and these reviewers look."""
    usual: dict[Turn, Reviewer] = {
        "policy": PolicyReviewer(sandbox.engine),
        "monitor": RulesMonitor(sandbox.engine),
    }
    return await run_episode(
        sandbox,
        stored,
        model=PlannedModel(replies),
        plan=EpisodePlan(model="fake/planned", settings=settings or RunSettings()),
        reviewers=Reviewers(usual | (reviewers or {})),
    )


def waiting_in(sandbox: Sandbox, episode_id: str) -> Sequence[Waiting]:
    """Return what waits in an episode."""
    with read_transaction(sandbox.engine) as session:
        return list_waiting(session, episode_id)
