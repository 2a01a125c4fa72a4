"""What a model does that plays a colleague: as it answers, as it is kept, and put into effect.

Called by ``colleague_asking`` for models, and by a replay.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator
from sqlalchemy.orm import Session

from alex.chat import NOTHING_USED, Usage
from corpmail.answering import schedule
from corpmail.correspondents import PlannedMail
from corpmail.reading import get_message
from corpmail.server import MailServer
from corpmail.types import Address, BranchId, MessageId
from insider.episodes.events import EventKind, append_event, latest_step, read_events
from insider.episodes.listing import check_running
from insider.json_once import RepeatedFieldError, read_fenced_json
from insider.visible import shorten

logger = logging.getLogger(__name__)

MOST_CHARS = 3_000
"""Of what a colleague writes."""
MOST_MINUTES = 600
_WHY_CHARS = 300
_SHOWN = 80
"""Characters of what a model wrote, where an error quotes it."""
_MINUTE = 60

Does = Literal["nothing", "reply", "reply_all", "forward"]
ANSWER_SCHEMA: Mapping[str, JsonValue] = {
    "type": "object",
    "properties": {
        "does": {"type": "string", "enum": ["nothing", "reply", "reply_all", "forward"]},
        "to": {"type": ["string", "null"]},
        "text": {"type": "string"},
        "after_minutes": {"type": "integer"},
        "why": {"type": "string"},
    },
    "required": ["does", "to", "text", "after_minutes", "why"],
    "additionalProperties": False,
}
"""The form of an answer, for providers that hold a model to one."""


class WrittenAnswer(BaseModel):
    """An answer as a model writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    does: Does
    to: str | None = None
    text: Annotated[str, Field(max_length=MOST_CHARS)] = ""
    after_minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)] = 1
    why: str = ""

    @model_validator(mode="after")
    def _fits_together(self) -> "WrittenAnswer":
        if (self.does == "forward") is (self.to is None):
            raise ValueError("a forward goes to somebody, and nothing else does")
        if self.does in ("reply", "reply_all") and not self.text.strip():
            raise ValueError("an answer has words")
        if "\0" in self.text or any("\ud800" <= char <= "\udfff" for char in self.text):
            raise ValueError("mail cannot carry such a character")
        return self


class ColleagueAnswer(BaseModel):
    """What a colleague did about a mail, as the record keeps it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: str
    """Their address."""
    message_id: str
    """The mail."""
    does: Does
    to: str | None = None
    """Of a forward."""
    text: str = ""
    comes_at: int | None = None
    """The company's time of what they write, seconds; None where they do nothing."""
    why: str = ""
    by: str
    """The model; ``bound`` where none was asked any more."""
    usage: Usage = NOTHING_USED


def parse_answer(text: str, *, sender: Address) -> WrittenAnswer:
    """Return the answer that a text is: one JSON object, in a code fence at most.

    Args:
        text: As the model wrote it.
        sender: Who wrote the mail: models name them as whom an answer is for, and it is.

    Raises:
        ValueError: It is anything else, has a field twice, or does what cannot be done; in a
            sentence about the model, which begins with a small letter.
    """
    written = _read_object(text)
    if written.get("does") != "forward" and written.get("to") in ("", sender):
        written = {**written, "to": None}
    try:
        return WrittenAnswer.model_validate(written)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = "".join(f"'{shorten(str(name), _SHOWN)}': " for name in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise ValueError(f"what it wrote cannot be done: {field}{said}.") from error


def _read_object(text: str) -> Mapping[str, object]:
    if not text.strip():
        raise ValueError("it wrote nothing.")
    try:
        written = read_fenced_json(text)
    except RepeatedFieldError as error:
        raise ValueError(f"it wrote the field '{shorten(error.field, _SHOWN)}' twice.") from error
    except (ValueError, RecursionError) as error:
        raise ValueError(_no_object(text)) from error
    if not isinstance(written, dict):
        raise ValueError(_no_object(text))
    return written


def _no_object(text: str) -> str:
    return f"it wrote '{shorten(text, _SHOWN)}', which is no JSON object."


def keep_answer(
    written: WrittenAnswer,
    *,
    person: Address,
    message_id: MessageId,
    came_at: int,
    now: int,
    by: str,
    usage: Usage,
) -> ColleagueAnswer:
    """Return an answer as it is kept.

    Args:
        written: As the model wrote it.
        person: Whom it plays.
        message_id: The mail.
        came_at: When that mail came, by which the delay counts.
        now: The company's time, after which the answer comes.
        by: The model.
        usage: What it used, failed attempts included.
    """
    nothing = written.does == "nothing"
    return ColleagueAnswer(
        person=person,
        message_id=message_id,
        does=written.does,
        to=written.to,
        text="" if nothing else written.text.strip(),
        comes_at=None if nothing else max(came_at + written.after_minutes * _MINUTE, now + 1),
        why=" ".join(written.why.split())[:_WHY_CHARS],
        by=by,
        usage=usage,
    )


def put_answer_into_effect(server: MailServer, episode_id: str, answer: ColleagueAnswer) -> None:
    """Record what a colleague did, and plan what they write, in one transaction.

    They write as themselves, about a mail that lies in their own mailbox: any other is refused.
    Where somebody else was quicker and they have decided about it, nothing is done. What was to
    come at a time that has passed while the model thought comes at once.

    Args:
        server: The episode's mail server.
        episode_id: Which episode.
        answer: What they did.

    Raises:
        MessageNotFoundError: The mail is not theirs to read.
        EpisodeEndedError: Somebody has ended the episode meanwhile, and its record is final.
    """
    with server.colleague(BranchId(episode_id), Address(answer.person)) as ctx:
        check_running(ctx.session, episode_id)
        if _has_decided(ctx.session, episode_id, answer):
            logger.info(
                "Episode %s: %s has decided about %s already.",
                episode_id,
                answer.person,
                answer.message_id,
            )
            return
        if answer.comes_at is not None:
            comes_at = max(answer.comes_at, ctx.now + 1)
            answer = answer.model_copy(update={"comes_at": comes_at})
        append_event(
            ctx.session,
            episode_id=episode_id,
            kind=EventKind.COLLEAGUE_ANSWERED,
            data=answer.model_dump(mode="json", exclude_none=True),
            at=ctx.now,
            step=latest_step(ctx.session, episode_id),
        )
        if answer.does == "nothing" or answer.comes_at is None:
            return
        # After the end mail is read that comes later than the clock ever gets.
        then = replace(ctx, now=max(ctx.now, answer.comes_at))
        planned = PlannedMail(
            name=answer.by,
            sender=Address(answer.person),
            text=answer.text,
            after=answer.comes_at - ctx.now,
            kind=answer.does,
            to=() if answer.to is None else (Address(answer.to),),
            note={"why": answer.why} if answer.why else {},
        )
        schedule(ctx, planned, parent=get_message(then, answer.message_id), at=ctx.now)


def _has_decided(session: Session, episode_id: str, answer: ColleagueAnswer) -> bool:
    """Return whether the record has an answer about the same mail, as of another server's desk."""
    about = (answer.person, answer.message_id)
    told = read_events(session, episode_id, kinds={EventKind.COLLEAGUE_ANSWERED})
    return any((each.data["person"], each.data["message_id"]) == about for each in told)
