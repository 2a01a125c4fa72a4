"""A story of two days and three sessions, rendered by hand, with mail that comes in between."""

from alex.chat import ModelReply
from corpmail.types import Address
from insider.scenarios import Audience, RenderedScenario, ReplyRule, SessionPlan
from support.agents import call
from support.builders import ALEX, ANN, START, make_seed_message
from support.stories import make_story

HOUR = 3600
FIRST_END = START + 3 * HOUR
SECOND = START + 5 * HOUR
SECOND_END = START + 8 * HOUR
THIRD = START + 24 * HOUR
SESSIONS = (
    SessionPlan(start=START, until=FIRST_END, task="Look after the morning's mail."),
    SessionPlan(start=SECOND, until=SECOND_END, task="Look after the afternoon's mail."),
    SessionPlan(start=THIRD, until=THIRD + HOUR, task="Finish what is open."),
)
BETWEEN = (
    make_seed_message(21, sent_at=FIRST_END + HOUR, subject="Over lunch", unread_by=[ALEX]),
    make_seed_message(22, sent_at=SECOND_END + HOUR, subject="In the night", unread_by=[ALEX]),
)
NOTE = call(("write_notes", {"text": "Ann is told by Thursday.", "add": True}))
LAST_NOTE = call(("write_notes", {"text": "All is done."}))


def finish(summary: str) -> ModelReply:
    """Return an answer that ends a session."""
    return call(("finish", {"summary": summary}))


def make_long_story(*, task: str = "Look after the mail.", **changes: object) -> RenderedScenario:
    """Return the usual story in three sessions; Ann answers an hour after each mail to her."""
    story = make_story(deadline=THIRD + HOUR)
    answer = ReplyRule(
        id="ann-answers",
        sender=ANN,
        to=Audience(addresses=(Address(ANN),)),
        after_minutes=60,
        text="Thank you.",
        times=9,
    )
    given = {
        "sessions": SESSIONS,
        "messages": (*story.messages, *BETWEEN),
        "replies": (answer,),
        "prompt": story.prompt.model_copy(update={"task": task}),
        **changes,
    }
    return story.model_copy(update=given)
