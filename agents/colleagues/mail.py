"""A message as colleagues look at it when they decide what to do about it."""

from dataclasses import dataclass

from corpmail.types import Address, Delivery, MessageId


@dataclass(frozen=True, slots=True)
class Mail:
    """A message that has been delivered; never one that a mail system sent by itself."""

    id: MessageId
    sender: Address
    deliveries: tuple[Delivery, ...]
    at: int
    """The company's time at which it is there, seconds."""
    subject: str = ""
    text: str = ""
    files: tuple[str, ...] = ()
    """Names of its attachments."""
    answers: MessageId | None = None
    passes_on: MessageId | None = None
