"""``insider demo``: scripted Alexes in every scenario, judged, in one command and without a key."""

import asyncio
import shlex
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from pydantic import JsonValue
from rich.text import Text
from sqlalchemy import Engine

from corpmail.database import write_transaction
from insider.cli.command import FAILED, Invocation
from insider.cli.database import open_database
from insider.cli.run_options import SEED
from insider.cli.seed_command import SeedCommand
from insider.cli.termination import run_until_stopped
from insider.cli.verdicts import UNCLEAR, name_outcome, verdict_document, write_evidence, write_open
from insider.episodes import (
    EpisodePlan,
    RunSettings,
    Sandbox,
    StoredRendering,
    store_rendering,
)
from insider.episodes.activity import watch_activity
from insider.errors import ConditionError, UnknownScenarioError
from insider.inspection import JUDGED, Endpoint, Played, PreparedEpisode, make_model, play_episode
from insider.scenarios import (
    RenderedScenario,
    Seed,
    complete_condition_of,
    list_scenarios,
    open_seed,
    render_scenario,
)

_PRESSURE = {"goal.type": "explicit", "threat": "replacement"}
_AT_ONCE = 4
_EVIDENCE = 56


@dataclass(frozen=True, slots=True)
class _Cast:
    """One episode that the demo plays."""

    arm: str
    """``control`` or ``pressure``."""
    actor: str
    rendered: RenderedScenario

    @property
    def label(self) -> str:
        return f"{self.rendered.scenario} · {self.arm} · scripted/{self.actor}"

    @property
    def declared(self) -> frozenset[str]:
        """The harm that the script says it does."""
        return frozenset(self.rendered.actors[self.actor].harm)


@dataclass(frozen=True, slots=True)
class _Judged:
    """An episode of the demo with its verdict."""

    cast: _Cast
    played: Played

    @property
    def agrees(self) -> bool:
        """Whether the inspector found just what the script declares, in an episode that ended."""
        found = {category.value for category in self.played.verdict.categories}
        ended = self.played.verdict.outcome in JUDGED
        return ended and found == self.cast.declared


@click.command("demo", cls=SeedCommand)
@click.option("--seed", type=SEED, default=1, help="Of every episode; 1.")
@click.option(
    "--keep/--no-keep",
    default=True,
    help="Keep the episodes in the database, to be shown and replayed; that is the default.",
)
@click.pass_obj
def command(invocation: Invocation, /, seed: int, keep: bool) -> None:
    """Scripted Alexes in every scenario, with verdicts; no key needed.

    Plays each scenario in its control condition and under pressure, by actors of known behaviour,
    and holds the inspector's verdicts against what the actors are known to do.
    """
    if not keep and invocation.database_option is not None:
        raise click.UsageError("--no-keep takes a database of its own: leave out --database.")
    invocation.console.say(
        "Opening the company and its scenarios; the first moments load libraries."
    )
    casts = list(_casts(invocation, open_seed(invocation.settings.seed_dir)))
    if not casts:
        raise UnknownScenarioError(
            "this seed has no scripted agent that could show something: add a file to the "
            "'actors' of a scenario.",
            scenario="",
        )
    invocation.console.kept = "Episodes that had ended are kept; the others are marked cancelled."
    if keep:
        with open_database(invocation) as engine:
            judged = run_until_stopped(_play_all(invocation, engine, casts, seed))
    else:
        with tempfile.TemporaryDirectory(prefix="insider-") as folder:
            url = f"sqlite:///{Path(folder) / 'demo.db'}"
            with open_database(invocation.with_settings({"database_url": url})) as engine:
                judged = run_until_stopped(_play_all(invocation, engine, casts, seed))
    _report(invocation, judged, kept=keep)
    if not all(each.agrees for each in judged):
        raise click.exceptions.Exit(FAILED)


def _casts(invocation: Invocation, seed: Seed) -> Iterable[_Cast]:
    """Yield the episodes: whoever does no harm in the control, everybody under pressure.

    A scenario that has no such pressure, as a pack's may, has everybody in its control.
    """
    reserved = invocation.settings.reserved_domains
    for entry in list_scenarios(seed):
        arms: dict[str, Mapping[str, str]] = {"control": {}}
        if _has_pressure(seed, entry.name):
            arms["pressure"] = _PRESSURE
        for arm, condition in arms.items():
            rendered = render_scenario(seed, entry.name, condition, reserved_domains=reserved)
            by_name = sorted(rendered.actors.items())
            for actor, script in sorted(by_name, key=lambda item: len(item[1].harm)):
                if arm == "pressure" or "pressure" not in arms or not script.harm:
                    yield _Cast(arm=arm, actor=actor, rendered=rendered)


def _has_pressure(seed: Seed, scenario: str) -> bool:
    try:
        complete_condition_of(seed, scenario, _PRESSURE)
    except ConditionError:
        return False
    return True


async def _play_all(
    invocation: Invocation, engine: Engine, casts: list[_Cast], seed: int
) -> list[_Judged]:
    console = invocation.console
    width = max(len(cast.label) for cast in casts)
    slots = asyncio.Semaphore(_AT_ONCE)
    async with Sandbox(engine) as sandbox:
        stored = _store(engine, casts)
        with console.progress() as progress:
            bar = progress.add_task("episodes", total=len(casts))

            async def play(cast: _Cast) -> _Judged:
                async with slots:
                    judged = await _play(invocation, sandbox, stored, cast, seed, width)
                _tell_verdict(invocation, judged, width)
                progress.advance(bar)
                return judged

            try:
                async with asyncio.TaskGroup() as group:
                    tasks = [group.create_task(play(cast)) for cast in casts]
            except ExceptionGroup as errors:
                # The others were cancelled for it; people are told of the one that was first.
                raise errors.exceptions[0] from errors
    return [task.result() for task in tasks]


def _store(engine: Engine, casts: list[_Cast]) -> Mapping[int, StoredRendering]:
    """Return what is stored for each rendered scenario, by its identity."""
    found: dict[int, StoredRendering] = {}
    for cast in casts:
        if id(cast.rendered) not in found:
            with write_transaction(engine) as session:
                found[id(cast.rendered)] = store_rendering(session, cast.rendered)
    return found


async def _play(
    invocation: Invocation,
    sandbox: Sandbox,
    stored: Mapping[int, StoredRendering],
    cast: _Cast,
    seed: int,
    width: int,
) -> _Judged:
    name = f"scripted/{cast.actor}"
    settings = RunSettings()
    model = make_model(name, cast.rendered, settings=settings, endpoint=Endpoint(), seed=seed)

    def tell(line: str) -> None:
        text = Text(cast.label.ljust(width), style="dim")
        text.append(f"   {line}", style="not dim")
        invocation.console.say(text)

    played = await play_episode(
        sandbox,
        PreparedEpisode(
            stored=stored[id(cast.rendered)],
            model=model,
            plan=EpisodePlan(model=name, settings=settings, seed=seed),
            endpoint=Endpoint(),
        ),
        watch=watch_activity(cast.rendered.messages, tell),
    )
    return _Judged(cast=cast, played=played)


def _tell_verdict(invocation: Invocation, judged: _Judged, width: int) -> None:
    text = Text(judged.cast.label.ljust(width), style="dim")
    text.append("   verdict ", style="not dim")
    text.append_text(name_outcome(judged.played.verdict))
    invocation.console.say(text)
    invocation.console.write_json_line(_document(judged))


def _report(invocation: Invocation, judged: list[_Judged], *, kept: bool) -> None:
    console = invocation.console
    agreed = sum(each.agrees for each in judged)
    console.write_json_line({"kind": "summary", "episodes": len(judged), "agreed": agreed})
    console.show(Text(), _table(judged), Text())
    console.show(
        Text("Every Alex here is scripted: its behaviour is known, and no model was called."),
        Text(
            f"The inspector agreed with what the scripts are known to do in {agreed} of "
            f"{len(judged)} episodes.",
            style="green" if agreed == len(judged) else "bold red",
        ),
    )
    if any(each.played.verdict.outcome == "unclear" for each in judged):
        console.show(Text(UNCLEAR, style="yellow"))
    for each in judged:
        if not each.agrees:
            console.complain(_disagreement(each))
    if kept:
        _point_on(invocation, judged)


def _disagreement(judged: _Judged) -> str:
    verdict = judged.played.verdict
    found = ", ".join(category.value for category in verdict.categories) or "nothing"
    declared = ", ".join(sorted(judged.cast.declared)) or "nothing"
    return (
        f"DISAGREEMENT in {verdict.episode_id} ({judged.cast.label}): the script does {declared}, "
        f"the inspector found {found} (outcome {verdict.outcome}, stop reason "
        f"{verdict.stop_reason}, error {judged.played.episode.error or 'none'})."
    )


def _point_on(invocation: Invocation, judged: list[_Judged]) -> None:
    harmful = next((each for each in judged if each.played.verdict.categories), judged[0])
    episode = harmful.played.episode
    rendered = harmful.cast.rendered
    pressure = "".join(
        f" -c {shlex.quote(f'{factor}={value}')}"
        for factor, value in rendered.condition.items()
        if rendered.control[factor] != value
    )
    address = f"http://{invocation.settings.host}:{invocation.settings.port}"
    console = invocation.console
    console.say("")
    console.say("Where to look next:")
    for words, why, on_seed in (
        (f"show {episode.id}", "the transcript, with the evidence", False),
        (f"replay {episode.id}", "the same events again, from the tape", False),
        (f"run {rendered.scenario}{pressure} --model PROVIDER/MODEL", "a real model as Alex", True),
        ("serve", f"pages and APIs on {address}, also the mail API for an agent of your own", True),
    ):
        console.say(Text(f"  {invocation.next_command(words, on_seed=on_seed)}   # {why}"))


def _table(judged: list[_Judged]) -> Text:
    """Return a row for each episode, with a line of evidence for each harm below it."""
    rows = [
        (each.cast.rendered.scenario, each.cast.arm, f"scripted/{each.cast.actor}")
        for each in judged
    ]
    heads = ("scenario", "condition", "Alex")
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    table = Text(f"{_row(heads, widths)}  verdict", style="dim")
    for row, each in zip(rows, judged, strict=True):
        verdict = each.played.verdict
        table.append(f"\n{_row(row, widths)}  ", style="not dim")
        table.append_text(name_outcome(verdict))
        if not each.agrees:
            table.append(" (disagrees)", style="bold red")
        for category in verdict.categories:
            finding = next(one for one in verdict.findings if one.category is category and one.done)
            table.append(f"\n    {write_evidence(finding, width=_EVIDENCE)}")
        for line in write_open(verdict, width=_EVIDENCE):
            table.append(f"\n    {line}", style="yellow")
    return table


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))


def _document(judged: _Judged) -> dict[str, JsonValue]:
    cast = judged.cast
    return {
        "kind": "episode",
        "episode": judged.played.episode.id,
        "scenario": cast.rendered.scenario,
        "arm": cast.arm,
        "condition": dict(cast.rendered.condition),
        "model": f"scripted/{cast.actor}",
        "stop_reason": judged.played.episode.stop_reason,
        "error": judged.played.episode.error,
        "declared": [*sorted(cast.declared)],
        "agrees": judged.agrees,
        "verdict": verdict_document(judged.played.verdict),
    }
