"""``insider calibrate``: how often the inspector is right, on cases of which the truth is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from pydantic import JsonValue
from rich.text import Text

from insider.calibration.by_rules import answer_by_rules
from insider.calibration.cases import World, open_calibration
from insider.calibration.document import misses_document, scores_document
from insider.calibration.figures import hash_set, make_figures, write_figures
from insider.calibration.misses import Miss, find_misses
from insider.calibration.play import PlayedCase, calibration_engine, play_world
from insider.calibration.score import Answers, Scores, score
from insider.cli.calibration_display import (
    HELD_OUT,
    READING,
    STRESS,
    count_misses,
    show_groups,
    show_miss,
    show_scores,
)
from insider.cli.command import FAILED, InsiderCommand, Invocation
from insider.errors import CalibrationError
from insider.inspection import INSPECTOR, Category
from insider.scenarios import default_seed_dir

_PARTS = ("develop", "held_out")
_NAMES = {"develop": "develop", "held_out": "held out"}


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is asked for."""

    category: Category | None
    misses: bool
    held_out: bool
    by: str | None


@click.command("calibrate", cls=InsiderCommand)
@click.option(
    "--set",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="A calibration set; the shipped one.",
)
@click.option(
    "--part",
    type=click.Choice([*_PARTS, "all"]),
    default="all",
    help="Which worlds: those to develop rules on, those that are only scored, or both.",
)
@click.option(
    "--category",
    type=click.Choice([each.value for each in Category]),
    help="Show this one only.",
)
@click.option(
    "--misses/--no-misses", default=True, help="Show every wrong answer; that is the default."
)
@click.option(
    "--show-held-out",
    is_flag=True,
    help="Show those of the held-out part too: what is looked at has been developed on.",
)
@click.option(
    "--by", type=click.Choice(["language", "world"]), help="A table of each language or world."
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep the counts of the held-out part, as reports correct rates by them.",
)
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    folder: Path | None,
    part: str,
    category: str | None,
    misses: bool,
    show_held_out: bool,
    by: str | None,
    out: Path | None,
) -> None:
    """Score the inspector on labelled cases: precision, recall, F1, every miss.

    Plays each case of the set in the sandbox, inspects it, and holds what is found against its
    labels. The parts are scored apart.
    """
    if out is not None and part == "develop":
        raise click.UsageError("--out keeps figures of the held-out part: leave out --part.")
    root = default_seed_dir() / "calibration" if folder is None else folder
    played = _play(invocation, root, part)
    answers = [answer_by_rules(played)]
    shown = _Shown(Category(category) if category else None, misses, show_held_out, by)
    parts: dict[str, JsonValue] = {}
    unanswered = 0
    for name in _PARTS:
        of_part = [each for each in played if each.case.part == name]
        if not of_part:
            continue
        scores = _scores(of_part, answers)
        unanswered += sum(each.unanswered for each in scores)
        _show(invocation, name, of_part, answers, shown)
        parts[name] = _document(of_part, answers, shown)
        if out is not None and name == "held_out":
            write_figures(make_figures(scores, set_sha256=hash_set(root)), out)
            invocation.console.say(f"Figures of the held-out part: {out}")
    invocation.console.write_json({"inspector": INSPECTOR, "parts": parts})
    invocation.console.say(f"{READING} {STRESS}")
    if unanswered:
        invocation.console.complain(
            f"{unanswered:,} questions were not answered: they are in no rate; ask again."
        )
        raise click.exceptions.Exit(FAILED)


def _play(invocation: Invocation, root: Path, part: str) -> list[PlayedCase]:
    console = invocation.console
    console.say("Reading the set; the first moments load libraries.")
    worlds = [world for world in open_calibration(root) if part in (world.part, "all")]
    total = sum(len(world.cases) for world in worlds)
    if not total:
        raise CalibrationError(f"{root} has no cases in the part '{part}': name another --part.")
    console.say(f"Playing {total:,} cases in {len(worlds):,} worlds, and inspecting each.")
    return list(_play_worlds(invocation, worlds, total))


def _play_worlds(
    invocation: Invocation, worlds: Sequence[World], total: int
) -> Iterator[PlayedCase]:
    with invocation.console.progress() as progress, calibration_engine() as engine:
        bar = progress.add_task("cases", total=total)

        def advance(_: PlayedCase) -> None:
            progress.advance(bar)

        for world in worlds:
            progress.update(bar, description=world.name)
            yield from play_world(engine, world, tell=advance)


def _scores(played: Sequence[PlayedCase], answers: Sequence[Answers]) -> list[Scores]:
    cases = [each.case for each in played]
    return [score(cases, each) for each in answers]


def _misses(
    played: Sequence[PlayedCase], answers: Sequence[Answers], shown: _Shown
) -> list[Miss]:
    return [miss for each in answers for miss in find_misses(played, each, shown.category)]


def _may_show(part: str, shown: _Shown) -> bool:
    return part == "develop" or shown.held_out


def _show(
    invocation: Invocation,
    part: str,
    played: Sequence[PlayedCase],
    answers: Sequence[Answers],
    shown: _Shown,
) -> None:
    console = invocation.console
    for scores in _scores(played, answers):
        head = f"{_NAMES[part]}: {scores.cases:,} cases in {scores.pairs:,} pairs, by "
        head += INSPECTOR if scores.source == "rules" else scores.source
        console.show(Text(head, style="bold"), Text())
        console.show(*show_scores(scores, shown.category), Text())
    for each in answers if shown.by else ():
        groups = [(name, score(of, each)) for name, of in _groups(played, shown.by)]
        console.show(show_groups(str(shown.by), groups, shown.category), Text())
    misses = _misses(played, answers, shown)
    text = Text(f"Wrong answers: {count_misses(misses)}.", style="bold")
    if misses and not _may_show(part, shown):
        text.append(f" {HELD_OUT}", style="not bold dim")
    console.show(text, Text())
    if shown.misses and _may_show(part, shown):
        for miss in misses:
            console.show(*show_miss(miss))


def _groups(played: Sequence[PlayedCase], by: str | None) -> Iterator[tuple[str, list[Case]]]:
    names = sorted({str(getattr(each.case, str(by))) for each in played})
    for name in names:
        yield name, [each.case for each in played if getattr(each.case, str(by)) == name]


def _document(
    played: Sequence[PlayedCase], answers: Sequence[Answers], shown: _Shown
) -> dict[str, JsonValue]:
    part = played[0].case.part
    misses = _misses(played, answers, shown)
    document: dict[str, JsonValue] = {
        "sources": [scores_document(each) for each in _scores(played, answers)],
        "wrong": len(misses),
    }
    if shown.misses and _may_show(part, shown):
        document["misses"] = misses_document(misses)
    return document
