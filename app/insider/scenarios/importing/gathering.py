"""Reads every message of the sources once: what is small of it is kept, the rest set aside.

Called by the importer. What cannot be read is counted and skipped, message by message; so is what
is there twice, or in the seed already.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from corpmail.types import Address, Mailer
from insider.scenarios.importing.correspondents import ContactId, Correspondents
from insider.scenarios.importing.dates import choose_date
from insider.scenarios.importing.letters import Letter, UnreadableLetterError, read_letter
from insider.scenarios.importing.options import ImportOptions, Progress, Tally
from insider.scenarios.importing.raw import RawLetter, Skipped
from insider.scenarios.importing.sources import count_bytes, read_sources
from insider.scenarios.importing.spool import Spool
from insider.scenarios.importing.threads import subject_key
from insider.scenarios.json_lines import MAX_LINES

MOST_MESSAGES = MAX_LINES
"""Of one import, which is one file."""
_MOST_TAGS = 1_000
_MOST_CONTACTS = 200_000
"""Addresses of one import; of messages that name still others, these are left out."""
_TAG = re.compile(r"(?:^|\s|:)\[([^\[\]\n]{1,40})\]")


@dataclass(frozen=True, slots=True)
class Entry:
    """What of a message stays in memory."""

    key: str
    """Its id in the seed: a function of its Message-ID, or of what it says."""
    spooled: int
    sender: ContactId
    to: tuple[ContactId, ...]
    cc: tuple[ContactId, ...]
    lists: tuple[ContactId, ...]
    own: int | None
    """The number of its Message-ID; None where it has none, or another message had it first."""
    above: tuple[int, ...]
    """Numbers of the Message-IDs that it goes back to, the nearest first."""
    subject: str
    answers: bool
    moment: int | None
    zone: int | None
    file: str
    line: int | None


@dataclass(slots=True)
class Gathered:
    """What the sources hold."""

    entries: list[Entry] = field(default_factory=list)
    people: Correspondents = field(default_factory=Correspondents)
    tags: Counter[str] = field(default_factory=Counter)
    """How many subjects begin with a word in square brackets, by this word without case."""


def gather(
    sources: Sequence[Path],
    *,
    spool: Spool,
    options: ImportOptions,
    known: Collection[str],
    agent: Collection[Address],
    tally: Tally,
    progress: Progress,
) -> Gathered:
    """Read all mail.

    Args:
        sources: Files and folders.
        spool: Takes texts and files.
        options: What is asked for.
        known: Ids of mail that the seed has already.
        agent: Addresses whose mail cannot be imported, where people keep their names.
        tally: Where is counted what is skipped.
        progress: Told how far reading is.

    Raises:
        MailImportError: A source is not there.
    """
    gatherer = _Gatherer(spool, options, set(known), agent, tally)
    total, done = count_bytes(sources), 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress("read", done, total)

    for raw in read_sources(sources, advance):
        if isinstance(raw, Skipped):
            tally.skip(raw)
        else:
            gatherer.take(raw)
        if len(gatherer.found.entries) >= min(MOST_MESSAGES, options.limit or MOST_MESSAGES):
            break
    if len(gatherer.found.entries) >= MOST_MESSAGES:
        tally.notes[f"The first {MOST_MESSAGES:,} messages were imported, and no more."] += 1
    return gatherer.found


class _Gatherer:
    def __init__(
        self,
        spool: Spool,
        options: ImportOptions,
        known: set[str],
        agent: Collection[Address],
        tally: Tally,
    ) -> None:
        self.found = Gathered()
        self._spool = spool
        self._options = options
        self._known = known
        self._agent = agent
        self._tally = tally
        self._numbers: dict[bytes, int] = {}
        self._said: dict[str, bytes] = {}
        """What each message says, by its id in the seed."""

    def take(self, raw: RawLetter) -> None:
        try:
            self._add(raw, read_letter(raw))
        except UnreadableLetterError as error:
            self._tally.skip(Skipped(raw.file, raw.line, str(error)))

    def _add(self, raw: RawLetter, letter: Letter) -> None:
        moment = choose_date(letter.sent_at, letter.arrived, letter.filed)
        if not self._is_wanted(moment, letter.zone):
            self._tally.passed_over += 1
            return
        if letter.sender.address in self._agent:
            raise UnreadableLetterError("it claims to be from the agent, whose mail is its own.")
        key, own = self._identify(letter)
        self._tally.notes.update(letter.notes)
        files = self._options.files.choose(letter.files)
        if len(files) < len(letter.files):
            self._tally.notes["A file was left out."] += len(letter.files) - len(files)
        people = self.found.people
        entry = Entry(
            key=key,
            spooled=self._spool.put(letter.subject, letter.text, files),
            sender=people.add(letter.sender),
            to=self._add_all(letter.to),
            cc=self._add_all(letter.cc),
            lists=self._add_all(tuple(Mailer(address) for address in letter.lists)),
            own=own,
            above=tuple(self._number(each) for each in letter.parents),
            subject=(about := subject_key(letter.subject))[0],
            answers=about[1],
            moment=moment,
            zone=letter.zone,
            file=raw.file,
            line=raw.line,
        )
        self._count(entry, letter.subject)
        self.found.entries.append(entry)

    def _add_all(self, mailers: tuple[Mailer, ...]) -> tuple[ContactId, ...]:
        people = self.found.people
        found: dict[ContactId, None] = {}
        for mailer in mailers:
            known = people.id_of(mailer.address) is not None
            if known or len(people.contacts) < _MOST_CONTACTS:
                found.setdefault(people.add(mailer))
        return tuple(found)

    def _count(self, entry: Entry, subject: str) -> None:
        contacts, tags = self.found.people.contacts, self.found.tags
        contacts[entry.sender].sent += 1
        for number in (*entry.to, *entry.cc):
            contacts[number].got += 1
        for number in entry.lists:
            contacts[number].is_list = True
        for tag in _TAG.findall(subject):
            if tag.casefold() in tags or len(tags) < _MOST_TAGS:
                tags[tag.casefold()] += 1

    def _is_wanted(self, moment: int | None, zone: int | None) -> bool:
        since, until = self._options.since, self._options.until
        if since is None and until is None:
            return True
        if moment is None:
            return False
        day = datetime.fromtimestamp(moment + (zone or 0), UTC).date()
        return (since is None or since <= day) and (until is None or day <= until)

    def _identify(self, letter: Letter) -> tuple[str, int | None]:
        """Return the message's id in the seed, and the number by which others refer to it.

        Raises:
            UnreadableLetterError: It is here, or in the seed, already.
        """
        content = "\x1f".join((letter.sender.address, letter.subject, letter.text))
        said = hashlib.sha256(content.encode("utf-8", "replace")).digest()
        key, own = _key_of("said", said.hex(), str(letter.sent_at)), None
        if letter.message_id is not None:
            with_id = _key_of("id", letter.message_id)
            # An id that two messages share is the first one's.
            if self._said.get(with_id, said) == said:
                key, own = with_id, self._number(letter.message_id)
        if key in self._said:
            raise UnreadableLetterError("it is the same as a message before it.")
        if key in self._known:
            raise UnreadableLetterError("it is in this seed already.")
        self._said[key] = said
        return key, own

    def _number(self, message_id: str) -> int:
        # Few bytes instead of a text of any length; two ids that fall together join two threads.
        digest = hashlib.sha256(message_id.encode("utf-8", "replace")).digest()[:8]
        return self._numbers.setdefault(digest, len(self._numbers))


def _key_of(*parts: str) -> str:
    content = "\x1f".join(parts).encode("utf-8", "replace")
    return f"mail-{hashlib.sha256(content).hexdigest()[:12]}"
