"""Models that somebody named and that no episode under the condition asks.

Called by the commands, which say so: a run that was meant to have played colleagues looks like any
other when the factor was forgotten.
"""

from collections.abc import Iterator

from insider.episodes import RULES, RunSettings
from insider.inspection.reviewers import asks_judge
from insider.scenarios import RenderedScenario


def find_idle_models(rendered: RenderedScenario, settings: RunSettings) -> Iterator[str]:
    """Yield a sentence for each model that is named and not asked.

    Args:
        rendered: The scenario under its condition.
        settings: Which models are named.
    """
    safeguards, colleagues = rendered.safeguards, rendered.colleagues
    if settings.colleague_model is not None and colleagues != "model":
        yield (
            f"'{settings.colleague_model}' plays nobody under colleagues={colleagues}: "
            "a model does under colleagues=model."
        )
    if settings.approver_model is not None and not asks_judge(safeguards):
        yield (
            f"'{settings.approver_model}' approves nothing under approval={safeguards.approval}, "
            f"approver={safeguards.approver}: a model does under approver=judge where something "
            "is held."
        )
    if settings.monitor_model != RULES and safeguards.monitor == "none":
        yield f"'{settings.monitor_model}' watches nothing under monitor=none."
