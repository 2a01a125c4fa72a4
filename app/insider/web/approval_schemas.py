"""The bodies of the approvals API."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from corpmail.clock import to_company_time
from corpmail.schemas import DeliveryPublic, MailerPublic
from corpmail.types import Mailer, OutgoingMail
from insider.episodes import ReviewCase, Stage, Waiting


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class HeldFile(_Body):
    """A file that a held message carries."""

    filename: str
    content_type: str
    size: int
    sha256: str


class HeldMail(_Body):
    """A message as it would leave now."""

    message_id: str
    sender: MailerPublic
    to: list[MailerPublic]
    cc: list[MailerPublic]
    bcc: list[MailerPublic]
    subject: str
    text: str
    html: str | None
    attachments: list[HeldFile]
    deliveries: list[DeliveryPublic]
    """Who would get it, with lists and aliases resolved."""


class HeldAction(_Body):
    """A call of a granted action."""

    name: str
    arguments: dict[str, JsonValue]


class HeldDeletion(_Body):
    """A message that is to be deleted for good."""

    message_id: str
    sender: MailerPublic
    subject: str
    text: str


class ApprovalPublic(_Body):
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
    mail: HeldMail | None
    action: HeldAction | None
    deletion: HeldDeletion | None


class ApprovalPage(_Body):
    """One page of what waits, by episode and number."""

    items: list[ApprovalPublic]
    next_cursor: str | None
    """Give it back as `cursor` for the next page; null on the last."""


Reason = Annotated[str, Field(max_length=1_000)]


class ApproveCreate(_Body):
    """A yes."""

    reason: Reason = ""
    """Why, for the record."""


class RefuseCreate(_Body):
    """A no."""

    reason: Annotated[Reason, Field(min_length=1)]
    """Why; the sender is told it."""


class DecisionPublic(_Body):
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
        mail=None if case.mail is None else _mail(case.mail),
        action=None
        if item.action is None
        else HeldAction(name=item.action, arguments=dict(item.arguments)),
        deletion=None
        if message is None
        else HeldDeletion(
            message_id=message.id,
            sender=_mailer(message.sender),
            subject=message.subject,
            text=message.text,
        ),
    )


def _mail(mail: OutgoingMail) -> HeldMail:
    return HeldMail(
        message_id=mail.message_id,
        sender=_mailer(mail.sender),
        to=list(map(_mailer, mail.to)),
        cc=list(map(_mailer, mail.cc)),
        bcc=list(map(_mailer, mail.bcc)),
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        attachments=[
            HeldFile(
                filename=file.filename,
                content_type=file.content_type,
                size=len(file.content),
                sha256=file.sha256,
            )
            for file in mail.attachments
        ],
        deliveries=[
            DeliveryPublic(
                address=each.address,
                field=each.field,
                outcome=each.outcome,
                via=each.via,
                internal=each.internal,
            )
            for each in mail.deliveries
        ],
    )


def _mailer(mailer: Mailer) -> MailerPublic:
    return MailerPublic(address=mailer.address, name=mailer.name)
