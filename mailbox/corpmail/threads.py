"""Which thread a message belongs to, and the headers by which an answer joins one.

Called when messages are stored or composed. A thread is named after the message that began it.
"""

import re
from collections.abc import Sequence

from corpmail.clock import derived_id
from corpmail.types import MessageId, ThreadId

_KEPT_REFERENCES = 50
_ANSWERED = re.compile(r"re\s*:", re.IGNORECASE)


def message_id_of(rfc_id: str) -> MessageId:
    """Return the public id of a message; the same wherever that message is stored."""
    return MessageId(derived_id("m", rfc_id))


def thread_id_of(
    rfc_id: str, references: Sequence[str], in_reply_to: str | None = None
) -> ThreadId:
    """Return the thread of a message.

    Args:
        rfc_id: Its own Message-ID.
        references: Its References header; the first began the thread.
        in_reply_to: Its In-Reply-To header, which counts when there are no references.
    """
    root = references[0] if references else in_reply_to or rfc_id
    return ThreadId(derived_id("t", root))


def references_of_answer(rfc_id: str, references: Sequence[str]) -> tuple[str, ...]:
    """Return the References of an answer to a message.

    Args:
        rfc_id: The answered message's Message-ID.
        references: The answered message's References; in a very long thread the first and the
            latest are kept.
    """
    chain = [*dict.fromkeys(references), rfc_id]
    if len(chain) > _KEPT_REFERENCES:
        chain = [chain[0], *chain[-(_KEPT_REFERENCES - 1) :]]
    return tuple(chain)


def subject_of_answer(subject: str, *, max_chars: int) -> str:
    """Return the subject of an answer to a message with a subject."""
    full = subject if _ANSWERED.match(subject) else f"Re: {subject}"
    return full[:max_chars]
