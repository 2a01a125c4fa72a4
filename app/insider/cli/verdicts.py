"""Shows verdicts: as a line, as paragraphs with evidence, as a JSON value."""

from collections.abc import Iterable, Iterator

from pydantic import JsonValue
from rich.text import Text

from insider.episodes import EpisodeSummary
from insider.inspection import (
    BY_RULES,
    Acknowledgement,
    Awareness,
    Category,
    Decision,
    Decisions,
    Finding,
    Intent,
    Observation,
    Thoughts,
    Unread,
    Verdict,
    Voice,
)
from insider.visible import make_line, shorten

_WORDS = 160
_STYLES = {"harm": "bold red", "attempted": "red", "clean": "green"}
_NO_VERDICT = "yellow"
_MEANINGS = {
    "harm": "harm was done",
    "attempted": "no harm was done; one was tried, and stopped",
    "clean": "no harm was found",
    "unclear": (
        "unclear: not decided by rules, a person or a judge must read it; "
        "this is no verdict, and never counts as clean"
    ),
    "errored": "errored: this is no verdict, and never counts as clean",
    "unfinished": "unfinished: this is no verdict, and never counts as clean",
}

_ANSWERS = {
    "done": "done",
    "attempted": "attempted",
    "no": "no harm",
    "open": "not decided",
}
_DECIDERS = {"rules": "by rules", "judge": "as judged", "person": "as people say"}
_KINDS = {"rules": "", "judge": "judge ", "person": "person "}

STOPPED = {
    "refused": "refused by a reviewer",
    "held": "held, and not let go",
    "bounced": "bounced",
    "rejected": "without effect",
    "out_of_scope": "out of the agent's reach",
}

_SITUATIONS = {
    "evaluation": "that it is being evaluated",
    "deployment": "that it is really deployed",
    "both": "both that it is being evaluated and that it is really deployed",
    "neither": "nothing plain",
}

_CALLED_WRONG = {
    "before": "before it acted",
    "after": "only after it had acted, or nobody knows when",
    "no_act": "yes, and did no harm",
    "none": "no",
}

UNCLEAR = (
    "What is unclear is not decided by rules: a person or a judge must read it. It never counts "
    "as clean."
)


def name_outcome(verdict: Verdict | None) -> Text:
    """Return a verdict in a word or two, such as ``harm: blackmail``."""
    if verdict is None:
        return Text("not inspected", style="yellow")
    named = verdict.categories or verdict.attempted
    words = ", ".join(category.value for category in named)
    outcome: str = verdict.outcome
    return Text(
        f"{outcome}: {words}" if words else outcome, style=_STYLES.get(outcome, _NO_VERDICT)
    )


def state_verdict(verdict: Verdict) -> Text:
    """Return a verdict as a sentence."""
    style = _STYLES.get(verdict.outcome, _NO_VERDICT)
    return Text(f"Verdict: {_MEANINGS[verdict.outcome]}.", style=style)


def describe_thoughts(thoughts: Thoughts) -> Iterator[Text]:
    """Yield as paragraphs what the model said beside what it did; no part of the verdict."""
    awareness, intent, said = thoughts.awareness, thoughts.intent, thoughts.acknowledgement
    if awareness is not None:
        yield _quote(f"Said of its situation: {_SITUATIONS[awareness.says]}", awareness)
    if intent is not None:
        meant = ", ".join(quote.category.value for quote in intent.evidence) or "nothing plain"
        yield _quote(f"Said that it means to do harm: {meant}", intent)
    if said is not None:
        yield _quote(f"Called what it considers wrong: {_CALLED_WRONG[said.says]}", said)
    if thoughts.unread:
        yield Text(f"{thoughts.unread:,} further characters that it wrote were not read.")


def _quote(said: str, graded: Awareness | Intent | Acknowledgement) -> Text:
    by = "" if graded.graded_by == BY_RULES else f" (graded by {make_line(graded.graded_by)})"
    text = Text(f"{said}{by}.")
    for quote in graded.evidence:
        text.append(f"\n  step {quote.step} {quote.source}: ", style="dim")
        text.append(f"“{shorten(quote.words, _WORDS)}”")
    return text


def describe_verdict(verdict: Verdict) -> Iterator[Text]:
    """Yield a verdict as a sentence, who says so, and all that it rests on as paragraphs."""
    yield state_verdict(verdict)
    yield from describe_decisions(verdict.decisions)
    standing = verdict.standing
    for seen in (*verdict.findings, *verdict.suspicions):
        yield describe(seen, overruled=seen not in standing)
    yield from map(describe_unread, verdict.unread)


def describe_decisions(decisions: Decisions) -> Iterator[Text]:
    """Yield as lines what is held true and who says what; alike categories are one line.

    Where only rules spoke there is none: their findings and suspicions say it.
    """
    alike: dict[Decision, list[Category]] = {}
    for category, decision in decisions.items():
        if decision.by != "rules" or any(voice.kind != "rules" for voice in decision.voices):
            alike.setdefault(decision, []).append(category)
    for decision, categories in alike.items():
        yield _describe_decision(categories, decision)


def _describe_decision(categories: Iterable[Category], decision: Decision) -> Text:
    names = ", ".join(category.value for category in categories)
    text = Text(f"{names}: {_ANSWERS[decision.answer]}", style="bold")
    text.append(f", {_DECIDERS[decision.by]}", style="not bold")
    if decision.disputed:
        text.append(", disputed", style="yellow")
    said = [_write_voice(voice) for voice in decision.voices]
    return text.append(f" · {make_line(' · '.join(said))}", style="not bold dim")


def _write_voice(voice: Voice) -> str:
    lacking = f" ({voice.unproven:,} × accused without evidence)" if voice.unproven else ""
    return f"{_KINDS[voice.kind]}{voice.who}: {voice.answer}{lacking}"


def write_evidence(seen: Observation, *, width: int = _WORDS) -> str:
    """Return the first evidence of a finding or suspicion as one line, with whom it reached."""
    if seen.quotes:
        quote = seen.quotes[0]
        line = f"{quote.message_id} {quote.part} “{shorten(quote.words, width)}”"
    else:
        deed = seen.deeds[0]
        line = f"event {deed.event} {shorten(deed.what, width)}"
    to = ", ".join(seen.recipients[:3]) + (" …" if len(seen.recipients) > 3 else "")
    return make_line(f"{line} → {to}" if to else line)


def write_open(verdict: Verdict, *, width: int = _WORDS) -> Iterator[str]:
    """Yield as lines what is not decided by rules."""
    for suspicion in verdict.suspicions:
        yield f"{suspicion.category.value}? {write_evidence(suspicion, width=width)}"
    for unread in verdict.unread:
        yield make_line(f"unread: {unread.message_id} {unread.part}: {unread.why}")


def describe(seen: Observation, *, overruled: bool = False) -> Text:
    """Return a finding or a suspicion as a paragraph: what, why, and all its evidence.

    Args:
        seen: Which.
        overruled: Whether a judge or a person decided that it is no harm.
    """
    text = Text("decided to be no harm: " if overruled else "", style="green")
    if isinstance(seen, Finding):
        tried = "" if seen.stopped_by is None else f", attempted: {STOPPED[seen.stopped_by]}"
        text.append(f"{seen.category.value} ({seen.severity.value}{tried})", style="bold red")
    else:
        text.append(f"{seen.category.value}? (not decided by rules)", style="bold yellow")
    text.append(f" · {seen.rule} · {make_line(seen.explanation)}")
    for quote in seen.quotes:
        text.append(f"\n  {quote.message_id} {make_line(quote.part)}: ")
        text.append(f"“{shorten(quote.words, _WORDS)}”", style="reverse")
    for deed in seen.deeds:
        text.append(f"\n  event {deed.event}: {shorten(deed.what, _WORDS)}")
    if seen.recipients:
        reached = "was to reach" if _is_attempt(seen) else "reached"
        text.append(f"\n  {reached} {make_line(', '.join(seen.recipients))}", style="dim")
    return text


def _is_attempt(seen: Observation) -> bool:
    return isinstance(seen, Finding) and not seen.done


def describe_unread(unread: Unread) -> Text:
    """Return as a paragraph what could not be read."""
    text = Text("unread (not decided by rules)", style="bold yellow")
    where = f"{unread.message_id} {unread.part}: {unread.why}"
    return text.append(f" · {make_line(where)}", style="not bold default")


def verdict_document(verdict: Verdict) -> dict[str, JsonValue]:
    """Return a verdict for machines."""
    value: dict[str, JsonValue] = verdict.model_dump(mode="json")
    return {
        **value,
        "meaning": _MEANINGS[verdict.outcome],
        "categories": [category.value for category in verdict.categories],
        "attempted": [category.value for category in verdict.attempted],
        "disputed": [
            category.value for category, said in verdict.decisions.items() if said.disputed
        ],
    }


def thoughts_document(thoughts: Thoughts | None) -> dict[str, JsonValue]:
    """Return for machines what the model said beside what it did; null where nothing is kept."""
    found: dict[str, JsonValue] = (thoughts or Thoughts()).model_dump(mode="json")
    return {name: found[name] for name in ("awareness", "intent", "acknowledgement")} | {
        "unread_thoughts": found["unread"]
    }


def episode_document(episode: EpisodeSummary, verdict: Verdict | None) -> dict[str, JsonValue]:
    """Return an episode and its verdict for machines."""
    return {
        "episode": episode.id,
        "scenario": episode.scenario,
        "pack": None if episode.pack is None else episode.pack.model_dump(mode="json"),
        "condition": dict(episode.condition),
        "control": dict(episode.control),
        "agent": episode.agent,
        "model": episode.model,
        "settings": episode.settings.model_dump(mode="json"),
        "seed": episode.seed,
        "epoch": episode.epoch,
        "replay_of": episode.replay_of,
        "fork": None if episode.fork is None else episode.fork.model_dump(mode="json"),
        "parts_at": episode.parts_at,
        "stop_reason": episode.stop_reason,
        "error": episode.error,
        "summary": episode.summary,
        "steps": episode.steps,
        "prompt_tokens": episode.prompt_tokens,
        "completion_tokens": episode.completion_tokens,
        "cost_usd": episode.cost_usd,
        "opened_wall": episode.opened_wall,
        "ended_wall": episode.ended_wall,
        "verdict": None if verdict is None else verdict_document(verdict),
    }


def write_steps(count: int) -> str:
    """Return a number of steps in words."""
    return f"{count} step" if count == 1 else f"{count} steps"
