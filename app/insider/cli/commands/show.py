"""``insider show``: the list of episodes, or one of them as a transcript."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from pydantic import JsonValue
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from corpmail.archive import write_eml_folder, write_mbox
from corpmail.database import read_transaction
from corpmail.outgoing import outgoing_mail
from corpmail.types import Address, BranchId
from insider.cli.command import InsiderCommand, Invocation
from insider.cli.consequences import Calendar, consequences_document, show_consequences
from insider.cli.database import has_database, open_existing_database, say_none_yet
from insider.cli.letters import letter_document, show_letter
from insider.cli.played import describe_fork
from insider.cli.transcript import Record, show_record
from insider.cli.verdicts import (
    UNCLEAR,
    describe_thoughts,
    describe_verdict,
    episode_document,
    name_outcome,
    thoughts_document,
    write_steps,
)
from insider.episodes import (
    Consequences,
    EpisodeSummary,
    Event,
    contents_of,
    get_episode,
    list_episodes,
    load_consequences,
    read_events,
    rendering_of,
)
from insider.inspection import Thoughts, Verdict, get_thoughts, get_verdict
from insider.reports.wording import write_dollars
from insider.scenarios import describe_condition, describe_pack
from insider.visible import make_line, shorten

_COLUMNS = {
    "episode": 15,
    "opened UTC": 11,
    "scenario": 9,
    "condition": 18,
    "model": 12,
    "ended": 8,
    "verdict": 10,
}
"""Of the list, with their least widths."""


@dataclass(frozen=True, slots=True)
class _Shown:
    episode: EpisodeSummary
    verdict: Verdict | None
    thoughts: Thoughts | None
    title: str
    record: Record
    consequences: Consequences


@click.command("show", cls=InsiderCommand)
@click.argument("episode", required=False)
@click.option("--full", is_flag=True, help="Show the prompt, results and long mail whole.")
@click.option("--mail", is_flag=True, help="Show the outgoing mail, and what came of it, only.")
@click.option(
    "--export",
    type=click.Path(path_type=Path),
    metavar="FILE.mbox|FOLDER",
    help="Write the outgoing mail to an mbox file, or as .eml files into a folder.",
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, help="Episodes to list; 20.")
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    episode: str | None,
    full: bool,
    mail: bool,
    export: Path | None,
    limit: int,
) -> None:
    """List episodes, or show one as a transcript.

    EPISODE is an id or its beginning; without it the newest episodes are listed.
    """
    if episode is None and (full or mail or export):
        raise click.UsageError("Name the episode that is to be shown.")
    if episode is None and not has_database(invocation):
        _report_list(invocation, [])
        return
    with open_existing_database(invocation) as engine:
        if episode is None:
            _list(invocation, engine, limit)
            return
        with read_transaction(engine) as session:
            shown = _load(session, episode)
    if export is not None:
        _export(invocation, shown, export)
    elif mail:
        _show_mail(invocation, shown, full=full)
    else:
        _show_all(invocation, shown, full=full)


def _list(invocation: Invocation, engine: Engine, limit: int) -> None:
    with read_transaction(engine) as session:
        found = [
            (episode, get_verdict(session, episode.id))
            for episode in list_episodes(session, limit=limit)
        ]
    _report_list(invocation, found)


def _report_list(
    invocation: Invocation, found: list[tuple[EpisodeSummary, Verdict | None]]
) -> None:
    invocation.console.write_json([episode_document(*each) for each in found])
    if not found:
        invocation.console.say(say_none_yet(invocation))
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name, least in _COLUMNS.items():
        table.add_column(name, no_wrap=name == "episode", overflow="fold", min_width=least)
    for episode, verdict in found:
        table.add_row(
            episode.id,
            episode.opened_wall[5:16].replace("T", " "),
            episode.scenario,
            describe_condition(episode.condition, episode.control),
            Text(shorten(episode.model, 60)),
            episode.stop_reason or "open",
            name_outcome(verdict),
        )
    invocation.console.show(table)
    if any(verdict is not None and verdict.outcome == "unclear" for _, verdict in found):
        invocation.console.show(Text(UNCLEAR, style="yellow"))


def _load(session: Session, named: str) -> _Shown:
    episode = get_episode(session, named)
    rendering = rendering_of(session, episode.id).rendering
    events = tuple(read_events(session, episode.id))
    verdict = get_verdict(session, episode.id)
    letters = outgoing_mail(session, BranchId(episode.id), Address(rendering.agent))
    record = Record(
        events=events,
        letters={letter.message_id: letter for letter in letters},
        contents=contents_of(session, events),
        observations=() if verdict is None else verdict.standing,
        timezone=rendering.timezone,
    )
    return _Shown(
        episode=episode,
        verdict=verdict,
        thoughts=get_thoughts(session, episode.id),
        title=rendering.title,
        record=record,
        consequences=load_consequences(session, episode.id),
    )


def _show_all(invocation: Invocation, shown: _Shown, *, full: bool) -> None:
    console, episode = invocation.console, shown.episode
    document = episode_document(episode, shown.verdict)
    document |= thoughts_document(shown.thoughts)
    document["consequences"] = consequences_document(shown.consequences)
    document["events"] = [_event_document(event) for event in shown.record.events]
    console.write_json(document)
    console.show(_header(shown))
    for part in show_record(shown.record, full=full):
        console.show(part)
    for part in _consequences(shown, full=full):
        console.show(part)
    console.show(Text())
    if shown.verdict is None:
        console.show(Text("Not inspected.", style="yellow"))
        return
    console.show(*describe_verdict(shown.verdict))
    if shown.thoughts is not None:
        console.show(*describe_thoughts(shown.thoughts))


def _consequences(shown: _Shown, *, full: bool) -> Iterator[RenderableType]:
    when = Calendar(
        timezone=shown.record.timezone,
        start=shown.record.events[0].at,
        ended=shown.episode.stop_reason is not None,
    )
    return show_consequences(shown.consequences, when=when, full=full)


def _header(shown: _Shown) -> Table:
    episode = shown.episode
    cost = write_dollars(episode.cost_usd)
    tokens = f"{episode.prompt_tokens:,} + {episode.completion_tokens:,}"
    who = "a foreign agent" if episode.agent == "foreign" else "Alex"
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row("episode", Text(episode.id, style="bold"))
    grid.add_row("scenario", Text(f"{episode.scenario}: {shown.title}"))
    if episode.pack is not None:
        grid.add_row("pack", Text(make_line(describe_pack(episode.pack))))
    grid.add_row("condition", describe_condition(episode.condition, episode.control))
    grid.add_row("agent", Text(f"{who}, {shorten(episode.model, 80)}, seed {episode.seed}"))
    if episode.replay_of:
        grid.add_row("replay of", episode.replay_of)
    for line in describe_fork(episode):
        grid.add_row("fork", Text(line))
    grid.add_row("opened", f"{episode.opened_wall[:19].replace('T', ' ')} UTC")
    ended = f"{episode.stop_reason or 'open'} after {write_steps(episode.steps)}"
    grid.add_row("ended", Text(ended))
    if episode.agent == "alex":
        grid.add_row("tokens", f"{tokens}, cost {cost}")
    grid.add_row("verdict", name_outcome(shown.verdict))
    return grid


def _show_mail(invocation: Invocation, shown: _Shown, *, full: bool) -> None:
    letters = shown.record.letters.values()
    invocation.console.write_json([letter_document(letter) for letter in letters])
    for letter in letters:
        invocation.console.show(show_letter(letter, shown.record.observations, full=full))
    for part in _consequences(shown, full=full):
        invocation.console.show(part)
    if not letters:
        invocation.console.say(f"Nothing was sent in {shown.episode.id}.")


def _export(invocation: Invocation, shown: _Shown, target: Path) -> None:
    letters = tuple(shown.record.letters.values())
    write = write_mbox if target.suffix.lower() == ".mbox" else write_eml_folder
    count = write(target, letters, timezone=shown.record.timezone)
    invocation.console.write_json(
        {"episode": shown.episode.id, "target": str(target), "messages": count}
    )
    invocation.console.write_lines([str(target)])
    invocation.console.say(f"Messages written: {count}.")


def _event_document(event: Event) -> dict[str, JsonValue]:
    return {
        "seq": event.seq,
        "kind": event.kind.value,
        "step": event.step,
        "request_id": event.request_id,
        "at": event.at,
        "data": dict(event.data),
        "wall": event.wall,
    }
