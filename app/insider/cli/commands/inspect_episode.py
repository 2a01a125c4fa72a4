"""``insider inspect``: verdicts on stored episodes, made again from their records, and judged."""

from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import click
from pydantic import JsonValue
from sqlalchemy import Engine

from corpmail.database import read_transaction
from insider.cli.asking_judges import (
    announce,
    ask_before_judging,
    load_answers,
    print_questions,
    run_judges,
)
from insider.cli.command import FAILED, InsiderCommand, Invocation
from insider.cli.database import open_existing_database
from insider.cli.judge_options import (
    Bench,
    JudgeChoice,
    category_option,
    judge_options,
    make_bench,
)
from insider.cli.judging_display import (
    count_outcomes,
    describe_dropped,
    describe_failures,
    describe_judging,
    describe_silence,
    dropped_document,
    judging_document,
    write_count,
)
from insider.cli.verdicts import (
    describe_thoughts,
    describe_verdict,
    thoughts_document,
    verdict_document,
)
from insider.episodes import check_ended, get_episode
from insider.experiments.store import ended_episodes, find_experiment
from insider.inspection import (
    INSPECTOR,
    Progress,
    Thoughts,
    Verdict,
    get_thoughts,
    get_verdict,
    reinspect,
    useful_processes,
)
from insider.judging import (
    AnswersInDatabase,
    Asking,
    Dossier,
    Dropped,
    JudgingRun,
    ThoughtsQuestion,
    check_judges,
    drop_judge,
    judge_episodes,
    load_dossier,
    load_thoughts_question,
    spread,
)


@dataclass(frozen=True, slots=True)
class _Target:
    """What is inspected."""

    experiment: str | None
    """None for a single episode."""
    episodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What came of judging."""

    run: JudgingRun
    asking: Asking
    bench: Bench


@click.command("inspect", cls=InsiderCommand)
@click.argument("target", metavar="EPISODE|EXPERIMENT")
@judge_options
@category_option
@click.option(
    "--thoughts",
    is_flag=True,
    help="Have the first judge grade what the model wrote, too; that changes no verdict.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Processes on this machine that inspect by rules. As many as it has cores, if there is"
    " enough to inspect.",
)
@click.option(
    "--drop-judge",
    "dropped_judges",
    multiple=True,
    metavar="NAME",
    help="Delete what this judge answered about these episodes, and put their verdicts together "
    "without it; its whole name, with its settings. May be given several times.",
)
@click.option("--yes", is_flag=True, help="Begin without asking.")
@click.option(
    "--dry-run",
    is_flag=True,
    help="Say what judging would take and ask nobody; with --json, the questions, one a line.",
)
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    target: str,
    thoughts: bool,
    workers: int | None,
    dropped_judges: tuple[str, ...],
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Inspect stored episodes again, by rules and by judges, without running them.

    Without --judge by rules alone. A judge is asked one question for each harm that could apply,
    must quote its evidence, and is never asked the same twice: what was stopped goes on where it
    was, and judging again costs nothing. Exit code 1 when a judge's answers are missing. What a
    judge said is taken back with --drop-judge.
    """
    choice = JudgeChoice(**options)
    if dropped_judges and choice.judges:
        raise click.UsageError("--drop-judge goes without --judge: judge again afterwards.")
    with open_existing_database(invocation) as engine:
        found = _find(engine, target)
        if not choice.judges:
            if dry_run or thoughts or choice.answer_files or choice.record:
                raise click.UsageError("Name the judge with --judge.")
            dropped = _drop(invocation, engine, found, dropped_judges)
            _inspect(invocation, engine, found, workers)
            _report(invocation, engine, found, None, dropped)
            return
        _check_ended(engine, found)
        bench, answers = make_bench(choice), AnswersInDatabase(engine)
        load_answers(invocation, answers, choice, bench)
        some = spread(found.episodes)
        asks = announce(
            invocation,
            choice,
            bench,
            answers,
            _dossiers(engine, some),
            episodes=len(found.episodes),
            thoughts=_written(engine, some) if thoughts else None,
        )
        if dry_run:
            everything = _dossiers(engine, found.episodes)
            written = _written(engine, found.episodes) if thoughts else ()
            print_questions(invocation, choice, bench, answers, everything, written)
            return
        if asks and not yes:
            ask_before_judging(invocation)
        _inspect(invocation, engine, found, workers)
        judged = _judge(invocation, engine, found, choice, bench, thoughts)
        _report(invocation, engine, found, judged)
    if judged.run.failed:
        raise click.exceptions.Exit(FAILED)


def _find(engine: Engine, target: str) -> _Target:
    with read_transaction(engine) as session:
        if find_experiment(session, target) is not None:
            return _Target(target, tuple(ended_episodes(session, target)))
        return _Target(None, (get_episode(session, target).id,))


def _check_ended(engine: Engine, found: _Target) -> None:
    """Refuse to have an episode judged that has not ended; of an experiment only ended ones are."""
    if found.experiment is None:
        with read_transaction(engine) as session:
            check_ended(get_episode(session, found.episodes[0]))


def _inspect(invocation: Invocation, engine: Engine, found: _Target, workers: int | None) -> None:
    invocation.console.kept = "What was inspected is kept; the same command goes on from there."
    with invocation.console.progress() as bar:
        task = bar.add_task("inspected", total=len(found.episodes))

        def tell(progress: Progress) -> None:
            bar.update(task, completed=progress.done)

        processes = useful_processes(len(found.episodes)) if workers is None else workers
        reinspect(engine, found.episodes, processes=processes, on_progress=tell)


def _drop(
    invocation: Invocation, engine: Engine, found: _Target, judges: Sequence[str]
) -> dict[str, Dropped]:
    """Delete what judges said of the episodes; nothing of any where one has said nothing."""
    if not judges:
        return {}
    with read_transaction(engine) as session:
        check_judges(session, judges)
    invocation.console.kept = "What was deleted is gone; the same command goes on from there."
    with invocation.console.progress() as bar:
        task = bar.add_task("taken back", total=len(judges) * len(found.episodes))
        return {
            judge: drop_judge(engine, found.episodes, judge, watch=lambda: bar.advance(task))
            for judge in dict.fromkeys(judges)
        }


def _dossiers(engine: Engine, episodes: Sequence[str]) -> Iterator[Dossier]:
    for episode_id in episodes:
        with read_transaction(engine) as session:
            yield load_dossier(session, episode_id)


def _written(engine: Engine, episodes: Sequence[str]) -> Iterator[ThoughtsQuestion | None]:
    for episode_id in episodes:
        with read_transaction(engine) as session:
            yield load_thoughts_question(session, episode_id)


def _judge(
    invocation: Invocation,
    engine: Engine,
    found: _Target,
    choice: JudgeChoice,
    bench: Bench,
    thoughts: bool,
) -> _Judged:
    invocation.console.kept = "What was judged is kept; the same command goes on from there."

    def judge(
        asking: Asking, run: JudgingRun, watch: Callable[[JudgingRun], None]
    ) -> Coroutine[None, None, None]:
        return judge_episodes(
            engine,
            found.episodes,
            bench.judges,
            asking,
            categories=choice.asked_categories,
            thoughts=thoughts,
            run=run,
            watch=watch,
        )

    answers = AnswersInDatabase(engine)
    asking, run = run_judges(
        invocation, choice, bench, answers, judge, episodes=len(found.episodes)
    )
    return _Judged(run, asking, bench)


def _report(
    invocation: Invocation,
    engine: Engine,
    found: _Target,
    judged: _Judged | None,
    dropped: Mapping[str, Dropped] = MappingProxyType({}),
) -> None:
    console = invocation.console
    verdicts = _verdicts(engine, found.episodes)
    thoughts = _thoughts(engine, found)
    said = {} if found.experiment is not None else thoughts_document(thoughts)
    taken_back = {"dropped": dropped_document(dropped)} if dropped else {}
    console.write_json({**_document(found, verdicts), **said, **_judging(judged), **taken_back})
    for line in describe_dropped(dropped):
        console.say(line)
    silent = [] if judged is None else [*describe_silence(judged.run, judged.bench.judges)]
    if found.experiment is None:
        (verdict,) = verdicts
        sentence, *further = describe_verdict(verdict)
        console.show(sentence, *silent, *further)
        if thoughts is not None:
            console.show(*describe_thoughts(thoughts))
        console.say(f"Inspected {verdict.episode_id} by {verdict.inspector}.")
    else:
        console.show(count_outcomes(verdicts), *silent)
        count = write_count(len(verdicts), "episode")
        console.say(f"Inspected {count} of {found.experiment} by {INSPECTOR}.")
    if judged is not None:
        console.show(*describe_judging(judged.run, judged.asking, judged.bench.budget))
        for line in describe_failures(judged.run, judged.bench.judges):
            console.warn(line)


def _verdicts(engine: Engine, episodes: Sequence[str]) -> list[Verdict]:
    with read_transaction(engine) as session:
        found = [get_verdict(session, episode_id) for episode_id in episodes]
    return [verdict for verdict in found if verdict is not None]


def _thoughts(engine: Engine, found: _Target) -> Thoughts | None:
    """Return what the model of a single episode said beside what it did."""
    if found.experiment is not None:
        return None
    with read_transaction(engine) as session:
        return get_thoughts(session, found.episodes[0])


def _document(found: _Target, verdicts: Sequence[Verdict]) -> dict[str, JsonValue]:
    if found.experiment is None:
        (verdict,) = verdicts
        return verdict_document(verdict)
    outcomes = Counter[str](verdict.outcome for verdict in verdicts)
    return {
        "experiment": found.experiment,
        "inspector": INSPECTOR,
        "episodes": len(verdicts),
        "outcomes": dict(outcomes),
    }


def _judging(judged: _Judged | None) -> dict[str, JsonValue]:
    if judged is None:
        return {}
    bench = judged.bench
    return {"judging": judging_document(judged.run, judged.asking, bench.budget, bench.judges)}
