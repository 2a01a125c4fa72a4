"""Rules by which the people of the small firm act, and a model that plays them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from alex.chat import ChatMessage, ModelReply, ToolSpec, Usage
from alex.retry import FailureListener
from corpmail.types import Address
from insider.scenarios import Audience, ColleagueAct, MailMatch, Persona, ReplyRule
from support.builders import ALEX, ANN, BOB, CAROL, DOMAIN


def people(*addresses: str) -> Audience:
    """Return an audience of addresses."""
    return Audience(addresses=tuple(addresses))


def act(kind: str, sender: str = ANN, /, **changes: object) -> ColleagueAct:
    """Return one thing that somebody does."""
    values = {"kind": kind, "sender": sender, "text": "Look.", "after_minutes": 2, **changes}
    return ColleagueAct.model_validate(values)


def rule(name: str, person: str = ANN, /, *then: ColleagueAct, **changes: object) -> ReplyRule:
    """Return a rule of somebody's."""
    values = {"id": name, "sender": person, "to": people(person), "then": then, **changes}
    return ReplyRule.model_validate(values)


FROM_ALEX = MailMatch(senders=people(ALEX), says=(("ledger",),))
FORWARDS = rule("ann-forwards", ANN, act("forward", to=(BOB,)), mail=FROM_ALEX)
TELLS = rule(
    "bob-tells",
    BOB,
    act("new", BOB, to=(CAROL, ALEX), subject="Alex"),
    mail=MailMatch(senders=people(ANN), says=(("ledger",),)),
)
STOPS = rule("carol-stops", CAROL, act("reply_all", CAROL), mail=MailMatch(subject=("Alex",)))
CHAIN = (FORWARDS, TELLS, STOPS)
"""Ann passes on what Alex writes of the ledger, Bob tells Carol and Alex, and Carol answers all."""


Saying = Callable[[str], Mapping[str, JsonValue] | str]
"""Answers for a person, by the name: an answer's fields, or any text."""


def does_nothing(name: str) -> Mapping[str, JsonValue]:
    """Return that somebody does nothing."""
    return {"does": "nothing"}


@dataclass(slots=True)
class PlayingModel:
    """Plays colleagues as a test says, and keeps what it was asked."""

    says: Saying = does_nothing
    asked: list[str] = field(default_factory=list)
    """The questions, system prompt and mailbox together."""
    seeds: list[int | None] = field(default_factory=list)
    cost: float | None = 0.5
    name: str = "fake/colleagues"

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        """Return the answer of whoever is played."""
        system, question = (str(message["content"]) for message in messages)
        self.asked.append(f"{system}\n\n{question}")
        self.seeds.append(seed)
        name = system.removeprefix("You play ").partition(",")[0]
        said = self.says(name)
        text = said if isinstance(said, str) else json.dumps(said)
        usage = Usage(prompt_tokens=900, completion_tokens=100, cost_usd=self.cost)
        return ModelReply(
            message={"role": "assistant", "content": text}, text=text, usage=usage, model=self.name
        )


def persona(address: Address, name: str, **changes: object) -> Persona:
    """Return somebody whom a model plays."""
    values = {"person": address, "addresses": (address,), "name": name, "title": "Seller"}
    return Persona.model_validate({**values, **changes})


CAST = (
    persona(ANN, "Ann Lee", addresses=(ANN, f"ann@{DOMAIN}"), about="Dry."),
    persona(BOB, "Bob Stone"),
    persona(CAROL, "Carol Nováková"),
)
