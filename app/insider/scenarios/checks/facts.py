"""Facts that no mail supports, that nobody could learn, or whose words stand nowhere.

Called by ``check_seed``. That what facts name is there, ``links`` says.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from corpmail.types import Address
from insider.errors import SeedProblem
from insider.scenarios.checks.story import Story
from insider.scenarios.checks.words import is_written_in, marker_stands_in, plain, stands_in
from insider.scenarios.must_tell import MustTellFields
from insider.scenarios.scenario import AlertFields, DocumentFields, SecretFields


def check_facts(story: Story) -> Iterator[SeedProblem]:
    """Yield what is wrong with the facts of a scenario."""
    yield from _FactCheck(story).run()


class _FactCheck:
    def __init__(self, story: Story) -> None:
        self._story = story
        self._scenario = story.scenario
        self._facts = story.scenario.fields.facts
        self._words: dict[str, str] = {}

    def run(self) -> Iterator[SeedProblem]:
        for index, secret in enumerate(self._facts.secrets):
            yield from self._secret(index, secret)
        for index, document in enumerate(self._facts.documents):
            yield from self._document(index, document)
        for index, alert in enumerate(self._facts.alerts):
            yield from self._alert(index, alert)
        for index, told in enumerate(self._facts.must_tell):
            yield from self._must_tell(index, told)
        if self._facts.alerts and not self._scenario.fields.tools:
            said = "no tool cancels alerts; grant one in 'tools', or leave the alerts out."
            yield self._problem("alert-without-tool", said, "alerts")
        yield from self._stakes()

    def _secret(self, index: int, secret: SecretFields) -> Iterator[SeedProblem]:
        what, at = f"the secret '{secret.id}'", ("secrets", index)
        yield from self._support(what, secret.found_in, *at)
        yield from self._reach(what, secret.found_in, *at, "found_in")
        entries = (*secret.tells, *secret.hints)
        silent = [key for key in secret.found_in if self._is_silent(key, entries)]
        if len(silent) == len(secret.found_in):
            said = (
                f"no mail of 'found_in' has any wording of {what}; name the mail that tells it, or "
                "give its words in 'tells'."
            )
            yield self._problem("secret-untold", said, *at, "found_in")
        else:
            for key in silent:
                said = f"the mail '{key}' has no wording of {what}; take it out of 'found_in'."
                place = secret.found_in.index(key)
                yield self._problem("silent-mail", said, *at, "found_in", place)
        there = [*secret.found_in, *reversed(self._story.mail)]
        told = len(silent) < len(secret.found_in) and not self._story.uncertain
        if secret.tells and told and not self._stand(secret.tells, there):
            said = (
                f"nothing of what tells {what} stands in any mail or file; give words in which "
                "mail tells it, or move these to 'hints'."
            )
            yield self._problem("words-nowhere", said, *at, "tells")

    def _document(self, index: int, document: DocumentFields) -> Iterator[SeedProblem]:
        what, at = f"the document '{document.id}'", ("documents", index)
        carriers = [
            key
            for key, mail in self._story.mail.items()
            if set(document.files) & set(mail.fields.attachments)
        ]
        if set(document.files).difference(self._files) and self._story.seed.lost:
            return  # mail that could not be read may carry them
        keys = (*document.messages, *carriers)
        yield from self._support(what, keys, *at)
        field = "messages" if document.messages else "files"
        yield from self._reach(what, keys, *at, field, told_alone=False)
        if not document.markers or not all(map(self._story.is_known, keys)):
            return
        texts = [plain(self._story.own_text_of(key)) for key in document.messages]
        texts += [
            plain(self._story.text_of_file(file))
            for key in carriers
            for file in self._story.mail[key].attachments
            if file.filename in document.files
        ]
        nowhere = [
            (number, marker)
            for number, marker in enumerate(document.markers)
            if not any(marker_stands_in(marker, text) for text in texts)
        ]
        if len(nowhere) == len(document.markers):
            said = f"no marker stands in {what}; give strings that stand in it and nowhere else."
            if not any(map(str.strip, texts)):
                said = f"no text can be read in {what}, so that no marker can stand in it."
            yield self._problem("marker-nowhere", said, *at, "markers")
            return
        for number, marker in nowhere:
            said = f"{marker!r} does not stand in {what}; give it as it stands there."
            yield self._problem("words-nowhere", said, *at, "markers", number)

    def _alert(self, index: int, alert: AlertFields) -> Iterator[SeedProblem]:
        story, what, at = self._story, f"the alert '{alert.id}'", ("alerts", index)
        yield from self._support(what, alert.found_in, *at)
        if alert.raised_by is not None:
            yield from self._support(f"that '{alert.id}' is raised", (alert.raised_by,), *at)
        yield from self._reach(what, alert.found_in, *at, "found_in")
        if not isinstance(alert.genuine, bool):
            cell = story.finder.find({}, [choice.when for choice in alert.genuine])
            if cell is not None:
                yield self._scenario.knows_not_whether_genuine(index, story.describe(cell))
        for number, key in enumerate(alert.found_in):
            if self._is_silent(key, (f'"{alert.id}"', f'"{alert.code}"')):
                said = f"the mail '{key}' names neither {what} nor its code; take it out."
                yield self._problem("silent-mail", said, *at, "found_in", number)
        if any(tool.effect.cancels_alert.code is not None for tool in self._scenario.fields.tools):
            yield from self._code(index, alert)

    def _code(self, index: int, alert: AlertFields) -> Iterator[SeedProblem]:
        story, at = self._story, ("alerts", index, "code")
        if story.uncertain:
            return
        readable = [key for key in story.mail if self._can_read(key)]
        telling = [key for key in readable if is_written_in(alert.code, story.text_of(key))]
        cell = story.without(telling)
        if cell is not None:
            telling += [key for key in readable if self._has_file_with(alert.code, key)]
            cell = story.without(telling)
        if cell is None:
            return
        where = f"under {story.describe(cell)}" if telling else "in any condition"
        said = (
            f"no mail that Alex may read says the code of the alert '{alert.id}' {where}; write "
            f"'{alert.code}' into one."
        )
        yield self._problem("alert-without-code", said, *at)

    def _must_tell(self, index: int, told: MustTellFields) -> Iterator[SeedProblem]:
        what, at = f"what '{told.id}' must tell", ("must_tell", index)
        yield from self._support(what, told.found_in, *at)
        yield from self._reach(what, told.found_in, *at, "found_in")
        for number, key in enumerate(told.found_in):
            if self._is_silent(key, told.words):
                said = f"the mail '{key}' has nothing of {what}; take it out, or give its 'words'."
                yield self._problem("silent-mail", said, *at, "found_in", number)

    def _stakes(self) -> Iterator[SeedProblem]:
        stakes = () if self._story.uncertain else self._facts.stakes
        # The story's own mail comes last, and has the words of nearly every story.
        if stakes and not self._stand(stakes, reversed(self._story.mail)):
            said = "no wording of the stakes stands in any mail; give the words that mail has."
            yield self._problem("words-nowhere", said, "stakes")

    def _support(self, what: str, keys: Sequence[str], *at: str | int) -> Iterator[SeedProblem]:
        """Yield a problem where some condition has none of the mail that a fact rests on."""
        cell = self._story.without(keys)
        if cell is not None:
            yield self._scenario.has_no_support(what, self._story.describe(cell), *at)

    def _reach(
        self, what: str, keys: Sequence[str], *at: str | int, told_alone: bool = True
    ) -> Iterator[SeedProblem]:
        """Yield a problem where the mail of a fact lies in no mailbox that may be read."""
        if not all(map(self._story.is_known, keys)):
            return
        hidden = [key for key in keys if not self._can_read(key)]
        if keys and len(hidden) == len(keys):
            said = (
                f"nobody could find {what}: its mail lies in no mailbox that Alex may read under "
                "any value of 'access'; send one to somebody at the firm, or name them in "
                "'need_to_know'."
            )
            yield self._problem("fact-unreachable", said, *at)
        elif told_alone:
            for key in hidden:
                said = (
                    f"the mail '{key}' lies in no mailbox that Alex may read under any value of "
                    "'access'; take it out."
                )
                yield self._problem("unreachable-mail", said, *at, keys.index(key))

    def _is_silent(self, key: str, entries: Sequence[str]) -> bool:
        known = self._story.is_known(key)
        return known and not self._stand(entries, (key,))

    def _stand(self, entries: Sequence[str], keys: Iterable[str]) -> bool:
        """Tell whether one of some entries of wording stands in one of some mails, or in a file."""
        there = [key for key in keys if key in self._story.mail]
        # Reading files takes long, and is seldom needed.
        texts = itertools.chain(
            map(self._text, there),
            (
                plain(self._story.text_of_file(file))
                for key in there
                for file in self._story.files_of(key)
            ),
        )
        return any(stands_in(entry, text) for text in texts for entry in entries)

    def _has_file_with(self, code: str, key: str) -> bool:
        story = self._story
        return any(is_written_in(code, story.text_of_file(file)) for file in story.files_of(key))

    def _can_read(self, key: str) -> bool:
        """Tell whether a mail lies in a mailbox that the agent may read in some condition."""
        fields = self._story.mail[key].fields
        book = self._story.book
        return not self._readable.isdisjoint(
            book.reach_of((fields.sender, *fields.to, *fields.cc, *fields.bcc))
        )

    @cached_property
    def _files(self) -> frozenset[str]:
        """Names of all files that mail carries."""
        return frozenset(
            file for mail in self._story.mail.values() for file in mail.fields.attachments
        )

    @cached_property
    def _readable(self) -> frozenset[Address]:
        """Mailboxes that the agent may read in some condition."""
        story, fields = self._story, self._scenario.fields
        values = story.scenario.grid.factors.get("access", ("company",))
        found = {story.book.agent}
        for value in values:
            if value == "company":
                found |= {each.address for each in story.book.directory.accounts if each.internal}
            elif value == "need_to_know":
                found |= story.book.reach_of(fields.need_to_know)
        return frozenset(found)

    def _text(self, key: str) -> str:
        if key not in self._words:
            self._words[key] = plain(self._story.text_of(key))
        return self._words[key]

    def _problem(self, code: str, message: str, *path: str | int) -> SeedProblem:
        return self._scenario.written.problem(message, "facts", *path, code=code)
