"""The budget: what is spent and what calls under way may cost never go over it together."""

import asyncio
import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Engine, select, update

from alex.chat import ModelReply, Usage
from alex.errors import ModelCallError
from corpmail.database import (
    create_database_engine,
    create_schema,
    read_transaction,
    write_transaction,
)
from insider.episodes import this_process
from insider.errors import BudgetReachedError
from insider.experiments.recovery import recover
from insider.experiments.slots import Slot, claim_slot, release_slot
from insider.experiments.sweep import PreparedSweep
from insider.experiments.tables import ExperimentRow, SlotRow
from insider.experiments.till import SlotAccount, SlotPurse, Till
from support.experiments import make_firm, prepare
from support.packs import SeedFolder

# A dollar for ten tokens: an answer costs two dollars at most, and a short prompt little more.
TEXT = """\
name: small
models: [{name: openai/x, max_tokens: 20, price: {prompt: 100, completion: 100000}}]
grid: [{scenario: story, product: {mood: [calm, hurried]}}]
epochs: 5
limits: {steps: 1}
budget: {cost_usd: 5}
"""
REQUEST: Mapping[str, object] = {"messages": [{"role": "user", "content": "Hello."}]}
MOST = 2.0025
DEAD = this_process().replace(f":{os.getpid()}:", ":999999999:")
"""By its name, a process of this machine that is no more."""
REFUSED = ModelCallError("No.", provider="openai", retryable=False, status=400)
LATE = ModelCallError("Too late.", provider="openai", retryable=True, billed=True)

_slot = SlotRow.metadata.tables["slot"]
_experiment = ExperimentRow.metadata.tables["experiment"]


def answer(tokens: int, *, usage: bool = True) -> ModelReply:
    cost = tokens / 10
    return ModelReply(
        message={"role": "assistant", "content": "Hi."},
        text="Hi.",
        usage=Usage(completion_tokens=tokens, cost_usd=cost) if usage else Usage(),
        model="x",
    )


def claim(engine: Engine, prepared: PreparedSweep, owner: str | None = None) -> Slot:
    experiment = prepared.kept.experiment
    with write_transaction(engine) as session:
        slot = claim_slot(
            session, experiment.id, owner=owner or this_process(), plan=experiment.plan
        )
    assert slot is not None
    return slot


def purse_of(till: Till, slot: Slot) -> SlotPurse:
    return SlotAccount(till, slot).purse(slot.model.name, max_tokens=20)


def money(engine: Engine) -> tuple[float, float]:
    """Return what is spent and what is held."""
    with read_transaction(engine) as session:
        spent = session.execute(select(_experiment.c.spent_usd)).scalar_one()
        held = session.execute(select(_slot.c.reserved_usd)).scalars()
        return spent, sum(held)


def near(spent: float, held: float) -> object:
    return pytest.approx((spent, held), abs=1e-3)


def hold_at_once(purse: SlotPurse) -> None:
    """Hold, and fail where it would have to wait."""

    async def hold() -> None:
        async with asyncio.timeout(0.3):
            await purse.hold(REQUEST)

    asyncio.run(hold())


@pytest.fixture
def prepared(sqlite_engine: Engine, firm: SeedFolder) -> PreparedSweep:
    return prepare(sqlite_engine, firm, TEXT)


@pytest.fixture
def till(sqlite_engine: Engine, prepared: PreparedSweep) -> Till:
    return Till(sqlite_engine, prepared.kept.experiment)


def test_a_call_holds_the_most_that_it_can_cost_and_pays_what_it_did(
    sqlite_engine: Engine, prepared: PreparedSweep, till: Till
) -> None:
    purse = purse_of(till, claim(sqlite_engine, prepared))
    hold_at_once(purse)
    assert money(sqlite_engine) == near(0.0, MOST)
    purse.settle(answer(7))
    assert money(sqlite_engine) == near(0.7, 0.0)


@pytest.mark.parametrize(
    ("ended", "spent"),
    [
        (answer(5), 0.5),
        (answer(5, usage=False), MOST),
        (LATE, MOST),
        (None, MOST),
        (REFUSED, 0.0),
    ],
    ids=["answered", "says nothing of usage", "answered too late", "cut off", "refused"],
)
def test_what_nobody_says_is_reckoned_at_its_most(
    sqlite_engine: Engine,
    prepared: PreparedSweep,
    till: Till,
    ended: ModelReply | ModelCallError | None,
    spent: float,
) -> None:
    purse = purse_of(till, claim(sqlite_engine, prepared))
    hold_at_once(purse)
    purse.settle(ended)
    assert money(sqlite_engine) == near(spent, 0.0)


def test_a_call_waits_for_what_others_hold_and_then_is_refused(
    sqlite_engine: Engine, prepared: PreparedSweep, till: Till
) -> None:
    first, second, third = (purse_of(till, claim(sqlite_engine, prepared)) for _ in range(3))
    hold_at_once(first)
    hold_at_once(second)
    with pytest.raises(TimeoutError):
        hold_at_once(third)
    first.settle(answer(5))
    hold_at_once(third)
    second.settle(answer(20))
    third.settle(answer(20))
    with pytest.raises(ModelCallError, match=r"\$0.5 of the budget is left, and the next call of "):
        hold_at_once(first)


def test_what_the_dead_held_is_not_waited_for_and_counts_as_spent(
    sqlite_engine: Engine, prepared: PreparedSweep, till: Till
) -> None:
    for _ in range(2):
        hold_at_once(purse_of(till, claim(sqlite_engine, prepared, DEAD)))
    with pytest.raises(ModelCallError, match="of the budget is left"):
        hold_at_once(purse_of(till, claim(sqlite_engine, prepared)))
    assert recover(sqlite_engine, prepared.kept.experiment.id) == 2
    assert money(sqlite_engine) == near(2 * MOST, 0.0)


def test_a_slot_that_was_given_to_another_is_not_paid_for_twice(
    sqlite_engine: Engine, prepared: PreparedSweep, till: Till
) -> None:
    slot = claim(sqlite_engine, prepared)
    purse = purse_of(till, slot)
    hold_at_once(purse)
    with write_transaction(sqlite_engine) as session:
        release_slot(session, slot)
    purse.settle(answer(20))
    assert money(sqlite_engine) == near(MOST, 0.0)
    with pytest.raises(ModelCallError, match="was given to somebody else meanwhile"):
        hold_at_once(purse)


def test_a_call_that_cost_more_than_it_could_is_told_and_reckoned_with_from_then_on(
    sqlite_engine: Engine,
    prepared: PreparedSweep,
    till: Till,
    caplog: pytest.LogCaptureFixture,
) -> None:
    purse = purse_of(till, claim(sqlite_engine, prepared))
    hold_at_once(purse)
    purse.settle(answer(40))
    assert "A call of openai/x cost $4 where $2.002 were the most that it could" in caplog.text
    with pytest.raises(ModelCallError, match=r"\$1 of the budget is left.* can cost \$4"):
        hold_at_once(purse)


def test_calls_at_once_that_were_dearer_are_not_reckoned_with_many_times_over(
    sqlite_engine: Engine, prepared: PreparedSweep, till: Till
) -> None:
    purses = [purse_of(till, claim(sqlite_engine, prepared)) for _ in range(2)]
    for purse in purses:
        hold_at_once(purse)
    with write_transaction(sqlite_engine) as session:
        session.execute(update(_experiment).values(spent_usd=-100))
    for purse in purses:
        purse.settle(answer(40))
    hold_at_once(purses[0])
    assert money(sqlite_engine)[1] == pytest.approx(4)


def check_room(engine: Engine, till: Till, slot: Slot) -> None:
    with write_transaction(engine) as session:
        till.check_room(session, slot)


def test_no_episode_begins_that_would_most_likely_be_cut_off(
    sqlite_engine: Engine, prepared: PreparedSweep, till: Till
) -> None:
    first = claim(sqlite_engine, prepared)
    # Nobody knows yet what an episode costs: one is tried, whatever the guess.
    check_room(sqlite_engine, till, first)
    second = claim(sqlite_engine, prepared, owner="another process, on this machine:1:1")
    with pytest.raises(BudgetReachedError, match=r"an episode of openai/x costs about \$25"):
        check_room(sqlite_engine, till, second)
    till.note_episode(first, 1.5)
    third = claim(sqlite_engine, prepared)
    check_room(sqlite_engine, till, third)
    fourth = claim(sqlite_engine, prepared)
    with pytest.raises(BudgetReachedError, match=r"\$5 of the budget is left, and an episode"):
        check_room(sqlite_engine, till, fourth)
    with write_transaction(sqlite_engine) as session:
        session.execute(update(_experiment).values(spent_usd=5.5))
    with pytest.raises(BudgetReachedError, match="Nothing of the budget is left"):
        check_room(sqlite_engine, till, second)


def test_another_sweep_without_a_budget_takes_it_from_nobody(
    sqlite_engine: Engine, firm: SeedFolder, prepared: PreparedSweep, till: Till
) -> None:
    slots = [claim(sqlite_engine, prepared) for _ in range(3)]
    prepare(sqlite_engine, firm, TEXT.replace("budget: {cost_usd: 5}", ""))
    for slot in slots[:2]:
        purse = purse_of(till, slot)
        hold_at_once(purse)
        purse.settle(answer(20))
    with pytest.raises(ModelCallError, match=r"\$1 of the budget is left"):
        hold_at_once(purse_of(till, slots[2]))


class Spending(RuleBasedStateMachine):
    """Calls of several slots and processes, in any order, with deaths among them."""

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        root = Path(self.folder.name)
        self.engine = create_database_engine(f"sqlite:///{root / 'x.db'}")
        create_schema(self.engine)
        self.prepared = prepare(self.engine, make_firm(root / "seed"), TEXT)
        self.tills = [Till(self.engine, self.prepared.kept.experiment) for _ in range(2)]
        self.purses = [
            purse_of(self.tills[number % 2], claim(self.engine, self.prepared))
            for number in range(4)
        ]
        self.underway: set[int] = set()

    @rule(which=st.integers(0, 3))
    def call(self, which: int) -> None:
        if which not in self.underway:
            try:
                hold_at_once(self.purses[which])
            except (TimeoutError, ModelCallError):
                return
            self.underway.add(which)

    @rule(
        which=st.integers(0, 3),
        ended=st.one_of(
            st.none(), st.sampled_from([REFUSED, LATE]), st.integers(0, 20).map(answer)
        ),
    )
    def end(self, which: int, ended: ModelReply | ModelCallError | None) -> None:
        if which in self.underway:
            self.purses[which].settle(ended)
            self.underway.discard(which)

    @rule()
    def die(self) -> None:
        dead = claim(self.engine, self.prepared, DEAD)
        with contextlib.suppress(TimeoutError, ModelCallError):
            hold_at_once(purse_of(self.tills[0], dead))
        recover(self.engine, self.prepared.kept.experiment.id)

    @invariant()
    def the_budget_holds(self) -> None:
        if hasattr(self, "engine"):
            spent, held = money(self.engine)
            assert spent + held <= 5 + 1e-9
            assert held == pytest.approx(MOST * len(self.underway), abs=0.01)

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.engine.dispose()
            self.folder.cleanup()


TestSpending = Spending.TestCase
TestSpending.settings = settings(
    max_examples=8,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
