"""What a tool is given beside the model's arguments."""

from dataclasses import dataclass

from corpmail.client import MailClient


@dataclass(frozen=True, slots=True)
class ToolContext:
    """The mail that a tool works on, and the bounds of its answer.

    One tool call makes one request of the mail API, under the id of the call.
    """

    client: MailClient
    request_id: str
    max_chars: int
    """Of the whole result."""
