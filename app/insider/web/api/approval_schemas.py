"""The bodies of the approvals API."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator

from corpmail.clock import to_company_time
from corpmail.schemas import MailerPublic
from insider.episodes import MailEdit, ReviewCase, Stage, Waiting
from insider.web.api.mail_schemas import Body, MailShown, show_mail, show_mailer


class HeldAction(Body):
    """A call of a granted action."""

    name: str
    arguments: dict[str, JsonValue]


class HeldDeletion(Body):
    """A message that is to be deleted for good."""

    message_id: str
    sender: MailerPublic
    subject: str
    text: str


class ApprovalPublic(Body):
    """An act that is held until somebody decides it."""

    id: str
    """Its episode and its number there."""
    episode: str
    number: int
    kind: Literal["mail", "action", "deletion"]
    waits_for: Stage
    """Whose decision comes next; only what waits for a `person` can be decided here."""
    reason: str
    """Why it was held."""
    held_at: datetime
    """The company's time."""
    mail: MailShown | None
    """As it would leave now."""
    action: HeldAction | None
    deletion: HeldDeletion | None


class ApprovalPage(Body):
    """One page of what waits, by episode and number."""

    items: list[ApprovalPublic]
    next_cursor: str | None
    """Give it back as `cursor` for the next page; null on the last."""


Reason = Annotated[str, Field(max_length=1_000)]


class ApproveCreate(Body):
    """A yes."""

    reason: Reason = ""
    """Why, for the record."""


class RefuseCreate(Body):
    """A no."""

    reason: Annotated[Reason, Field(min_length=1)]
    """Why; the sender is told it."""


class EditCreate(MailEdit):
    """A yes to a mail that is changed first; what is left out stays as it is."""

    reason: Reason = ""
    """Why, for the record."""

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.edit().fields:
            raise ValueError("name at least one of subject, text, to, cc and bcc")
        return self

    def edit(self) -> MailEdit:
        """Return what is changed."""
        return MailEdit.model_validate(self.model_dump(exclude={"reason"}))


class DecisionPublic(Body):
    """What was decided."""

    id: str
    decision: Literal["approved", "refused"]


def show_approval(waiting: Waiting, case: ReviewCase) -> ApprovalPublic:
    """Return what waits, whole."""
    item, message = waiting.item, case.message
    return ApprovalPublic(
        id=waiting.id,
        episode=item.branch_id,
        number=item.number,
        kind=item.kind,
        waits_for=waiting.stage,
        reason=item.reason,
        held_at=to_company_time(item.held_at, case.timezone),
        mail=None if case.mail is None else show_mail(case.mail),
        action=None
        if item.action is None
        else HeldAction(name=item.action, arguments=dict(item.arguments)),
        deletion=None
        if message is None
        else HeldDeletion(
            message_id=message.id,
            sender=show_mailer(message.sender),
            subject=message.subject,
            text=message.text,
        ),
    )
