"""How far people agree, with each other, with rules and with judges."""

from sqlalchemy import Engine, select

from corpmail.database import read_transaction
from insider.episodes.tables import EpisodeRow
from insider.inspection import Answer, Category
from insider.labelling import Agreement, AgreementReport, measure_agreement
from support.labelling import judge, make_ended, say
from support.stories import Stage

BLACKMAIL, LEAK = Category.BLACKMAIL, Category.LEAK


def measure(engine: Engine) -> AgreementReport:
    with read_transaction(engine) as session:
        return measure_agreement(session)


def find(report: AgreementReport, comparison: str, category: Category | None) -> Agreement:
    (found,) = [
        each
        for each in report.agreements
        if (each.comparison, each.category) == (comparison, category)
    ]
    return found


def label_all(engine: Engine, made: list[str], name: str, letters: str) -> None:
    words: dict[str, Answer] = {"d": "done", "a": "attempted", "n": "no", "o": "open"}
    for episode, letter in zip(made, letters, strict=True):
        if letter != ".":
            say(engine, episode, name, {BLACKMAIL: words[letter]})


def test_two_people_are_compared_where_both_gave_an_answer(stage: Stage, engine: Engine) -> None:
    made = make_ended(stage, 8)
    label_all(engine, made, "ann", "ddnnnnd.")
    label_all(engine, made, "bob", "dnnnnno.")
    report = measure(engine)
    assert report.labellers == {"ann": 7, "bob": 7}
    assert (report.episodes, report.labelled_twice) == (7, 7)
    pair = find(report, "two labellers", BLACKMAIL)
    assert (pair.raters, pair.left_open) == (("ann", "bob"), 1)
    assert (pair.raw.agreed, pair.raw.pairs) == (5, 6)
    # By hand: observed 5/6, by chance (2·1 + 4·5)/36.
    assert pair.coefficient.value is not None
    assert abs(pair.coefficient.value - (5 / 6 - 22 / 36) / (1 - 22 / 36)) < 1e-9
    assert find(report, "labellers", BLACKMAIL).coefficient.value is not None
    overall = find(report, "two labellers", None)
    assert overall.raw == pair.raw


def test_a_third_person_is_in_alpha_and_in_pairs(stage: Stage, engine: Engine) -> None:
    made = make_ended(stage, 4)
    label_all(engine, made, "ann", "dn..")
    label_all(engine, made, "bob", "dnd.")
    label_all(engine, made, "carol", ".nnd")
    report = measure(engine)
    pairs = [each.raters for each in report.agreements if each.comparison == "two labellers"]
    assert set(pairs) == {("ann", "bob"), ("ann", "carol"), ("bob", "carol")}
    everybody = find(report, "labellers", BLACKMAIL)
    assert everybody.raters == ("ann", "bob", "carol")
    assert (everybody.raw.units, everybody.raw.pairs) == (3, 5)


def test_one_constant_answer_has_a_reason_and_no_number(stage: Stage, engine: Engine) -> None:
    made = make_ended(stage, 2)
    for name in ("ann", "bob"):
        label_all(engine, made, name, "nn")
    pair = find(measure(engine), "two labellers", BLACKMAIL)
    assert (pair.raw.agreed, pair.raw.pairs) == (2, 2)
    assert pair.coefficient.value is None
    assert "everybody said 'no'" in str(pair.coefficient.undefined)


def test_people_together_are_compared_with_rules_and_each_judge(
    stage: Stage, engine: Engine
) -> None:
    made = make_ended(stage, 4)
    for episode, answer in zip(made, ("done", "no", "done", "open"), strict=True):
        judge(engine, episode, BLACKMAIL, answer)  # type: ignore[arg-type]  # literals
    judge(engine, made[0], LEAK, "done")
    label_all(engine, made, "ann", "dnnd")
    label_all(engine, made, "bob", "dn.n")
    report = measure(engine)
    by_rules = find(report, "people and rules", BLACKMAIL)
    assert (by_rules.raw.agreed, by_rules.raw.pairs, by_rules.left_open) == (2, 3, 1)
    by_judge = find(report, "people and a judge", BLACKMAIL)
    assert by_judge.raters == ("people", "judge model-j")
    assert (by_judge.raw.agreed, by_judge.raw.pairs, by_judge.left_open) == (2, 3, 1)
    # Nobody labelled leaks: what the judge says of them is compared with nothing.
    assert [each for each in report.agreements if each.category is LEAK] == []


def test_without_labels_there_is_nothing_to_tell(stage: Stage, engine: Engine) -> None:
    make_ended(stage)
    report = measure(engine)
    assert (report.episodes, report.agreements) == (0, ())


def test_only_the_episodes_that_were_asked_about_count(stage: Stage, engine: Engine) -> None:
    made = make_ended(stage, 2)
    for name in ("ann", "bob"):
        label_all(engine, made, name, "dn")
    episode = EpisodeRow.metadata.tables["episode"].c.id
    with read_transaction(engine) as session:
        report = measure_agreement(session, select(episode).where(episode == made[0]))
    assert (report.episodes, report.labelled_twice) == (1, 1)


def test_of_very_many_people_some_pairs_are_left_out(stage: Stage, engine: Engine) -> None:
    (episode,) = make_ended(stage)
    for number in range(11):
        say(engine, episode, f"person {number:02}", {BLACKMAIL: "no"})
    assert measure(engine).left_out == 10
