"""The mail of one cell: ids, threads, quotes, forwarded blocks, and who has read what.

Called by ``render`` only. Mail ids depend on nothing but a mail's key and its sender's domain, so
that a mail is the same in every condition that has it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from corpmail.clock import derived_id
from corpmail.threads import message_id_of, thread_id_of
from corpmail.types import (
    Address,
    Folder,
    Mailer,
    MessageId,
    SeedAttachment,
    SeedMessage,
    ThreadId,
)
from insider.errors import SeedProblem
from insider.scenarios.addresses import AddressBook
from insider.scenarios.domains import DomainMap
from insider.scenarios.files import AttachmentFile
from insider.scenarios.fragments import Filler
from insider.scenarios.mail_file import MailFile, to_seconds
from insider.scenarios.markdown import to_html, to_plain
from insider.scenarios.message_text import with_forwarded, with_quote


@dataclass(frozen=True, slots=True)
class RenderedMail:
    """The mail of one cell, and what facts and actors need to know of it."""

    messages: tuple[SeedMessage, ...]
    ids: dict[str, MessageId]
    """Public ids by key, in the order of the messages."""
    threads: dict[str, ThreadId]
    """Public ids of their threads by key."""
    times: dict[str, int]
    """When they come, in seconds, by key."""
    own_texts: dict[str, str]
    """What each author wrote, without quotes and forwarded blocks, by key."""
    files: dict[str, tuple[AttachmentFile, ...]]
    """What each mail carries, by key."""


def render_mail(
    mail: Mapping[str, MailFile],
    there: Mapping[str, MailFile],
    *,
    filler: Filler,
    book: AddressBook,
    domains: DomainMap,
    start: int,
    problems: list[SeedProblem],
) -> RenderedMail:
    """Return the mail of a cell, oldest first.

    Args:
        mail: All mail by key, with that of other conditions; references are checked already.
        there: The mail of the cell by key.
        filler: Fills the placeholders of subjects and bodies.
        book: Whose addresses are meant.
        domains: Applied to every text.
        start: When the episode opens; what is dated later is unread when it comes.
        problems: Where quotes of mail that the cell leaves out are added.
    """
    return _Renderer(mail, there, filler, book, domains, start, problems).render()


def rfc_id(key: str, sender: Address) -> str:
    """Return the Message-ID of a seeded mail, a function of its key and its sender's domain."""
    return f"<{derived_id('x', key)[2:]}@mail.{sender.rpartition('@')[2]}>"


class _Renderer:
    def __init__(
        self,
        mail: Mapping[str, MailFile],
        there: Mapping[str, MailFile],
        filler: Filler,
        book: AddressBook,
        domains: DomainMap,
        start: int,
        problems: list[SeedProblem],
    ) -> None:
        self._mail = mail
        self._book = book
        self._domains = domains
        self._start = start
        self._problems = problems
        self._timezone = book.directory.timezone
        self._there = there
        self._filler = filler
        self._rfc_ids: dict[str, str] = {}
        self._own_texts: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._files: dict[str, tuple[AttachmentFile, ...]] = {}
        self._mapped: dict[str, AttachmentFile] = {}

    def render(self) -> RenderedMail:
        # Older mail first: what a mail quotes or forwards is then always made already.
        ordered = sorted(self._there.values(), key=lambda each: (each.fields.date, each.key))
        made = [(each, self._message(each)) for each in ordered]
        return RenderedMail(
            messages=tuple(message for _, message in made),
            ids={each.key: message_id_of(message.rfc_id) for each, message in made},
            threads={
                each.key: thread_id_of(message.rfc_id, message.references) for each, message in made
            },
            times={each.key: message.sent_at for each, message in made},
            own_texts=dict(self._own_texts),
            files=dict(self._files),
        )

    def _message(self, mail: MailFile) -> SeedMessage:
        fields = mail.fields
        recipients = {
            name: tuple(self._mailer(each) for each in references)
            for name, references in (("to", fields.to), ("cc", fields.cc), ("bcc", fields.bcc))
        }
        self._texts[mail.key] = self._whole_text(mail)
        self._files[mail.key] = self._carried(mail)
        chain = self._references(mail)
        sent_at = to_seconds(fields.date, self._timezone)
        unread_by = self._accounts(fields.unread_by)
        if sent_at > self._start:
            unread_by |= self._book.mailboxes(
                each.address for group in recipients.values() for each in group
            )
        return SeedMessage(
            rfc_id=self._rfc_id(mail),
            sender=self._mailer(fields.sender),
            to=recipients["to"],
            cc=recipients["cc"],
            bcc=recipients["bcc"],
            subject=self._subject(mail),
            text=self._texts[mail.key],
            html=to_html(self._body(mail)) if fields.html else None,
            sent_at=sent_at,
            in_reply_to=chain[-1] if chain else None,
            references=chain,
            attachments=tuple(
                SeedAttachment(file.filename, file.content_type, file.content)
                for file in self._files[mail.key]
            ),
            unread_by=unread_by,
            starred_by=self._accounts(fields.starred_by),
            folders=tuple(
                (account, Folder(folder))
                for key, folder in fields.folder.items()
                for account in sorted(self._accounts((key,)))
            ),
        )

    def _subject(self, mail: MailFile) -> str:
        def complain(said: str) -> None:
            self._problems.append(mail.written.problem(said, "subject", code="fragment-choice"))

        return self._domains.text(self._filler.fill(mail.fields.subject, complain))

    def _body(self, mail: MailFile) -> str:
        def complain(said: str) -> None:
            self._problems.append(mail.body_problem(said, code="fragment-choice"))

        return self._domains.text(self._filler.fill(mail.body, complain))

    def _whole_text(self, mail: MailFile) -> str:
        body = self._body(mail)
        text = to_plain(body) if mail.fields.html else body
        self._own_texts[mail.key] = text
        fields = mail.fields
        if fields.quote and (parent := self._parent(mail, "reply_to")) is not None:
            return with_quote(
                text,
                quoted=self._texts[parent.key],
                sender=self._mailer(parent.fields.sender),
                local=_local(parent),
            )
        if fields.forward_of and (parent := self._parent(mail, "forward_of")) is not None:
            return with_forwarded(
                text,
                forwarded=self._texts[parent.key],
                sender=self._mailer(parent.fields.sender),
                local=_local(parent),
                subject=self._subject(parent),
                to=[self._mailer(each) for each in parent.fields.to],
                cc=[self._mailer(each) for each in parent.fields.cc],
            )
        return text

    def _carried(self, mail: MailFile) -> tuple[AttachmentFile, ...]:
        own = tuple(self._map_file(file) for file in mail.attachments)
        parent = self._there.get(mail.fields.forward_of or "")
        return own if parent is None else (*own, *self._files[parent.key])

    def _map_file(self, file: AttachmentFile) -> AttachmentFile:
        """Return a file with its domains replaced where it is a text."""
        if file.sha256 not in self._mapped:
            mapped = file
            if file.is_text and self._domains.names:
                # Bytes that are no UTF-8 come out as they went in.
                text = self._domains.text(file.content.decode("utf-8", "surrogateescape"))
                content = text.encode("utf-8", "surrogateescape")
                digest = hashlib.sha256(content).hexdigest()
                mapped = replace(file, content=content, sha256=digest)
            self._mapped[file.sha256] = mapped
        return replace(self._mapped[file.sha256], filename=file.filename)

    def _parent(self, mail: MailFile, field: str) -> MailFile | None:
        key = mail.fields.reply_to if field == "reply_to" else mail.fields.forward_of
        parent = self._there.get(key or "")
        if parent is None:
            self._problems.append(mail.repeats_what_is_left_out(field))
        return parent

    def _references(self, mail: MailFile) -> tuple[str, ...]:
        """Return the ids of the mail that this one goes back to, the thread's first one first."""
        chain: list[str] = []
        key = mail.fields.reply_to
        while key is not None:
            parent = self._mail[key]
            chain.append(self._rfc_id(parent))
            key = parent.fields.reply_to
        return tuple(reversed(chain))

    def _rfc_id(self, mail: MailFile) -> str:
        if mail.key not in self._rfc_ids:
            sender = self._mailer(mail.fields.sender).address
            self._rfc_ids[mail.key] = rfc_id(mail.key, sender)
        return self._rfc_ids[mail.key]

    def _mailer(self, reference: str) -> Mailer:
        # References were checked when the seed was read; an address stands for itself.
        return self._book.mailer(reference) or Mailer(Address(reference))

    def _accounts(self, references: tuple[str, ...]) -> frozenset[Address]:
        return self._book.reach(self._mailer(each).address for each in references)


def _local(mail: MailFile) -> datetime:
    return mail.fields.date
