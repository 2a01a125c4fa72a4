"""Slots: nothing is lost and nothing is played twice, whatever happens when."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Engine, select

from corpmail.database import (
    create_database_engine,
    create_schema,
    read_transaction,
    write_transaction,
)
from insider.episodes import EpisodePlan, end_episode, open_episode, rendering_by_id
from insider.experiments.slots import (
    MOST_ATTEMPTS,
    Slot,
    claim_slot,
    link_episode,
    release_slot,
    settle_slot,
)
from insider.experiments.sweep import PreparedSweep
from insider.experiments.tables import SlotRow
from support.experiments import make_firm, prepare, slot_states
from support.packs import SeedFolder

TEXT = """\
name: small
models: [scripted/honest, {name: openai/x, price: {prompt: 1, completion: 1}}]
grid: [{scenario: story, product: {mood: [calm, hurried]}}]
epochs: 3
"""
_slot = SlotRow.metadata.tables["slot"]


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


def play(engine: Engine, slot: Slot, *, stop_reason: str) -> None:
    """Open and end an episode for a slot, without any model."""
    with write_transaction(engine) as session:
        episode = open_episode(
            session, rendering_by_id(session, slot.rendering_id), EpisodePlan(model="m")
        )
        link_episode(session, slot, episode.id)
        end_episode(session, episode.id, stop_reason=stop_reason)


def settle(engine: Engine, slot: Slot, *, errored: bool = False) -> str:
    with write_transaction(engine) as session:
        return settle_slot(session, slot, errored=errored)


@pytest.fixture
def prepared(sqlite_engine: Engine, firm: SeedFolder) -> PreparedSweep:
    return prepare(sqlite_engine, firm, TEXT)


def test_cells_are_filled_evenly(sqlite_engine: Engine, prepared: PreparedSweep) -> None:
    taken = [claim(sqlite_engine, prepared) for _ in range(13)]
    assert [slot.epoch if slot else None for slot in taken] == [1] * 4 + [2] * 4 + [3] * 4 + [None]


def test_every_slot_has_a_seed_of_its_own(sqlite_engine: Engine, prepared: PreparedSweep) -> None:
    taken = [claim(sqlite_engine, prepared) for _ in range(12)]
    assert len({slot.seed for slot in taken if slot}) == 12


def test_the_same_file_has_the_same_seeds_in_any_database(
    tmp_path: Path, firm: SeedFolder, sqlite_engine: Engine, prepared: PreparedSweep
) -> None:
    elsewhere = create_database_engine(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    create_schema(elsewhere)

    def seeds(engine: Engine, prepared: PreparedSweep) -> list[int]:
        taken = [claim(engine, prepared) for _ in range(12)]
        return [slot.seed for slot in taken if slot]

    of_file = seeds(sqlite_engine, prepared)
    assert seeds(elsewhere, prepare(elsewhere, firm, TEXT)) == of_file
    other = prepare(elsewhere, firm, TEXT.replace("name: small", "name: other"))
    assert set(seeds(elsewhere, other)).isdisjoint(of_file)
    elsewhere.dispose()


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

    @rule()
    def take(self) -> None:
        slot = claim(self.engine, self.prepared)
        if slot is not None:
            key = (slot.cell_id, slot.epoch)
            assert key not in self.done
            assert key not in {(each.cell_id, each.epoch) for each in self.running}
            self.running.append(slot)

    @rule(pick=st.integers(0, 20))
    def finish(self, pick: int) -> None:
        if self.running:
            slot = self.running.pop(pick % len(self.running))
            play(self.engine, slot, stop_reason="finished")
            settle(self.engine, slot)
            self.done.add((slot.cell_id, slot.epoch))

    @rule(pick=st.integers(0, 20))
    def fail(self, pick: int) -> None:
        if self.running:
            slot = self.running.pop(pick % len(self.running))
            play(self.engine, slot, stop_reason="errored")
            if settle(self.engine, slot, errored=True) == "errored":
                self.done.add((slot.cell_id, slot.epoch))

    @rule(pick=st.integers(0, 20), opened=st.booleans())
    def give_back(self, pick: int, opened: bool) -> None:
        if self.running:
            slot = self.running.pop(pick % len(self.running))
            if opened:
                play(self.engine, slot, stop_reason="cancelled")
            with write_transaction(self.engine) as session:
                release_slot(session, slot)

    @invariant()
    def the_books_are_right(self) -> None:
        if not hasattr(self, "engine"):
            return
        with read_transaction(self.engine) as session:
            slots = session.execute(select(_slot)).all()
        settled = {(row.cell_id, row.epoch) for row in slots if row.state in ("done", "errored")}
        assert settled == self.done
        assert sum(row.state == "running" for row in slots) == len(self.running)

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
