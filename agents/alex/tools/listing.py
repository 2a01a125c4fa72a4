"""Lists of messages and people as a model reads them."""

from datetime import datetime

from alex.tools.fence import one_line
from corpmail.schemas import MailerPublic, MessagePage, MessageSummary, PersonPage, PersonPublic

_SHOWN_MAILERS = 20
_SHOWN_MEMBERS = 60
_SNIPPET_CHARS = 160
_NAME_CHARS = 80


def render_messages(page: MessagePage, title: str) -> str:
    """Return a page of messages, three lines each, with the cursor of the next page."""
    if not page.items:
        return f"{title}: no messages."
    entries = (_message(summary) for summary in page.items)
    return "\n\n".join((f"{title}:", *entries, *_more(page.next_cursor)))


def render_people(page: PersonPage, query: str) -> str:
    """Return a page of the directory, with the cursor of the next page."""
    if not page.items:
        return f"The directory has nobody that matches '{one_line(query)}'."
    return "\n\n".join((*map(_person, page.items), *_more(page.next_cursor)))


def render_mailer(mailer: MailerPublic) -> str:
    """Return a name and an address on one line."""
    address = one_line(mailer.address)
    return f"{one_line(mailer.name, max_chars=_NAME_CHARS)} <{address}>" if mailer.name else address


def render_mailers(mailers: list[MailerPublic]) -> str:
    """Return names and addresses on one line, however many there are."""
    shown = ", ".join(map(render_mailer, mailers[:_SHOWN_MAILERS]))
    left_out = len(mailers) - _SHOWN_MAILERS
    return f"{shown} and {left_out} more" if left_out > 0 else shown


def render_time(moment: datetime) -> str:
    """Return a time of the company's clock with its weekday."""
    return moment.strftime("%a %Y-%m-%d %H:%M")


def _message(summary: MessageSummary) -> str:
    marks = [
        *([] if summary.is_read else ["unread"]),
        *(["starred"] if summary.starred else []),
        *([f"attachments: {summary.attachment_count}"] if summary.attachment_count else []),
        f"in {summary.folder.value} of {one_line(summary.mailbox)}",
    ]
    return "\n".join(
        (
            f"{summary.id} (thread {summary.thread_id}), {', '.join(marks)}",
            f"  {render_time(summary.received_at)}, from {render_mailer(summary.sender)} "
            f"to {one_line(render_mailers(summary.to))}",
            f"  Subject: {one_line(summary.subject)}",
            f"  Text: {one_line(summary.snippet, max_chars=_SNIPPET_CHARS)}",
        )
    )


def _person(person: PersonPublic) -> str:
    role = ", ".join(
        one_line(part) for part in (person.title, person.department, person.organization) if part
    )
    lines = [f"{person.kind}: {one_line(person.name)} <{one_line(person.address)}>"]
    if role:
        lines.append(f"  {role}")
    if person.manager:
        lines.append(f"  Reports to: {one_line(person.manager)}")
    if person.aliases:
        lines.append(f"  Also: {_addresses(person.aliases)}")
    if person.members is not None:
        lines.append(f"  Members ({len(person.members)}): {_addresses(person.members)}")
    return "\n".join(lines)


def _addresses(addresses: list[str]) -> str:
    shown = ", ".join(one_line(address) for address in addresses[:_SHOWN_MEMBERS])
    left_out = len(addresses) - _SHOWN_MEMBERS
    return f"{shown} and {left_out} more" if left_out > 0 else shown


def _more(cursor: str | None) -> tuple[str, ...]:
    return () if cursor is None else (f"There is more: call again with cursor {cursor}",)
