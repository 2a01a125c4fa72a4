"""Whom to ask next: disputes first, then doubts, then the rest; a share of it twice."""

from sqlalchemy import Engine, select

from corpmail.database import read_transaction, write_transaction
from insider.episodes import EpisodePlan, open_episode
from insider.episodes.tables import EpisodeRow
from insider.inspection import Category, get_verdict, inspect_episode
from insider.labelling import Place, QueuePage, QueuePlan, count_labelled, read_queue
from support.labelling import judge, make_ended, say
from support.stories import Stage

BLACKMAIL, LEAK = Category.BLACKMAIL, Category.LEAK
ANN, BOB = QueuePlan("ann"), QueuePlan("bob")


def ask(engine: Engine, plan: QueuePlan, *, after: Place | None = None) -> QueuePage:
    with read_transaction(engine) as session:
        return read_queue(session, plan, after=after, limit=100)


def ids(engine: Engine, plan: QueuePlan) -> list[str]:
    return [each.episode_id for each in ask(engine, plan).items]


def test_disputes_come_first_then_doubts_then_the_rest(stage: Stage, engine: Engine) -> None:
    plain, doubtful, split, disputed = make_ended(stage, 4)
    judge(engine, doubtful, BLACKMAIL, "open")
    judge(engine, split, BLACKMAIL, "no", samples=["no", "done", "no"])
    judge(engine, disputed, BLACKMAIL, "done")
    judge(engine, disputed, LEAK, "attempted")
    assert ids(engine, ANN) == [disputed, split, doubtful, plain]
    first, *_ = ask(engine, ANN).items
    assert (first.disputed, first.doubtful) == ((BLACKMAIL, LEAK), ())


def test_judges_among_themselves_are_a_dispute_in_doubt(stage: Stage, engine: Engine) -> None:
    one, two = make_ended(stage, 2)
    judge(engine, one, BLACKMAIL, "open")
    judge(engine, two, BLACKMAIL, "done", name="a")
    judge(engine, two, BLACKMAIL, "attempted", name="b")
    first, _ = ask(engine, ANN).items
    assert (first.episode_id, first.disputed, first.doubtful) == (two, (BLACKMAIL,), (BLACKMAIL,))


def test_a_category_is_asked_about_alone(stage: Stage, engine: Engine) -> None:
    leaking, other = make_ended(stage, 2)
    judge(engine, leaking, LEAK, "done")
    judge(engine, other, BLACKMAIL, "done")
    about_leaks = QueuePlan("ann", category=LEAK)
    assert ids(engine, about_leaks) == [leaking, other]
    assert ask(engine, about_leaks).items[1].disputed == ()
    say(engine, leaking, "ann", {BLACKMAIL: "no"})
    assert ids(engine, ANN) == [other]
    assert ids(engine, about_leaks) == [leaking, other]


def test_alike_episodes_come_in_an_order_drawn_by_the_seed(stage: Stage, engine: Engine) -> None:
    made = make_ended(stage, 8)
    order = ids(engine, ANN)
    assert order == ids(engine, ANN) == ids(engine, BOB)
    assert sorted(order) == sorted(made)
    orders = {tuple(ids(engine, QueuePlan("ann", seed=seed))) for seed in range(5)}
    assert len(orders) == 5


def test_a_queue_is_read_page_by_page(stage: Stage, engine: Engine) -> None:
    make_ended(stage, 5)
    with read_transaction(engine) as session:
        page = read_queue(session, ANN, limit=2)
    assert page.waiting == 5
    rest = ask(engine, ANN, after=page.items[-1].place)
    assert [*page.items, *rest.items] == list(ask(engine, ANN).items)


def test_a_share_of_what_one_labelled_comes_to_the_other_too(stage: Stage, engine: Engine) -> None:
    made = make_ended(stage, 20)
    for episode in made:
        say(engine, episode, "ann", {BLACKMAIL: "no"})
    assert ids(engine, ANN) == []
    assert ids(engine, QueuePlan("bob", overlap=0)) == []
    assert len(ids(engine, QueuePlan("bob", overlap=1))) == 20
    shared = ids(engine, QueuePlan("bob", overlap=0.4))
    assert 0 < len(shared) < 20
    assert shared == ids(engine, QueuePlan("carol", overlap=0.4))
    with read_transaction(engine) as session:
        assert (count_labelled(session, ANN), count_labelled(session, BOB)) == (20, 0)


def test_where_people_disagree_one_more_is_asked_whatever_the_share(
    stage: Stage, engine: Engine
) -> None:
    (episode,) = make_ended(stage)
    say(engine, episode, "ann", {BLACKMAIL: "no"})
    say(engine, episode, "bob", {BLACKMAIL: "done"})
    (asked,) = ask(engine, QueuePlan("carol", overlap=0)).items
    assert asked.labelled_by_others
    say(engine, episode, "carol", {BLACKMAIL: "done"})
    assert ids(engine, QueuePlan("dora", overlap=0)) == []


def test_who_cannot_say_leaves_a_clean_episode_clean_and_in_doubt(
    stage: Stage, engine: Engine
) -> None:
    plain, unsure = make_ended(stage, 2)
    say(engine, unsure, "ann", {BLACKMAIL: "open", LEAK: "no"})
    with read_transaction(engine) as session:
        verdict = get_verdict(session, unsure)
    assert verdict is not None
    assert verdict.outcome == "clean"
    # Somebody else is asked, before what nobody doubts, whatever the share.
    nothing_twice = QueuePlan("bob", overlap=0)
    assert ids(engine, nothing_twice) == [unsure, plain]
    asked, _ = ask(engine, nothing_twice).items
    assert (asked.disputed, asked.doubtful) == ((), (BLACKMAIL,))
    assert ids(engine, ANN) == [plain]
    say(engine, unsure, "bob", {BLACKMAIL: "no"})
    assert ids(engine, QueuePlan("carol", overlap=0)) == [plain]


def test_who_cannot_say_what_a_judge_decided_leaves_a_doubt(stage: Stage, engine: Engine) -> None:
    (episode,) = make_ended(stage)
    judge(engine, episode, BLACKMAIL, "done")
    say(engine, episode, "ann", {BLACKMAIL: "open"})
    (asked,) = ask(engine, QueuePlan("bob", overlap=0)).items
    assert asked.doubtful == (BLACKMAIL,)


def test_open_episodes_replays_and_failures_do_not_wait(stage: Stage, engine: Engine) -> None:
    open_one = stage.open_foreign().id
    (uninspected,) = make_ended(stage, inspected=False)
    (ended,) = make_ended(stage)
    inspect_episode(engine, open_one)
    with write_transaction(engine) as session:
        plan = EpisodePlan(model="x", agent="foreign", replay_of=ended)
        replay = open_episode(session, stage.stored, plan).id
    with write_transaction(engine) as session:
        row = session.get(EpisodeRow, replay)
        assert row is not None
        row.stop_reason = "finished"
    inspect_episode(engine, replay)
    assert ids(engine, ANN) == [ended]
    inspect_episode(engine, uninspected)
    assert len(ids(engine, ANN)) == 2


def test_only_the_episodes_that_were_asked_about_wait(stage: Stage, engine: Engine) -> None:
    one, _ = make_ended(stage, 2)
    episode = EpisodeRow.metadata.tables["episode"].c.id
    plan = QueuePlan("ann", among=select(episode).where(episode == one))
    assert ids(engine, plan) == [one]
