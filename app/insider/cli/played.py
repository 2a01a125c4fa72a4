"""Tells of an episode that was just played, and of where a fork comes from."""

from rich.text import Text

from insider.cli.command import Invocation
from insider.cli.verdicts import describe_verdict, episode_document, write_steps
from insider.episodes import EpisodeSummary
from insider.inspection import Played
from insider.scenarios import describe_condition
from insider.visible import make_visible, shorten


def report_played(invocation: Invocation, played: Played) -> None:
    """Tell how an episode ended and what was found in it.

    Args:
        invocation: Whose console.
        played: The episode.
    """
    console, episode = invocation.console, played.episode
    console.write_json_line(episode_document(episode, played.verdict))
    condition = describe_condition(episode.condition, episode.control)
    title = Text(f"{episode.id}  {episode.scenario} · {condition}")
    title.append(f" · {episode.model} · seed {episode.seed}")
    ended = Text(f"Ended: {episode.stop_reason} after {write_steps(episode.steps)}.")
    if episode.error:
        ended.append(f" {make_visible(episode.error)}", style="red")
    console.show(title, ended, *describe_verdict(played.verdict))
    console.say(f"The transcript: {invocation.next_command(f'show {episode.id}')}")


def describe_fork(episode: EpisodeSummary) -> list[str]:
    """Return sentences that say where a fork comes from and what was changed; none for others."""
    if episode.fork is None:
        return []
    fork, changed = episode.fork, episode.fork.changed
    told = [f"Forked from {fork.parent} after step {fork.step}."]
    if changed.model is not None:
        told.append(f"The model was {shorten(changed.model, 80)}.")
    told += [f"{factor} was {value or 'not set'}." for factor, value in changed.condition.items()]
    if changed.reply:
        told.append(f"The reply of step {fork.step} is not the model's own: somebody wrote it.")
    if changed.decision is not None:
        told.append(f"Held act {changed.decision} was decided the other way.")
    if episode.parts_at is not None:
        told.append(
            f"What was played of the parent came out otherwise from event {episode.parts_at} on."
        )
    return told
