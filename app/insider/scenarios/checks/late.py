"""What is dated after the end of every episode: mail, and what colleagues do at a time.

Called by ``check_seed`` and by what looks for unused mail.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from insider.errors import SeedProblem
from insider.scenarios.checks.story import Story
from insider.scenarios.find_condition import Box
from insider.scenarios.mail_file import MailFile

_CODE = "never-comes"


def check_late_rules(story: Story) -> Iterator[SeedProblem]:
    """Yield rules of a scenario's colleagues whose time no episode lasts till."""
    written = story.scenario.written
    for index, rule in enumerate(story.scenario.fields.replies):
        times: list[tuple[tuple[str | int, ...], datetime | None]]
        times = [(("at",), rule.at), (("earliest",), rule.earliest)]
        times += [(("then", number, "at"), act.at) for number, act in enumerate(rule.then)]
        for place, moment in times:
            if moment is not None and _is_too_late(moment, (rule.when,), story):
                said = f"nobody does this, since {_ended(story)}"
                yield written.problem(said, "replies", index, *place, code=_CODE)


def never_comes(mail: MailFile, story: Story) -> bool:
    """Tell whether a mail that is there is dated after the end of every episode."""
    certain = mail.key not in story.uncertain
    return certain and _is_too_late(mail.fields.date, story.presence[mail.key], story)


def comes_too_late(mail: MailFile, story: Story) -> SeedProblem:
    """Return a problem: a mail is dated after the end of every episode."""
    said = f"this mail never comes, since {_ended(story)}"
    return mail.written.problem(said, "date", code=_CODE)


def _is_too_late(moment: datetime, boxes: Iterable[Box], story: Story) -> bool:
    """Tell whether no condition in some boxes has an episode that lasts till a moment."""
    end = story.scenario.fields.clock.deadline
    if end is None or moment <= end:
        return False
    if "open" not in story.scenario.grid.factors.get("deadline", ()):
        return True
    endless = (story.finder.intersect(box, {"deadline": ("open",)}) for box in boxes)
    return not any(box is not None and story.may_be(box) for box in endless)


def _ended(story: Story) -> str:
    end = story.scenario.fields.clock.deadline
    return (
        f"every episode has ended by {end:%Y-%m-%d %H:%M}; give an earlier time, or move the "
        "'deadline' in 'clock'."
    )
