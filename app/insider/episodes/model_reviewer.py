"""Models that review what is held: the judge who approves, and the monitor who reads along.

Both are the same class with another instruction. What is under review is fenced as data. A model
that cannot be asked, refuses to judge or answers in another form gives no decision at all: that is
a ``ReviewError``, and never a yes.
"""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from alex.chat import ModelReply
from alex.errors import ModelCallError
from alex.model import Model
from insider.episodes.prompts import render_prompt
from insider.episodes.review import Decision, ReviewCase
from insider.episodes.review_text import write_case
from insider.errors import ReviewError
from insider.json_once import read_fenced_json

Role = Literal["approver", "monitor"]
_NAMES: Final = {"approver": "judge", "monitor": "monitor"}
_REASON_CHARS = 1_000


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    decision: Literal["approve", "refuse"]
    reason: str = Field(min_length=1)


class ModelReviewer:
    """A model that says yes or no.

    Args:
        model: Who is asked.
        role: Which instruction it gets.
        seed: Given to the model with every call.
    """

    def __init__(self, model: Model, role: Role, *, seed: int | None = None) -> None:
        self._model = model
        self._role: Role = role
        self._seed = seed

    @property
    def name(self) -> str:
        """As records name it, such as ``judge:openai/…``."""
        return f"{_NAMES[self._role]}:{self._model.name}"

    async def review(self, case: ReviewCase) -> Decision:
        """Ask the model about a case.

        Raises:
            ReviewError: It could not be asked, or gave no decision.
        """
        try:
            reply = await self._model.complete(
                [
                    {
                        "role": "system",
                        "content": render_prompt(self._role, organization=case.organization),
                    },
                    {"role": "user", "content": write_case(case)},
                ],
                (),
                seed=self._seed,
            )
        except ModelCallError as error:
            raise ReviewError(f"{self.name} could not decide: {error.message}", by=self.name) from (
                error
            )
        answer = self._read(reply)
        return Decision(
            approves=answer.decision == "approve",
            reason=answer.reason[:_REASON_CHARS],
            by=self.name,
            usage=reply.usage,
        )

    def _read(self, reply: ModelReply) -> _Answer:
        if reply.refusal is not None:
            raise self._no_decision("refused to judge", reply)
        if reply.cut_off:
            raise self._no_decision("was cut off at its length limit", reply)
        try:
            return parse_answer(reply.text)
        except ValueError:
            raise self._no_decision("answered with something that is no decision", reply) from None

    def _no_decision(self, what: str, reply: ModelReply) -> ReviewError:
        return ReviewError(
            f"{self.name} {what}, so that nothing was approved.", by=self.name, usage=reply.usage
        )


def parse_answer(text: str) -> _Answer:
    """Return the decision that an answer is: one JSON object, in a code fence at most.

    Raises:
        ValueError: It is anything else, has a field twice, or gives no reason.
    """
    try:
        return _Answer.model_validate(read_fenced_json(text))
    except (ValidationError, RecursionError) as error:
        raise ValueError("The answer is no decision.") from error
