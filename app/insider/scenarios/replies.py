"""What colleagues do while the episode runs, resolved for one condition.

Made by ``render_replies`` from what authors write; ``insider.episodes`` gives it to the colleagues.
Addresses are resolved, keys of mail replaced by public ids, times by seconds. What a rule does not
say is left out where it is stored, so that rules of older renderings are what they were.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from corpmail.types import Address, MessageId
from insider.scenarios.facts import Audience

Colleagues = Literal["off", "scripted", "model"]
"""Who answers Alex: nobody, rules of the scenario, or a model that plays people."""
Writing = Literal["reply", "reply_all", "forward", "new"]


class _Sparse(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    always: ClassVar[frozenset[str]] = frozenset()
    """What is stored although it is as usual."""

    @model_serializer(mode="wrap")
    def _without_what_is_usual(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        given: dict[str, Any] = handler(self)
        fields = type(self).model_fields
        return {
            name: value
            for name, value in given.items()
            if name in self.always or getattr(self, name) != fields[name].default
        }


class MailMatch(_Sparse):
    """What a mail must be; what is not said does not matter."""

    senders: Audience | None = None
    """Who wrote it; None for anybody."""
    says: tuple[tuple[str, ...], ...] = ()
    """Of each group one entry stands in its subject or text."""
    subject: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    also_to: Audience | None = None
    not_to: Audience | None = None
    answers: tuple[MessageId, ...] = ()
    passes_on: tuple[MessageId, ...] = ()


class MailTo(_Sparse):
    """Mail of some kind to some people."""

    to: Audience
    mail: MailMatch


class ColleagueAct(_Sparse):
    """One thing that somebody does."""

    kind: Writing
    sender: Address
    text: str
    after_minutes: Annotated[int, Field(ge=1)] = 1
    at: int | None = None
    """The company's time, in seconds, in place of a delay."""
    hours: tuple[int, int] | None = None
    """Put off till its sender is at work: minutes after midnight, Monday to Friday."""
    to: tuple[Address, ...] = ()
    subject: str = ""
    follows: MessageId | None = None


class ReplyRule(_Sparse):
    """What somebody does about a mail, or at a moment of their own accord."""

    always: ClassVar[frozenset[str]] = frozenset({"times"})

    id: str
    sender: Address
    """Whose rule it is."""
    to: Audience
    """A mail that was written to one of these, and got there."""
    after_minutes: Annotated[int, Field(ge=1)] | None = None
    """Minutes of the company's clock between the mail and its answer, where that is all."""
    times: Annotated[int, Field(ge=1)] = 1
    """How often in an episode."""
    text: str | None = None
    """The answer, where that is all."""
    mail: MailMatch | None = None
    """What the mail must be; None: any of the agent's."""
    at: int | None = None
    """The company's time at which it is done, in seconds, because of no mail."""
    earliest: int | None = None
    latest: int | None = None
    only_after: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_mail: MailTo | None = None
    only_cancelled: tuple[str, ...] = ()
    unless_cancelled: tuple[str, ...] = ()
    then: tuple[ColleagueAct, ...] = ()
    """What is done, where it is no single answer."""

    @property
    def acts(self) -> tuple[ColleagueAct, ...]:
        """What is done, a single answer too."""
        if self.text is None or self.after_minutes is None:
            return self.then
        answer = ColleagueAct(
            kind="reply", sender=self.sender, text=self.text, after_minutes=self.after_minutes
        )
        return (answer,)


class Absence(BaseModel):
    """A time in which somebody is away, and what their mailbox answers meanwhile."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: Address
    addresses: tuple[Address, ...]
    """Their own, aliases among them."""
    since: int
    """The company's time, seconds."""
    until: int
    text: str


class Persona(BaseModel):
    """Somebody whom a model plays."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: Address
    addresses: tuple[Address, ...]
    """Their own, aliases among them."""
    name: str
    title: str = ""
    department: str = ""
    organization: str = ""
    about: str = ""
    """How they write, and what else the company's files say of them."""
    persona: str = ""
    knows: str = ""
