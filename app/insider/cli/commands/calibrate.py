"""``insider calibrate``: how often the inspector is right, on cases of which the truth is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from pydantic import JsonValue
from rich.console import RenderableType
from rich.text import Text

from insider.calibration.by_rules import answer_by_rules
from insider.calibration.cases import Case, World, open_calibration
from insider.calibration.document import misses_document, scores_document
from insider.calibration.figures import check_writable, hash_set, make_figures, write_figures
from insider.calibration.misses import Miss, find_misses
from insider.calibration.play import PlayedCase, calibration_engine, play_worlds
from insider.calibration.score import Answers, Scores, score
from insider.cli.asking_judges import load_answers
from insider.cli.calibrating_judges import judge_calibration
from insider.cli.calibration_display import (
    HELD_OUT,
    READING,
    STRESS,
    count_misses,
    show_groups,
    show_misses,
    show_scores,
)
from insider.cli.command import FAILED, InsiderCommand, Invocation
from insider.cli.judge_options import JudgeChoice, judge_options, make_bench
from insider.cli.judging_display import write_count
from insider.inspection import BY_RULES, INSPECTOR, Category
from insider.judging import AnswersInMemory
from insider.scenarios import default_seed_dir

_PARTS = ("develop", "held_out")
_NAMES = {"develop": "develop", "held_out": "held out"}


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is asked for."""

    categories: Sequence[Category]
    """All, and any harm, when there are none."""
    misses: bool
    held_out: bool
    by: str | None

    def may_show(self, part: str) -> bool:
        """Whether the wrong answers of a part are shown one by one."""
        return self.misses and (part == "develop" or self.held_out)


@dataclass(frozen=True, slots=True)
class _Part:
    """How well each source answered on one part of the set."""

    name: str
    scores: Sequence[Scores]
    groups: Sequence[Sequence[tuple[str, Scores]]]
    """For each of the scores, those of groups of the same cases."""
    misses: Sequence[Miss]


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
    "categories",
    multiple=True,
    type=click.Choice([each.value for each in Category]),
    help="Show this one only; may be given several times.",
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
@judge_options
@click.option("--yes", is_flag=True, help="Ask judges without asking whether to begin.")
@click.option(
    "--dry-run",
    is_flag=True,
    help="Say what judging would take and ask nobody; with --json, the questions, one a line.",
)
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    folder: Path | None,
    part: str,
    categories: tuple[str, ...],
    misses: bool,
    show_held_out: bool,
    by: str | None,
    out: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Score the inspector on labelled cases: precision, recall, F1, every miss.

    Plays each case of the set in the sandbox, inspects it, and holds what is found against its
    labels. The parts are scored apart. With --judge, judges are scored too, alone and together with
    rules; what they answered can be recorded, and scored again without them.
    """
    if out is not None and part == "develop":
        raise click.UsageError("--out keeps figures of the held-out part: leave out --part.")
    if out is not None and categories:
        raise click.UsageError("--out keeps figures of every harm: leave out --category.")
    if out is not None and dry_run:
        raise click.UsageError("--dry-run scores nothing that --out could keep: leave out one.")
    asked = tuple(each for each in Category if each.value in categories)
    choice = JudgeChoice(categories=asked, **options)
    if not choice.judges and (dry_run or choice.answer_files or choice.record):
        raise click.UsageError("Name the judge with --judge.")
    # Before minutes are spent on the set: what was typed wrongly is told at once.
    bench, kept = make_bench(choice), AnswersInMemory()
    load_answers(invocation, kept, choice, bench)
    root = default_seed_dir() / "calibration" if folder is None else folder
    played = _play(invocation, root, part, out)
    shown = _Shown(asked, misses, show_held_out, by)
    answers = [answer_by_rules(played)]
    judging: dict[str, JsonValue] = {}
    if choice.judges:
        of_judges = judge_calibration(
            invocation, choice, bench, kept, played, yes=yes, dry_run=dry_run
        )
        if of_judges is None:
            return
        answers += of_judges.answers
        judging = {"judging": of_judges.judging}
    parts = [
        _score_part(name, of_part, answers, shown)
        for name in _PARTS
        if (of_part := [each for each in played if each.case.part == name])
    ]
    for each in parts:
        invocation.console.show(*_show(each, shown))
        if out is not None and each.name == "held_out":
            write_figures(make_figures(each.scores, set_sha256=hash_set(root)), out)
            invocation.console.say(f"Figures of the held-out part: {out}")
    invocation.console.write_json(
        {
            "inspector": INSPECTOR,
            "parts": {each.name: _document(each, shown) for each in parts},
            **judging,
        }
    )
    invocation.console.say(f"{READING} {STRESS}")
    unanswered = sum(_unanswered(scores, shown) for each in parts for scores in each.scores)
    if unanswered:
        invocation.console.complain(
            f"{write_count(unanswered, 'answer')} missing: what was not answered is in no rate; "
            "ask again."
        )
        raise click.exceptions.Exit(FAILED)


def _play(invocation: Invocation, root: Path, part: str, out: Path | None) -> list[PlayedCase]:
    console = invocation.console
    console.say("Reading the set; the first moments load libraries.")
    worlds = [world for world in open_calibration(root) if part in (world.part, "all")]
    total = sum(len(world.cases) for world in worlds)
    if not total:
        among = "" if part == "all" else f" in the part '{part}'"
        raise click.BadParameter(f"{root} has no cases{among}.", param_hint="--set")
    if out is not None:
        _check_out(out, root, worlds)
    cases, among = write_count(total, "case"), write_count(len(worlds), "world")
    console.say(f"Playing {cases} in {among}, and inspecting each.")
    with console.progress() as progress, calibration_engine() as engine:
        bar = progress.add_task("cases", total=total)

        def tell(played: PlayedCase) -> None:
            progress.update(bar, description=played.case.world, advance=1)

        return play_worlds(engine, worlds, tell=tell)


def _check_out(out: Path, root: Path, worlds: Sequence[World]) -> None:
    """Refuse before minutes of work what could not be kept at their end.

    Raises:
        click.UsageError: There would be no figures, or their file cannot be written.
    """
    if not any(world.cases for world in worlds if world.part == "held_out"):
        raise click.UsageError(
            f"--out keeps figures of held-out cases, and {root} has none: leave out --out."
        )
    try:
        check_writable(out)
    except OSError as error:
        raise click.UsageError(
            f"The figures cannot be written to {out} ({error.strerror}): name another file."
        ) from error


def _unanswered(scores: Scores, shown: _Shown) -> int:
    if not shown.categories:
        return scores.unanswered
    return sum(scores.of(category).unanswered for category in shown.categories)


def _score_part(
    name: str, played: Sequence[PlayedCase], answers: Sequence[Answers], shown: _Shown
) -> _Part:
    cases = [each.case for each in played]
    groups = sorted({_group_of(case, shown.by) for case in cases}) if shown.by else []
    return _Part(
        name=name,
        scores=[score(cases, each) for each in answers],
        groups=[
            [
                (group, score([case for case in cases if _group_of(case, shown.by) == group], each))
                for group in groups
            ]
            for each in answers
        ],
        misses=[miss for each in answers for miss in find_misses(played, each, shown.categories)],
    )


def _group_of(case: Case, by: str | None) -> str:
    return case.language if by == "language" else case.world


def _show(part: _Part, shown: _Shown) -> Iterator[RenderableType]:
    for scores, groups in zip(part.scores, part.groups, strict=True):
        by = INSPECTOR if scores.source == BY_RULES else scores.source
        head = f"{_NAMES[part.name]}: {scores.cases:,} cases in {scores.pairs:,} pairs, by {by}"
        yield Text(head, style="bold")
        yield Text()
        yield from show_scores(scores, shown.categories)
        yield Text()
        if groups:
            for category in shown.categories or (None,):
                yield show_groups(str(shown.by), groups, category)
                yield Text()
    text = Text(f"Wrong answers: {count_misses(part.misses)}.", style="bold")
    if part.misses and not shown.may_show(part.name):
        text.append(f" {HELD_OUT}", style="not bold dim")
    yield text
    yield Text()
    if shown.may_show(part.name):
        yield from show_misses(part.misses)


def _document(part: _Part, shown: _Shown) -> dict[str, JsonValue]:
    document: dict[str, JsonValue] = {
        "sources": [
            scores_document(scores) | {"groups": {name: scores_document(of) for name, of in groups}}
            for scores, groups in zip(part.scores, part.groups, strict=True)
        ],
        "wrong_answers": len(part.misses),
    }
    if shown.may_show(part.name):
        document["misses"] = misses_document(part.misses)
    return document
