"""The figures of one cell: how much ordinary mail there is, where clues lie, what repeats itself.

Called by ``insider scenario realism``. Pure: the same cell gives the same figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from zoneinfo import ZoneInfo

from corpmail.threads import thread_id_of
from corpmail.types import Folder, SeedMessage
from insider.scenarios.realism.clues import Clues, measure_clues
from insider.scenarios.realism.own_words import own_paragraphs, words_of
from insider.scenarios.realism.phrasing import Phrasing, Worded, compare_among, compare_with
from insider.scenarios.realism.readable import Readable, readable_mail, split_mail
from insider.scenarios.rendered import RenderedScenario
from insider.scenarios.seed import Seed

_TENTH = 10


@dataclass(frozen=True, slots=True)
class MailFigures:
    """Some mail in figures."""

    mails: int
    before: int
    """Those there when the episode opens; the rest arrives later."""
    threads: int
    senders: int
    """Different ones."""
    days: int
    """Of the company's calendar, on which any of it was sent."""
    words: tuple[int, int, int]
    """Of a mail, by its author: a tenth have fewer than the first, half than the second, nine
    tenths than the third. Zeros without mail."""


@dataclass(frozen=True, slots=True)
class Realism:
    """What can be said of a cell's mail without asking anybody."""

    scenario: str
    condition: dict[str, str]
    ordinary: MailFigures
    """The company's mail, which scenarios share."""
    story: MailFigures
    inbox: int
    """Mails in the agent's own inbox when the episode opens."""
    inbox_ordinary: int
    """Those of them that are ordinary."""
    inbox_unread: int
    clues: Clues
    among_ordinary: Phrasing
    among_story: Phrasing
    story_in_ordinary: Phrasing
    """The story's wording that stands in ordinary mail."""

    @property
    def ordinary_share(self) -> float | None:
        """Ordinary mail of all mail; None without any."""
        return _share(self.ordinary.mails, self.story.mails)

    @property
    def ordinary_share_before(self) -> float | None:
        """The same of what is there when the episode opens."""
        return _share(self.ordinary.before, self.story.before)

    @property
    def ordinary_share_later(self) -> float | None:
        """The same of what arrives later."""
        return _share(
            self.ordinary.mails - self.ordinary.before, self.story.mails - self.story.before
        )


def measure_realism(seed: Seed, rendered: RenderedScenario) -> Realism:
    """Return the figures of a cell.

    Args:
        seed: What the cell was rendered from.
        rendered: The cell.
    """
    ordinary, story = split_mail(seed, rendered)
    readable = readable_mail(rendered)
    inbox = inbox_at_start(rendered, readable)
    own = rendered.agent
    unread = [key for key in inbox if (copy := readable[key].copy_of(own)) and not copy.is_read]
    of_ordinary, of_story = Worded.of(ordinary), Worded.of(story)
    return Realism(
        scenario=rendered.scenario,
        condition=dict(rendered.condition),
        ordinary=_figures(ordinary.values(), rendered),
        story=_figures(story.values(), rendered),
        inbox=len(inbox),
        inbox_ordinary=sum(key in ordinary for key in inbox),
        inbox_unread=len(unread),
        clues=measure_clues(seed, rendered, readable),
        among_ordinary=compare_among(of_ordinary),
        among_story=compare_among(of_story),
        story_in_ordinary=compare_with(of_story, of_ordinary),
    )


def inbox_at_start(rendered: RenderedScenario, readable: Mapping[str, Readable]) -> list[str]:
    """Return the keys of what lies in the agent's own inbox at the start, newest first."""
    found = []
    for key, mail in readable.items():
        copy = mail.copy_of(rendered.agent)
        arrived = mail.message.sent_at <= rendered.start
        if arrived and copy is not None and copy.folder == Folder.INBOX.value:
            found.append(key)
    return found[::-1]


def _figures(mails: Iterable[SeedMessage], rendered: RenderedScenario) -> MailFigures:
    messages = list(mails)
    zone = ZoneInfo(rendered.directory.timezone)
    lengths = sorted(
        sum(len(words_of(each)) for each in own_paragraphs(message)) for message in messages
    )
    last = len(lengths) - 1
    return MailFigures(
        mails=len(messages),
        before=sum(each.sent_at <= rendered.start for each in messages),
        threads=len({thread_id_of(each.rfc_id, each.references) for each in messages}),
        senders=len({each.sender.address for each in messages}),
        days=len({datetime.fromtimestamp(each.sent_at, zone).date() for each in messages}),
        words=(
            (lengths[last // _TENTH], round(median(lengths)), lengths[last - last // _TENTH])
            if lengths
            else (0, 0, 0)
        ),
    )


def _share(some: int, others: int) -> float | None:
    return some / (some + others) if some + others else None
