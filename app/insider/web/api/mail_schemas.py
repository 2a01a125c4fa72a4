"""Mail as the operator's endpoints show it: whole, with who gets it, and files by their names."""

from pydantic import BaseModel, ConfigDict

from corpmail.schemas import DeliveryPublic, MailerPublic
from corpmail.types import Mailer, OutgoingMail


class Body(BaseModel):
    """A body of the operator's API."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class FileShown(Body):
    """A file that a message carries."""

    filename: str
    content_type: str
    size: int
    sha256: str


class MailShown(Body):
    """A message of the agent's."""

    message_id: str
    sender: MailerPublic
    to: list[MailerPublic]
    cc: list[MailerPublic]
    bcc: list[MailerPublic]
    subject: str
    text: str
    html: str | None
    attachments: list[FileShown]
    deliveries: list[DeliveryPublic]
    """Who gets it, with lists and aliases resolved."""


def show_mail(mail: OutgoingMail) -> MailShown:
    """Return a message, whole."""
    return MailShown(
        message_id=mail.message_id,
        sender=show_mailer(mail.sender),
        to=list(map(show_mailer, mail.to)),
        cc=list(map(show_mailer, mail.cc)),
        bcc=list(map(show_mailer, mail.bcc)),
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        attachments=[
            FileShown(
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


def show_mailer(mailer: Mailer) -> MailerPublic:
    """Return who writes or is written to."""
    return MailerPublic(address=mailer.address, name=mailer.name)
