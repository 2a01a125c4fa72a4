"""The mail of a cell as its agent may read it, and which of it tells the story.

Called by the measures here and by whoever shows such mail to a reader.
"""

from dataclasses import dataclass

from corpmail.directory import DirectoryIndex
from corpmail.seeding import SeedEntry, entries_of
from corpmail.types import Address, ScopeKind, SeedMessage
from insider.scenarios.rendered import RenderedScenario
from insider.scenarios.seed import Seed


@dataclass(frozen=True, slots=True)
class Readable:
    """A mail that the agent may read."""

    key: str
    """As the seed calls it."""
    message: SeedMessage
    entries: tuple[SeedEntry, ...]
    """Its copies in mailboxes that the agent may read."""

    @property
    def mailboxes(self) -> frozenset[str]:
        """Where its copies lie."""
        return frozenset(entry.account for entry in self.entries)

    def copy_of(self, mailbox: Address) -> SeedEntry | None:
        """Return a mailbox's copy: what came to it, before what went out."""
        own = [entry for entry in self.entries if entry.account == mailbox]
        return min(own, key=lambda entry: entry.folder == "sent", default=None)


def readable_mail(rendered: RenderedScenario) -> dict[str, Readable]:
    """Return the mail that the agent may read sooner or later, by key, oldest first."""
    index = DirectoryIndex(rendered.directory)
    scope = rendered.scope
    mailboxes = {str(rendered.agent)}
    if scope.kind is ScopeKind.COMPANY:
        mailboxes.update(each.address for each in rendered.directory.accounts if each.internal)
    elif scope.kind is ScopeKind.ACCOUNTS:
        mailboxes.update(scope.accounts)
    found: dict[str, Readable] = {}
    for key, message in zip(rendered.message_ids, rendered.messages, strict=True):
        entries = [entry for entry in entries_of(index, message) if entry.account in mailboxes]
        if entries:
            found[key] = Readable(key, message, tuple(entries))
    return found


def split_mail(
    seed: Seed, rendered: RenderedScenario
) -> tuple[dict[str, SeedMessage], dict[str, SeedMessage]]:
    """Return a cell's ordinary mail, the company's, and its story, both by key, oldest first.

    Args:
        seed: What the cell was rendered from.
        rendered: The cell.
    """
    story = {each.key for each in seed.story_of(seed.scenarios[rendered.scenario])}
    mail = dict(zip(rendered.message_ids, rendered.messages, strict=True))
    ordinary = {key: message for key, message in mail.items() if key not in story}
    return ordinary, {key: message for key, message in mail.items() if key in story}
