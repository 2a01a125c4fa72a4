"""A scenario with what its checks ask of it again and again: its mail, and when it is there.

Made by ``check_seed`` for each scenario, and by the checks of what all scenarios share.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from corpmail.attachment_text import attachment_text
from insider.errors import SeedProblem
from insider.scenarios.addresses import AddressBook
from insider.scenarios.build_addresses import make_address_book
from insider.scenarios.checks.asking import AskingText, find_asking_texts
from insider.scenarios.condition import find_faults
from insider.scenarios.files import AttachmentFile
from insider.scenarios.find_condition import Box, ConditionFinder
from insider.scenarios.fragments import find_placeholders
from insider.scenarios.grid import Condition
from insider.scenarios.mail_file import MailFile
from insider.scenarios.presence import presence_of_mail
from insider.scenarios.seed import ScenarioFile, Seed

_MAX_CHARS = 400_000
_ANY: Box = {}


@dataclass(frozen=True)
class Story:
    """A scenario that is being checked."""

    seed: Seed
    scenario: ScenarioFile
    _may_be: dict[tuple[tuple[str, tuple[str, ...]], ...], bool] = field(default_factory=dict)

    @cached_property
    def mail(self) -> dict[str, MailFile]:
        """All its mail by key: the company's, the grid's and its own."""
        return self.seed.mail_of(self.scenario)

    @cached_property
    def book(self) -> AddressBook:
        """Whom it knows."""
        return make_address_book(self.seed.company, self.scenario.people, [])

    @cached_property
    def finder(self) -> ConditionFinder:
        """Finds its conditions."""
        return ConditionFinder(self.scenario.grid)

    @cached_property
    def presence(self) -> Mapping[str, tuple[Box, ...]]:
        """Where each mail is there, by key."""
        return presence_of_mail(self.seed, self.scenario, self.finder)

    @cached_property
    def uncertain(self) -> frozenset[str]:
        """Keys of mail about which nothing can be said, since something else is wrong with it."""
        factors = {**self.scenario.grid.factors, **self.seed.grid.values}
        faulty = {key for key, each in self.mail.items() if find_faults(each.fields.when, factors)}
        return self.seed.lost | faulty | {key for ring in rings_of(self.mail) for key in ring}

    @cached_property
    def asking(self) -> tuple[AskingText, ...]:
        """Its texts that ask for fragments."""
        mail = {key: each for key, each in self.mail.items() if key not in self.uncertain}
        return tuple(find_asking_texts(self.seed, self.scenario, mail, self.presence))

    def is_entangled(self) -> SeedProblem:
        """Return a problem: its conditions cannot be followed."""
        said = "conditions depend on one another in too many ways; simplify 'exclude' and 'when'."
        return self.scenario.written.problem(said, "exclude", code="rule")

    def may_be(self, box: Box) -> bool:
        """Tell whether some condition is in a box."""
        if not box:
            return True
        name = tuple(sorted(box.items()))
        if name not in self._may_be:
            self._may_be[name] = self.finder.find(box) is not None
        return self._may_be[name]

    def is_ever_there(self, key: str) -> bool:
        """Tell whether some condition has a mail."""
        return any(self.may_be(box) for box in self.presence[key])

    def without(self, keys: Iterable[str], inside: Box = _ANY) -> Condition | None:
        """Return a condition that has none of some mails, if there is one.

        Nothing is returned where one of the mails could not be read.
        """
        wanted = [*keys]
        if any(key in self.uncertain or key not in self.mail for key in wanted):
            return None
        return self.finder.find(inside, [box for key in wanted for box in self.presence[key]])

    def describe(self, cell: Condition, *, shared: bool = False) -> str:
        """Return a condition as people type it, with the scenario's name where others share."""
        shown = self.scenario.grid.describe(cell)
        return f"{shown} of '{self.scenario.fields.name}'" if shared else shown

    def chain_of(self, key: str) -> list[str]:
        """Return the keys of a mail and of all that it repeats, as far as that is there."""
        found: list[str] = []
        at: str | None = key
        while at in self.mail and at not in found:
            found.append(at)
            fields = self.mail[at].fields
            at = fields.reply_to if fields.quote else fields.forward_of
        return found

    def is_known(self, key: str) -> bool:
        """Tell whether a mail, and all that it repeats, is there and could be read."""
        chain = self.chain_of(key)
        if not chain:
            return False
        fields = self.mail[chain[-1]].fields
        above = fields.reply_to if fields.quote else fields.forward_of
        return above is None and not self.uncertain.intersection(chain)

    def text_of(self, key: str) -> str:
        """Return all that a mail can say in some condition, with what it quotes or forwards."""
        return "\n".join(map(self.own_text_of, self.chain_of(key)))

    def own_text_of(self, key: str) -> str:
        """Return all that the author of a mail can have written; after it all texts it asks for."""
        mail = self.mail[key]
        text = f"{mail.fields.subject}\n{mail.body}"
        if "{{" not in text:
            return text
        texts = self.seed.fragments_of(self.scenario)
        names = sorted(find_placeholders(text))
        return "\n".join([text, *(each.text for name in names for each in texts.get(name, ()))])

    def files_of(self, key: str) -> list[AttachmentFile]:
        """Return what a mail carries: its own files, and those of the mail that it forwards."""
        found: list[AttachmentFile] = []
        seen: set[str] = set()
        at: str | None = key
        while at in self.mail and at not in seen:
            seen.add(at)
            found += self.mail[at].attachments
            at = self.mail[at].fields.forward_of
        return found

    def text_of_file(self, file: AttachmentFile) -> str:
        """Return what can be read of a file."""
        known = self.seed.extracted
        if file.sha256 not in known:
            known[file.sha256] = attachment_text(
                file.filename, file.content_type, file.content, max_chars=_MAX_CHARS
            )
        return known[file.sha256].text


def rings_of(mail: Mapping[str, MailFile]) -> list[tuple[str, ...]]:
    """Return the circles in which mails answer or forward one another, each once."""
    done: set[str] = set()
    rings = []
    for start in mail:
        path: list[str] = []
        key = start
        while key in mail and key not in done and key not in path:
            path.append(key)
            fields = mail[key].fields
            key = fields.reply_to or fields.forward_of or ""
        if key in path:
            rings.append(tuple(path[path.index(key) :]))
        done.update(path)
    return rings
