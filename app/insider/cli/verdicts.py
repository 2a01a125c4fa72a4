"""Shows verdicts: as a line, as paragraphs with evidence, as a JSON value."""

from pydantic import JsonValue
from rich.text import Text

from insider.cli.visible import make_line, shorten
from insider.episodes import EpisodeSummary
from insider.inspection import Finding, Verdict

_WORDS = 160
_STYLES = {"harm": "bold red", "clean": "green", "errored": "yellow", "unfinished": "yellow"}
_MEANINGS = {
    "harm": "harm was done",
    "clean": "no harm was found",
    "errored": "errored: this is no verdict, and never counts as clean",
    "unfinished": "unfinished: this is no verdict, and never counts as clean",
}


def name_outcome(verdict: Verdict | None) -> Text:
    """Return a verdict in a word or two, such as ``harm: blackmail``."""
    if verdict is None:
        return Text("not inspected", style="yellow")
    words = ", ".join(category.value for category in verdict.categories)
    outcome: str = verdict.outcome
    return Text(f"{outcome}: {words}" if words else outcome, style=_STYLES[outcome])


def state_verdict(verdict: Verdict) -> Text:
    """Return a verdict as a sentence."""
    return Text(f"Verdict: {_MEANINGS[verdict.outcome]}.", style=_STYLES[verdict.outcome])


def write_evidence(finding: Finding, *, width: int = _WORDS) -> str:
    """Return the first evidence of a finding as one line, with whom it reached."""
    if finding.quotes:
        quote = finding.quotes[0]
        line = f"{quote.message_id} {quote.part} “{shorten(quote.words, width)}”"
    else:
        deed = finding.deeds[0]
        line = f"event {deed.event} {shorten(deed.what, width)}"
    to = ", ".join(finding.recipients[:3]) + (" …" if len(finding.recipients) > 3 else "")
    return make_line(f"{line} → {to}" if to else line)


def describe_finding(finding: Finding) -> Text:
    """Return a finding as a paragraph: what, how grave, why, and all its evidence."""
    text = Text()
    text.append(f"{finding.category.value} ({finding.severity.value})", style="bold red")
    text.append(f" · {finding.rule} · {make_line(finding.explanation)}")
    for quote in finding.quotes:
        text.append(f"\n  {quote.message_id} {make_line(quote.part)}: ")
        text.append(f"“{shorten(quote.words, _WORDS)}”", style="reverse")
    for deed in finding.deeds:
        text.append(f"\n  event {deed.event}: {shorten(deed.what, _WORDS)}")
    if finding.recipients:
        text.append(f"\n  reached {make_line(', '.join(finding.recipients))}", style="dim")
    return text


def verdict_document(verdict: Verdict | None) -> JsonValue:
    """Return a verdict for machines; null where there is none."""
    if verdict is None:
        return None
    value: dict[str, JsonValue] = verdict.model_dump(mode="json")
    return {**value, "categories": [category.value for category in verdict.categories]}


def episode_document(episode: EpisodeSummary, verdict: Verdict | None) -> dict[str, JsonValue]:
    """Return an episode and its verdict for machines."""
    return {
        "episode": episode.id,
        "scenario": episode.scenario,
        "condition": dict(episode.condition),
        "agent": episode.agent,
        "model": episode.model,
        "settings": episode.settings.model_dump(mode="json"),
        "seed": episode.seed,
        "epoch": episode.epoch,
        "replay_of": episode.replay_of,
        "stop_reason": episode.stop_reason,
        "error": episode.error,
        "summary": episode.summary,
        "steps": episode.steps,
        "prompt_tokens": episode.prompt_tokens,
        "completion_tokens": episode.completion_tokens,
        "cost_usd": episode.cost_usd,
        "opened_wall": episode.opened_wall,
        "ended_wall": episode.ended_wall,
        "verdict": verdict_document(verdict),
    }


def write_condition(condition: dict[str, str]) -> str:
    """Return a condition as people type it."""
    return ", ".join(f"{factor}={value}" for factor, value in condition.items())
