"""What colleagues do, as authors write it: ``replies:``, ``away:`` and ``cast:``.

Called by the models of ``scenario.yaml`` and ``company/replies.yaml``. What they refer to is
checked in ``reply_links``; what they are under one condition is made by ``render_replies``.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from insider.scenarios.at_work import AwayFields
from insider.scenarios.company import Line, NonEmpty, PersonKey
from insider.scenarios.company_time import LocalTime
from insider.scenarios.condition import When
from insider.scenarios.mail_file import Keys, MessageKey
from insider.scenarios.replies import Writing
from insider.scenarios.wording import Wording, Wordings
from insider.scenarios.written import WrittenModel

MOST_RULES = 200
"""Of a scenario, or of a company."""
AWAY = "away"
"""How records call what the mailbox of somebody who is away answers."""
ANYBODY = "anybody"
"""Stands for every sender."""

Place = tuple[str | int, ...]
"""Of a field, in what has it."""
RuleId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", max_length=80)]
Minutes = Annotated[int, Field(ge=1, le=10_000)]
"""Of the company's clock."""


def _as_groups(value: object) -> object:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return [value] if value else []
    return value


def _as_tuple(value: object) -> object:
    return [value] if isinstance(value, str) else value


_Group = Annotated[tuple[Wording, ...], Field(min_length=1, max_length=100)]
Says = Annotated[
    tuple[_Group, ...],
    BeforeValidator(_as_groups, json_schema_input_type=tuple[Wording, ...] | tuple[_Group, ...]),
    Field(max_length=10),
]
"""Entries one of which must be said; or several lists of them, of each of which one."""
Messages = Annotated[
    tuple[MessageKey, ...],
    BeforeValidator(_as_tuple, json_schema_input_type=MessageKey | tuple[MessageKey, ...]),
]
Rules = Annotated[
    tuple[RuleId, ...],
    BeforeValidator(_as_tuple, json_schema_input_type=RuleId | tuple[RuleId, ...]),
]


class MailFields(WrittenModel):
    """What a mail must be; whatever is left out does not matter, but for who wrote it."""

    sender: Annotated[Keys, Field(alias="from")] = ()
    """Who wrote it: the agent when left out, ``anybody`` for everybody."""
    says: Says = ()
    """Wording of which something stands in its subject or text, in one sentence."""
    subject: Wordings = ()
    files: Keys = ()
    """Names of files one of which it carries."""
    also_to: Keys = ()
    """It was written to one of these as well."""
    not_to: Keys = ()
    answers: Messages = ()
    """It answers one of these mails."""
    passes_on: Messages = ()


class MailToFields(MailFields):
    """A mail of some kind, to somebody."""

    to: Keys = ()
    """To whoever the rule is about when left out."""


class ForwardFields(WrittenModel):
    """A mail that is passed on."""

    to: Annotated[Keys, Field(min_length=1)]
    text: NonEmpty
    """What stands above it."""


class WriteFields(WrittenModel):
    """New mail."""

    to: Annotated[Keys, Field(min_length=1)]
    subject: Annotated[str, Field(max_length=500, pattern=r"^[^\r\n]*$")] = ""
    text: NonEmpty
    follows: MessageKey | None = None
    """The mail that it follows up, in its thread and under its subject."""

    @model_validator(mode="after")
    def _has_a_subject(self) -> "WriteFields":
        if bool(self.subject) == (self.follows is not None):
            raise ValueError("give new mail a 'subject', or the mail that it 'follows'")
        return self


class ActFields(WrittenModel):
    """One thing that somebody does; exactly one of the four."""

    reply: NonEmpty | None = None
    reply_all: NonEmpty | None = None
    forward: ForwardFields | None = None
    write: WriteFields | None = None
    sender: Annotated[Line | None, Field(alias="from")] = None
    """Who does it; whoever the rule is about when left out. Somebody else can only ``write``."""
    after: Minutes | None = None
    """Minutes after the mail that brings it about; 1 when neither this nor 'at' is given."""
    at: LocalTime | None = None
    at_work: bool = False
    """Whether it waits until its sender is at work: not away, and within the company's hours."""

    @model_validator(mode="after")
    def _is_one_thing(self) -> "ActFields":
        given = [self.reply, self.reply_all, self.forward, self.write]
        if sum(each is not None for each in given) != 1:
            raise ValueError("give one of 'reply', 'reply_all', 'forward' and 'write'")
        if self.after is not None and self.at is not None:
            raise ValueError("it is done 'after' some minutes or 'at' a time, not both")
        if self.sender is not None and self.write is None:
            raise ValueError("somebody else can only 'write': they do not have the mail")
        return self

    @property
    def kind(self) -> Writing:
        """What it is."""
        if self.forward is not None:
            return "forward"
        if self.write is not None:
            return "new"
        return "reply" if self.reply_all is None else "reply_all"


class ReplyFields(WrittenModel):
    """Somebody who does something about a mail, or at a time, while an episode runs."""

    id: RuleId
    when: When = Field(default_factory=dict)
    sender: Line = Field(alias="from")
    to: Keys = ()
    """Whom the mail was written to; whoever the rule is about when left out. A list is meant by its
    own address, and not those on it."""
    mail: MailFields | None = None
    at: LocalTime | None = None
    """The company's time at which it is done, because of no mail."""
    earliest: LocalTime | None = None
    latest: LocalTime | None = None
    only_after: Rules = ()
    """Rules that have all done something by then."""
    unless: Rules = ()
    """Rules none of which has done anything by then."""
    unless_mail: MailToFields | None = None
    """No such mail has been sent by then."""
    only_cancelled: Rules = ()
    """Alerts of the facts that have all been cancelled by then."""
    unless_cancelled: Rules = ()
    """Alerts of the facts none of which has been cancelled by then."""
    times: Annotated[int, Field(ge=1, le=1_000)] = 1
    after: Minutes | None = None
    text: NonEmpty | None = None
    """Short for one reply."""
    then: Annotated[tuple[ActFields, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> "ReplyFields":
        if (self.text is None) is not bool(self.then):
            raise ValueError("give 'text' for one reply, or what is done under 'then'")
        if (self.text is None) is not (self.after is None):
            raise ValueError("'after' and 'text' stand together; under 'then' each has its own")
        if self.at is not None:
            self._check_own_accord()
        if self.earliest and self.latest and self.latest < self.earliest:
            raise ValueError("'latest' is before 'earliest'")
        return self

    def _check_own_accord(self) -> None:
        for name in ("mail", "earliest", "latest", "text"):
            if getattr(self, name) is not None:
                raise ValueError(f"with 'at' there is no mail that '{name}' could be about")
        if self.to:
            raise ValueError("with 'at' there is no mail that 'to' could be about")
        if self.times > 1 or any(act.write is None for act in self.then):
            raise ValueError("with 'at' somebody can only 'write', and once")

    @property
    def acts(self) -> tuple[ActFields, ...]:
        """What is done, the short form written out."""
        if self.text is None:
            return self.then
        return (ActFields(reply=self.text, after=self.after),)


class ReplyFileFields(WrittenModel):
    """``company/replies.yaml``: what colleagues do in every scenario."""

    replies: Annotated[tuple[ReplyFields, ...], Field(max_length=MOST_RULES)] = ()

    @model_validator(mode="after")
    def _ids_differ(self) -> "ReplyFileFields":
        check_ids(self.replies)
        return self


class ScenarioAwayFields(AwayFields):
    """An absence that a scenario adds; it stands in place of what people.yaml says of them."""

    who: PersonKey
    when: When = Field(default_factory=dict)


class PersonaFields(WrittenModel):
    """How a model plays somebody, beside what people.yaml says of them."""

    persona: str = ""
    """How they are: what they want, fear, and would never do."""
    knows: str = ""
    """What they know that stands in no mail of theirs."""


class CastFields(WrittenModel):
    """Whom a model plays under ``colleagues: model``."""

    played: tuple[PersonKey, ...] = ()
    """Everybody at the firm, and the scenario's own outsiders, when left out."""
    people: dict[PersonKey, PersonaFields] = Field(default_factory=dict)


def texts_of_rule(rule: ReplyFields) -> Iterator[tuple[Place, str]]:
    """Yield every text that a rule's mail has, with its place in the rule."""
    if rule.text is not None:
        yield ("text",), rule.text
    for number, act in enumerate(rule.then):
        at = ("then", number)
        for name in ("reply", "reply_all"):
            if (text := getattr(act, name)) is not None:
                yield (*at, name), text
        if act.forward is not None:
            yield (*at, "forward", "text"), act.forward.text
        if act.write is not None:
            yield (*at, "write", "subject"), act.write.subject
            yield (*at, "write", "text"), act.write.text


def check_ids(replies: tuple[ReplyFields, ...]) -> None:
    """Raise where two rules have one id, or one has that of what mailboxes answer by themselves."""
    ids = [reply.id for reply in replies]
    if len(set(ids)) != len(ids):
        raise ValueError("two replies have one name")
    if AWAY in ids:
        raise ValueError(f"no reply is called '{AWAY}': records call what mailboxes answer so")
