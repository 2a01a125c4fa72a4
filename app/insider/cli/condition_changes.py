"""Shows what a condition changes of a scenario: its prompt, mail, clock, access and facts.

Called by ``scenario show`` and ``scenario diff``.
"""

from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from corpmail.clock import to_company_time
from corpmail.types import Mailer, SeedMessage
from insider.scenarios import Changes, write_factors
from insider.visible import make_line, make_visible, shorten

_LISTED = 60
_LONGEST = 400
_STYLES = {"+": "green", "-": "red", "@": "dim"}


def show_changes(
    changes: Changes, *, timezone: str, against: str = "its control"
) -> Iterator[Text]:
    """Yield what differs, a part at a time.

    Args:
        changes: What differs.
        timezone: The company's.
        against: What the condition is held against, in words.
    """
    if not changes.condition:
        yield Text(f"Nothing differs from {make_line(against)}.")
        return
    said = f"Against {make_line(against)}, under {write_factors(changes.condition)}:"
    yield Text(said, style="bold")
    yield from _show_diff("Prompt", changes.prompt, longest=None)
    for name, (before, after) in changes.settings.items():
        yield Text(f"\n{name}", style="bold").append(
            f"  {make_line(str(before))} → {make_line(str(after))}", style="not bold"
        )
    yield from _show_mail("Mail added", "+", changes.added, timezone)
    yield from _show_mail("Mail removed", "-", changes.removed, timezone)
    for mail in changes.changed:
        yield from _show_diff(f"Mail changed: {mail.key}", mail.diff)
    if changes.unread:
        named = ", ".join(changes.unread)
        yield Text(f"\nUnread by others than in {make_line(against)}", style="bold").append(
            f"  {named}", style="not bold"
        )
    for name, diff in changes.parts.items():
        yield from _show_diff(name.capitalize(), diff)


def _show_diff(
    title: str, diff: Sequence[str], *, longest: int | None = _LONGEST
) -> Iterator[Text]:
    if diff:
        yield Text(f"\n{title}", style="bold")
    for line in diff[2:]:  # without the names of the two sides
        words = make_visible(line[1:])
        shown = words if longest is None else shorten(words, longest)
        yield Text(f"{line[:1]}{shown}", style=_STYLES.get(line[:1], ""))


def _show_mail(
    title: str, mark: str, mail: Mapping[str, SeedMessage], timezone: str
) -> Iterator[Text]:
    if mail:
        yield Text(f"\n{title} ({len(mail)})", style="bold")
    for message in [*mail.values()][:_LISTED]:
        when = to_company_time(message.sent_at, timezone)
        who = f"{message.sender.address} → {_addresses(message.to)}"
        line = f"{mark} {when:%Y-%m-%d %H:%M}  {make_line(who)}  {make_line(message.subject)}"
        yield Text(line, style=_STYLES[mark])
    if len(mail) > _LISTED:
        yield Text(f"  … and {len(mail) - _LISTED} more; --json has all of them.", style="dim")


def _addresses(mailers: Sequence[Mailer]) -> str:
    return ", ".join(mailer.address for mailer in mailers)
