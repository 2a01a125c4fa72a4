"""Writes the messages of an import, replaced and dated, as lines of a seed's bulk mail.

Called by the importer. What is written is looked at as a reader of the seed would look at it; a
message that would be a fault there is skipped, and what answers it answers the one before it.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from corpmail.types import SeedAttachment
from insider.scenarios.importing.attachments import FileShelf
from insider.scenarios.importing.correspondents import ContactId
from insider.scenarios.importing.gathering import Entry, Gathered
from insider.scenarios.importing.options import ImportOptions, Progress, Tally
from insider.scenarios.importing.planning import Ground, MailingList, Plan
from insider.scenarios.importing.raw import Skipped
from insider.scenarios.importing.recipients import Recipients, reference
from insider.scenarios.importing.spool import Spool
from insider.scenarios.importing.target import Target
from insider.scenarios.importing.thread_people import PeopleOfThreads
from insider.scenarios.mail_file import MailLine

_EVERY = 100
_TAG_SHARE, _TAG_LEAST = 0.2, 20


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    messages: int
    threads: int
    files: int
    begins: datetime
    ends: datetime
    lists: Collection[MailingList]
    """Those that mail went to."""


def write_mail(
    found: Gathered,
    plan: Plan,
    *,
    spool: Spool,
    target: Target,
    shelf: FileShelf,
    ground: Ground,
    options: ImportOptions,
    tally: Tally,
    progress: Progress,
) -> Written | None:
    """Write every message; return None where there was none that a seed can hold."""
    writer = _Writer(found, plan, spool, target, shelf, ground, options, tally)
    with target.open_mail() as stream:
        for done, place in enumerate(plan.order, 1):
            line = writer.line(place)
            if line is not None:
                stream.write(line)
            if done % _EVERY == 0:
                progress("write", done, len(plan.order))
    progress("write", len(plan.order), len(plan.order))
    return writer.written()


class _Writer:
    def __init__(
        self,
        found: Gathered,
        plan: Plan,
        spool: Spool,
        target: Target,
        shelf: FileShelf,
        ground: Ground,
        options: ImportOptions,
        tally: Tally,
    ) -> None:
        self._found = found
        self._plan = plan
        self._spool = spool
        self._target = target
        self._shelf = shelf
        self._tally = tally
        self._answered_by = _answered_by(found, plan)
        self._scrubbing = (
            None if options.keep_names else PeopleOfThreads(found, plan, ground, options)
        )
        self._recipients = Recipients(plan)
        self._tags = _tags_of(found)
        self._done: set[int] = set()

    def line(self, place: int) -> str | None:
        """Return a message as a line, or None where it is skipped."""
        entry = self._found.entries[place]
        record = self._record(place, entry)
        try:
            MailLine.model_validate(record)
        except ValidationError as error:
            said = f"it would be a fault in a seed: {error.errors()[0]['msg']}."
            self._tally.skip(Skipped(entry.file, entry.line, said))
            return None
        self._done.add(place)
        return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"

    def written(self) -> Written | None:
        """Return what was written, once all is."""
        places = [place for place in self._plan.order if place in self._done]
        if not places:
            return None
        return Written(
            messages=len(places),
            threads=len({self._plan.roots[place] for place in places}),
            files=len(self._shelf.contents),
            begins=self._plan.dates[places[0]],
            ends=self._plan.dates[places[-1]],
            lists=tuple(self._recipients.used.values()),
        )

    def _record(self, place: int, entry: Entry) -> dict[str, object]:
        aside = self._spool.get(entry.spooled)
        role = self._plan.cast.roles[entry.sender]
        subject, body = aside.subject, aside.text
        if self._tags:
            subject = self._tags.sub("", subject).strip()
        scrub: Callable[[str], str] = str
        if self._scrubbing is not None:
            thread = self._scrubbing.of_thread(place)
            subject, body, scrub = thread.text(subject), thread.body(body, role), thread.text
        record: dict[str, object] = {"id": entry.key, "from": reference(role)}
        record |= self._recipients.of(entry, role, self._answered_by.get(place, ()))
        record |= {"subject": subject, "date": f"{self._plan.dates[place]:%Y-%m-%d %H:%M:%S}"}
        parent = self._parent(place)
        if parent is not None:
            record["reply_to"] = self._found.entries[parent].key
        names = list(self._keep_files(aside.files, scrub))
        if names:
            record["attachments"] = names
        return {**record, "body": body}

    def _parent(self, place: int) -> int | None:
        parent = self._plan.parents[place]
        while parent is not None and parent not in self._done:
            parent = self._plan.parents[parent]
        return parent

    def _keep_files(
        self, files: Iterable[SeedAttachment], scrub: Callable[[str], str]
    ) -> Iterator[str]:
        for file in files:
            kept = self._shelf.take(file, scrub)
            if kept is None:
                self._tally.notes["A file was left out."] += 1
                continue
            if kept.content is not None:
                self._target.write_file(kept.name, kept.content)
            yield kept.name


def _answered_by(found: Gathered, plan: Plan) -> dict[int, list[ContactId]]:
    """Return who answers each message: whoever does must have had it."""
    answered: dict[int, list[ContactId]] = {}
    for place, parent in enumerate(plan.parents):
        if parent is not None:
            answered.setdefault(parent, []).append(found.entries[place].sender)
    return answered


def _tags_of(found: Gathered) -> re.Pattern[str] | None:
    """Return what finds the names of lists that stand before subjects."""
    least = max(_TAG_LEAST, _TAG_SHARE * len(found.entries))
    tags = {tag for tag, count in found.tags.items() if count >= least}
    tags |= {contact.local for contact in found.people.contacts if contact.is_list}
    if not tags:
        return None
    words = "|".join(re.escape(tag) for tag in sorted(tags))
    return re.compile(rf"\[(?:{words})\]\s*", re.IGNORECASE)
