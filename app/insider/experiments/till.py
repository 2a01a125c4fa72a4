"""The money of an experiment: what each call may cost is held before it is made, and then paid.

The database keeps the account, so that a budget holds whoever else sweeps along. Each running slot
holds the most that its call under way can cost; what is spent and what all slots hold together
never go over the budget. A process that dies while a call is under way leaves what it held, which
is then counted as spent: the provider may well have billed it.
"""

import asyncio
import logging
from collections.abc import Mapping

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from alex.chat import ModelReply
from alex.errors import ModelCallError
from alex.pricing import Price, most_prompt_tokens
from corpmail.database import write_transaction
from insider.episodes.plan import UNBOUNDED_ANSWER
from insider.errors import BudgetReachedError
from insider.experiments.estimate import guess_cost
from insider.experiments.seats import SILENCE, find_living
from insider.experiments.slots import Slot, any_slot, held_slot
from insider.experiments.store import StoredExperiment
from insider.experiments.tables import CellRow, ExperimentRow, SlotRow

logger = logging.getLogger(__name__)

WAIT_SECONDS = 0.1
"""How often a call that waits for money looks again whether some was given back."""

_experiment = ExperimentRow.metadata.tables["experiment"]
_cell = CellRow.metadata.tables["cell"]
_slot = SlotRow.metadata.tables["slot"]


class Till:
    """The experiment's account, as one process draws on it.

    Args:
        engine: The database.
        experiment: Whose. The process keeps to the budget that it began with, whatever another
            sweep of the same experiment is told.
    """

    def __init__(self, engine: Engine, experiment: StoredExperiment) -> None:
        self.engine = engine
        self.experiment_id = experiment.id
        self.budget_usd = experiment.budget_usd
        self.turn = asyncio.Lock()
        """Calls of one process hold in the order in which they came."""
        self._plan = experiment.plan
        self._dearer: dict[str, float] = {}
        """Models whose calls cost more than was reckoned with, and how many times as much."""
        self._paid: dict[str, tuple[int, float]] = {}
        """Of models by label: how many episodes are finished, and what they cost together."""

    def price_of(self, slot: Slot, model: str) -> Price | None:
        """Return what a model's tokens cost in a slot: Alex's, or a reviewer's."""
        given = slot.settings.price if model == slot.model.name else None
        return given or self._plan.prices.get(model)

    def reckon(self, model: str, most: float) -> float:
        """Return what to hold for a call that should cost so much at most, in US dollars."""
        return most * self._dearer.get(model, 1.0)

    def note_cost(self, model: str, cost: float, most: float) -> None:
        """Reckon with more from now on when a call cost more than it should have at most.

        Args:
            model: Its full name.
            cost: What the call cost, in US dollars.
            most: By the price alone; not what was held because of earlier calls.
        """
        # Calls that were under way at once say the same, and not more together.
        if cost <= self.reckon(model, most):
            return
        if model not in self._dearer:
            logger.warning(
                "A call of %s cost $%.4g where $%.4g were the most that it could: the budget may "
                "be gone over by what such calls cost. Its endpoint keeps no 'max_tokens', or "
                "counts otherwise than this program; more is held for its calls from now on.",
                model,
                cost,
                most,
            )
        self._dearer[model] = cost / most

    def note_episode(self, slot: Slot, cost: float) -> None:
        """Learn from a finished episode what the next one of its model will cost."""
        if slot.model.label in self._paid:
            count, total = self._paid[slot.model.label]
            self._paid[slot.model.label] = (count + 1, total + cost)

    def check_room(self, session: Session, slot: Slot) -> None:
        """Raise when an episode would most likely be cut off by the end of the budget.

        What is spent on an episode that is cut off teaches nothing. Where nobody knows yet what an
        episode of the model costs, one is tried.

        Args:
            session: A transaction in which the slot is claimed.
            slot: For which an episode would be played.

        Raises:
            BudgetReachedError: With ``model``, the label of whose episodes there is no room for.
        """
        if self.budget_usd is None or self.price_of(slot, slot.model.name) is None:
            return
        left = self.budget_usd - _spent(session, self.experiment_id)
        # Whoever plays them; the slot itself is among them by now.
        underway = self._running(session)
        if sum(many * self._expected(session, one) for one, many in underway) <= left:
            return
        known = self._paid[slot.model.label][0] > 0
        alone = sum(many for _, many in underway) == 1
        if not known and alone and left > 0:
            return
        raise BudgetReachedError(
            f"{write_left(left)} of the budget is left, and an episode of {slot.model.label} "
            f"costs about ${self._expected(session, slot):.4g}.",
            model=slot.model.label,
        )

    def _running(self, session: Session) -> list[tuple[Slot, int]]:
        """Return one running slot of each model that costs something, and how many there are."""
        rows = session.execute(
            select(_cell.c.model, func.count(), func.max(_slot.c.cell_id))
            .join(_slot, _slot.c.cell_id == _cell.c.id)
            .where(_cell.c.experiment_id == self.experiment_id, _slot.c.state == "running")
            .group_by(_cell.c.model)
        ).all()
        found = [(any_slot(session, row[2]), int(row[1])) for row in rows]
        return [(one, many) for one, many in found if self.price_of(one, one.model.name)]

    def _expected(self, session: Session, slot: Slot) -> float:
        """Return what an episode of a slot's model costs on average, or a guess."""
        label = slot.model.label
        if not self._paid.get(label, (0, 0.0))[0]:
            self._paid[label] = self._read_paid(session, label)
        count, total = self._paid[label]
        if count:
            return total / count
        return guess_cost(self.price_of(slot, slot.model.name), steps=slot.settings.steps) or 0.0

    def _read_paid(self, session: Session, label: str) -> tuple[int, float]:
        row = session.execute(
            select(func.count(), func.sum(_slot.c.paid_usd))
            .select_from(_slot)
            .join(_cell, _cell.c.id == _slot.c.cell_id)
            .where(
                _cell.c.experiment_id == self.experiment_id,
                _cell.c.model == label,
                _slot.c.state == "done",
                _slot.c.paid_usd > 0,
            )
        ).one()
        return int(row[0]), float(row[1] or 0.0)


def write_left(left: float) -> str:
    """Return what is left of a budget in words that never tell of less than nothing."""
    return f"${left:.4g}" if left > 0 else "Nothing"


def _spent(session: Session, experiment_id: str) -> float:
    spent = select(_experiment.c.spent_usd).where(_experiment.c.id == experiment_id)
    return float(session.execute(spent).scalar_one())


class SlotAccount:
    """What the episode of one slot takes from the till: Alex's calls and its reviewers'.

    Args:
        till: The experiment's.
        slot: Whose episode.
    """

    def __init__(self, till: Till, slot: Slot) -> None:
        self.refused: str | None = None
        """Why a call was not paid for, once one was not."""
        self.paid = 0.0
        """US dollars, as far as prices are known."""
        self._till = till
        self._slot = slot
        self._held: dict[str, float] = {}

    def price_of(self, model: str) -> Price | None:
        """Return what a model's tokens cost here, where the file or the budget says so."""
        return self._till.price_of(self._slot, model)

    def purse(self, model: str, *, max_tokens: int | None = None) -> "SlotPurse":
        """Return what pays for a model's calls.

        Args:
            model: Its full name.
            max_tokens: What its answers are told to keep to.
        """
        return SlotPurse(self, self._till, model, max_tokens)

    def most_of(self, model: str, request: Mapping[str, object], max_tokens: int | None) -> float:
        """Return the most that a request can cost by its price; 0 where no budget is kept."""
        price = self._till.price_of(self._slot, model)
        if price is None or self._till.budget_usd is None:
            return 0.0
        prompt = most_prompt_tokens(request["messages"], request.get("tools"))
        answer = max_tokens or UNBOUNDED_ANSWER
        return price.most_of(prompt_tokens=prompt, answer_tokens=answer)

    async def hold(self, model: str, most: float) -> None:
        """Keep back what a call can cost, as soon as there is as much.

        Raises:
            ModelCallError: There is not, and nobody holds any that may be given back.
        """
        async with self._till.turn:
            while not self._try_to_hold(model, most):
                await asyncio.sleep(WAIT_SECONDS)

    def _try_to_hold(self, model: str, most: float) -> bool:
        with write_transaction(self._till.engine) as session:
            # Whoever else holds for this experiment waits till this is written.
            row = _experiment.c.id == self._slot.experiment_id
            session.execute(select(_experiment.c.id).where(row).with_for_update())
            held = self._held_by_owner(session)
            spent = _spent(session, self._slot.experiment_id)
            left = (self._till.budget_usd or 0.0) - spent - sum(held.values())
            if most <= left:
                self._held[model] = most
                self._keep_held(session)
                return True
            # What the dead hold counts, and does not come back.
            if find_living(session, held.keys(), silence=SILENCE):
                return False
        self.refused = (
            f"{write_left(left)} of the budget is left, and the next call of {model} can cost "
            f"${most:.4g}."
        )
        raise ModelCallError(self.refused, provider=model.partition("/")[0], retryable=False)

    def _held_by_owner(self, session: Session) -> dict[str, float]:
        rows = session.execute(
            select(_slot.c.owner, func.sum(_slot.c.reserved_usd))
            .join(_cell, _cell.c.id == _slot.c.cell_id)
            .where(
                _cell.c.experiment_id == self._slot.experiment_id,
                _slot.c.state == "running",
                _slot.c.reserved_usd > 0,
            )
            .group_by(_slot.c.owner)
        )
        return {str(owner): float(amount) for owner, amount in rows}

    def _keep_held(self, session: Session) -> None:
        mine = held_slot(self._slot).values(reserved_usd=sum(self._held.values()))
        if session.execute(mine.returning(_slot.c.epoch)).first() is None:
            raise ModelCallError(
                f"Epoch {self._slot.epoch} of cell {self._slot.cell_id} was given to somebody "
                "else meanwhile.",
                provider=self._slot.provider,
                retryable=False,
            )

    def pay(self, model: str, cost: float) -> None:
        """Count a call's cost as spent, and give back what was held for it."""
        held = self._held.pop(model, None)
        self.paid += cost
        if held is None and not cost:
            return
        with write_transaction(self._till.engine) as session:
            mine = held_slot(self._slot).values(
                reserved_usd=sum(self._held.values()), paid_usd=_slot.c.paid_usd + cost
            )
            if session.execute(mine.returning(_slot.c.epoch)).first() is None:
                # Whoever took the slot over has counted what was held as spent.
                return
            session.execute(
                update(_experiment)
                .where(_experiment.c.id == self._slot.experiment_id)
                .values(spent_usd=_experiment.c.spent_usd + cost)
            )


class SlotPurse:
    """Pays for the calls of one model in one slot; an ``alex.purse.Purse``."""

    def __init__(
        self, account: SlotAccount, till: Till, model: str, max_tokens: int | None
    ) -> None:
        self._account = account
        self._till = till
        self._model = model
        self._max_tokens = max_tokens
        self._most = 0.0
        self._held = 0.0

    async def hold(self, request: Mapping[str, object]) -> None:
        """Keep back the most that an attempt can cost; waits while others hold what is needed.

        Raises:
            ModelCallError: There is not enough left, and nobody will give any back.
        """
        self._most = self._account.most_of(self._model, request, self._max_tokens)
        self._held = self._till.reckon(self._model, self._most)
        if self._held:
            await self._account.hold(self._model, self._held)

    def settle(self, ended: ModelReply | ModelCallError | None) -> None:
        """Pay what an attempt cost; the most that it can have cost, where nobody says.

        That is so for an answer without usage, one that came too late, broke off or cannot be read,
        and for a call that was cut off from here. What a provider refused costs nothing.
        """
        if isinstance(ended, ModelReply):
            cost = ended.usage.cost_usd
            self._account.pay(self._model, self._held if cost is None else cost)
            if self._most and cost is not None:
                self._till.note_cost(self._model, cost, self._most)
        else:
            billed = ended is None or ended.billed
            self._account.pay(self._model, self._held if billed else 0.0)
