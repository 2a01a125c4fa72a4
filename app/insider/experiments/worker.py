"""One process's share of a sweep: claims slots, plays them at once, settles each as it ends.

Called by the sweep in its own process, and by every further worker on this machine or another. All
that it knows of the others is in the database.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from corpmail.database import write_transaction
from insider.episodes import (
    EpisodePlan,
    EpisodeResult,
    Reviewers,
    Sandbox,
    run_episode,
    this_process,
)
from insider.episodes.safeguards import is_guarded
from insider.errors import BudgetReachedError, SlotLostError
from insider.experiments.plan import provider_of
from insider.experiments.providers import ProviderGate
from insider.experiments.slots import (
    Slot,
    claim_slot,
    forget_unasked,
    link_episode,
    release_slot,
    settle_slot,
)
from insider.experiments.stage import (
    Stage,
    Stages,
    make_slot_colleagues,
    make_slot_model,
    make_slot_reviewers,
)
from insider.experiments.stopping import reconsider
from insider.experiments.store import StoredExperiment
from insider.experiments.till import SlotAccount, Till
from insider.inspection import inspect_episode
from insider.inspection.reviewers import TurnstileOf
from insider.visible import make_line

logger = logging.getLogger(__name__)

UNFINISHED = frozenset({None, "cancelled", "interrupted"})
"""Stop reasons of episodes that were cut off from outside: they never count."""
IDLE_SECONDS = 0.5
"""How often a worker with nothing to claim looks again whether a slot was given back."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much of each provider's bounds this process may use."""

    of: int = 1
    """How many processes share them."""
    episodes: int | None = None
    """How many episodes at once this process may play, whatever providers allow; None for any."""

    def concurrency(self, most: int) -> int:
        """Return how many calls at once this process may make."""
        return max(1, -(-most // self.of))

    def pace(self, per_minute: int | None) -> float | None:
        """Return how many calls a minute this process may make."""
        return None if per_minute is None else per_minute / self.of


@dataclass(slots=True)
class Worker:
    """Plays slots of one experiment until there are none to be had.

    Args:
        sandbox: The database, with its mail server.
        experiment: Which experiment.
        stages: What slots are played on.
        share: Of the providers' bounds.
        owner: By which name it holds slots.
    """

    sandbox: Sandbox
    experiment: StoredExperiment
    stages: Stages
    share: Share = field(default_factory=Share)
    owner: str = field(default_factory=this_process)
    gates: dict[str, ProviderGate] = field(default_factory=dict)
    out_of_budget: str | None = None
    """Why no more is claimed although there is more to play."""
    _gone: set[str] = field(default_factory=set)
    """Labels of models that their providers do not have, or that there is no money for."""
    _running: list[Slot] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _till: Till = field(init=False)

    def __post_init__(self) -> None:
        self._till = Till(self.sandbox.engine, self.experiment)

    @property
    def closed(self) -> dict[str, str]:
        """Providers and models of which no more is asked, each with the reason."""
        found = {name: gate.closed for name, gate in self.gates.items() if gate.closed}
        for gate in self.gates.values():
            found |= {model: str(gate.why_closed(model)) for model in gate.gone}
        return found

    def share_among(self, processes: int) -> None:
        """Take a smaller or larger part of the providers' bounds.

        Args:
            processes: How many share them by now, this one among them.
        """
        if processes == self.share.of:
            return
        self.share = replace(self.share, of=processes)
        for name, gate in self.gates.items():
            bounds = self.experiment.plan.bounds_of(name)
            gate.resize(
                concurrency=self._room(name),
                requests_per_minute=self.share.pace(bounds.requests_per_minute),
            )

    async def work(self, *, others_run: Callable[[], bool]) -> None:
        """Play slots until none is left.

        Args:
            others_run: Tells whether somebody else still plays slots of the experiment, one of
                which might be given back.

        Raises:
            asyncio.CancelledError: It was cancelled; running episodes end as cancelled first and
                their slots are given back.
        """
        try:
            while True:
                # First, so that what has ended leaves its place.
                self._raise_failures()
                if self._start_next():
                    # It asks its model before the next is claimed: else none would for long.
                    await asyncio.sleep(0)
                elif self._tasks:
                    await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
                elif others_run():
                    await asyncio.sleep(IDLE_SECONDS)
                else:
                    return
        finally:
            await self._wind_down()

    def _start_next(self) -> bool:
        """Claim and start a slot, unless every provider has as many as it may."""
        most = self.share.episodes
        if most is not None and len(self._tasks) >= most:
            return False
        slot = self._claim()
        if slot is None:
            return False
        self._running.append(slot)
        self._tasks.add(asyncio.create_task(self._play(slot), name=f"{slot.cell_id}"))
        return True

    def _claim(self) -> Slot | None:
        plan = self.experiment.plan
        running = Counter(slot.provider for slot in self._running)
        full = {name for name, count in running.items() if count >= self._room(name)}
        full |= {name for name, gate in self.gates.items() if gate.closed}
        too_dear: set[str] = set()
        while True:
            try:
                with write_transaction(self.sandbox.engine) as session:
                    slot = claim_slot(
                        session,
                        self.experiment.id,
                        owner=self.owner,
                        plan=plan,
                        without=full,
                        without_models=self._gone | too_dear,
                    )
                    if slot is not None:
                        self._till.check_room(session, slot)
                    return slot
            except BudgetReachedError as error:
                # Running episodes may cost less than was thought: room may come of it. Till then
                # others have their turn, which cost less or nothing.
                self.out_of_budget = None if self._tasks else error.message
                too_dear.add(str(error.details["model"]))

    def _room(self, provider: str) -> int:
        return self.share.concurrency(self.experiment.plan.bounds_of(provider).concurrency)

    def gate_of(self, provider: str) -> ProviderGate:
        """Return a provider's door, made when it is first needed."""
        if provider not in self.gates:
            bounds = self.experiment.plan.bounds_of(provider)
            self.gates[provider] = ProviderGate(
                provider,
                concurrency=self._room(provider),
                requests_per_minute=self.share.pace(bounds.requests_per_minute),
            )
        return self.gates[provider]

    async def _play(self, slot: Slot) -> None:
        gate = self.gate_of(slot.provider)
        account = SlotAccount(self._till, slot)
        doors = [(gate, slot.model.name)]
        settled = False

        def door_of_others(name: str, api_base: str | None) -> ProviderGate:
            door = self.gate_of(provider_of(name, api_base))
            doors.append((door, name))
            return door

        try:
            stage = self.stages.of(slot)
            result = await run_episode(
                self.sandbox,
                stage.stored,
                model=make_slot_model(slot, stage, turnstile=gate, account=account),
                reviewers=self._reviewers(slot, stage, door_of_others, account),
                colleagues=make_slot_colleagues(
                    slot, stage, turnstile_of=door_of_others, account=account
                ),
                plan=EpisodePlan(
                    model=slot.model.name,
                    settings=self.experiment.plan.settings_of(slot.settings, slot.model.name),
                    seed=slot.seed,
                    epoch=slot.epoch,
                ),
                opening=lambda session, episode_id: link_episode(session, slot, episode_id),
            )
            errored = result.stop_reason == "errored"
            # What erred for want of a provider or of money says nothing of the model.
            closed = any(door.why_closed(name) for door, name in doors)
            turned_away = errored and (closed or account.refused is not None)
            if account.refused is not None:
                self.out_of_budget = account.refused
            if turned_away and not gate.closed:
                # The model is gone, or who reviews what it does, or its money: others can go on.
                self._gone.add(slot.model.label)
            if turned_away:
                # Its slot is played again; what it did before is not forgotten.
                inspect_episode(self.sandbox.engine, result.id)
                with write_transaction(self.sandbox.engine) as session:
                    forget_unasked(session, slot, result.id)
            elif result.stop_reason not in UNFINISHED:
                self._settle(slot, result)
                self._till.note_episode(slot, account.paid)
                settled = True
        except SlotLostError as error:
            logger.warning("%s", error.message)
        finally:
            self._running.remove(slot)
            if not settled:
                self._release(slot)

    def _reviewers(
        self, slot: Slot, stage: Stage, turnstile_of: TurnstileOf, account: SlotAccount
    ) -> Reviewers:
        if not is_guarded(stage.stored.rendering.safeguards):
            return Reviewers()
        return make_slot_reviewers(
            self.sandbox.engine, slot, stage, turnstile_of=turnstile_of, account=account
        )

    def _settle(self, slot: Slot, result: EpisodeResult) -> None:
        inspect_episode(self.sandbox.engine, result.id)
        with write_transaction(self.sandbox.engine) as session:
            settle_slot(session, slot, errored=result.stop_reason == "errored")
            reconsider(session, self.experiment, slot.cell_id)

    def _release(self, slot: Slot) -> None:
        with write_transaction(self.sandbox.engine) as session:
            release_slot(session, slot)

    def _raise_failures(self) -> None:
        for task in [task for task in self._tasks if task.done()]:
            self._tasks.discard(task)
            task.result()

    async def _wind_down(self) -> None:
        for task in self._tasks:
            task.cancel()
        ended = await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        # One failure ends the sweep and is told by whoever catches it; the others are told here.
        for said in sorted({str(each) for each in ended if isinstance(each, Exception)}):
            logger.error("Another episode failed, too: %s", make_line(said))
