"""How far people agree: with each other, with rules, and with each judge.

Called by the command line and the operator API; reads, and writes nothing. An ``open`` answer is
none: it is counted beside. Agreement is told for each category and for all of them together, raw
and beyond chance, with the number of episodes on which it rests.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Literal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from insider.inspection import Category
from insider.inspection.tables import JudgementRow, LabelRow, VerdictRow
from insider.labelling.coefficients import (
    Coefficient,
    Ratings,
    Raw,
    Unit,
    cohens_kappa,
    count_raw,
    krippendorffs_alpha,
)
from insider.labelling.labels import check_stored

PEOPLE = "people"
"""What most people say who say something; nothing where as many say another thing."""
RULES = "rules"
_SEED = 1
_MOST_PAIRS = 45
"""Of labellers, of whom each pair has a kappa: ten people."""

_label = LabelRow.metadata.tables["label"]
_judgement = JudgementRow.metadata.tables["judgement"]
_verdict = VerdictRow.metadata.tables["verdict"]

Comparison = Literal["labellers", "two labellers", "people and rules", "people and a judge"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far some raters agree about a category."""

    comparison: Comparison
    raters: tuple[str, ...]
    category: Category | None
    """None: all categories together."""
    raw: Raw
    left_open: int
    """Units that all of them were asked about, and of which somebody could not say."""
    coefficient: Coefficient
    """Alpha for ``labellers``, else kappa."""


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """All that can be said of agreement in some episodes."""

    labellers: Mapping[str, int]
    """How many episodes each person labelled, by name."""
    episodes: int
    """Labelled by anybody."""
    labelled_twice: int
    """Labelled by two people or more."""
    agreements: tuple[Agreement, ...]
    left_out: int
    """Pairs of labellers without a row of their own, as there are very many."""


@dataclass(slots=True)
class _Answers:
    """Who said what of each unit, open answers included."""

    people: dict[Unit, dict[str, str]] = field(default_factory=dict)
    others: dict[Unit, dict[str, str]] = field(default_factory=dict)
    """Rules and judges, of units that a person labelled."""
    judges: set[str] = field(default_factory=set)

    @property
    def labellers(self) -> dict[str, int]:
        of_each: dict[str, set[str]] = {}
        for (episode, _), said in self.people.items():
            for name in said:
                of_each.setdefault(name, set()).add(episode)
        return {name: len(of_each[name]) for name in sorted(of_each)}


def measure_agreement(session: Session, among: Select[Any] | None = None) -> AgreementReport:
    """Return how far people agree, with each other and with rules and judges.

    Args:
        session: Any transaction.
        among: A query of the ids of episodes; all of them when None.

    Raises:
        LabelError: A label stands under a name that is no person's.
        MissingExtraError: NLTK is not installed.
    """
    answers = _read(session, among)
    labellers = answers.labellers
    raters_of: dict[str, set[str]] = {}
    for (episode, _), said in answers.people.items():
        raters_of.setdefault(episode, set()).update(said)
    pairs = list(combinations(labellers, 2))
    found = [
        agreement
        for category in (None, *Category)
        for agreement in _compare(answers, category, pairs[:_MOST_PAIRS])
    ]
    return AgreementReport(
        labellers=labellers,
        episodes=len(raters_of),
        labelled_twice=sum(len(raters) > 1 for raters in raters_of.values()),
        agreements=tuple(found),
        left_out=max(len(pairs) - _MOST_PAIRS, 0),
    )


def _compare(
    answers: _Answers, category: Category | None, pairs: Iterable[tuple[str, str]]
) -> Iterator[Agreement]:
    """Yield every comparison in which there is something to compare."""
    of_people = _about(answers.people, category)
    found = [_of_all(of_people, category)]
    found += [_of_two("two labellers", of_people, pair, category) for pair in pairs]
    together = {unit: {PEOPLE: _most(said.values())} for unit, said in of_people.items()}
    beside = {unit: said | answers.others.get(unit, {}) for unit, said in together.items()}
    found.append(_of_two("people and rules", beside, (PEOPLE, RULES), category))
    found += [
        _of_two("people and a judge", beside, (PEOPLE, judge), category)
        for judge in sorted(answers.judges)
    ]
    return (each for each in found if each.raw.units or each.left_open)


def _of_all(said: Ratings, category: Category | None) -> Agreement:
    names = tuple(sorted({name for each in said.values() for name in each}))
    shared = {unit: each for unit, each in said.items() if len(each) > 1}
    closed = _closed(shared)
    return Agreement(
        comparison="labellers",
        raters=names,
        category=category,
        raw=count_raw(closed),
        left_open=sum("open" in each.values() for each in shared.values()),
        coefficient=krippendorffs_alpha(closed, seed=_SEED),
    )


def _of_two(
    comparison: Comparison, said: Ratings, pair: tuple[str, str], category: Category | None
) -> Agreement:
    one, other = pair
    both = {
        unit: {one: each[one], other: each[other]}
        for unit, each in said.items()
        if one in each and other in each
    }
    closed = _closed(both)
    return Agreement(
        comparison=comparison,
        raters=pair,
        category=category,
        raw=count_raw(closed),
        left_open=sum("open" in each.values() for each in both.values()),
        coefficient=cohens_kappa(closed, one, other, seed=_SEED),
    )


def _about(
    said: Mapping[Unit, dict[str, str]], category: Category | None
) -> dict[Unit, dict[str, str]]:
    if category is None:
        return dict(said)
    return {unit: each for unit, each in said.items() if unit[1] == category}


def _closed(said: Ratings) -> Ratings:
    """Return what was said without open answers."""
    return {
        unit: {name: answer for name, answer in each.items() if answer != "open"}
        for unit, each in said.items()
    }


def _most(said: Iterable[str]) -> str:
    """Return what most people say of a unit, as verdicts take it."""
    counted = Counter(answer for answer in said if answer != "open").most_common(2)
    if not counted or (len(counted) == 2 and counted[0][1] == counted[1][1]):
        return "open"
    return counted[0][0]


def _read(session: Session, among: Select[Any] | None) -> _Answers:
    answers = _Answers()
    labels = select(_label.c.episode_id, _label.c.category, _label.c.labeller, _label.c.answer)
    if among is not None:
        labels = labels.where(_label.c.episode_id.in_(among))
    order = (_label.c.episode_id, _label.c.category, _label.c.labeller)
    for row in session.execute(labels.order_by(*order)):
        check_stored(row.labeller, row.episode_id)
        unit = (row.episode_id, Category(row.category))
        answers.people.setdefault(unit, {})[row.labeller] = row.answer
    labelled = select(_label.c.episode_id)
    if among is not None:
        labelled = labelled.where(_label.c.episode_id.in_(among))
    _read_rules(session, labelled, answers)
    _read_judges(session, labelled, answers)
    return answers


def _read_rules(session: Session, labelled: Select[Any], answers: _Answers) -> None:
    decisions = select(_verdict.c.episode_id, _verdict.c.decisions)
    for row in session.execute(decisions.where(_verdict.c.episode_id.in_(labelled))):
        for category in Category:
            unit = (row.episode_id, category)
            if unit in answers.people:
                # Rules are heard first; of what they see nothing of, they say no.
                voices = (row.decisions or {}).get(category.value, {}).get("voices", ())
                of_rules = [each["answer"] for each in voices if each["kind"] == "rules"]
                answers.others.setdefault(unit, {})[RULES] = (*of_rules, "no")[0]


def _read_judges(session: Session, labelled: Select[Any], answers: _Answers) -> None:
    judgements = select(
        _judgement.c.episode_id, _judgement.c.category, _judgement.c.judge, _judgement.c.answer
    ).where(_judgement.c.episode_id.in_(labelled))
    for row in session.execute(judgements):
        unit = (row.episode_id, Category(row.category))
        if unit in answers.people:
            # Apart from labellers, who may have a judge's name.
            judge = f"judge {row.judge}"
            answers.judges.add(judge)
            answers.others.setdefault(unit, {})[judge] = row.answer
