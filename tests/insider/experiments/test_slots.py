"""Slots: nothing is lost, nothing is played twice, the budget holds, whatever happens when."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Engine, select, update

from corpmail.database import (
    create_database_engine,
    create_schema,
    read_transaction,
    write_transaction,
)
from insider.episodes import EpisodePlan, end_episode, open_episode, rendering_by_id
from insider.episodes.tables import EpisodeRow
from insider.errors import BudgetReachedError
from insider.experiments.slots import (
    MOST_ATTEMPTS,
    Slot,
    claim_slot,
    link_episode,
    release_slot,
    settle_slot,
)
from insider.experiments.sweep import PreparedSweep
from insider.experiments.tables import ExperimentRow, SlotRow
from support.experiments import make_firm, prepare, slot_states
from support.packs import SeedFolder

TEXT = """\
name: small
models: [scripted/honest, {name: openai/x, price: {prompt: 1, completion: 1}}]
grid: [{scenario: story, product: {mood: [calm, hurried]}}]
epochs: 3
limits: {cost_usd: 0.5}
budget: {cost_usd: 2}
"""
_slot = SlotRow.metadata.tables["slot"]
_experiment = ExperimentRow.metadata.tables["experiment"]
_episode = EpisodeRow.metadata.tables["episode"]


def claim(engine: Engine, prepared: PreparedSweep, **options: object) -> Slot | None:
    experiment = prepared.kept.experiment
    with write_transaction(engine) as session:
        return claim_slot(
            session,
            experiment.id,
            owner="here:1:1.0",
            plan=experiment.plan,
            **options,  # type: ignore[arg-type]  # the test names what claim_slot takes
        )


def play(engine: Engine, slot: Slot, *, stop_reason: str, cost: float | None = None) -> None:
    """Open and end an episode for a slot, without any model."""
    with write_transaction(engine) as session:
        episode = open_episode(
            session, rendering_by_id(session, slot.rendering_id), EpisodePlan(model="m")
        )
        link_episode(session, slot, episode.id)
        end_episode(session, episode.id, stop_reason=stop_reason)
        costs = update(_episode).where(_episode.c.id == episode.id).values(cost_usd=cost)
        session.execute(costs)


def settle(engine: Engine, slot: Slot, *, errored: bool = False) -> str:
    with write_transaction(engine) as session:
        return settle_slot(session, slot, errored=errored)


@pytest.fixture
def prepared(sqlite_engine: Engine, firm: SeedFolder) -> PreparedSweep:
    return prepare(sqlite_engine, firm, TEXT.replace("budget: {cost_usd: 2}\n", ""))


def test_cells_are_filled_evenly(sqlite_engine: Engine, prepared: PreparedSweep) -> None:
    taken = [claim(sqlite_engine, prepared) for _ in range(13)]
    assert [slot.epoch if slot else None for slot in taken] == [1] * 4 + [2] * 4 + [3] * 4 + [None]


def test_every_slot_has_a_seed_of_its_own(sqlite_engine: Engine, prepared: PreparedSweep) -> None:
    taken = [claim(sqlite_engine, prepared) for _ in range(12)]
    assert len({slot.seed for slot in taken if slot}) == 12


def test_paired_cells_share_the_seeds_of_their_epochs(
    sqlite_engine: Engine, firm: SeedFolder
) -> None:
    prepared = prepare(sqlite_engine, firm, f"{TEXT}paired: true\n")
    taken = [slot for _ in range(4) if (slot := claim(sqlite_engine, prepared))]
    assert len({slot.cell_id for slot in taken}) == 4
    assert len({slot.seed for slot in taken}) == 1


def test_a_provider_that_is_left_alone_gives_no_slot(
    sqlite_engine: Engine, prepared: PreparedSweep
) -> None:
    taken = [claim(sqlite_engine, prepared, without={"openai"}) for _ in range(7)]
    assert [slot.provider if slot else None for slot in taken] == ["scripted"] * 6 + [None]


def test_what_erred_is_played_again_and_then_left_as_errored(
    sqlite_engine: Engine, prepared: PreparedSweep
) -> None:
    states: list[str] = []
    for _ in range(MOST_ATTEMPTS):
        slot = claim(sqlite_engine, prepared, without={"openai"})
        assert slot is not None
        assert (slot.epoch, slot.attempts) == (1, len(states))
        play(sqlite_engine, slot, stop_reason="errored")
        states.append(settle(sqlite_engine, slot, errored=True))
    assert states == ["open"] * (MOST_ATTEMPTS - 1) + ["errored"]
    assert slot_states(sqlite_engine) == {"errored": 1}


def test_a_slot_that_was_given_back_is_the_next_to_be_taken(
    sqlite_engine: Engine, prepared: PreparedSweep
) -> None:
    first = claim(sqlite_engine, prepared)
    assert first is not None
    claim(sqlite_engine, prepared)
    with write_transaction(sqlite_engine) as session:
        release_slot(session, first)
    again = claim(sqlite_engine, prepared)
    assert again == first


def test_a_budget_refuses_the_episode_that_might_not_fit(
    sqlite_engine: Engine, firm: SeedFolder
) -> None:
    prepared = prepare(sqlite_engine, firm, TEXT)
    taken = [claim(sqlite_engine, prepared, without={"scripted"}) for _ in range(4)]
    slot = taken[-1]
    assert slot is not None
    with pytest.raises(BudgetReachedError, match=r"openai/x, which may cost \$0.5"):
        claim(sqlite_engine, prepared, without={"scripted"})
    # What was not spent is there again for the next.
    play(sqlite_engine, slot, stop_reason="finished", cost=0.125)
    settle(sqlite_engine, slot)
    with pytest.raises(BudgetReachedError):
        claim(sqlite_engine, prepared, without={"scripted"})
    with read_transaction(sqlite_engine) as session:
        row = session.execute(select(_experiment)).one()
    assert (row.spent_usd, row.reserved_usd) == (0.125, 1.5)


class Sweeping(RuleBasedStateMachine):
    """Claims, ends, errors and releases in any order."""

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        root = Path(self.folder.name)
        self.engine = create_database_engine(f"sqlite:///{root / 'x.db'}")
        create_schema(self.engine)
        self.prepared = prepare(self.engine, make_firm(root / "seed"), TEXT)
        self.running: list[Slot] = []
        self.done: set[tuple[str, int]] = set()
        self.spent = 0.0

    @rule()
    def take(self) -> None:
        try:
            slot = claim(self.engine, self.prepared)
        except BudgetReachedError:
            return
        if slot is not None:
            key = (slot.cell_id, slot.epoch)
            assert key not in self.done
            assert key not in {(each.cell_id, each.epoch) for each in self.running}
            self.running.append(slot)

    @rule(pick=st.integers(0, 20), cost=st.sampled_from([None, 0.0, 0.25, 0.5]))
    def finish(self, pick: int, cost: float | None) -> None:
        if self.running:
            slot = self.running.pop(pick % len(self.running))
            play(self.engine, slot, stop_reason="finished", cost=cost)
            settle(self.engine, slot)
            self.done.add((slot.cell_id, slot.epoch))
            self.spent += cost or 0.0

    @rule(pick=st.integers(0, 20), cost=st.sampled_from([None, 0.25]))
    def fail(self, pick: int, cost: float | None) -> None:
        if self.running:
            slot = self.running.pop(pick % len(self.running))
            play(self.engine, slot, stop_reason="errored", cost=cost)
            if settle(self.engine, slot, errored=True) == "errored":
                self.done.add((slot.cell_id, slot.epoch))
            self.spent += cost or 0.0

    @rule(pick=st.integers(0, 20), opened=st.booleans())
    def give_back(self, pick: int, opened: bool) -> None:
        if self.running:
            slot = self.running.pop(pick % len(self.running))
            if opened:
                play(self.engine, slot, stop_reason="cancelled", cost=0.25)
                self.spent += 0.25
            with write_transaction(self.engine) as session:
                release_slot(session, slot)

    @invariant()
    def the_books_are_right(self) -> None:
        if not hasattr(self, "engine"):
            return
        with read_transaction(self.engine) as session:
            slots = session.execute(select(_slot)).all()
            money = session.execute(select(_experiment)).one()
        settled = {(row.cell_id, row.epoch) for row in slots if row.state in ("done", "errored")}
        assert settled == self.done
        assert sum(row.state == "running" for row in slots) == len(self.running)
        assert money.spent_usd == pytest.approx(self.spent)
        held = sum(row.reserved_usd for row in slots)
        assert money.reserved_usd == pytest.approx(held)
        priced = sum(slot.provider == "openai" for slot in self.running)
        assert held == pytest.approx(0.5 * priced)

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.engine.dispose()
            self.folder.cleanup()


TestSweeping = Sweeping.TestCase
TestSweeping.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
